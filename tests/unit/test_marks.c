/* SPDX-License-Identifier: ISC */
/* Our own fields read again: what was written comes back, and what somebody else wrote, or wrote
 * elsewhere, does not. */
#include "report/marks.h"

#include "evidence.h"
#include "mime/quote.h"
#include "report/fields.h"

#include <stdio.h>
#include <stdlib.h>

#define RECEIVED "Received: from a (a [192.0.2.1]) by mx.foo.edu; Sat, 1 Mar 2003 17:25:48 -0800\n"
#define STATUS   "X-RMX-Status: fail (203.0.113.9 may not send for foo.com)\n"
#define FROM     "X-RMX-From: none bar.example\n"
#define RELAY                                                                                      \
    "X-RMX-Relay: 203.0.113.9 helo=friend.example rdns=host9.dsl.example\n"                        \
    "\tby=mx.foo.edu hop=3\n"

/* All that marks say, in one line. */
static char *
marks_line(const Marks *marks)
{
    GString *line = g_string_new(NULL);

    if (marks->marked)
        g_string_append_printf(line, "%s (%s)", marks->error ? "error" : result_text(marks->result),
                               marks->reason);
    if (marks->has_author)
        g_string_append_printf(line, "; %s%s", author_word_text(marks->word),
                               marks->unknown ? "?" : "");
    for (guint i = 0; i < marks->domains->len; i++)
        g_string_append_printf(line, " <%s>", (const char *)marks->domains->pdata[i]);
    if (marks->more)
        g_string_append(line, " more");
    if (marks->client.bits > 0) {
        g_autofree char *ip = ip_text(&marks->client);

        g_string_append_printf(line, "; %s %s %s %s %u", ip, marks->helo ? marks->helo : "-",
                               marks->rdns ? marks->rdns : "-", marks->by ? marks->by : "-",
                               marks->hop);
    }
    if (marks->disbelieved > 0)
        g_string_append_printf(line, " !%u", marks->disbelieved);
    return g_string_free(line, FALSE);
}

static char *
read_marks_line(const char *header)
{
    g_autoptr(Message) message = message_new(header, strlen(header));
    g_autoptr(Marks) marks = marks_read(message);

    return marks_line(marks);
}

static const struct {
    const char *name, *header, *want;
} marks_cases[] = {
    { "all of them", STATUS RELAY "X-RMX: NotInRMX addr 203.0.113.9\n" FROM RECEIVED "\n",
      "fail (203.0.113.9 may not send for foo.com); none <bar.example>; 203.0.113.9 "
      "friend.example host9.dsl.example mx.foo.edu 3" },
    { "other fields above and between", "Return-Path: <a@b>\n" STATUS "X-Spam: no\n" FROM RECEIVED,
      "fail (203.0.113.9 may not send for foo.com); none <bar.example>" },
    { "line endings of the other kind", "X-RMX-Status: none (local)\r\nReceived: by a\r\n\r\n",
      "none (local)" },
    { "an mbox", "From a@b Sat Mar  1 17:25:48 2003\nX-RMX-Status: none (local)\n" RECEIVED,
      "none (local)" },
    { "this program's own failure", "X-RMX-Status: error (killed by signal 9)\n" RECEIVED,
      "error (killed by signal 9)" },
    { "no other domain than several",
      STATUS "X-RMX-From: ambiguous a.example b.example ...\n" RECEIVED,
      "fail (203.0.113.9 may not send for foo.com); ambiguous <a.example> <b.example> more" },
    { "no domain at all", STATUS "X-RMX-From: ambiguous\n" RECEIVED,
      "fail (203.0.113.9 may not send for foo.com); ambiguous" },
    { "remarks, one of them about what is unknown",
      STATUS "X-RMX-From: unaligned a.example (signed by esp.example) (unknown if signed\n"
             " by m.a.example) (shows \"%28unknown %29x\"@esp.example)\n" RECEIVED,
      "fail (203.0.113.9 may not send for foo.com); unaligned? <a.example>" },
    { "a stranger's word that looks like one of ours",
      STATUS "X-RMX-From: none a.example (shows \"unknown if for\"@esp.example)\n" RECEIVED,
      "fail (203.0.113.9 may not send for foo.com); none <a.example>" },
    { "an address literal", STATUS "X-RMX-From: none \"[192.0.2.1]\"\n" RECEIVED,
      "fail (203.0.113.9 may not send for foo.com); none <[192.0.2.1]>" },
    { "only some of them were written", FROM RECEIVED, " !1" },
    { "none", "Subject: a\n" RECEIVED, "" },

    /* where a sender could have written them */
    { "below a Received field", RECEIVED STATUS FROM, " !2" },
    { "between two of them", RECEIVED STATUS FROM RECEIVED, " !2" },
    { "in mail that no host took", STATUS FROM "Subject: a\n\n", " !2" },
    { "ours on top, his below", STATUS FROM RECEIVED "X-RMX-Status: pass (a)\n" RELAY,
      "fail (203.0.113.9 may not send for foo.com); none <bar.example> !2" },
    { "in the body", RECEIVED "\n" STATUS, "" },
    { "behind a line that is no field", "junk\n" STATUS RECEIVED, "" },

    /* twice: one of them is not ours */
    { "two states", STATUS STATUS RECEIVED, " !2" },
    { "two authors", STATUS FROM FROM RECEIVED, " !3" },
    { "two of a kind that is not read", STATUS "X-RMX: a\nx-rmx: b\n" RECEIVED, " !3" },

    /* not as they are written here */
    { "no word of ours", "X-RMX-Status: good (a)\n" RECEIVED, " !1" },
    { "a word in other letters", "X-RMX-Status: Pass (a)\n" RECEIVED, " !1" },
    { "no reason", "X-RMX-Status: pass\n" RECEIVED, " !1" },
    { "a comment that does not end", "X-RMX-Status: pass (a\n" RECEIVED, " !1" },
    { "text behind the comment", "X-RMX-Status: pass (a) b\n" RECEIVED, " !1" },
    { "two comments", "X-RMX-Status: pass (a) (b)\n" RECEIVED, " !1" },
    { "a word without a blank", "X-RMX-Status: pass(a)\n" RECEIVED, " !1" },
    { "octets that we escape", "X-RMX-Status: pass (\xc3\xa4)\n" RECEIVED, " !1" },
    { "a backslash", "X-RMX-Status: pass (\\))\n" RECEIVED, " !1" },
    { "an empty field", "X-RMX-Status:\n" RECEIVED, " !1" },
    { "no author's word", STATUS "X-RMX-From: bar.example\n" RECEIVED, " !2" },
    { "a domain behind a remark", STATUS "X-RMX-From: none (for a) b.example\n" RECEIVED, " !2" },
    { "a domain behind the last one", STATUS "X-RMX-From: none a ... b\n" RECEIVED, " !2" },
    { "a remark that nests", STATUS "X-RMX-From: none a (for (b))\n" RECEIVED, " !2" },
    { "a domain of two parts", STATUS "X-RMX-From: none a;b\n" RECEIVED, " !2" },
    { "a string that does not end", STATUS "X-RMX-From: none \"a\n" RECEIVED, " !2" },
    { "too many domains", STATUS "X-RMX-From: ambiguous a b c d e f g h i j k l\n" RECEIVED,
      " !2" },
    { "no address", STATUS "X-RMX-Relay: friend.example\n" RECEIVED, " !2" },
    { "keys in another order", STATUS "X-RMX-Relay: 192.0.2.1 by=a helo=b\n" RECEIVED, " !2" },
    { "a hop of none", STATUS "X-RMX-Relay: 192.0.2.1 hop=0\n" RECEIVED, " !2" },
    { "a hop too large", STATUS "X-RMX-Relay: 192.0.2.1 hop=12345678\n" RECEIVED, " !2" },
};

Test(marks, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(marks_cases); i++) {
        g_autofree char *got = read_marks_line(marks_cases[i].header);

        cr_expect_str_eq(got, marks_cases[i].want, "%s: got \"%s\"", marks_cases[i].name, got);
    }
}

/* --- what was written comes back --- */

/* A text of octets that a reader could stumble over. */
static char *
random_text(GRand *random, int max)
{
    static const char octets[] = "aZ09.-_ \t\r\n\"\\()<>[]@,;:=?%\x01\x7f\xc3\xff";
    int len = g_rand_int_range(random, 1, max);
    GString *text = g_string_new(NULL);

    for (int i = 0; i < len; i++)
        g_string_append_c(text, octets[g_rand_int_range(random, 0, (int)sizeof(octets) - 1)]);
    return g_string_free(text, FALSE);
}

/* As the text stands in the field: escaped, inside its quotes. */
static char *
text_in_field(const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);

    quote_value(out, text, QUOTE_NAME_MAX);
    return out->str[0] == '"' ? g_strndup(out->str + 1, out->len - 2) : g_strdup(out->str);
}

static void
expect_mark(const char *mark, const char *text, const char *header)
{
    g_autofree char *want = text ? text_in_field(text) : NULL;

    cr_expect_eq(mark == NULL, want == NULL, "%s", header);
    if (mark && want)
        cr_expect_str_eq(mark, want, "%s", header);
}

static void
expect_marks_of(const Evidence *evidence, const Verdict *verdict, const char *fields)
{
    g_autofree char *header = g_strconcat("Return-Path: <>\n", fields, RECEIVED "\n", NULL);
    g_autoptr(Message) message = message_new(header, strlen(header));
    g_autoptr(Marks) marks = marks_read(message);
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);

    cr_assert(marks->marked, "%s", header);
    cr_expect_eq(marks->result, verdict->result, "%s", header);
    cr_expect(marks->has_author && marks->word == answer->word, "%s", header);
    cr_expect_eq(marks->unknown, answer->unknown.by != NULL, "%s", header);
    cr_expect(ip_equal(&marks->client, &evidence->client), "%s", header);
    expect_mark(marks->helo, evidence->helo, header);
    expect_mark(marks->rdns, evidence->rdns, header);
    expect_mark(marks->by, evidence->by, header);
    cr_expect_eq(marks->hop, (unsigned)evidence->boundary + 1, "%s", header);
    cr_assert_eq(marks->domains->len, answer->domains->len, "%s", header);
    for (guint i = 0; i < marks->domains->len; i++) {
        g_autofree char *domain = text_in_field(answer->domains->pdata[i]);

        cr_expect_str_eq(marks->domains->pdata[i], domain, "%s", header);
    }
}

static void
try_random_marks(GRand *random)
{
    g_autofree char *helo = random_text(random, 100), *rdns = random_text(random, 300);
    g_autofree char *author = random_text(random, 300), *other = random_text(random, 20);
    g_autofree char *domain = random_text(random, 100), *reason = random_text(random, 500);
    g_autofree char *one = g_strconcat("a@", author, NULL), *two = g_strconcat("b@", other, NULL);
    const EvidenceRow row = {
        .walked = true,
        .end = WALK_BOUNDARY,
        .client = g_rand_boolean(random) ? "203.0.113.9" : "2001:db8::1",
        .helo = helo,
        .rdns = rdns,
        .by = g_rand_boolean(random) ? domain : NULL,
        .hop = g_rand_int_range(random, 1, 20),
        .authors = { one, g_rand_boolean(random) ? two : NULL },
        .shown = g_rand_boolean(random) ? two : NULL,
        .findings = { { .scheme = "spf",
                        .result =
                            (Result)g_rand_int_range(random, RESULT_NONE, RESULT_PERMERROR + 1),
                        .domain = domain,
                        .mechanism = reason,
                        .problem = reason,
                        .aligned = g_rand_boolean(random) } },
        .policy = { .domain = author,
                    .name = domain,
                    .problem = reason,
                    .state = AUTHOR_POLICY_FOUND,
                    .wish = POLICY_REJECT },
    };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autofree char *fields = fields_text(evidence, verdict, FIELDS_DEFAULT);

    expect_marks_of(evidence, verdict, fields);
}

Test(marks, what_was_written_comes_back)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(17);

    for (int i = 0; i < 1000; i++)
        try_random_marks(random);
}

/* Any octet of a field changed: it is read or not, but nothing breaks, and nothing is both. */
Test(marks, damaged)
{
    static const char header[] = STATUS RELAY FROM RECEIVED;

    for (size_t i = 0; i < sizeof(header) - 1; i++) {
        for (int octet = 0; octet < 256; octet++) {
            g_autofree char *text = g_strdup(header);
            g_autoptr(Message) message = NULL;
            g_autoptr(Marks) marks = NULL;

            text[i] = (char)octet;
            message = message_new(text, sizeof(header) - 1);
            marks = marks_read(message);
            cr_assert(!marks->marked || marks->reason, "%zu: %d", i, octet);
            cr_assert(marks->marked || (!marks->has_author && !marks->helo), "%zu: %d", i, octet);
        }
    }
}
