/* SPDX-License-Identifier: ISC */
/* A kept message looked at anew, by an inspector behind a guard. */
#ifndef RECHECK_INSPECT_H
#define RECHECK_INSPECT_H

#include "mime/body.h"
#include "mime/header.h"
#include "settings/settings.h"

/* Says what is looked for, before the inspector is forked: own is this program's own fields (len
 * octets), which stand in the message no more. Both are kept, and are the caller's. */
void recheck_inspect_begin(const Settings *settings, const char *own, size_t len);

/* An Inspect (guard.h), of the message without those fields. Where nothing more is known than they
 * say the reply has no "now". */
void recheck_inspect(const HeaderBlock *header, HeldBody *body, int fd, int argc,
                     char *const *argv);

#endif
