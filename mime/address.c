/* SPDX-License-Identifier: ISC */
/* Strictly: "<a@b> c@d" is no reverse-path. */
#include "mime/address.h"

#include "mime/cursor.h"

#include <idn2.h>
#include <stdbool.h>
#include <string.h>

#define DOMAIN_MAX 255 /* octets (RFC 5321 section 4.5.3.1.2) */

/* Octets of a domain in UTF-8: no longer one has A-labels that fit in DOMAIN_MAX. An octet of those
 * stands for one character, and that for 12 octets at most, decomposed. */
#define DOMAIN_TEXT_MAX ((size_t)DOMAIN_MAX * 12)

MailAddress *
mail_address_new(const char *local, const char *domain)
{
    MailAddress *address = g_new(MailAddress, 1);

    g_assert(local);
    *address = (MailAddress){ .local = g_strdup(local), .domain = g_strdup(domain) };
    return address;
}

MailAddress *
mail_address_of_domain(const char *domain)
{
    MailAddress *address = mail_address_new("postmaster", domain);

    address->domain_only = true;
    return address;
}

void
mail_address_free(MailAddress *address)
{
    g_free(address->local);
    g_free(address->domain);
    g_free(address);
}

/* Brackets stand around a whole address literal (RFC 5321 section 4.1.3), and nowhere else. */
static bool
brackets_match(const char *domain, size_t len)
{
    const char *inside = domain;

    if (len > 2 && domain[0] == '[' && domain[len - 1] == ']') {
        inside++;
        len -= 2;
    }
    return !memchr(inside, '[', len) && !memchr(inside, ']', len);
}

char *
mail_domain(const char *domain)
{
    g_autofree char *plain = g_strdup(domain);
    size_t len = strlen(plain);
    uint8_t *ascii = NULL;
    char *lower;

    if (len > 0 && plain[len - 1] == '.')
        plain[--len] = '\0';
    if (len == 0 || plain[0] == '.' || plain[len - 1] == '.' || strstr(plain, "..") ||
        !brackets_match(plain, len))
        return NULL;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)plain[i] <= ' ' || plain[i] == 0x7f)
            return NULL;
    if (g_str_is_ascii(plain))
        return len <= DOMAIN_MAX ? g_ascii_strdown(plain, -1) : NULL;
    if (len > DOMAIN_TEXT_MAX || !g_utf8_validate(plain, -1, NULL) ||
        idn2_to_ascii_8z(plain, (char **)&ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
        return NULL;
    lower = g_ascii_strdown((const char *)ascii, -1);
    idn2_free(ascii);
    return lower;
}

/* --- envelope --- */

/* Octets of an unquoted mailbox: blanks, controls, angle brackets and quotes are not among them. */
static bool
is_mailbox_octet(unsigned char octet)
{
    return octet > ' ' && octet != 0x7f && octet != '<' && octet != '>' && octet != '"';
}

/* The text inside a quoted string, backslashes undone; the opening quote has been taken. */
static char *
read_quoted_local(Cursor *c)
{
    GString *text = g_string_new(NULL);

    for (;;) {
        int octet = cursor_take(c);

        if (octet == '"')
            return g_string_free(text, FALSE);
        if (octet == '\\')
            octet = cursor_take(c);
        if (octet <= 0 || octet == '\r' || octet == '\n') {
            cursor_fail(c, "quoted string not closed");
            return g_string_free(text, FALSE);
        }
        g_string_append_c(text, (char)octet);
    }
}

/* A source route ("@a,@b:") is to be ignored (RFC 5321 section 4.1.1.3 and appendix C). Without a
 * colon behind it is none; those of an address literal do not count. */
static void
skip_source_route(Cursor *c)
{
    Cursor ahead = *c;
    bool literal = false;

    if (cursor_peek(c) != '@')
        return;
    while (cursor_more(&ahead) && is_mailbox_octet((unsigned char)cursor_peek(&ahead)) &&
           (literal || cursor_peek(&ahead) != ':')) {
        int octet = cursor_take(&ahead);

        literal = octet == '[' || (literal && octet != ']');
    }
    if (cursor_skip(&ahead, ':'))
        *c = ahead;
}

/* "local@domain", "local", or nothing at all. */
static MailAddress *
read_mailbox(Cursor *c)
{
    bool quoted = cursor_skip(c, '"');
    g_autofree char *local = quoted ? read_quoted_local(c) : NULL;
    const char *begin = c->at;
    g_autofree char *rest = NULL, *domain = NULL;
    char *at;

    cursor_span(c, is_mailbox_octet);
    rest = cursor_text_since(c, begin);
    at = strrchr(rest, '@');
    if (at) {
        *at = '\0';
        domain = mail_domain(at + 1);
        if (!domain)
            cursor_fail(c, "no domain");
    }
    if (!quoted)
        local = g_strdup(rest);
    else if (*rest)
        cursor_fail(c, "text behind a quoted string");
    return mail_address_new(local, domain);
}

/* Signs "@" that could stand before the domain: those outside quoted strings or, where one of these
 * is not closed, all. */
static unsigned
count_ats(const char *text)
{
    unsigned all = 0, outside = 0;
    bool quoted = false;

    for (const char *at = text; *at; at++) {
        if (quoted && *at == '\\' && at[1])
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (*at == '@' && !quoted)
            outside++;
    }
    for (const char *at = strchr(text, '@'); at; at = strchr(at + 1, '@'))
        all++;
    return quoted ? all : outside;
}

/* What no grammar allows, but some server may have let pass, or handed on without its quotes: any
 * local part before the one "@" that there is. With two of them two readers could find two domains.
 */
static MailAddress *
read_odd_mailbox(Cursor c)
{
    g_autofree char *text = NULL, *domain = NULL;
    bool angle = cursor_peek(&c) == '<';
    const char *begin;
    char *at;

    if (angle && (!cursor_skip_tail(&c, ">") || !cursor_skip(&c, '<')))
        return NULL;
    if (cursor_has(&c, '\0') || cursor_has(&c, '\r') || cursor_has(&c, '\n'))
        return NULL;
    begin = c.at;
    cursor_sub(&c, cursor_left(&c));
    text = cursor_text_since(&c, begin);
    at = strrchr(text, '@');
    if (!at || count_ats(text) != 1 || strpbrk(at, "<>()\",:;\\"))
        return NULL;
    *at = '\0';
    domain = mail_domain(at + 1);
    return domain ? mail_address_new(text, domain) : NULL;
}

static MailAddress *
read_path_strictly(Cursor c)
{
    g_autoptr(MailAddress) address = NULL;
    bool angle = cursor_skip(&c, '<');

    skip_source_route(&c);
    address = read_mailbox(&c);
    if (angle && !cursor_skip(&c, '>'))
        cursor_fail(&c, "angle bracket not closed");
    return c.problem || cursor_more(&c) ? NULL : g_steal_pointer(&address);
}

MailAddress *
mail_address_parse(const char *text, size_t len)
{
    Cursor c = cursor_over(text, len);
    MailAddress *address;

    cursor_trim(&c, cursor_is_wsp);
    address = read_path_strictly(c);
    return address ? address : read_odd_mailbox(c);
}

bool
mail_address_is_null(const char *text, size_t len)
{
    static const char *const spellings[] = { "", "MAILER-DAEMON" };
    Cursor c = cursor_over(text, len);

    cursor_trim(&c, cursor_is_blank);
    if (cursor_peek(&c) == '<' && cursor_skip_tail(&c, ">"))
        cursor_skip(&c, '<');
    for (size_t i = 0; i < G_N_ELEMENTS(spellings); i++)
        if (cursor_is(&c, spellings[i]))
            return true;
    return false;
}

bool
mail_address_is_daemon(const MailAddress *address)
{
    return address->domain && g_ascii_strcasecmp(address->local, "MAILER-DAEMON") == 0;
}

static bool
needs_quotes(const char *local)
{
    static const char specials[] = "()<>[]:;@\\,\" \t";
    size_t len = strlen(local);

    for (size_t i = 0; i < len; i++)
        if (!is_mailbox_octet((unsigned char)local[i]))
            return true;
    return len == 0 || local[0] == '.' || local[len - 1] == '.' || strstr(local, "..") ||
           strpbrk(local, specials);
}

char *
mail_address_text(const MailAddress *address)
{
    GString *text = g_string_new(NULL);

    if (address->domain_only || (!address->domain && *address->local == '\0')) {
        g_string_append(text, address->domain ? address->domain : "");
        return g_string_free(text, FALSE);
    }
    if (!needs_quotes(address->local)) {
        g_string_append(text, address->local);
    } else {
        g_string_append_c(text, '"');
        for (const char *octet = address->local; *octet; octet++) {
            if (*octet == '"' || *octet == '\\')
                g_string_append_c(text, '\\');
            g_string_append_c(text, *octet);
        }
        g_string_append_c(text, '"');
    }
    if (address->domain)
        g_string_append_printf(text, "@%s", address->domain);
    return g_string_free(text, FALSE);
}
