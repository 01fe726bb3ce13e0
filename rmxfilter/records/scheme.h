/* SPDX-License-Identifier: ISC */
/* What every scheme has in common: one question in (may this client use this domain?), one finding
 * out. A scheme is a row of the table in scheme.c and a file of its own that exports the row. No
 * scheme knows another. Other rooms ask all schemes alike, but for what is about one scheme only:
 * trust entries and relays' own senders (rmx and spf), the fields of RFC 8601 and Received-SPF
 * (report/results.c), and the owner's tools, lint and convert. */
#ifndef RECORDS_SCHEME_H
#define RECORDS_SCHEME_H

#include "records/claim.h"
#include "records/finding.h"

struct Scheme {
    const char *name;       /* in options, fields and JSON: "spf" */
    const char *title;      /* for people: "SPF" */
    IdentityKind identity;  /* IDENTITY_MAIL_FROM has its fall-back to HELO */
    bool decides;           /* false: reported, never the verdict */
    const char *local_word; /* what Finding.word would be for mail that came from nowhere else, a
                               literal; NULL for schemes that have no words of their own */
    bool last_resort; /* only for domains where no other scheme that is asked, and that decides,
                         finds anything */

    /* Says what check will ask first, and what follows from it as far as can be foreseen. */
    void (*prefetch)(Dns *dns, const Claim *claim);

    /* Fills in result and all that follows it; the caller has set scheme, identity and domain,
     * exists to true and authentic to false. */
    void (*check)(Dns *dns, const Claim *claim, Finding *finding);

    /* True where check would ask the DNS nothing that is not answered already. NULL for schemes
     * that are reported only where the user wants them asked. */
    bool (*is_known)(const Dns *dns, const Claim *claim);

    /* Why text is no record of this scheme, for people (the caller frees); NULL: it is one. NULL
     * for schemes whose records are no text: they leave Claim.record alone. */
    char *(*check_text)(const char *text);

    /* The same scheme for another identity, asked where this one found none; NULL: there is no
     * such. */
    const Scheme *fallback;
};

/* All schemes, in the order in which the verdict looks at them, those of last resort behind all
 * that decide; the last row has no name. */
extern const Scheme *const schemes[];

/* NULL: there is no scheme of that name. */
const Scheme *scheme_named(const char *name);

/* Says what scheme_check will ask first. */
void scheme_prefetch(const Scheme *scheme, Dns *dns, const Claim *claim);

/* Asks one scheme, with the user's own record where the settings have one for the domain. The
 * caller owns the finding. */
Finding *scheme_check(const Scheme *scheme, Dns *dns, const Claim *claim);

/* The finding of a scheme that could not be asked: none, and why. */
Finding *scheme_not_asked(const Scheme *scheme, const char *problem);

#endif
