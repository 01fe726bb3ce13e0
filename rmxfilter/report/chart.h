/* SPDX-License-Identifier: ISC */
/* A bar for each of several times that began and ended, all on one line of time. */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include <glib.h>

#define CHART_WIDTH_MIN 12 /* columns; fewer show nothing */
#define CHART_WIDTH_MAX 48

/* Columns for a chart on the page: about a fifth of it. */
guint chart_width(void);

/* "..====......": width columns for the time from 0 to end, of which the bar takes those from
 * started on, as long as ms; at least one. All in milliseconds, end > 0; what lies outside is cut
 * off. The caller frees. */
char *chart_bar(double started, double ms, double end, guint width);

#endif
