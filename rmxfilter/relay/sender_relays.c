/* SPDX-License-Identifier: ISC */
/* Only a relay's own rewriting is undone, and only a relay's own list is looked for. Whether a
 * domain is the relay's is told by the relay's names: nothing here goes by what the sender may have
 * published. */
#include "relay/sender_relays.h"

#include "records/match.h"
#include "relay/rewrite.h"
#include "relay/same_host.h"
#include "relay/trust.h"

/* Whether the domain is the relay's: its reverse name is in that domain, as the host that it handed
 * the message to found it or as the DNS confirms it, or the user's entry for the relay names the
 * domain. What the domain publishes does not count: whoever owns it could list any relay there, and
 * have an address of his own undone to somebody else's. */
static bool
is_relay_domain(const char *domain, const WalkStep *relay, Dns *dns)
{
    const ReceivedHop *hop = relay->hop;
    g_auto(Matcher) m = matcher_over(dns, &hop->ip);
    g_autoptr(ReverseNames) names = NULL;

    if (hop->rdns && domain_within(hop->rdns, domain))
        return true;
    if (relay->relay_name &&
        (domain_within(relay->relay_name, domain) || domain_within(domain, relay->relay_name)))
        return true;
    names = dns ? match_reverse_names(&m, domain) : NULL;
    return names && names->names->len > 0;
}

/* Whether the domain's own records let the relay send for it. */
static bool
is_relay_authorized(const char *domain, const WalkStep *relay, const SenderRules *rules)
{
    const ReceivedHop *hop = relay->hop;
    Claim claim = claim_of(domain, IDENTITY_MAIL_FROM, &hop->ip, rules->records);
    g_autoptr(Finding) finding = NULL;

    claim.helo = hop->helo;
    if (rules->dns)
        finding = trust_check_records(rules->dns, &claim);
    return finding && finding->result == RESULT_PASS;
}

static void G_GNUC_PRINTF(2, 3) forget_sender(EnvelopeSender *sender, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_free(sender->problem);
    sender->problem = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_clear_pointer(&sender->address, mail_address_free);
}

/* Undoes what one relay did to the address, if it did anything. Where the original is lost, no
 * other address is checked in its place, so the domain's own records are proof enough there. */
static void
undo_relay_rewriting(EnvelopeSender *sender, const WalkStep *relay, const SenderRules *rules)
{
    g_autoptr(MailAddress) found = NULL;
    MailAddress *original = NULL;
    Rewrite rewrite =
        sender->address->domain ? rewrite_undo(sender->address, &original) : REWRITE_NONE;
    bool own =
        rewrite != REWRITE_NONE &&
        (is_relay_domain(sender->address->domain, relay, rules->dns) ||
         (rewrite == REWRITE_LOST && is_relay_authorized(sender->address->domain, relay, rules)));

    if (!own) {
        g_clear_pointer(&original, mail_address_free);
        return;
    }
    if (!sender->rewritten)
        sender->rewritten = mail_address_text(sender->address);
    found = g_steal_pointer(&sender->address);
    sender->address = original;
    if (!original)
        forget_sender(sender, "%s rewrote the sender", found->domain);
}

void
sender_undo_rewriting(EnvelopeSender *sender, const Walk *walk, int first, const SenderRules *rules)
{
    for (int i = first; i < walk->boundary && sender->address; i++)
        if (walk_step(walk, i)->relay)
            undo_relay_rewriting(sender, walk_step(walk, i), rules);
}

/* Whether somebody handed the message in anew on the host that wrote this field. */
static bool
is_handed_in_anew(const WalkStep *step)
{
    return step->hop->kind == HOP_LOCAL || ip_is_loopback(&step->hop->ip);
}

void
sender_look_for_list(EnvelopeSender *sender, const Walk *walk, int first, const SenderRules *rules)
{
    const char *domain = sender->address ? sender->address->domain : NULL;
    bool handed_in = false; /* between this relay's field and the boundary */

    for (int i = walk->boundary - 1; i >= first && domain; i--) {
        const WalkStep *step = walk_step(walk, i);
        bool anew = handed_in;

        handed_in |= is_handed_in_anew(step);
        if (!step->relay || !anew || !is_relay_domain(domain, step, rules->dns) ||
            !is_relay_authorized(domain, step, rules))
            continue;
        if (host_is_one_of(rules->lists, domain)) {
            sender->origin = i;
        } else {
            g_autofree char *of = g_strdup(domain);

            forget_sender(sender, "a list of %s may have written it: lists=%s says that it did", of,
                          of);
        }
        return;
    }
}
