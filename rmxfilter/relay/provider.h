/* SPDX-License-Identifier: ISC */
/* Mailbox providers: inside one, mail runs over machines with public addresses that no record
 * lists. A profile says which shapes of Received field are inside, and which one is the border,
 * where the mail came in from outside. It is chosen by the first field of the provider's that is
 * believed anyway, or by the user; it never trusts an address, because a provider's tenants share
 * them. */
#ifndef RELAY_PROVIDER_H
#define RELAY_PROVIDER_H

#include "mime/received/received.h"

#include <stdbool.h>

typedef struct {
    const char *name; /* in [relays] mailbox= */

    /* Whether the field was written inside the provider, by one of its machines about another. */
    bool (*is_inside)(const ReceivedHop *hop);

    /* Whether one of its machines wrote the field, whatever the client: what follows a field from
     * inside was, or is not to be believed. */
    bool (*is_own)(const ReceivedHop *hop);

    /* Whether the field was written where mail comes in from outside: its client is not the
     * provider's. */
    bool (*is_border)(const ReceivedHop *hop);

    /* Its Authentication-Results above the border say the envelope sender (smtp.mailfrom=), and its
     * Return-Path stands where the sender could have written it. */
    bool sender_in_results;
} Provider;

/* NULL: there is none of that name. */
const Provider *provider_named(const char *name);

/* The provider inside which such a field is written, on top of a delivered message; NULL: none that
 * is known. */
const Provider *provider_of_top(const ReceivedHop *hop);

/* The names there are, joined with ", ". The caller frees. */
char *provider_names(void);

#endif
