/* SPDX-License-Identifier: ISC */
/* How mail to the domain is protected on its way: MTA-STS (RFC 8461) and reports about it, TLS-RPT
 * (RFC 8460). The policy of MTA-STS itself is a web page: it is not fetched. */
#include "lint/linters.h"

#include "lint/lint_tags.h"
#include "records/match.h"

#define STS_RULE "RFC 8461 section 3.1"
#define RPT_RULE "RFC 8460 section 3"

#define STS_ID_MAX 32

static const LintTagKind sts_kinds[] = {
    { .name = "v" },
    { .name = "id", .meaning = "changes with the policy" },
    { .name = NULL },
};

static const LintTagKind rpt_kinds[] = {
    { .name = "v" },
    { .name = "rua", .meaning = "where reports go" },
    { .name = NULL },
};

/* One kind of record. */
typedef struct {
    const char *prefix; /* of the domain */
    const char *version;
    const char *title;
    const char *rule;
    const LintTagKind *kinds;
    void (*check)(const LintTags *list);
} TransportKind;

static bool
is_id_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet);
}

static void
check_sts(const LintTags *list)
{
    const Tag *id = tag_list_find(list->tags, "id");
    g_autofree char *host = g_strconcat("mta-sts.", list->lint->domain, NULL);
    LintLacks lacks;
    Cursor c;

    if (!id) {
        lint_report(list->lint, LINT_ERROR, list->owner, STS_RULE,
                    "no id: nobody fetches the policy");
    } else {
        c = id->value;
        if (!cursor_more(&c) || cursor_span(&c, is_id_octet) > STS_ID_MAX || cursor_more(&c))
            lint_tags_report(list, LINT_ERROR, id, "an id has 1 to %d letters and digits",
                             STS_ID_MAX);
    }
    g_free(lint_host(list->lint, host, 32, 128, &lacks));
    if (lacks.ipv4 && lacks.ipv6)
        lint_report(list->lint, LINT_ERROR, host, "RFC 8461 section 3.2",
                    "no address: senders fetch the policy from this host");
}

static void
check_rpt(const LintTags *list)
{
    const Tag *rua = tag_list_find(list->tags, "rua");
    Cursor c, uri;
    bool more;

    if (!rua) {
        lint_report(list->lint, LINT_ERROR, list->owner, RPT_RULE,
                    "no rua: nobody knows where to send reports");
        return;
    }
    c = rua->value;
    do {
        more = tag_next_part(&c, ',', &uri);
        if (!(cursor_begins(&uri, "mailto:") && cursor_has(&uri, '@')) &&
            !cursor_begins(&uri, "https://"))
            lint_tags_report_part(list, LINT_ERROR, uri, "neither mailto:NAME@DOMAIN nor https://");
    } while (more);
}

static const TransportKind sts = {
    .prefix = LINT_MTA_STS_PREFIX,
    .version = "STSv1",
    .title = "MTA-STS",
    .rule = STS_RULE,
    .kinds = sts_kinds,
    .check = check_sts,
};
static const TransportKind rpt = {
    .prefix = LINT_TLS_RPT_PREFIX,
    .version = "TLSRPTv1",
    .title = "TLS-RPT",
    .rule = RPT_RULE,
    .kinds = rpt_kinds,
    .check = check_rpt,
};

static void
lint_transport_record(const TransportKind *kind, const LintTags *list)
{
    lint_tags_add(list);
    if (!tag_list_has_version(list->tags, kind->version))
        lint_tags_report(
            list, LINT_ERROR, tag_list_at(list->tags, 0),
            "no %s record, though it looks like one: it begins with v=%s, in this case "
            "of letters, and \";\" behind it",
            kind->title, kind->version);
    lint_tags_check(list);
    kind->check(list);
}

/* True where there is a record, or something like one, or that is not known. */
static bool
lint_transport_kind(Lint *lint, const TransportKind *kind)
{
    g_autofree char *name = g_strconcat(kind->prefix, lint->domain, NULL);
    const DnsAnswer *answer = lint_ask(lint, name, DNS_TXT);
    unsigned count = 0;
    bool found = answer->status == DNS_TEMPERROR;

    for (guint i = 0; i < MIN(answer->records->len, LINT_LOOKUPS_MAX); i++) {
        g_autoptr(LintTags) list =
            lint_tags_read(lint, name, ((const DnsRecord *)answer->records->pdata[i])->data,
                           kind->kinds, kind->rule);

        count += tag_list_has_version(list->tags, kind->version);
        if (!tag_list_mentions_version(list->tags, kind->version))
            continue;
        lint_transport_record(kind, list);
        found = true;
    }
    if (count > 1)
        lint_report(lint, LINT_ERROR, name, kind->rule,
                    "%u %s records where one is allowed: none of them counts", count, kind->title);
    return found;
}

void
lint_mta_sts(Lint *lint)
{
    const DnsAnswer *exchanges = lint_ask(lint, lint->domain, DNS_MX);

    if (!lint_transport_kind(lint, &sts) && exchanges->status == DNS_OK &&
        !match_null_mx(exchanges))
        lint_report(lint, LINT_NOTE, lint->domain, "RFC 8461",
                    "no MTA-STS record: whoever stands between can have mail to it sent in clear "
                    "text");
}

void
lint_tls_rpt(Lint *lint)
{
    g_autofree char *sts_name = g_strconcat(sts.prefix, lint->domain, NULL);

    if (!lint_transport_kind(lint, &rpt) && lint_ask(lint, sts_name, DNS_TXT)->status == DNS_OK)
        lint_report(
            lint, LINT_NOTE, lint->domain, "RFC 8460",
            "no TLS-RPT record: nobody reports where the policy of MTA-STS keeps mail away");
}
