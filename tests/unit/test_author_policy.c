/* SPDX-License-Identifier: ISC */
/* The author's policy: the walk up the tree, whose record holds, what it wants, and who else is of
 * the author's organization. Every case runs twice, plainly and after a prefetch. */
#include "author/author_policy.h"
#include "author/dmarc_walk.h"

#include <criterion/criterion.h>
#include <string.h>

#define RECORD(domain, tags) "_dmarc." domain " TXT \"v=DMARC1; " tags "\"\n"
#define HERE(domain)         domain " TXT \"it exists\"\n"
#define FAILS(name)          name " ERROR SERVFAIL\n"
#define RELAXED              false
#define STRICT               true

static Dns *
zone_of(const char *name, const char *lines)
{
    g_autofree char *text = g_strconcat("$ORIGIN .\n", lines, NULL);
    g_autoptr(GError) error = NULL;
    Dns *dns = dns_new_zone_text(name, text, &error);

    cr_assert(dns, "%s: %s", name, error ? error->message : "");
    return dns;
}

/* "found foo.com p=reject (of foo.com, by record)": state, name of the record, tag and wish, and
 * what is published where that differs; then the organization and how it is known. */
static char *
shown(const AuthorPolicy *policy)
{
    static const char *const states[] = {
        [AUTHOR_POLICY_ABSENT] = "absent",
        [AUTHOR_POLICY_FOUND] = "found",
        [AUTHOR_POLICY_TEMPERROR] = "temperror",
        [AUTHOR_POLICY_PERMERROR] = "permerror",
    };
    static const char *const bases[] = {
        [ORGANIZATION_BY_RECORD] = "record",
        [ORGANIZATION_BY_LIST] = "list",
        [ORGANIZATION_UNKNOWN] = "unknown",
    };
    GString *text = g_string_new(states[policy->state]);

    if (policy->name)
        g_string_append_printf(text, " %s", policy->name);
    if (policy->tag)
        g_string_append_printf(text, " %s=%s", policy->tag, policy_wish_text(policy->wish));
    if (policy->wish != policy->published)
        g_string_append_printf(text, "/%s", policy_wish_text(policy->published));
    g_string_append_printf(text, " (%s, %s)%s", policy->organization, bases[policy->basis],
                           policy->exists ? "" : " missing");
    return g_string_free(text, FALSE);
}

typedef struct {
    const char *name, *zone, *author, *want;
    const char *want_problem; /* a part of it; NULL: none */
} PolicyCase;

static const PolicyCase policies[] = {
    /* RFC 9989 appendix B.2 */
    { "monitoring",
      HERE("example.com") RECORD("example.com", "p=none; rua=mailto:dmarc-feedback@example.com"),
      "example.com", "found example.com p=none (example.com, record)", NULL },
    { "a subdomain in test",
      HERE("test.example.com") RECORD("test.example.com", "p=quarantine; t=y")
          RECORD("example.com", "p=reject"),
      "test.example.com", "found test.example.com p=none/quarantine (example.com, record)", NULL },
    /* appendix B.4 */
    { "simple", RECORD("example.com", "p=reject") RECORD("signing.example.com", "p=none"),
      "example.com", "found example.com p=reject (example.com, record)", NULL },
    { "deep", HERE("a.b.c.d.e.f.g.h.i.j.k.example.com") RECORD("example.com", "p=reject"),
      "a.b.c.d.e.f.g.h.i.j.k.example.com", "found example.com p=reject (example.com, record)",
      NULL },
    { "a bank below a registry's record",
      RECORD("bank.example", "p=reject; psd=y") RECORD("giant.bank.example", "p=quarantine"),
      "giant.bank.example", "found giant.bank.example p=quarantine (giant.bank.example, record)",
      NULL },
    { "its subdomain",
      HERE("mail.giant.bank.example") RECORD("bank.example", "p=reject; psd=y")
          RECORD("giant.bank.example", "p=quarantine"),
      "mail.giant.bank.example",
      "found giant.bank.example p=quarantine (giant.bank.example, record)", NULL },
    { "another bank has none: the registry's",
      HERE("mail.mega.bank.example") RECORD("bank.example", "p=none; sp=reject; psd=y"),
      "mail.mega.bank.example", "found bank.example sp=reject (mega.bank.example, record)", NULL },
    /* section 4.10.2 */
    { "fewest labels",
      HERE("a.mail.example.com") RECORD("mail.example.com", "p=none")
          RECORD("example.com", "p=reject"),
      "a.mail.example.com", "found example.com p=reject (example.com, record)", NULL },
    { "psd=n ends the walk",
      HERE("a.mail.example.com") RECORD("mail.example.com", "p=none; psd=n")
          RECORD("example.com", "p=reject"),
      "a.mail.example.com", "found mail.example.com p=none (mail.example.com, record)", NULL },
    { "only com, psd=y", HERE("a.mail.example.com") RECORD("com", "p=reject; psd=y"),
      "a.mail.example.com", "found com p=reject (example.com, record)", NULL },
    { "a record between does not hold for the domain below it",
      HERE("a.b.mega.bank.example") RECORD("b.mega.bank.example", "p=none")
          RECORD("bank.example", "p=reject; psd=y"),
      "a.b.mega.bank.example", "found bank.example p=reject (mega.bank.example, record)", NULL },
    { "psd=y of the author's own", RECORD("bank.example", "p=reject; psd=y; sp=none"),
      "bank.example", "found bank.example p=reject (bank.example, record)", NULL },
    { "psd=n of the author's own, and one above",
      RECORD("a.example.com", "p=none; psd=n") RECORD("example.com", "p=reject"), "a.example.com",
      "found a.example.com p=none (a.example.com, record)", NULL },
    { "the author's own, and one above",
      RECORD("a.example.com", "p=none") RECORD("example.com", "p=reject"), "a.example.com",
      "found a.example.com p=none (example.com, record)", NULL },
    { "below eight labels nothing is skipped",
      HERE("b.c.d.e.f.example.com") RECORD("c.d.e.f.example.com", "p=reject; psd=n"),
      "b.c.d.e.f.example.com", "found c.d.e.f.example.com p=reject (c.d.e.f.example.com, record)",
      NULL },
    { "a skipped record is not seen (section 5.1.8)",
      HERE("mail.a.b.c.d.e.f.g.example.com") RECORD("b.c.d.e.f.g.example.com", "p=none; psd=n")
          RECORD("example.com", "p=reject"),
      "mail.a.b.c.d.e.f.g.example.com", "found example.com p=reject (example.com, record)", NULL },
    { "its own is, however long",
      RECORD("mail.a.b.c.d.e.f.g.example.com", "p=none; psd=n") RECORD("example.com", "p=reject"),
      "mail.a.b.c.d.e.f.g.example.com",
      "found mail.a.b.c.d.e.f.g.example.com p=none (mail.a.b.c.d.e.f.g.example.com, record)",
      NULL },

    /* p, sp, np, t */
    { "sp", HERE("a.example.com") RECORD("example.com", "p=none; sp=quarantine; np=reject"),
      "a.example.com", "found example.com sp=quarantine (example.com, record)", NULL },
    { "np", RECORD("example.com", "p=none; sp=quarantine; np=reject"), "a.example.com",
      "found example.com np=reject (example.com, record) missing", NULL },
    { "np is not for names without any record of their own",
      "x.a.example.com A 192.0.2.1\n" RECORD("example.com", "p=none; np=reject"), "a.example.com",
      "found example.com p=none (example.com, record)", NULL },
    { "nor for the domain itself", RECORD("example.com", "p=none; np=reject"), "example.com",
      "found example.com p=none (example.com, record)", NULL },
    { "no np: sp", RECORD("example.com", "p=none; sp=quarantine"), "a.example.com",
      "found example.com sp=quarantine (example.com, record) missing", NULL },
    { "np softer than p", RECORD("example.com", "p=reject; np=none"), "a.example.com",
      "found example.com np=none (example.com, record) missing", NULL },
    { "an alias of a name that is not there exists",
      "shop.example.com CNAME gone.example.net\n" RECORD("example.com",
                                                         "p=none; sp=quarantine; np=reject"),
      "shop.example.com", "found example.com sp=quarantine (example.com, record)", NULL },
    { "a wildcard makes all names exist",
      "*.example.com A 192.0.2.1\n" RECORD("example.com", "p=none; sp=quarantine; np=reject"),
      "a.example.com", "found example.com sp=quarantine (example.com, record)", NULL },
    { "a wildcard of TXT is a record of all names",
      "*.example.com TXT \"v=DMARC1; p=quarantine\"\n" RECORD("example.com", "p=reject"),
      "a.example.com", "found a.example.com p=quarantine (example.com, record)", NULL },
    { "reject in test", RECORD("example.com", "p=reject; t=y"), "example.com",
      "found example.com p=quarantine/reject (example.com, record)", NULL },
    { "none in test", RECORD("example.com", "p=none; t=y"), "example.com",
      "found example.com p=none (example.com, record)", NULL },
    { "np in test", RECORD("example.com", "p=none; np=reject; t=y"), "a.example.com",
      "found example.com np=quarantine/reject (example.com, record) missing", NULL },

    /* what is no record */
    { "nothing at all", HERE("example.com"), "example.com", "absent (example.com, list)",
      "no DMARC record for example.com" },
    { "no such domain", HERE("example.net"), "example.com", "absent (example.com, list) missing",
      "no DMARC record" },
    { "no record, deep", HERE("a.b.example.co.uk"), "a.b.example.co.uk",
      "absent (example.co.uk, list)", "no DMARC record" },
    { "several: the one above",
      RECORD("a.example.com", "p=none") RECORD("a.example.com", "p=none; psd=n")
          RECORD("example.com", "p=reject"),
      "a.example.com", "found example.com p=reject (example.com, record)", NULL },
    { "several, and none above",
      HERE("example.com") RECORD("example.com", "p=none") RECORD("example.com", "p=reject"),
      "example.com", "absent (example.com, list)",
      "several DMARC records at _dmarc.example.com: none of them counts" },
    { "one of two is a DMARC record",
      RECORD("example.com", "p=reject") "_dmarc.example.com TXT \"v=spf1 -all\"\n", "example.com",
      "found example.com p=reject (example.com, record)", NULL },
    { "in the wrong place", "example.com TXT \"v=DMARC1; p=reject\"\n", "example.com",
      "absent (example.com, list)", "no DMARC record" },
    { "pieces of a string",
      HERE("example.com") "_dmarc.example.com TXT \"v=DMARC1; p=re\" \"ject\"\n", "example.com",
      "found example.com p=reject (example.com, record)", NULL },
    { "an alias",
      "_dmarc.example.com CNAME policy.example.net\n"
      "policy.example.net TXT \"v=DMARC1; p=reject\"\n",
      "example.com", "found example.com p=reject (example.com, record)", NULL },
    { "an alias of several",
      "_dmarc.example.com CNAME policy.example.net\n"
      "policy.example.net TXT \"v=DMARC1; p=reject\"\n"
      "policy.example.net TXT \"v=DMARC1; p=none\"\n",
      "example.com", "absent (example.com, list)", "several DMARC records" },

    /* records that cannot be used */
    { "no p, and nothing else", RECORD("example.com", ""), "example.com",
      "permerror example.com (example.com, record)",
      "DMARC record of example.com: it has no p, and no reports are wanted" },
    { "a useless record is not passed over",
      RECORD("a.example.com", "p=x") RECORD("example.com", "p=reject"), "a.example.com",
      "permerror a.example.com (example.com, record)", "p has no value that is known" },
    { "a useless record above", HERE("a.example.com") RECORD("example.com", "p=reject; sp=x"),
      "a.example.com", "permerror example.com (example.com, record)", "sp has no value" },

    /* name servers that fail */
    { "at the domain", FAILS("_dmarc.example.com") RECORD("com", "p=reject; psd=y"), "example.com",
      "temperror (example.com, unknown)",
      "TXT of _dmarc.example.com: name server failed (SERVFAIL)" },
    { "at the domain, and its parent has one",
      FAILS("_dmarc.a.example.com") RECORD("example.com", "p=reject"), "a.example.com",
      "temperror (example.com, unknown)", "TXT of _dmarc.a.example.com" },
    { "above the domain's own: who else is of the organization is not known",
      RECORD("a.example.com", "p=reject") FAILS("_dmarc.example.com"), "a.example.com",
      "found a.example.com p=reject (example.com, unknown)", NULL },
    { "above psd=n nothing is asked",
      RECORD("a.example.com", "p=reject; psd=n") FAILS("_dmarc.example.com"), "a.example.com",
      "found a.example.com p=reject (a.example.com, record)", NULL },
    { "between the domain and a record",
      HERE("a.b.example.com") FAILS("_dmarc.b.example.com") RECORD("example.com", "p=reject"),
      "a.b.example.com", "temperror (example.com, unknown)", "TXT of _dmarc.b.example.com" },
    { "above the record that would hold",
      HERE("a.b.example.com") RECORD("b.example.com", "p=reject") FAILS("_dmarc.example.com"),
      "a.b.example.com", "temperror (example.com, unknown)", "TXT of _dmarc.example.com" },
    { "the registry, above the organization's record",
      FAILS("_dmarc.com") RECORD("example.com", "p=reject"), "example.com",
      "found example.com p=reject (example.com, record)", NULL },
    { "the same for a subdomain",
      HERE("a.example.com") FAILS("_dmarc.com") RECORD("example.com", "p=reject"), "a.example.com",
      "found example.com p=reject (example.com, record)", NULL },
    { "the registry, above a record below the organization",
      HERE("a.b.example.com") FAILS("_dmarc.com") RECORD("b.example.com", "p=reject"),
      "a.b.example.com", "temperror (example.com, unknown)", "TXT of _dmarc.com" },
    { "the registry, and there is no record", HERE("example.com") FAILS("_dmarc.com"),
      "example.com", "temperror (example.com, unknown)", "TXT of _dmarc.com" },
    { "at a public suffix that is the author's domain itself",
      FAILS("_dmarc.github.io") RECORD("io", "p=reject; psd=y"), "github.io",
      "temperror (github.io, unknown)", "TXT of _dmarc.github.io" },
    { "np, and it is not known whether the domain exists",
      FAILS("a.example.com") RECORD("example.com", "p=none; np=reject"), "a.example.com",
      "temperror example.com (example.com, record)", "TXT of a.example.com: it is not known" },
    { "not known, and np says the same",
      FAILS("a.example.com") RECORD("example.com", "p=reject; np=reject"), "a.example.com",
      "found example.com p=reject (example.com, record)", NULL },
    { "not known, and no np", FAILS("a.example.com") RECORD("example.com", "p=none; sp=reject"),
      "a.example.com", "found example.com sp=reject (example.com, record)", NULL },

    /* names */
    { "in capitals, with a dot", RECORD("example.com", "p=reject"), "EXAMPLE.Com.",
      "found example.com p=reject (example.com, record)", NULL },
    { "U-labels", RECORD("xn--bcher-kva.example", "p=reject"), "b\303\274cher.example",
      "found xn--bcher-kva.example p=reject (xn--bcher-kva.example, record)", NULL },
    { "A-labels below", HERE("a.xn--bcher-kva.example") RECORD("xn--bcher-kva.example", "p=reject"),
      "a.xn--bcher-kva.example",
      "found xn--bcher-kva.example p=reject (xn--bcher-kva.example, record)", NULL },
    { "a top level domain", RECORD("com", "p=reject"), "com", "found com p=reject (com, record)",
      NULL },
    { "a public suffix", HERE("co.uk"), "co.uk", "absent (co.uk, list)", "no DMARC record" },
    { "one label, unknown", "localhost A 127.0.0.1\n", "localhost", "absent (localhost, list)",
      "no DMARC record" },
    { "an address literal", RECORD("example.com", "p=reject"), "[192.0.2.1]",
      "absent ([192.0.2.1], list)", "no domain name" },
    { "no name", RECORD("example.com", "p=reject"), "a..example.com",
      "absent (a..example.com, list)", "no domain name" },
    { "nothing", RECORD("example.com", "p=reject"), "", "absent (, list)", "no domain name" },
    { "a label too long for the DNS", RECORD("example.com", "p=none; np=reject"),
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com",
      "found example.com np=reject (example.com, record) missing", NULL },

    /* public suffixes whose owners forgot psd=y */
    { "a hosting service's record is not that of a tenant's organization",
      HERE("evil.github.io") RECORD("github.io", "p=none; sp=reject"), "evil.github.io",
      "found github.io sp=reject (evil.github.io, record)", NULL },
    { "a tenant's own record goes before",
      HERE("a.tenant.github.io") RECORD("tenant.github.io", "p=reject")
          RECORD("github.io", "p=none"),
      "a.tenant.github.io", "found tenant.github.io p=reject (tenant.github.io, record)", NULL },
    { "unless it says psd=n", HERE("tenant.github.io") RECORD("github.io", "p=reject; psd=n"),
      "tenant.github.io", "found github.io p=reject (github.io, record)", NULL },
};

static AuthorPolicy *
find(const PolicyCase *one, bool prefetch)
{
    g_autoptr(Dns) dns = zone_of(one->name, one->zone);

    if (prefetch)
        author_policy_prefetch(dns, one->author);
    return author_policy_find(dns, one->author);
}

Test(author_policy, find)
{
    for (size_t i = 0; i < G_N_ELEMENTS(policies); i++) {
        const PolicyCase *one = &policies[i];

        for (int prefetch = 0; prefetch < 2; prefetch++) {
            g_autoptr(AuthorPolicy) policy = find(one, prefetch);
            g_autofree char *got = shown(policy);
            const char *problem = policy->problem;

            cr_expect_str_eq(got, one->want, "%s%s: got %s, want %s", one->name,
                             prefetch ? ", prefetched" : "", got, one->want);
            cr_expect(one->want_problem ? problem && strstr(problem, one->want_problem) : !problem,
                      "%s: got problem %s", one->name, problem);
        }
    }
}

/* Who else is the author. */
typedef struct {
    const char *name, *zone, *author, *domain;
    bool strict;
    AuthorCover want;
    unsigned want_questions; /* asked for it beyond those of the policy */
} CoverCase;

static const CoverCase covers[] = {
    /* RFC 9989 section 4.4, appendixes B.1 and B.4 */
    { "strict: the same", RECORD("example.com", "p=none"), "example.com", "example.com", STRICT,
      AUTHOR_COVERED, 0 },
    { "relaxed: a child", RECORD("example.com", "p=none"), "example.com", "child.example.com",
      RELAXED, AUTHOR_COVERED, 1 },
    { "strict: a child", RECORD("example.com", "p=none"), "example.com", "child.example.com",
      STRICT, AUTHOR_NOT_COVERED, 0 },
    { "relaxed: the parent", RECORD("example.com", "p=none"), "child.example.com", "example.com",
      RELAXED, AUTHOR_COVERED, 0 },
    { "strict: the parent", RECORD("example.com", "p=none"), "child.example.com", "example.com",
      STRICT, AUTHOR_NOT_COVERED, 0 },
    { "relaxed: a sister", RECORD("example.com", "p=none"), "news.example.com", "foo.example.com",
      RELAXED, AUTHOR_COVERED, 1 },
    { "another's", RECORD("example.com", "p=none"), "child.example.com", "example.net", RELAXED,
      AUTHOR_NOT_COVERED, 0 },
    { "simple: a signer with a record",
      RECORD("example.com", "p=none") RECORD("signing.example.com", "p=none"), "example.com",
      "signing.example.com", RELAXED, AUTHOR_COVERED, 1 },
    { "deep: the author's organization", RECORD("example.com", "p=none"),
      "a.b.c.d.e.f.g.h.i.j.k.example.com", "signing.example.com", RELAXED, AUTHOR_COVERED, 1 },
    { "deep: the signer's", RECORD("example.com", "p=none"), "example.com",
      "a.b.c.d.e.f.g.h.i.j.k.example.com", RELAXED, AUTHOR_COVERED, 6 },
    { "a bank's own subdomain",
      RECORD("bank.example", "p=none; psd=y") RECORD("giant.bank.example", "p=none"),
      "giant.bank.example", "mail.giant.bank.example", RELAXED, AUTHOR_COVERED, 1 },
    { "another bank's",
      RECORD("bank.example", "p=none; psd=y") RECORD("giant.bank.example", "p=none"),
      "giant.bank.example", "mail.mega.bank.example", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "the registry's", RECORD("bank.example", "p=none; psd=y"), "giant.bank.example",
      "bank.example", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "the registry is no bank", RECORD("bank.example", "p=none; psd=y"), "bank.example",
      "giant.bank.example", RELAXED, AUTHOR_NOT_COVERED, 1 },

    /* part of an organization that is one of its own */
    { "psd=n of the other",
      RECORD("example.com", "p=none") RECORD("a.example.com", "p=none; psd=n"), "example.com",
      "a.example.com", RELAXED, AUTHOR_NOT_COVERED, 1 },
    { "psd=n between", RECORD("example.com", "p=none") RECORD("b.example.com", "p=none; psd=n"),
      "example.com", "a.b.example.com", RELAXED, AUTHOR_NOT_COVERED, 2 },
    { "psd=y of the other",
      RECORD("example.com", "p=none") RECORD("a.example.com", "p=none; psd=y"), "example.com",
      "a.example.com", RELAXED, AUTHOR_NOT_COVERED, 1 },
    { "psd=y between", RECORD("example.com", "p=none") RECORD("b.example.com", "p=none; psd=y"),
      "example.com", "a.b.example.com", RELAXED, AUTHOR_NOT_COVERED, 2 },
    { "psd=n of the author: his own parent",
      RECORD("example.com", "p=none") RECORD("a.example.com", "p=none; psd=n"), "a.example.com",
      "example.com", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "psd=n of the author: his sister",
      RECORD("example.com", "p=none") RECORD("a.example.com", "p=none; psd=n"), "a.example.com",
      "b.example.com", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "psd=n of the author: his child",
      RECORD("example.com", "p=none") RECORD("a.example.com", "p=none; psd=n"), "a.example.com",
      "x.a.example.com", RELAXED, AUTHOR_COVERED, 1 },
    { "a record without p parts all the same",
      RECORD("example.com", "p=none") RECORD("a.example.com", "psd=n"), "example.com",
      "a.example.com", RELAXED, AUTHOR_NOT_COVERED, 1 },
    { "several records part nothing",
      RECORD("example.com", "p=none") RECORD("a.example.com", "p=none; psd=n")
          RECORD("a.example.com", "p=reject; psd=n"),
      "example.com", "a.example.com", RELAXED, AUTHOR_COVERED, 1 },

    /* no record: the public suffix list */
    { "no record: the same", HERE("example.com"), "example.com", "example.com", RELAXED,
      AUTHOR_COVERED, 0 },
    { "no record: a child", HERE("example.com"), "example.com", "a.example.com", RELAXED,
      AUTHOR_COVERED, 1 },
    { "no record: a sister", HERE("example.com"), "a.example.com", "b.example.com", RELAXED,
      AUTHOR_COVERED, 1 },
    { "no record: the parent", HERE("example.com"), "a.example.com", "example.com", RELAXED,
      AUTHOR_COVERED, 0 },
    { "no record: another's under one suffix", HERE("a.co.uk"), "a.co.uk", "b.co.uk", RELAXED,
      AUTHOR_NOT_COVERED, 0 },
    { "no record: the suffix", HERE("a.co.uk"), "a.co.uk", "co.uk", RELAXED, AUTHOR_NOT_COVERED,
      0 },
    { "no record: all below a suffix", HERE("co.uk"), "co.uk", "evil.co.uk", RELAXED,
      AUTHOR_NOT_COVERED, 0 },
    { "no record: a child has one", RECORD("a.example.com", "p=none"), "example.com",
      "a.example.com", RELAXED, AUTHOR_COVERED, 1 },
    { "no record: a child that is another organization", RECORD("a.example.com", "p=none; psd=n"),
      "example.com", "a.example.com", RELAXED, AUTHOR_NOT_COVERED, 1 },

    /* strangers under one roof */
    { "tenants of a hosting service", HERE("victim.github.io"), "victim.github.io",
      "evil.github.io", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "whose owner forgot psd=y", RECORD("github.io", "p=reject"), "victim.github.io",
      "evil.github.io", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "and the service itself", RECORD("github.io", "p=reject"), "github.io", "evil.github.io",
      RELAXED, AUTHOR_NOT_COVERED, 1 },
    { "a tenant's psd=y", RECORD("evil.github.io", "p=none; psd=y"), "victim.github.io",
      "evil.github.io", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "a tenant's psd=n", RECORD("evil.github.io", "p=none; psd=n"), "victim.github.io",
      "x.evil.github.io", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "a top level domain's record", RECORD("com", "p=none"), "victim.com", "evil.com", RELAXED,
      AUTHOR_NOT_COVERED, 0 },
    { "a name that only ends so", RECORD("example.com", "p=none"), "example.com", "evilexample.com",
      RELAXED, AUTHOR_NOT_COVERED, 0 },

    /* name servers that fail */
    { "the author's own: the same", FAILS("_dmarc.example.com"), "example.com", "example.com",
      RELAXED, AUTHOR_COVERED, 0 },
    { "the author's own: a child", FAILS("_dmarc.example.com"), "example.com", "a.example.com",
      RELAXED, AUTHOR_COVER_UNKNOWN, 0 },
    { "the author's own: another's", FAILS("_dmarc.example.com"), "example.com", "example.net",
      RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "the author's own: another's under one suffix", FAILS("_dmarc.a.co.uk"), "a.co.uk", "b.co.uk",
      RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "a suffix: all below it", FAILS("_dmarc.co.uk"), "co.uk", "evil.co.uk", RELAXED,
      AUTHOR_NOT_COVERED, 0 },
    { "the other's", FAILS("_dmarc.a.example.com") RECORD("example.com", "p=none"), "example.com",
      "a.example.com", RELAXED, AUTHOR_COVER_UNKNOWN, 1 },
    { "the other's, strict", FAILS("_dmarc.a.example.com") RECORD("example.com", "p=none"),
      "example.com", "a.example.com", STRICT, AUTHOR_NOT_COVERED, 0 },
    { "the other's, no record", FAILS("_dmarc.a.example.com"), "example.com", "a.example.com",
      RELAXED, AUTHOR_COVER_UNKNOWN, 1 },
    { "a stranger's", FAILS("_dmarc.evil.example") RECORD("example.com", "p=none"), "example.com",
      "evil.example", RELAXED, AUTHOR_NOT_COVERED, 0 },
    { "the registry's", FAILS("_dmarc.com") RECORD("example.com", "p=none"), "example.com",
      "a.example.com", RELAXED, AUTHOR_COVERED, 1 },
    { "only whether the domain exists",
      FAILS("a.example.com") RECORD("example.com", "p=none; np=reject"), "a.example.com",
      "example.com", RELAXED, AUTHOR_COVERED, 0 },

    /* names */
    { "in any case and form", RECORD("xn--bcher-kva.example", "p=none"), "b\303\274cher.example",
      "Mail.XN--BCHER-KVA.example.", RELAXED, AUTHOR_COVERED, 1 },
    { "address literals", HERE("example.com"), "[192.0.2.1]", "[192.0.2.1]", RELAXED,
      AUTHOR_NOT_COVERED, 0 },
    { "nothing", HERE("example.com"), "", "", RELAXED, AUTHOR_NOT_COVERED, 0 },
};

Test(author_policy, covers)
{
    for (size_t i = 0; i < G_N_ELEMENTS(covers); i++) {
        const CoverCase *one = &covers[i];
        g_autoptr(Dns) dns = zone_of(one->name, one->zone);
        g_autoptr(AuthorPolicy) policy = author_policy_find(dns, one->author);
        guint before = dns_log(dns)->len;
        AuthorCover got = author_policy_covers(policy, dns, one->domain, one->strict);

        cr_expect_eq(got, one->want, "%s: got %d, want %d", one->name, got, one->want);
        cr_expect_eq(dns_log(dns)->len - before, one->want_questions, "%s: %u questions", one->name,
                     dns_log(dns)->len - before);
    }
}

/* --- what is asked --- */

static char *
asked_names(Dns *dns)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < dns_log(dns)->len; i++) {
        const DnsQuestion *question = dns_log(dns)->pdata[i];

        g_string_append_printf(text, "%s%s%s", i > 0 ? " " : "", question->name,
                               question->type == DNS_CNAME ? "/CNAME" : "");
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const char *author, *want;
} questions[] = {
    /* RFC 9989 section 4.10 */
    { "a.b.c.d.e.f.g.h.i.j.mail.example.com",
      "_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com _dmarc.g.h.i.j.mail.example.com "
      "_dmarc.h.i.j.mail.example.com _dmarc.i.j.mail.example.com _dmarc.j.mail.example.com "
      "_dmarc.mail.example.com _dmarc.example.com _dmarc.com a.b.c.d.e.f.g.h.i.j.mail.example.com "
      "a.b.c.d.e.f.g.h.i.j.mail.example.com/CNAME" },
    { "b.c.d.e.f.g.example.com",
      "_dmarc.b.c.d.e.f.g.example.com _dmarc.c.d.e.f.g.example.com _dmarc.d.e.f.g.example.com "
      "_dmarc.e.f.g.example.com _dmarc.f.g.example.com _dmarc.g.example.com _dmarc.example.com "
      "_dmarc.com b.c.d.e.f.g.example.com b.c.d.e.f.g.example.com/CNAME" },
    { "there.example", "_dmarc.there.example _dmarc.example" },
    { "[192.0.2.1]", "" },
    { "a..b", "" },
    { "", "" },
};

Test(author_policy, questions)
{
    for (size_t i = 0; i < G_N_ELEMENTS(questions); i++) {
        g_autoptr(Dns) dns = zone_of(questions[i].author, RECORD("there.example", "p=none"));
        g_autofree char *early = NULL, *all = NULL;
        g_autoptr(AuthorPolicy) policy = NULL;

        author_policy_prefetch(dns, questions[i].author);
        early = asked_names(dns);
        cr_expect_str_eq(early, questions[i].want, "%s: got %s", questions[i].author, early);
        policy = author_policy_find(dns, questions[i].author);
        all = asked_names(dns);
        cr_expect_str_eq(all, early, "%s: more was asked: %s", questions[i].author, all);
    }
}

Test(author_policy, a_name_of_127_labels)
{
    g_autoptr(GString) domain = g_string_new("com");
    g_autoptr(Dns) dns = zone_of("long", RECORD("com", "p=reject; psd=y"));
    g_autoptr(AuthorPolicy) policy = NULL;

    for (int i = 0; i < 124; i++)
        g_string_prepend(domain, "a.");
    author_policy_prefetch(dns, domain->str);
    policy = author_policy_find(dns, domain->str);
    cr_expect_eq(policy->wish, POLICY_REJECT);
    cr_expect_str_eq(policy->organization, "a.com");
    cr_expect_leq(dns_log(dns)->len, DMARC_WALK_MAX + 2);
}

/* Questions of other rooms may have used up all that a run may ask. */
Test(author_policy, limits_of_its_own)
{
    g_autoptr(Dns) dns = zone_of("limits", RECORD("example.com", "p=reject"));
    g_autoptr(AuthorPolicy) policy = NULL;

    dns_set_question_limit(dns, 0);
    dns_set_prefetch_limit(dns, 0);
    author_policy_prefetch(dns, "a.b.c.d.e.f.g.h.i.example.com");
    policy = author_policy_find(dns, "a.b.c.d.e.f.g.h.i.example.com");
    cr_expect_eq(policy->state, AUTHOR_POLICY_FOUND, "%s", policy->problem);
    cr_expect_eq(author_policy_covers(policy, dns, "x.a.b.c.d.example.com", RELAXED),
                 AUTHOR_COVERED);
}

Test(author_policy, strictness_and_record)
{
    g_autoptr(Dns) dns = zone_of("strict", RECORD("example.com", "p=none; aspf=s; adkim=r")
                                               RECORD("example.net", "p=none; adkim=s; t=y"));
    g_autoptr(AuthorPolicy) spf = author_policy_find(dns, "example.com");
    g_autoptr(AuthorPolicy) dkim = author_policy_find(dns, "example.net");

    cr_expect(spf->strict_spf && !spf->strict_dkim && !spf->testing);
    cr_expect(!dkim->strict_spf && dkim->strict_dkim && dkim->testing);
    cr_expect_str_eq(spf->record, "v=DMARC1; p=none; aspf=s; adkim=r");
    cr_expect_not(spf->authentic, "a zone is not authentic");
}
