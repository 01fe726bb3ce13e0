/* SPDX-License-Identifier: ISC */
/* An octet that is not known to be harmless is never written: html_text() lets through what a table
 * of GLib's calls visible, and everything else becomes printable ASCII. */
#include "report/html.h"

#include "report/html_style.h"

#include <string.h>

#define MARKS_MAX 3 /* combining marks on one letter: languages need two, heaps cover lines */
#define BAR_MIN   4 /* of HTML_WHOLE: what is shorter cannot be seen */

/* --- text --- */

/* Letters that look like nothing: Hangul fillers, and an empty pattern of Braille. */
static bool
is_blank_letter(gunichar letter)
{
    static const gunichar blank[] = { 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0 };

    for (size_t i = 0; i < G_N_ELEMENTS(blank); i++)
        if (letter == blank[i])
            return true;
    return false;
}

static bool
is_shown(gunichar letter, unsigned marks)
{
    switch (g_unichar_type(letter)) {
    case G_UNICODE_LINE_SEPARATOR: /* GLib calls them visible, too */
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
        return false;
    default:
        return letter == ' ' ||
               (g_unichar_isgraph(letter) && !is_blank_letter(letter) && marks <= MARKS_MAX);
    }
}

/* An octet of text that can stand as it is, or its character reference. */
static void
append_html_octet(GString *out, char octet)
{
    switch (octet) {
    case '&':
        g_string_append(out, "&amp;");
        break;
    case '<':
        g_string_append(out, "&lt;");
        break;
    case '>':
        g_string_append(out, "&gt;");
        break;
    case '"':
        g_string_append(out, "&quot;");
        break;
    case '\'':
        g_string_append(out, "&#39;");
        break;
    default:
        g_string_append_c(out, octet);
    }
}

/* Octets of the character that text, so many octets, begins with; *letter is 0 where it begins with
 * none, which is one octet then. */
static size_t
read_letter(const char *text, size_t len, gunichar *letter)
{
    gunichar read = g_utf8_get_char_validated(text, (gssize)len);

    *letter = read == (gunichar)-1 || read == (gunichar)-2 ? 0 : read;
    return *letter ? (size_t)g_utf8_skip[(unsigned char)*text] : 1;
}

void
html_text(GString *out, const char *text, size_t max)
{
    const size_t whole = strlen(text);
    unsigned marks = 0;
    size_t at = 0;

    while (at < whole) {
        gunichar letter;
        size_t len = read_letter(text + at, whole - at, &letter);

        if (len > max - MIN(max, at))
            break;
        marks = g_unichar_ismark(letter) ? marks + 1 : 0;
        for (size_t i = 0; i < len; i++)
            if (is_shown(letter, marks))
                append_html_octet(out, text[at + i]);
            else
                g_string_append_printf(out, "%%%02X", (unsigned char)text[at + i]);
        at += len;
    }
    if (at < whole)
        g_string_append(out, "...");
}

void
html_name(GString *out, const char *text, size_t max)
{
    g_autofree char *quoted = quote_words_text(text, max);

    html_text(out, quoted, QUOTE_ALL);
}

/* --- elements --- */

static void
open_element(GString *out, const char *tag, const char *class_name)
{
    g_string_append_printf(out, class_name ? "<%s class=\"%s\">" : "<%s>", tag, class_name);
}

void
html_element(GString *out, const char *tag, const char *class_name, const char *text, size_t max)
{
    open_element(out, tag, class_name);
    html_name(out, text ? text : "-", max);
    g_string_append_printf(out, "</%s>\n", tag);
}

void
html_begin(GString *out, const char *title)
{
    g_string_append(out, HTML_BEGINNING
                    "\n"
                    "<html lang=\"en\">\n"
                    "<head>\n"
                    "<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n"
                    "<meta name=\"generator\" content=\"rmxfilter " VERSION "\">\n"
                    "<title>");
    html_name(out, title, QUOTE_REASON_MAX);
    g_string_append(out, "</title>\n<style>\n");
    for (const char *const *part = html_style; *part; part++)
        g_string_append(out, *part);
    g_string_append(out, "</style>\n</head>\n<body>\n<main>\n");
}

void
html_end(GString *out)
{
    g_string_append(out, "</main>\n</body>\n</html>\n");
}

void
html_section_begin(GString *out, const char *id, const char *heading)
{
    g_string_append_printf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id,
                           heading);
}

void
html_section_end(GString *out)
{
    g_string_append(out, "</section>\n");
}

/* --- tables --- */

void
html_table_begin(GString *out, const char *const *columns, guint numbers)
{
    g_string_append(out, "<table>\n<thead><tr>");
    for (guint i = 0; columns[i]; i++)
        g_string_append_printf(out, "<th scope=\"col\"%s>%s</th>",
                               i > 0 && i <= numbers ? " class=\"number\"" : "", columns[i]);
    g_string_append(out, "</tr></thead>\n<tbody>\n");
}

void
html_table_end(GString *out)
{
    g_string_append(out, "</tbody>\n</table>\n");
}

void
html_row_begin(GString *out)
{
    g_string_append(out, "<tr>");
}

void
html_row_end(GString *out)
{
    g_string_append(out, "</tr>\n");
}

void
html_cell_begin(GString *out, const char *column, const char *class_name)
{
    g_string_append_printf(out, "<td data-column=\"%s\"", column);
    if (class_name)
        g_string_append_printf(out, " class=\"%s\"", class_name);
    g_string_append_c(out, '>');
}

void
html_cell_end(GString *out)
{
    g_string_append(out, "</td>");
}

void
html_cell(GString *out, const char *column, const char *class_name, const char *text, size_t max)
{
    html_cell_begin(out, column, class_name);
    html_name(out, text ? text : "-", max);
    html_cell_end(out);
}

void
html_more(GString *out, guint shown, guint all)
{
    if (all > shown)
        g_string_append_printf(out, "<p class=\"soft\">… and %u more</p>\n", all - shown);
}

/* --- what can be seen --- */

const char *
html_style_class(PageStyle style)
{
    switch (style) {
    case STYLE_GOOD:
        return "good";
    case STYLE_BAD:
        return "bad";
    case STYLE_DOUBT:
        return "doubt";
    case STYLE_PLAIN:
    case STYLE_TITLE:
        break;
    }
    return "plain";
}

void
html_badge(GString *out, PageStyle style, const char *word)
{
    static const char *const signs[] = {
        [STYLE_PLAIN] = "–", [STYLE_TITLE] = "–", [STYLE_GOOD] = "✓",
        [STYLE_BAD] = "✗",   [STYLE_DOUBT] = "?",
    };

    g_string_append_printf(
        out, "<span class=\"badge %s\"><span aria-hidden=\"true\">%s</span> %s</span>",
        html_style_class(style), signs[style], word);
}

void
html_bar(GString *out, PageStyle style, unsigned begin, unsigned length)
{
    unsigned long_enough = length == 0 ? 0 : CLAMP(length, BAR_MIN, HTML_WHOLE);
    unsigned at = MIN(begin, HTML_WHOLE - long_enough);

    g_string_append_printf(out,
                           "<span class=\"bar\" aria-hidden=\"true\"><span class=\"%s\" "
                           "style=\"margin-left:%u.%u%%;width:%u.%u%%\"></span></span>",
                           html_style_class(style), at / 10, at % 10, long_enough / 10,
                           long_enough % 10);
}

unsigned
html_share(double part, double whole)
{
    if (!(whole > 0) || !(part > 0))
        return 0;
    return part >= whole ? HTML_WHOLE : (unsigned)(part / whole * HTML_WHOLE + 0.5);
}
