/* SPDX-License-Identifier: ISC */
/* The hasher: a process that sees the body and has no network, for the inspector, which has the
 * network and never sees the body. It reads the signature fields to know which digests are wanted,
 * hands these over as fixed rows, and is gone. */
#ifndef SIGNATURES_HASHER_H
#define SIGNATURES_HASHER_H

#include "mime/body.h"
#include "mime/header.h"
#include "signatures/body_digests.h"

typedef struct {
    int rows;         /* where its rows are read; -1: nowhere */
    BodyLack missing; /* why there is none; BODY_AT_HAND: one was started */
} Hasher;

/* Where there is no body: nothing runs. */
Hasher hasher_missing(BodyLack why);

/* Starts one, before the caller enters its own sandbox, and forgets the body (held_body_forget):
 * only the new process has it. Its rows come in by standard input, which is open and no part of
 * the body: the only place that a process in a sandbox can read. Of a body that is missing none is
 * started, and standard input stays as it is. The hasher ends with the caller, and leaves no
 * zombie: SIGCHLD is ignored from here on. */
Hasher hasher_start(const HeaderBlock *header, HeldBody *body);

/* Reads what it found, at most wait_ms milliseconds long, and closes. The caller may be in its
 * sandbox by now. */
void hasher_finish(Hasher *hasher, int wait_ms, BodyDigests *digests);

#endif
