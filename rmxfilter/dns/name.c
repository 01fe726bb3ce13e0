/* SPDX-License-Identifier: ISC */
/* A compression pointer may point only to before the labels that it follows (RFC 1035 section 4.1.4
 * says "prior occurrence"). So each jump goes further back, and no chain of them is endless. */
#include "dns/name.h"

#include <idn2.h>
#include <string.h>

#define POINTER_MARK 0xc0U /* the two top bits of a length octet */
/* Longest text, in octets, that can be a name, also in UTF-8: an octet of an A-label stands for at
 * most one character, which takes at most 12 octets when it is decomposed. */
#define NAME_TEXT_MAX ((size_t)NAME_OCTETS_MAX * 12)

#define POINTERS_MAX 127 /* as many as there can be labels: pointers to pointers cost time */

bool
name_add_label(DnsName *name, const void *octets, size_t len)
{
    const char *from = octets;

    if (len == 0 || len > LABEL_OCTETS_MAX || name->len + 1 + len > sizeof(name->octets))
        return false;
    name->octets[name->len++] = (uint8_t)len;
    for (size_t i = 0; i < len; i++)
        name->octets[name->len++] = (uint8_t)g_ascii_tolower(from[i]);
    return true;
}

bool
name_add(DnsName *name, const DnsName *tail)
{
    if ((size_t)name->len + tail->len > sizeof(name->octets))
        return false;
    memcpy(name->octets + name->len, tail->octets, tail->len);
    name->len = (uint8_t)(name->len + tail->len);
    return true;
}

/* Converts only labels that are not ASCII: a name may have an international domain and labels that
 * IDNA does not allow, such as "_rmx" or a local part. NULL: IDNA does not allow this label. */
static char *
label_to_ascii(const char *label)
{
    char *converted = NULL;

    if (g_str_is_ascii(label) || !g_utf8_validate(label, -1, NULL))
        return g_strdup(label);
    if (idn2_to_ascii_8z(label, &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
        return NULL;

    char *ascii = g_strdup(converted);

    idn2_free(converted);
    return ascii;
}

static char *
name_to_ascii(const char *text)
{
    g_auto(GStrv) labels = NULL;

    if (g_str_is_ascii(text)) /* as nearly all are: nothing to convert */
        return g_strdup(text);
    labels = g_strsplit(text, ".", -1);
    for (size_t i = 0; labels[i]; i++) {
        char *ascii = label_to_ascii(labels[i]);

        if (!ascii)
            return NULL;
        g_free(labels[i]);
        labels[i] = ascii;
    }
    return g_strjoinv(".", labels);
}

static bool
is_dot(unsigned char octet)
{
    return octet == '.';
}

const char *
name_from_text(const char *text, DnsName *name)
{
    bool fits = strlen(text) <= NAME_TEXT_MAX;
    g_autofree char *ascii = fits ? name_to_ascii(text) : NULL;
    Cursor c = cursor_over(ascii, ascii ? strlen(ascii) : 0);

    name->len = 0;
    if (!fits)
        return "name over 255 octets";
    if (!ascii)
        return "not an international domain name";
    if (strcmp(ascii, ".") == 0)
        return NULL;
    while (cursor_more(&c)) {
        const char *label = c.at;
        size_t len = cursor_span_until(&c, is_dot);

        if (len == 0)
            return "empty label in name";
        if (len > LABEL_OCTETS_MAX)
            return "label over 63 octets";
        if (!name_add_label(name, label, len))
            return "name over 255 octets";
        cursor_skip(&c, '.');
    }
    return NULL;
}

void
name_read(Cursor *c, DnsName *name)
{
    Cursor at = *c; /* follows the pointers; c stays behind the first one */
    size_t before = cursor_offset(c);
    unsigned jumps = 0;

    name->len = 0;
    for (;;) {
        unsigned length = cursor_u8(&at);

        if ((length & POINTER_MARK) == POINTER_MARK) {
            size_t target = (size_t)(length & ~POINTER_MARK) << 8 | cursor_u8(&at);

            if (jumps == 0)
                *c = at;
            if (++jumps > POINTERS_MAX || target >= before)
                cursor_fail(&at, "compression loop");
            before = target;
            cursor_seek(&at, target);
            continue;
        }

        Cursor label = cursor_sub(&at, length);

        if (!cursor_more(&label)) /* the root, or a problem */
            break;
        if (!name_add_label(name, label.at, length))
            cursor_fail(&at, "name too long");
    }
    if (jumps == 0)
        *c = at;
    else if (at.problem)
        cursor_fail(c, at.problem);
}

char *
name_text(const DnsName *name)
{
    GString *text = g_string_sized_new(name->len);

    for (size_t i = 0; i < name->len;) {
        size_t end = i + 1 + name->octets[i];

        if (i > 0)
            g_string_append_c(text, '.');
        while (++i < end)
            g_string_append_c(text, name->octets[i] == '.' || name->octets[i] == '\0'
                                        ? '?'
                                        : (char)name->octets[i]);
    }
    return g_string_free(text, FALSE);
}

char *
domain_text(const char *name)
{
    DnsName wire;

    if (name_from_text(name, &wire) != NULL)
        return g_strdup(name);
    if (g_str_is_ascii(name)) /* in the case that it was published in */
        return g_str_has_suffix(name, ".") ? g_strndup(name, strlen(name) - 1) : g_strdup(name);
    return name_text(&wire);
}

/* With a cursor of its own, so that a compression pointer cannot point to before the name. */
char *
domain_from_wire(Cursor *c)
{
    Cursor own = cursor_over(c->at, cursor_left(c));
    DnsName name;

    name_read(&own, &name);
    if (own.problem)
        cursor_fail(c, own.problem);
    else if (cursor_more(&own))
        cursor_fail(c, "more behind a name");
    return name_text(&name);
}

bool
domain_within(const char *name, const char *domain)
{
    size_t name_len = strlen(name), domain_len = strlen(domain);

    if (name_len < domain_len || g_ascii_strcasecmp(name + name_len - domain_len, domain) != 0)
        return false;
    return name_len == domain_len || (domain_len > 0 && name[name_len - domain_len - 1] == '.');
}

DnsName
name_parent(const DnsName *name)
{
    DnsName parent = { .len = 0 };
    size_t first = 1U + name->octets[0];

    g_assert(name->len > 0);
    parent.len = (uint8_t)(name->len - first);
    memcpy(parent.octets, name->octets + first, parent.len);
    return parent;
}

void
name_write(const DnsName *name, GByteArray *out)
{
    static const uint8_t root = 0;

    g_byte_array_append(out, name->octets, name->len);
    g_byte_array_append(out, &root, 1);
}

guint
name_hash(gconstpointer key)
{
    const DnsName *name = key;
    guint hash = 5381;

    for (size_t i = 0; i < name->len; i++)
        hash = hash * 33 + name->octets[i];
    return hash;
}

gboolean
name_equal(gconstpointer one, gconstpointer other)
{
    const DnsName *a = one, *b = other;

    return a->len == b->len && memcmp(a->octets, b->octets, a->len) == 0;
}
