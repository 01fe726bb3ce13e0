/* SPDX-License-Identifier: ISC */
/* What recheck tells: which messages have other results now. */
#ifndef MAILBOX_RECHECK_REPORT_H
#define MAILBOX_RECHECK_REPORT_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
    guint64 number;        /* in an mbox, from 1; 0: the file is the message */
    char *file;            /* where the message is now */
    char *was, *now;       /* results */
    char *from_was, *from; /* the author's words; "": none was written */
} RecheckChange;

typedef struct {
    guint messages;     /* that were looked at */
    guint asked;        /* of them: asked again */
    guint left;         /* of those: nothing was found out, or the message is gone */
    guint failed;       /* could not be read or written */
    GPtrArray *changed; /* RecheckChange * */
} RecheckReport;

RecheckReport *recheck_report_new(void);
void recheck_report_free(RecheckReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RecheckReport, recheck_report_free)

/* Adds a change; strings are copied. */
void recheck_report_add(RecheckReport *report, const char *file, guint64 number, const char *was,
                        const char *now, const char *from_was, const char *from);

/* Puts the changes into the order of their files' names: they come as the DNS answers. */
void recheck_report_sort(RecheckReport *report);

/* A line for each change: "WAS NOW AUTHOR FILE", behind it the number in an mbox. The caller frees.
 */
char *recheck_text(const RecheckReport *report);

/* One sentence that sums it up. what_if: nothing was written. The caller frees. */
char *recheck_summary(const RecheckReport *report, bool what_if);

/* Names as docs/contract.md has them. Ends with a newline; the caller frees. */
char *recheck_json(const RecheckReport *report);

#endif
