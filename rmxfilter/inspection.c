/* SPDX-License-Identifier: ISC */
/* The only place that knows all rooms, and the order in which they work. */
#include "inspection.h"

#include "mime/message.h"
#include "relay/sender.h"

struct Inspection {
    const Settings *settings;
    Dns *dns; /* lent */
    Message *message;
    Walk *walk;
    EnvelopeSender *sender;
    GPtrArray *authors;  /* MailAddress * */
    GPtrArray *findings; /* Finding * */
    char *unchecked;
    Evidence evidence;
};

static void
address_free(void *data)
{
    mail_address_free(data);
}

static void
hop_free(void *data)
{
    received_hop_free(data);
}

static void
finding_free_item(void *data)
{
    finding_free(data);
}

Dns *
inspection_dns(const Settings *settings, GError **error)
{
    Dns *dns = settings->zone
                   ? dns_new_zone(settings->zone, error)
                   : dns_new((const char *const *)settings->nameservers, settings->timeout, error);

    if (dns)
        dns_set_question_limit(dns, settings->questions);
    return dns;
}

static Inspection *
inspection_new(const Settings *settings, Dns *dns)
{
    Inspection *inspection = g_new0(Inspection, 1);

    inspection->settings = settings;
    inspection->dns = dns;
    inspection->findings = g_ptr_array_new_with_free_func(finding_free_item);
    inspection->evidence = (Evidence){
        .receiver = settings->authserv_id,
        .now = time(NULL),
        .boundary = -1,
        .schemes = settings->schemes,
        .findings = inspection->findings,
        .dns = dns,
    };
    return inspection;
}

/* --- what the message says --- */

static Walk *
walk_message(const Settings *settings, Dns *dns, const Message *message)
{
    const WalkRules rules = {
        .trust = settings->trust,
        .mailbox = settings->mailbox,
        .count = settings->hops,
        .dns = dns,
    };
    g_autoptr(GPtrArray) hops = g_ptr_array_new_with_free_func(hop_free);

    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received"))
            g_ptr_array_add(hops, received_parse(field->value, field->value_len));
    }
    return walk_new(hops, &rules);
}

static GPtrArray *
message_authors(const Message *message)
{
    GPtrArray *authors = g_ptr_array_new_with_free_func(address_free);

    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "From")) {
            g_autofree char *text = message_field_text(field);

            mail_address_list_parse(text, authors);
        }
    }
    return authors;
}

/* --- what is checked --- */

/* Makes the claim that the schemes are asked about: the envelope sender's domain or, for the null
 * sender, the HELO name (RFC 7208 section 2.4). NULL, or why there is nothing to check. */
static char *
make_claim(const Evidence *evidence, Claim *claim)
{
    const MailAddress *sender = evidence->mail_from;

    *claim = (Claim){
        .client = evidence->client,
        .identity = IDENTITY_MAIL_FROM,
        .local = "postmaster",
        .helo = evidence->helo,
        .receiver = evidence->receiver,
        .now = evidence->now,
    };
    if (claim->client.bits == 0)
        return g_strdup(evidence->walk && evidence->walk->reason ? evidence->walk->reason
                                                                 : "no client address");
    if (!sender)
        return g_strdup("envelope sender not known; --mail-from would say it");
    if (!sender->domain && !evidence->helo)
        return g_strdup("null sender, and no HELO name");
    if (!sender->domain)
        claim->identity = IDENTITY_HELO;
    else if (*sender->local)
        claim->local = sender->local;
    claim->domain = sender->domain ? sender->domain : evidence->helo;
    return NULL;
}

/* Says first what all schemes will ask, so that their questions run side by side. */
static void
ask_schemes(Inspection *inspection)
{
    const GPtrArray *asked = inspection->settings->schemes;
    Claim claim;

    inspection->unchecked = make_claim(&inspection->evidence, &claim);
    inspection->evidence.unchecked = inspection->unchecked;
    if (inspection->unchecked)
        return;
    for (guint i = 0; i < asked->len; i++)
        ((const Scheme *)g_ptr_array_index(asked, i))->prefetch(inspection->dns, &claim);
    for (guint i = 0; i < asked->len; i++)
        g_ptr_array_add(inspection->findings,
                        scheme_check(g_ptr_array_index(asked, i), inspection->dns, &claim));
}

Inspection *
inspection_of_message(const Settings *settings, Dns *dns, const char *octets, size_t len)
{
    Inspection *inspection = inspection_new(settings, dns);
    Evidence *evidence = &inspection->evidence;

    inspection->message = message_new(octets, len);
    inspection->walk = walk_message(settings, dns, inspection->message);
    inspection->sender =
        envelope_sender(inspection->message, inspection->walk, dns, settings->mail_from);
    inspection->authors = message_authors(inspection->message);

    evidence->walk = inspection->walk;
    evidence->client = settings->client.bits ? settings->client : inspection->walk->ip;
    evidence->helo = settings->helo ? settings->helo : inspection->walk->helo;
    evidence->rdns = inspection->walk->rdns;
    evidence->by = inspection->walk->by;
    evidence->boundary = inspection->walk->boundary;
    evidence->mail_from = inspection->sender->address;
    evidence->mail_from_rewritten = inspection->sender->rewritten;
    evidence->mail_from_source = inspection->sender->source;
    evidence->authors = inspection->authors;
    ask_schemes(inspection);
    return inspection;
}

Inspection *
inspection_of_claim(const Settings *settings, Dns *dns)
{
    Inspection *inspection = inspection_new(settings, dns);
    Evidence *evidence = &inspection->evidence;

    /* Without --mail-from the HELO name is what is checked. */
    inspection->sender =
        envelope_sender(NULL, NULL, NULL, settings->mail_from ? settings->mail_from : "");
    evidence->client = settings->client;
    evidence->helo = settings->helo;
    evidence->mail_from = inspection->sender->address;
    evidence->mail_from_source = inspection->sender->source;
    ask_schemes(inspection);
    return inspection;
}

const Evidence *
inspection_evidence(const Inspection *inspection)
{
    return &inspection->evidence;
}

void
inspection_free(Inspection *inspection)
{
    g_ptr_array_unref(inspection->findings);
    g_clear_pointer(&inspection->authors, g_ptr_array_unref);
    g_clear_pointer(&inspection->sender, envelope_sender_free);
    g_clear_pointer(&inspection->walk, walk_free);
    g_clear_pointer(&inspection->message, message_free);
    g_free(inspection->unchecked);
    g_free(inspection);
}
