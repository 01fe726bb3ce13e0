/* SPDX-License-Identifier: ISC */
/* What a domain publishes under the schemes, and what is wrong with it: filled in by the linter of
 * each scheme (linters.h), which reads records with the scheme's own readers. What the schemes
 * together say is survey.c's business; lint_text.c and lint_json.c write it down. */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "mime/cursor.h"
#include "mime/ip_set.h"
#include "records/scheme.h"

/* A record of 64 KiB has thousands of terms: so many are compared with each other, so many lookups
 * are followed, and so many findings are told for each scheme. */
#define LINT_TERMS_MAX    1000
#define LINT_LOOKUPS_MAX  100
#define LINT_FINDINGS_MAX 50

/* So many different questions are asked for each domain named: what the limits of all schemes
 * together could need, and the questions of the addresses that are tried out. */
#define LINT_QUESTIONS_MAX 1000

typedef enum {
    LINT_NOTE,    /* good to know; no reason to change anything */
    LINT_WARNING, /* risky, obsolete, or without effect */
    LINT_ERROR,   /* evaluates to permerror, or lets in anybody, or nobody */
    LINT_UNKNOWN, /* an answer that was needed could not be had */
} LintSeverity;

/* Text from the DNS stands in all of these as it came, but for NUL: quoting is the writer's
 * business. Offsets are in octets, from 0. */
typedef struct {
    LintSeverity severity;
    const char *scheme; /* the row's name; NULL: it is about the domain, or several schemes */
    char *name;         /* of the record that it is about */
    char *words;        /* of that record; NULL: it is about all of it */
    size_t offset;      /* where they stand in its text; of a syntax error, where reading ended */
    const char *rule;   /* "RFC 7208 section 5.5": a literal; NULL: no rule is broken */
    char *text;
} LintFinding;

/* One term of a record that was read, or a record that a term led to, with its terms below. */
typedef struct LintTerm LintTerm;
struct LintTerm {
    char *text;       /* as published */
    size_t offset;    /* in the record's text */
    unsigned lookups; /* terms that ask the DNS: this one, and all below */
    char *name;       /* of the record that it led to; NULL: to none, likewise record */
    char *record;     /* the text there */
    char *means;      /* for people: "192.0.2.1, 2001:db8::1", or why it leads nowhere; NULL: what
                         it says */
    GPtrArray *below; /* LintTerm *: of that record; never NULL */
};

/* What is published at one name under one scheme. */
typedef struct {
    const char *scheme;
    char *name;
    uint16_t type;
    char *text; /* of several records, or of a record that is no text, in the scheme's words */
    unsigned lookups; /* of all terms */
    bool everybody;   /* it is told that it lets any client pass */
    GPtrArray *terms; /* LintTerm *, in order; never NULL */
} LintRecord;

/* One domain. The first group is lent: what a linter asks, and with what. */
typedef struct {
    Dns *dns;
    const char *domain; /* in the form of the DNS, no last dot */
    const SchemeSettings *settings;

    const char *scheme;  /* whose linter is at work; NULL: none is */
    GPtrArray *records;  /* LintRecord * */
    GPtrArray *findings; /* LintFinding * */
    GArray *networks;    /* IpNetwork: all that the records speak of */
    unsigned told;       /* findings of the scheme at work */
    bool exists;         /* false: the domain is not in the DNS at all */
} Lint;

Lint *lint_new(Dns *dns, const char *domain, const SchemeSettings *settings);
void lint_free(Lint *lint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lint, lint_free)

/* Adds a record, whose text (taken; NULL: see there) was found at name. Lent until lint_free. */
LintRecord *lint_add_record(Lint *lint, const char *name, uint16_t type, char *text);

/* Adds a term with this text (taken) to terms, an array of a record or of another term. Lent. */
LintTerm *lint_add_term(GPtrArray *terms, char *text, size_t offset);

/* An empty array of LintTerm, which frees them. */
GPtrArray *lint_terms_new(void);

/* True where name is one of names (char *), in any case: the records from the first to the one at
 * hand, to which a record must not lead back. */
bool lint_is_on_path(const GPtrArray *names, const char *name);

/* The addresses that a record speaks of. An unset network (ip.h) is ignored. */
void lint_add_network(Lint *lint, const IpNetwork *network);

/* --- findings --- */

/* About a whole record, or what should be at a name. rule is a literal or NULL. Past
 * LINT_FINDINGS_MAX the last one says that there are more. What was said before is not said
 * again. */
void lint_say(Lint *lint, LintSeverity severity, const char *name, const char *rule,
              const char *format, ...) G_GNUC_PRINTF(5, 6);

/* About these words of the record at name. */
void lint_say_at(Lint *lint, LintSeverity severity, const char *name, const char *words,
                 size_t offset, const char *rule, const char *format, ...) G_GNUC_PRINTF(7, 8);

/* dns_ask for what the linter needs to know: an answer that is not to be had is a LINT_UNKNOWN. */
const DnsAnswer *lint_ask(Lint *lint, const char *name, uint16_t type);

/* True where some LINT_UNKNOWN was found. */
bool lint_has_unknown(const Lint *lint);

/* --- for the linters of schemes that name hosts --- */

/* Families of which a host is known to have no address. */
typedef struct {
    bool ipv4, ipv6;
} LintLacks;

/* Both families of a host's addresses, within the first length4 (length6) bits of each, are noted
 * as networks of the record. Text for people: the addresses, or that there are none. The caller
 * frees. */
char *lint_host(Lint *lint, const char *host, uint8_t length4, uint8_t length6, LintLacks *lacks);

/* The same for all hosts of an MX answer; a family is lacking where one of them lacks it. A host
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

/* Says that both families will be asked for. */
void lint_host_prefetch(Dns *dns, const char *host);

/* --- networks --- */

/* Appends to networks (IpNetwork) those that the lint has got since it had before of them. */
void lint_networks_since(const Lint *lint, guint before, GArray *networks);

/* A network of an address of so many bits is larger than anybody's own, but not everything. */
#define LINT_WIDE_TEXT "a network so large that nobody has it for himself"
bool lint_length_is_wide(uint8_t bits, uint8_t length);

/* --- words --- */

/* "error", "warning", "note", "unknown". */
const char *lint_severity_text(LintSeverity severity);

#endif
