/* SPDX-License-Identifier: ISC */
/* SPF records from strangers: what is read lies inside the record, a problem has its place there,
 * and an evaluation ends, having asked no more than the limits allow. */
#include "records/spf/spf_evaluate.h"
#include "records/spf/spf_record.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static const char zone[] =
    "$ORIGIN .\n"
    "example.net TXT \"v=spf1 a mx include:%{l}.example.net -all exp=%{d}\"\n"
    "example.net MX 10 example.net\n"
    "example.net A 192.0.2.1\n"
    "*.example.net A 192.0.2.1\n"
    "1.2.0.192.in-addr.arpa PTR example.net\n";

static void
check_slices(const char *octets, size_t len, size_t version)
{
    g_autoptr(SpfRecord) record = spf_record_parse(octets, len, version);
    g_autofree char *text = NULL;

    g_assert_cmpuint(record->problem_at, <=, len);
    if (record->problem)
        text = spf_record_problem_text(record, "example.net");
    g_assert_true(!text || g_str_has_suffix(text, " of the record of example.net"));
    for (guint i = 0; i < record->directives->len; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);

        g_assert_cmpuint(term->offset + cursor_left(&term->text), <=, len);
        g_assert_cmpuint(cursor_left(&term->target), <=, cursor_left(&term->text));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    g_autofree char *text = g_strdup_printf("v=spf1 %.*s", (int)MIN(len, 4096), octets);
    g_autoptr(Dns) dns = dns_new_zone_text("fuzz", zone, NULL);
    Claim claim = { .local = "alice", .domain = "example.net", .receiver = "mx.example.org" };
    Finding *finding = g_new0(Finding, 1);

    g_assert_true(ip_parse("192.0.2.2", 9, &claim.client));
    check_slices((const char *)octets, len, 0);
    spf_prefetch(dns, &claim, spf_version1, text);
    spf_evaluate(dns, &claim, spf_version1, text, finding);
    g_assert_cmpuint(dns_log(dns)->len, <=, 222); /* twice 10 terms, each with 10 hosts */
    g_assert_true(finding->result != RESULT_PERMERROR || finding->problem);
    finding_free(finding);
    return 0;
}
