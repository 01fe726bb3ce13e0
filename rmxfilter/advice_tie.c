/* SPDX-License-Identifier: ISC */
/* What stands above the boundary was written by believed hosts; what stands below by anybody. */
#include "advice_tie.h"

#include "relay/dynamic_name.h"
#include "relay/relay_tie.h"
#include "relay/rewrite.h"
#include "relay/sender.h"

#include <string.h>

#define RECIPIENTS_MAX 4 /* domains that are asked about, above the boundary and below it */

const ReceivedHop *
advice_boundary(const AdviceStep *step)
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
           ip_equal(&walk->ip, &advice_boundary(step)->ip) && !ip_local_network(&walk->ip) &&
           advice_boundary(step)->kind == HOP_SMTP && !looks_like_line(&walk->ip, walk->rdns) &&
           !looks_like_line(&walk->ip, walk->helo);
}

/* Lines of a queue name no writer (qmail). */
const ReceivedHop *
advice_field_below(const AdviceStep *step)
{
    const Walk *walk = step->evidence->walk;
    const ReceivedHop *below;
    int index;

    if (!ends_at_client(step))
        return NULL;
    index = walk->boundary + 1;
    while (index < (int)walk->steps->len && !walk_step(walk, index)->hop->by &&
           walk_step(walk, index)->hop->kind == HOP_LOCAL)
        index++;
    below = index < (int)walk->steps->len ? walk_step(walk, index)->hop : NULL;
    return below && below->by && (below->kind == HOP_SMTP || below->kind == HOP_LOCAL) ? below
                                                                                       : NULL;
}

bool
advice_is_field_of_client(const AdviceStep *step, const ReceivedHop *below,
                          const ReverseNames *names)
{
    const ReceivedHop *client = advice_boundary(step);

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

bool
advice_passes_as_its_own(const AdviceStep *step)
{
    return step->verdict->result == RESULT_PASS && !rewriting_domain(step);
}

/* The first of the domains that the client is tied to. The caller frees; NULL: none. */
static char *
first_tied(const RelayClient *client, const GPtrArray *domains)
{
    for (guint i = 0; i < domains->len; i++)
        if (relay_is_tied(client, domains->pdata[i]))
            return g_strdup(domains->pdata[i]);
    return NULL;
}

AdviceTie
advice_tie_find(const AdviceStep *step, const ReverseNames *names)
{
    const RelayClient client = { .ip = &advice_boundary(step)->ip,
                                 .names = names->names,
                                 .records = &step->settings->records,
                                 .dns = step->dns };
    g_autoptr(GPtrArray) own = own_domains(step), claimed = claimed_domains(step);
    const char *rewriting = rewriting_domain(step);
    AdviceTie tie = { first_tied(&client, own), false };

    if (tie.domain)
        return tie;
    tie = (AdviceTie){ first_tied(&client, claimed), true };
    if (!tie.domain && rewriting && relay_is_tied(&client, rewriting))
        tie.domain = g_strdup(rewriting);
    return tie;
}

void
advice_tie_clear(AdviceTie *tie)
{
    g_clear_pointer(&tie->domain, g_free);
}
