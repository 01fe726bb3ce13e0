/* SPDX-License-Identifier: ISC */
/* The fields that this program wrote on top of a message when it came in, found by their place
 * alone: what a sender writes stands below the first Received field. Taken out, the message is
 * again what it was before, with what was written above it since. Plain C; of the values only the
 * first words are looked at. */
#ifndef MAILBOX_RECHECK_OWN_H
#define MAILBOX_RECHECK_OWN_H

#include <stdbool.h>
#include <stddef.h>

#define OWN_WORD_MAX 15 /* letters of a result */

/* Which fields without X-RMX in their names are written, too, right below those that have it. */
typedef struct {
    const char *authserv_id; /* Authentication-Results under this name; NULL: not written */
    bool received_spf;
} OwnRules;

typedef struct {
    size_t at, len; /* in octets from the start of the message; len 0: there are none */
    char status[OWN_WORD_MAX + 1]; /* the result, small letters; "": not written */
    char from[OWN_WORD_MAX + 1];   /* the author's word, likewise */
    bool from_unknown;             /* it could be a better one, had all been checked */
    const char *problem; /* a literal, for people: why they cannot be replaced; NULL: they can */
} OwnFields;

/* Looks at len octets from the start of a message. whole: nothing comes behind them; else fields
 * that do not end within them are not found. */
OwnFields own_fields_find(const char *octets, size_t len, bool whole, const OwnRules *rules);

/* Whether what was asked when they were written had no answer, so that another try is worth while.
 */
bool own_fields_are_temporary(const OwnFields *own);

#endif
