/* SPDX-License-Identifier: ISC */
/* What an inspector says, in the words of reply.h. */
#ifndef REPLY_WRITE_H
#define REPLY_WRITE_H

#include "report/evidence.h"
#include "settings/settings.h"

/* Writes lines to fd, whose reader may be gone. */
void reply_write(int fd, const GString *text);

/* What the guard must know in any case: before the message is read. */
void reply_write_preamble(int fd, const Settings *settings);

/* Which fields of the message stay: results of other hosts under this host's name, where believed
 * hosts wrote them. */
void reply_write_strip(int fd, const Settings *settings, const Evidence *evidence);

/* The fields, whole lines that end in LF, and the end. */
void reply_write_fields(int fd, const char *fields);

#endif
