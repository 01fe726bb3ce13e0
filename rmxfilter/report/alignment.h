/* SPDX-License-Identifier: ISC */
/* Which domains belong together: those of one organization, by the public suffix list. */
#ifndef REPORT_ALIGNMENT_H
#define REPORT_ALIGNMENT_H

#include <stdbool.h>

/* True where both are in one registered domain, or equal. Any case; a public suffix itself
 * ("co.uk") has no organization but itself. */
bool alignment_same_organization(const char *one, const char *other);

#endif
