/* SPDX-License-Identifier: ISC */
/* The parts of Authentication-Results that are about the author: one for each signature (RFC 8601
 * section 2.7.1, RFC 6008), and DMARC's (RFC 9989 section 8). */
#ifndef REPORT_RESULTS_AUTHOR_H
#define REPORT_RESULTS_AUTHOR_H

#include "report/verdict.h"

/* Appends them for quote_field; own: for this program's own field, with reasons as properties, else
 * with registered words only. At most SIGNATURES_MAX signatures are told. False: there is nothing
 * to say. */
bool results_append_author(GString *value, const Evidence *evidence, const Verdict *verdict,
                           bool own);

#endif
