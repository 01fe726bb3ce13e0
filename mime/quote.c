/* SPDX-License-Identifier: ISC */
/* "%HH" for octets that may not stand where they are, in every grammar. The grammars themselves
 * would have a backslash before a quotation mark or a parenthesis, but there are readers that know
 * of none, and end the string or the comment there. */
#include "mime/quote.h"

#include "mime/cursor.h"

#include <string.h>

#define TAB_COLUMNS 8

bool
quote_is_token_octet(unsigned char octet)
{
    return cursor_is_graphic(octet) && !strchr("()<>@,;:\\\"/[]?=", octet);
}

/* RFC 5322 section 3.2.3: atext. */
static bool
is_atom_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || (octet != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", octet));
}

/* Appends text as the header says for all grammars, with the octets of specials escaped, too. */
static void
append_quoted(GString *out, const char *text, size_t max, const char *specials)
{
    Cursor c = cursor_over_text(text);
    bool begun = false, blank = false;
    int last = -1;

    while (cursor_more(&c) && cursor_offset(&c) < max) {
        int octet = cursor_take(&c);

        if (octet == ' ') {
            blank = begun;
            last = octet;
            continue;
        }
        if (blank)
            g_string_append_c(out, ' ');
        blank = false;
        begun = true;
        if (!cursor_is_graphic((unsigned char)octet) || strchr(specials, octet) ||
            (octet == '?' && last == '='))
            g_string_append_printf(out, "%%%02X", (unsigned)octet);
        else
            g_string_append_c(out, (char)octet);
        last = octet;
    }
    if (cursor_more(&c))
        g_string_append(out, "...");
}

void
quote_words(GString *out, const char *text, size_t max)
{
    append_quoted(out, text, max, "");
}

char *
quote_words_text(const char *text, size_t max)
{
    GString *out = g_string_new(NULL);

    quote_words(out, text, max);
    return g_string_free(out, FALSE);
}

void
quote_string(GString *out, const char *text, size_t max)
{
    g_string_append_c(out, '"');
    append_quoted(out, text, max, "\"\\;");
    g_string_append_c(out, '"');
}

bool
quote_is_token(const char *text)
{
    Cursor c = cursor_over_text(text);

    return cursor_span(&c, quote_is_token_octet) > 0 && !cursor_more(&c);
}

void
quote_value(GString *out, const char *text, size_t max)
{
    if (quote_is_token(text))
        append_quoted(out, text, max, "");
    else
        quote_string(out, text, max);
}

void
quote_unbroken(GString *out, const char *text, size_t max)
{
    const gsize room = max - strlen("%HH") - strlen("...");
    const gsize begin = out->len;
    Cursor c = cursor_over_text(text);

    while (cursor_more(&c) && out->len - begin <= room) {
        int octet = cursor_take(&c);

        if (cursor_is_graphic((unsigned char)octet) && !strchr("%\"", octet))
            g_string_append_c(out, (char)octet);
        else
            g_string_append_printf(out, "%%%02X", (unsigned)octet);
    }
    if (cursor_more(&c))
        g_string_append(out, "...");
}

/* dot-atom-text = 1*atext *("." 1*atext). An "=?" inside would be rewritten with a "%", which atext
 * holds, so the result stays a dot-atom. */
static bool
is_dot_atom(const char *text)
{
    Cursor c = cursor_over_text(text);

    do {
        if (cursor_span(&c, is_atom_octet) == 0)
            return false;
    } while (cursor_skip(&c, '.'));
    return !cursor_more(&c);
}

void
quote_dot_atom(GString *out, const char *text, size_t max)
{
    /* A dot-atom that must be cut would end in dots, and be none any more. */
    if (strlen(text) <= max && is_dot_atom(text))
        append_quoted(out, text, max, "");
    else
        quote_string(out, text, max);
}

/* True where every parenthesis of the first max octets has its partner there: comments nest. */
static bool
is_balanced(const char *text, size_t max)
{
    Cursor c = cursor_over(text, MIN(strlen(text), max));
    size_t open = 0;

    while (cursor_more(&c)) {
        int octet = cursor_take(&c);

        if (octet == '(')
            open++;
        else if (octet == ')' && open-- == 0)
            return false;
    }
    return open == 0;
}

static void
append_comment(GString *out, const char *text, size_t max, const char *specials)
{
    g_autofree char *with_parentheses = g_strconcat("()", specials, NULL);

    g_string_append_c(out, '(');
    append_quoted(out, text, max, is_balanced(text, max) ? specials : with_parentheses);
    g_string_append_c(out, ')');
}

void
quote_comment(GString *out, const char *text, size_t max)
{
    append_comment(out, text, max, "\\");
}

void
quote_flat_comment(GString *out, const char *text, size_t max)
{
    g_string_append_c(out, '(');
    append_quoted(out, text, max, "()\\");
    g_string_append_c(out, ')');
}

void
quote_results_comment(GString *out, const char *text, size_t max)
{
    append_comment(out, text, max, "\\;");
}

/* --- folding --- */

static bool
is_separator(unsigned char octet)
{
    return octet == ' ' || octet == '\n';
}

/* Takes a run of separators; true where one of them says that the line shall end here. */
static bool
take_separators(Cursor *c)
{
    bool ends = false;

    for (int octet; (octet = cursor_peek(c)) == ' ' || octet == '\n';)
        ends |= cursor_take(c) == '\n';
    return ends;
}

/* Where in the grammar a cursor stands. */
typedef struct {
    bool quoted;    /* inside a quoted string */
    unsigned depth; /* of comments; a quotation mark in there is none */
} Nesting;

static void
note_octet(Nesting *nesting, int octet)
{
    if (octet == '"' && nesting->depth == 0)
        nesting->quoted = !nesting->quoted;
    else if (octet == '(' && !nesting->quoted)
        nesting->depth++;
    else if (octet == ')' && !nesting->quoted && nesting->depth > 0)
        nesting->depth--;
}

/* Takes what stays on one line: up to a separator that stands outside quoted strings or, with
 * inside_quotes, up to any separator. */
static size_t
take_unit(Cursor *c, Nesting *nesting, bool inside_quotes)
{
    size_t begin = cursor_offset(c);

    for (int octet; (octet = cursor_peek(c)) >= 0;) {
        if (is_separator((unsigned char)octet) && (inside_quotes || !nesting->quoted))
            break;
        note_octet(nesting, cursor_take(c));
    }
    return cursor_offset(c) - begin;
}

void
quote_field(GString *out, const char *name, const char *value)
{
    Cursor c = cursor_over_text(value);
    size_t column = strlen(name) + 1;
    Nesting nesting = { .quoted = false };
    bool first = true;

    g_string_append_printf(out, "%s:", name);
    for (bool ends = take_separators(&c); cursor_more(&c); ends = take_separators(&c)) {
        const char *unit = c.at;
        Nesting nested_before = nesting;
        Cursor before = c;
        size_t len = take_unit(&c, &nesting, nesting.quoted);

        /* A quoted string wider than a line has to be folded at its own blanks. */
        if (len >= QUOTE_COLUMNS - TAB_COLUMNS && !nested_before.quoted) {
            c = before;
            nesting = nested_before;
            len = take_unit(&c, &nesting, true);
        }
        /* The first word stands beside the name whatever its length: a first line without a word
         * confuses readers. */
        if (!first && (ends || column + 1 + len >= QUOTE_COLUMNS)) {
            /* Text that was folded reads the same when it is unfolded: its blank stays a blank. */
            bool text = nested_before.quoted || nested_before.depth > 0;

            g_string_append(out, text ? "\n " : "\n\t");
            column = (text ? 1 : TAB_COLUMNS) + len;
        } else {
            g_string_append_c(out, ' ');
            column += 1 + len;
        }
        g_string_append_len(out, unit, (gssize)len);
        first = false;
    }
    g_string_append_c(out, '\n');
}
