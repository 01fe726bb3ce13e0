/* SPDX-License-Identifier: ISC */
#include "recheck_keeper.h"

#include "guard.h"
#include "mailbox/recheck_replace.h"
#include "mime/descriptor.h"
#include "recheck_inspect.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
set_failure(KeptRecord *record, const char *what, const char *why)
{
    record->outcome = KEPT_FAILED;
    snprintf(record->why, sizeof(record->why), "%s: %s", what, why);
}

/* --- writing --- */

/* What is written in place of the message. */
typedef struct {
    Transfer *transfer;
    const Reply *reply;
} NewFields;

/* A ReplaceFill. */
static bool
write_message(int out, void *data)
{
    const NewFields *fields = data;
    const Reply *reply = fields->reply;
    Transfer *t = fields->transfer;
    size_t from = (size_t)reply->strip_from;

    t->out = out;
    if (transfer_finish(t, reply->fields, reply->fields_len, *reply->strip ? reply->strip : NULL,
                        MIN(from, t->header_len)))
        return true;
    errno = t->failure;
    return false;
}

/* Once the message is changed, the process that started this one must hear of it. */
static void
hold_signals(void)
{
    sigset_t all;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
}

static void
replace_message(MaildirMessage *message, Transfer *t, const Reply *reply, KeptRecord *record)
{
    NewFields fields = { .transfer = t, .reply = reply };

    hold_signals();
    switch (maildir_message_replace(message, write_message, &fields)) {
    case REPLACE_DONE:
        record->outcome = KEPT_CHANGED;
        snprintf(record->now, sizeof(record->now), "%s", reply->now);
        break;
    case REPLACE_GONE:
    case REPLACE_CHANGED:
        break;
    case REPLACE_FAILED:
        set_failure(record, "cannot be written anew", strerror(errno));
    }
    record->in_new = g_str_equal(message->folder, "new");
    record->name = message->name;
}

/* --- asking --- */

OwnRules
recheck_own_rules(const Settings *settings)
{
    return (OwnRules){
        .authserv_id =
            settings->fields & FIELD_AUTHENTICATION_RESULTS ? settings->authserv_id : NULL,
        .received_spf = (settings->fields & FIELD_RECEIVED_SPF) != 0,
    };
}

/* Takes the old fields out of what was read, and shows them to the inspector. */
static void
take_own_fields_out(const Settings *settings, Transfer *t, const OwnFields *own)
{
    recheck_inspect_begin(settings, g_memdup2(t->octets + own->at, own->len), own->len);
    memmove(t->octets + own->at, t->octets + own->at + own->len, t->len - own->at - own->len);
    t->len -= own->len;
    t->header_len -= own->len;
    explicit_bzero(t->octets + t->len, own->len); /* of the body, which moved away from there */
}

static void
ask_again(const Settings *settings, MaildirMessage *message, KeptRecord *record)
{
    static Transfer t;
    const OwnRules rules = recheck_own_rules(settings);
    GuardAnswer answer;

    if (!transfer_begin(&t, message->file, -1)) {
        set_failure(record, "cannot be read", strerror(t.failure));
        return;
    }
    record->own = own_fields_find(t.octets, t.header_len, t.held, &rules);
    if (!own_fields_are_temporary(&record->own))
        return; /* another process was faster */
    if (record->own.problem) {
        set_failure(record, "is left as it is", record->own.problem);
        return;
    }
    take_own_fields_out(settings, &t, &record->own);
    if (!guard_ask(recheck_inspect, &t, &answer))
        set_failure(record, "cannot be read", strerror(t.failure));
    else if (answer.reason)
        set_failure(record, "cannot be looked at", answer.reason);
    else if (*answer.reply->now)
        replace_message(message, &t, answer.reply, record);
}

/* --- the process --- */

/* Opens MAILDIR/cur/NAME, or what has become of it. False with errno. */
static bool
open_kept(const char *path, MaildirMessage *message)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *maildir = g_path_get_dirname(folder);
    g_autofree char *name = g_path_get_basename(path);
    int descriptor = open(maildir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return descriptor >= 0 &&
           maildir_message_open(message, descriptor,
                                g_str_has_suffix(folder, "/new") ? "new" : "cur", name);
}

void
recheck_keep(const Settings *settings, const char *path, int report)
{
    static KeptRecord record = { .outcome = KEPT_LEFT };
    MaildirMessage message;

    if (open_kept(path, &message))
        ask_again(settings, &message, &record);
    else if (errno != ENOENT)
        set_failure(&record, "cannot be read", strerror(errno));
    /* Where it cannot be said, the other process takes it for a failure. */
    (void)descriptor_write(report, &record, sizeof(record));
}
