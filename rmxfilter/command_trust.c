/* SPDX-License-Identifier: ISC */
/* `trust`: which relays are the user's, learnt from mail that came in so far. This process is the
 * only one that may write, and reads nothing but what the others have found (trust_learn.c). */
#include "command_run.h"
#include "commands.h"
#include "inspection.h"
#include "trust_learn.h"
#include "trust_write.h"

#include <sysexits.h>

static int
tell_and_write(const Settings *settings, const TrustReport *report)
{
    g_autofree char *text = (settings->json ? trust_json : trust_text)(report);
    int exit_code = command_print(text, EX_OK);

    return exit_code == EX_OK && settings->write ? trust_write(settings, report->plan) : exit_code;
}

/* Where nothing is asked, no name exists. */
static Dns *
trust_dns(const Settings *settings, int *exit_code)
{
    return settings->offline ? dns_new_zone_text("offline", "", NULL)
                             : command_dns(settings, exit_code);
}

int
command_trust(int argc, char *const *argv)
{
    int exit_code;
    g_autoptr(Settings) settings = command_settings(COMMAND_TRUST, argc, argv, &exit_code);
    g_autoptr(Dns) dns = settings ? trust_dns(settings, &exit_code) : NULL;
    g_autoptr(TrustPlan) plan = NULL;
    g_auto(TrustReport) report = { .plan = NULL };

    if (!dns)
        return exit_code;
    exit_code = trust_learn(settings, dns, &plan, &report);
    return exit_code == EX_OK ? tell_and_write(settings, &report) : exit_code;
}
