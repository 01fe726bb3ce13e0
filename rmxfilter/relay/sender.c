/* SPDX-License-Identifier: ISC */
/* Sources are looked at in the order of the manual's ENVELOPE SENDER; the first one that can be
 * read and says something is taken. */
#include "relay/sender.h"

#include "dns/name.h"
#include "mime/received_spf.h"
#include "mime/results.h"
#include "relay/same_host.h"
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

/* What the readers below share. */
typedef struct {
    EnvelopeSender *sender;
    const Message *message;
    const Walk *walk;
    const SenderRules *rules;
    GArray *received; /* guint: the places of the Received fields among the message's fields, found
                         once, as there may be thousands */
    guint above; /* so many fields of the message stand above what could have been the sender's */
} Search;

static const MessageField *
field_of(const Message *message, guint at)
{
    return &g_array_index(message->fields, MessageField, at);
}

/* --- reading an address --- */

/* Whether that is the name of a host that is believed, or a domain that it is in: mail systems may
 * be told to write that in place of their own name. A name without a dot is some host's own. */
static bool
is_believed_name(const Search *search, const char *name)
{
    const SenderRules *rules = search->rules;

    g_assert(name);
    if (!strchr(name, '.') || host_is_one_of(rules->own_names, name) ||
        (rules->receiver && domain_within(rules->receiver, name)))
        return true;
    for (int i = 0; i < (int)search->walk->steps->len; i++) {
        const WalkStep *step = walk_step(search->walk, i);

        if (!step->believed)
            return false;
        if (step->hop->by && domain_within(step->hop->by, name))
            return true;
    }
    return false;
}

/* Mail systems write the null sender as MAILER-DAEMON at their own name. A stranger who uses that
 * name gains nothing: he may send from the null sender himself. */
static bool
is_believed_daemon(const Search *search, const MailAddress *address)
{
    return mail_address_is_daemon(address) && is_believed_name(search, address->domain);
}

/* getmail writes Return-Path: <unknown> where it knows nothing; other words without a domain are
 * local users, or nothing at all. None of them can be checked, and another source may know more. */
static MailAddress *
read_reverse_path(const Search *search, const char *text)
{
    g_autoptr(MailAddress) address = NULL;

    if (mail_address_is_null(text, strlen(text)))
        return mail_address_new("", NULL);
    address = mail_address_parse(text, strlen(text));
    if (!address || (!address->domain && *address->local != '\0'))
        return NULL;
    return is_believed_daemon(search, address) ? mail_address_new("", NULL)
                                               : g_steal_pointer(&address);
}

/* "<>" and "" are the null sender, a word without "@" is a domain. */
static MailAddress *
read_address_or_domain(const char *text)
{
    g_autoptr(MailAddress) address = mail_address_parse(text, strlen(text));
    g_autofree char *domain = NULL;

    if (!address || address->domain || *address->local == '\0')
        return g_steal_pointer(&address);
    domain = mail_domain(address->local);
    return domain ? mail_address_of_domain(domain) : NULL;
}

/* The word of the "From " line. Delivery agents write MAILER-DAEMON there for the null sender. */
static MailAddress *
from_mbox(const Search *search, const char *word)
{
    return *word ? read_reverse_path(search, word) : NULL;
}

/* --- places in the message --- */

static GArray *
received_places(const Message *message)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(guint));

    for (guint i = 0; i < message->fields->len; i++)
        if (message_field_is(field_of(message, i), "Received"))
            g_array_append_val(places, i);
    return places;
}

/* Place of the Received field with that index among the message's fields. */
static guint
received_at(const Search *search, int index)
{
    return index >= 0 ? g_array_index(search->received, guint, index)
                      : search->message->fields->len;
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

/* The lowest field of that name above a place, which was written first, next to the boundary; its
 * own place. -1: there is none. */
static int
lowest_field(const Message *message, guint above, const char *name)
{
    while (above-- > 0)
        if (message_field_is(field_of(message, above), name))
            return (int)above;
    return -1;
}

static char *
field_text(const Message *message, int at)
{
    return message_field_text(field_of(message, (guint)at));
}

/* --- where it is found --- */

/* What the spf method of an Authentication-Results field says of the sender: an address, a domain,
 * or, where it names the HELO alone, the null sender. NULL: nothing, or the field is under another
 * name than host; host NULL: whatever the name. */
static MailAddress *
from_results(const MessageField *field, const char *host)
{
    g_autoptr(Results) results = results_parse(field->value, field->value_len);
    const char *sender = results_property(results, "spf", "smtp", "mailfrom");

    if (host && (!results->authserv_id || g_ascii_strcasecmp(results->authserv_id, host) != 0))
        return NULL;
    if (!sender)
        sender = results_property(results, "spf", "smtp", "mail"); /* Yandex's word for it */
    if (sender)
        return read_address_or_domain(sender);
    return results_property(results, "spf", "smtp", "helo") ? mail_address_new("", NULL) : NULL;
}

/* What a Received-SPF field says of the client of the boundary; NULL: nothing. */
static MailAddress *
from_received_spf(const Search *search, const MessageField *field)
{
    g_autoptr(ReceivedSpf) spf = received_spf_parse(field->value, field->value_len);
    const char *sender = received_spf_value(spf, "envelope-from");
    const char *client = received_spf_value(spf, "client-ip");
    IpAddress ip;

    if (client &&
        (!ip_parse_client(client, strlen(client), &ip) || !ip_equal(&ip, &search->walk->ip)))
        return NULL;
    return sender ? read_reverse_path(search, sender) : NULL;
}

/* Whether two addresses are the same, as far as both are known. */
static bool
same_address(const MailAddress *one, const MailAddress *other)
{
    if (!one || !other || g_strcmp0(one->domain, other->domain) != 0)
        return false;
    return one->domain_only || other->domain_only ||
           g_ascii_strcasecmp(one->local, other->local) == 0;
}

/* Whether the mailbox's host wrote down the same sender, between two places. */
static bool
is_said_again(const Search *search, guint from, const MailAddress *address)
{
    for (guint i = from; i < search->above; i++) {
        const MessageField *field = field_of(search->message, i);
        g_autoptr(MailAddress) said = NULL;

        if (message_field_is(field, "Authentication-Results"))
            said = from_results(field, NULL);
        else if (message_field_is(field, "Received-SPF"))
            said = from_received_spf(search, field);
        if (same_address(said, address))
            return true;
    }
    return false;
}

/* In small letters and without blanks, which getmail's folding changes, and angle brackets. */
static char *
bare_text(const char *text)
{
    GString *bare = g_string_new(NULL);

    for (; *text; text++)
        if (!g_ascii_isspace(*text) && *text != '<' && *text != '>')
            g_string_append_c(bare, g_ascii_tolower(*text));
    return g_string_free(bare, FALSE);
}

/* Whether a Sender field of the message holds the text of a Return-Path, as getmail copies it: not
 * the address that is read there, which could be written in many ways. */
static bool
is_in_sender_field(const Message *message, const char *text)
{
    g_autofree char *wanted = bare_text(text);

    for (guint i = 0; i < message->fields->len; i++) {
        g_autofree char *value = NULL, *bare = NULL;

        if (!message_field_is(field_of(message, i), "Sender"))
            continue;
        value = message_field_text(field_of(message, i));
        bare = bare_text(value);
        if (strstr(bare, wanted))
            return true;
    }
    return false;
}

/* Place of the field that getmail wrote; -1: there is none. */
static int
getmail_at(const Search *search)
{
    for (int i = 0; i < (int)search->walk->steps->len && walk_step(search->walk, i)->believed;
         i++) {
        const ReceivedHop *hop = walk_step(search->walk, i)->hop;

        if (hop->kind == HOP_FETCH && g_strcmp0(hop->format, "mailbox fetch") == 0)
            return (int)received_at(search, i);
    }
    return -1;
}

/* getmail takes away the Return-Path of the mailbox's host and writes it anew on top; where there
 * was none it takes the message's own Sender, which anybody may choose. What is the same as the
 * Sender counts only where the mailbox's host says it in another field, too. at: the place where it
 * stands, -1 in the mbox line, which has something else in place of blanks: there the domain is
 * what must not be the Sender's. */
static bool
may_be_made_up(const Search *search, int at, const MailAddress *address)
{
    int fetched = getmail_at(search);
    g_autofree char *text = NULL;

    if (at >= fetched || !address->domain)
        return false;
    text = at >= 0 ? field_text(search->message, at) : g_strdup(address->domain);
    return is_in_sender_field(search->message, text) &&
           !is_said_again(search, (guint)fetched, address);
}

/* Takes the address as what was found at a place, if it is one to be believed. */
static bool
take(Search *search, MailAddress *address, const char *source, int at)
{
    if (!address)
        return false;
    if (may_be_made_up(search, at, address)) {
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

/* Place of the border's field. */
static guint
border_at(const Search *search)
{
    return received_at(search, search->walk->border);
}

/* Where what the sender wrote may stand above the border, as with a Return-Path that a fetching
 * program made of the one in the message, the provider's word is the only one. Where it sends mail
 * on, by a customer's connector, Microsoft 365 gives the field another name. */
static int
find_in_results(Search *search)
{
    const guint above = border_at(search);
    int at = MAX(lowest_field(search->message, above, "Authentication-Results"),
                 lowest_field(search->message, above, "X-MS-Exchange-Authentication-Results"));

    if (at >= 0)
        take(search, from_results(field_of(search->message, (guint)at), NULL),
             "authentication-results", at);
    return at;
}

/* The provider puts its results below the border's own field, above all that came in: the first one
 * is its own, under the border's name. Its Return-Path it puts at the very end. Both are about the
 * border's client. */
static int
find_below(Search *search)
{
    const Message *message = search->message;
    const char *border = walk_step(search->walk, search->walk->border)->hop->by;
    guint at = border_at(search) + 1, last = message->fields->len - 1;

    while (at <= last && !message_field_is(field_of(message, at), "Authentication-Results") &&
           !message_field_is(field_of(message, at), "Received"))
        at++;
    if (at <= last && border &&
        take(search, from_results(field_of(message, at), border), "authentication-results",
             (int)border_at(search) - 1))
        return (int)border_at(search) - 1;
    if (!search->rules->cut && message_field_is(field_of(message, last), "Return-Path")) {
        g_autofree char *text = field_text(message, (int)last);

        take(search, read_reverse_path(search, text), "return-path", (int)border_at(search) - 1);
    }
    return (int)border_at(search) - 1;
}

/* The fields above the boundary, by name. */
static int
find_above(Search *search)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        int at = lowest_field(search->message, search->above, sources[i].name);
        g_autofree char *text = at >= 0 ? field_text(search->message, at) : NULL;

        if (text && take(search, read_reverse_path(search, text), sources[i].source, at))
            return at;
    }
    for (guint at = search->above; at-- > 0;)
        if (message_field_is(field_of(search->message, at), "Received-SPF") &&
            take(search, from_received_spf(search, field_of(search->message, at)), "received-spf",
                 (int)at))
            return (int)at;
    if (search->message->mbox_sender)
        take(search, from_mbox(search, search->message->mbox_sender), "mbox", -1);
    return -1;
}

/* The boundary's own field, then the fields above it, then the mbox line. Returns the place of the
 * field that said it; -1: the mbox line; the number of fields: the boundary, which nobody rewrote.
 */
static int
find_sender(Search *search)
{
    const Walk *walk = search->walk;
    const char *said =
        walk->boundary >= 0 ? walk_step(walk, walk->boundary)->hop->envelope_from : NULL;

    if (said && take(search, read_reverse_path(search, said), "envelope-from",
                     (int)search->message->fields->len))
        return (int)search->message->fields->len;
    if (walk->provider && walk->provider->sender == SENDER_IN_RESULTS)
        return find_in_results(search);
    if (walk->provider && walk->provider->sender == SENDER_BELOW)
        return find_below(search);
    return find_above(search);
}

/* Index of the first Received field below the place where the sender was found: a relay whose
 * handing on is told above that had no part in it yet. */
static int
step_below(const Search *search, int at)
{
    int first = 0;

    while (first < (int)search->received->len && at >= (int)received_at(search, first))
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
        sender->address = read_address_or_domain(rules->option);
    } else {
        Search search = { .sender = sender,
                          .message = message,
                          .walk = walk,
                          .rules = rules,
                          .received = received_places(message),
                          .above = sender_fields_above(message, walk) };
        int first = step_below(&search, find_sender(&search));

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
