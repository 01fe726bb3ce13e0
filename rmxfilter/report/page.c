/* SPDX-License-Identifier: ISC */
/* One page for the process, as there is one standard output. */
#include "report/page.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MARGIN 2 /* columns that stay free */

#define MARK_FIRST '\001' /* of the first style; the others follow */
#define MARK_END   '\010'

static const char *const sequences[] = {
    [STYLE_PLAIN] = "",       [STYLE_TITLE] = "\033[1m",  [STYLE_GOOD] = "\033[32m",
    [STYLE_BAD] = "\033[31m", [STYLE_DOUBT] = "\033[33m",
};
static const char sequence_end[] = "\033[0m";

static struct {
    unsigned columns;
    bool colors;
} page = { .columns = PAGE_COLUMNS_DEFAULT };

void
page_set(unsigned columns, bool colors)
{
    page.columns = CLAMP(columns, PAGE_COLUMNS_MIN, PAGE_COLUMNS_MAX);
    page.colors = colors;
}

/* 0: nobody says. */
static unsigned
terminal_columns(void)
{
    const char *wish = g_getenv("COLUMNS");
    struct winsize size = { .ws_col = 0 };
    guint64 columns;

    if (wish && g_ascii_string_to_unsigned(wish, 10, 1, G_MAXUINT16, &columns, NULL))
        return (unsigned)columns;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static bool
wants_colors(bool terminal)
{
    const char *no_color = g_getenv("NO_COLOR");

    return terminal && !(no_color && *no_color) && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
}

void
page_open(ColorWish wish)
{
    bool terminal = isatty(STDOUT_FILENO);
    unsigned columns = terminal ? terminal_columns() : 0;

    page_set(columns > 0 ? columns : PAGE_COLUMNS_DEFAULT,
             wish == COLOR_ALWAYS || (wish == COLOR_AUTO && wants_colors(terminal)));
}

size_t
page_columns(void)
{
    return page.columns - MARGIN;
}

static bool
is_page_mark(char octet)
{
    return octet >= MARK_FIRST && octet <= MARK_END;
}

char *
page_styled(PageStyle style, const char *text)
{
    g_assert((size_t)style < G_N_ELEMENTS(sequences));
    if (!page.colors || style == STYLE_PLAIN)
        return g_strdup(text);
    return g_strdup_printf("%c%s%c", MARK_FIRST + (int)style, text, MARK_END);
}

size_t
page_width(const char *text)
{
    size_t width = 0;

    for (; *text != '\0'; text++)
        width += !is_page_mark(*text);
    return width;
}

char *
page_finished(const char *text)
{
    GString *out = g_string_sized_new(strlen(text));

    for (; *text != '\0'; text++)
        if (*text == MARK_END)
            g_string_append(out, sequence_end);
        else if (is_page_mark(*text) && (size_t)(*text - MARK_FIRST) < G_N_ELEMENTS(sequences))
            g_string_append(out, sequences[*text - MARK_FIRST]);
        else
            g_string_append_c(out, *text);
    return g_string_free(out, FALSE);
}
