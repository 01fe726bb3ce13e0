/* SPDX-License-Identifier: ISC */
/* What every scheme has in common: one question in (may this client use this domain?), one finding
 * out. A scheme is a row of the table in scheme.c and a file of its own that exports the row. No
 * scheme knows another. Other rooms ask all schemes alike, but for what is about one scheme only:
 * trust entries and relays' own senders (rmx and spf), the fields of RFC 8601 and Received-SPF
 * (report/results.c), and the owner's tools, lint and convert. */
#ifndef RECORDS_SCHEME_H
#define RECORDS_SCHEME_H

#include "dns/dns.h"
#include "mime/destroy.h"

#include <time.h>

/* RFC 8601 section 2.7, with RFC 7208's meaning (section 2.6). */
typedef enum {
    RESULT_NONE,
    RESULT_PASS,
    RESULT_FAIL,
    RESULT_SOFTFAIL,
    RESULT_NEUTRAL,
    RESULT_TEMPERROR,
    RESULT_PERMERROR,
} Result;

/* Whose domain is checked (RFC 7208 section 2, RFC 4407); of IDENTITY_CLIENT, iprev's, there is
 * none but the client's own. */
typedef enum { IDENTITY_MAIL_FROM, IDENTITY_HELO, IDENTITY_PRA, IDENTITY_CLIENT } IdentityKind;

/* What the user wants of single schemes. All zero is what holds where nothing is said. */
typedef struct {
    bool sender_id_from_spf1;     /* v=spf1 records are taken for spf2.0/mfrom,pra */
    uint16_t rmx_type;            /* the RMX resource record's number; 0: there is none */
    uint16_t mt_type;             /* likewise the mail transmitter's */
    const GPtrArray *own_records; /* OwnRecord *: the user's; NULL: none */
} SchemeSettings;

/* The question, as check_host() has it (RFC 7208 section 4.1). All strings are lent, and hostile.
 */
typedef struct {
    IpAddress client;      /* at the boundary; always set */
    IdentityKind identity; /* where local and domain come from */
    const char
        *local; /* "postmaster" where the sender has none (RFC 7208 section 4.3); never NULL */
    const char *domain;   /* as it came, without the last dot; never NULL */
    const char *helo;     /* as the client gave it; NULL: not known */
    const char *receiver; /* this host's authserv-id, for %{r}; never NULL */
    time_t now;           /* for %{t} */
    const char *record;   /* a whole record that stands in for the domain's, which is then not asked
                             for; NULL: there is none. Lent for as long as the Dns lives */
    const SchemeSettings *settings; /* NULL: nothing was said; must outlive the Dns */
} Claim;

/* The claim of a client (NULL: none yet, bits 0) that it may use the domain, with what stands for
 * all that is not known: the local part is "postmaster", HELO name and receiver are the domain, and
 * it is now. Everything is lent; settings: as in Claim. Who knows more sets more. */
Claim claim_of(const char *domain, IdentityKind identity, const IpAddress *client,
               const SchemeSettings *settings);

/* Never NULL. */
const SchemeSettings *claim_settings(const Claim *claim);

/* A copy with strings of its own that lives as long as the Dns, for a prefetch that outlives its
 * caller. */
Claim *claim_keep(Dns *dns, const Claim *claim);

typedef struct Scheme Scheme;

/* The answer of one scheme. Strings belong to the finding; NULL where there is nothing to say. Text
 * from the DNS stands here as it came, any octet but NUL: quoting is the writer's business. */
typedef struct {
    const Scheme *scheme; /* its row */
    IdentityKind identity;
    char *domain;
    Result result;
    const char *word; /* rmx: the draft's word ("NotInRMX"), a literal */
    char *mechanism; /* spf: the term that decided, as published ("-all"); rmx: the tag of the entry
                        that decided, or of the last one looked at */
    bool unmatched;  /* there are entries, and none matched: mechanism decided nothing */
    GPtrArray *path; /* char *, spf: the terms that led to the result, from the first record's to
                        the one that matched: "redirect=a.example", "include:b.example", "mx";
                        NULL: none did */
    char *record;    /* the text of the record that was evaluated first */
    char *explanation; /* the domain's own text (exp=), only where it published one */
    char *problem;     /* why permerror or temperror, with the place; or why none */
    bool exists;       /* false: the domain does not exist at all (NXDOMAIN) */
    bool authentic;    /* every DNS answer it rests on was */
    bool own;          /* the record is not the domain's, but from the user's settings */
    bool aligned;      /* the domain is the author's; set by who knows the author */
} Finding;

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
void finding_free(Finding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finding, finding_free)
DESTROY_NOTIFY(finding_free)

/* The path's terms with blanks between them; NULL: there is none. The caller frees. */
char *finding_path_text(const Finding *finding);

/* The word of RFC 8601: "softfail". */
const char *result_text(Result result);

/* Why the domain is nothing to ask the DNS about: an address literal, a HELO line that is no name.
 * A literal; NULL: it may be asked. */
const char *domain_problem(const char *domain);

/* Concludes that there is no record: none, for the reason given (taken), and whether the domain
 * exists at all. answer is the one without records, at the domain or below it; NULL: the DNS was
 * not asked. */
void finding_conclude_none(Finding *finding, Dns *dns, const char *domain, const DnsAnswer *answer,
                           char *problem);

/* Concludes none where the domain is nothing to ask about; false: it may be asked. */
bool finding_lacks_domain(Finding *finding, const char *domain);

/* "mailfrom", "helo", "pra", "client". */
const char *identity_text(IdentityKind identity);

#endif
