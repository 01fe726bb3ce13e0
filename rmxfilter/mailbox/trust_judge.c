/* SPDX-License-Identifier: ISC */
/* Each kind of tie is a row of demands[]: the weaker the tie, the more must be seen. */
#include "mailbox/trust_judge.h"

#include "author/organization.h"

#include <string.h>

/* So many clients are held against the DNS, those with most senders first. */
#define CLIENTS_ASKED_MAX 200

/* So many domains that mail was delivered to are taken for the user's, the most frequent first;
 * each must have had so much of the mail, in percent: others are aliases of catch-alls. */
#define DOMAINS_MAX   8
#define DOMAINS_SHARE 2

/* So many messages that the user wrote show his address: one alone could be somebody's draft. */
#define WRITTEN_LEAST 3

/* So many senders of a group are asked about. */
#define SENDERS_ASKED_MAX 40

/* Groups without a tie that are not named: with fewer senders, or less of the mail, in percent. */
#define NAMED_ORGANIZATIONS 4
#define NAMED_SHARE         2

/* A relay's senders, in percent, may name it in their records: some use it for their own mail. */
#define NAMED_BY_SENDERS 25

static const struct {
    guint organizations; /* of senders, at least */
    guint days;          /* at least, unless the mailbox has fewer */
    guint handed_on;     /* percent of the messages, at least */
    guint holds; /* percent of the senders that have a record which names one of both, at least */
} demands[] = {
    [TIE_NONE] = { 0, 0, 0, 0 },        [TIE_EXCHANGER] = { 2, 1, 50, 0 },
    [TIE_OPERATOR] = { 4, 2, 80, 34 },  [TIE_RECORDS] = { 4, 2, 80, 34 },
    [TIE_ADDRESSED] = { 8, 3, 80, 50 },
};

/* --- groups --- */

void
trust_group_free(TrustGroup *group)
{
    if (!group)
        return;
    g_free(group->domain);
    g_free(group->zone);
    g_ptr_array_unref(group->clients);
    g_ptr_array_unref(group->proposals);
    g_free(group->doubt);
    g_free(group->refusal);
    g_free(group);
}

/* The group of that tie, domain and zone of names; a new one where there is none. */
static TrustGroup *
group_for(GPtrArray *groups, TrustTieKind tie, const char *domain, const char *zone)
{
    TrustGroup *group;

    for (guint i = 0; i < groups->len; i++) {
        group = groups->pdata[i];
        if (group->tie == tie && g_str_equal(group->domain, domain) &&
            g_str_equal(group->zone, zone))
            return group;
    }
    group = g_new0(TrustGroup, 1);
    group->tie = tie;
    group->domain = g_strdup(domain);
    group->zone = g_strdup(zone);
    group->clients = g_ptr_array_new();
    group->proposals = g_ptr_array_new_with_free_func(trust_proposal_free_item);
    g_ptr_array_add(groups, group);
    return group;
}

/* Where only a name ties a client to the user, its neighbours by name are judged together, and no
 * others: customers of an operator may have names in another corner of its domain. */
static const char *
zone_of_client(const TrustTie *tie)
{
    const char *dot = tie->kind == TIE_OPERATOR && tie->name ? strchr(tie->name, '.') : NULL;

    return dot ? dot + 1 : "";
}

static TrustGroup *
add_client_to_group(GPtrArray *groups, TrustClient *client, const TrustTie *tie)
{
    g_autofree char *address = ip_text(&client->ip);
    const char *owner = tie->name ? organization_registered(tie->name) : address;
    TrustGroup *group =
        group_for(groups, tie->kind, tie->domain ? tie->domain : owner, zone_of_client(tie));

    g_ptr_array_add(group->clients, client);
    group->messages += client->messages;
    group->days = MAX(group->days, g_hash_table_size(client->days));
    group->unknown |= tie->unknown;
    group->dynamic |= tie->dynamic;
    if (tie->shared && !group->refusal)
        group->refusal = g_strdup_printf("these are machines of %s, by which all of its customers "
                                         "send",
                                         tie->shared->name);
    return group;
}

/* Whether an entry of the user's says that the client is none of his relays. Without the DNS only
 * entries that are all addresses say so. */
static bool
is_excluded_client(const TrustQuestion *question, const TrustClient *client)
{
    TrustDecision decision;

    if (!question->trust || (!question->dns && trust_list_asks(question->trust)))
        return false;
    decision = trust_decide(question->trust, question->dns, &client->ip);
    g_free(decision.why);
    g_free(decision.warning);
    return decision.excluded;
}

/* Whatever ties it to the user, he knows better. */
static void
add_excluded_client(GPtrArray *groups, TrustClient *client, TrustTie *tie)
{
    TrustGroup *group;

    tie->kind = TIE_NONE;
    g_clear_pointer(&tie->domain, g_free);
    group = add_client_to_group(groups, client, tie);
    if (!group->refusal)
        group->refusal = g_strdup("an entry of your settings excludes it");
}

/* --- senders --- */

/* What a sender's records say of a client; RESULT_NONE where there are none. */
static Result
result_for_sender(const TrustQuestion *question, const char *sender, const IpAddress *ip)
{
    Claim claim = claim_of(sender, IDENTITY_MAIL_FROM, ip, question->records);
    g_autoptr(Finding) known = trust_check_records(question->dns, &claim);
    g_autoptr(Finding) spf = NULL;

    if (known)
        return known->result;
    spf = scheme_check(scheme_named("spf"), question->dns, &claim);
    return spf->result;
}

static void
ask_sample(const TrustQuestion *question, const TrustClient *client, const TrustSample *sample,
           TrustGroup *group)
{
    Result result = result_for_sender(question, sample->sender, &client->ip);
    bool below = false;

    group->sampled++;
    group->unknown |= result == RESULT_TEMPERROR;
    if (result == RESULT_PASS) {
        group->names_client++;
        return;
    }
    if (result == RESULT_NONE || result == RESULT_TEMPERROR)
        return;
    for (int i = 0; i < TRUST_ROW_BELOW && sample->below[i].bits > 0 && !below; i++)
        below = result_for_sender(question, sample->sender, &sample->below[i]) == RESULT_PASS;
    if (below)
        group->names_below++;
    else
        group->names_neither++;
}

/* Counts the organizations of a group's senders, and asks some of them. The operator's own senders
 * tell nothing. */
static void
ask_senders(const TrustQuestion *question, TrustGroup *group)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) asked = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < group->clients->len; i++) {
        const TrustClient *client = group->clients->pdata[i];
        GHashTableIter iter;
        void *name;

        g_hash_table_iter_init(&iter, client->organizations);
        while (g_hash_table_iter_next(&iter, &name, NULL))
            if (!organization_is_same(name, group->domain))
                g_hash_table_add(seen, name);
        for (guint s = 0; s < client->samples->len; s++) {
            TrustSample *sample = &g_array_index(client->samples, TrustSample, s);

            if (question->dns && g_hash_table_size(asked) < SENDERS_ASKED_MAX &&
                !organization_is_same(sample->sender, group->domain) &&
                g_hash_table_add(asked, sample->sender))
                ask_sample(question, client, sample, group);
        }
    }
    group->organizations = g_hash_table_size(seen);
}

/* --- the judgement --- */

static guint
sum_of_clients(const TrustGroup *group, bool of_lists)
{
    guint sum = 0;

    for (guint i = 0; i < group->clients->len; i++) {
        const TrustClient *client = group->clients->pdata[i];

        sum += of_lists ? client->lists : client->handed_on;
    }
    return sum;
}

/* Whether the records of the senders bear out what the fields below say. */
static bool
path_holds(const TrustGroup *group)
{
    guint judged = group->names_below + group->names_neither;

    return judged == 0 ? demands[group->tie].holds == 0 || group->sampled == 0
                       : group->names_below * 100 >= judged * demands[group->tie].holds;
}

/* Why nothing may be proposed for it; NULL: nothing speaks against it. A literal. */
static const char *
find_refusal(const TrustQuestion *question, const TrustGroup *group, guint days)
{
    guint handed_on = sum_of_clients(group, false);

    if (group->sampled > 0 && group->names_client * 100 > group->sampled * NAMED_BY_SENDERS)
        return "the senders' own records name it: their mail begins there";
    if (group->tie == TIE_NONE)
        return "nothing but the mail itself ties it to you, and a stranger can write that";
    if (group->tie == TIE_ADDRESSED && !question->dns)
        return "only the DNS could say whose machine it is";
    if (group->organizations < demands[group->tie].organizations)
        return "too few unrelated senders came through it";
    if (group->days < MIN(demands[group->tie].days, days))
        return "mail came through it on too few days";
    if (handed_on * 100 < group->messages * demands[group->tie].handed_on)
        return "most of its mail does not show where it came from: it may begin there";
    if (sum_of_clients(group, true) * 2 > group->messages && group->tie == TIE_ADDRESSED)
        return "most of its mail is a list's";
    if (!path_holds(group))
        return "the paths that its fields show look forged: the senders' records do not name the "
               "machines that they show";
    return NULL;
}

/* The days on which mail came, of the client that was seen on most of them. */
static guint
days_of_mailbox(const GPtrArray *clients)
{
    guint days = 0;

    for (guint i = 0; i < clients->len; i++)
        days = MAX(days, g_hash_table_size(((const TrustClient *)clients->pdata[i])->days));
    return days;
}

static void
note_doubt(const TrustQuestion *question, TrustGroup *group)
{
    if (group->tie == TIE_ADDRESSED)
        group->doubt = g_strdup_printf("only mail that came this way says that you have an address "
                                       "at %s: take it if you do, and not otherwise",
                                       group->domain);
    else if (!question->dns)
        group->doubt = g_strdup("its name was not checked in the DNS");
    else if (group->unknown)
        group->doubt = g_strdup("the DNS could not answer all questions about it");
}

/* Finds the entries that cover the group's clients. */
static void
propose_for_group(const TrustQuestion *question, TrustGroup *group)
{
    const char *domains[] = { group->domain, NULL };
    g_autoptr(GPtrArray) hosts = g_ptr_array_new();
    g_autofree IpAddress *ips = g_new0(IpAddress, group->clients->len);
    TrustClients clients = { .clients = ips,
                             .count = group->clients->len,
                             .domains = domains,
                             .records = question->records,
                             .dns = question->dns };

    for (guint i = 0; i < group->clients->len; i++) {
        const TrustClient *client = group->clients->pdata[i];

        ips[i] = client->ip;
        if (*client->below_by &&
            !g_ptr_array_find_with_equal_func(hosts, client->below_by, g_str_equal, NULL))
            g_ptr_array_add(hosts, client->below_by);
    }
    g_ptr_array_add(hosts, NULL);
    clients.hosts = (const char *const *)hosts->pdata;
    g_ptr_array_unref(group->proposals);
    group->proposals = trust_propose(&clients);
}

static void
judge_group(const TrustQuestion *question, guint days, TrustGroup *group)
{
    const char *refusal;

    ask_senders(question, group);
    refusal = find_refusal(question, group, days);
    if (group->refusal)
        return;
    if (refusal) {
        group->refusal = g_strdup(refusal);
        return;
    }
    note_doubt(question, group);
    propose_for_group(question, group);
}

/* --- all --- */

typedef struct {
    const char *name;
    guint count;
} CountedName;

static int
compare_counted(const void *one, const void *other)
{
    const CountedName *a = one, *b = other;

    return a->count == b->count ? strcmp(a->name, b->name) : a->count > b->count ? -1 : 1;
}

/* Adds the names (const char *) of a table that were counted at least so often, the most frequent
 * first. */
static void
add_frequent_domains(GPtrArray *domains, GHashTable *counts, guint least)
{
    g_autoptr(GArray) counted = g_array_new(FALSE, FALSE, sizeof(CountedName));
    GHashTableIter iter;
    void *name, *count;

    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &name, &count)) {
        const CountedName one = { name, GPOINTER_TO_UINT(count) };

        if (one.count >= least)
            g_array_append_val(counted, one);
    }
    g_array_sort(counted, compare_counted);
    for (guint i = 0; i < counted->len && i < DOMAINS_MAX; i++) {
        const char *found = g_array_index(counted, CountedName, i).name;

        if (!g_ptr_array_find_with_equal_func(domains, found, g_str_equal, NULL))
            g_ptr_array_add(domains, g_strdup(found));
    }
}

GPtrArray *
trust_judge_domains(const TrustTally *tally)
{
    GPtrArray *domains = g_ptr_array_new_with_free_func(g_free);
    guint least = MAX(tally->messages * DOMAINS_SHARE / 100, 1);

    add_frequent_domains(domains, tally->written, WRITTEN_LEAST);
    add_frequent_domains(domains, tally->mailboxes, least);
    return domains;
}

static int
compare_groups(const void *one, const void *other)
{
    const TrustGroup *a = *(const TrustGroup *const *)one, *b = *(const TrustGroup *const *)other;

    if ((a->refusal == NULL) != (b->refusal == NULL))
        return a->refusal ? 1 : -1;
    return a->messages == b->messages  ? strcmp(a->domain, b->domain)
           : a->messages > b->messages ? -1
                                       : 1;
}

/* Clients at the boundary are mostly the senders' own hosts, about which there is nothing to say.
 */
static bool
is_worth_naming(const TrustGroup *group, const TrustTally *tally)
{
    return !group->refusal || (group->organizations >= NAMED_ORGANIZATIONS &&
                               group->messages * 100 >= tally->messages * NAMED_SHARE);
}

static GPtrArray *
group_clients(const TrustQuestion *question, const GPtrArray *clients)
{
    GPtrArray *groups = g_ptr_array_new();
    g_autoptr(GPtrArray) names = trust_judge_domains(question->tally);
    TrustDomains domains = { .records = question->records, .dns = question->dns };

    for (const char *const *given = question->domains; given && *given; given++)
        g_ptr_array_add(names, g_strdup(*given));
    g_ptr_array_add(names, NULL);
    domains.names = (const char *const *)names->pdata;

    for (guint i = 0; i < clients->len && i < CLIENTS_ASKED_MAX; i++)
        trust_tie_prefetch(&domains, clients->pdata[i]);
    for (guint i = 0; i < clients->len && i < CLIENTS_ASKED_MAX; i++) {
        g_autoptr(TrustTie) tie = trust_tie_of(&domains, clients->pdata[i]);

        if (is_excluded_client(question, clients->pdata[i]))
            add_excluded_client(groups, clients->pdata[i], tie);
        else
            add_client_to_group(groups, clients->pdata[i], tie);
    }
    return groups;
}

GPtrArray *
trust_judge(const TrustQuestion *question)
{
    g_autoptr(GPtrArray) clients = trust_tally_clients(question->tally);
    g_autoptr(GPtrArray) groups = group_clients(question, clients);
    GPtrArray *told = g_ptr_array_new_with_free_func(trust_group_free_item);
    guint days = days_of_mailbox(clients);

    for (guint i = 0; i < groups->len; i++) {
        judge_group(question, days, groups->pdata[i]);
        if (is_worth_naming(groups->pdata[i], question->tally))
            g_ptr_array_add(told, groups->pdata[i]);
        else
            trust_group_free(groups->pdata[i]);
    }
    g_ptr_array_sort(told, compare_groups);
    return told;
}
