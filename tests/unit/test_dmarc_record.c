/* SPDX-License-Identifier: ISC */
/* DMARC records: what they ask for, and what becomes of tags that nobody can read. */
#include "author/dmarc_record.h"

#include <criterion/criterion.h>
#include <string.h>

#define REPORTS "; rua=mailto:a@example.net"

/* want: for the domain itself, for a subdomain, for one that does not exist, each with its tag; and
 * behind it psd, aspf, adkim, t where they are not the default, and "unread" where there is a
 * problem. NULL: no DMARC record. */
static const struct {
    const char *name, *text, *want;
    const char *want_problem;
} cases[] = {
    { "none", "v=DMARC1; p=none", "p=none p=none p=none", NULL },
    { "quarantine", "v=DMARC1;p=quarantine;", "p=quarantine p=quarantine p=quarantine", NULL },
    { "reject", "v=DMARC1 ; p = reject ; ", "p=reject p=reject p=reject", NULL },
    { "blanks before v", " v = DMARC1; p=reject", "p=reject p=reject p=reject", NULL },
    { "no record: another version", "v=DMARC2; p=reject", NULL, NULL },
    { "no record: version in small letters", "v=dmarc1; p=reject", NULL, NULL },
    { "no record: version not first", "p=reject; v=DMARC1", NULL, NULL },
    { "no record: longer version", "v=DMARC10; p=reject", NULL, NULL },
    { "no record: no semicolon", "v=DMARC1 p=reject", NULL, NULL },
    { "no record: another tag begins so", "version=DMARC1; p=reject", NULL, NULL },
    { "no record: SPF", "v=spf1 -all", NULL, NULL },
    { "no record: empty", "", NULL, NULL },
    { "sp", "v=DMARC1; p=none; sp=reject", "p=none sp=reject sp=reject", NULL },
    { "np", "v=DMARC1; p=none; np=reject", "p=none p=none np=reject", NULL },
    { "sp and np", "v=DMARC1; p=reject; sp=quarantine; np=none", "p=reject sp=quarantine np=none",
      NULL },
    { "p last", "v=DMARC1; sp=none; aspf=s; p=reject", "p=reject sp=none sp=none aspf", NULL },
    { "values in any case", "v=DMARC1; p=Reject; sp=NONE", "p=reject sp=none sp=none", NULL },
    { "names in any case", "V=DMARC1; P=reject; Adkim=s", "p=reject p=reject p=reject adkim",
      NULL },
    { "psd=y", "v=DMARC1; p=none; psd=y", "p=none p=none p=none psd=y", NULL },
    { "psd=n", "v=DMARC1; p=none; psd=n", "p=none p=none p=none psd=n", NULL },
    { "psd=u", "v=DMARC1; p=none; psd=u", "p=none p=none p=none", NULL },
    { "psd unknown", "v=DMARC1; p=none; psd=yes", "p=none p=none p=none", NULL },
    { "strict", "v=DMARC1; p=none; aspf=s; adkim=s", "p=none p=none p=none aspf adkim", NULL },
    { "relaxed", "v=DMARC1; p=none; aspf=r; adkim=r", "p=none p=none p=none", NULL },
    { "modes unknown", "v=DMARC1; p=none; aspf=strict; adkim=", "p=none p=none p=none", NULL },
    { "t=y", "v=DMARC1; p=reject; t=y", "p=reject p=reject p=reject t", NULL },
    { "t=n", "v=DMARC1; p=reject; t=n", "p=reject p=reject p=reject", NULL },
    { "t unknown", "v=DMARC1; p=reject; t=1", "p=reject p=reject p=reject", NULL },
    { "RFC 7489", "v=DMARC1; p=reject; pct=0; rf=afrf; ri=86400; fo=1",
      "p=reject p=reject p=reject", NULL },
    { "tags not known", "v=DMARC1; p=reject; x=y; p2=none", "p=reject p=reject p=reject", NULL },
    { "not a tag", "v=DMARC1; p=reject; nonsense; ;=;", "p=reject p=reject p=reject", NULL },
    { "no p", "v=DMARC1", "p=none p=none p=none unread", "it has no p" },
    { "no p, reports", "v=DMARC1" REPORTS, "p=none p=none p=none unread", NULL },
    { "no p, reports, sp", "v=DMARC1; sp=reject" REPORTS, "p=none p=none p=none unread", NULL },
    { "bad p", "v=DMARC1; p=deny", "p=none p=none p=none unread", "p has no value that is known" },
    { "bad p, reports", "v=DMARC1; p=deny; sp=reject" REPORTS, "p=none p=none p=none unread",
      NULL },
    { "empty p", "v=DMARC1; p=; rua=", "p=none p=none p=none unread",
      "p has no value that is known" },
    { "bad sp", "v=DMARC1; p=reject; sp=deny", "p=none p=none p=none unread",
      "sp has no value that is known" },
    { "bad sp, reports", "v=DMARC1; p=reject; sp=deny" REPORTS, "p=none p=none p=none unread",
      NULL },
    { "bad np", "v=DMARC1; p=reject; np=x; aspf=s; psd=n", "p=none p=none p=none psd=n aspf unread",
      "np has no value that is known" },
    { "bad np, reports, second address", "v=DMARC1; p=reject; np=x; rua=a@b , mailto:a@b!10m",
      "p=none p=none p=none unread", NULL },
    { "reports to an address that is empty",
      "v=DMARC1; p=x; rua=mailto:", "p=none p=none p=none unread", NULL },
    { "reports nowhere", "v=DMARC1; p=x; rua=a@example.net, :x, mailto:a b, <mailto:a@b>",
      "p=none p=none p=none unread", "p has no value" },
    { "p twice", "v=DMARC1; p=none; p=reject", "p=none p=none p=none unread",
      "p has no value that is known" },
    { "p twice alike", "v=DMARC1; p=reject; P=reject" REPORTS, "p=none p=none p=none unread",
      NULL },
    { "sp twice", "v=DMARC1; p=reject; sp=none; sp=reject", "p=none p=none p=none unread",
      "sp has no value that is known" },
    { "psd twice", "v=DMARC1; p=reject; psd=y; psd=n", "p=reject p=reject p=reject", NULL },
    { "rua twice", "v=DMARC1" REPORTS REPORTS, "p=none p=none p=none unread", "it has no p" },
    { "semicolon missing", "v=DMARC1; p=reject sp=none", "p=none p=none p=none unread",
      "p has no value that is known" },
    { "a control octet", "v=DMARC1; p=rej\001ect", "p=none p=none p=none unread",
      "p has no value that is known" },
};

static char *
shown(const DmarcRecord *record)
{
    static const struct {
        bool own, exists;
    } whose[] = { { true, true }, { false, true }, { false, false } };
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(whose); i++) {
        const char *tag;
        PolicyWish wish = dmarc_record_wish(record, whose[i].own, whose[i].exists, &tag);

        g_string_append_printf(text, "%s%s=%s", i > 0 ? " " : "", tag, policy_wish_text(wish));
    }
    g_string_append(text, record->psd == DMARC_PSD_YES  ? " psd=y"
                          : record->psd == DMARC_PSD_NO ? " psd=n"
                                                        : "");
    g_string_append(text, record->strict_spf ? " aspf" : "");
    g_string_append(text, record->strict_dkim ? " adkim" : "");
    g_string_append(text, record->testing ? " t" : "");
    g_string_append(text, record->problem ? " unread" : "");
    return g_string_free(text, FALSE);
}

Test(dmarc_record, parse)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DmarcRecord record;
        bool is = dmarc_record_parse(cursor_over_text(cases[i].text), &record);
        g_autofree char *got = is ? shown(&record) : NULL;
        const char *problem = is && !record.usable ? record.problem : NULL;

        cr_expect(g_strcmp0(got, cases[i].want) == 0, "%s: got %s, want %s", cases[i].name, got,
                  cases[i].want);
        cr_expect(cases[i].want_problem ? problem && strstr(problem, cases[i].want_problem)
                                        : !problem,
                  "%s: got problem %s", cases[i].name, problem);
    }
}

Test(dmarc_record, a_domain_that_does_not_exist_has_its_own_record_all_the_same)
{
    DmarcRecord record;
    const char *tag;

    cr_assert(dmarc_record_parse(cursor_over_text("v=DMARC1; p=none; sp=quarantine; np=reject"),
                                 &record));
    cr_expect_eq(dmarc_record_wish(&record, true, false, &tag), POLICY_NONE);
    cr_expect_str_eq(tag, "p");
}

Test(dmarc_record, softer)
{
    cr_expect_eq(policy_wish_softer(POLICY_REJECT), POLICY_QUARANTINE);
    cr_expect_eq(policy_wish_softer(POLICY_QUARANTINE), POLICY_NONE);
    cr_expect_eq(policy_wish_softer(POLICY_NONE), POLICY_NONE);
}
