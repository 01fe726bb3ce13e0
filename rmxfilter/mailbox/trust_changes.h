/* SPDX-License-Identifier: ISC */
/* How many messages would have another verdict if the proposed entries were trusted, by the verdict
 * now and then. */
#ifndef MAILBOX_TRUST_CHANGES_H
#define MAILBOX_TRUST_CHANGES_H

#include "records/scheme.h"

#define TRUST_RESULTS (RESULT_PERMERROR + 1)

/* Of one message. */
typedef struct {
    bool known; /* false: nothing was asked, and the others mean nothing */
    Result was, now;
} TrustVerdicts;

typedef struct {
    guint messages;
    char *example; /* where one of them is; NULL: there is none */
} TrustChange;

/* By the verdict now, and then. Zeros: empty. */
typedef struct {
    TrustChange by[TRUST_RESULTS][TRUST_RESULTS];
} TrustChanges;

/* Counts a message, if its verdicts are known. place: where it is. */
void trust_changes_add(TrustChanges *changes, const TrustVerdicts *verdicts, const char *place);
void trust_changes_clear(TrustChanges *changes);

/* The next change from one verdict to another that some message has, in the order of the results;
 * step counts from 0 and is moved on. NULL: there is none. */
const TrustChange *trust_changes_next(const TrustChanges *changes, guint *step,
                                      TrustVerdicts *verdicts);

#endif
