/* SPDX-License-Identifier: ISC */
#include "signatures/signature_values.h"

#include "dns/name.h"
#include "mime/tag_list.h"

/* Octets of i=: an address has 254 (RFC 5321 section 4.5.3.1.3), of which each can be "=XX". */
#define IDENTITY_MAX 762

#define TIME_DIGITS_MAX 12

/* False, and form untouched: it is no known form. */
static bool
read_form(const Cursor *word, Canonical *form)
{
    if (cursor_is(word, "relaxed"))
        *form = CANONICAL_RELAXED;
    else if (cursor_is(word, "simple"))
        *form = CANONICAL_SIMPLE;
    else
        return false;
    return true;
}

bool
signature_value_canonical(Cursor value, Canonical *header, Canonical *body)
{
    Cursor first;

    if (!cursor_split(&value, '/', &first)) {
        first = value;
        value = cursor_over_text("simple");
    }
    return read_form(&first, header) && read_form(&value, body);
}

static bool
is_domain_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '-' || octet == '_' || octet == '.' || octet >= 0x80;
}

static bool
is_domain_text(Cursor text)
{
    return cursor_span(&text, is_domain_octet) > 0 && !cursor_more(&text);
}

char *
signature_value_domain(Cursor value)
{
    g_autofree char *text = NULL, *domain = NULL;
    DnsName name;

    if (!is_domain_text(value))
        return NULL;
    text = cursor_text(value);
    if (name_from_text(text, &name) != NULL)
        return NULL;
    domain = name_text(&name);
    /* Octets that are no UTF-8 stay, and a wide "@" becomes an "@". */
    return is_domain_text(cursor_over_text(domain)) && g_str_is_ascii(domain)
               ? g_steal_pointer(&domain)
               : NULL;
}

/* The local part is nobody's business here. */
char *
signature_value_identity(Cursor value, char **domain)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Cursor c, local;

    *domain = NULL;
    while (cursor_more(&value) && text->len <= IDENTITY_MAX) {
        const char *begin = value.at;

        g_string_append_len(text, begin, (gssize)cursor_span_until(&value, cursor_is_blank));
        cursor_span(&value, cursor_is_blank);
    }
    c = cursor_over(text->str, text->len);
    if (text->len <= IDENTITY_MAX && cursor_split_last(&c, '@', &local))
        *domain = signature_value_domain(c);
    return *domain ? g_strdup(text->str) : NULL;
}

bool
signature_value_time(Cursor value, guint64 *seconds)
{
    Cursor c = value;
    size_t digits = cursor_span(&c, cursor_is_digit);
    g_autofree char *text = NULL;

    if (digits == 0 || cursor_more(&c))
        return false;
    *seconds = SIGNATURE_TIME_MAX;
    if (digits > TIME_DIGITS_MAX)
        return true;
    text = cursor_text(value);
    *seconds = g_ascii_strtoull(text, NULL, 10);
    return true;
}

bool
signature_is_name_octet(unsigned char octet)
{
    return octet > ' ' && octet < 0x7f && octet != ':';
}

bool
signature_value_is_names(Cursor value)
{
    bool more = true;
    Cursor name;

    while (more) {
        more = tag_next_part(&value, ':', &name);
        if (cursor_span(&name, signature_is_name_octet) == 0 || cursor_more(&name))
            return false;
    }
    return true;
}
