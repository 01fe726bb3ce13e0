/* SPDX-License-Identifier: ISC */
/* A relay that was only believed with a doubt writes fields that are believed now. So whatever
 * follows from them bears the doubt, too. */
#include "mailbox/trust_plan.h"

#include <string.h>

void
trust_plan_entry_free(TrustPlanEntry *entry)
{
    g_free(entry->entry);
    g_free(entry->proof);
    g_ptr_array_unref(entry->relays);
    g_ptr_array_unref(entry->warnings);
    g_free(entry->doubt);
    g_free(entry->address_at);
    g_free(entry->example);
    trust_changes_clear(&entry->changes);
    g_free(entry);
}

static void
trust_plan_refusal_free(void *data)
{
    TrustPlanRefusal *refusal = data;

    g_free(refusal->who);
    g_free(refusal->why);
    g_free(refusal->example);
    g_free(refusal);
}

TrustPlan *
trust_plan_new(void)
{
    TrustPlan *plan = g_new0(TrustPlan, 1);

    plan->entries = g_ptr_array_new_with_free_func(trust_plan_entry_free_item);
    plan->refusals = g_ptr_array_new_with_free_func(trust_plan_refusal_free);
    plan->relays = g_array_new(FALSE, FALSE, sizeof(IpAddress));
    plan->sure = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return plan;
}

void
trust_plan_free(TrustPlan *plan)
{
    if (!plan)
        return;
    g_ptr_array_unref(plan->entries);
    g_ptr_array_unref(plan->refusals);
    g_array_unref(plan->relays);
    g_hash_table_unref(plan->sure);
    g_free(plan);
}

/* --- one layer --- */

static TrustClient *
first_client(const TrustGroup *group)
{
    return group->clients->pdata[0];
}

static void
add_refusal(TrustPlan *plan, const TrustGroup *group)
{
    TrustPlanRefusal *refusal = g_new0(TrustPlanRefusal, 1);

    refusal->who = g_strdup(group->domain);
    refusal->why = g_strdup(group->refusal);
    refusal->example = g_strdup(first_client(group)->example);
    refusal->messages = group->messages;
    refusal->organizations = group->organizations;
    g_ptr_array_add(plan->refusals, refusal);
}

/* Only relays with a doubt say that the group's domain is the user's. */
static bool
is_doubted_domain(const TrustPlan *plan, const TrustGroup *group, bool was_doubted)
{
    return was_doubted && !g_hash_table_contains(plan->sure, group->domain);
}

/* The doubt that an entry for the group bears; NULL: none. The caller frees. */
static char *
doubt_of_group(const TrustPlan *plan, const TrustGroup *group, bool was_doubted)
{
    if (group->doubt)
        return g_strdup(group->doubt);
    if (is_doubted_domain(plan, group, was_doubted))
        return g_strdup_printf("take it only if you have an address at %s: only relays about "
                               "which there is a doubt say so",
                               group->domain);
    return NULL;
}

static TrustPlanEntry *
entry_of_proposal(const TrustGroup *group, const TrustProposal *proposal)
{
    TrustPlanEntry *entry = g_new0(TrustPlanEntry, 1);

    entry->entry = g_strdup(proposal->entry);
    entry->proof = g_strdup(proposal->proof);
    entry->relays = g_ptr_array_new_with_free_func(g_free);
    entry->warnings = g_ptr_array_new_with_free_func(g_free);
    entry->example = g_strdup(first_client(group)->example);
    for (guint i = 0; i < proposal->warnings->len; i++)
        g_ptr_array_add(entry->warnings, g_strdup(proposal->warnings->pdata[i]));
    for (guint i = 0; i < proposal->covers->len; i++) {
        const TrustClient *client =
            group->clients->pdata[g_array_index(proposal->covers, guint, i)];

        g_ptr_array_add(entry->relays, ip_text(&client->ip));
    }
    return entry;
}

static bool
has_entry(const TrustPlan *plan, const char *text)
{
    for (guint i = 0; i < plan->entries->len; i++)
        if (g_str_equal(((const TrustPlanEntry *)plan->entries->pdata[i])->entry, text))
            return true;
    return false;
}

/* An entry that strangers' machines match, too, is none that a program should propose. */
static void
take_group(TrustPlan *plan, const TrustGroup *group, bool was_doubted)
{
    g_autofree char *doubt = doubt_of_group(plan, group, was_doubted);

    for (guint i = 0; i < group->proposals->len; i++) {
        const TrustProposal *proposal = group->proposals->pdata[i];
        TrustPlanEntry *entry;

        if (has_entry(plan, proposal->entry))
            continue;
        entry = entry_of_proposal(group, proposal);
        entry->doubt = g_strdup(doubt);
        if (group->tie == TIE_ADDRESSED || is_doubted_domain(plan, group, was_doubted))
            entry->address_at = g_strdup(group->domain);
        if (proposal->shared && !entry->doubt)
            entry->doubt = g_strdup("strangers send by machines that it trusts, too");
        g_ptr_array_add(plan->entries, entry);
    }
    plan->doubted |= doubt != NULL;
    for (guint i = 0; i < group->clients->len; i++)
        g_array_append_val(plan->relays, ((const TrustClient *)group->clients->pdata[i])->ip);
}

static void
note_sure_domains(TrustPlan *plan, const TrustQuestion *question)
{
    g_autoptr(GPtrArray) domains = trust_user_domains(question->tally);

    for (guint i = 0; i < domains->len && !plan->doubted; i++)
        g_hash_table_add(plan->sure, g_strdup(domains->pdata[i]));
    for (const char *const *given = question->domains; given && *given; given++)
        g_hash_table_add(plan->sure, g_strdup(*given));
}

bool
trust_plan_add_layer(TrustPlan *plan, const TrustQuestion *question)
{
    g_autoptr(GPtrArray) groups = trust_judge(question);
    guint before = plan->relays->len;
    bool was_doubted = plan->doubted;

    note_sure_domains(plan, question);
    plan->messages = question->tally->messages;
    g_ptr_array_set_size(plan->refusals, 0);
    for (guint i = 0; i < groups->len; i++) {
        const TrustGroup *group = groups->pdata[i];

        if (group->refusal)
            add_refusal(plan, group);
        else
            take_group(plan, group, was_doubted);
    }
    return plan->relays->len > before;
}

/* --- the fewest --- */

/* Gives the entry all relays of the plan that it covers. */
static void
cover_relays(const TrustPlan *plan, TrustPlanEntry *entry, const SchemeSettings *records, Dns *dns)
{
    g_autoptr(TrustList) list = trust_list_new();
    bool added;

    trust_list_set_records(list, records);
    added = trust_list_add(list, entry->entry, NULL);
    g_assert(added);
    g_ptr_array_set_size(entry->relays, 0);
    for (guint i = 0; i < plan->relays->len; i++) {
        const IpAddress *ip = &g_array_index(plan->relays, IpAddress, i);
        TrustDecision decision = trust_decide(list, dns, ip);

        if (decision.trusted)
            g_ptr_array_add(entry->relays, ip_text(ip));
        g_free(decision.why);
        g_free(decision.warning);
    }
}

static guint
count_left(const TrustPlanEntry *entry, GHashTable *covered)
{
    guint left = 0;

    for (guint i = 0; i < entry->relays->len; i++)
        left += !g_hash_table_contains(covered, entry->relays->pdata[i]);
    return left;
}

/* Those without a doubt first, then those that cover most, then in the order in which they were
 * found. NULL: nothing is left to cover. */
static TrustPlanEntry *
best_entry(const TrustPlan *plan, GHashTable *covered)
{
    TrustPlanEntry *best = NULL;

    for (guint i = 0; i < plan->entries->len; i++) {
        TrustPlanEntry *entry = plan->entries->pdata[i];
        guint left = count_left(entry, covered);

        if (left == 0)
            continue;
        if (!best || (best->doubt && !entry->doubt) ||
            (!best->doubt == !entry->doubt && left > count_left(best, covered)))
            best = entry;
    }
    return best;
}

void
trust_plan_finish(TrustPlan *plan, const SchemeSettings *records, Dns *dns)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();
    g_autoptr(GHashTable) covered = g_hash_table_new(g_str_hash, g_str_equal);
    TrustPlanEntry *best;

    for (guint i = 0; dns && i < plan->entries->len; i++)
        cover_relays(plan, plan->entries->pdata[i], records, dns);
    while ((best = best_entry(plan, covered))) {
        for (guint i = 0; i < best->relays->len; i++)
            g_hash_table_add(covered, best->relays->pdata[i]);
        g_ptr_array_add(chosen, best);
    }
    for (guint i = plan->entries->len; i-- > 0;)
        if (!g_ptr_array_find(chosen, plan->entries->pdata[i], NULL))
            g_ptr_array_remove_index(plan->entries, i);
}

void
trust_plan_doubt_all(TrustPlan *plan, const char *doubt)
{
    for (guint i = 0; i < plan->entries->len; i++) {
        TrustPlanEntry *entry = plan->entries->pdata[i];

        if (!entry->doubt)
            entry->doubt = g_strdup(doubt);
    }
}

/* --- counting --- */

static bool
came_through(const TrustPlanEntry *entry, const TrustRow *row)
{
    for (guint i = 0; i < row->via->len; i++) {
        g_autofree char *ip = ip_text(&g_array_index(row->via, IpAddress, i));

        if (g_ptr_array_find_with_equal_func(entry->relays, ip, g_str_equal, NULL))
            return true;
    }
    return false;
}

bool
trust_plan_count(TrustPlan *plan, const TrustRow *row, const TrustVerdicts *verdicts,
                 const char *place)
{
    bool any = false;

    for (guint i = 0; i < plan->entries->len; i++) {
        TrustPlanEntry *entry = plan->entries->pdata[i];

        if (came_through(entry, row)) {
            entry->messages++;
            trust_changes_add(&entry->changes, verdicts, place);
            any = true;
        }
    }
    return any;
}
