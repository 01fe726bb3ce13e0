/* SPDX-License-Identifier: ISC */
/* Columns have a width before the first message is there: lines come out one by one. */
#include "report/message_line.h"

#include "mime/quote.h"
#include "mime/received/received_date.h"
#include "mime/shown.h"
#include "report/author_word.h"
#include "report/layout.h"
#include "report/page.h"
#include "report/words.h"

#include <string.h>

typedef enum {
    CELL_VERDICT,
    CELL_DOMAIN,
    CELL_CLIENT,
    CELL_WORD,
    CELL_DAY,
    CELL_SUBJECT,
    LINE_CELLS,
} LineCell;

#define GAP        1  /* blanks between cells */
#define DOMAIN_MIN 10 /* columns */
#define DOMAIN_MAX 40

static const struct {
    const char *title;
    size_t columns; /* at least */
    bool may_widen; /* where there is no page to fit into */
} columns[LINE_CELLS] = {
    [CELL_VERDICT] = { "verdict", 9, false }, [CELL_DOMAIN] = { "author", DOMAIN_MAX / 2, true },
    [CELL_CLIENT] = { "client", 15, true },   [CELL_WORD] = { "proven", 10, true },
    [CELL_DAY] = { "day", 10, false },        [CELL_SUBJECT] = { "subject", 0, true },
};

/* --- where the message is looked at --- */

/* Text from outside may not begin another cell. */
static void
append_line_cell(GString *row, const char *text)
{
    g_string_append_c(row, '\n');
    for (const char *at = text ? text : ""; *at != '\0'; at++)
        g_string_append_c(row, *at == '\n' ? ' ' : *at);
}

static void
append_client_cell(GString *row, const Evidence *evidence)
{
    g_autofree char *client = evidence->client.bits ? ip_text(&evidence->client) : NULL;

    append_line_cell(row, client);
}

/* "?": it could be a better word, had all been checked. */
static void
append_word_cell(GString *row, const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);
    g_autofree char *word = answer ? g_strdup_printf("%s%s", author_word_text(answer->word),
                                                     answer->unknown.by ? "?" : "")
                                   : NULL;

    append_line_cell(row, word);
}

/* When it came in, as the user's own host says; of what has no such field, when it was written, as
 * the message says. */
static void
append_day_cell(GString *row, const Evidence *evidence)
{
    const Walk *walk = evidence->walk;
    const char *date = walk && walk->steps->len > 0 ? walk_step(walk, 0)->hop->date : NULL;
    char day[sizeof("2003-03-01 and more")] = "";
    struct tm broken;
    time_t when;

    if (!date)
        date = evidence->date;
    if (date && received_date_read(date, &when) && localtime_r(&when, &broken))
        strftime(day, sizeof(day), "%Y-%m-%d", &broken);
    append_line_cell(row, day);
}

static void
append_subject_cell(GString *row, const Evidence *evidence)
{
    bool clean = true;
    g_autofree char *subject = evidence->subject ? shown_text(evidence->subject, &clean) : NULL;

    append_line_cell(row, subject);
}

void
message_line_cells(const Evidence *evidence, const Verdict *verdict, GString *row)
{
    g_string_append(row, result_text(verdict->result));
    append_line_cell(row, evidence_author_domain(evidence));
    append_client_cell(row, evidence);
    append_word_cell(row, evidence, verdict);
    append_day_cell(row, evidence);
    append_subject_cell(row, evidence);
}

/* --- where the line is written --- */

/* On a page the domain gets half of what the others leave. */
static size_t
cell_columns(LineCell cell, bool narrow)
{
    size_t others = 0;

    if (cell != CELL_DOMAIN || !narrow)
        return columns[cell].columns;
    for (size_t i = 0; i < LINE_CELLS; i++)
        others += i == CELL_DOMAIN ? 0 : columns[i].columns + GAP;
    return CLAMP((page_columns() - MIN(others, page_columns())) / 2, DOMAIN_MIN, DOMAIN_MAX);
}

/* Cut so that an end shows that it is one. */
static void
cut_cell(GString *text, size_t most)
{
    if (text->len <= most)
        return;
    g_string_truncate(text, most);
    for (size_t i = most > 2 ? most - 2 : 0; i < most; i++)
        text->str[i] = '.';
}

static void
append_cell(GString *line, LineCell cell, const char *text, PageStyle style, bool narrow)
{
    size_t width = cell_columns(cell, narrow), left = page_columns(), used = page_width(line->str);
    g_autoptr(GString) shown = g_string_new(NULL);
    g_autofree char *styled = NULL;

    quote_words(shown, text, QUOTE_NAME_MAX);
    if (shown->len == 0)
        g_string_append_c(shown, '-');
    if (narrow && cell == CELL_SUBJECT)
        cut_cell(shown, left > used ? left - used : 0);
    else if (narrow || !columns[cell].may_widen)
        cut_cell(shown, width);
    styled = page_styled(style, shown->str);
    g_string_append(line, styled);
    if (cell < LINE_CELLS - 1)
        g_string_append_printf(line, "%*s", (int)(MAX(width, shown->len) - shown->len + GAP), "");
}

static PageStyle
verdict_style(const char *word)
{
    for (int result = RESULT_NONE; result <= RESULT_PERMERROR; result++)
        if (g_str_equal(word, result_text((Result)result)))
            return words_result_style((Result)result);
    return STYLE_PLAIN;
}

char *
message_line_text(const char *row, size_t len, bool narrow)
{
    g_autofree char *text = g_strndup(row, len);
    g_auto(GStrv) cells = g_strsplit(text, "\n", LINE_CELLS);
    GString *line = g_string_new(NULL);
    guint count = g_strv_length(cells);

    for (guint i = 0; i < LINE_CELLS; i++) {
        const char *cell = i < count ? cells[i] : "";

        append_cell(line, (LineCell)i, cell, i == CELL_VERDICT ? verdict_style(cell) : STYLE_PLAIN,
                    narrow);
    }
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}

char *
message_line_titles(bool narrow)
{
    GString *line = g_string_new(NULL);

    for (guint i = 0; i < LINE_CELLS; i++)
        append_cell(line, (LineCell)i, columns[i].title, STYLE_TITLE, narrow);
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}
