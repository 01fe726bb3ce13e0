/* SPDX-License-Identifier: ISC */
/* The only place that knows all rooms, and the order in which they work. */
#include "inspection.h"

#include "dns/reverse.h"
#include "mime/message.h"
#include "mime/pra.h"
#include "records/match.h"
#include "relay/sender.h"

struct Inspection {
    const Settings *settings;
    Dns *dns; /* lent */
    Message *message;
    Walk *walk;
    EnvelopeSender *sender;
    char *sender_problem; /* NULL: it is known */
    Author *author;
    MailAddress *pra;
    GPtrArray *findings; /* Finding * */
    char *unchecked;
    Evidence evidence;
};

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
        .sandbox = sandbox_state(),
    };
    return inspection;
}

/* --- what the message says --- */

static Walk *
walk_message(const Settings *settings, Dns *dns, const Message *message, bool cut)
{
    const WalkRules rules = {
        .trust = settings->trust,
        .accounts = settings->accounts,
        .own_names = (const char *const *)settings->own_names,
        .mailbox = settings->mailbox,
        .count = settings->hops,
        .cut = cut,
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

/* --- what is checked --- */

/* What can be asked about: one claim for each identity, or why there is none. */
typedef struct {
    Claim mail_from, pra, client;
    const char *mail_from_problem, *pra_problem; /* NULL: there is a claim */
} Claims;

/* The envelope sender's domain or, for the null sender, the HELO name (RFC 7208 section 2.4). */
static const char *
claim_mail_from(const Evidence *evidence, Claim *claim)
{
    const MailAddress *sender = evidence->mail_from;

    if (!sender)
        return evidence->mail_from_problem;
    if (!sender->domain && !evidence->helo)
        return "sender not known: null sender, and no HELO name";
    claim->identity = sender->domain ? IDENTITY_MAIL_FROM : IDENTITY_HELO;
    if (sender->domain && *sender->local)
        claim->local = sender->local;
    claim->domain = sender->domain ? sender->domain : evidence->helo;
    return NULL;
}

static const char *
claim_pra(const Evidence *evidence, Claim *claim)
{
    const MailAddress *pra = evidence->pra;

    if (!pra)
        return "sender not known: no purported responsible address";
    claim->identity = IDENTITY_PRA;
    if (*pra->local)
        claim->local = pra->local;
    claim->domain = pra->domain;
    return NULL;
}

static Claims
make_claims(const Evidence *evidence, const SchemeSettings *settings)
{
    const Claim common = {
        .client = evidence->client,
        .identity = IDENTITY_CLIENT,
        .local = "postmaster",
        .domain = "",
        .helo = evidence->helo,
        .receiver = evidence->receiver,
        .now = evidence->now,
        .settings = settings,
    };
    Claims claims = { .mail_from = common, .pra = common, .client = common };

    claims.mail_from_problem = claim_mail_from(evidence, &claims.mail_from);
    claims.pra_problem = claim_pra(evidence, &claims.pra);
    return claims;
}

/* The claim for this scheme; NULL, and *problem, where there is none. */
static const Claim *
claim_for(const Claims *claims, const Scheme *scheme, const char **problem)
{
    *problem = NULL;
    switch (scheme->identity) {
    case IDENTITY_MAIL_FROM:
    case IDENTITY_HELO:
        *problem = claims->mail_from_problem;
        return *problem ? NULL : &claims->mail_from;
    case IDENTITY_PRA:
        *problem = claims->pra_problem;
        return *problem ? NULL : &claims->pra;
    case IDENTITY_CLIENT:
        return &claims->client;
    }
    g_assert_not_reached();
}

/* Why nothing can be checked at all; NULL: something can. The caller frees. */
static char *
find_obstacle(const Evidence *evidence, const Claims *claims)
{
    if (evidence->client.bits == 0)
        return g_strdup(evidence->walk && evidence->walk->reason ? evidence->walk->reason
                                                                 : "no client address");
    for (guint i = 0; i < evidence->schemes->len; i++) {
        const Scheme *scheme = g_ptr_array_index(evidence->schemes, i);

        if (!claims->mail_from_problem || scheme->identity != IDENTITY_MAIL_FROM)
            return NULL;
    }
    return g_strdup(claims->mail_from_problem);
}

static void
prefetch_scheme(Dns *dns, const Claims *claims, const Scheme *scheme)
{
    for (; scheme; scheme = scheme->otherwise) {
        const char *problem;
        const Claim *claim = claim_for(claims, scheme, &problem);

        if (claim)
            scheme_prefetch(scheme, dns, claim);
    }
}

/* Where the scheme finds nothing for one identity, what it finds for another counts. */
static Finding *
check_scheme(Dns *dns, const Claims *claims, const Scheme *scheme)
{
    Finding *first = NULL;

    for (; scheme; scheme = scheme->otherwise) {
        const char *problem;
        const Claim *claim = claim_for(claims, scheme, &problem);
        g_autoptr(Finding) finding =
            claim ? scheme_check(scheme, dns, claim) : scheme_not_asked(scheme, problem);

        if (first && finding->result == RESULT_NONE)
            continue;
        finding_free(first);
        first = g_steal_pointer(&finding);
        if (first->result != RESULT_NONE)
            break;
    }
    return first;
}

/* The client's reverse name is told also unasked, where the schemes have looked it up already. */
static void
report_known_names(Inspection *inspection, const Claim *claim)
{
    const Scheme *iprev = scheme_named("iprev");

    if (!g_ptr_array_find(inspection->settings->schemes, iprev, NULL) &&
        reverse_is_known(inspection->dns, &claim->client))
        g_ptr_array_add(inspection->findings, scheme_check(iprev, inspection->dns, claim));
}

/* A domain that takes no mail should send none (RFC 7505 section 4.2), and nothing else is known
 * about it: worth another question where no scheme that decides found anything. */
static bool
is_null_mx(const Inspection *inspection, const Claim *claim)
{
    if (claim->identity != IDENTITY_MAIL_FROM || claim_domain_problem(claim))
        return false;
    for (guint i = 0; i < inspection->findings->len; i++) {
        const Finding *finding = inspection->findings->pdata[i];

        if (!finding->exists ||
            (finding->result != RESULT_NONE && scheme_named(finding->scheme)->decides))
            return false;
    }
    return match_null_mx(dns_ask(inspection->dns, claim->domain, DNS_MX));
}

/* Why the domain of a claim does not publish nothing: a literal. NULL: as far as was asked it does.
 */
static const char *
what_is_published(const Inspection *inspection, const Claim *claim)
{
    for (guint i = 0; i < inspection->findings->len; i++) {
        const Finding *finding = inspection->findings->pdata[i];

        if (finding->result == RESULT_NONE || !scheme_named(finding->scheme)->decides ||
            g_ascii_strcasecmp(finding->domain, claim->domain) != 0)
            continue;
        return finding->result == RESULT_TEMPERROR
                   ? "not known whether the domain publishes a record"
                   : "the domain publishes a record under another scheme";
    }
    return NULL;
}

/* Asks a scheme for domains that publish nothing. Not said early: its questions would be in vain
 * for most domains. */
static Finding *
check_last_resort(Inspection *inspection, const Claims *claims, const Scheme *scheme)
{
    const char *problem;
    const Claim *claim = claim_for(claims, scheme, &problem);
    Finding *finding;

    if (claim)
        problem = what_is_published(inspection, claim);
    if (!problem) {
        prefetch_scheme(inspection->dns, claims, scheme);
        return check_scheme(inspection->dns, claims, scheme);
    }
    finding = scheme_not_asked(scheme, problem);
    if (claim) {
        finding->identity = claim->identity;
        finding->domain = g_strdup(claim->domain);
    }
    return finding;
}

/* Says first what all schemes will ask, so that their questions run side by side. */
static void
ask_schemes(Inspection *inspection)
{
    const GPtrArray *asked = inspection->settings->schemes;
    Dns *dns = inspection->dns;
    const Claims claims = make_claims(&inspection->evidence, &inspection->settings->records);

    inspection->unchecked = find_obstacle(&inspection->evidence, &claims);
    inspection->evidence.unchecked = inspection->unchecked;
    if (inspection->unchecked)
        return;
    for (guint i = 0; i < asked->len; i++) {
        const Scheme *scheme = g_ptr_array_index(asked, i);

        if (!scheme->last_resort)
            prefetch_scheme(dns, &claims, scheme);
    }
    for (guint i = 0; i < asked->len; i++) {
        const Scheme *scheme = g_ptr_array_index(asked, i);

        g_ptr_array_add(inspection->findings, scheme->last_resort
                                                  ? check_last_resort(inspection, &claims, scheme)
                                                  : check_scheme(dns, &claims, scheme));
    }
    report_known_names(inspection, &claims.client);
    inspection->evidence.null_mx =
        !claims.mail_from_problem && is_null_mx(inspection, &claims.mail_from);
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

/* Who the message says it is from, and, where a list of a relay's wrote it, that relay as the
 * origin. */
static void
find_sender(Inspection *inspection, bool cut)
{
    const Settings *settings = inspection->settings;
    const SenderRules rules = {
        .option = settings->mail_from,
        .lists = (const char *const *)settings->lists,
        .own_names = (const char *const *)settings->own_names,
        .receiver = settings->authserv_id,
        .cut = cut,
        .records = &settings->records,
        .dns = inspection->dns,
    };
    EnvelopeSender *sender = envelope_sender(inspection->message, inspection->walk, &rules);
    Evidence *evidence = &inspection->evidence;

    if (sender->origin >= 0)
        walk_set_origin(inspection->walk, sender->origin);
    if (!sender->address)
        inspection->sender_problem = g_strdup_printf(
            "sender not known: %s", sender->problem ? sender->problem : "--mail-from would say it");
    inspection->sender = sender;
    evidence->mail_from = sender->address;
    evidence->mail_from_rewritten = sender->rewritten;
    evidence->mail_from_source = sender->source;
    evidence->mail_from_problem = inspection->sender_problem;
}

Inspection *
inspection_of_message(const Settings *settings, Dns *dns, const HeaderBlock *header)
{
    Inspection *inspection = inspection_new(settings, dns);
    Evidence *evidence = &inspection->evidence;

    inspection->message = message_new(header->octets, header->len);
    inspection->walk = walk_message(settings, dns, inspection->message, header->cut);
    find_sender(inspection, header->cut);
    note_forwarding(inspection->message, inspection->walk);
    inspection->author = author_read(inspection->message, header->octets, header->len);
    if (!header->cut) /* else another Sender may follow, or a resent one */
        inspection->pra = purported_responsible_address(inspection->message, &evidence->pra_field);

    evidence->cut = header->cut;
    evidence->walk = inspection->walk;
    evidence->client = settings->client.bits ? settings->client : inspection->walk->ip;
    evidence->helo = settings->helo ? settings->helo : inspection->walk->helo;
    evidence->rdns = inspection->walk->rdns;
    evidence->by = inspection->walk->by;
    evidence->boundary = inspection->walk->boundary;
    evidence->author = inspection->author;
    evidence->pra = inspection->pra;
    ask_schemes(inspection);
    return inspection;
}

Inspection *
inspection_of_claim(const Settings *settings, Dns *dns)
{
    Inspection *inspection = inspection_new(settings, dns);
    Evidence *evidence = &inspection->evidence;

    /* Without --mail-from the HELO name is what is checked. */
    const SenderRules rules = { .option = settings->mail_from ? settings->mail_from : "" };

    inspection->sender = envelope_sender(NULL, NULL, &rules);
    evidence->client = settings->client;
    evidence->helo = settings->helo;
    evidence->mail_from = inspection->sender->address;
    evidence->mail_from_source = inspection->sender->source;
    /* There is no header that could name another. */
    if (evidence->mail_from && evidence->mail_from->domain)
        evidence->pra = evidence->mail_from;
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
    g_clear_pointer(&inspection->author, author_free);
    g_clear_pointer(&inspection->pra, mail_address_free);
    g_clear_pointer(&inspection->sender, envelope_sender_free);
    g_clear_pointer(&inspection->walk, walk_free);
    g_clear_pointer(&inspection->message, message_free);
    g_free(inspection->sender_problem);
    g_free(inspection->unchecked);
    g_free(inspection);
}
