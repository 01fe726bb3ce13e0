/* SPDX-License-Identifier: ISC */
/* The two ways of `recheck`: in place (command_recheck.c), and what would be (command_what_if.c).
 */
#ifndef COMMAND_RECHECK_H
#define COMMAND_RECHECK_H

#include "dns/dns.h"
#include "mailbox/recheck_own.h"
#include "mailbox/recheck_report.h"
#include "settings/settings.h"

#include <signal.h>

/* Which fields the settings have written. */
OwnRules recheck_own_rules(const Settings *settings);

/* Looks at all marked messages in the settings' files, and adds to the report those that would be
 * marked otherwise now. Ends early where *stopped is not 0. Returns the exit code. */
int what_if_recheck(const Settings *settings, const Dns *dns, const volatile sig_atomic_t *stopped,
                    RecheckReport *report);

#endif
