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
} FindingRow;

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
    HopRow hops[ROW_MAX];
    FindingRow findings[ROW_MAX];
} EvidenceRow;

/* What an Evidence lends, in one place. */
typedef struct {
    Evidence evidence;
    Walk walk;
    GPtrArray *schemes, *findings;
    Author author;
    MailAddress *sender, *pra;
} TestEvidence;

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

static inline Finding *
test_finding(const FindingRow *row)
{
    Finding *finding = g_new0(Finding, 1);

    finding->scheme = row->scheme;
    finding->result = row->result;
    finding->identity = row->identity;
    finding->domain = g_strdup(row->domain);
    finding->word = row->word;
    finding->mechanism = g_strdup(row->mechanism);
    finding->path = g_strdup(row->path);
    finding->record = g_strdup(row->record);
    finding->explanation = g_strdup(row->explanation);
    finding->problem = g_strdup(row->problem);
    finding->exists = !row->missing;
    finding->authentic = row->authentic;
    finding->own = row->own;
    return finding;
}

static inline void
test_step_free(void *data)
{
    WalkStep *step = data;

    received_hop_free(step->hop);
    g_free(step->why);
    g_free(step);
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

static inline void
test_evidence_free_finding(void *data)
{
    finding_free(data);
}

static inline void
test_evidence_free_address(void *data)
{
    mail_address_free(data);
}

/* Sat, 1 Mar 2003 17:25:48 -0800, at mx.example.net. */
static inline TestEvidence *
test_evidence_new(const EvidenceRow *row)
{
    TestEvidence *made = g_new0(TestEvidence, 1);
    Evidence *evidence = &made->evidence;

    made->findings = g_ptr_array_new_with_free_func(test_evidence_free_finding);
    for (size_t i = 0; i < ROW_MAX && row->findings[i].scheme; i++)
        g_ptr_array_add(made->findings, test_finding(&row->findings[i]));
    made->author.addresses = g_ptr_array_new_with_free_func(test_evidence_free_address);
    for (size_t i = 0; i < ROW_MAX && row->authors[i]; i++)
        g_ptr_array_add(made->author.addresses, test_address(row->authors[i]));
    made->author.shown = g_ptr_array_new_with_free_func(test_evidence_free_address);
    if (row->shown)
        g_ptr_array_add(made->author.shown, test_address(row->shown));
    made->author.unclear = row->unclear || row->authors[0] ? row->unclear : "no From field";
    made->pra = row->pra ? test_address(row->pra) : NULL;
    made->sender = row->sender ? test_address(row->sender) : NULL;

    made->schemes = g_ptr_array_new();
    for (size_t i = 0; schemes[i]->name; i++)
        if (!row->without_rmx || !g_str_equal(schemes[i]->name, "rmx"))
            g_ptr_array_add(made->schemes, test_scheme_item(schemes[i]));

    *evidence = (Evidence){
        .schemes = made->schemes,
        .receiver = "mx.example.net",
        .now = 1046568348,
        .client = test_ip(row->client),
        .helo = row->helo,
        .rdns = row->rdns,
        .sandbox = row->sandbox,
        .by = row->by,
        .boundary = row->hop - 1,
        .mail_from = made->sender,
        .mail_from_source = row->source,
        .pra = made->pra,
        .pra_field = row->pra_field,
        .author = row->walked ? &made->author : NULL,
        .findings = made->findings,
        .null_mx = row->null_mx,
        .unchecked = row->unchecked,
    };
    made->walk.steps = g_ptr_array_new_with_free_func(test_step_free);
    for (size_t i = 0; i < ROW_MAX && row->hops[i].is_there; i++)
        g_ptr_array_add(made->walk.steps, test_step(&row->hops[i]));
    made->walk.warnings = g_ptr_array_new_with_free_func(g_free);
    if (row->warning)
        g_ptr_array_add(made->walk.warnings, g_strdup(row->warning));
    made->walk.end = row->end;
    made->walk.boundary = row->hop - 1;
    made->walk.reason = g_strdup(row->reason);
    evidence->walk = row->walked ? &made->walk : NULL;
    return made;
}

static inline void
test_evidence_free(TestEvidence *made)
{
    g_ptr_array_unref(made->findings);
    g_ptr_array_unref(made->schemes);
    g_ptr_array_unref(made->author.addresses);
    g_ptr_array_unref(made->author.shown);
    g_ptr_array_unref(made->walk.steps);
    g_ptr_array_unref(made->walk.warnings);
    g_free(made->walk.reason);
    if (made->sender)
        mail_address_free(made->sender);
    if (made->pra)
        mail_address_free(made->pra);
    g_free(made);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestEvidence, test_evidence_free)

#endif
