/* SPDX-License-Identifier: ISC */
/* Which domains belong together where no record says so: those of one registered domain, by the
 * public suffix list. */
#ifndef AUTHOR_ORGANIZATION_H
#define AUTHOR_ORGANIZATION_H

#include <stdbool.h>

/* True where both are in one registered domain, or equal. Any case; a public suffix itself
 * ("co.uk") has no organization but itself. */
bool organization_is_same(const char *one, const char *other);

/* The registered domain that a domain, as mail_domain writes it, is in: the end of the text of
 * domain; all of it where there is none. */
const char *organization_registered(const char *domain);

/* True where others register domains below this one, as mail_domain writes it; true of every top
 * level domain, also of one that the list does not have. */
bool organization_is_suffix(const char *domain);

#endif
