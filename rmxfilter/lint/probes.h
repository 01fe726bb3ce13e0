/* SPDX-License-Identifier: ISC */
/* Tries out addresses about which a domain's schemes may contradict each other: each scheme is
 * asked as the filter asks it. */
#ifndef LINT_PROBES_H
#define LINT_PROBES_H

#include "lint/lint.h"

/* Tries the schemes (const Scheme *) of which the lint has records, at the edges of all networks
 * that they name, and with both strangers. Adds findings where one scheme says pass and another
 * says fail, and where a stranger passes and no finding says yet that everybody does. True where
 * some address passed. */
bool probes_run(Lint *lint, const GPtrArray *schemes);

/* The two strangers: addresses that nobody has, one of each family (RFC 1112 section 4; RFC 6666).
 */
IpAddress probes_stranger(bool ipv6);

#endif
