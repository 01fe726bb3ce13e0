/* SPDX-License-Identifier: ISC */
/* What hosts on the way found out about the message, and wrote into it. Whose word a field is shows
 * its place: what stands above the boundary was written by believed hosts, whatever name it bears;
 * what stands below, the sender could have written. */
#ifndef RELAY_TESTIMONY_H
#define RELAY_TESTIMONY_H

#include "mime/message.h"
#include "relay/walk_path.h"

typedef enum {
    TESTIMONY_ABOVE, /* above the boundary */
    TESTIMONY_NAMED, /* right below it, under a name that the user's host strips from outside */
    TESTIMONY_BELOW, /* anywhere else: shown, never believed */
} TestimonyPosition;

/* One result of one field. Strings belong to the testimony, are hostile, NULL where not known. */
typedef struct {
    const char *field; /* "authentication-results", "received-spf", "arc-authentication-results",
                          literals */
    int index;         /* of the field among the fields of the message, from 0 */
    char *by;          /* the authserv-id, or the host of the believed field above it */
    TestimonyPosition position;
    bool believed;
    char *method;   /* "dkim", in lower case */
    char *result;   /* "pass", in lower case */
    char *domain;   /* what the result is about: header.d, the domain of smtp.mailfrom or of
                       header.from; only where no sender can have written it (results_property.h) */
    char *selector; /* header.s */
    char *value;    /* header.b */
    bool used;      /* it stands in for what could not be checked here; set by who knows that */
    bool aligned;   /* the domain is the author's; likewise */
} Testimony;

typedef struct {
    const char *const *results; /* authserv-ids that the user's own host strips from outside; NULL:
                                   none */
} TestimonyRules;

/* Testimony *, in the order of the message. The caller owns the array. */
GPtrArray *testimony_collect(const Message *message, const Walk *walk, const TestimonyRules *rules);

#endif
