/* SPDX-License-Identifier: ISC */
/* Whole runs, from the octets to what is written, without the processes around them. With
 * LeakSanitizer this is the place that sees what the rooms leave behind together: in the program
 * itself the sandbox keeps it from looking. */
#include "inspection.h"

#include "report/json.h"
#include "report/text.h"

#include <criterion/criterion.h>
#include <string.h>

#define ALWAYS "--config=/dev/null --zone=examples/demo/demo.zone "

static const struct {
    const char *name, *message; /* message NULL: the client and sender of the options are checked */
    const char *options;
    Result want;
} cases[] = {
    { "genuine", "examples/demo/genuine.eml", "", RESULT_PASS },
    { "forged", "examples/demo/forged.eml", "", RESULT_FAIL },
    { "every scheme", "examples/demo/forged.eml", "--schemes=all", RESULT_FAIL },
    { "everybody trusted", "examples/demo/forged.eml", "--trust=0.0.0.0/0", RESULT_PASS },
    { "five hops", "tests/messages/five-hops.eml", "--schemes=all", RESULT_NONE },
    { "a mailbox provider", "tests/messages/google.eml", "--schemes=all", RESULT_PASS },
    { "a claim", NULL, "--client-ip=192.0.2.5 --mail-from=a@bank.example", RESULT_PASS },
    { "a claim of nobody", NULL, "--client-ip=192.0.2.5 --mail-from=a@x.example", RESULT_NONE },
};

static Evidence *
inspect(size_t row, const Settings *settings, Dns *dns, char **octets)
{
    Hasher no_hasher = hasher_missing(BODY_NO_PROCESS);
    size_t len = 0;

    if (!cases[row].message)
        return inspect_claim(settings, dns);
    cr_assert(g_file_get_contents(cases[row].message, octets, &len, NULL));
    return inspect_message(settings, dns, &(const HeaderBlock){ .octets = *octets, .len = len },
                           &no_hasher);
}

static void
run(size_t row)
{
    g_autofree char *line = g_strconcat("rmxfilter ", ALWAYS, cases[row].options, NULL);
    g_auto(GStrv) words = g_strsplit(g_strchomp(line), " ", -1);
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings =
        settings_new(cases[row].message ? COMMAND_EXPLAIN : COMMAND_CHECK,
                     (int)g_strv_length(words), words, &error);
    g_autoptr(Dns) dns = settings ? inspection_dns(settings, &error) : NULL;
    g_autofree char *octets = NULL, *text = NULL, *json = NULL;
    g_autoptr(Evidence) evidence = NULL;
    g_autoptr(Verdict) verdict = NULL;

    cr_assert(dns, "%s: %s", cases[row].name, error ? error->message : "");
    evidence = inspect(row, settings, dns, &octets);
    verdict = verdict_of(evidence);
    text = text_explain(evidence, verdict);
    json = json_text(evidence, verdict);
    cr_expect_eq(verdict->result, cases[row].want, "%s: %s", cases[row].name, text);
    cr_expect(strstr(json, result_text(cases[row].want)), "%s: %s", cases[row].name, json);
    cr_expect(!strstr(text, "Sandbox:") && !strstr(json, "sandbox"),
              "%s: in a sandbox, though none was entered", cases[row].name);
}

Test(inspection, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        run(i);
}

/* Header blocks that go on behind what is known of them: what stands above the boundary decides as
 * ever, and what only all fields could say is not said. */
#define TOP                                                                                        \
    "Return-Path: <statements@bank.example>\n"                                                     \
    "Received: from a.example (a.example [192.0.2.5])\n"                                           \
    "\tby mx.example.org (Postfix) with ESMTP id 1; Sat, 7 Nov 2026 09:14:03 +0000\n"

static const struct {
    const char *name, *header, *options;
    Result want;
    const char *want_reason, *want_from;
} cut_cases[] = {
    { "pass", TOP "From: statements@bank.example\n", "", RESULT_PASS,
      "192.0.2.5 may send for bank.example", "ambiguous" },
    { "no author yet", TOP, "", RESULT_PASS, "192.0.2.5 may send for bank.example", "ambiguous" },
    { "fail", TOP "From: a@bank.example\n", "--client-ip=203.0.113.9", RESULT_FAIL,
      "203.0.113.9 may not send for bank.example", "ambiguous" },
    { "nothing at all", "", "", RESULT_NONE,
      "unreadable: the header block is too long to see where it began", "ambiguous" },
    { "no Received field yet", "Return-Path: <statements@bank.example>\n", "", RESULT_NONE,
      "unreadable: the header block is too long to see where it began", "ambiguous" },
    { "only trusted relays yet", TOP, "--trust=192.0.2.5", RESULT_NONE,
      "unreadable: the header block is too long to see where it began", "ambiguous" },
    { "a counted field that is not there", TOP, "--hops=2", RESULT_NONE,
      "unreadable: the header block is too long to see where it began", "ambiguous" },
    { "a Sender might follow", TOP "From: a@bank.example\n", "--schemes=sender-id", RESULT_NONE,
      NULL, "ambiguous" },
};

static void
run_cut(size_t row)
{
    g_autofree char *line = g_strconcat("rmxfilter ", ALWAYS, cut_cases[row].options, NULL);
    g_auto(GStrv) words = g_strsplit(g_strchomp(line), " ", -1);
    g_autoptr(Settings) settings =
        settings_new(COMMAND_EXPLAIN, (int)g_strv_length(words), words, NULL);
    g_autoptr(Dns) dns = inspection_dns(settings, NULL);
    const HeaderBlock header = { .octets = cut_cases[row].header,
                                 .len = strlen(cut_cases[row].header),
                                 .cut = true };
    Hasher no_hasher = hasher_missing(BODY_NO_PROCESS);
    g_autoptr(Evidence) evidence = inspect_message(settings, dns, &header, &no_hasher);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autofree char *text = text_explain(evidence, verdict);
    g_autofree char *json = json_text(evidence, verdict);
    g_autofree char *from = g_strdup_printf("\"from\": \"%s\"", cut_cases[row].want_from);

    cr_expect_eq(verdict->result, cut_cases[row].want, "%s: %s", cut_cases[row].name, text);
    cr_expect(!cut_cases[row].want_reason ||
                  g_str_equal(verdict->reason, cut_cases[row].want_reason),
              "%s: %s", cut_cases[row].name, verdict->reason);
    cr_expect(strstr(json, from), "%s: %s", cut_cases[row].name, json);
    cr_expect(strstr(json, EVIDENCE_CUT) && strstr(text, "note: " EVIDENCE_CUT), "%s: %s",
              cut_cases[row].name, text);
    cr_expect(!strstr(json, "\"pra\": "), "%s: %s", cut_cases[row].name, json);
}

Test(inspection, header_blocks_that_are_cut)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cut_cases); i++)
        run_cut(i);
}
