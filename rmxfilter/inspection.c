/* SPDX-License-Identifier: ISC */
/* The only place that knows the order of the steps. */
#include "inspection.h"

#include "ask_author.h"
#include "ask_schemes.h"
#include "mime/pra.h"
#include "mime/received/received_date.h"

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

/* Google says in a field of its own whose mailbox forwarded the message, and to whom. */
static void
note_forwarding(const Message *message, Walk *walk)
{
    guint above = walk->provider ? sender_fields_above(message, walk) : 0;

    for (guint i = 0; i < above; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);
        g_autofree char *text = NULL;

        if (!message_field_is(field, "X-Forwarded-For"))
            continue;
        text = message_field_text(field);
        g_ptr_array_add(walk->warnings, g_strdup_printf("%s forwarded it: X-Forwarded-For: %s",
                                                        walk->provider->name, text));
    }
}

/* The value of the first field of that name, as it came; NULL: there is none. The caller frees. */
static char *
copy_first_field(const Message *message, const char *name)
{
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, name))
            return message_field_text(field);
    }
    return NULL;
}

/* For people who look a message up, and nothing else: the sender made it up. */
static void
note_looks(const Message *message, Evidence *evidence)
{
    evidence->message_id = copy_first_field(message, "Message-ID");
    evidence->subject = copy_first_field(message, "Subject");
    evidence->date = copy_first_field(message, "Date");
}

static Evidence *
begin_evidence(const Settings *settings, const Dns *dns)
{
    Evidence *evidence = evidence_new();

    evidence->receiver = settings->authserv_id;
    evidence->now = time(NULL);
    evidence->schemes = settings->schemes;
    evidence->dns = dns;
    evidence->sandbox = sandbox_state();
    return evidence;
}

/* Moves what was found of the sender into the evidence. */
static void
move_sender(EnvelopeSender *sender, Evidence *evidence)
{
    if (!sender->address)
        evidence->mail_from_problem = g_strdup_printf(
            "sender not known: %s", sender->problem ? sender->problem : "--mail-from would say it");
    evidence->mail_from = g_steal_pointer(&sender->address);
    evidence->mail_from_rewritten = g_steal_pointer(&sender->rewritten);
    evidence->mail_from_source = sender->source;
}

/* Who the message says it is from. Where a relay's own list wrote it, that relay becomes the origin
 * of the walk. */
static void
inspect_sender(const Settings *settings, Dns *dns, const Message *message, Evidence *evidence)
{
    const SenderRules rules = {
        .option = settings->mail_from,
        .lists = (const char *const *)settings->lists,
        .own_names = (const char *const *)settings->own_names,
        .receiver = settings->authserv_id,
        .cut = evidence->cut,
        .records = &settings->records,
        .dns = dns,
    };
    g_autoptr(EnvelopeSender) sender = envelope_sender(message, evidence->walk, &rules);

    if (sender->origin >= 0)
        walk_set_origin(evidence->walk, sender->origin);
    move_sender(sender, evidence);
}

/* What other hosts found out about the message. */
static void
collect_testimony(const Settings *settings, const HeaderBlock *header, const Message *message,
                  Evidence *evidence)
{
    const TestimonyRules rules = {
        .results = (const char *const *)settings->results,
        .own_names = (const char *const *)settings->own_names,
        .sealed = evidence->arc ? evidence->arc->believed : NULL,
    };
    const char *end;

    g_ptr_array_unref(evidence->testimony);
    evidence->testimony = testimony_collect(message, evidence->walk, &rules, &end);
    evidence->believed = end ? (size_t)(end - header->octets) : 0;
}

/* Where the message came from: the walk's origin, or what the options say of it. */
static void
note_origin(const Settings *settings, Evidence *evidence)
{
    const Walk *walk = evidence->walk;

    evidence->client = settings->client.bits ? settings->client : walk->ip;
    evidence->helo = settings->helo ? settings->helo : walk->helo;
    evidence->rdns = walk->rdns;
    evidence->by = walk->by;
    evidence->boundary = walk->boundary;
}

/* When a signature must not have expired by: when the message came in, as the believed host says
 * that took it from outside; else now (RFC 6376 section 3.5, x=). Mail may have lain in a mailbox
 * or a queue for longer than signers allow, a day at some. */
static time_t
time_of_signatures(const Evidence *evidence)
{
    const Walk *walk = evidence->walk;
    int field = MAX(walk->boundary, 0);
    time_t when = evidence->now;
    const char *date = NULL;

    if (field < (int)walk->steps->len && walk_step(walk, field)->believed)
        date = walk_step(walk, field)->hop->date;
    return date && received_date_read(date, &when) ? MIN(when, evidence->now) : evidence->now;
}

/* What wants the digests of the body, with what was asked for it. */
typedef struct {
    Signatures *signatures;
    Arc *arc; /* NULL: the user believes no sealer */
    Hasher *hasher;
    gint64 began; /* of the monotonic clock */
} SignedContent;

/* Holds the signatures against the digests of the body, for which it waits as long as it would for
 * the DNS. */
static void
check_signatures(const Settings *settings, const SignedContent *content, Evidence *evidence)
{
    gint64 passed = (g_get_monotonic_time() - content->began) / 1000;
    time_t when = time_of_signatures(evidence);
    bool is_signed = signatures_count(content->signatures) > 0;
    BodyDigests digests = { .missing = BODY_AT_HAND };

    if (is_signed || arc_wants_body(content->arc))
        hasher_finish(content->hasher, (int)MAX((gint64)(settings->timeout * 1000) - passed, 0),
                      &digests);
    if (is_signed) {
        g_ptr_array_unref(evidence->signatures);
        evidence->signatures = signatures_check(content->signatures, &digests, when);
        evidence->body_missing = digests.missing;
    }
    if (content->arc)
        evidence->arc = arc_check(content->arc, &digests, when);
}

/* Where the message came from by this walk, which is taken over, and what the schemes say to that:
 * all that the verdict rests on. */
static void
inspect_envelope(const Settings *settings, Walk *walk, Dns *dns, const InspectedHeader *inspected,
                 Evidence *evidence)
{
    evidence->cut = inspected->header->cut;
    evidence->walk = walk;
    inspect_sender(settings, dns, inspected->message, evidence);
    note_forwarding(inspected->message, evidence->walk);
    note_origin(settings, evidence);
    if (!evidence->cut) /* else another Sender may follow, or a resent one */
        evidence->pra = purported_responsible_address(inspected->message, &evidence->pra_field);
    ask_schemes(evidence, &settings->records, dns);
}

Evidence *
inspect_origin(const Settings *settings, const TrustList *trust, Dns *dns,
               const HeaderBlock *header)
{
    const InspectedHeader inspected = inspect_header(header);
    G_GNUC_UNUSED g_autoptr(Message) message = inspected.message;
    Evidence *evidence = begin_evidence(settings, dns);

    inspect_envelope(settings, walk_message(settings, trust, dns, &inspected), dns, &inspected,
                     evidence);
    return evidence;
}

Evidence *
inspect_origin_again(const Settings *settings, const TrustList *trust, Dns *dns, MessageWay *way)
{
    Walk *walk =
        walk_message_again(settings, trust, dns, &way->fields, g_steal_pointer(&way->walk));
    Evidence *evidence = begin_evidence(settings, dns);

    inspect_envelope(settings, walk, dns, &way->fields, evidence);
    return evidence;
}

Evidence *
inspect_message(const Settings *settings, Dns *dns, const HeaderBlock *header, Hasher *hasher)
{
    const gint64 began = g_get_monotonic_time();
    const InspectedHeader inspected = inspect_header(header);
    g_autoptr(Message) message = inspected.message;
    g_autoptr(Signatures) signatures = signatures_new(message, dns);
    g_autoptr(Arc) arc = arc_new(message, dns, (const char *const *)settings->sealers);
    const SignedContent content = { signatures, arc, hasher, began };
    Evidence *evidence = begin_evidence(settings, dns);

    evidence->author = author_read(message, header->octets, header->len);
    ask_author_early(message, evidence, dns);
    inspect_envelope(settings, walk_message(settings, settings->trust, dns, &inspected), dns,
                     &inspected, evidence);
    note_looks(message, evidence);
    check_signatures(settings, &content, evidence);
    collect_testimony(settings, header, message, evidence);
    ask_author(evidence, dns);
    return evidence;
}

static MailAddress *
copy_address(const MailAddress *address)
{
    MailAddress *copy = mail_address_new(address->local, address->domain);

    copy->domain_only = address->domain_only;
    return copy;
}

Evidence *
inspect_claim(const Settings *settings, Dns *dns)
{
    /* Without --mail-from the HELO name is what is checked. */
    const SenderRules rules = { .option = settings->mail_from ? settings->mail_from : "" };
    g_autoptr(EnvelopeSender) sender = envelope_sender(NULL, NULL, &rules);
    Evidence *evidence = begin_evidence(settings, dns);

    evidence->client = settings->client;
    evidence->helo = settings->helo;
    move_sender(sender, evidence);
    /* There is no header that could name another. */
    if (evidence->mail_from && evidence->mail_from->domain)
        evidence->pra = copy_address(evidence->mail_from);
    ask_schemes(evidence, &settings->records, dns);
    return evidence;
}
