/* SPDX-License-Identifier: ISC */
/* What `trust` learns from the user's mail. */
#ifndef TRUST_LEARN_H
#define TRUST_LEARN_H

#include "mailbox/trust_report.h"
#include "settings/settings.h"

/* Reads the mail that the settings name, and asks the DNS unless they say not to. Dns is not asked
 * itself (dns_again). Fills in the plan and all of the report; the caller frees both, also where
 * this fails. Returns 0, or complains. */
int trust_learn(const Settings *settings, Dns *dns, TrustPlan **plan, TrustReport *report);

#endif
