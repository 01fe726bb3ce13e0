/* SPDX-License-Identifier: ISC */
/* Each kind of tie is a row of demands[]: the weaker the tie, the more must be seen. */
#include "mailbox/trust_judge.h"

#include <string.h>

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
        group->doubt = g_strdup_printf("take it only if you have an address at %s: nothing but "
                                       "the mail that came this way says so, and a stranger can "
                                       "write such mail",
                                       group->domain);
    else if (!question->dns)
        group->doubt = g_strdup("its name was not checked in the DNS");
    else if (group->aside)
        group->doubt = g_strdup_printf("only its name ties it to %s, and others may have machines "
                                       "with such names, too",
                                       group->domain);
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

    trust_group_ask_senders(question, group);
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

GPtrArray *
trust_judge(const TrustQuestion *question)
{
    g_autoptr(GPtrArray) clients = trust_tally_clients(question->tally);
    g_autoptr(GPtrArray) groups = trust_group_clients(question, clients);
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
