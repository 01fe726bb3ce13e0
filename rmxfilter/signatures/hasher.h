/* SPDX-License-Identifier: ISC */
/* The hasher: a process that sees the body and has no network, for the inspector, which has the
 * network and never sees the body. It reads the signature fields to know which digests are wanted,
 * hands these over as fixed rows, and is gone. */
#ifndef SIGNATURES_HASHER_H
#define SIGNATURES_HASHER_H

#include "mime/body.h"
#include "mime/header.h"
#include "signatures/body_digests.h"

#include <sys/types.h>

typedef struct {
    pid_t process;       /* -1: none runs */
    int rows;            /* where it writes; -1: closed */
    const char *missing; /* a literal: why there is none; NULL: there is one */
} Hasher;

/* Starts one, before the caller enters its own sandbox. header and body are read by the child only.
 * Where no signature field stands in the header none is started. */
Hasher hasher_start(const HeaderBlock *header, const HeldBody *body);

/* Reads what it found, at most wait_ms milliseconds long, and closes. The caller may be in its
 * sandbox by now. */
void hasher_finish(Hasher *hasher, int wait_ms, BodyDigests *digests);

#endif
