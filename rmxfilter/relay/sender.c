/* SPDX-License-Identifier: ISC */
/* Sources are looked at in the order of the manual's ENVELOPE SENDER; the first one that can be
 * read and says something is taken. */
#include "relay/sender.h"

#include "mime/cursor.h"
#include "records/match.h"
#include "records/scheme.h"
#include "relay/rewrite.h"

#include <string.h>

/* Fields that delivery agents and relays write, in the order in which they are asked. */
static const struct {
    const char *name, *source;
} sources[] = {
    { "Return-Path", "return-path" },
    { "X-Envelope-From", "x-envelope-from" },
    { "Envelope-Sender", "envelope-sender" },
};

/* getmail writes Return-Path: <unknown> where it knows nothing; other words without a domain are
 * local users, or nothing at all. None of them can be checked, and another source may know more. */
static MailAddress *
usable(MailAddress *address)
{
    if (address && !address->domain && *address->local != '\0')
        g_clear_pointer(&address, mail_address_free);
    return address;
}

/* --mail-from: "<>" and "" are the null sender, a word without "@" is a domain. */
static MailAddress *
from_option(const char *option)
{
    g_autoptr(MailAddress) address = mail_address_parse(option, strlen(option));
    g_autofree char *domain = NULL;

    if (!address || address->domain || *address->local == '\0')
        return g_steal_pointer(&address);
    domain = mail_domain(address->local);
    return domain ? mail_address_new("postmaster", domain) : NULL;
}

/* The word of the "From " line. Delivery agents write MAILER-DAEMON there for the null sender. */
static MailAddress *
from_mbox(const char *word)
{
    if (g_ascii_strcasecmp(word, "MAILER-DAEMON") == 0)
        return mail_address_new("", NULL);
    return *word ? usable(mail_address_parse(word, strlen(word))) : NULL;
}

/* Place of the Received field with that index among the message's fields. */
static guint
received_at(const Message *message, int index)
{
    int received = 0;

    for (guint i = 0; i < message->fields->len; i++)
        if (message_field_is(&g_array_index(message->fields, MessageField, i), "Received") &&
            received++ == index)
            return i;
    return message->fields->len;
}

/* How many fields of the message stand above what could have been the sender's: above the
 * boundary's field or, where there is no boundary, above the last believed one. */
static guint
fields_above(const Message *message, const Walk *walk)
{
    int last = walk->boundary;

    for (int i = 0; i < (int)walk->steps->len && walk->boundary < 0; i++)
        if (((const WalkStep *)g_ptr_array_index(walk->steps, (guint)i))->believed)
            last = i;
    return walk->end == WALK_LOCAL ? message->fields->len : received_at(message, last);
}

/* --- where it is found --- */

/* The lowest field of that name above a place, which was written first, next to the boundary; its
 * own place. -1: there is none. */
static int
lowest_field(const Message *message, guint above, const char *name)
{
    while (above-- > 0)
        if (message_field_is(&g_array_index(message->fields, MessageField, above), name))
            return (int)above;
    return -1;
}

static char *
field_text(const Message *message, int at)
{
    return message_field_text(&g_array_index(message->fields, MessageField, (guint)at));
}

static bool
is_value(unsigned char octet)
{
    return octet > ' ' && octet != ';';
}

/* The provider's own word: smtp.mailfrom= in its Authentication-Results, an address or a domain. */
static MailAddress *
from_results(const char *text)
{
    static const char property[] = "smtp.mailfrom=";
    const char *found = strstr(text, property);
    Cursor c = cursor_over(found ? found : "", found ? strlen(found) : 0);
    g_autofree char *value = NULL;
    const char *begin;

    if (!cursor_skip_text(&c, property))
        return NULL;
    begin = c.at;
    cursor_span(&c, is_value);
    value = cursor_text_since(&c, begin);
    return *value ? from_option(value) : NULL;
}

/* Where what the sender wrote may stand above the border, as with a Return-Path that a fetching
 * program made of the one in the message, the provider's word is the only one. Returns the place of
 * the field. */
static int
find_in_results(EnvelopeSender *sender, const Message *message, guint above)
{
    int at = lowest_field(message, above, "Authentication-Results");
    g_autofree char *text = at >= 0 ? field_text(message, at) : NULL;

    sender->source = "authentication-results";
    sender->address = text ? from_results(text) : NULL;
    return at;
}

/* The boundary's own field, then the fields above it, then the mbox line. Returns the place of the
 * field that said it; -1: the mbox line; the number of fields: the boundary, which nobody rewrote.
 */
static int
find_sender(EnvelopeSender *sender, const Message *message, const Walk *walk)
{
    guint above = fields_above(message, walk);

    if (walk->boundary >= 0) {
        const WalkStep *step = g_ptr_array_index(walk->steps, (guint)walk->boundary);
        const char *text = step->hop->envelope_from;

        sender->source = "envelope-from";
        sender->address = text ? usable(mail_address_parse(text, strlen(text))) : NULL;
        if (sender->address)
            return (int)message->fields->len;
    }
    if (walk->provider && walk->provider->sender_in_results)
        return find_in_results(sender, message, above);
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        int at = lowest_field(message, above, sources[i].name);
        g_autofree char *text = at >= 0 ? field_text(message, at) : NULL;

        sender->source = sources[i].source;
        sender->address = text ? usable(mail_address_parse(text, strlen(text))) : NULL;
        if (sender->address)
            return at;
    }
    sender->source = "mbox";
    sender->address = message->mbox_sender ? from_mbox(message->mbox_sender) : NULL;
    return -1;
}

/* --- what it was before relays rewrote it --- */

/* Whether the domain is the relay's own: a rewritten address bears the domain of who rewrote it.
 * Told by the relay's names or, as rewriting is done so that the next host's SPF check passes, by
 * that. */
static bool
is_domain_of(const char *domain, const ReceivedHop *relay, Dns *dns)
{
    Claim claim = {
        .client = relay->ip,
        .identity = IDENTITY_MAIL_FROM,
        .local = "postmaster",
        .domain = domain,
        .helo = relay->helo,
        .receiver = domain,
        .now = time(NULL),
    };
    g_autoptr(Finding) finding = NULL;

    if ((relay->rdns && domain_within(relay->rdns, domain)) ||
        (relay->helo && domain_within(relay->helo, domain)))
        return true;
    if (!dns)
        return false;
    finding = scheme_check(scheme_named("spf"), dns, &claim);
    return finding->result == RESULT_PASS;
}

/* Undoes what one relay did to the address, if it did. */
static void
undo_relay(EnvelopeSender *sender, const ReceivedHop *relay, Dns *dns)
{
    MailAddress *original = NULL;
    Rewrite rewrite =
        sender->address->domain ? rewrite_undo(sender->address, &original) : REWRITE_NONE;

    if (rewrite == REWRITE_NONE || !is_domain_of(sender->address->domain, relay, dns)) {
        g_clear_pointer(&original, mail_address_free);
        return;
    }
    if (!sender->rewritten)
        sender->rewritten = mail_address_text(sender->address);
    mail_address_free(sender->address);
    sender->address = original;
}

/* at is the place where the address was found: a relay whose handing on is told further down had
 * rewritten it by then. */
static void
undo_relays(EnvelopeSender *sender, const Message *message, const Walk *walk, int at, Dns *dns)
{
    for (int i = 0; i < walk->boundary && sender->address; i++) {
        const WalkStep *step = g_ptr_array_index(walk->steps, (guint)i);

        if (step->relay && at < (int)received_at(message, i))
            undo_relay(sender, step->hop, dns);
    }
}

EnvelopeSender *
envelope_sender(const Message *message, const Walk *walk, Dns *dns, const char *option)
{
    EnvelopeSender *sender = g_new0(EnvelopeSender, 1);

    if (option) {
        sender->source = "option";
        sender->address = from_option(option);
    } else {
        int at = find_sender(sender, message, walk);

        undo_relays(sender, message, walk, at, dns);
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
    g_free(sender);
}
