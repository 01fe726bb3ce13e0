/* SPDX-License-Identifier: ISC */
/* The result of DMARC (RFC 9989 section 5.3): does SPF or DKIM say that the message is the author's
 * domain's? Of other schemes DMARC knows nothing. */
#ifndef REPORT_DMARC_H
#define REPORT_DMARC_H

#include "report/verdict.h"

/* In the words of RFC 8601 section 2.7. */
typedef enum {
    DMARC_NOT_ASKED, /* there is no one author domain, or the message never came from outside */
    DMARC_NONE,      /* its domain publishes no policy */
    DMARC_PASS,
    DMARC_FAIL,
    DMARC_TEMPERROR,
    DMARC_PERMERROR,
} DmarcResult;

/* passes: all of the evidence's (passes_of). What believed hosts found counts where it stands in
 * for what could not be checked here. */
DmarcResult dmarc_of(const Evidence *evidence, const GArray *passes);

/* "pass", a literal; NULL of DMARC_NOT_ASKED. */
const char *dmarc_result_text(DmarcResult result);

/* What the domain published for such an author: "p=reject", "sp=none", "p=reject, t=y". NULL: there
 * is no policy. The caller frees. */
char *dmarc_wish_text(const AuthorPolicy *policy);

/* The policy in a few words, for people: that the domain does not exist, which is told first, since
 * a name can be longer than what is shown; what it wants, and who says so, or why there is no
 * policy: "the domain does not exist: np=reject of foo.com". Hostile. The caller frees. */
char *dmarc_policy_text(const AuthorPolicy *policy);

#endif
