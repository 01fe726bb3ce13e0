/* SPDX-License-Identifier: ISC */
#include "report/html_hops.h"

#include "report/hop_times.h"
#include "report/html.h"

#define HOPS_SHOWN 300

static const char *
step_standing(const Walk *walk, guint index)
{
    if ((int)index == walk->boundary)
        return "the boundary";
    return walk_step(walk, (int)index)->believed ? "believed" : "not believed";
}

static void
show_step(GString *out, const Walk *walk, guint index)
{
    const WalkStep *step = walk_step(walk, (int)index);
    const ReceivedHop *hop = step->hop;
    g_autofree char *client = ip_text(&hop->ip);
    g_autofree char *hop_number = g_strdup_printf("%u", index + 1);
    g_autofree char *took = hop_time_words(walk, (int)index);

    html_row_begin(out);
    html_cell(out, "hop", "short", hop_number, QUOTE_ALL);
    html_cell_begin(out, "from", "name");
    html_name(out, hop->rdns ? hop->rdns : hop->helo ? hop->helo : "-", QUOTE_NAME_MAX);
    if (client)
        g_string_append_printf(out, " %s", client);
    html_cell_end(out);
    html_cell(out, "taken by", "name", hop->by, QUOTE_NAME_MAX);
    html_cell(out, "how", "short", hop_kind_text(hop->kind), QUOTE_ALL);
    html_cell(out, "time", "time", *took ? took : NULL, QUOTE_ALL);
    html_cell(out, "standing", "short", step_standing(walk, index), QUOTE_ALL);
    html_cell(out, "why", "words", step->why, QUOTE_REASON_MAX);
    html_row_end(out);
}

void
html_hops(GString *out, const Walk *walk)
{
    static const char *const columns[] = { "hop",  "from",     "taken by", "how",
                                           "time", "standing", "why",      NULL };
    guint shown = MIN(walk->steps->len, HOPS_SHOWN);

    if (shown == 0)
        return;
    html_section_begin(out, "hops", "Received fields, newest first");
    html_table_begin(out, columns, 0);
    for (guint i = 0; i < shown; i++)
        show_step(out, walk, i);
    html_table_end(out);
    html_more(out, shown, walk->steps->len);
    html_section_end(out);
}
