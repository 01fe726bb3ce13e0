/* SPDX-License-Identifier: ISC */
/* ARC (RFC 8617): hosts that pass messages on seal what they found, each in a set of three fields.
 * Anybody can seal, and a seal proves only who wrote a set; so a chain is looked at only where its
 * newest seal is of a domain that the user named. Such a sealer can say anything about anybody. */
#ifndef SIGNATURES_ARC_H
#define SIGNATURES_ARC_H

#include "dns/dns.h"
#include "mime/message.h"
#include "signatures/body_digests.h"

#include <time.h>

/* Different keys that the seals of one message may need. Chains are rarely longer than five. */
#define ARC_KEYS_MAX 10

typedef enum {
    ARC_NONE, /* nothing was looked at: no chain, or none of a sealer that was named */
    ARC_PASS,
    ARC_FAIL,
    ARC_TEMPERROR, /* a key could not be asked for, or the body is not at hand */
} ArcResult;

typedef struct {
    ArcResult result;
    char *problem;      /* why it did not pass, for people: hostile; NULL: it did */
    GPtrArray *sealers; /* char *: d= of each seal, from the first one: hostile; empty: the sets
                           could not be told apart */
    GArray *believed;   /* guint: indices among the fields of the message, in no order: the
                           ARC-Authentication-Results that are the word of a sealer who was named.
                           Empty unless the chain passed */
} ArcFinding;

void arc_finding_free(ArcFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArcFinding, arc_finding_free)

/* "pass", "temperror". */
const char *arc_result_text(ArcResult result);

typedef struct Arc Arc;

/* Reads the ARC fields of a message, and asks for the keys without waiting, within limits of their
 * own (dns_allow_more); both only where its newest seal is of one of the sealers, which are in the
 * form of mail_domain(). NULL: the user named none. Everything is lent for as long as the result
 * lives; the caller owns that. */
Arc *arc_new(const Message *message, Dns *dns, const char *const *sealers);
void arc_free(Arc *arc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arc, arc_free)

/* Whether arc_check needs the digests of the body; arc may be NULL. */
bool arc_wants_body(const Arc *arc);

/* Waits for the keys, and checks the newest signature of the message, and all seals. now, in
 * seconds since the epoch, is when x= is judged. The caller owns the finding. */
ArcFinding *arc_check(Arc *arc, const BodyDigests *digests, time_t now);

/* The canonical form in which the newest ARC-Message-Signature wants the body. False: there is
 * none, or none that could hold whatever the body is. */
bool arc_wanted_form(const Message *message, Canonical *form);

#endif
