/* SPDX-License-Identifier: ISC */
/* One word for the whole message, from the findings of all schemes, and the reason in words. */
#ifndef REPORT_VERDICT_H
#define REPORT_VERDICT_H

#include "report/evidence.h"

typedef struct {
    Result result;
    const Finding *finding; /* the one that decided; NULL: none did. Lent by the evidence */
    bool submission;        /* pass by auth: a logged-in user of the user's own host */
    const char *cause;      /* of `none`, a word for programs, a literal: "local", "submitted",
                               "no-header", "unreadable", "too-few-fields", "sender-not-known",
                               "nothing-published", "no-domain", "not-asked"; NULL: another result */
    char *reason; /* for people, one line, any octet from outside already made printable ASCII */
} Verdict;

/* The first finding, in the order of the table of schemes, that is not `none`. A temperror yields
 * to a later pass but to no other later result; a permerror yields to a later pass, fail, softfail
 * or neutral. Schemes that do not decide are passed over. Where nothing was checked, the end of the
 * walk decides: pass for a submission, otherwise none. It is temperror, whatever the findings say,
 * where it is not known whether the origin is a trusted relay. The caller owns the verdict. */
Verdict *verdict_of(const Evidence *evidence);
void verdict_free(Verdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Verdict, verdict_free)

/* What decided one finding, in few words, as it came: hostile. Lent by the finding, or a literal;
 * never NULL. */
const char *finding_why(const Finding *finding);

#endif
