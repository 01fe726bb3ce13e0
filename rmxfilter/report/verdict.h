/* SPDX-License-Identifier: ISC */
/* One word for the whole message, from the findings of all schemes, and the reason in words. */
#ifndef REPORT_VERDICT_H
#define REPORT_VERDICT_H

#include "report/evidence.h"

typedef struct {
    Result result;
    const Finding *finding; /* the one that decided; NULL: none did. Lent by the evidence */
    bool submission;        /* pass by auth: a logged-in user of the user's own host */
    char *reason; /* for people, one line, any octet from outside already made printable ASCII */
} Verdict;

/* The first finding, in the order of the table of schemes, that is not `none`. A temperror yields
 * to a later pass but to no other later result; a permerror yields to a later pass, fail, softfail
 * or neutral. Schemes that do not decide are passed over. The caller owns the verdict. */
Verdict *verdict_of(const Evidence *evidence);
void verdict_free(Verdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Verdict, verdict_free)

#endif
