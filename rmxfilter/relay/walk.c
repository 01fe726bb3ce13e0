/* SPDX-License-Identifier: ISC */
/* A hop passed over is a hop believed blindly: what may be passed over is decided in pass_over()
 * and nowhere else, and everything that is not on its short list ends the walk. */
#include "relay/walk.h"

#include "relay/same_host.h"

#include <string.h>

static void
step_free(void *data)
{
    WalkStep *step = data;

    received_hop_free(step->hop);
    g_free(step->relay_name);
    g_free(step->why);
    g_free(step);
}

static WalkStep *
step_at(const Walk *walk, int index)
{
    return g_ptr_array_index(walk->steps, index);
}

static void G_GNUC_PRINTF(2, 3) say(WalkStep *step, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_free(step->why);
    step->why = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

static void G_GNUC_PRINTF(2, 3) warn(Walk *walk, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_ptr_array_add(walk->warnings, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

/* Where the walk stands. What the fields above were is noted and not looked up again: there may be
 * thousands. */
typedef struct {
    const Provider *mailbox;  /* the user's word for where the mailbox is, until a host is seen */
    const Provider *inside;   /* the last hop was inside this provider; NULL: inside none */
    const ReceivedHop *above; /* the last hop */
    bool after_relay;         /* its client is trusted by an entry of the user's */
    bool other_host; /* some hop above led to another host: by SMTP, or by a mailbox fetch */
    bool smtp_above; /* by SMTP */
    bool host_above; /* some field above was neither passed over nor is on loopback */
} Position;

static void
note_hop(Position *position, const WalkStep *step)
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

/* --- where the walk ends --- */

/* what: a literal; in its place what the field's reader stumbled over, where it did. To believe so
 * many fields by count is advised only where the field shows no address at all: else its client
 * wrote the field below, and that is what the advice would believe. */
static void
end_unreadable(Walk *walk, int index, const char *what)
{
    WalkStep *step = step_at(walk, index);
    const ReceivedHop *hop = step->hop;
    const char *problem = hop->problem ? hop->problem : what;
    bool advise = !hop->shows_address && hop->kind == HOP_UNKNOWN;

    walk->end = WALK_UNREADABLE;
    walk->reason = g_strdup_printf("unreadable: Received field %d: %s%s", index + 1, problem,
                                   advise ? " (--hops says how many fields to believe)" : "");
    say(step, "%s: nothing below can be believed", problem);
}

static void
end_at_boundary(Walk *walk, int index)
{
    const ReceivedHop *hop = step_at(walk, index)->hop;

    walk->end = WALK_BOUNDARY;
    walk->boundary = index;
    walk->ip = hop->ip;
    /* Exim and qmail leave HELO out where it is the reverse name. */
    walk->helo = hop->helo ? hop->helo : hop->rdns;
    walk->rdns = hop->rdns;
    walk->by = hop->by;
}

static bool
shows_public_client(const WalkStep *step)
{
    const ReceivedHop *hop = step->hop;

    return hop->ip.bits > 0 && hop->kind != HOP_FETCH && !step->inside &&
           !ip_local_network(&hop->ip);
}

/* The lowest field above index whose client is a public one; -1: there is none. */
static int
public_client_above(const Walk *walk, int index)
{
    while (--index >= 0 && !shows_public_client(step_at(walk, index)))
        ;
    return index;
}

/* Any account of that host, or any user of the provider, may have written what stands below. */
static void
end_handed_in(Walk *walk, int index, char *reason)
{
    walk->end = WALK_HANDED_IN;
    walk->reason = reason;
    say(step_at(walk, index), "%s: nothing below can be believed", reason);
}

static void
end_at_account(Walk *walk, int index)
{
    const ReceivedHop *hop = step_at(walk, index)->hop;

    end_handed_in(walk, index,
                  hop->user ? g_strdup_printf("submitted by local user %s", hop->user)
                            : g_strdup_printf("submitted by a local user of %s",
                                              hop->by ? hop->by : "a believed host"));
}

/* A logged-in user handed the message to the relay that wrote field index, or to a provider. The
 * next relay knew that one by an address, which a field above shows: that is the origin. Where
 * there is no such field, or only the user's own network saw the address, there is none that a
 * domain could publish. */
static void
end_at_submission(Walk *walk, int index, const Provider *provider)
{
    WalkStep *step = step_at(walk, index);
    int above = public_client_above(walk, index);
    const char *login = step->hop->auth ? step->hop->auth : "logged in";

    if (above >= 0) {
        say(step, "authenticated submission (%s): its relay is the origin", login);
        end_at_boundary(walk, above);
        return;
    }
    if (provider) {
        end_handed_in(walk, index, g_strdup_printf("submitted inside %s", provider->name));
        return;
    }
    walk->end = WALK_SUBMISSION;
    walk->boundary = index;
    walk->helo = step->hop->helo;
    walk->by = step->hop->by;
    walk->reason = g_strdup("authenticated submission to the user's own host");
    say(step, "authenticated submission (%s)", login);
}

/* All fields are believed. A relay with a public address that wrote none for somebody else is the
 * client itself: its own mail, or mail of whoever it took it from in silence. */
static void
end_at_last_field(Walk *walk, const Position *position)
{
    int last = (int)walk->steps->len - 1;
    int relay = public_client_above(walk, last + 1);

    if (relay >= 0) {
        WalkStep *step = step_at(walk, relay);
        g_autofree char *why = g_steal_pointer(&step->why);

        say(step, "%s: the path ends here, so it is the origin", why);
        end_at_boundary(walk, relay);
    } else if (position->inside) {
        end_at_submission(walk, last, position->inside);
    } else {
        walk->end = WALK_LOCAL;
        walk->reason = g_strdup("local");
    }
}

/* --- one hop --- */

typedef enum { PROVIDER_PASSED, PROVIDER_ENDED, PROVIDER_NONE } ProviderStep;

/* The provider that the walk is in or may come into here: at the first field that a mail host
 * wrote, by the user's word or by the field itself, and below a relay of the user's, which may be
 * the provider's. */
static const Provider *
provider_here(const ReceivedHop *hop, const Position *position)
{
    if (position->inside)
        return position->inside;
    if (position->mailbox)
        return position->mailbox;
    return !position->host_above || position->after_relay ? provider_of(hop) : NULL;
}

/* Goes over a hop inside a mailbox provider. A field from inside is followed by another of the
 * provider's own, and by the border's at last, or somebody else wrote what follows. */
static ProviderStep
pass_provider(Walk *walk, int index, Position *position)
{
    WalkStep *step = step_at(walk, index);
    const Provider *provider = provider_here(step->hop, position);
    bool was_inside = position->inside != NULL;

    position->inside = NULL;
    if (!provider)
        return PROVIDER_NONE;
    switch (provider->shape(step->hop, was_inside ? position->above : NULL)) {
    case PROVIDER_INSIDE:
        position->inside = provider;
        step->trusted = step->inside = true;
        say(step, "inside the mailbox's provider (%s)", provider->name);
        return PROVIDER_PASSED;
    case PROVIDER_SUBMITTED:
        step->inside = true;
        end_at_submission(walk, index, provider);
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
    end_unreadable(walk, index, "not written by the mailbox's provider, as those above it");
    return PROVIDER_ENDED;
}

/* Whether the next field was written by the host that wrote this one. */
static bool
same_host_below(const Walk *walk, int index, const WalkRules *rules)
{
    return index + 1 >= (int)walk->steps->len ||
           same_host(step_at(walk, index)->hop, step_at(walk, index + 1)->hop, rules->own_names);
}

/* Goes over a believed hop without a client from outside; false where the walk ends here. A mailbox
 * fetch is the last thing that happens to a message: what looks like one below an SMTP hop from
 * another host was written by somebody else, for this program to find. */
static bool
pass_over(Walk *walk, int index, const WalkRules *rules, const Position *position)
{
    WalkStep *step = step_at(walk, index);
    const ReceivedHop *hop = step->hop;

    if (hop->kind == HOP_LOCAL && same_host_below(walk, index, rules)) {
        say(step, "handed over inside one host (%s)", hop->format ? hop->format : "local");
    } else if (hop->kind == HOP_FETCH && !position->smtp_above) {
        say(step, "fetched from a mailbox (%s)", hop->format ? hop->format : "fetch");
    } else {
        end_unreadable(walk, index,
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

/* A client with an address: true where it is trusted. */
static bool
decide(Walk *walk, int index, const WalkRules *rules)
{
    WalkStep *step = step_at(walk, index);
    TrustDecision decision = trust_decide(rules->trust, rules->dns, &step->hop->ip);
    g_autofree char *ip = ip_text(&step->hop->ip), *why = decision.why;
    g_autofree char *warning = decision.warning;

    step->trusted = decision.trusted;
    walk->uncertain = decision.unknown;
    step->relay = decision.trusted && !decision.built_in;
    step->relay_name = g_strdup(decision.name);
    say(step, "client %s %s%s", ip, why, decision.trusted ? "" : ": the boundary");
    if (decision.built_in && !ip_is_loopback(&step->hop->ip))
        warn(walk,
             "field %d: %s is trusted because it is private; where a proxy or container network "
             "makes every client look so, trust=!%s turns that off",
             index + 1, ip, ip);
    if (warning)
        warn(walk, "field %d: %s", index + 1, warning);
    return decision.trusted;
}

/* Looks at one believed field; true: the next one is believed too. */
static bool
go_on(Walk *walk, int index, const WalkRules *rules, Position *position)
{
    const ReceivedHop *hop = step_at(walk, index)->hop;

    switch (pass_provider(walk, index, position)) {
    case PROVIDER_PASSED:
        return true;
    case PROVIDER_ENDED:
        return false;
    case PROVIDER_NONE:
        break;
    }
    if (hop->kind == HOP_LOCAL && hop->handed_in &&
        !account_may_hand_in(rules->accounts, hop->user, !position->other_host)) {
        end_at_account(walk, index);
        return false;
    }
    if (hop->kind == HOP_SUBMISSION) {
        end_at_submission(walk, index, NULL);
        return false;
    }
    /* A fetch shows the mailbox's server, which is no client. */
    if (hop->ip.bits == 0 || hop->kind == HOP_FETCH)
        return pass_over(walk, index, rules, position);
    if (decide(walk, index, rules))
        return true;
    end_at_boundary(walk, index);
    return false;
}

/* --hops believes a field whoever its client is: a wrong count believes the sender. */
static void
warn_of_stranger(Walk *walk, int index, const WalkRules *rules)
{
    const WalkStep *step = step_at(walk, index);
    TrustDecision decision;
    g_autofree char *ip = ip_text(&step->hop->ip);

    if (!step->relay)
        return;
    decision = trust_decide(rules->trust, rules->dns, &step->hop->ip);
    if (!decision.trusted)
        warn(walk, "field %d: its client %s is believed by --hops alone, and trusted by no entry",
             index + 1, ip);
    g_free(decision.why);
    g_free(decision.warning);
}

/* --hops: the user has counted, so only the last of the believed fields is looked at. */
static bool
go_on_counted(Walk *walk, int index, const WalkRules *rules)
{
    WalkStep *step = step_at(walk, index);

    if (index + 1 < rules->count) {
        step->trusted = true;
        step->relay = shows_public_client(step);
        say(step, "one of the %d believed hops", rules->count);
        warn_of_stranger(walk, index, rules);
        return true;
    }
    if (step->hop->kind == HOP_SUBMISSION) {
        end_at_submission(walk, index, NULL);
    } else if (step->hop->ip.bits == 0 || step->hop->kind == HOP_FETCH) {
        end_unreadable(walk, index, "shows no client address");
    } else {
        say(step, "the last of the %d believed hops: the boundary", rules->count);
        end_at_boundary(walk, index);
    }
    return false;
}

/* Names in trust entries are asked while the fields are still being read: for the first client that
 * needs them. Those below it may be the sender's invention: with names of their own they would use
 * up the questions that a message may cost, and turn a fail into a temperror. */
static void
prefetch_trust(const Walk *walk, const WalkRules *rules)
{
    for (int i = 0; i < (int)walk->steps->len && rules->dns; i++) {
        const ReceivedHop *hop = step_at(walk, i)->hop;
        bool client = hop->ip.bits > 0 && hop->kind != HOP_FETCH;

        if (client && trust_prefetch(rules->trust, rules->dns, &hop->ip))
            return;
    }
}

static WalkStep *
step_new(ReceivedHop *hop)
{
    WalkStep *step = g_new0(WalkStep, 1);

    step->hop = hop;
    step->why = g_strdup("below the boundary");
    return step;
}

static void
end_too_short(Walk *walk, int count)
{
    walk->end = WALK_TOO_SHORT;
    walk->reason =
        g_strdup_printf("fewer Received fields (%u) than --hops %d", walk->steps->len, count);
}

/* All fields that are known are believed, and others follow. */
static void
end_in_the_dark(Walk *walk)
{
    walk->end = WALK_UNREADABLE;
    walk->reason = g_strdup("unreadable: the header block is too long to see where it began");
}

static void
walk_fields(Walk *walk, const WalkRules *rules)
{
    Position position = { .mailbox = rules->mailbox };
    bool believed = true;

    for (int i = 0; i < (int)walk->steps->len && believed; i++) {
        step_at(walk, i)->believed = true;
        believed =
            rules->count > 0 ? go_on_counted(walk, i, rules) : go_on(walk, i, rules, &position);
        note_hop(&position, step_at(walk, i));
    }
    if (believed && rules->cut)
        end_in_the_dark(walk);
    else if (believed && rules->count > 0)
        end_too_short(walk, rules->count);
    else if (believed)
        end_at_last_field(walk, &position);
}

Walk *
walk_new(GPtrArray *hops, const WalkRules *rules)
{
    Walk *walk = g_new0(Walk, 1);

    walk->boundary = walk->border = -1;
    walk->warnings = g_ptr_array_new_with_free_func(g_free);
    walk->steps = g_ptr_array_new_with_free_func(step_free);
    for (guint i = 0; i < hops->len; i++)
        g_ptr_array_add(walk->steps, step_new(g_ptr_array_index(hops, i)));
    g_ptr_array_set_free_func(hops, NULL);
    g_ptr_array_set_size(hops, 0);

    if (rules->count == 0)
        prefetch_trust(walk, rules);
    walk_fields(walk, rules);
    return walk;
}

void
walk_set_origin(Walk *walk, int index)
{
    end_at_boundary(walk, index);
}

void
walk_free(Walk *walk)
{
    g_ptr_array_unref(walk->steps);
    g_ptr_array_unref(walk->warnings);
    g_free(walk->reason);
    g_free(walk);
}
