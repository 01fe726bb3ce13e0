/* SPDX-License-Identifier: ISC */
/* What a domain publishes under the schemes, and what is wrong with it: filled in by the linter of
 * each scheme (linters.h), which reads records with the scheme's own readers. What the schemes
 * together say is survey.c's business; lint_text.c and lint_json.c write it down. */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "mime/cursor.h"
#include "mime/destroy.h"
#include "mime/ip_set.h"
#include "records/scheme.h"

/* A record of 64 KiB has thousands of terms. At most so many are compared with each other, at most
 * so many lookups are followed, and at most so many findings are reported for each scheme. */
#define LINT_TERMS_MAX    1000
#define LINT_LOOKUPS_MAX  100
#define LINT_FINDINGS_MAX 50

/* At most so many different questions are asked for each domain: as many as the limits of all
 * schemes together could need, and those for the addresses that are tried out. */
#define LINT_QUESTIONS_MAX 1000

typedef enum {
    LINT_NOTE,    /* good to know; no reason to change anything */
    LINT_WARNING, /* risky, obsolete, or without effect */
    LINT_ERROR,   /* the record is a permerror, or it lets in everybody, or nobody */
    LINT_UNKNOWN, /* the DNS did not give an answer that was needed */
} LintSeverity;

/* Text from the DNS stands in all of these as it came, except that NUL is '?': lint_text.c and
 * lint_json.c quote it. Offsets are in octets, from 0. */
typedef struct {
    LintSeverity severity;
    const char *scheme; /* the name of the scheme, or of another linter ("dmarc"); NULL: it is about
                           the domain, or several schemes */
    char *name;         /* of the record that the finding is about */
    char *words;        /* the part of the record; NULL: the finding is about all of it */
    size_t offset;  /* of the words in the record; of a syntax error, of the place in the record */
    char *record;   /* the whole record, where its reader wants to see the place; or NULL */
    char *proposal; /* a record, or a line with one, to publish instead; NULL: none */
    const char *rule; /* "RFC 7208 section 5.5": a literal; NULL: no rule is broken */
    char *text;

    /* Of LINT_UNKNOWN, where it is about questions without an answer; else NULL. */
    char *reason;         /* why there is none */
    char *first_type;     /* the type of the first question, which was about name */
    GPtrArray *questions; /* char *: "TXT of example.net" */
} LintFinding;

/* One term of a record, and the record that the term leads to, where it leads to one. */
typedef struct LintTerm LintTerm;
struct LintTerm {
    char *text;       /* as published */
    size_t offset;    /* in the record's text */
    unsigned lookups; /* how many terms ask the DNS: this one and all below */
    char *name;       /* of the record that the term leads to; NULL: it leads to none */
    char *record;     /* the text of that record; NULL: there is none */
    char *means;      /* what it stands for, for people: "192.0.2.1, 2001:db8::1", or why it
                         matches nobody; NULL: the text says it */
    GPtrArray *below; /* LintTerm *: the terms of that record; never NULL */
};

/* What is published at one name under one scheme. */
typedef struct {
    const char *scheme;
    char *name;
    uint16_t type;
    char *text;       /* the record; where it is no text, or several, in the scheme's text form */
    unsigned lookups; /* of all terms together */
    bool everybody;   /* a finding already says that the record passes every client */
    GPtrArray *terms; /* LintTerm *, in order; never NULL */
} LintRecord;

/* One domain. The first group is lent: what a linter asks, and with what. */
typedef struct {
    Dns *dns;
    const char *domain; /* in the form of the DNS, no last dot */
    const SchemeSettings *settings;
    const char *const *selectors; /* of DKIM keys to be looked at, the last is NULL; NULL: none */

    const char *scheme;  /* the scheme whose linter runs; NULL: none runs */
    GPtrArray *records;  /* LintRecord * */
    GPtrArray *findings; /* LintFinding * */
    GArray *networks;    /* IpNetwork: all that the records name */
    unsigned reported;   /* findings of the scheme whose linter runs */
    bool exists;         /* false: the domain is not in the DNS at all */
} Lint;

/* A lint that knows nothing yet: no records, no findings. What is given must outlive it; the caller
 * owns it. */
Lint *lint_new(Dns *dns, const char *domain, const SchemeSettings *settings);
void lint_free(Lint *lint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lint, lint_free)
DESTROY_NOTIFY(lint_free)

/* Adds a record that was found at name. text is taken; NULL: the terms are all that is shown. What
 * is returned is lent until lint_free. */
LintRecord *lint_add_record(Lint *lint, const char *name, uint16_t type, char *text);

/* Adds a term with this text (taken) to terms: those of a record, or those below another term. What
 * is returned is lent. */
LintTerm *lint_add_term(GPtrArray *terms, char *text, size_t offset);

/* An empty array of LintTerm, which frees them. */
GPtrArray *lint_terms_new(void);

/* True where name is one of names (char *), in any case: the records from the first to the one at
 * hand, to which a record must not lead back. */
bool lint_is_on_path(const GPtrArray *names, const char *name);

/* Notes addresses that a record names. An unset network (ip.h) is ignored. */
void lint_add_network(Lint *lint, const IpNetwork *network);

/* --- findings --- */

/* Reports a finding about a whole record, or about what should be at a name. rule is a literal or
 * NULL. The finding number LINT_FINDINGS_MAX only says that there are more. The same finding is
 * reported once. */
void lint_report(Lint *lint, LintSeverity severity, const char *name, const char *rule,
                 const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Reports a finding about these words of the record at name. */
void lint_report_at(Lint *lint, LintSeverity severity, const char *name, const char *words,
                    size_t offset, const char *rule, const char *format, ...) G_GNUC_PRINTF(7, 8);

/* The same with all that a finding may have. All of it is lent; what the members mean is said at
 * LintFinding. name is never NULL. */
typedef struct {
    const char *name, *rule, *words, *record, *proposal;
    size_t offset;
} LintDetails;

void lint_report_details(Lint *lint, LintSeverity severity, const LintDetails *details,
                         const char *format, ...) G_GNUC_PRINTF(4, 5);

void lint_finding_free(LintFinding *finding);
DESTROY_NOTIFY(lint_finding_free)

/* dns_ask for what the linter needs. All questions that the DNS does not answer for the same reason
 * are one LINT_UNKNOWN. */
const DnsAnswer *lint_ask(Lint *lint, const char *name, uint16_t type);

/* True where some LINT_UNKNOWN was found. */
bool lint_has_unknown(const Lint *lint);

/* --- for the linters of schemes that name hosts --- */

/* The families of which a host has no address, as far as the DNS answered. */
typedef struct {
    bool ipv4, ipv6;
} LintLacks;

/* Asks for a host's addresses of both families, and notes the networks of their first length4
 * (length6) bits. Returns text for people: the addresses, or that there are none. The caller
 * frees. */
char *lint_host(Lint *lint, const char *host, uint8_t length4, uint8_t length6, LintLacks *lacks);

/* The same for all hosts of an MX answer; lacks is set for a family that one of them lacks. A host
 * without any address is a finding. */
char *lint_exchanges(Lint *lint, const DnsAnswer *answer, uint8_t length4, uint8_t length6,
                     LintLacks *lacks);

/* What came of asking for the MX hosts that a term names. */
typedef enum {
    LINT_MX_UNKNOWN,
    LINT_MX_NONE,
    LINT_MX_TOO_MANY, /* more than MATCH_EXCHANGES_MAX: none of them was asked for */
    LINT_MX_LISTED,   /* lint_exchanges was done */
} LintMx;

/* Asks for the MX hosts of a domain and says in the term what they are. Only LINT_MX_UNKNOWN is a
 * finding already. lacks is set where they were listed. */
LintMx lint_mx(Lint *lint, const char *domain, uint8_t length4, uint8_t length6, LintTerm *term,
               LintLacks *lacks);

/* --- networks --- */

/* Appends to networks (IpNetwork) those that the lint has got since it had before of them. */
void lint_networks_since(const Lint *lint, guint before, GArray *networks);

/* True where a network of addresses of so many bits is larger than any that one owner has, but is
 * not all addresses. */
#define LINT_WIDE_TEXT "a network so large that nobody has it for himself"
bool lint_length_is_wide(uint8_t bits, uint8_t length);

/* --- words --- */

/* "error", "warning", "note", "unknown". */
const char *lint_severity_text(LintSeverity severity);

#endif
