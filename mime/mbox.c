/* SPDX-License-Identifier: ISC */
/* Programs differ in where they write the zone of the time, and whether at all; the day and the
 * month stand side by side in all of them. */
#include "mime/mbox.h"

#include "mime/cursor.h"

#include <string.h>

static bool
ends_mbox_line(unsigned char octet)
{
    return octet == '\n';
}

/* names: three letters each. */
static bool
is_abbreviation_of(const char *word, const char *names)
{
    const char *found = strlen(word) == 3 ? strstr(names, word) : NULL;

    return found && (found - names) % 3 == 0;
}

bool
mbox_is_from_line(const char *line, size_t len)
{
    Cursor c = cursor_over(line, len);
    bool day = false;

    if (len < 5 || memcmp(line, "From ", 5) != 0)
        return false;
    while (cursor_more(&c)) {
        const char *begin = c.at;
        g_autofree char *word = cursor_span_until(&c, cursor_is_blank) > 0
                                    ? cursor_text_since(&c, begin)
                                    : g_strdup("");

        if (day && is_abbreviation_of(word, "JanFebMarAprMayJunJulAugSepOctNovDec"))
            return true;
        day = is_abbreviation_of(word, "MonTueWedThuFriSatSun");
        cursor_span(&c, cursor_is_blank);
    }
    return false;
}

static void
end_mbox_line(MboxCount *count)
{
    bool above = count->inside && count->filled;

    if (count->len > 0 && count->line[count->len - 1] == '\r')
        count->len--;
    if (!above && mbox_is_from_line(count->line, count->len))
        count->messages++;
    count->filled = count->len > 0;
    count->inside = true;
    count->len = 0;
}

void
mbox_count(MboxCount *count, const char *octets, size_t len)
{
    Cursor c = cursor_over(octets, len);

    while (cursor_more(&c)) {
        const char *begin = c.at;
        size_t more = cursor_span_until(&c, ends_mbox_line);

        more = MIN(more, sizeof(count->line) - count->len);
        memcpy(count->line + count->len, begin, more);
        count->len += more;
        if (cursor_skip(&c, '\n'))
            end_mbox_line(count);
    }
}
