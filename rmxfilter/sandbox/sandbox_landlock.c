/* SPDX-License-Identifier: ISC */
/* The C library has no functions for it, and its headers may be older than the kernel that runs
 * (Debian 12 knows version 2 of 7). So the numbers of later versions stand here, as the kernel's
 * documentation (userspace-api/landlock) has them: an interface that does not change. */
#include "sandbox/sandbox_landlock.h"

#include "config.h"

#include <errno.h>

#if HAVE_LINUX
#include <linux/landlock.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* struct landlock_ruleset_attr of version 6. */
typedef struct {
    uint64_t files, ports, scopes; /* what is forbidden, a bit each; scopes: to stay inside */
} Ruleset;

/* struct landlock_net_port_attr and its rule type, of version 4. */
typedef struct {
    uint64_t allowed, port;
} PortRule;

#define RULE_PORT 2

#define BIT(n) (UINT64_C(1) << (n))

#define FILES_FIRST  (BIT(13) - 1) /* run, write, read, list, remove two, make seven */
#define PORT_BIND    BIT(0)
#define PORT_CONNECT BIT(1)
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
    { offsetof(Ruleset, scopes), { .ports = PORT_BIND | PORT_CONNECT } },
    { offsetof(Ruleset, scopes), { .files = BIT(15) } }, /* ioctl on devices */
    { sizeof(Ruleset), { .scopes = SCOPE_SOCKET | SCOPE_SIGNAL } },
};

enum { VERSIONS = sizeof(versions) / sizeof(versions[0]) };

/* A kernel without TCP has nothing to connect to. */
static bool
allow_ports(int ruleset, const uint16_t *ports)
{
    for (; *ports; ports++) {
        const PortRule rule = { .allowed = PORT_CONNECT, .port = *ports };

        if (syscall(SYS_landlock_add_rule, ruleset, RULE_PORT, &rule, 0) != 0 &&
            errno != EAFNOSUPPORT)
            return false;
    }
    return true;
}

int
sandbox_landlock(const uint16_t *tcp_ports)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    Ruleset all = { 0 };
    size_t size = 0;
    int ruleset;
    bool entered;

    if (version <= 0)
        return 0;
    for (int i = 0; i < version && i < VERSIONS; i++) {
        all.files |= versions[i].added.files;
        all.ports |= versions[i].added.ports;
        all.scopes |= versions[i].added.scopes;
        size = versions[i].size;
    }
    /* For files no rule is added: nothing is allowed anywhere. */
    ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (ruleset < 0)
        return 0;
    entered = (version < SANDBOX_LANDLOCK_PORTS || allow_ports(ruleset, tcp_ports)) &&
              syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return entered ? (int)version : 0;
}
#else
int
sandbox_landlock(const uint16_t *tcp_ports)
{
    (void)tcp_ports;
    errno = ENOSYS;
    return 0;
}
#endif
