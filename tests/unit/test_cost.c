/* SPDX-License-Identifier: ISC */
/* Header blocks made to cost much. Work must grow with their size and not faster: whoever sends one
 * would otherwise buy seconds of processor time, and a verdict of "no result in time", for the
 * price of a message. */
#include "inspection.h"

#include "dns/dns.h"
#include "mime/received_spf.h"
#include "mime/results_property.h"

#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

#define OCTETS ((size_t)1 << 20)

/* Of processor time. What was quadratic took 3 and more without sanitizers; what is not takes half
 * a second at most, with them. */
#define SECONDS_MAX 2.0

#define RECEIVED(helo, ip)                                                                         \
    "Received: from " helo " (b.example [" ip "]) by mx.example.org (Postfix) with ESMTP\n"
#define TOP RECEIVED("a.example", "203.0.113.9")

#define SIGNATURE                                                                                  \
    "v=1; a=rsa-sha256; c=relaxed/relaxed; d=b.example; b=AAAA; h=From; "                          \
    "bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="
#define SIGNED                                                                                     \
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=b.example; s=s; b=AAAA; "             \
    "bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; h=From:A"
#define SIGNED_BY_TEN                                                                              \
    SIGNED "\n" SIGNED "\n" SIGNED "\n" SIGNED "\n" SIGNED "\n" SIGNED "\n" SIGNED "\n" SIGNED     \
           "\n" SIGNED "\n" SIGNED

/* begin, then piece until it is enough, then end. A "#" in piece counts up. */
static const struct {
    const char *name, *begin, *piece, *end;
} cases[] = {
    { "authors", TOP "From: ", "a@#.b,", "\n\n" },
    { "author fields", TOP, "From: a@#.b\n", "\n" },
    { "groups in groups", TOP "From: ", "a:", "a@b.example\n\n" },
    { "groups", TOP "From: ", "a:;,", "a@b.example\n\n" },
    { "author fields of groups in groups", TOP,
      "From: a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:a:\n",
      "\n" },
    { "a sender's groups in groups", TOP "Sender: ", "a:", "a@b.example\n\n" },
    { "a resender's comments in comments", TOP "Resent-Sender: ", "(", "a@b.example\n\n" },
    { "encoded words of an author",
      TOP "From: ", "=?utf-8?q?a=40b.example?= ", "<a@b.example>\n\n" },
    { "an author's quotes", TOP "From: ", "\"\\\"\" ", "<a@b.example>\n\n" },
    { "at signs", TOP "From: ", "a@", "\n\n" },
    { "lone CRs", TOP "From: a@b.example\nSubject: ", "\rfrom", "\n\n" },
    { "half an author's name", TOP, "fro\n m\n", "\n" },
    { "comments in comments", TOP "From: ", "(", "a@b.example\n\n" },
    { "author's domain in UTF-8", TOP "From: a@", "\xe4\xb8\x80\xe4\xba\x8c\xe4\xb8\x89", "\n\n" },
    { "envelope domain in UTF-8", "Return-Path: <a@", "\xe4\xb8\x80\xe4\xba\x8c.",
      "b>\n" TOP "\n" },
    { "HELO in UTF-8", "Return-Path: <>\nReceived: from ", "\xe4\xb8\x80\xe4\xba\x8c.",
      " (b.example [203.0.113.9]) by mx.example.org\n\n" },
    { "hops", "", TOP, "\n" },
    { "relays", "Return-Path: <a@b.example>\n", RECEIVED("a.example", "192.0.2.1"), "\n" },
    { "relays of a list", "Return-Path: <a@b.example>\n",
      RECEIVED("a.example", "192.0.2.1") RECEIVED("a.example", "127.0.0.1"), TOP "\n" },
    { "relays that rewrite", "Return-Path: <SRS0=a=b=b.example=c@b.example>\n",
      RECEIVED("a.example", "192.0.2.1"), TOP "\n" },
    { "senders above getmail",
      "Return-Path: <a@b.example>\nReceived: from a by b with POP3 getmail6 for c; date\n"
      "Received: from x by mx.example.org with LMTP id 1\n",
      "Received-SPF: pass envelope-from=MAILER-DAEMON@b.example; client-ip=203.0.113.9\n",
      TOP "Sender: a@b.example\n" },
    { "fields of a Sender", "Return-Path: <a@b.example>\nReceived: from a by b with POP3\n" TOP,
      "Sender: a\n", "\n" },
    { "hops on loopback", "", RECEIVED("a.example", "127.0.0.1"), "\n" },
    { "hops without a client", "", "Received: (qmail 1 invoked by uid 1); 1 Mar 2003\n", "\n" },
    { "fetches", "", "Received: from a [192.0.2.1] by b with POP3 (fetchmail-6)\n", "\n" },
    { "comments of a hop", "Received: from a.example ", "(",
      "[203.0.113.9]) by mx.example.org\n\n" },
    { "quotes of a hop", "Received: from a.example ", "\"",
      "[203.0.113.9]) by mx.example.org\n\n" },
    { "folds of a hop", "Received: from a.example", "\n\t", "[203.0.113.9] by mx.example.org\n\n" },
    { "clauses of a hop", "Received: ", "from by with ", "\n\n" },
    { "fields", TOP, "A:\n", "\n" },
    { "resendings", TOP, "Resent-From: a@b\nResent-Sender: a@b\n", "\n" },
    { "signatures", TOP, "DKIM-Signature: " SIGNATURE "; s=s#\n", "From: a@b.example\n\n" },
    { "tags of a signature", TOP "DKIM-Signature: " SIGNATURE "; s=s", "; t#=", "\n\n" },
    { "a signature's domain in UTF-8",
      TOP "DKIM-Signature: " SIGNATURE "; s=", "\xe4\xb8\x80\xe4\xba\x8c.", "\n\n" },
    { "an identity", TOP "DKIM-Signature: " SIGNATURE "; s=s; i=", "a\n\t", "@b.example\n\n" },
    { "names that are signed", TOP SIGNED_BY_TEN, ":#:A:From", "\n\n" },
    { "fields that are signed", TOP SIGNED_BY_TEN "\n", "A:\n", "\n" },
    { "a fold that is signed", TOP SIGNED_BY_TEN "\nA: ", "a\n\t", "\n\n" },
    { "rewriting", "Return-Path: <SRS0", "=a", "@b.example>\n" TOP "\n" },
};

static GString *
repeated(const char *begin, const char *piece, const char *end)
{
    GString *text = g_string_new(begin);
    const char *count = strchr(piece, '#');
    unsigned number = 0;

    while (text->len < OCTETS)
        if (count)
            g_string_append_printf(text, "%.*s%x%s", (int)(count - piece), piece, number++,
                                   count + 1);
        else
            g_string_append(text, piece);
    g_string_append(text, end);
    return text;
}

static double
seconds_of(const Settings *settings, const GString *text)
{
    g_autoptr(Dns) dns = dns_new_zone_text("Z", "b.example. TXT \"v=spf1 -all\"\n", NULL);
    clock_t begin = clock();
    const HeaderBlock header = { .octets = text->str, .len = text->len };
    Hasher no_hasher = hasher_missing(BODY_NO_PROCESS);
    g_autoptr(Evidence) evidence = inspect_message(settings, dns, &header, &no_hasher);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autofree char *fields = fields_text(evidence, verdict, settings->fields);

    cr_expect_neq(*fields, '\0');
    return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

Test(cost, grows_with_the_size_and_not_faster)
{
    g_auto(GStrv) arguments = g_strsplit(
        "rmxfilter --config=/dev/null --authserv-id=mx.example.org --schemes=all --trust=192.0.2.1",
        " ", -1);
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings =
        settings_new(COMMAND_FILTER, (int)g_strv_length(arguments), arguments, &error);

    cr_assert(settings, "%s", error ? error->message : "");
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) text = repeated(cases[i].begin, cases[i].piece, cases[i].end);
        double seconds = seconds_of(settings, text);

        cr_expect(seconds < SECONDS_MAX, "%s: %.1f s", cases[i].name, seconds);
    }
}

/* Values of fields that hosts write about a message. */
static const struct {
    const char *name, *begin, *piece, *end;
} results[] = {
    { "methods", "a", "; spf=pass smtp.mailfrom=b", "" },
    { "properties", "a; spf=pass", " b.c=d", "" },
    { "empty parts", "a", ";", "" },
    { "bare words", "spf=pass; ", "b.example;", "" },
    { "comments in comments", "a; spf=pass ", "(", "" },
    { "comments", "a; spf=pass ", "(b)", "smtp.mailfrom=b" },
    { "blanks before a slash", "a; b", " \n ", "/" },
    { "quoted pairs", "a; spf=pass smtp.mailfrom=\"", "\\\"", "\"" },
    { "quotes", "a; spf=pass smtp.mailfrom=", "\"\"", "" },
    { "encoded words", "", "=?utf-8?Q?=28?= =?utf-8?B?KA==?= ", "" },
    { "one encoded word", "=?utf-8?B?", "KCgo", "?=" },
    { "pairs", "pass ", "a=b;", "" },
};

Test(cost, of_results_grows_likewise)
{
    for (size_t i = 0; i < G_N_ELEMENTS(results); i++) {
        g_autoptr(GString) text = repeated(results[i].begin, results[i].piece, results[i].end);
        clock_t begin = clock();
        g_autoptr(Results) read = results_parse(text->str, text->len);
        g_autoptr(ReceivedSpf) spf = received_spf_parse(text->str, text->len);
        double seconds;

        results_property(read, "spf", "smtp", "mailfrom");
        received_spf_value(spf, "a");
        seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        cr_expect(seconds < SECONDS_MAX, "%s: %.1f s", results[i].name, seconds);
    }
}
