/* SPDX-License-Identifier: ISC */
/* Caller ID has no order: exclusions go before inclusions. So an exclusion is written without what
 * was let in before it, and nothing else needs care. Its indirect elements name documents that may
 * change; no policy has them, and none are written. */
#include "records/caller_id/caller_id_policy.h"

#include "records/caller_id/caller_id.h"
#include "records/caller_id/caller_id_gather.h"
#include "records/policy/policy_say.h"

#include <string.h>

/* --- from a document to rules --- */

static void
add_network(Policy *policy, const CallerSender *sender)
{
    g_autofree char *network = ip_network_text(&sender->network);
    g_autofree char *shown = g_strdup_printf("%s %s%s", caller_id_kind_text(sender->kind),
                                             sender->excludes ? "!" : "", network);
    PolicyRule rule =
        policy_network(sender->excludes ? RESULT_FAIL : RESULT_PASS, &sender->network, shown);

    policy_add(policy, &rule);
}

static void
add_exchanges(Policy *policy, const CallerSender *sender)
{
    g_autofree char *domain = domain_text(sender->domain);
    g_autofree char *shown = g_strdup_printf("mx %s", domain);
    PolicyRule rule = policy_named(POLICY_MX, RESULT_PASS, domain, shown);
    g_autoptr(GPtrArray) exchanges = policy_exchanges(policy, domain);

    if (exchanges)
        policy_add(policy, &rule);
    else
        policy_cannot(policy, shown, "it has more than 10 MX hosts, which is an error");
}

static void
add_networks(Policy *policy, const GArray *senders, bool excludes)
{
    for (guint i = 0; i < senders->len; i++) {
        const CallerSender *sender = &g_array_index(senders, CallerSender, i);

        if (sender->kind != CALLER_MX && sender->excludes == excludes)
            add_network(policy, sender);
    }
}

static void
add_senders(Policy *policy, const GArray *senders)
{
    add_networks(policy, senders, true);
    add_networks(policy, senders, false);
    for (guint i = 0; i < senders->len; i++) {
        const CallerSender *sender = &g_array_index(senders, CallerSender, i);

        if (sender->kind == CALLER_MX)
            add_exchanges(policy, sender);
    }
}

bool
caller_id_policy_read(Policy *policy)
{
    IpAddress nobody = { .bits = 0 };
    Claim claim = { .domain = policy->domain, .settings = policy->settings };
    g_auto(Matcher) matcher = matcher_over(policy->dns, &nobody);
    g_autoptr(Finding) finding = g_new0(Finding, 1);
    g_autoptr(GArray) senders = caller_senders_new();

    switch (caller_id_gather(&matcher, &claim, finding, senders)) {
    case DOCUMENT_NONE:
        return false;
    case DOCUMENT_THERE:
        add_senders(policy, senders);
        return true;
    case DOCUMENT_FAILED:
        break;
    }
    if (finding->result == RESULT_TEMPERROR)
        policy->unknown = g_steal_pointer(&finding->problem);
    else
        policy_cut(policy, "the document", finding->problem);
    return true;
}

/* --- from rules to a document --- */

typedef struct {
    Policy *policy;
    GString *text;  /* the elements in m */
    GArray *let_in; /* IpNetwork: so far */
    bool own_mx;    /* and the domain's MX hosts */
    bool lets_in;
} CallerWriter;

static void
append_network(CallerWriter *w, const char *network, bool excludes)
{
    const char *element = strchr(network, '/') ? "r" : "a";

    g_string_append_printf(w->text, "<%s>%s%s</%s>", element, excludes ? "!" : "", network,
                           element);
}

/* What was let in before; where the MX hosts were, their addresses of today. */
static GArray *
let_in_so_far(CallerWriter *w, const char *term)
{
    GArray *networks = networks_new();

    g_array_append_vals(networks, w->let_in->data, w->let_in->len);
    if (w->own_mx) {
        PolicyRule mx = policy_named(POLICY_MX, RESULT_PASS, w->policy->domain, term);
        g_autoptr(GArray) hosts = policy_rule_networks(w->policy, &mx);

        g_array_append_vals(networks, hosts->data, hosts->len);
        policy_note(w->policy, term, "the MX hosts of today are not excluded");
    }
    return networks;
}

/* The networks have their text, or nothing is written of them. */
static const char *
append_networks(CallerWriter *w, const GArray *networks, bool excludes)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < networks->len; i++) {
        char *text = policy_network_text(&g_array_index(networks, IpNetwork, i));

        if (!text)
            return "this network has no text form";
        g_ptr_array_add(texts, text);
    }
    for (guint i = 0; i < texts->len; i++)
        append_network(w, texts->pdata[i], excludes);
    return NULL;
}

static const char *
exclude(CallerWriter *w, const PolicyRule *rule)
{
    g_autoptr(GArray) networks = policy_rule_networks(w->policy, rule);
    g_autoptr(GArray) before = let_in_so_far(w, rule->term);
    g_autoptr(GArray) left = networks_without(networks, before);

    return left ? append_networks(w, left, true) : "it would take too many exclusions";
}

static const char *
include(CallerWriter *w, const PolicyRule *rule)
{
    g_autoptr(GArray) networks = policy_rule_networks(w->policy, rule);
    const char *problem = append_networks(w, networks, false);

    if (problem)
        return problem;
    g_array_append_vals(w->let_in, networks->data, networks->len);
    w->lets_in = true;
    return NULL;
}

static const char *
say(void *writer, const PolicyRule *rule)
{
    CallerWriter *w = writer;
    bool lets_in = rule->result == RESULT_PASS;

    if (rule->kind == POLICY_NETWORK || rule->kind == POLICY_EVERYONE)
        return lets_in ? include(w, rule) : exclude(w, rule);
    if (rule->kind != POLICY_MX || !lets_in || !policy_is_own(w->policy, rule) ||
        rule->length4 < 32 || rule->length6 < 128)
        return "Caller ID has no element for it";
    if (!w->own_mx)
        g_string_append(w->text, "<mx/>");
    w->own_mx = w->lets_in = true;
    return NULL;
}

void
caller_id_policy_write(Policy *policy)
{
    static const PolicyWords words = {
        .say = say, .softer = "Caller ID has no softfail and no neutral: it becomes fail"
    };
    g_autoptr(GString) text = g_string_new("<ep xmlns='http://ms.net/1'><out>");
    g_autoptr(GString) elements = g_string_new(NULL);
    g_autoptr(GArray) let_in = networks_new();
    CallerWriter writer = { .policy = policy, .text = elements, .let_in = let_in };

    if (!policy_say(policy, &words, &writer))
        return;
    if (writer.lets_in)
        g_string_append_printf(text, "<m>%s</m>", elements->str);
    else
        g_string_append(text, "<noMailServers/>");
    g_string_append(text, "</out></ep>");
    if (text->len > CALLER_ID_OCTETS_MAX)
        policy_cannot(policy, "all of it", "the document would be longer than Caller ID allows");
    else
        policy_write_text(policy, "_ep", text->str);
}
