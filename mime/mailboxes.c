/* SPDX-License-Identifier: ISC */
/* What is let through here, every reader in tests/integration/authors.bats reads alike. A form that
 * one of them reads in another way is a problem, however valid it is. */
#include "mime/mailboxes.h"

#include "mime/address.h"
#include "mime/cursor.h"

#include <stdbool.h>
#include <string.h>

#define CONTROL_PROBLEM "a control character in From"

/* What ends a comment, or an address, for some reader. */
#define COMMENT_SPECIALS      "()<>@\\\""
#define QUOTED_LOCAL_SPECIALS "()<>@\\\",;:[] "

static void
mailbox_free(void *data)
{
    mail_address_free(data);
}

static bool
is_space(unsigned char octet)
{
    return octet == ' ' || octet == '\t';
}

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
is_name_octet(unsigned char octet)
{
    return is_local_octet(octet) || octet == '.' || octet >= 0x80;
}

/* Line ends are looked at where they stand. */
static bool
is_control(unsigned char octet)
{
    return octet == 0x7f || (octet < ' ' && octet != '\t' && octet != '\r' && octet != '\n');
}

/* One line ending and the blanks of the line that it begins; a line of blanks is the end of the
 * header to some. */
static void
skip_fold(Cursor *c)
{
    cursor_skip(c, '\r');
    if (!cursor_skip(c, '\n') || cursor_span(c, is_space) == 0)
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
        if (is_space((unsigned char)octet))
            cursor_take(c);
        else if (octet == '\r' || octet == '\n')
            skip_fold(c);
        else
            break;
    return c->at > begin;
}

/* The rest of a quoted string or a comment; the octet that opened it has been taken. */
static void
read_closed(Cursor *c, char close, GString *text)
{
    while (cursor_more(c)) {
        if (cursor_skip(c, close))
            return;
        if (skip_blanks(c)) {
            g_string_append_c(text, ' ');
            continue;
        }
        if (close == '"')
            cursor_skip(c, '\\');

        int octet = cursor_take(c);

        if (close == ')' && strchr(COMMENT_SPECIALS, octet))
            cursor_fail(c, "a comment that can be read in several ways");
        else
            g_string_append_c(text, (char)octet);
    }
    cursor_fail(c, "a quote or comment that is not closed");
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
read_quoted_name(Cursor *c, char close, Mailboxes *into)
{
    g_autoptr(GString) text = g_string_new(NULL);

    cursor_take(c);
    read_closed(c, close, text);
    append_name(into, text->str, text->len);
}

/* What stands behind an address; SpamAssassin finds none where two comments do. */
static void
read_comment(Cursor *c, Mailboxes *into)
{
    skip_blanks(c);
    if (cursor_peek(c) == '(')
        read_quoted_name(c, ')', into);
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

/* NULL, and no problem, where there is no "@" behind it: it was no address. */
static char *
read_local(Cursor *c)
{
    const char *begin = c->at;
    g_autofree char *local = NULL;
    bool whole;

    if (cursor_skip(c, '"')) {
        g_autoptr(GString) text = g_string_new(NULL);

        read_closed(c, '"', text);
        local = g_strdup(text->str);
        whole = !strpbrk(local, QUOTED_LOCAL_SPECIALS);
    } else {
        whole = take_dotted(c, is_local_octet) && cursor_span(c, is_name_octet) == 0;
        cursor_span(c, is_name_octet);
        local = cursor_text_since(c, begin);
    }
    if (!cursor_skip(c, '@'))
        return NULL;
    /* Encoded words have no place in addresses (RFC 2047 section 5), and some decode them. */
    if (!whole || strstr(local, "=?"))
        cursor_fail(c, "an address that can be read in several ways");
    return g_steal_pointer(&local);
}

static char *
read_domain(Cursor *c)
{
    const char *begin = c->at;
    bool whole = take_dotted(c, is_host_octet);
    g_autofree char *text = cursor_text_since(c, begin);
    g_autofree char *domain = whole ? mail_domain(text) : NULL;

    if (!domain)
        cursor_fail(c, "a domain that can be read in several ways");
    return g_steal_pointer(&domain);
}

/* addr-spec without blanks and comments. NULL, and no problem, where there is none. */
static MailAddress *
read_address(Cursor *c)
{
    g_autofree char *local = read_local(c);
    g_autofree char *domain = local ? read_domain(c) : NULL;

    return c->problem || !local ? NULL : mail_address_new(local, domain);
}

static MailAddress *
read_angle(Cursor *c)
{
    g_autoptr(MailAddress) address = NULL;

    cursor_take(c);
    skip_blanks(c);
    address = read_address(c);
    skip_blanks(c);
    if (!address || !cursor_skip(c, '>'))
        cursor_fail(c, "angle brackets that hold no plain address");
    return c->problem ? NULL : g_steal_pointer(&address);
}

static bool
is_same_address(const MailAddress *one, const MailAddress *other)
{
    return g_str_equal(one->local, other->local) && g_str_equal(one->domain, other->domain);
}

/* --- mailboxes --- */

/* Words, quoted strings and comments in front of "<". */
static void
read_name(Cursor *c, Mailboxes *into)
{
    for (int octet; (octet = cursor_peek(c)) >= 0 && octet != '<'; skip_blanks(c)) {
        const char *begin = c->at;

        if (octet == '"')
            read_quoted_name(c, '"', into);
        else if (octet == '(')
            read_quoted_name(c, ')', into);
        else if (octet != '.' && cursor_span(c, is_name_octet) > 0)
            append_name(into, begin, (gsize)(c->at - begin));
        else
            cursor_fail(c, octet == '@' ? "an address outside of angle brackets"
                                        : "a name that can be read in several ways");
    }
}

/* name-addr, or addr-spec, with comments behind; or an address as its own name. */
static void
read_entry(Cursor *c, Mailboxes *into)
{
    const Cursor begin = *c;
    g_autoptr(MailAddress) name = read_address(c);
    g_autoptr(MailAddress) address = NULL;

    if (!name && !c->problem) {
        *c = begin;
        read_name(c, into);
    }
    skip_blanks(c);
    if (cursor_peek(c) == '<' || !name)
        address = read_angle(c);
    if (name && address && !is_same_address(name, address))
        cursor_fail(c, "an address outside of angle brackets");
    if (!address)
        address = g_steal_pointer(&name);
    if (address)
        g_ptr_array_add(into->addresses, g_steal_pointer(&address));
    read_comment(c, into);
}

Mailboxes *
mailboxes_read(const char *value, size_t len)
{
    g_autoptr(Mailboxes) into = g_new0(Mailboxes, 1);
    Cursor c = cursor_over(value, len), controls = c;

    cursor_span_until(&controls, is_control);
    if (cursor_more(&controls))
        cursor_fail(&c, CONTROL_PROBLEM);
    into->addresses = g_ptr_array_new_with_free_func(mailbox_free);
    into->names = g_string_new(NULL);
    do {
        skip_blanks(&c);
        if (into->addresses->len == 0 || cursor_more(&c)) /* a comma may stand at the end */
            read_entry(&c, into);
    } while (cursor_skip(&c, ','));
    if (cursor_more(&c))
        cursor_fail(&c, "text behind an address");
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
