/* SPDX-License-Identifier: ISC */
/* `trust --write`: how entries get into the user's settings, and what he is asked before. */
#ifndef TRUST_WRITE_H
#define TRUST_WRITE_H

#include "mailbox/trust_plan.h"
#include "settings/settings.h"

/* Shows the difference, asks where there is a terminal, and writes. An entry with a doubt is
 * written only where the user, at a terminal, says yes to it. Returns 0, or complains: 78 where
 * there is no file that is his, 74 where it cannot be written. */
int trust_write(const Settings *settings, const TrustPlan *plan);

#endif
