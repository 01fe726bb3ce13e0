/* SPDX-License-Identifier: ISC */
/* One reader (next_part) serves the check and the expansion, so that the two cannot disagree.
 * Values come from the message and are hostile: they may be long, hold any octet, and are never
 * read as macros again. */
#include "records/macro.h"

#include "records/macro_letter.h"

#include <string.h>

/* A record of 64 KiB could ask for the same long local part thousands of times. */
#define EXPANSION_MAX 65536

/* The most parts that %{…N} can mean: the labels of a name. More means all, and must not wrap. */
#define PARTS_MAX 128

typedef enum { USE_DOMAIN, USE_STRING, USE_TEXT } MacroUse;

typedef struct {
    Cursor text;       /* what stands for itself, where letter is 0 */
    char letter;       /* as published: upper case escapes */
    unsigned keep;     /* the DIGIT transformer; 0: all parts */
    bool reverse;      /* the "r" transformer */
    Cursor delimiters; /* empty: "." */
    bool is_expand;    /* the grammar's macro-expand: written with "%" */
} MacroPart;

static bool
is_delimiter(unsigned char octet)
{
    return octet != '\0' && strchr(".-+,/_=", octet);
}

/* macro-literal */
static bool
is_literal(unsigned char octet)
{
    return octet >= 0x21 && octet <= 0x7e && octet != '%';
}

static bool
is_text_literal(unsigned char octet)
{
    return octet == ' ' || is_literal(octet);
}

/* What follows "%{". */
static void
read_braces(Cursor *c, MacroUse use, MacroPart *part)
{
    size_t digits = 0;

    if (!macro_letter_known(cursor_peek(c), use == USE_DOMAIN)) {
        cursor_fail(c, "bad macro letter");
        return;
    }
    part->letter = (char)cursor_take(c);
    while (cursor_more(c) && cursor_is_digit((unsigned char)cursor_peek(c))) {
        part->keep = part->keep * 10 + (unsigned)(cursor_take(c) - '0');
        part->keep = MIN(part->keep, PARTS_MAX);
        digits++;
    }
    if (digits > 0 && part->keep == 0)
        cursor_fail(c, "zero parts of a macro");
    part->reverse = cursor_skip_text(c, "r");
    part->delimiters = cursor_sub_span(c, is_delimiter);
    if (!cursor_skip(c, '}'))
        cursor_fail(c, "bad macro");
}

static const struct {
    char second;
    const char *text;
} escapes[] = { { '%', "%" }, { '_', " " }, { '-', "%20" } };

/* What follows "%". */
static void
read_expand(Cursor *c, MacroUse use, MacroPart *part)
{
    part->is_expand = true;
    if (cursor_skip(c, '{')) {
        read_braces(c, use, part);
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(escapes); i++)
        if (cursor_skip(c, escapes[i].second)) {
            part->text = cursor_over(escapes[i].text, strlen(escapes[i].text));
            return;
        }
    cursor_fail(c, "bad macro");
}

/* The next part: a run of literals as long as it goes, or one macro-expand. False at the end, and
 * after a problem. */
static bool
next_part(Cursor *c, MacroUse use, MacroPart *part)
{
    *part = (MacroPart){ .letter = 0 };
    if (!cursor_more(c))
        return false;
    if (cursor_skip(c, '%')) {
        read_expand(c, use, part);
    } else {
        part->text = cursor_sub_span(c, use == USE_TEXT ? is_text_literal : is_literal);
        if (!cursor_more(&part->text))
            cursor_fail(c, "bad octet");
    }
    return c->problem == NULL;
}

/* domain-end without a macro: "." toplabel ["."] at the end of the run. */
static bool
ends_in_top_label(const Cursor *run)
{
    size_t end = cursor_left(run), begin;
    bool word = false;

    if (end > 0 && cursor_peek_at(run, end - 1) == '.')
        end--;
    for (begin = end; begin > 0 && cursor_peek_at(run, begin - 1) != '.'; begin--) {
        int octet = cursor_peek_at(run, begin - 1);

        if (!g_ascii_isalnum(octet) && octet != '-')
            return false;
        word |= !g_ascii_isdigit(octet);
    }
    return word && begin > 0 && cursor_peek_at(run, begin) != '-' &&
           cursor_peek_at(run, end - 1) != '-';
}

void
macro_check_domain(Cursor *c)
{
    MacroPart part, last = { .letter = 0 };

    while (next_part(c, USE_DOMAIN, &part))
        last = part;
    if (!last.is_expand && !ends_in_top_label(&last.text))
        cursor_fail(c, "no domain name");
}

void
macro_check_string(Cursor *c)
{
    MacroPart part;

    while (next_part(c, USE_STRING, &part))
        continue;
}

void
macro_check_text(Cursor *c)
{
    MacroPart part;

    while (next_part(c, USE_TEXT, &part))
        continue;
}

static void
reverse_parts(char **parts, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        char *held = parts[i];

        parts[i] = parts[count - 1 - i];
        parts[count - 1 - i] = held;
    }
}

/* Split, turned round, cut to the right-hand parts, joined with dots (section 7.3). */
static char *
transform_value(const char *value, const MacroPart *part)
{
    Cursor delimiters = part->delimiters;
    g_autofree char *set = NULL;
    g_auto(GStrv) parts = NULL;
    size_t count;

    cursor_span(&delimiters, is_delimiter);
    set = cursor_text_since(&delimiters, delimiters.start);
    parts = g_strsplit_set(value, *set ? set : ".", -1);
    count = g_strv_length(parts);
    if (part->reverse)
        reverse_parts(parts, count);
    return g_strjoinv(".", parts + (part->keep > 0 && part->keep < count ? count - part->keep : 0));
}

/* False where the letter has no value now. */
static bool
append_part(GString *out, const MacroPart *part, const MacroContext *context)
{
    g_autofree char *value = NULL, *transformed = NULL;

    if (!part->letter) {
        g_string_append_len(out, part->text.at, (gssize)cursor_left(&part->text));
        return true;
    }
    value = macro_letter_value(part->letter, context);
    if (!value)
        return false;
    transformed = transform_value(value, part);
    if (g_ascii_isupper(part->letter)) /* RFC 3986's unreserved octets stay */
        g_string_append_uri_escaped(out, transformed, NULL, FALSE);
    else
        g_string_append(out, transformed);
    return true;
}

/* Whole labels go, and the dots after them; a label longer than a name may be stays, and is then no
 * name. */
static void
cut_from_the_left(GString *name)
{
    size_t cut = name->len > MACRO_DOMAIN_MAX ? name->len - MACRO_DOMAIN_MAX : 0;
    const char *dot;

    if (cut == 0)
        return;
    dot = memchr(name->str + cut - 1, '.', name->len - cut + 1);
    if (dot)
        g_string_erase(name, 0, dot - name->str + 1);
}

bool
macro_asks(Cursor spec)
{
    MacroPart part;

    while (next_part(&spec, USE_DOMAIN, &part))
        if (g_ascii_tolower(part.letter) == 'p')
            return true;
    return false;
}

bool
macro_uses_only(Cursor spec, const char *letters)
{
    MacroPart part;

    while (next_part(&spec, USE_DOMAIN, &part))
        if (part.letter && !strchr(letters, g_ascii_tolower(part.letter)))
            return false;
    return true;
}

/* RFC 8616 section 4: a local part in UTF-8 is no DNS name, and must not be made one by escaping.
 */
static bool
needs_ascii_local(const MacroPart *part)
{
    return part->letter && strchr("slSL", part->letter);
}

char *
macro_domain(Cursor spec, const MacroContext *context)
{
    g_autoptr(GString) out = g_string_new(NULL);
    MacroPart part;

    g_assert(context->claim && context->domain);
    while (next_part(&spec, USE_DOMAIN, &part)) {
        if (needs_ascii_local(&part) && !g_str_is_ascii(context->claim->local))
            return NULL;
        if (!append_part(out, &part, context) || out->len > EXPANSION_MAX)
            return NULL;
    }
    g_assert(!spec.problem); /* it was checked */
    if (out->len > 0 && out->str[out->len - 1] == '.')
        g_string_truncate(out, out->len - 1);
    cut_from_the_left(out);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
macro_text(Cursor text, const MacroContext *context)
{
    g_autoptr(GString) out = g_string_new(NULL);
    MacroPart part;

    while (out->len < MACRO_TEXT_MAX && next_part(&text, USE_TEXT, &part))
        if (!append_part(out, &part, context))
            return NULL;
    g_assert(!text.problem); /* it was checked */
    if (out->len > MACRO_TEXT_MAX)
        g_string_truncate(out, MACRO_TEXT_MAX);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
