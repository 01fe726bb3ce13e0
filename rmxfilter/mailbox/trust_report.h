/* SPDX-License-Identifier: ISC */
/* What `trust` says in the end, as text and as JSON. All that comes from messages and the DNS is
 * quoted here. */
#ifndef MAILBOX_TRUST_REPORT_H
#define MAILBOX_TRUST_REPORT_H

#include "mailbox/trust_plan.h"

/* plan is lent. */
typedef struct {
    const TrustPlan *plan;
    guint unreadable;     /* messages that could not be looked at */
    bool trusting;        /* the settings have entries */
    bool writing;         /* what is proposed is going to be written */
    bool asked;           /* false: nothing was asked in the DNS */
    TrustChanges changes; /* by all entries together */
} TrustReport;

void trust_report_clear(TrustReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TrustReport, trust_report_clear)

/* Text for the page (report/page.h); the caller frees both. */
char *trust_text(const TrustReport *report);
char *trust_json(const TrustReport *report);

#endif
