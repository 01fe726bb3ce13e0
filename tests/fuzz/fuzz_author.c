/* SPDX-License-Identifier: ISC */
/* A header block in whose From one address stands: what is clear stays so, and is the same address,
 * whatever the other fields say; another From on top or at the end makes it unclear. */
#include "fuzz.h"

#include "mime/author.h"

#include <string.h>

#define OTHER "From: ceo@bank.example\n"

static Author *
read_author(const char *octets, size_t len)
{
    g_autoptr(Message) message = message_new(octets, len);
    Author *author = author_read(message, octets, len);

    g_assert_cmpuint(author->addresses->len, <=, AUTHOR_ADDRESSES_MAX);
    g_assert_cmpuint(author->shown->len, <=, AUTHOR_ADDRESSES_MAX);
    return author;
}

static void
check_clear(const Author *author)
{
    g_assert_cmpuint(author->addresses->len, >, 0);
    for (guint i = 0; i < author->addresses->len; i++) {
        const MailAddress *address = author->addresses->pdata[i];
        g_autofree char *text = mail_address_text(address);
        g_autoptr(MailAddress) again = mail_address_parse(text, strlen(text));

        g_assert_true(again && address->domain && g_str_is_ascii(text));
        g_assert_cmpstr(again->local, ==, address->local);
        g_assert_cmpstr(again->domain, ==, address->domain);
    }
}

static void
check_unclear(const GString *text)
{
    g_autoptr(Author) author = read_author(text->str, text->len);

    g_assert_nonnull(author->unclear);
}

/* octets hold a From that is clear. */
static void
check_another(const char *octets, size_t len)
{
    g_autoptr(GString) above = g_string_new(OTHER), below = g_string_new(NULL);
    const char *end = g_strstr_len(octets, (gssize)len, "\n\n");

    g_string_append_len(above, octets, (gssize)len);
    check_unclear(above);
    /* An empty line that ends in CR LF may share its LF with the one that was found. */
    if (!end || g_strstr_len(octets, end + 1 - octets, "\n\r\n"))
        return;
    g_string_append_len(below, octets, end + 1 - octets);
    g_string_append(below, OTHER "\n");
    check_unclear(below);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    const char *text = (const char *)octets;
    g_autoptr(Author) author = read_author(text, len);

    for (guint i = 0; i < author->shown->len; i++)
        g_assert_nonnull(((const MailAddress *)author->shown->pdata[i])->domain);
    if (author->unclear) {
        g_assert_cmpuint(author->shown->len, ==, 0);
        return 0;
    }
    check_clear(author);
    check_another(text, len);
    return 0;
}
