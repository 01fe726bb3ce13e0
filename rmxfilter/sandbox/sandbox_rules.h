/* SPDX-License-Identifier: ISC */
/* Which system calls are left to which process, and libseccomp's filter of them: for the process
 * itself, and for what makes programs of them while rmxfilter is built. */
#ifndef SANDBOX_RULES_H
#define SANDBOX_RULES_H

#include <sys/types.h>

/* What the process does. */
typedef enum {
    SANDBOX_INSPECTS, /* looks at a message, and asks nobody */
    SANDBOX_ASKS,     /* looks at a message, and asks the DNS */
    SANDBOX_HASHES,   /* turns standard input into digests on standard output */
    SANDBOX_KINDS
} SandboxKind;

/* Makes the filter for the process of that number: a scmp_filter_ctx, which the caller releases
 * (seccomp_release). NULL with errno. Not there without libseccomp (config.h). */
void *sandbox_rules_filter(SandboxKind kind, pid_t process);

/* The first call on the lists whose name this release of libseccomp does not know, lent for good;
 * NULL: it knows all. */
const char *sandbox_rules_unknown(SandboxKind kind);

#endif
