/* SPDX-License-Identifier: ISC */
/* What `explain` advises: entries that the user could add, and what the verdict would be then. The
 * verdict itself knows nothing of it. */
#ifndef REPORT_ADVICE_H
#define REPORT_ADVICE_H

#include "mime/destroy.h"
#include "records/finding.h"

/* One step; each holds only if those before it do. All strings are its own, and safe to print but
 * for those said to be hostile: they name what others publish. */
typedef struct {
    char *entry;     /* "mx:example.org", as trust= takes it */
    Result status;   /* the verdict with it */
    char *reason;    /* likewise; safe, as in a Verdict */
    char *condition; /* what has to be true, for people, quoted: "mx2.backup.example is yours" */
    char *proof;     /* "203.0.113.53 is an MX host of example.org"; NULL: there is none. Hostile */
    bool claimed;    /* by the message alone, and the sender may have made it up */
    GPtrArray *warnings; /* char *: whom else the entry would believe; never NULL. Hostile */
} Advice;

void advice_free(Advice *advice);
DESTROY_NOTIFY(advice_free)

/* "If mx2.backup.example is yours, add `trust=mx:example.org`: the verdict would be pass (…)";
 * goes_on: it builds on the advice before. Safe to print. The caller frees. */
char *advice_sentence(const Advice *advice, bool goes_on);

/* For people, where it is claimed. */
#define ADVICE_CLAIMED                                                                             \
    "only the message says so, and its sender may have made it up: if you have no such address, "  \
    "do not add it"

#endif
