/* SPDX-License-Identifier: ISC */
/* Sources are looked at in the order of the manual's ENVELOPE SENDER; the first one that can be
 * read and says something is taken. */
#include "relay/sender.h"

#include "relay/sender_getmail.h"
#include "relay/sender_read.h"
#include "relay/sender_relays.h"

#include <string.h>

/* Fields that delivery agents and relays write, in the order in which they are asked. */
static const struct {
    const char *name, *source;
} sources[] = {
    { "Return-Path", "return-path" },
    { "X-Envelope-From", "x-envelope-from" },
    { "Envelope-Sender", "envelope-sender" },
};

/* The word of the "From " line. Delivery agents write MAILER-DAEMON there for the null sender. */
static MailAddress *
read_mbox_sender(const SenderSearch *search, const char *word)
{
    return *word ? sender_read_reverse_path(search, word) : NULL;
}

/* --- places in the message --- */

static GArray *
received_places(const Message *message)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(guint));

    for (guint i = 0; i < message->fields->len; i++)
        if (message_field_is(sender_field(message, i), "Received"))
            g_array_append_val(places, i);
    return places;
}

guint
sender_fields_above(const Message *message, const Walk *walk)
{
    g_autoptr(GArray) received = received_places(message);
    int last = walk->boundary;

    for (int i = 0; i < (int)walk->steps->len && walk->boundary < 0; i++)
        if (walk_step(walk, i)->believed)
            last = i;
    return walk->end == WALK_LOCAL || last < 0 ? message->fields->len
                                               : g_array_index(received, guint, last);
}

/* --- where it is found --- */

/* Takes over the address that was found at a place, NULL for none; true where it is to be believed
 * and is now the sender's. */
static bool
accept_address(SenderSearch *search, MailAddress *address, const char *source, int at)
{
    if (!address)
        return false;
    if (sender_may_be_made_up(search, at, address)) {
        mail_address_free(address);
        g_free(search->sender->problem);
        search->sender->problem =
            g_strdup("getmail may have taken it from the message's own Sender");
        return false;
    }
    search->sender->source = source;
    search->sender->address = address;
    g_clear_pointer(&search->sender->problem, g_free);
    return true;
}

/* Place of the Received field that the provider's border wrote. */
static guint
border_place(const SenderSearch *search)
{
    return sender_received_at(search, search->walk->border);
}

/* Above this provider's border a Return-Path can be the sender's own, as where a fetching program
 * made it from the one in the message. So only the provider's own results count. Microsoft 365
 * gives the field another name where a customer's connector sends the mail on. */
static int
find_in_border_results(SenderSearch *search)
{
    const guint above = border_place(search);
    int at =
        MAX(sender_lowest_field(search->message, above, "Authentication-Results"),
            sender_lowest_field(search->message, above, "X-MS-Exchange-Authentication-Results"));

    if (at >= 0)
        accept_address(search, sender_read_results(sender_field(search->message, (guint)at), NULL),
                       "authentication-results", at);
    return at;
}

/* The provider puts its results below the border's own field, above all that came in: the first one
 * is its own, under the border's name. Its Return-Path it puts at the very end. Both are about the
 * border's client. */
static int
find_below_border(SenderSearch *search)
{
    const Message *message = search->message;
    const char *border = walk_step(search->walk, search->walk->border)->hop->by;
    guint at = border_place(search) + 1, last = message->fields->len - 1;

    while (at <= last && !message_field_is(sender_field(message, at), "Authentication-Results") &&
           !message_field_is(sender_field(message, at), "Received"))
        at++;
    if (at <= last && border &&
        accept_address(search, sender_read_results(sender_field(message, at), border),
                       "authentication-results", (int)border_place(search) - 1))
        return (int)border_place(search) - 1;
    if (!search->rules->cut && message_field_is(sender_field(message, last), "Return-Path")) {
        g_autofree char *text = sender_field_text(message, (int)last);

        accept_address(search, sender_read_reverse_path(search, text), "return-path",
                       (int)border_place(search) - 1);
    }
    return (int)border_place(search) - 1;
}

/* The fields above the boundary, by name. */
static int
find_above_boundary(SenderSearch *search)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        int at = sender_lowest_field(search->message, search->above, sources[i].name);
        g_autofree char *text = at >= 0 ? sender_field_text(search->message, at) : NULL;

        if (text &&
            accept_address(search, sender_read_reverse_path(search, text), sources[i].source, at))
            return at;
    }
    for (guint at = search->above; at-- > 0;)
        if (message_field_is(sender_field(search->message, at), "Received-SPF") &&
            accept_address(search,
                           sender_read_received_spf(search, sender_field(search->message, at)),
                           "received-spf", (int)at))
            return (int)at;
    if (search->message->mbox_sender)
        accept_address(search, read_mbox_sender(search, search->message->mbox_sender), "mbox", -1);
    return -1;
}

/* Looks into the boundary's own field, then the fields above it, then the mbox line. Returns the
 * place of the field that holds the sender; -1: the mbox line; the number of fields: the boundary's
 * own field, above which nothing was rewritten. */
static int
find_envelope_sender(SenderSearch *search)
{
    const Walk *walk = search->walk;
    const char *said =
        walk->boundary >= 0 ? walk_step(walk, walk->boundary)->hop->envelope_from : NULL;

    if (said && accept_address(search, sender_read_reverse_path(search, said), "envelope-from",
                               (int)search->message->fields->len))
        return (int)search->message->fields->len;
    if (walk->provider && walk->provider->sender == SENDER_IN_RESULTS)
        return find_in_border_results(search);
    if (walk->provider && walk->provider->sender == SENDER_BELOW)
        return find_below_border(search);
    return find_above_boundary(search);
}

/* Index of the first Received field below the place where the sender was found. Relays whose fields
 * stand above that place had not yet changed the sender when it was written down. */
static int
first_step_below(const SenderSearch *search, int at)
{
    int first = 0;

    while (first < (int)search->received->len && at >= (int)sender_received_at(search, first))
        first++;
    return first;
}

EnvelopeSender *
envelope_sender(const Message *message, const Walk *walk, const SenderRules *rules)
{
    EnvelopeSender *sender = g_new0(EnvelopeSender, 1);

    sender->origin = -1;
    if (rules->option) {
        sender->source = "option";
        sender->address = sender_read_address_or_domain(rules->option);
    } else {
        SenderSearch search = { .sender = sender,
                                .message = message,
                                .walk = walk,
                                .rules = rules,
                                .received = received_places(message),
                                .above = sender_fields_above(message, walk) };
        int first = first_step_below(&search, find_envelope_sender(&search));

        sender_undo_rewriting(sender, walk, first, rules);
        sender_look_for_list(sender, walk, first, rules);
        g_array_unref(search.received);
    }
    if (!sender->address)
        sender->source = NULL;
    return sender;
}

void
envelope_sender_free(EnvelopeSender *sender)
{
    g_clear_pointer(&sender->address, mail_address_free);
    g_free(sender->rewritten);
    g_free(sender->problem);
    g_free(sender);
}
