/* SPDX-License-Identifier: ISC */
/* The C library has no functions for it, and its headers may be older than the kernel that runs
 * (Debian 12 knows version 2 of 7). So the numbers of later versions stand here, as the kernel's
 * documentation (userspace-api/landlock) has them: an interface that does not change. */
#include "sandbox/sandbox_landlock.h"

#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* struct landlock_ruleset_attr of version 6. */
typedef struct {
    uint64_t files, ports, scopes; /* what is forbidden, a bit each; scopes: to stay inside */
} Ruleset;

#define BIT(n) (UINT64_C(1) << (n))

#define FILES_FIRST  (BIT(13) - 1) /* run, write, read, list, remove two, make seven */
#define PORT_BIND    BIT(0)
#define SCOPE_SOCKET BIT(0) /* abstract AF_UNIX */
#define SCOPE_SIGNAL BIT(1)

/* What each version added. */
static const struct {
    size_t size; /* of the ruleset, in octets */
    Ruleset added;
} versions[] = {
    { offsetof(Ruleset, ports), { .files = FILES_FIRST } },
    { offsetof(Ruleset, ports), { .files = BIT(13) } }, /* link or rename elsewhere */
    { offsetof(Ruleset, ports), { .files = BIT(14) } }, /* truncate */
    { offsetof(Ruleset, scopes), { .ports = PORT_BIND } },
    { offsetof(Ruleset, scopes), { .files = BIT(15) } }, /* ioctl on devices */
    { sizeof(Ruleset), { .scopes = SCOPE_SOCKET | SCOPE_SIGNAL } },
};

enum { VERSIONS = sizeof(versions) / sizeof(versions[0]) };

int
sandbox_landlock(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    Ruleset all = { 0 };
    size_t size = 0;
    long ruleset;
    long failed;

    if (version <= 0)
        return 0;
    for (int i = 0; i < version && i < VERSIONS; i++) {
        all.files |= versions[i].added.files;
        all.ports |= versions[i].added.ports;
        all.scopes |= versions[i].added.scopes;
        size = versions[i].size;
    }
    /* No rule is added: nothing of it is allowed anywhere. */
    ruleset = syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (ruleset < 0)
        return 0;
    failed = syscall(SYS_landlock_restrict_self, ruleset, 0);
    close((int)ruleset);
    return failed ? 0 : (int)version;
}
