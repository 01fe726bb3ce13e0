/* SPDX-License-Identifier: ISC */
/* Records of the user's own: whose they are, when they count, and that the finding says so. */
#include "records/own_record.h"

#include "scheme_case.h"

/* In the order of the settings. */
static const struct {
    const char *scheme, *domain;
    bool below, always;
    const char *text;
} records[] = {
    { "spf", "example.net", false, false, "v=spf1 ip4:192.0.2.1 -all" },
    { "rmx", "example.net", false, false, "mx !ipv4:0.0.0.0/0" },
    { "caller-id", "example.net", false, false,
      "<ep><out><m><a>192.0.2.1</a><indirect>other.example</indirect></m></out></ep>" },
    { "sender-id", "example.net", false, false, "spf2.0/pra ip4:192.0.2.1 -all" },
    { "spf", "strict.example", false, true, "v=spf1 include:example.org -all" },
    { "rmx", "strict.example", false, true, "full: ipv4:192.0.2.1" },
    { "caller-id", "strict.example", false, true, "<ep><out><m><mx/></m></out></ep>" },
    { "sender-id", "strict.example", false, true, "spf2.0/mfrom -all" },
    { "spf", "wild.example", true, false, "v=spf1 ?all" },
    { "spf", "deep.wild.example", true, false, "v=spf1 ~all" },
    { "spf", "exact.wild.example", false, false, "v=spf1 -all" },
    { "spf", "later.example", false, false, "v=spf1 -all" },
    { "spf", "later.example", false, false, "v=spf1 +all" },
};

static GPtrArray *
make_records(void)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(own_record_free_item);

    for (size_t i = 0; i < G_N_ELEMENTS(records); i++) {
        OwnRecord *record = own_record_new(records[i].domain, records[i].below,
                                           scheme_named(records[i].scheme), records[i].text);

        record->always = records[i].always;
        g_ptr_array_add(list, record);
    }
    return list;
}

/* --- which record is meant --- */

static const struct {
    const char *domain, *want; /* the text; NULL: none */
} owners[] = {
    { "example.net", "v=spf1 ip4:192.0.2.1 -all" },
    { "EXAMPLE.net.", "v=spf1 ip4:192.0.2.1 -all" },
    { "sub.example.net", NULL },
    { "anexample.net", NULL },
    { "wild.example", NULL },
    { "a.wild.example", "v=spf1 ?all" },
    { "a.b.wild.example", "v=spf1 ?all" },
    { "deep.wild.example", "v=spf1 ?all" },
    { "a.deep.wild.example", "v=spf1 ~all" },
    { "exact.wild.example", "v=spf1 -all" },
    { "a.exact.wild.example", "v=spf1 ?all" },
    { "later.example", "v=spf1 +all" },
    { "", NULL },
};

Test(own_record, find)
{
    g_autoptr(GPtrArray) list = make_records();

    for (size_t i = 0; i < G_N_ELEMENTS(owners); i++) {
        const OwnRecord *got = own_record_find(list, "spf", owners[i].domain);

        cr_expect(g_strcmp0(got ? got->text : NULL, owners[i].want) == 0, "%s: got %s, want %s",
                  owners[i].domain, got ? got->text : NULL, owners[i].want);
    }
    cr_expect_null(own_record_find(list, "dmp", "example.net"));
    cr_expect_null(own_record_find(NULL, "spf", "example.net"));
}

/* --- when it counts --- */

static const char zone[] = "example.net MX 0 mx.example.net\nmx.example.net A 192.0.2.1\n"
                           "strict.example MX 0 mx.example.net\n"
                           "example.org TXT \"v=spf1 ip4:192.0.2.1\"\n";

/* One published record of each scheme, which says another thing. */
static const char published[] =
    "example.net TXT \"v=spf1 ~all\"\nexample.net TXT \"spf2.0/pra ~all\"\n"
    "_rmx.example.net TXT \"unused:\"\n"
    "_ep.example.net TXT \"<ep><out><noMailServers/></out></ep>\"\n"
    "strict.example TXT \"v=spf1 ~all\"\nstrict.example TXT \"spf2.0/pra ~all\"\n"
    "_rmx.strict.example TXT \"unused:\"\n"
    "_ep.strict.example TXT \"<ep><out><noMailServers/></out></ep>\"\n";

static const struct {
    const char *scheme;
    bool want_own;
    SchemeCase one;
} cases[] = {
    { "spf",
      true,
      { .name = "spf, absent",
        .want = RESULT_PASS,
        .want_mechanism = "ip4:192.0.2.1",
        .want_record = "v=spf1 ip4:192.0.2.1 -all" } },
    { "spf",
      false,
      { .name = "spf, published",
        .more = published,
        .want = RESULT_SOFTFAIL,
        .want_mechanism = "~all" } },
    { "spf",
      true,
      { .name = "spf, always",
        .more = published,
        .sender = "a@strict.example",
        .want = RESULT_PASS,
        .want_mechanism = "include:example.org" } },
    { "spf",
      true,
      { .name = "spf, no such domain: the finding says that, too",
        .sender = "a@later.example",
        .want = RESULT_PASS,
        .want_mechanism = "+all",
        .want_missing = true } },
    { "spf",
      false,
      { .name = "spf, no answer is not absence",
        .more = "wait.wild.example ERROR SERVFAIL\n",
        .sender = "a@wait.wild.example",
        .want = RESULT_TEMPERROR,
        .want_problem = "TXT of wait.wild.example" } },
    { "spf",
      false,
      { .name = "spf, a bad record is not absence",
        .more = "example.net TXT \"v=spf1 nonsense\"\n",
        .want = RESULT_PERMERROR,
        .want_problem = "octet 7" } },
    { "rmx",
      true,
      { .name = "rmx, absent",
        .want = RESULT_PASS,
        .want_mechanism = "mx",
        .want_record = "mx !ipv4:0.0.0.0/0" } },
    { "rmx",
      false,
      { .name = "rmx, published",
        .more = published,
        .want = RESULT_FAIL,
        .want_mechanism = "unused" } },
    { "rmx",
      true,
      { .name = "rmx, always",
        .more = published,
        .sender = "a@strict.example",
        .want = RESULT_PASS,
        .want_mechanism = "ipv4" } },
    { "caller-id",
      true,
      { .name = "caller-id, absent", .want = RESULT_PASS, .want_mechanism = "a 192.0.2.1" } },
    { "caller-id",
      false,
      { .name = "caller-id, published", .more = published, .want = RESULT_FAIL } },
    { "caller-id",
      true,
      { .name = "caller-id, always",
        .more = published,
        .sender = "a@strict.example",
        .want = RESULT_PASS,
        .want_mechanism = "mx strict.example" } },
    { "sender-id",
      true,
      { .name = "sender-id, absent", .want = RESULT_PASS, .want_mechanism = "ip4:192.0.2.1" } },
    { "sender-id",
      false,
      { .name = "sender-id, published",
        .more = published,
        .want = RESULT_SOFTFAIL,
        .want_mechanism = "~all" } },
    { "sender-id",
      false,
      { .name = "sender-id, always, another scope",
        .more = published,
        .sender = "a@strict.example",
        .want_problem = "the record is of another scope" } },
};

Test(own_record, cases)
{
    g_autoptr(GPtrArray) list = make_records();
    const SchemeSettings settings = { .own_records = list };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Scheme *scheme = scheme_named(cases[i].scheme);
        g_autoptr(Dns) dns = scheme_case_zone(&cases[i].one, zone);
        g_autoptr(Finding) got = scheme_case_check(scheme, &settings, &cases[i].one, dns, false);

        cr_expect_eq(got->own, cases[i].want_own, "%s", cases[i].one.name);
        scheme_cases_run_with(scheme, &settings, zone, &cases[i].one, 1);
    }
}

/* --- what is a record at all --- */

static const struct {
    const char *scheme, *text;
    const char *want_problem; /* a part of it; NULL: none */
} texts[] = {
    { "spf", "v=spf1 -all", NULL },
    { "spf", "-all", "does not begin with a version" },
    { "spf", "v=spf1 foo", "at octet 7" },
    { "rmx", "ipv4:192.0.2.1 unused", NULL },
    { "rmx", " ", "no entry" },
    { "rmx", "foo:bar", "unknown tag in \"foo:bar\" at octet 0" },
    { "rmx", "mx mx mx mx mx mx mx mx mx mx mx", "more than 10 entries" },
    { "sender-id", "spf2.0/pra -all", NULL },
    { "sender-id", "spf2.0/mfrom -all", NULL },
    { "sender-id", "v=spf1 -all", "does not begin with a version" },
    { "sender-id", "spf2.0/mfrom foo", "at octet 13" },
    { "caller-id", "<ep><out/></ep>", NULL },
    { "caller-id", "<ep testing='true'><out/></ep>", "says nothing that holds" },
    { "caller-id", "<ep></ep>", "says nothing that holds" },
    { "caller-id", "<ep><out/>", "" },
};

Test(own_record, texts)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *got = scheme_named(texts[i].scheme)->check_text(texts[i].text);

        cr_expect(texts[i].want_problem ? got && strstr(got, texts[i].want_problem) : !got,
                  "%s: got %s, want %s", texts[i].text, got, texts[i].want_problem);
    }
    for (size_t i = 0; schemes[i]->name; i++)
        cr_expect(!schemes[i]->fallback ||
                  schemes[i]->fallback->check_text == schemes[i]->check_text);
}
