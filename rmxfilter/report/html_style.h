/* SPDX-License-Identifier: ISC */
/* How pages look, on screens light and dark, wide and narrow, and on paper. */
#ifndef REPORT_HTML_STYLE_H
#define REPORT_HTML_STYLE_H

/* The parts of a style sheet (CSS), which names no other file; ended by NULL. */
extern const char *const html_style[];

#endif
