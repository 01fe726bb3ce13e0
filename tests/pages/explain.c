/* SPDX-License-Identifier: ISC */
/* The page of an evidence full of hostile text (place.h).
 *
 *   explain VALUE
 */
#include "place.h"

#include "../unit/evidence.h"

#include "report/html_explain.h"

/* char *: what is lent to the evidence, until this program ends. */
static GPtrArray *kept;

static const char *
keep_text(char *text)
{
    if (!kept)
        kept = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(kept, text);
    return text;
}

/* The next place, kept. */
static const char *
next_place(void)
{
    return keep_text(new_place());
}

static const char *
next_address(void)
{
    const char *local = next_place(), *domain = next_place();

    return keep_text(g_strconcat(local, "@", domain, NULL));
}

static HopRow
hostile_hop(bool believed, const char *ip)
{
    return (HopRow){ .is_there = true,
                     .believed = believed,
                     .kind = HOP_SMTP,
                     .ip = ip,
                     .rdns = next_place(),
                     .helo = hostile, /* the reverse name is shown in its place */
                     .by = next_place(),
                     .why = next_place() };
}

static FindingRow
hostile_finding(const char *scheme, Result result)
{
    return (FindingRow){ .scheme = scheme,
                         .result = result,
                         .identity = IDENTITY_HELO,
                         .domain = next_place(),
                         .mechanism = next_place(),
                         .record = next_place(),
                         .explanation = next_place() };
}

static EvidenceRow
hostile_row(void)
{
    return (EvidenceRow){
        .walked = true,
        .client = "192.0.2.1",
        .helo = next_place(),
        .rdns = next_place(),
        .by = next_place(),
        .hop = 2,
        .sender = next_address(),
        .source = "return-path",
        .pra = next_address(),
        .pra_field = "sender",
        .warning = next_place(),
        .authors = { next_address() },
        .shown = keep_text(
            g_strconcat(next_place(), "@other.example", NULL)), /* else it may be the author's */
        .hops = { hostile_hop(true, "192.0.2.9"), hostile_hop(true, "192.0.2.1"),
                  hostile_hop(false, "192.0.2.8"), hostile_hop(false, NULL) },
        .findings = { hostile_finding("rmx", RESULT_NEUTRAL), hostile_finding("spf", RESULT_FAIL) },
        .policy = { .domain = next_place(),
                    .state = AUTHOR_POLICY_FOUND,
                    .wish = POLICY_REJECT,
                    .name = next_place(),
                    .record = next_place() },
        .signatures = { { .domain = next_place(),
                          .result = SIGNATURE_FAIL,
                          .selector = next_place(),
                          .problem = next_place() },
                        { .domain = next_place(),
                          .result = SIGNATURE_PASS,
                          .passed_at = next_place() } },
        .testimony = { { .method = next_place(),
                         .result = next_place(),
                         .domain = next_place(),
                         .by = next_place() } },
    };
}

static ArcFinding *
hostile_arc(void)
{
    ArcFinding *arc = g_new0(ArcFinding, 1);

    arc->result = ARC_FAIL;
    arc->problem = new_place();
    arc->believed = g_array_new(FALSE, FALSE, sizeof(guint));
    arc->sealers = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(arc->sealers, new_place());
    g_ptr_array_add(arc->sealers, new_place());
    return arc;
}

static Advice *
hostile_advice(void)
{
    Advice *advice = g_new0(Advice, 1);

    advice->entry = new_place();
    advice->status = RESULT_PASS;
    advice->reason = new_place();
    advice->condition = new_place();
    advice->proof = new_place();
    advice->claimed = true;
    advice->warnings = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(advice->warnings, new_place());
    return advice;
}

/* What rows do not hold. */
static void
add_rest(Evidence *evidence)
{
    const Finding *finding = evidence->findings->pdata[1];
    WalkStep *step = walk_step(evidence->walk, 1);
    SignatureFinding *signature = evidence->signatures->pdata[0];

    evidence->receiver = next_place();
    evidence->mail_from_rewritten = new_place();
    evidence->message_id = new_place();
    evidence->arc = hostile_arc();
    ((Finding *)evidence->findings->pdata[1])->path = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(finding->path, new_place());
    g_ptr_array_add(finding->path, new_place());
    step->hop->with = new_place();
    g_free(signature->algorithm);
    signature->algorithm = new_place();
    g_ptr_array_add(evidence->advice, hostile_advice());
}

/* A question whose name is hostile, whatever could be asked. */
static Dns *
hostile_dns(void)
{
    Dns *dns = dns_new_zone_text("none", "", NULL);
    DnsQuestion *question;

    cr_assert(dns);
    dns_ask(dns, "a.example", DNS_TXT);
    question = dns_log(dns)->pdata[0];
    g_free(question->name);
    question->name = new_place();
    return dns;
}

int
main(int argc, char **argv)
{
    place_begin(argc, argv);

    const EvidenceRow row = hostile_row();
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Dns) dns = hostile_dns();
    g_autoptr(Verdict) verdict = NULL;
    g_autofree char *page = NULL;

    add_rest(evidence);
    evidence->dns = dns;
    verdict = verdict_of(evidence);
    page = html_explain(evidence, verdict);
    fputs(page, stdout);
    g_clear_pointer(&kept, g_ptr_array_unref);
    return 0;
}
