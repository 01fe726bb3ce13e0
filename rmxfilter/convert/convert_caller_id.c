/* SPDX-License-Identifier: ISC */
/* Order means nothing in Caller ID: exclusions are looked at before inclusions. The documents that
 * indirect elements name are read as they are today. */
#include "convert/converters.h"

#include "convert/policy_networks.h"
#include "records/caller_id/caller_id.h"
#include "records/caller_id/caller_id_gather.h"

static void
add_caller_network(Policy *policy, const CallerSender *sender)
{
    g_autofree char *network = ip_network_text(&sender->network);
    g_autofree char *shown = g_strdup_printf("%s %s%s", caller_id_kind_text(sender->kind),
                                             sender->excludes ? "!" : "", network);
    PolicyRule rule =
        policy_network(sender->excludes ? RESULT_FAIL : RESULT_PASS, &sender->network, shown);

    policy_add(policy, &rule);
}

static void
add_caller_exchanges(Policy *policy, const CallerSender *sender)
{
    g_autofree char *domain = domain_text(sender->domain);
    g_autofree char *shown = g_strdup_printf("mx %s", domain);
    PolicyRule rule = policy_named(POLICY_MX, RESULT_PASS, domain, shown);
    g_autoptr(GPtrArray) exchanges = policy_exchanges(policy, domain);

    if (exchanges)
        policy_add(policy, &rule);
    else
        policy_note_loss(policy, shown, "it has more than 10 MX hosts, which is an error");
}

static void
add_caller_networks(Policy *policy, const GArray *senders, bool excludes)
{
    for (guint i = 0; i < senders->len; i++) {
        const CallerSender *sender = &g_array_index(senders, CallerSender, i);

        if (sender->kind != CALLER_MX && sender->excludes == excludes)
            add_caller_network(policy, sender);
    }
}

static void
add_caller_senders(Policy *policy, const GArray *senders)
{
    add_caller_networks(policy, senders, true);
    add_caller_networks(policy, senders, false);
    for (guint i = 0; i < senders->len; i++) {
        const CallerSender *sender = &g_array_index(senders, CallerSender, i);

        if (sender->kind == CALLER_MX)
            add_caller_exchanges(policy, sender);
    }
}

bool
convert_caller_id_read(Policy *policy)
{
    IpAddress nobody = { .bits = 0 };
    g_auto(Matcher) matcher = matcher_over(policy->dns, &nobody);
    g_autoptr(Finding) finding = g_new0(Finding, 1);
    g_autoptr(GArray) senders = caller_senders_new();

    switch (caller_id_gather(&matcher, policy->domain, NULL, finding, senders, NULL)) {
    case DOCUMENT_NONE:
        return false;
    case DOCUMENT_THERE:
        add_caller_senders(policy, senders);
        return true;
    case DOCUMENT_FAILED:
        break;
    }
    if (finding->result == RESULT_TEMPERROR)
        policy->unknown = g_steal_pointer(&finding->problem);
    else
        policy_stop_at(policy, "the document", finding->problem);
    return true;
}
