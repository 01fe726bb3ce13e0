/* SPDX-License-Identifier: ISC */
/* Wherever the walk ends, people are told why nothing below that field is believed. */
#include "relay/walk_end.h"

void
walk_explain_step(WalkStep *step, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_free(step->why);
    step->why = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

/* To believe fields by count is advised only where the field shows no address at all: where it
 * shows one, its client wrote the field below, and the advice would have that one believed. */
void
walk_end_unreadable(Walk *walk, int index, const char *what)
{
    WalkStep *step = walk_step(walk, index);
    const ReceivedHop *hop = step->hop;
    const char *problem = hop->problem ? hop->problem : what;
    bool advise = !hop->shows_address && hop->kind == HOP_UNKNOWN;

    g_assert(!walk->reason);
    walk->end = WALK_UNREADABLE;
    walk->reason = g_strdup_printf("unreadable: Received field %d: %s%s", index + 1, problem,
                                   advise ? " (--hops says how many fields to believe)" : "");
    walk_explain_step(step, "%s: nothing below can be believed", problem);
}

void
walk_end_at_boundary(Walk *walk, int index)
{
    const ReceivedHop *hop = walk_step(walk, index)->hop;

    walk->end = WALK_BOUNDARY;
    walk->boundary = index;
    walk->ip = hop->ip;
    /* Exim and qmail leave HELO out where it is the reverse name. */
    walk->helo = hop->helo ? hop->helo : hop->rdns;
    walk->rdns = hop->rdns;
    walk->by = hop->by;
}

bool
walk_shows_public_client(const WalkStep *step)
{
    const ReceivedHop *hop = step->hop;

    return hop->ip.bits > 0 && hop->kind != HOP_FETCH && !step->inside &&
           !ip_local_network(&hop->ip);
}

/* The lowest field above index whose client is a public one; -1: there is none. */
static int
public_client_above(const Walk *walk, int index)
{
    while (--index >= 0 && !walk_shows_public_client(walk_step(walk, index)))
        ;
    return index;
}

/* Any account of that host, or any user of the provider, may have written what stands below. */
static void
end_handed_in(Walk *walk, int index, char *reason)
{
    g_assert(!walk->reason);
    walk->end = WALK_HANDED_IN;
    walk->reason = reason;
    walk_explain_step(walk_step(walk, index), "%s: nothing below can be believed", reason);
}

void
walk_end_at_account(Walk *walk, int index)
{
    const ReceivedHop *hop = walk_step(walk, index)->hop;

    end_handed_in(walk, index,
                  hop->user ? g_strdup_printf("submitted by local user %s", hop->user)
                            : g_strdup_printf("submitted by a local user of %s",
                                              hop->by ? hop->by : "a believed host"));
}

/* The next relay knew the relay of the submission by an address, and a field above shows it: that
 * is the origin. Where there is no such field, or only the user's own network saw the address,
 * there is no address that a domain could publish. */
void
walk_end_at_submission(Walk *walk, int index, const Provider *provider)
{
    WalkStep *step = walk_step(walk, index);
    int above = public_client_above(walk, index);
    const char *login = step->hop->auth ? step->hop->auth : "logged in";

    if (above >= 0) {
        walk_explain_step(step, "authenticated submission (%s): its relay is the origin", login);
        walk_end_at_boundary(walk, above);
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
    walk_explain_step(step, "authenticated submission (%s)", login);
}

/* The last relay with a public address wrote no field about another client, so it is the client: it
 * sends mail of its own, or hands on mail without writing from whom it has it. */
void
walk_end_at_last_field(Walk *walk, const Provider *inside)
{
    int last = (int)walk->steps->len - 1;
    int relay = public_client_above(walk, last + 1);

    if (relay >= 0) {
        WalkStep *step = walk_step(walk, relay);
        g_autofree char *why = g_steal_pointer(&step->why);

        walk_explain_step(step, "%s: the path ends here, so it is the origin", why);
        walk_end_at_boundary(walk, relay);
    } else if (inside) {
        walk_end_at_submission(walk, last, inside);
    } else {
        walk->end = WALK_LOCAL;
        walk->reason = g_strdup("local");
    }
}

void
walk_end_too_short(Walk *walk, int count)
{
    walk->end = WALK_TOO_SHORT;
    walk->reason =
        g_strdup_printf("fewer Received fields (%u) than --hops %d", walk->steps->len, count);
}

void
walk_end_in_cut_header(Walk *walk)
{
    walk->end = WALK_UNREADABLE;
    walk->reason = g_strdup("unreadable: the header block is too long to see where it began");
}

void
walk_end_without_header(Walk *walk)
{
    walk->end = WALK_NO_HEADER;
    walk->reason = g_strdup("no header");
}
