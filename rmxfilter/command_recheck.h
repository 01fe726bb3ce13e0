/* SPDX-License-Identifier: ISC */
/* The two ways of `recheck`: in place (command_recheck.c), and what would be (command_what_if.c).
 */
#ifndef COMMAND_RECHECK_H
#define COMMAND_RECHECK_H

#include "dns/dns.h"
#include "mailbox/recheck_report.h"
#include "settings/settings.h"

/* Looks at all marked messages in the settings' files, and adds to the report those that would be
 * marked otherwise now. Ends early where a signal came (command_mailbox.h). Returns the exit code.
 */
int what_if_recheck(const Settings *settings, const Dns *dns, RecheckReport *report);

#endif
