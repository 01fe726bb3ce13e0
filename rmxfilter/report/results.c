/* SPDX-License-Identifier: ISC */
/* RFC 8601 section 2.2 in short:
 *
 *     authserv-id ( ";" "none" / 1*( ";" method "=" result [ "reason=" value ]
 *                                    *( ptype "." property "=" pvalue ) ) )
 *
 * with comments wherever white space may stand. */
#include "report/results.h"

#include "mime/quote.h"
#include "report/results_author.h"
#include "report/results_parts.h"

/* Said wherever a record was not the domain's. */
#define OWN_RECORD "record of the user's own"

static const char *
identity_property(IdentityKind identity)
{
    switch (identity) {
    case IDENTITY_MAIL_FROM:
        return "smtp.mailfrom";
    case IDENTITY_HELO:
        return "smtp.helo";
    case IDENTITY_PRA:
        return "header.pra";
    case IDENTITY_CLIENT:
        return "policy.iprev";
    }
    g_assert_not_reached();
}

/* A literal of the form "DNS.sec" of RFC 8904; NULL for a result that rests on no answer at all. */
static const char *
signed_text(const Finding *finding)
{
    if (finding->result == RESULT_TEMPERROR)
        return NULL;
    return finding->authentic ? "yes" : "no";
}

static void
append_finding(GString *value, const Finding *finding, const char *client)
{
    g_string_append_printf(value, ";\n%s=%s reason=", finding->scheme->name,
                           result_text(finding->result));
    results_append_why(value, finding_why(finding));
    if (finding->own)
        g_string_append(value, " (" OWN_RECORD ")");
    if (finding->identity == IDENTITY_CLIENT) {
        results_append_property(value, identity_property(finding->identity), client);
    } else {
        results_append_property(value, identity_property(finding->identity), finding->domain);
        results_append_property(value, "smtp.remote-ip", client);
    }
    results_append_property(value, "dns.sec", signed_text(finding));
}

/* How the user of a submission logged in, as the relay that took it says; NULL: not shown. */
static const char *
login_text(const Evidence *evidence)
{
    const Walk *walk = evidence->walk;

    g_assert(walk && walk->end == WALK_SUBMISSION);
    return walk_step(walk, walk->boundary)->hop->auth;
}

bool
results_own(GString *value, const Evidence *evidence, const Verdict *verdict)
{
    g_autofree char *client = ip_text(&evidence->client);
    bool said = verdict->submission;

    quote_value(value, evidence->receiver, QUOTE_NAME_MAX);
    if (verdict->submission) {
        const char *how = login_text(evidence);

        g_string_append(value, ";\nauth=pass reason=");
        quote_string(value, how ? how : "logged in", QUOTE_REASON_MAX);
    }
    for (guint i = 0; i < evidence->findings->len; i++) {
        append_finding(value, evidence->findings->pdata[i], client);
        said = true;
    }
    if (!results_append_author(value, evidence, verdict, true) && !said)
        g_string_append(value, "; none");
    return true;
}

/* NULL: the scheme was not asked. */
static const Finding *
finding_of(const Evidence *evidence, const char *scheme)
{
    for (guint i = 0; i < evidence->findings->len; i++) {
        const Finding *finding = evidence->findings->pdata[i];

        if (g_str_equal(finding->scheme->name, scheme))
            return finding;
    }
    return NULL;
}

/* " (203.0.113.9: -all)" */
static void
append_method_remark(GString *value, const char *client, const Finding *finding)
{
    g_autofree char *remark =
        g_strdup_printf("%s: %s%s", client ? client : "no client", finding_why(finding),
                        finding->own ? ", " OWN_RECORD : "");

    g_string_append_c(value, ' ');
    quote_results_comment(value, remark, QUOTE_REASON_MAX);
}

/* --- properties that are registered with their methods --- */

static void
append_spf(GString *value, const Finding *finding, G_GNUC_UNUSED const Evidence *evidence)
{
    results_append_property(value, identity_property(finding->identity), finding->domain);
}

/* The field's name is the property, its address the value; none is registered for MAIL FROM. */
static void
append_sender_id(GString *value, const Finding *finding, const Evidence *evidence)
{
    g_autofree char *property = NULL;
    g_autofree char *address = NULL;

    if (finding->identity != IDENTITY_PRA || !evidence->pra || !evidence->pra_field)
        return;
    property = g_strconcat("header.", evidence->pra_field, NULL);
    address = mail_address_text(evidence->pra);
    results_append_property(value, property, address);
}

static void
append_iprev(GString *value, G_GNUC_UNUSED const Finding *finding, const Evidence *evidence)
{
    g_autofree char *client = ip_text(&evidence->client);

    results_append_property(value, "policy.iprev", client);
}

/* The schemes that are methods of RFC 8601's registry. */
static const struct {
    const char *scheme;
    void (*append)(GString *value, const Finding *finding, const Evidence *evidence);
} methods[] = {
    { "spf", append_spf },
    { "sender-id", append_sender_id },
    { "iprev", append_iprev },
};

bool
results_standard(GString *value, const Evidence *evidence, const Verdict *verdict)
{
    g_autofree char *client = ip_text(&evidence->client);
    bool said = verdict->submission;

    quote_value(value, evidence->receiver, QUOTE_NAME_MAX);
    if (verdict->submission) {
        const char *how = login_text(evidence);

        g_string_append(value, ";\nauth=pass ");
        quote_results_comment(value, how ? how : "logged in", QUOTE_REASON_MAX);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        const Finding *finding = finding_of(evidence, methods[i].scheme);

        if (!finding)
            continue;
        g_string_append_printf(value, ";\n%s=%s", finding->scheme->name,
                               result_text(finding->result));
        append_method_remark(value, client, finding);
        methods[i].append(value, finding, evidence);
        said = true;
    }
    if (!results_append_author(value, evidence, verdict, false) && !said)
        g_string_append(value, "; none");
    return true;
}

/* --- Received-SPF --- */

static void
append_pair(GString *value, const char *key, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(value, " %s=", key);
    quote_dot_atom(value, text, QUOTE_REASON_MAX);
    g_string_append_c(value, ';');
}

/* The verdict's reason may be another scheme's: what SPF alone found is said anew, as RFC 7208's
 * own examples do, with the host that says it. */
static void
append_spf_remark(GString *value, const Evidence *evidence, const Finding *spf, const char *client)
{
    g_autofree char *remark = g_strdup_printf(
        "%s: %s, for %s: %s%s", evidence->receiver, client ? client : "no client",
        spf->domain ? spf->domain : "no domain", finding_why(spf), spf->own ? ", " OWN_RECORD : "");

    quote_results_comment(value, remark, QUOTE_REASON_MAX);
}

/* Section 9.1: "default" where the result came about without a match. */
static const char *
mechanism_text(const Finding *spf)
{
    return spf->result == RESULT_NEUTRAL && !spf->mechanism ? "default" : spf->mechanism;
}

bool
results_received_spf(GString *value, const Evidence *evidence, const Verdict *verdict)
{
    const Finding *spf = finding_of(evidence, "spf");
    g_autofree char *client = ip_text(&evidence->client);
    g_autofree char *sender = NULL;

    (void)verdict;
    if (!spf)
        return false;
    if (evidence->mail_from)
        sender =
            evidence->mail_from->domain ? mail_address_text(evidence->mail_from) : g_strdup("<>");
    g_string_append_printf(value, "%s ", result_text(spf->result));
    append_spf_remark(value, evidence, spf, client);
    append_pair(value, "receiver", evidence->receiver);
    append_pair(value, "client-ip", client);
    append_pair(value, "identity", identity_text(spf->identity));
    append_pair(value, "envelope-from", sender);
    append_pair(value, "helo", evidence->helo);
    append_pair(value, "mechanism", mechanism_text(spf));
    if (spf->result == RESULT_TEMPERROR || spf->result == RESULT_PERMERROR) {
        g_string_append(value, " problem=");
        results_append_why(value, finding_why(spf));
    }
    return true;
}
