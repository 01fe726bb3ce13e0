/* SPDX-License-Identifier: ISC */
/* Records from strangers, linted: places lie inside the record, what is printed obeys no terminal,
 * and a record that is proposed is one. */
#include "lint/lint_json.h"
#include "lint/lint_text.h"
#include "lint/survey.h"
#include "records/spf/spf_record.h"

#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static const char world[] = "$ORIGIN .\n"
                            "example.net A 192.0.2.1\nexample.net MX 1 mx.example.net.\n"
                            "mx.example.net A 192.0.2.2\n"
                            "example.net._report._dmarc.example.org TXT \"v=DMARC1\"\n"
                            "example.org TXT \"v=spf1 ip4:192.0.2.0/28 ?all\"\n";

/* The first octet of the input says which. Two lines of input make two records. */
static const char *const owners[] = { "_dmarc.example.net",   "s._domainkey.example.net",
                                      "_mta-sts.example.net", "_smtp._tls.example.net",
                                      "example.net",          "_rmx.example.net",
                                      "_ep.example.net" };

static void
append_record(GString *zone, const char *owner, const uint8_t *octets, size_t len)
{
    g_string_append_printf(zone, "%s TXT \"\"", owner);
    for (size_t i = 0; i < len; i++)
        g_string_append_printf(zone, "%s\\%03d", i % 255 == 0 ? " " : "", octets[i]);
    g_string_append_c(zone, '\n');
}

static Dns *
dns_of(const char *owner, const uint8_t *octets, size_t len)
{
    g_autoptr(GString) zone = g_string_new(world);
    g_autoptr(GError) error = NULL;
    const uint8_t *end = memchr(octets, '\n', len);
    size_t first = end ? (size_t)(end - octets) : len;
    Dns *dns;

    append_record(zone, owner, octets, first);
    if (end)
        append_record(zone, owner, end + 1, len - first - 1);
    dns = dns_new_zone_text("records", zone->str, &error);
    g_assert_no_error(error);
    survey_set_limits(dns, 1);
    return dns;
}

static void
check_finding(const LintFinding *finding)
{
    g_assert(finding->name && finding->text);
    if (!finding->record)
        return;
    g_assert_cmpuint(finding->offset, <=, strlen(finding->record));
    if (finding->proposal && g_str_has_prefix(finding->proposal, "v=spf1"))
        g_assert_null(spf_check_record_text(finding->proposal, spf_version1));
}

static void
check_printed(const GPtrArray *surveys)
{
    g_autofree char *text = lint_text(surveys), *json = lint_json(surveys);
    json_t *root = json_loads(json, 0, NULL);

    for (const char *c = text; *c; c++)
        g_assert(*c == '\n' || g_ascii_isprint(*c));
    g_assert_nonnull(root);
    json_decref(root);
}

static GPtrArray *
all_schemes(void)
{
    GPtrArray *asked = g_ptr_array_new();

    for (size_t i = 0; schemes[i]->name; i++) {
        union {
            const Scheme *row;
            gpointer item;
        } either = { .row = schemes[i] };

        g_ptr_array_add(asked, either.item);
    }
    return asked;
}

static void
free_survey(void *survey)
{
    lint_free(survey);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    static const char *const selectors[] = { "s", NULL };
    static const SchemeSettings nothing_said = { .rmx_type = 0 };
    g_autoptr(Dns) dns = NULL;
    g_autoptr(GPtrArray) asked = all_schemes(), surveys = NULL;
    Lint *lint;

    if (len < 2 || len > 4096)
        return 0;
    dns = dns_of(owners[octets[0] % G_N_ELEMENTS(owners)], octets + 1, len - 1);
    surveys = g_ptr_array_new_with_free_func(free_survey);
    lint = survey_domain(dns, "example.net", asked, &nothing_said, selectors);
    g_ptr_array_add(surveys, lint);
    for (guint i = 0; i < lint->findings->len; i++)
        check_finding(lint->findings->pdata[i]);
    check_printed(surveys);
    return 0;
}
