/* SPDX-License-Identifier: ISC */
/* Step by step: what the walk looks like now, whether its boundary may be a relay, by what it is
 * tied to the user, the entry, and the walk with that entry, from which the next step begins. */
#include "ask_advice.h"

#include "advice_tie.h"
#include "inspection.h"
#include "mime/quote.h"
#include "records/match.h"
#include "relay/trust_propose.h"

#define STEPS_MAX 3 /* relays behind one another that are advised on */

/* --- the entry --- */

/* The caller frees; NULL: none that should be proposed. */
static TrustProposal *
propose_entry(const AdviceStep *step, const AdviceTie *tie)
{
    const ReceivedHop *client = advice_boundary(step);
    g_autofree char *name = client->helo ? mail_domain(client->helo) : NULL;
    g_autofree char *reverse = client->rdns ? mail_domain(client->rdns) : NULL;
    const char *const domains[] = { tie->domain, NULL };
    const char *const hosts[] = { reverse ? reverse : name, reverse ? name : NULL, NULL };
    const TrustClients clients = {
        .clients = &client->ip,
        .count = 1,
        .domains = domains,
        .hosts = hosts,
        .records = &step->settings->records,
        .dns = step->dns,
    };
    g_autoptr(GPtrArray) proposals = trust_propose(&clients);
    TrustProposal *first = proposals->len > 0 ? g_ptr_array_steal_index(proposals, 0) : NULL;

    if (first && (first->dynamic || (first->shared && tie->claimed)))
        g_clear_pointer(&first, trust_proposal_free);
    return first;
}

/* --- what it would change --- */

static bool
is_changed(const AdviceStep *step, const Evidence *as_if, const Verdict *verdict)
{
    if (ip_equal(&as_if->client, &step->evidence->client) || as_if->walk->uncertain)
        return false;
    return verdict->result != step->verdict->result ||
           !g_str_equal(verdict->reason, step->verdict->reason);
}

/* Where only the message says that the relay is the user's, nothing but a pass would make that
 * worth asking him. */
static bool
is_worth_telling(const AdviceTie *tie, const Verdict *verdict)
{
    return verdict->result == RESULT_PASS || (!tie->claimed && verdict->result != RESULT_TEMPERROR);
}

/* --- telling --- */

/* The name is the client's, as the name's own domain says. */
static bool
is_host_of(const AdviceStep *step, const char *name)
{
    g_auto(Matcher) m = matcher_over(step->dns, &advice_boundary(step)->ip);

    return name && !domain_problem(name) && match_host(&m, name, 32, 128) == MATCH_YES;
}

/* The client for people: by a name that the DNS confirms, or its address. The caller frees. */
static char *
client_words(const AdviceStep *step, const ReverseNames *names)
{
    const ReceivedHop *client = advice_boundary(step);
    g_autofree char *ip = ip_text(&client->ip);
    const char *name = ip;

    if (names->names->len > 0)
        name = names->names->pdata[0];
    else if (is_host_of(step, client->rdns))
        name = client->rdns;
    else if (is_host_of(step, client->helo))
        name = client->helo;
    return quote_words_text(name, QUOTE_NAME_MAX);
}

static char *
condition_words(const AdviceStep *step, const AdviceTie *tie, const ReverseNames *names)
{
    g_autofree char *client = client_words(step, names);
    g_autofree char *domain = quote_words_text(tie->domain, QUOTE_NAME_MAX);

    if (!tie->claimed)
        return g_strdup_printf("%s is yours", client);
    return g_strdup_printf("you have an address at %s, and %s hands on its mail to you", domain,
                           client);
}

static Advice *
advice_new(const AdviceStep *step, const AdviceTie *tie, const ReverseNames *names,
           TrustProposal *proposal, const Verdict *verdict)
{
    Advice *advice = g_new0(Advice, 1);

    advice->entry = g_strdup(proposal->entry);
    advice->status = verdict->result;
    advice->reason = g_strdup(verdict->reason);
    advice->condition = condition_words(step, tie, names);
    advice->proof = g_strdup(proposal->proof);
    advice->claimed = tie->claimed;
    advice->warnings = g_ptr_array_ref(proposal->warnings);
    return advice;
}

/* --- all --- */

/* What was found with one more entry, and what the next step stands on. */
typedef struct {
    TrustList *trust;
    Evidence *evidence;
    Verdict *verdict;
} AdviceTrial;

static void
advice_trial_free(void *item)
{
    AdviceTrial *trial = item;

    g_clear_pointer(&trial->verdict, verdict_free);
    g_clear_pointer(&trial->evidence, evidence_free);
    g_clear_pointer(&trial->trust, trust_list_free);
    g_free(trial);
}

static AdviceTrial *
try_entry(const AdviceStep *step, const char *entry)
{
    AdviceTrial *trial = g_new0(AdviceTrial, 1);

    trial->trust = trust_list_with(step->trust, entry);
    g_assert(trial->trust);
    trial->evidence = inspect_origin(step->settings, trial->trust, step->dns, step->header);
    trial->verdict = verdict_of(trial->evidence);
    return trial;
}

/* Adds one step's advice, if there is any. Returns the trial, which trials takes over, that another
 * step may go on from; NULL: none may, as behind a relay that only the message claims. */
static const AdviceTrial *
advise_step(const AdviceStep *step, GPtrArray *advice, GPtrArray *trials)
{
    const ReceivedHop *below = advice_field_below(step);
    g_autoptr(ReverseNames) names = NULL;
    g_auto(AdviceTie) tie = { NULL, false };
    g_autoptr(TrustProposal) proposal = NULL;
    AdviceTrial *trial;

    if (!below || advice_passes_as_its_own(step))
        return NULL;
    names = reverse_names(step->dns, &advice_boundary(step)->ip, NULL);
    if (advice_is_field_of_client(step, below, names))
        tie = advice_tie_find(step, names);
    proposal = tie.domain ? propose_entry(step, &tie) : NULL;
    if (!proposal)
        return NULL;
    trial = try_entry(step, proposal->entry);
    g_ptr_array_add(trials, trial);
    if (!is_changed(step, trial->evidence, trial->verdict) ||
        !is_worth_telling(&tie, trial->verdict))
        return NULL;
    g_ptr_array_add(advice, advice_new(step, &tie, names, proposal, trial->verdict));
    return tie.claimed ? NULL : trial;
}

void
ask_advice(const Settings *settings, Dns *dns, const HeaderBlock *header, Evidence *evidence,
           const Verdict *verdict)
{
    g_autoptr(Message) message = message_new(header->octets, header->len);
    g_autoptr(GPtrArray) trials = g_ptr_array_new_with_free_func(advice_trial_free);
    AdviceStep step = { settings, dns, header, message, settings->trust, evidence, verdict };

    if (settings->hops > 0 || settings->client.bits > 0 || evidence->cut)
        return;
    dns_allow_more(dns, ADVICE_QUESTIONS_MAX);
    for (int i = 0; i < STEPS_MAX; i++) {
        const AdviceTrial *trial = advise_step(&step, evidence->advice, trials);

        if (!trial)
            break;
        step.trust = trial->trust;
        step.evidence = trial->evidence;
        step.verdict = trial->verdict;
    }
}
