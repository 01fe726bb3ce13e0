/* SPDX-License-Identifier: ISC */
/* Mailbox providers: inside one, mail runs over machines with public addresses that no record
 * lists. A profile says which shapes of Received field are inside, and which one is the border,
 * where the mail came in from outside. It is chosen by the first field of the provider's that is
 * believed anyway, or by the user; an address or a name that a client chose never chooses it,
 * because a provider's tenants share its networks. */
#ifndef RELAY_PROVIDER_H
#define RELAY_PROVIDER_H

#include "mime/received/received.h"

#include <stdbool.h>

/* What one field is to a provider. */
typedef enum {
    PROVIDER_STRANGE, /* none of its machines wrote the field */
    PROVIDER_INSIDE,  /* one of its machines wrote it about another */
    PROVIDER_BORDER,  /* written where mail comes in from outside: the client is not the provider's
                       */
    PROVIDER_SUBMITTED, /* one of its machines wrote it about somebody who may be any of its users
                         */
} ProviderShape;

/* Where the envelope sender at the border stands. */
typedef enum {
    SENDER_IN_RETURN_PATH, /* in a Return-Path above the border's field, as anywhere */
    SENDER_IN_RESULTS,     /* only in its Authentication-Results above: its Return-Path stands where
                              the sender could have written it */
    SENDER_BELOW, /* in the first Authentication-Results below the border's field, where the
                     border itself puts them, or in a Return-Path that ends the header */
} ProviderSender;

typedef struct {
    const char *name; /* in [relays] mailbox= */
    ProviderSender sender;
    const char *const *domains; /* of its machines and its records, up to NULL */

    /* above is the field above hop where that was inside this provider, else NULL. */
    ProviderShape (*shape)(const ReceivedHop *hop, const ReceivedHop *above);
} Provider;

/* NULL: there is none of that name. */
const Provider *provider_named(const char *name);

/* The provider inside which such a field is written (PROVIDER_INSIDE or PROVIDER_SUBMITTED), at the
 * top of a delivered message or right below the field of a relay that the provider handed it to;
 * NULL: none that is known. */
const Provider *provider_of(const ReceivedHop *hop);

/* The provider one of whose domains the name, as the DNS writes it, is or lies below; NULL: none.
 * Its machines send for all of its customers. */
const Provider *provider_of_name(const char *name);

/* The names there are, joined with ", ". The caller frees. */
char *provider_names(void);

#endif
