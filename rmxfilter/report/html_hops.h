/* SPDX-License-Identifier: ISC */
/* A part of the page of a message (report/html_explain.h): its Received fields as a table. Their
 * picture is report/html_path.h. */
#ifndef REPORT_HTML_HOPS_H
#define REPORT_HTML_HOPS_H

#include "relay/walk.h"

/* A section with a heading, if there is such a field; some hundreds of rows at most. */
void html_hops(GString *out, const Walk *walk);

#endif
