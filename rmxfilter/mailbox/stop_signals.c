/* SPDX-License-Identifier: ISC */
#include "mailbox/stop_signals.h"

#include <signal.h>
#include <stddef.h>

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

bool
stop_signals_ignore(int number)
{
    struct sigaction present;

    return sigaction(number, NULL, &present) == 0 && present.sa_handler == SIG_IGN;
}

static void
set_stop_signals(const struct sigaction *action)
{
    for (size_t i = 0; i < sizeof(stop_signals) / sizeof(stop_signals[0]); i++)
        if (!stop_signals_ignore(stop_signals[i]))
            sigaction(stop_signals[i], action, NULL);
}

void
stop_signals_notice(void (*note)(int signal))
{
    const struct sigaction notice = { .sa_handler = note, .sa_flags = (int)SA_RESETHAND };

    set_stop_signals(&notice);
}

void
stop_signals_reset(void)
{
    const struct sigaction usual = { .sa_handler = SIG_DFL };

    set_stop_signals(&usual);
}
