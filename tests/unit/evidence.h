/* SPDX-License-Identifier: ISC */
/* Evidence made by hand, for the tests of what is written from it: constant rows in, an Evidence
 * with strings of its own out. */
#ifndef TESTS_EVIDENCE_H
#define TESTS_EVIDENCE_H

#include "report/evidence.h"

#include <criterion/criterion.h>
#include <string.h>

/* Most findings, authors and hops that a row has. */
#define ROW_MAX 4

typedef struct {
    const char *scheme; /* NULL: the row ends here */
    Result result;
    IdentityKind identity;
    const char *domain, *word, *mechanism, *path, *record, *explanation, *problem;
    bool missing, authentic; /* missing: the domain does not exist */
    bool own;                /* the record is the user's */
    bool aligned;            /* the domain is the author's */
} FindingRow;

typedef struct {
    const char *domain; /* NULL: the row ends here */
    SignatureResult result;
    const char *selector, *value, *problem, *passed_at;
    unsigned bits;
    bool aligned, testing, unquoted, authentic;
} SignatureRow;

typedef struct {
    const char *domain; /* NULL: there is none */
    AuthorPolicyState state;
    PolicyWish wish, published;
    const char *tag, *name, *record, *problem;
    const char *organization;
    OrganizationBasis basis;
    bool missing, testing; /* missing: the domain does not exist */
    bool authentic;
} PolicyRow;

typedef struct {
    const char *method; /* NULL: the row ends here */
    const char *result, *domain, *by;
    TestimonyPosition position;
    bool believed, used, aligned;
} TestimonyRow;

typedef struct {
    bool is_there;
    bool believed, trusted;
    HopKind kind;
    const char *ip, *rdns, *helo, *by, *auth, *id, *date, *why;
} HopRow;

typedef struct {
    const char *client, *helo, *rdns, *by;
    int hop;            /* the boundary, counted from 1; 0: none */
    const char *sender; /* "local@domain"; "": the null sender; NULL: not known */
    const char *source; /* of the sender */
    const char *pra;    /* the purported responsible address; NULL: none */
    const char *pra_field;
    bool walked;      /* there is a message: a walk, and authors */
    bool without_rmx; /* the user does not want it asked */
    bool null_mx;
    WalkEnd end;
    const char *warning;            /* the walk's; NULL: none */
    const char *reason, *unchecked; /* the walk's, and why no scheme was asked */
    const char *authors[ROW_MAX];   /* "local@domain"; "": one whose domain cannot be read */
    const char *shown;              /* an address that an author's name shows; NULL: none */
    const char *unclear;            /* why readers may disagree; NULL: they do not */
    const Sandbox *sandbox;
    bool cut;
    BodyLack body_missing;
    HopRow hops[ROW_MAX];
    FindingRow findings[ROW_MAX];
    PolicyRow policy;
    SignatureRow signatures[ROW_MAX];
    TestimonyRow testimony[ROW_MAX];
} EvidenceRow;

/* GLib's arrays hold pointers to what may change. */
static inline gpointer
test_scheme_item(const Scheme *scheme)
{
    union {
        const Scheme *row;
        gpointer item;
    } either = { .row = scheme };

    return either.item;
}

static inline IpAddress
test_ip(const char *text)
{
    IpAddress ip = { .bits = 0 };

    cr_assert(!text || ip_parse(text, strlen(text), &ip), "%s", text);
    return ip;
}

static inline MailAddress *
test_address(const char *text)
{
    const char *at = strrchr(text, '@');
    g_autofree char *local = at ? g_strndup(text, (gsize)(at - text)) : g_strdup("");

    return mail_address_new(local, at ? at + 1 : NULL);
}

/* Terms with blanks between them, as a list. */
static inline GPtrArray *
test_path(const char *terms)
{
    g_auto(GStrv) words = g_strsplit(terms, " ", -1);
    GPtrArray *path = g_ptr_array_new_with_free_func(g_free);

    for (char **word = words; *word; word++)
        g_ptr_array_add(path, g_strdup(*word));
    return path;
}

static inline Finding *
test_finding(const FindingRow *row)
{
    Finding *finding = g_new0(Finding, 1);

    finding->scheme = row->scheme ? scheme_named(row->scheme) : NULL;
    cr_assert(!row->scheme || finding->scheme, "%s: no such scheme", row->scheme);
    finding->result = row->result;
    finding->identity = row->identity;
    finding->domain = g_strdup(row->domain);
    finding->word = row->word;
    finding->mechanism = g_strdup(row->mechanism);
    finding->unmatched = g_strcmp0(row->word, "NotInRMX") == 0;
    finding->path = row->path ? test_path(row->path) : NULL;
    finding->record = g_strdup(row->record);
    finding->explanation = g_strdup(row->explanation);
    finding->problem = g_strdup(row->problem);
    finding->exists = !row->missing;
    finding->authentic = row->authentic;
    finding->own = row->own;
    finding->aligned = row->aligned;
    return finding;
}

static inline SignatureFinding *
test_signature(const SignatureRow *row)
{
    SignatureFinding *signature = g_new0(SignatureFinding, 1);

    signature->domain = g_strdup(row->domain);
    signature->selector = g_strdup(row->selector ? row->selector : "s1");
    signature->algorithm = g_strdup("rsa-sha256");
    signature->value = g_strdup(row->value);
    signature->result = row->result;
    signature->problem = g_strdup(row->problem);
    signature->passed_at = row->passed_at;
    signature->bits = row->bits;
    signature->aligned = row->aligned;
    signature->testing = row->testing;
    signature->unquoted = row->unquoted;
    signature->authentic = row->authentic;
    return signature;
}

static inline AuthorPolicy *
test_policy(const PolicyRow *row)
{
    AuthorPolicy *policy = g_new0(AuthorPolicy, 1);

    policy->domain = g_strdup(row->domain);
    policy->exists = !row->missing;
    policy->state = row->state;
    policy->problem = g_strdup(row->problem);
    policy->name = g_strdup(row->name);
    policy->record = g_strdup(row->record);
    policy->wish = row->wish;
    policy->published = row->published > row->wish ? row->published : row->wish;
    policy->tag = row->tag;
    policy->testing = row->testing;
    policy->organization = g_strdup(row->organization ? row->organization : row->domain);
    policy->basis = row->basis;
    policy->authentic = row->authentic;
    return policy;
}

static inline Testimony *
test_testimony(const TestimonyRow *row)
{
    Testimony *testimony = g_new0(Testimony, 1);

    testimony->field = "authentication-results";
    testimony->by = g_strdup(row->by);
    testimony->position = row->position;
    testimony->believed = row->believed;
    testimony->method = g_strdup(row->method);
    testimony->result = g_strdup(row->result);
    testimony->domain = g_strdup(row->domain);
    testimony->used = row->used;
    testimony->aligned = row->aligned;
    return testimony;
}

static inline void
test_testimony_free(gpointer item)
{
    Testimony *testimony = item;

    g_free(testimony->by);
    g_free(testimony->method);
    g_free(testimony->result);
    g_free(testimony->domain);
    g_free(testimony);
}

static inline WalkStep *
test_step(const HopRow *row)
{
    WalkStep *step = g_new0(WalkStep, 1);

    step->believed = row->believed;
    step->trusted = row->trusted;
    step->why = g_strdup(row->why ? row->why : "");
    step->hop = g_new0(ReceivedHop, 1);
    step->hop->kind = row->kind;
    step->hop->ip = test_ip(row->ip);
    step->hop->rdns = g_strdup(row->rdns);
    step->hop->helo = g_strdup(row->helo);
    step->hop->by = g_strdup(row->by);
    step->hop->auth = g_strdup(row->auth);
    step->hop->id = g_strdup(row->id);
    step->hop->date = g_strdup(row->date);
    return step;
}

static inline Author *
test_author(const EvidenceRow *row)
{
    Author *author = g_new0(Author, 1);

    author->addresses = g_ptr_array_new_with_free_func(mail_address_free_item);
    for (size_t i = 0; i < ROW_MAX && row->authors[i]; i++)
        g_ptr_array_add(author->addresses, test_address(row->authors[i]));
    author->shown = g_ptr_array_new_with_free_func(mail_address_free_item);
    if (row->shown)
        g_ptr_array_add(author->shown, test_address(row->shown));
    author->unclear = row->unclear || row->authors[0] ? row->unclear : "no From field";
    return author;
}

/* A walk of nothing, so that walk_free knows how to free what is put into it. */
static inline Walk *
test_walk(const EvidenceRow *row)
{
    g_autoptr(GPtrArray) hops = g_ptr_array_new();
    Walk *walk = walk_new(hops, &(const WalkRules){ .count = 0 });

    for (size_t i = 0; i < ROW_MAX && row->hops[i].is_there; i++)
        g_ptr_array_add(walk->steps, test_step(&row->hops[i]));
    if (row->warning)
        g_ptr_array_add(walk->warnings, g_strdup(row->warning));
    walk->end = row->end;
    walk->boundary = row->hop - 1;
    walk->ip = test_ip(row->client);
    walk->helo = row->helo;
    g_free(walk->reason);
    walk->reason = g_strdup(row->reason);
    return walk;
}

/* const Scheme *: all of them, or all but RMX. Lent, never freed. */
static inline const GPtrArray *
test_schemes(bool without_rmx)
{
    static GPtrArray *made[2];
    GPtrArray **wanted = &made[without_rmx];

    if (*wanted)
        return *wanted;
    *wanted = g_ptr_array_new();
    for (size_t i = 0; schemes[i]->name; i++)
        if (!without_rmx || !g_str_equal(schemes[i]->name, "rmx"))
            g_ptr_array_add(*wanted, test_scheme_item(schemes[i]));
    return *wanted;
}

/* Sat, 1 Mar 2003 17:25:48 -0800, at mx.example.net. The row must outlive it. */
static inline Evidence *
test_evidence_new(const EvidenceRow *row)
{
    Evidence *evidence = evidence_new();

    for (size_t i = 0; i < ROW_MAX && row->findings[i].scheme; i++)
        g_ptr_array_add(evidence->findings, test_finding(&row->findings[i]));
    g_ptr_array_set_free_func(evidence->signatures, signature_finding_free_item);
    for (size_t i = 0; i < ROW_MAX && row->signatures[i].domain; i++)
        g_ptr_array_add(evidence->signatures, test_signature(&row->signatures[i]));
    g_ptr_array_set_free_func(evidence->testimony, test_testimony_free);
    for (size_t i = 0; i < ROW_MAX && row->testimony[i].method; i++)
        g_ptr_array_add(evidence->testimony, test_testimony(&row->testimony[i]));
    evidence->policy = row->policy.domain ? test_policy(&row->policy) : NULL;
    evidence->cut = row->cut;
    evidence->body_missing = row->body_missing;
    evidence->schemes = test_schemes(row->without_rmx);
    evidence->receiver = "mx.example.net";
    evidence->now = 1046568348;
    evidence->client = test_ip(row->client);
    evidence->helo = row->helo;
    evidence->rdns = row->rdns;
    evidence->sandbox = row->sandbox;
    evidence->by = row->by;
    evidence->boundary = row->hop - 1;
    evidence->mail_from = row->sender ? test_address(row->sender) : NULL;
    evidence->mail_from_source = row->source;
    evidence->pra = row->pra ? test_address(row->pra) : NULL;
    evidence->pra_field = row->pra_field;
    evidence->null_mx = row->null_mx;
    evidence->unchecked = g_strdup(row->unchecked);
    if (row->walked) {
        evidence->author = test_author(row);
        evidence->walk = test_walk(row);
    }
    return evidence;
}

#endif
