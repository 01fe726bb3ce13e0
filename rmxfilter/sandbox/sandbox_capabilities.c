/* SPDX-License-Identifier: ISC */
/* The C library has no functions for it; libcap would be one library more for two calls. */
#include "sandbox/sandbox_capabilities.h"

#include "config.h"

#include <errno.h>

#if HAVE_LINUX
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct __user_cap_data_struct Capabilities[_LINUX_CAPABILITY_U32S_3];

static bool
are_none(const Capabilities held)
{
    unsigned any = 0;

    for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
        any |= held[i].effective | held[i].permitted | held[i].inheritable;
    return any == 0;
}

/* For good: root's number gives a program no capability. What the caller has set stays: where one
 * of its bits is locked, the kernel takes none without it. */
static void
make_root_nobody(void)
{
    int held = prctl(PR_GET_SECUREBITS, 0, 0, 0, 0);
    unsigned kept = held > 0 ? (unsigned)held : 0;

    prctl(PR_SET_SECUREBITS, (unsigned long)(kept | SECBIT_NOROOT | SECBIT_NOROOT_LOCKED), 0, 0, 0);
}

bool
sandbox_drop_capabilities(void)
{
    struct __user_cap_header_struct version = { .version = _LINUX_CAPABILITY_VERSION_3 };
    Capabilities held = { 0 }, none = { 0 };

    /* A process without capabilities does not call capset: a service manager that lists the calls
     * of its services may not have it on its list, and would kill this process. */
    if (syscall(SYS_capget, &version, held) == 0 && are_none(held))
        return true;
    /* Quicker than to take each of 41 capabilities from the bounding set. It fails where
     * CAP_SETPCAP is missing, and is nothing to files that have capabilities of their own: against
     * these there is PR_SET_NO_NEW_PRIVS, which holds in any case. */
    make_root_nobody();
    /* The ambient ones go with the inheritable ones. */
    return syscall(SYS_capset, &version, none) == 0;
}
#else
bool
sandbox_drop_capabilities(void)
{
    errno = ENOSYS;
    return false;
}
#endif
