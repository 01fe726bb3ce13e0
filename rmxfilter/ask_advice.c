/* SPDX-License-Identifier: ISC */
/* Step by step: what the walk looks like now, whether its boundary may be a relay, by what it is
 * tied to the user, the entry, and the walk with that entry, from which the next step begins. */
#include "ask_advice.h"

#include "inspection.h"
#include "mime/message.h"
#include "mime/quote.h"
#include "records/match.h"
#include "relay/dynamic_name.h"
#include "relay/relay_tie.h"
#include "relay/rewrite.h"
#include "relay/same_host.h"
#include "relay/sender.h"
#include "relay/trust_propose.h"

#include <string.h>

#define STEPS_MAX      3 /* relays behind one another that are advised on */
#define RECIPIENTS_MAX 4 /* domains of the user's that are asked about */

/* Where the asking is. All lent but for what the caller of a step frees. */
typedef struct {
    const Settings *settings;
    Dns *dns;
    const HeaderBlock *header;
    const Message *message;
    const TrustList *trust;   /* with all entries advised so far */
    const Evidence *evidence; /* as it is with these */
    const Verdict *verdict;
} AdviceStep;

/* What ties the boundary's client to the user. */
typedef struct {
    char *domain; /* by which domain; NULL: nothing does */
    bool claimed; /* by the message's word that he has an address there */
} AdviceTie;

static const ReceivedHop *
boundary_hop(const AdviceStep *step)
{
    return walk_step(step->evidence->walk, step->evidence->walk->boundary)->hop;
}

/* --- whether it may be a relay --- */

static bool
is_equal_name(const char *one, const char *other)
{
    return one && other && g_ascii_strcasecmp(one, other) == 0;
}

static bool
is_one_of_names(const char *name, const ReverseNames *names)
{
    for (guint i = 0; i < names->names->len; i++)
        if (is_equal_name(name, names->names->pdata[i]))
            return true;
    return false;
}

static bool
looks_like_line(const IpAddress *ip, const char *name)
{
    return name && name_looks_dynamic(name, ip);
}

/* The walk can be tried once more only if it ended at a client that an entry could trust. */
static bool
ends_at_client(const AdviceStep *step)
{
    const Walk *walk = step->evidence->walk;

    return walk && walk->end == WALK_BOUNDARY && !walk->uncertain && walk->boundary >= 0 &&
           ip_equal(&walk->ip, &boundary_hop(step)->ip) && !ip_local_network(&walk->ip) &&
           boundary_hop(step)->kind == HOP_SMTP && !looks_like_line(&walk->ip, walk->rdns) &&
           !looks_like_line(&walk->ip, walk->helo);
}

/* The first field below the boundary's that names its writer, lines of a queue passed over (qmail);
 * NULL: there is none, or it shows no hand-over from another host or inside one. */
static const ReceivedHop *
field_below(const AdviceStep *step)
{
    const Walk *walk = step->evidence->walk;
    int index = walk->boundary + 1;
    const ReceivedHop *below;

    while (index < (int)walk->steps->len && !walk_step(walk, index)->hop->by &&
           walk_step(walk, index)->hop->kind == HOP_LOCAL)
        index++;
    below = index < (int)walk->steps->len ? walk_step(walk, index)->hop : NULL;
    return below && below->by && (below->kind == HOP_SMTP || below->kind == HOP_LOCAL) ? below
                                                                                       : NULL;
}

/* Whether the client wrote it, by its names (names: those that are confirmed), and none of those is
 * that of a customer's line. */
static bool
is_field_of_client(const AdviceStep *step, const ReceivedHop *below, const ReverseNames *names)
{
    const ReceivedHop *client = boundary_hop(step);

    for (guint i = 0; i < names->names->len; i++)
        if (looks_like_line(&client->ip, names->names->pdata[i]))
            return false;
    return is_equal_name(below->by, client->helo) || is_equal_name(below->by, client->rdns) ||
           is_one_of_names(below->by, names);
}

/* --- what ties it to the user --- */

/* The domain of an address, where mail goes to it by the DNS; NULL: "bob@localhost", and all that
 * is none. The caller frees. */
static char *
domain_of_recipient(const char *text)
{
    g_autoptr(MailAddress) address = text ? mail_address_parse(text, strlen(text)) : NULL;
    const char *domain = address ? address->domain : NULL;

    return domain && strchr(domain, '.') && !domain_problem(domain) ? g_strdup(domain) : NULL;
}

static void
add_recipient(GPtrArray *domains, const char *text)
{
    char *domain = domain_of_recipient(text);

    if (!domain || domains->len >= RECIPIENTS_MAX ||
        g_ptr_array_find_with_equal_func(domains, domain, g_str_equal, NULL))
        g_free(domain);
    else
        g_ptr_array_add(domains, domain);
}

/* Whether delivery agents write into the field to whom a message came. */
static bool
is_recipient_field(const MessageField *field)
{
    static const char *const names[] = { "Delivered-To", "X-Original-To", "Envelope-To",
                                         "X-Envelope-To", "X-Delivered-To" };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (message_field_is(field, names[i]))
            return true;
    return false;
}

/* Domains of addresses that the message came to, by these Received fields and these other fields of
 * the message, each range from its first to before its end. The caller owns the array. */
static GPtrArray *
recipient_domains(const AdviceStep *step, int first_hop, int end_hop, guint first, guint end)
{
    GPtrArray *domains = g_ptr_array_new_with_free_func(g_free);

    for (int i = first_hop; i < end_hop; i++)
        add_recipient(domains, walk_step(step->evidence->walk, i)->hop->for_address);
    for (guint i = first; i < end; i++) {
        const MessageField *field = &g_array_index(step->message->fields, MessageField, i);
        g_autofree char *text = is_recipient_field(field) ? message_field_text(field) : NULL;

        add_recipient(domains, text);
    }
    return domains;
}

/* Those of the user, as hosts that are believed wrote them. */
static GPtrArray *
own_domains(const AdviceStep *step)
{
    const Walk *walk = step->evidence->walk;

    return recipient_domains(step, 0, walk->boundary + 1, 0,
                             sender_fields_above(step->message, walk));
}

/* Those that stand where the sender could have written them. */
static GPtrArray *
claimed_domains(const AdviceStep *step)
{
    const Walk *walk = step->evidence->walk;

    return recipient_domains(step, walk->boundary + 1, (int)walk->steps->len,
                             sender_fields_above(step->message, walk), step->message->fields->len);
}

static bool
is_tied_to(const AdviceStep *step, const char *domain)
{
    return relay_tie(step->dns, &boundary_hop(step)->ip, domain, &step->settings->records) !=
           RELAY_TIE_NONE;
}

/* The domain under which the client rewrote the sender's address in another domain; NULL: it did
 * not. */
static const char *
rewriting_domain(const AdviceStep *step)
{
    const MailAddress *sender = step->evidence->mail_from;
    g_autoptr(MailAddress) original = NULL;

    if (!sender || !sender->domain || step->evidence->mail_from_rewritten ||
        rewrite_undo(sender, &original) != REWRITE_UNDONE ||
        is_equal_name(sender->domain, original->domain))
        return NULL;
    return sender->domain;
}

/* A host's own mail passes, and needs no advice; what a relay rewrote to pass does. */
static bool
passes_as_its_own(const AdviceStep *step)
{
    return step->verdict->result == RESULT_PASS && !rewriting_domain(step);
}

/* The first of the domains that the client is tied to. The caller frees; NULL: none. */
static char *
first_tied(const AdviceStep *step, const GPtrArray *domains)
{
    for (guint i = 0; i < domains->len; i++)
        if (is_tied_to(step, domains->pdata[i]))
            return g_strdup(domains->pdata[i]);
    return NULL;
}

static AdviceTie
find_tie(const AdviceStep *step)
{
    g_autoptr(GPtrArray) own = own_domains(step), claimed = claimed_domains(step);
    const char *rewriting = rewriting_domain(step);
    AdviceTie tie = { first_tied(step, own), false };

    if (tie.domain)
        return tie;
    tie = (AdviceTie){ first_tied(step, claimed), true };
    if (!tie.domain && rewriting && !domain_problem(rewriting) && is_tied_to(step, rewriting))
        tie.domain = g_strdup(rewriting);
    return tie;
}

/* --- the entry --- */

/* The caller frees; NULL: none that should be proposed. */
static TrustProposal *
propose_entry(const AdviceStep *step, const AdviceTie *tie)
{
    const ReceivedHop *client = boundary_hop(step);
    g_autofree char *name = client->rdns ? mail_domain(client->rdns) : NULL;
    const char *const domains[] = { tie->domain, NULL }, *const hosts[] = { name, NULL };
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
    g_auto(Matcher) m = matcher_over(step->dns, &boundary_hop(step)->ip);

    return name && !domain_problem(name) && match_host(&m, name, 32, 128) == MATCH_YES;
}

/* The client for people: by a name that the DNS confirms, or its address. The caller frees. */
static char *
client_words(const AdviceStep *step, const ReverseNames *names)
{
    const ReceivedHop *client = boundary_hop(step);
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

/* Adds one step's advice. True where another step may follow, from the trial: not behind a relay
 * that only the message claims. */
static bool
advise_step(const AdviceStep *step, GPtrArray *advice, AdviceTrial **trial)
{
    g_autoptr(ReverseNames) names = NULL;
    const ReceivedHop *below;
    AdviceTie tie = { NULL, false };
    TrustProposal *proposal = NULL;
    bool told;

    *trial = NULL;
    below = ends_at_client(step) ? field_below(step) : NULL;
    if (!below || passes_as_its_own(step))
        return false;
    names = reverse_names(step->dns, &boundary_hop(step)->ip, NULL);
    if (is_field_of_client(step, below, names))
        tie = find_tie(step);
    if (tie.domain)
        proposal = propose_entry(step, &tie);
    if (proposal)
        *trial = try_entry(step, proposal->entry);
    told = *trial && is_changed(step, (*trial)->evidence, (*trial)->verdict) &&
           is_worth_telling(&tie, (*trial)->verdict);
    if (told)
        g_ptr_array_add(advice, advice_new(step, &tie, names, proposal, (*trial)->verdict));
    trust_proposal_free(proposal);
    g_free(tie.domain);
    return told && !tie.claimed;
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
        AdviceTrial *trial;
        bool goes_on = advise_step(&step, evidence->advice, &trial);

        if (trial)
            g_ptr_array_add(trials, trial);
        if (!goes_on)
            break;
        step.trust = trial->trust;
        step.evidence = trial->evidence;
        step.verdict = trial->verdict;
    }
}
