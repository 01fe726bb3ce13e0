/* SPDX-License-Identifier: ISC */
/* Field values in standard grammars: Authentication-Results (RFC 8601 section 2.2), once with all
 * that this program knows and once with registered words only, and Received-SPF (RFC 7208 section
 * 9.1). Each appends a value for quote_field, or returns false where the field has nothing to say.
 */
#ifndef REPORT_RESULTS_H
#define REPORT_RESULTS_H

#include "report/verdict.h"

/* The value of X-RMX-Authentication-Results: every scheme, the client's address, the reason. */
bool results_own(GString *value, const Evidence *evidence, const Verdict *verdict);

/* The value of Authentication-Results: registered methods and properties only (IANA, "Email
 * Authentication Parameters"), since some readers throw the whole field away at the first word they
 * do not know; address and reason stand in a comment. */
bool results_standard(GString *value, const Evidence *evidence, const Verdict *verdict);

/* The value of Received-SPF; false where SPF was not asked. */
bool results_received_spf(GString *value, const Evidence *evidence, const Verdict *verdict);

#endif
