/* SPDX-License-Identifier: ISC */
#include "report/html_explain.h"

#include "evidence.h"

static const Sandbox closed = { .seccomp = true, .problem = "no landlock <here>" };

static const struct {
    const char *name;
    EvidenceRow evidence;
    const char *want, *want_too, *never; /* NULL: nothing */
} pages[] = {
    { "a local message",
      { .walked = true, .end = WALK_LOCAL, .authors = { "root@foo.com" } },
      "<p>no Received field</p>",
      "in from",
      "<svg" },
    { "check: no message",
      { .client = "192.0.2.1", .helo = "a.example" },
      "192.0.2.1",
      NULL,
      "<svg" },
    { "an origin that was checked",
      { .walked = true,
        .client = "192.0.2.1",
        .sender = "a@foo.com",
        .hop = 1,
        .hops = { { .is_there = true, .believed = true, .kind = HOP_SMTP, .ip = "192.0.2.1" } },
        .findings = { { .scheme = "spf", .result = RESULT_PASS, .domain = "foo.com" } } },
      "origin: its address was checked",
      "class=\"origin good\"",
      "only claimed" },
    { "an origin, and nobody to ask",
      { .walked = true,
        .client = "192.0.2.1",
        .hop = 1,
        .hops = { { .is_there = true, .believed = true, .kind = HOP_SMTP, .ip = "192.0.2.1" } } },
      "origin: nothing was checked",
      "name not shown",
      "its address was checked" },
    { "what is claimed has another sign, another line and words",
      { .walked = true,
        .client = "192.0.2.1",
        .hop = 1,
        .hops = { { .is_there = true, .believed = true, .kind = HOP_SMTP, .ip = "192.0.2.1" },
                  { .is_there = true,
                    .kind = HOP_SMTP,
                    .ip = "192.0.2.2",
                    .rdns = "x.example" } } },
      "class=\"way claimed-way\"",
      "only claimed: anybody can have written this",
      NULL },
    { "a path without a boundary",
      { .walked = true,
        .end = WALK_SUBMISSION,
        .hops = { { .is_there = true, .believed = true, .kind = HOP_SUBMISSION } } },
      "believed: the path ends here",
      NULL,
      "boundary:" },
    { "a header that is cut, and a warning",
      { .walked = true, .cut = true, .warning = "beware of <b>" },
      "<li>" EVIDENCE_CUT "</li>",
      "<li>beware of &lt;b&gt;</li>",
      "<b>" },
    { "nothing to warn of", { .walked = true }, "<main>", NULL, "warnings" },
    { "the sandbox",
      { .walked = true, .sandbox = &closed },
      "Sandbox: seccomp; not to be had here: no landlock &lt;here&gt;",
      NULL,
      NULL },
    { "the time from the boundary",
      { .walked = true,
        .hop = 2,
        .hops = { { .is_there = true,
                    .believed = true,
                    .kind = HOP_SMTP,
                    .date = "Sat, 1 Mar 2003 17:25:48 -0800" },
                  { .is_there = true,
                    .believed = true,
                    .kind = HOP_SMTP,
                    .ip = "192.0.2.1",
                    .date = "Sat, 1 Mar 2003 17:25:45 -0800" } } },
      "it took 3 s from the boundary to the mailbox",
      "<tspan class=\"took\">after 3 s</tspan>",
      NULL },
};

Test(html_explain, pages)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(Evidence) evidence = test_evidence_new(&pages[i].evidence);
        g_autoptr(Verdict) verdict = verdict_of(evidence);
        g_autofree char *page = html_explain(evidence, verdict);
        const char *content = strstr(page, "<main>");

        cr_assert(content, "%s", pages[i].name);
        cr_expect(strstr(content, pages[i].want), "%s: %s", pages[i].name, content);
        cr_expect(!pages[i].want_too || strstr(content, pages[i].want_too), "%s: %s", pages[i].name,
                  content);
        cr_expect(!pages[i].never || !strstr(content, pages[i].never), "%s: %s", pages[i].name,
                  content);
    }
}

/* Of the ends of a long name the one that says whose it is. */
Test(html_explain, long_names)
{
    const EvidenceRow row = {
        .walked = true,
        .hops = { { .is_there = true,
                    .kind = HOP_SMTP,
                    .rdns = "a.very.long.name.in.many.parts.that.has.no.room.in.a.line.bank."
                            "example" } },
    };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autofree char *page = html_explain(evidence, verdict);

    cr_expect(strstr(page, "class=\"host\">…parts.that.has.no.room.in.a.line.bank.example</text>"),
              "%s", strstr(page, "<svg"));
}

#define AUTHORS 1000

Test(html_explain, many_authors)
{
    const EvidenceRow row = { .walked = true };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = NULL;
    g_autofree char *page = NULL;

    for (int i = 0; i < AUTHORS; i++)
        g_ptr_array_add(evidence->author->addresses, test_address("a@foo.com"));
    verdict = verdict_of(evidence);
    page = html_explain(evidence, verdict);
    cr_expect(strstr(page, "990 more"));
    cr_expect(strlen(page) < 20000);
}
