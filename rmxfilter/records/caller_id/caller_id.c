/* SPDX-License-Identifier: ISC */
/* Caller ID for E-mail: first all documents are gathered, those that others name with them, because
 * an exclusion in any of them goes before all inclusions. Only then exchanges are asked for. */
#include "records/caller_id/caller_id.h"

#include "records/caller_id/caller_id_gather.h"
#include "records/match.h"
#include "records/rows.h"

#include <string.h>

/* The client against the list. */
typedef struct {
    Matcher matcher;
    const Claim *claim;
    Finding *finding;
    const GArray *senders; /* CallerSender, of all documents */
} Listing;

/* The address or range that the client is in; NULL: none of this sort. */
static const CallerSender *
find_network(const Listing *l, bool excludes)
{
    for (guint i = 0; i < l->senders->len; i++) {
        const CallerSender *sender = &g_array_index(l->senders, CallerSender, i);

        if (sender->kind != CALLER_MX && sender->excludes == excludes &&
            ip_in_network(&l->claim->client, &sender->network))
            return sender;
    }
    return NULL;
}

static void
conclude_network(Listing *l, const CallerSender *sender)
{
    g_autofree char *network = ip_network_text(&sender->network);

    l->finding->result = sender->excludes ? RESULT_FAIL : RESULT_PASS;
    l->finding->mechanism = g_strdup_printf("%s %s%s", caller_id_kind_text(sender->kind),
                                            sender->excludes ? "!" : "", network);
}

static void
set_exchange_error(Finding *finding, Match match, char *problem)
{
    g_assert(problem);
    finding->result = match == MATCH_TEMPERROR ? RESULT_TEMPERROR : RESULT_PERMERROR;
    finding->problem = problem;
}

/* Unknown exchanges of one domain count only where those of no other match. */
static void
conclude_exchanges(Listing *l)
{
    Finding *finding = l->finding;

    finding->result = RESULT_FAIL;
    for (guint i = 0; i < l->senders->len; i++) {
        const CallerSender *sender = &g_array_index(l->senders, CallerSender, i);
        Match match = sender->kind == CALLER_MX
                          ? match_exchanges(&l->matcher, sender->domain, 32, 128)
                          : MATCH_NO;

        if (match == MATCH_YES) {
            finding->result = RESULT_PASS;
            finding->mechanism = g_strdup_printf("mx %s", sender->domain);
            g_clear_pointer(&finding->problem, g_free);
            return;
        }
        if (match != MATCH_NO && !finding->problem)
            set_exchange_error(finding, match, g_steal_pointer(&l->matcher.problem));
    }
}

static void
conclude_caller_id(Listing *l)
{
    const CallerSender *network = find_network(l, true);

    if (!network)
        network = find_network(l, false);
    if (network)
        conclude_network(l, network);
    else
        conclude_exchanges(l);
}

static void
caller_id_check(Dns *dns, const Claim *claim, Finding *finding)
{
    g_autoptr(GArray) senders = caller_senders_new();
    Listing l = { .matcher = matcher_over(dns, &claim->client),
                  .claim = claim,
                  .finding = finding,
                  .senders = senders };
    g_autofree char *name = caller_id_name(claim->domain);
    const DnsAnswer *answer;

    if (finding_lacks_domain(finding, claim->domain))
        return;
    switch (caller_id_gather(&l.matcher, claim->domain, claim->record, finding, senders, &answer)) {
    case DOCUMENT_NONE:
        finding_conclude_none(finding, dns, claim->domain, answer,
                              g_strdup_printf("no Caller ID document at %s", name));
        break;
    case DOCUMENT_THERE:
        conclude_caller_id(&l);
        break;
    case DOCUMENT_FAILED:
        break;
    }
    finding->authentic = matcher_authentic(&l.matcher);
    matcher_clear(&l.matcher);
}

static char *
caller_id_check_text(const char *text)
{
    g_autoptr(CallerDocument) document = caller_id_parse(text, strlen(text));

    if (!document->problem && (document->testing || !document->has_out))
        return g_strdup("it says nothing that holds about sending");
    return g_steal_pointer(&document->problem);
}

const Scheme caller_id_scheme = {
    .name = "caller-id",
    .title = "Caller ID",
    .identity = IDENTITY_PRA,
    .decides = true,
    .prefetch = caller_id_prefetch,
    .check = caller_id_check,
    .check_text = caller_id_check_text,
};
