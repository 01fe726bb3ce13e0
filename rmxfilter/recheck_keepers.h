/* SPDX-License-Identifier: ISC */
/* The keepers (recheck_keeper.h) that run side by side, as the process sees them that starts them.
 * There is one set of them in a process. */
#ifndef RECHECK_KEEPERS_H
#define RECHECK_KEEPERS_H

#include "recheck_keeper.h"

/* Takes what a keeper said of the message that was found at path. */
typedef void (*KeptTake)(const char *path, const KeptRecord *record, void *data);

/* Before all others. settings and data are lent for good. */
void keepers_begin(const Settings *settings, KeptTake take, void *data);

/* Starts one; where too many run it waits for one to end. False with errno: no process can be had.
 */
bool keepers_start(const char *path);

/* Waits for all of them. */
void keepers_await_all(void);

/* Has all of them end as soon as nothing is half done: those that only wait, at once. For a signal
 * handler, too. Of those that are started later each is stopped likewise. */
void keepers_stop(void);

#endif
