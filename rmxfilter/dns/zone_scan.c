/* SPDX-License-Identifier: ISC */
/* Words are not copied but point into the text, so that a long file is read fast. */
#include "dns/zone_scan.h"

#include "dns/name.h"

#define ESCAPE_DIGITS 3 /* behind a backslash */

void
zone_scan_init(ZoneScan *scan, const char *text, size_t len)
{
    *scan = (ZoneScan){ .c = cursor_over(text, len), .line = 1 };
    scan->words = g_array_new(FALSE, FALSE, sizeof(ZoneWord));
}

void
zone_scan_clear(ZoneScan *scan)
{
    g_array_unref(scan->words);
}

static bool
is_zone_blank(unsigned char octet)
{
    return octet == ' ' || octet == '\t' || octet == '\r';
}

static bool
is_newline(unsigned char octet)
{
    return octet == '\n';
}

static bool
is_inside_word(unsigned char octet)
{
    return !is_zone_blank(octet) && !is_newline(octet) && octet != '"' && octet != ';' &&
           octet != '(' && octet != ')' && octet != '\\' && octet != '\0';
}

static bool
is_inside_quotes(unsigned char octet)
{
    return octet != '"' && octet != '\\' && octet != '\n' && octet != '\0';
}

/* A backslash and what it escapes; false where nothing that can be escaped follows. */
static bool
skip_escape(ZoneScan *scan)
{
    if (cursor_peek(&scan->c) != '\\' || cursor_peek_at(&scan->c, 1) == '\n' ||
        cursor_peek_at(&scan->c, 1) < 0)
        return false;
    cursor_take(&scan->c);
    cursor_take(&scan->c);
    return true;
}

static void
scan_word(ZoneScan *scan, CursorSet inside, bool quoted)
{
    ZoneWord word = { .text = scan->c.at, .quoted = quoted };
    size_t from = cursor_offset(&scan->c);

    do
        cursor_span(&scan->c, inside);
    while (skip_escape(scan));
    word.len = cursor_offset(&scan->c) - from;
    if (quoted && !cursor_skip(&scan->c, '"'))
        cursor_fail(&scan->c, "quotation mark not closed on its line");
    else if (!quoted && word.len == 0)
        cursor_fail(&scan->c, "octet that cannot stand here: a NUL, or a backslash at the end");
    g_array_append_val(scan->words, word);
}

/* Reads one logical line: to the end of the line, or of the lines that parentheses join. */
static void
scan_logical_line(ZoneScan *scan)
{
    unsigned opened = 0; /* line of the open parenthesis; 0: none */

    g_array_set_size(scan->words, 0);
    scan->entry_line = scan->line;
    scan->begins_in_column = cursor_span(&scan->c, is_zone_blank) == 0;
    while (cursor_more(&scan->c)) {
        if (cursor_skip(&scan->c, '\n')) {
            scan->line++;
            if (opened == 0)
                return;
        } else if (cursor_skip(&scan->c, '(')) {
            if (opened > 0)
                cursor_fail(&scan->c, "parenthesis inside parentheses");
            opened = scan->line;
        } else if (cursor_skip(&scan->c, ')')) {
            if (opened == 0)
                cursor_fail(&scan->c, "closing parenthesis without an opening one");
            opened = 0;
        } else if (cursor_skip(&scan->c, ';')) {
            cursor_span_until(&scan->c, is_newline);
        } else if (cursor_skip(&scan->c, '"')) {
            scan_word(scan, is_inside_quotes, true);
        } else if (cursor_span(&scan->c, is_zone_blank) == 0) {
            scan_word(scan, is_inside_word, false);
        }
        if (scan->c.problem)
            scan->entry_line = scan->line;
    }
    if (opened > 0 && !scan->c.problem) {
        scan->entry_line = opened;
        cursor_fail(&scan->c, "parenthesis not closed");
    }
}

bool
zone_scan_next(ZoneScan *scan)
{
    while (cursor_more(&scan->c)) {
        scan_logical_line(scan);
        if (scan->c.problem)
            return false;
        if (scan->words->len > 0)
            return true;
    }
    return false;
}

int
zone_scan_octet(Cursor *c, bool *escaped)
{
    unsigned value;

    *escaped = cursor_skip(c, '\\');
    if (!*escaped || !g_ascii_isdigit((char)cursor_peek(c)))
        return cursor_take(c);
    if (cursor_number(c, ESCAPE_DIGITS, &value) < ESCAPE_DIGITS)
        cursor_fail(c, "escape that is not three decimal digits, such as \\032");
    if (value > 255)
        cursor_fail(c, "escape over \\255");
    return (int)value;
}

char *
zone_word_text(const ZoneWord *word)
{
    Cursor c = cursor_over(word->text, word->len);

    cursor_sub(&c, word->len);
    return cursor_text_since(&c, word->text);
}
