/* SPDX-License-Identifier: ISC */
/* First every entry that could cover a client is written down; then each is held against all
 * clients; then the best are taken until none is left over. The address itself always covers. */
#include "relay/trust_propose.h"

#include "author/organization.h"
#include "dns/reverse.h"
#include "relay/dynamic_name.h"
#include "relay/record_reach.h"
#include "relay/trust_leads.h"

#include <string.h>

/* An entry that could cover a client: alone in a list of its own, so that it is read and asked as
 * any other. */
typedef struct {
    TrustProposal *proposal; /* covers and what is said of it are filled in later */
    TrustList *list;
} Candidate;

typedef struct {
    const TrustClients *clients;
    GArray *all;      /* Candidate */
    GPtrArray *shown; /* char *: the first confirmed reverse name of each client; NULL: none */
    bool *is_dynamic; /* that name looks so */
} Proposing;

/* --- candidates --- */

static const char *
entry_prefix(TrustKind kind)
{
    switch (kind) {
    case TRUST_EXCHANGES:
        return "mx:";
    case TRUST_RECORDS:
        return "spf:";
    case TRUST_REVERSE:
        return ".";
    case TRUST_HOST:
    case TRUST_ADDRESSES:
        return "";
    }
    g_assert_not_reached();
}

static bool
is_candidate(const Proposing *p, const char *entry)
{
    for (guint i = 0; i < p->all->len; i++)
        if (g_str_equal(g_array_index(p->all, Candidate, i).proposal->entry, entry))
            return true;
    return false;
}

/* Names that are no trust entry, such as a HELO name without a dot, are left out. */
static void
add_candidate(Proposing *p, TrustKind kind, const char *name)
{
    g_autofree char *entry = g_strconcat(entry_prefix(kind), name, NULL);
    g_autoptr(TrustList) list = NULL;
    Candidate new;

    if (is_candidate(p, entry))
        return;
    list = trust_list_new();
    trust_list_set_records(list, p->clients->records);
    if (!trust_list_add(list, entry, NULL) || trust_list_entry(list, 0).kind != kind)
        return;
    new.proposal = g_new0(TrustProposal, 1);
    new.proposal->entry = g_steal_pointer(&entry);
    new.proposal->kind = kind;
    new.proposal->covers = g_array_new(FALSE, FALSE, sizeof(guint));
    new.proposal->warnings = g_ptr_array_new_with_free_func(g_free);
    new.list = g_steal_pointer(&list);
    g_array_append_val(p->all, new);
}

static void
add_candidates_of_domains(Proposing *p)
{
    for (const char *const *domain = p->clients->domains; domain && *domain; domain++) {
        add_candidate(p, TRUST_EXCHANGES, *domain);
        add_candidate(p, TRUST_RECORDS, *domain);
    }
}

/* Everything below a public suffix is everybody's. */
static void
add_candidate_of_reverse(Proposing *p, const char *domain)
{
    if (domain && !organization_is_suffix(domain))
        add_candidate(p, TRUST_REVERSE, domain);
}

static void
add_candidates_of_name(Proposing *p, const char *name, bool confirmed)
{
    const char *registered = organization_registered(name), *dot = strchr(name, '.');

    if (confirmed) {
        add_candidate_of_reverse(p, dot ? dot + 1 : NULL);
        if (p->clients->count > 1)
            add_candidate_of_reverse(p, registered);
    }
    add_candidate(p, TRUST_RECORDS, registered);
    add_candidate(p, TRUST_HOST, name);
}

/* The owner of a network names its lines as he likes, and all of them: such a name tells one of his
 * customers from another, and nothing that could be trusted. */
static void
add_candidates_of_client(Proposing *p, guint number)
{
    const IpAddress *client = &p->clients->clients[number];
    g_autofree char *address = ip_text(client);
    g_autoptr(ReverseNames) names =
        p->clients->dns ? reverse_names(p->clients->dns, client, NULL) : NULL;

    add_candidate(p, TRUST_ADDRESSES, address);
    for (guint i = 0; names && i < names->names->len; i++) {
        const char *name = names->names->pdata[i];

        if (i == 0)
            p->shown->pdata[number] = g_strdup(name);
        if (name_looks_dynamic(name, client))
            p->is_dynamic[number] = true;
        else
            add_candidates_of_name(p, name, true);
    }
}

static void
add_all_candidates(Proposing *p)
{
    const TrustClients *clients = p->clients;

    for (guint i = 0; i < clients->count && clients->dns; i++)
        reverse_prefetch(clients->dns, &clients->clients[i]);
    if (clients->dns)
        add_candidates_of_domains(p);
    for (guint i = 0; i < p->all->len; i++)
        trust_prefetch(g_array_index(p->all, Candidate, i).list, clients->dns,
                       &clients->clients[0]);
    for (guint i = 0; i < clients->count; i++)
        add_candidates_of_client(p, i);
    for (const char *const *host = clients->dns ? clients->hosts : NULL; host && *host; host++)
        add_candidates_of_name(p, *host, false);
}

/* --- what each is worth --- */

static void G_GNUC_PRINTF(2, 3) warn_in_proposal(TrustProposal *proposal, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_ptr_array_add(proposal->warnings, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

static void
note_what_is_covered(const Proposing *p, Candidate *candidate)
{
    for (guint i = 0; i < p->clients->count; i++) {
        TrustDecision decision =
            trust_decide(candidate->list, p->clients->dns, &p->clients->clients[i]);

        if (decision.trusted && !decision.built_in)
            g_array_append_val(candidate->proposal->covers, i);
        g_free(decision.why);
        g_free(decision.warning);
    }
}

static void
warn_of_foreign_records(const Proposing *p, const Candidate *candidate, guint client)
{
    const char *domain = trust_list_entry(candidate->list, 0).name;
    const Claim claim =
        claim_of(domain, IDENTITY_MAIL_FROM, &p->clients->clients[client], p->clients->records);
    g_autoptr(Finding) finding = trust_check_records(p->clients->dns, &claim);
    g_autofree char *foreign = finding ? record_reach_foreign(finding, domain) : NULL;

    if (finding && record_reach_is_wide(p->clients->dns, &claim)) {
        candidate->proposal->shared = true;
        warn_in_proposal(
            candidate->proposal,
            "it believes strangers: the records of %s list more than any one operator has", domain);
    }
    if (!foreign)
        return;
    candidate->proposal->shared = true;
    warn_in_proposal(candidate->proposal,
                     "it believes whoever may send through %s, which the records of %s take in",
                     foreign, domain);
}

/* An address has no name of its own that would show whose it is, but the client may. */
static void
warn_of_shared_machines(const Proposing *p, const Candidate *candidate, guint client)
{
    TrustProposal *proposal = candidate->proposal;
    g_autoptr(TrustLeads) leads =
        p->clients->dns ? trust_leads(candidate->list, 0, p->clients->dns) : NULL;
    const char *name = leads && leads->shared ? leads->shared_name : p->shown->pdata[client];
    const Provider *provider = name ? provider_of_name(name) : NULL;

    if (!provider)
        return;
    proposal->shared = true;
    warn_in_proposal(proposal, "all customers of %s send from the same machines (%s)",
                     provider->name, name);
}

static void
warn_of_dynamic_name(const Proposing *p, const Candidate *candidate, guint client)
{
    if (!p->is_dynamic[client])
        return;
    candidate->proposal->dynamic = true;
    warn_in_proposal(candidate->proposal,
                     "its reverse name looks like that of a customer's line: %s",
                     (const char *)p->shown->pdata[client]);
}

/* In words that follow the clients. */
static char *
proof_words(const TrustProposal *proposal, const char *name, const char *reverse)
{
    bool one = proposal->covers->len == 1;
    const char *is = one ? "is" : "are";

    switch (proposal->kind) {
    case TRUST_EXCHANGES:
        return g_strdup_printf("%s MX host%s of %s", one ? "is an" : "are", one ? "" : "s", name);
    case TRUST_RECORDS:
        return g_strdup_printf("may send for %s, by its own records", name);
    case TRUST_REVERSE:
        return g_strdup_printf("%s named below %s: %s%s", is, name, one ? "" : "such as ",
                               reverse ? reverse : "-");
    case TRUST_HOST:
        return g_strdup_printf("%s the address%s of %s", is, one ? "" : "es", name);
    case TRUST_ADDRESSES:
        return g_strdup_printf("%s covered by no name in the DNS", is);
    }
    g_assert_not_reached();
}

static void
prove_candidate(const Proposing *p, const Candidate *candidate)
{
    TrustProposal *proposal = candidate->proposal;
    guint first = g_array_index(proposal->covers, guint, 0), count = proposal->covers->len;
    const char *name = trust_list_entry(candidate->list, 0).name;
    g_autofree char *address = ip_text(&p->clients->clients[first]);
    g_autofree char *words = proof_words(proposal, name, p->shown->pdata[first]);

    proposal->proof = count == 1
                          ? g_strdup_printf("%s %s", address, words)
                          : g_strdup_printf("%u addresses, such as %s, %s", count, address, words);
    warn_of_shared_machines(p, candidate, first);
    if (proposal->kind == TRUST_RECORDS)
        warn_of_foreign_records(p, candidate, first);
    if (proposal->kind == TRUST_REVERSE)
        warn_in_proposal(proposal, "it believes every host with a name below %s", name);
    warn_of_dynamic_name(p, candidate, first);
}

/* --- the choice --- */

/* In the order of preference. What one name covers needs no whole domain. */
static const TrustKind kinds_by_length[] = { TRUST_EXCHANGES, TRUST_RECORDS, TRUST_HOST,
                                             TRUST_REVERSE, TRUST_ADDRESSES };

static size_t
rank_of_kind(TrustKind kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds_by_length); i++)
        if (kinds_by_length[i] == kind)
            return i;
    g_assert_not_reached();
}

static guint
count_uncovered(const TrustProposal *proposal, const bool *covered)
{
    guint count = 0;

    for (guint i = 0; i < proposal->covers->len; i++)
        count += !covered[g_array_index(proposal->covers, guint, i)];
    return count;
}

static bool
is_better(const TrustProposal *one, const TrustProposal *other, const bool *covered)
{
    guint here = count_uncovered(one, covered), there = count_uncovered(other, covered);

    if (one->shared != other->shared)
        return other->shared;
    if (here != there)
        return here > there;
    return rank_of_kind(one->kind) < rank_of_kind(other->kind);
}

/* The best of those left that covers anything new; NULL: all is covered. */
static Candidate *
choose_candidate(const Proposing *p, const bool *covered)
{
    Candidate *best = NULL;

    for (guint i = 0; i < p->all->len; i++) {
        Candidate *candidate = &g_array_index(p->all, Candidate, i);

        if (!candidate->proposal || count_uncovered(candidate->proposal, covered) == 0)
            continue;
        if (!best || is_better(candidate->proposal, best->proposal, covered))
            best = candidate;
    }
    return best;
}

static GPtrArray *
choose_all(const Proposing *p)
{
    GPtrArray *chosen = g_ptr_array_new_with_free_func(trust_proposal_free_item);
    g_autofree bool *covered = g_new0(bool, p->clients->count);
    Candidate *best;

    while ((best = choose_candidate(p, covered))) {
        TrustProposal *proposal = g_steal_pointer(&best->proposal);

        for (guint i = 0; i < proposal->covers->len; i++)
            covered[g_array_index(proposal->covers, guint, i)] = true;
        g_ptr_array_add(chosen, proposal);
    }
    return chosen;
}

/* --- all --- */

void
trust_proposal_free(TrustProposal *proposal)
{
    if (!proposal)
        return;
    g_free(proposal->entry);
    g_array_unref(proposal->covers);
    g_free(proposal->proof);
    g_ptr_array_unref(proposal->warnings);
    g_free(proposal);
}

static void
candidate_clear(void *data)
{
    Candidate *candidate = data;

    trust_proposal_free(candidate->proposal);
    trust_list_free(candidate->list);
}

GPtrArray *
trust_propose(const TrustClients *clients)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_autoptr(GPtrArray) shown = g_ptr_array_new_full(clients->count, g_free);
    g_autofree bool *is_dynamic = g_new0(bool, clients->count);
    Proposing p = { clients, all, shown, is_dynamic };

    g_array_set_clear_func(all, candidate_clear);
    g_ptr_array_set_size(shown, (gint)clients->count);
    add_all_candidates(&p);
    for (guint i = 0; i < all->len; i++) {
        Candidate *candidate = &g_array_index(all, Candidate, i);

        note_what_is_covered(&p, candidate);
        if (candidate->proposal->covers->len > 0)
            prove_candidate(&p, candidate);
    }
    return choose_all(&p);
}
