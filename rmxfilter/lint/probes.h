/* SPDX-License-Identifier: ISC */
/* Addresses at which a domain's schemes may contradict each other are tried out: each scheme is
 * asked as the filter would ask it. */
#ifndef LINT_PROBES_H
#define LINT_PROBES_H

#include "lint/lint.h"

/* Tries the schemes (const Scheme *) under which the lint has records, at the edges of all networks
 * that they speak of and at one address of each family that is in none. Adds findings where one
 * says pass and another fail, and where a stranger passes and no linter saw why. True where some
 * address passed. */
bool probes_run(Lint *lint, const GPtrArray *schemes);

/* The two strangers: addresses that nobody has, one of each family (RFC 1112 section 4; RFC 6666).
 */
IpAddress probes_stranger(bool ipv6);

/* The claim of a client to send for the domain under a scheme. Lent from all that is given. */
Claim probes_claim(const char *domain, const SchemeSettings *settings, const Scheme *scheme,
                   const IpAddress *client);

#endif
