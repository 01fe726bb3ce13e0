/* SPDX-License-Identifier: ISC */
/* A hop passed over is a hop believed blindly: what may be passed over is decided in pass_over()
 * and nowhere else, and everything that is not on its short list ends the walk. */
#include "relay/walk.h"

#include <string.h>

static void
step_free(void *data)
{
    WalkStep *step = data;

    received_hop_free(step->hop);
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

/* --- where the walk ends --- */

static void
end_unknown(Walk *walk, int index, const char *what)
{
    walk->end = WALK_UNKNOWN;
    walk->reason = g_strdup_printf(
        "Received field %d %s: --hops would say how many fields to believe", index + 1, what);
    say(step_at(walk, index), "%s: nothing below can be believed", what);
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
shows_public_client(const ReceivedHop *hop)
{
    return hop->ip.bits > 0 && hop->kind != HOP_FETCH && !ip_local_network(&hop->ip);
}

/* A logged-in user handed the message to the relay that wrote field index. The next relay knew that
 * one by an address, which the field above shows: that is the origin. Where there is no such field,
 * or only the user's own network saw the address, there is none that a domain could publish. */
static void
end_at_submission(Walk *walk, int index)
{
    WalkStep *step = step_at(walk, index);
    int above = index - 1;

    while (above >= 0 && !shows_public_client(step_at(walk, above)->hop))
        above--;
    if (above >= 0) {
        say(step, "authenticated submission (%s): its relay is the origin",
            step->hop->auth ? step->hop->auth : "logged in");
        end_at_boundary(walk, above);
        return;
    }
    walk->end = WALK_SUBMISSION;
    walk->boundary = index;
    walk->helo = step->hop->helo;
    walk->by = step->hop->by;
    walk->reason = g_strdup("authenticated submission to the user's own host");
    say(step, "authenticated submission (%s)", step->hop->auth ? step->hop->auth : "logged in");
}

/* --- one hop --- */

/* A queue's own line has no `by`: its format is the proof. A field of any other format that lacks
 * one proves nothing about the field below it. */
static bool
is_queue_line(const ReceivedHop *hop)
{
    static const char *const formats[] = { "qmail queue", "nullmailer", "simscan", NULL };

    return hop->kind == HOP_LOCAL && hop->format && g_strv_contains(formats, hop->format);
}

/* Whether the next field was written by the host that wrote this one. */
static bool
same_host_below(const Walk *walk, int index)
{
    const ReceivedHop *hop = step_at(walk, index)->hop;
    const ReceivedHop *below;

    if (index + 1 >= (int)walk->steps->len)
        return true;
    if (!hop->by)
        return is_queue_line(hop);
    below = step_at(walk, index + 1)->hop;
    if (!below->by)
        return is_queue_line(below);
    return g_ascii_strcasecmp(hop->by, below->by) == 0;
}

/* Where the walk stands. What the fields above were is noted and not looked up again: there may be
 * thousands. */
typedef struct {
    const Provider *inside; /* the provider that the walk is in, or may still come to; NULL: none */
    bool smtp_above;        /* some field above shows an SMTP hop from another host */
    bool host_above;        /* some field above was neither passed over nor is on loopback */
} Position;

static void
note_hop(Position *position, const ReceivedHop *hop)
{
    bool loopback = ip_is_loopback(&hop->ip);

    position->smtp_above |= hop->kind == HOP_SMTP && !loopback;
    position->host_above |= hop->kind != HOP_LOCAL && hop->kind != HOP_FETCH && !loopback;
}

typedef enum { PROVIDER_PASSED, PROVIDER_BROKEN, PROVIDER_NONE } ProviderStep;

/* Goes over a hop inside the mailbox's provider. A field from inside is followed by another of the
 * provider's own, and by the border's at last, or somebody else wrote what follows. The provider is
 * told by the first field that a mail host wrote. */
static ProviderStep
pass_provider(Walk *walk, int index, Position *position)
{
    WalkStep *step = step_at(walk, index);
    const ReceivedHop *hop = step->hop;
    const Provider *provider = position->inside;
    bool come = walk->provider != NULL;

    if (!provider && !come && !position->host_above)
        provider = provider_of_top(hop);
    if (!provider)
        return PROVIDER_NONE;
    if (provider->is_inside(hop)) {
        position->inside = walk->provider = provider;
        step->trusted = true;
        say(step, "inside the mailbox's provider (%s)", provider->name);
        return PROVIDER_PASSED;
    }
    if (provider->is_border(hop))
        walk->provider = provider;
    /* Only a fetch or a local hand-over leads from the user's own host to the provider. */
    if (come || (hop->kind != HOP_LOCAL && hop->kind != HOP_FETCH))
        position->inside = NULL;
    return come && !provider->is_own(hop) ? PROVIDER_BROKEN : PROVIDER_NONE;
}

/* Goes over a believed hop without a client from outside; false where the walk ends here. A mailbox
 * fetch is the last thing that happens to a message: what looks like one below an SMTP hop from
 * another host was written by somebody else, for this program to find. */
static bool
pass_over(Walk *walk, int index, const Position *position)
{
    WalkStep *step = step_at(walk, index);
    const ReceivedHop *hop = step->hop;

    if (hop->kind == HOP_LOCAL && same_host_below(walk, index)) {
        say(step, "handed over inside one host (%s)", hop->format ? hop->format : "local");
    } else if (hop->kind == HOP_FETCH && !position->smtp_above) {
        say(step, "fetched from a mailbox (%s)", hop->format ? hop->format : "fetch");
    } else {
        end_unknown(walk, index,
                    hop->kind == HOP_LOCAL
                        ? "was handed over locally, but the field below names another host"
                    : hop->kind == HOP_FETCH ? "shows a mailbox fetch below an SMTP hop"
                                             : "shows no client address");
        return false;
    }
    step->trusted = true;
    return true;
}

static void G_GNUC_PRINTF(2, 3) warn(Walk *walk, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_ptr_array_add(walk->warnings, g_strdup_vprintf(format, arguments));
    va_end(arguments);
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
    case PROVIDER_BROKEN:
        end_unknown(walk, index, "was not written by the mailbox's provider, as those above it");
        return false;
    case PROVIDER_NONE:
        break;
    }
    if (hop->kind == HOP_SUBMISSION) {
        end_at_submission(walk, index);
        return false;
    }
    /* A fetch shows the mailbox's server, which is no client. */
    if (hop->ip.bits == 0 || hop->kind == HOP_FETCH)
        return pass_over(walk, index, position);
    if (decide(walk, index, rules))
        return true;
    end_at_boundary(walk, index);
    return false;
}

/* --hops: the user has counted, so only the last of the believed fields is looked at. */
static bool
go_on_counted(Walk *walk, int index, int count)
{
    WalkStep *step = step_at(walk, index);

    if (index + 1 < count) {
        step->trusted = true;
        step->relay = shows_public_client(step->hop);
        say(step, "one of the %d believed hops", count);
        return true;
    }
    if (step->hop->kind == HOP_SUBMISSION) {
        end_at_submission(walk, index);
    } else if (step->hop->ip.bits == 0 || step->hop->kind == HOP_FETCH) {
        end_unknown(walk, index, "shows no client address");
    } else {
        say(step, "the last of the %d believed hops: the boundary", count);
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

Walk *
walk_new(GPtrArray *hops, const WalkRules *rules)
{
    Walk *walk = g_new0(Walk, 1);
    Position position = { .inside = rules->mailbox };
    bool believed = true;

    walk->end = WALK_LOCAL;
    walk->boundary = -1;
    walk->warnings = g_ptr_array_new_with_free_func(g_free);
    walk->steps = g_ptr_array_new_with_free_func(step_free);
    for (guint i = 0; i < hops->len; i++) {
        WalkStep *step = g_new0(WalkStep, 1);

        step->hop = g_ptr_array_index(hops, i);
        step->why = g_strdup("below the boundary");
        g_ptr_array_add(walk->steps, step);
    }
    g_ptr_array_set_free_func(hops, NULL);
    g_ptr_array_set_size(hops, 0);

    if (rules->count == 0)
        prefetch_trust(walk, rules);
    for (int i = 0; i < (int)walk->steps->len && believed; i++) {
        step_at(walk, i)->believed = true;
        believed = rules->count > 0 ? go_on_counted(walk, i, rules->count)
                                    : go_on(walk, i, rules, &position);
        note_hop(&position, step_at(walk, i)->hop);
    }
    if (walk->end == WALK_LOCAL && rules->cut) {
        walk->end = WALK_UNKNOWN;
        walk->reason = g_strdup("unreadable: the header block is too long to see where it began");
    } else if (walk->end == WALK_LOCAL) {
        walk->reason = g_strdup("local");
    }
    return walk;
}

void
walk_free(Walk *walk)
{
    g_ptr_array_unref(walk->steps);
    g_ptr_array_unref(walk->warnings);
    g_free(walk->reason);
    g_free(walk);
}
