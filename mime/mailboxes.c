/* SPDX-License-Identifier: ISC */
/* What is let through here, every reader in tests/integration/authors.bats reads alike. A form that
 * one of them reads in another way is a problem, however valid it is. */
#include "mime/mailboxes.h"

#include "mime/address.h"
#include "mime/cursor.h"

#include <idn2.h>
#include <stdbool.h>
#include <string.h>

#define CONTROL_PROBLEM "a control character in From"

/* What ends a comment for some reader, or is an address in it. */
#define COMMENT_SPECIALS "()<>@\\\""

/* atext (RFC 5322 section 3.2.3). */
static bool
is_local_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || (octet != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", octet));
}

static bool
is_host_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '-' || octet == '_';
}

/* Names may hold dots, and octets beyond ASCII. */
static bool
is_phrase_octet(unsigned char octet)
{
    return is_local_octet(octet) || octet == '.' || octet >= 0x80;
}

/* One line ending and the blanks of the line that it begins; a line of blanks is the end of the
 * header to some. */
static void
skip_fold(Cursor *c)
{
    cursor_skip(c, '\r');
    if (!cursor_skip(c, '\n') || cursor_span(c, cursor_is_wsp) == 0)
        cursor_fail(c, CONTROL_PROBLEM);
    else if (!cursor_more(c) || cursor_peek(c) == '\r' || cursor_peek(c) == '\n')
        cursor_fail(c, "a line of blanks in From");
}

/* FWS; true where there was any. */
static bool
skip_blanks(Cursor *c)
{
    const char *begin = c->at;

    for (int octet; (octet = cursor_peek(c)) >= 0;)
        if (cursor_is_wsp((unsigned char)octet))
            cursor_take(c);
        else if (octet == '\r' || octet == '\n')
            skip_fold(c);
        else
            break;
    return c->at > begin;
}

/* The rest of a quoted string; the octet that opened it has been taken. */
static void
read_quoted_rest(Cursor *c, GString *text)
{
    while (cursor_more(c)) {
        if (cursor_skip(c, '"'))
            return;
        if (skip_blanks(c)) {
            g_string_append_c(text, ' ');
            continue;
        }
        if (cursor_skip(c, '\\') && (cursor_peek(c) == '\r' || cursor_peek(c) == '\n'))
            cursor_fail(c, CONTROL_PROBLEM);
        if (cursor_more(c))
            g_string_append_c(text, (char)cursor_take(c));
    }
    cursor_fail(c, "a quoted string that is not closed");
}

/* Likewise of a comment; SpamAssassin finds no address where there is another one inside. */
static void
read_comment_rest(Cursor *c, GString *text)
{
    while (cursor_more(c)) {
        if (cursor_skip(c, ')'))
            return;
        if (skip_blanks(c)) {
            g_string_append_c(text, ' ');
            continue;
        }

        int octet = cursor_take(c);

        if (strchr(COMMENT_SPECIALS, octet))
            cursor_fail(c, "a comment that can be read in several ways");
        g_string_append_c(text, (char)octet);
    }
    cursor_fail(c, "a comment that is not closed");
}

/* A space goes before each piece of a name. */
static void
append_name(Mailboxes *into, const char *text, gsize len)
{
    if (into->names->len > 0)
        g_string_append_c(into->names, ' ');
    g_string_append_len(into->names, text, (gssize)len);
}

static void
read_enclosed(Cursor *c, void (*read_rest)(Cursor *c, GString *text), Mailboxes *into)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *begin = c->at;

    cursor_take(c);
    read_rest(c, text);
    into->cut |= memchr(begin, '\r', (size_t)(c->at - begin)) != NULL;
    append_name(into, text->str, text->len);
}

/* What stands behind an address; SpamAssassin finds none where two comments do. */
static void
read_trailing_comment(Cursor *c, Mailboxes *into)
{
    skip_blanks(c);
    if (cursor_peek(c) == '(')
        read_enclosed(c, read_comment_rest, into);
    skip_blanks(c);
}

/* --- addresses --- */

/* Words with dots between (RFC 5322 section 3.2.3: dot-atom-text). */
static bool
take_dotted(Cursor *c, CursorSet set)
{
    do {
        if (cursor_span(c, set) == 0)
            return false;
    } while (cursor_skip(c, '.'));
    return true;
}

/* NULL, and no problem, where there is no "@" behind it: it was no address. A quoted local part is
 * left out: some show it with its quotes, some without, and mutt without its blanks. */
static char *
read_addr_local(Cursor *c)
{
    const char *begin = c->at;
    bool whole = take_dotted(c, is_local_octet) && cursor_span(c, is_phrase_octet) == 0;

    cursor_span(c, is_phrase_octet);

    g_autofree char *local = cursor_text_since(c, begin);

    if (!cursor_skip(c, '@'))
        return NULL;
    /* Encoded words have no place in addresses (RFC 2047 section 5), and some decode them. */
    if (!whole || strstr(local, "=?"))
        cursor_fail(c, "an address that can be read in several ways");
    return g_steal_pointer(&local);
}

/* True where every A-label is what its letters are written as. Of others some readers show the
 * octets, some the letters of another label. */
static bool
has_true_labels(const char *domain)
{
    g_autofree char *spelled = NULL;
    char *letters = NULL;

    if (!strstr(domain, "xn--"))
        return true;
    if (idn2_to_unicode_8z8z(domain, &letters, 0) != IDN2_OK)
        return false;
    if (!strstr(letters, "xn--"))
        spelled = mail_domain(letters);
    idn2_free(letters);
    return g_strcmp0(spelled, domain) == 0;
}

static char *
read_addr_domain(Cursor *c)
{
    const char *begin = c->at;
    bool whole = take_dotted(c, is_host_octet);
    g_autofree char *text = cursor_text_since(c, begin);
    g_autofree char *domain = whole ? mail_domain(text) : NULL;

    if (!domain || !has_true_labels(domain))
        cursor_fail(c, "a domain that can be read in several ways");
    return g_steal_pointer(&domain);
}

/* addr-spec without blanks and comments. NULL, and no problem, where there is none. */
static MailAddress *
read_addr_spec(Cursor *c)
{
    g_autofree char *local = read_addr_local(c);
    g_autofree char *domain = local ? read_addr_domain(c) : NULL;

    return c->problem || !local ? NULL : mail_address_new(local, domain);
}

static MailAddress *
read_angle_addr(Cursor *c)
{
    g_autoptr(MailAddress) address = NULL;

    cursor_take(c);
    skip_blanks(c);
    address = read_addr_spec(c);
    skip_blanks(c);
    if (!address || !cursor_skip(c, '>'))
        cursor_fail(c, "angle brackets that hold no plain address");
    return c->problem ? NULL : g_steal_pointer(&address);
}

/* In whatever case: people write their names as they like. */
static bool
is_same_address(const MailAddress *one, const MailAddress *other)
{
    return g_ascii_strcasecmp(one->local, other->local) == 0 &&
           g_str_equal(one->domain, other->domain);
}

/* --- mailboxes --- */

/* A word of a name. Python's readers find no address where it begins the name with a dot, or ends
 * in one right before "<". */
static bool
take_name_word(Cursor *c, bool first)
{
    int last = -1;

    if (first && cursor_peek(c) == '.')
        return false;
    for (int octet; (octet = cursor_peek(c)) >= 0 && is_phrase_octet((unsigned char)octet);)
        last = cursor_take(c);
    return last >= 0 && !(last == '.' && cursor_peek(c) == '<');
}

/* Words, quoted strings and comments in front of "<". */
static void
read_display_name(Cursor *c, Mailboxes *into)
{
    bool first = true;

    for (int octet; (octet = cursor_peek(c)) >= 0 && octet != '<'; skip_blanks(c)) {
        const char *begin = c->at;

        if (octet == '"')
            read_enclosed(c, read_quoted_rest, into);
        else if (octet == '(')
            read_enclosed(c, read_comment_rest, into);
        else if (take_name_word(c, first))
            append_name(into, begin, (gsize)(c->at - begin));
        else
            cursor_fail(c, octet == '@' ? "an address outside of angle brackets"
                                        : "a name that can be read in several ways");
        first = false;
    }
}

/* name-addr, or addr-spec, with a comment behind. True where an address is its own name. */
static bool
read_one_mailbox(Cursor *c, Mailboxes *into)
{
    const Cursor begin = *c;
    g_autoptr(MailAddress) name = read_addr_spec(c);
    g_autoptr(MailAddress) address = NULL;

    if (!name && !c->problem) {
        *c = begin;
        read_display_name(c, into);
    }
    skip_blanks(c);
    if (cursor_peek(c) == '<' || !name)
        address = read_angle_addr(c);

    bool own_name = name && address;

    if (own_name && !is_same_address(name, address))
        cursor_fail(c, "an address outside of angle brackets");
    if (!address)
        address = g_steal_pointer(&name);
    if (address)
        g_ptr_array_add(into->addresses, g_steal_pointer(&address));
    read_trailing_comment(c, into);
    return own_name;
}

Mailboxes *
mailboxes_read(const char *value, size_t len)
{
    g_autoptr(Mailboxes) into = g_new0(Mailboxes, 1);
    Cursor c = cursor_over(value, len), controls = c;
    bool own_name = false;

    cursor_span_until(&controls, cursor_is_control);
    if (cursor_more(&controls))
        cursor_fail(&c, CONTROL_PROBLEM);
    into->addresses = g_ptr_array_new_with_free_func(mail_address_free_item);
    into->names = g_string_new(NULL);
    do {
        skip_blanks(&c);
        if (into->addresses->len == 0 || cursor_more(&c)) /* a comma may stand at the end */
            own_name |= read_one_mailbox(&c, into);
    } while (cursor_skip(&c, ','));
    if (cursor_more(&c))
        cursor_fail(&c, "text behind an address");
    if (own_name && into->addresses->len > 1) /* Dovecot sees none behind it */
        cursor_fail(&c, "an address for a name in a list");
    if (into->cut && strchr(into->names->str, '@'))
        cursor_fail(&c, "a line end in the name that shows an address");
    into->problem = c.problem;
    return g_steal_pointer(&into);
}

void
mailboxes_free(Mailboxes *mailboxes)
{
    g_ptr_array_unref(mailboxes->addresses);
    g_string_free(mailboxes->names, TRUE);
    g_free(mailboxes);
}
