/* SPDX-License-Identifier: ISC */
/* Whose word a field of results is, by its place.
 *
 * Above the boundary is above the Received field that shows the origin. Where there is none (local
 * mail, a field that cannot be read), it is above the last Received field that is believed, but for
 * one that stands below a mailbox provider's inner fields and is none of the provider's: somebody
 * else wrote that one, and may have written what stands above it. Without any Received field
 * nothing stands above. */
#ifndef RELAY_TESTIMONY_PLACE_H
#define RELAY_TESTIMONY_PLACE_H

#include "mime/message.h"
#include "relay/walk_path.h"

typedef enum {
    TESTIMONY_ABOVE, /* above the boundary */
    TESTIMONY_NAMED, /* right below it, under a name that the user's host strips from outside; or
                        sealed by a sealer that the user named */
    TESTIMONY_BELOW, /* anywhere else: shown, never believed */
} TestimonyPosition;

typedef struct {
    const char *const *results; /* authserv-ids that the user's own host strips from outside; NULL:
                                   none */
    const char *const *own_names; /* of the user's own host; NULL: none are known */
    const GArray *sealed; /* guint: indices of ARC-Authentication-Results among the fields of the
                             message, which a sealer that the user named vouches for; NULL: none */
} TestimonyRules;

/* What is known of the places of one message's fields. All but received is lent. */
typedef struct {
    const Message *message;
    const Walk *walk;
    const TestimonyRules *rules;
    GArray *received; /* guint: the indices of the Received fields */
    guint above;      /* so many fields stand above the boundary */
    guint named;      /* behind the last field that is believed by its name; at least above */
} TestimonyPlaces;

/* walk must be the message's. testimony_places_clear frees what it holds. */
TestimonyPlaces testimony_places(const Message *message, const Walk *walk,
                                 const TestimonyRules *rules);
void testimony_places_clear(TestimonyPlaces *places);

/* Where the field at an index stands, which must be one of the message's. may_be_named: it is of a
 * kind that counts by its authserv-id, too. */
TestimonyPosition testimony_position(const TestimonyPlaces *places, guint at, bool may_be_named);

/* Whether a field stands where only a provider's own machines write: below one of its inner
 * Received fields, and above the boundary. */
bool testimony_is_inside_provider(const TestimonyPlaces *places, guint at);

/* Whether a sealer that the user named vouches for the field, wherever it stands. */
bool testimony_is_sealed(const TestimonyPlaces *places, guint at);

/* The host whose Received field is the next one below a place above the boundary; NULL: none, or
 * the place is not above. Lent by the walk. */
const char *testimony_host_below(const TestimonyPlaces *places, guint at);

/* Behind the last believed field, in the header block; NULL: no field is believed. Lent by the
 * message. */
const char *testimony_places_end(const TestimonyPlaces *places);

#endif
