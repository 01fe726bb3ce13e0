/* SPDX-License-Identifier: ISC */
#include "report/hop_times.h"

#include "mime/received/received_date.h"

static bool
read_hop_time(const Walk *walk, int index, time_t *when)
{
    const char *date = walk_step(walk, index)->hop->date;

    return date && received_date_read(date, when);
}

bool
hop_seconds(const Walk *walk, int index, gint64 *seconds)
{
    time_t here, below;

    if (!read_hop_time(walk, index, &here))
        return false;
    for (int i = index + 1; i < (int)walk->steps->len; i++)
        if (read_hop_time(walk, i, &below)) {
            *seconds = (gint64)here - (gint64)below;
            return true;
        }
    return false;
}

bool
hops_seconds_since_boundary(const Walk *walk, gint64 *seconds)
{
    time_t top, boundary;

    if (walk->boundary < 1 || !read_hop_time(walk, walk->boundary, &boundary))
        return false;
    for (int i = 0; i < walk->boundary; i++)
        if (read_hop_time(walk, i, &top)) {
            *seconds = (gint64)top - (gint64)boundary;
            return true;
        }
    return false;
}

/* The largest first; each holds the next so many times. */
static const struct {
    gint64 seconds;
    const char *one, *many;
} time_units[] = {
    { 31557600, " year", " years" }, /* of 365.25 days */
    { 86400, " day", " days" },      { 3600, " h", " h" },
    { 60, " min", " min" },          { 1, " s", " s" },
};

char *
hop_duration_text(gint64 seconds)
{
    gint64 left = seconds < 0 ? -seconds : seconds;
    GString *text = g_string_new(NULL);
    size_t first = 0;

    while (first + 1 < G_N_ELEMENTS(time_units) && left < time_units[first].seconds)
        first++;
    for (size_t i = first; i < G_N_ELEMENTS(time_units) && i < first + 2; i++) {
        gint64 count = left / time_units[i].seconds;

        left -= count * time_units[i].seconds;
        if (count > 0 || (text->len == 0 && i == G_N_ELEMENTS(time_units) - 1))
            g_string_append_printf(text, "%s%" G_GINT64_FORMAT "%s", text->len > 0 ? " " : "",
                                   count, count == 1 ? time_units[i].one : time_units[i].many);
    }
    return g_string_free(text, FALSE);
}

char *
hop_time_words(const Walk *walk, int index)
{
    gint64 seconds;
    time_t when;
    g_autofree char *text = NULL;

    if (!read_hop_time(walk, index, &when))
        return g_strdup("no date");
    if (!hop_seconds(walk, index, &seconds))
        return g_strdup("");
    text = hop_duration_text(seconds);
    return seconds < 0 ? g_strdup_printf("%s before the field below", text)
                       : g_strdup_printf("after %s", text);
}

char *
hops_time_words(const Walk *walk)
{
    gint64 seconds;
    g_autofree char *duration = NULL;

    if (!hops_seconds_since_boundary(walk, &seconds))
        return NULL;
    duration = hop_duration_text(seconds);
    return seconds < 0 ? g_strdup_printf("by its dates it came to the mailbox %s before it was at "
                                         "the boundary: a clock is wrong",
                                         duration)
                       : g_strdup_printf("it took %s from the boundary to the mailbox", duration);
}
