/* SPDX-License-Identifier: ISC */
#include "report/chart.h"

#include "report/page.h"

#include <string.h>

guint
chart_width(void)
{
    return CLAMP((guint)page_columns() / 5, CHART_WIDTH_MIN, CHART_WIDTH_MAX);
}

char *
chart_bar(double started, double ms, double end, guint width)
{
    const double columns = (double)width / end;
    guint first = (guint)CLAMP(started * columns, 0, width - 1);
    guint last = (guint)CLAMP((started + ms) * columns, first, width - 1);
    char *bar = g_malloc(width + 1);

    g_assert(end > 0 && width > 0);
    memset(bar, '.', width);
    memset(bar + first, '=', last - first + 1);
    bar[width] = '\0';
    return bar;
}
