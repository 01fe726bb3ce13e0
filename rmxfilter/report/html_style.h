/* SPDX-License-Identifier: ISC */
/* How pages look, on screens light and dark, wide and narrow, and on paper. */
#ifndef REPORT_HTML_STYLE_H
#define REPORT_HTML_STYLE_H

/* A style sheet (CSS), which names no other file. */
extern const char html_style[];

#endif
