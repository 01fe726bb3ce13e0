/* SPDX-License-Identifier: ISC */
/* A hop passed over is a hop believed blindly: what may be passed over is decided in
 * pass_over_hop() and nowhere else, and everything that is not on its short list ends the walk. */
#include "relay/walk.h"

#include "relay/same_host.h"
#include "relay/walk_end.h"

#include <string.h>

static void
walk_step_free(void *data)
{
    WalkStep *step = data;

    received_hop_free(step->hop);
    g_free(step->relay_name);
    g_free(step->why);
    g_free(step);
}

static void G_GNUC_PRINTF(2, 3) add_walk_warning(Walk *walk, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_ptr_array_add(walk->warnings, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

/* Where the walk is. What the fields above are is kept here and not looked up again: there may be
 * thousands. */
typedef struct {
    const Provider *mailbox;  /* the user's word for where the mailbox is, until a host is seen */
    const Provider *inside;   /* the last hop was inside this provider; NULL: inside none */
    const ReceivedHop *above; /* the last hop */
    bool after_relay;         /* its client is trusted by an entry of the user's */
    bool other_host; /* some hop above led to another host: by SMTP, or by a mailbox fetch */
    bool smtp_above; /* by SMTP */
    bool host_above; /* some field above was neither passed over nor is on loopback */
} WalkPosition;

static void
note_hop(WalkPosition *position, const WalkStep *step)
{
    const ReceivedHop *hop = step->hop;
    bool loopback = ip_is_loopback(&hop->ip);

    position->above = hop;
    position->after_relay = step->relay;
    position->smtp_above |= hop->kind == HOP_SMTP && !loopback;
    position->other_host |= position->smtp_above || hop->kind == HOP_FETCH;
    position->host_above |= hop->kind != HOP_LOCAL && hop->kind != HOP_FETCH && !loopback;
    if (hop->kind != HOP_LOCAL && hop->kind != HOP_FETCH)
        position->mailbox = NULL;
}

/* --- one hop --- */

typedef enum { PROVIDER_PASSED, PROVIDER_ENDED, PROVIDER_NONE } ProviderStep;

/* The provider that the walk is in or may come into here: at the first field that a mail host
 * wrote, by the user's word or by the field itself, and below a relay of the user's, which may be
 * the provider's. */
static const Provider *
provider_at(const ReceivedHop *hop, const WalkPosition *position)
{
    if (position->inside)
        return position->inside;
    if (position->mailbox)
        return position->mailbox;
    return !position->host_above || position->after_relay ? provider_of(hop) : NULL;
}

/* Passes a hop inside a mailbox provider. Below a field from inside stands another from inside, or
 * the border's; if neither follows, somebody else wrote the field. */
static ProviderStep
pass_provider_hop(Walk *walk, int index, WalkPosition *position)
{
    WalkStep *step = walk_step(walk, index);
    const Provider *provider = provider_at(step->hop, position);
    bool was_inside = position->inside != NULL;

    position->inside = NULL;
    if (!provider)
        return PROVIDER_NONE;
    switch (provider->shape(step->hop, was_inside ? position->above : NULL)) {
    case PROVIDER_INSIDE:
        position->inside = provider;
        step->trusted = step->inside = true;
        walk_explain_step(step, "inside the mailbox's provider (%s)", provider->name);
        return PROVIDER_PASSED;
    case PROVIDER_SUBMITTED:
        step->inside = true;
        walk_end_at_submission(walk, index, provider);
        return PROVIDER_ENDED;
    case PROVIDER_BORDER:
        walk->provider = provider;
        walk->border = index;
        return PROVIDER_NONE;
    case PROVIDER_STRANGE:
        break;
    }
    if (!was_inside)
        return PROVIDER_NONE;
    walk_end_unreadable(walk, index, "not written by the mailbox's provider, as those above it");
    return PROVIDER_ENDED;
}

/* Whether the next field was written by the host that wrote this one. */
static bool
same_host_below(const Walk *walk, int index, const WalkRules *rules)
{
    return index + 1 >= (int)walk->steps->len ||
           same_host(walk_step(walk, index)->hop, walk_step(walk, index + 1)->hop,
                     rules->own_names);
}

/* Passes over a believed hop without a client from outside; false where the walk ends here. A
 * mailbox fetch is the last thing that happens to a message. What looks like a fetch below an SMTP
 * hop from another host is a forgery meant for this program. */
static bool
pass_over_hop(Walk *walk, int index, const WalkRules *rules, const WalkPosition *position)
{
    WalkStep *step = walk_step(walk, index);
    const ReceivedHop *hop = step->hop;

    if (hop->kind == HOP_LOCAL && same_host_below(walk, index, rules)) {
        walk_explain_step(step, "handed over inside one host (%s)",
                          hop->format ? hop->format : "local");
    } else if (hop->kind == HOP_FETCH && !position->smtp_above) {
        walk_explain_step(step, "fetched from a mailbox (%s)", hop->format ? hop->format : "fetch");
    } else {
        walk_end_unreadable(walk, index,
                            hop->kind == HOP_LOCAL
                                ? "handed over locally, but the field below names another host "
                                  "(own-names= says that both are one)"
                            : hop->kind == HOP_FETCH ? "a mailbox fetch below an SMTP hop"
                                                     : "shows no client address");
        return false;
    }
    step->trusted = true;
    return true;
}

/* Whether the field's client, which has an address, is trusted. */
static bool
pass_trusted_client(Walk *walk, int index, const WalkRules *rules)
{
    WalkStep *step = walk_step(walk, index);
    TrustDecision decision = trust_decide(rules->trust, rules->dns, &step->hop->ip);
    g_autofree char *ip = ip_text(&step->hop->ip), *why = decision.why;
    g_autofree char *warning = decision.warning;

    step->trusted = decision.trusted;
    walk->uncertain = decision.unknown;
    step->relay = decision.trusted && !decision.built_in;
    step->relay_name = g_strdup(decision.name);
    walk_explain_step(step, "client %s %s%s", ip, why, decision.trusted ? "" : ": the boundary");
    if (decision.built_in && !ip_is_loopback(&step->hop->ip))
        add_walk_warning(
            walk,
            "field %d: %s is trusted because it is private; where a proxy or container network "
            "makes every client look so, trust=!%s turns that off",
            index + 1, ip, ip);
    if (warning)
        add_walk_warning(walk, "field %d: %s", index + 1, warning);
    return decision.trusted;
}

/* Looks at one believed field; true: the next one is believed too. */
static bool
pass_believed_field(Walk *walk, int index, const WalkRules *rules, WalkPosition *position)
{
    const ReceivedHop *hop = walk_step(walk, index)->hop;

    switch (pass_provider_hop(walk, index, position)) {
    case PROVIDER_PASSED:
        return true;
    case PROVIDER_ENDED:
        return false;
    case PROVIDER_NONE:
        break;
    }
    if (hop->kind == HOP_LOCAL && hop->handed_in &&
        !account_may_hand_in(rules->accounts, hop->user, !position->other_host)) {
        walk_end_at_account(walk, index);
        return false;
    }
    if (hop->kind == HOP_SUBMISSION) {
        walk_end_at_submission(walk, index, NULL);
        return false;
    }
    /* A fetch shows the mailbox's server, which is no client. */
    if (hop->ip.bits == 0 || hop->kind == HOP_FETCH)
        return pass_over_hop(walk, index, rules, position);
    if (pass_trusted_client(walk, index, rules))
        return true;
    walk_end_at_boundary(walk, index);
    return false;
}

/* With --hops the field below is believed whoever this client is. A count that is too high makes
 * the filter believe the sender. */
static void
warn_of_counted_stranger(Walk *walk, int index, const WalkRules *rules)
{
    const WalkStep *step = walk_step(walk, index);
    TrustDecision decision;
    g_autofree char *ip = ip_text(&step->hop->ip);

    if (!step->relay)
        return;
    decision = trust_decide(rules->trust, rules->dns, &step->hop->ip);
    if (!decision.trusted)
        add_walk_warning(
            walk, "field %d: its client %s is believed by --hops alone, and trusted by no entry",
            index + 1, ip);
    g_free(decision.why);
    g_free(decision.warning);
}

/* With --hops the user has counted, so only the last of the believed fields is looked at; true: the
 * next field is believed too. */
static bool
pass_counted_field(Walk *walk, int index, const WalkRules *rules)
{
    WalkStep *step = walk_step(walk, index);

    if (index + 1 < rules->count) {
        step->trusted = true;
        step->relay = walk_shows_public_client(step);
        walk_explain_step(step, "one of the %d believed hops", rules->count);
        warn_of_counted_stranger(walk, index, rules);
        return true;
    }
    if (step->hop->kind == HOP_SUBMISSION) {
        walk_end_at_submission(walk, index, NULL);
    } else if (step->hop->ip.bits == 0 || step->hop->kind == HOP_FETCH) {
        walk_end_unreadable(walk, index, "shows no client address");
    } else {
        walk_explain_step(step, "the last of the %d believed hops: the boundary", rules->count);
        walk_end_at_boundary(walk, index);
    }
    return false;
}

/* Asks early what the trust entries need, for the first client that needs anything, and for no
 * other: the fields below it may be the sender's invention. The names in those would use up the
 * questions that a message may cost, and turn a fail into a temperror. */
static void
prefetch_walk_trust(const Walk *walk, const WalkRules *rules)
{
    for (int i = 0; i < (int)walk->steps->len && rules->dns; i++) {
        const ReceivedHop *hop = walk_step(walk, i)->hop;
        bool client = hop->ip.bits > 0 && hop->kind != HOP_FETCH;

        if (client && trust_prefetch(rules->trust, rules->dns, &hop->ip))
            return;
    }
}

static WalkStep *
walk_step_new(ReceivedHop *hop)
{
    WalkStep *step = g_new0(WalkStep, 1);

    step->hop = hop;
    step->why = g_strdup("below the boundary");
    return step;
}

static void
walk_fields(Walk *walk, const WalkRules *rules)
{
    WalkPosition position = { .mailbox = rules->mailbox };
    bool believed = true;

    g_assert(!rules->no_header || walk->steps->len == 0);
    for (int i = 0; i < (int)walk->steps->len && believed; i++) {
        walk_step(walk, i)->believed = true;
        believed = rules->count > 0 ? pass_counted_field(walk, i, rules)
                                    : pass_believed_field(walk, i, rules, &position);
        note_hop(&position, walk_step(walk, i));
    }
    if (rules->no_header)
        walk_end_without_header(walk);
    else if (believed && rules->cut)
        walk_end_in_cut_header(walk);
    else if (believed && rules->count > 0)
        walk_end_too_short(walk, rules->count);
    else if (believed)
        walk_end_at_last_field(walk, position.inside);
}

Walk *
walk_new(GPtrArray *hops, const WalkRules *rules)
{
    Walk *walk = g_new0(Walk, 1);

    walk->boundary = walk->border = -1;
    walk->warnings = g_ptr_array_new_with_free_func(g_free);
    walk->steps = g_ptr_array_new_with_free_func(walk_step_free);
    for (guint i = 0; i < hops->len; i++)
        g_ptr_array_add(walk->steps, walk_step_new(g_ptr_array_index(hops, i)));
    g_ptr_array_set_free_func(hops, NULL);
    g_ptr_array_set_size(hops, 0);

    if (rules->count == 0)
        prefetch_walk_trust(walk, rules);
    walk_fields(walk, rules);
    return walk;
}

Walk *
walk_again(Walk *walk, const WalkRules *rules)
{
    g_autoptr(GPtrArray) hops = g_ptr_array_new_with_free_func(received_hop_free_item);

    for (guint i = 0; i < walk->steps->len; i++)
        g_ptr_array_add(hops, g_steal_pointer(&walk_step(walk, (int)i)->hop));
    walk_free(walk);
    return walk_new(hops, rules);
}

void
walk_set_origin(Walk *walk, int index)
{
    const WalkStep *step = walk_step(walk, index);

    g_assert(step->believed && step->hop->ip.bits > 0);
    walk_end_at_boundary(walk, index);
}

void
walk_free(Walk *walk)
{
    g_ptr_array_unref(walk->steps);
    g_ptr_array_unref(walk->warnings);
    g_free(walk->reason);
    g_free(walk);
}
