/* SPDX-License-Identifier: ISC */
/* Settings, zone and resolv.conf have been read by now; pipes are no files, so the reply still gets
 * out. */
#include "sandbox.h"

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>

const char *
sandbox_enter(bool prints)
{
    const struct rlimit nothing = { .rlim_cur = 0, .rlim_max = 0 };
    const char *refused = NULL;

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        refused = "no new privileges";
    if (setrlimit(RLIMIT_CORE, &nothing) != 0)
        refused = "no core files";
    if (!prints && setrlimit(RLIMIT_FSIZE, &nothing) != 0)
        refused = "no writing to files";
    return refused;
}
