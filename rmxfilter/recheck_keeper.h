/* SPDX-License-Identifier: ISC */
/* A keeper: the process that asks again about one message, and marks it anew in place. It does what
 * the guard does for a message that comes in: it takes the old fields out, lets an inspector in a
 * sandbox look at what the message then is, checks the reply, and writes. */
#ifndef RECHECK_KEEPER_H
#define RECHECK_KEEPER_H

#include "error_field.h"
#include "mailbox/recheck_name.h"
#include "mailbox/recheck_own.h"
#include "reply.h"
#include "settings/settings.h"

typedef enum {
    KEPT_CHANGED,
    KEPT_LEFT,   /* nothing more is known, or the message is gone or another by now */
    KEPT_FAILED, /* it is as it was; why says why */
} KeptOutcome;

/* What a keeper says to the process that started it, in one write of less than a pipe takes. */
typedef struct {
    KeptOutcome outcome;
    bool in_new; /* a changed message is in new, and not in cur */
    MaildirName name;
    OwnFields own;
    char now[REPLY_NOW_MAX + 1];
    char why[ERROR_REASON_MAX + 1];
} KeptRecord;

/* Which fields the settings have written. */
OwnRules recheck_own_rules(const Settings *settings);

/* Asks again about MAILDIR/cur/NAME or MAILDIR/new/NAME, and writes its record to report. Once in a
 * process, which ends then. */
void recheck_keep(const Settings *settings, const char *path, int report);

#endif
