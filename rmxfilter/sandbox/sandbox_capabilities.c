/* SPDX-License-Identifier: ISC */
/* The C library has no functions for it; libcap would be one library more for two calls. */
#include "sandbox/sandbox_capabilities.h"

#include "config.h"

#include <errno.h>

#if HAVE_LINUX
#include <linux/capability.h>
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

bool
sandbox_drop_capabilities(void)
{
    struct __user_cap_header_struct version = { .version = _LINUX_CAPABILITY_VERSION_3 };
    Capabilities held = { 0 }, none = { 0 };

    /* A process without capabilities does not call capset: a service manager that lists the calls
     * of its services may not have it on its list, and would kill this process. */
    if (syscall(SYS_capget, &version, held) == 0 && are_none(held))
        return true;
    /* The loop ends behind the last capability that this kernel knows, or at once if CAP_SETPCAP is
     * missing: then only PR_SET_NO_NEW_PRIVS keeps programs from giving capabilities back. */
    for (unsigned long one = 0; prctl(PR_CAPBSET_DROP, one, 0, 0, 0) == 0;)
        one++;
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
