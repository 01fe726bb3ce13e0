/* SPDX-License-Identifier: ISC */
/* Judgements of `trust`, each in a process of its own: answers of the DNS are hostile, and are read
 * in a sandbox. */
#ifndef TRUST_PROCESS_H
#define TRUST_PROCESS_H

#include "mailbox/trust_plan.h"
#include "settings/settings.h"

/* Replaces the plan by what the process makes of it: with the layer of that tally
 * (trust_plan_add_layer) or, where tally is NULL, finished (trust_plan_finish). Dns is not asked
 * itself (dns_again). A signal that came in meanwhile (command_mailbox_signal) ends this process.
 * Returns 0, or complains. */
int trust_process(const Settings *settings, Dns *dns, const TrustTally *tally, TrustPlan **plan);

#endif
