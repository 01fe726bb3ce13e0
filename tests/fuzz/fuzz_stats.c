/* SPDX-License-Identifier: ISC */
/* Any octets as a message whose marks are read and which is counted, and as a row that another
 * process hands over: what is believed is whole, and what is counted is what is read of its row. */
#include "mailbox/stats_tally.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_marks(const Message *message)
{
    g_autoptr(Marks) marks = marks_read(message);

    g_assert(marks->domains->len <= AUTHOR_DOMAINS_MAX + 1);
    if (marks->marked)
        g_assert(marks->reason && message->fields->len >= 2);
    else
        g_assert(!marks->has_author && !marks->helo && marks->domains->len == 0);
}

static void
check_counted(const char *octets, size_t len)
{
    const HeaderBlock header = { .octets = octets, .len = len };
    g_autoptr(Message) message = message_new(octets, len);
    g_autoptr(GString) row = g_string_new(NULL), again = g_string_new(NULL);
    StatsMessage counted, read;
    bool good;

    check_marks(message);
    stats_message_look(&header, message, NULL, NULL, &counted);
    stats_message_write(&counted, row);
    good = stats_message_read(row->str, row->len, &read);
    g_assert(good);
    stats_message_write(&read, again);
    g_assert(g_string_equal(row, again));
}

static void
check_row(const char *octets, size_t len)
{
    g_autoptr(GString) row = g_string_new(NULL);
    StatsMessage counted;

    if (!stats_message_read(octets, len, &counted))
        return;
    stats_message_write(&counted, row);
    g_assert(row->len == len && memcmp(row->str, octets, len) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *copy = size > 0 ? g_memdup2(data, size) : g_strdup(""); /* its end is where a
                                                                           sanitizer sees it */

    check_counted(copy, size);
    check_row(copy, size);
    return 0;
}
