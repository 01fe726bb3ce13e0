/* SPDX-License-Identifier: ISC */
/* Received-SPF as hosts write it, and as senders would like it to be read. */
#include "mime/received_spf.h"

#include <criterion/criterion.h>
#include <string.h>

/* "result (comment)|key=[value]". */
static char *
received_spf_said(const ReceivedSpf *spf)
{
    GString *text = g_string_new(spf->result);

    if (spf->comment)
        g_string_append_printf(text, " (%s)", spf->comment);
    for (guint i = 0; i < spf->pairs->len; i++) {
        const ReceivedSpfPair *pair = g_ptr_array_index(spf->pairs, i);

        g_string_append_printf(text, "|%s=[%s]", pair->key, pair->value);
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const char *name, *value, *want, *want_problem;
    const char *want_sender; /* what envelope-from= answers */
    bool want_doubtful;      /* where there is no problem */
} cases[] = {
    /* RFC 7208 section 9.1 */
    { .name = "the RFC's first",
      .value =
          " pass (mybox.example.org: domain of\n    myname@example.com designates 192.0.2.1 as "
          "permitted sender)\n       receiver=mybox.example.org; client-ip=192.0.2.1;\n       "
          "envelope-from=\"myname@example.com\"; helo=foo.example.com;",
      .want = "pass (mybox.example.org: domain of myname@example.com designates 192.0.2.1 as "
              "permitted sender)|receiver=[mybox.example.org]|client-ip=[192.0.2.1]|"
              "envelope-from=[myname@example.com]|helo=[foo.example.com]",
      .want_sender = "myname@example.com" },
    { .name = "the RFC's third",
      .value = " fail identity=mailfrom; client-ip=192.0.2.1;\n                    "
               "envelope-from=\"myname@example.com\"; helo=foo.example.com;",
      .want = "fail|identity=[mailfrom]|client-ip=[192.0.2.1]|envelope-from=[myname@example.com]|"
              "helo=[foo.example.com]",
      .want_sender = "myname@example.com" },
    { .name = "result alone", .value = "None", .want = "none" },
    { .name = "blanks before the equals sign",
      .value = "pass envelope-from\r\n =\"a@b\" ; x=y",
      .want = "pass|envelope-from=[a@b]|x=[y]",
      .want_sender = "a@b" },

    /* as hosts write it */
    { .name = "Gmail",
      .value = "softfail (google.com: domain of transitioning a@b.example does not designate "
               "192.0.2.1 as permitted sender) client-ip=192.0.2.1;",
      .want = "softfail (google.com: domain of transitioning a@b.example does not designate "
              "192.0.2.1 as permitted sender)|client-ip=[192.0.2.1]" },
    { .name = "Microsoft 365",
      .value = "Pass (protection.outlook.com: domain of b.example designates\r\n 192.0.2.1 as "
               "permitted sender) receiver=protection.outlook.com;\r\n client-ip=192.0.2.1; "
               "helo=h.example; pr=C",
      .want = "pass (protection.outlook.com: domain of b.example designates 192.0.2.1 as permitted "
              "sender)|receiver=[protection.outlook.com]|client-ip=[192.0.2.1]|helo=[h.example]|"
              "pr=[C]" },
    { .name = "Cisco",
      .value = "None (esa3.example: no sender\r\n  authenticity information available from domain "
               "of\r\n  a@b.example) identity=mailfrom; client-ip=192.0.2.1;\r\n  "
               "receiver=esa3.example;\r\n  envelope-from=\"a@b.example\";\r\n  "
               "x-sender=\"a@b.example\";\r\n  x-conformance=sidf_compatible; "
               "x-record-type=\"v=spf1\"",
      .want = "none (esa3.example: no sender authenticity information available from domain of "
              "a@b.example)|identity=[mailfrom]|client-ip=[192.0.2.1]|receiver=[esa3.example]|"
              "envelope-from=[a@b.example]|x-sender=[a@b.example]|"
              "x-conformance=[sidf_compatible]|x-record-type=[v=spf1]",
      .want_sender = "a@b.example" },
    { .name = "policyd-spf: HELO before the sender, identity first",
      .value = "Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1;\n helo=h.example; "
               "envelope-from=a+b=c@b.example;\n receiver=<UNKNOWN> ",
      .want = "pass (mailfrom)|identity=[mailfrom]|client-ip=[192.0.2.1]|helo=[h.example]|"
              "envelope-from=[a+b=c@b.example]|receiver=[<UNKNOWN>]",
      .want_sender = "a+b=c@b.example" },
    { .name = "Mail::SPF: comments in the comment",
      .value = "pass (b.example: Sender is authorized to use 'a@b.example' in 'mfrom' identity "
               "(mechanism 'mx' matched)) receiver=mx.example; identity=mailfrom; "
               "envelope-from=\"a@b.example\"; helo=h.example; client-ip=192.0.2.1",
      .want = "pass (b.example: Sender is authorized to use 'a@b.example' in 'mfrom' identity "
              "(mechanism 'mx' matched))|receiver=[mx.example]|identity=[mailfrom]|"
              "envelope-from=[a@b.example]|helo=[h.example]|client-ip=[192.0.2.1]",
      .want_sender = "a@b.example" },
    { .name = "smf-spf: a path",
      .value =
          "Pass (mx.example: domain of a@b.example\n\tdesignates 192.0.2.1 as permitted "
          "sender)\n\treceiver=mx.example; client-ip=192.0.2.1;\n\tenvelope-from=<a@b.example>; "
          "helo=h.example;",
      .want = "pass (mx.example: domain of a@b.example designates 192.0.2.1 as permitted sender)|"
              "receiver=[mx.example]|client-ip=[192.0.2.1]|envelope-from=[<a@b.example>]|"
              "helo=[h.example]",
      .want_sender = "<a@b.example>" },
    { .name = "libspf2: the null sender",
      .value = "none (mx.example: domain of h.example does not provide an SPF record) "
               "client-ip=192.0.2.1; envelope-from=<>; helo=h.example;",
      .want = "none (mx.example: domain of h.example does not provide an SPF record)|"
              "client-ip=[192.0.2.1]|envelope-from=[<>]|helo=[h.example]",
      .want_sender = "<>" },
    { .name = "Courier",
      .value = "none (Address does not pass the Sender Policy Framework)\n  SPF=FROM;\n  "
               "sender=a@b.example;\n  remoteip=::ffff:192.0.2.1;\n  remotehost=;\n  "
               "helo=h.example;\n  receiver=mx.example;",
      .want = "none (Address does not pass the Sender Policy Framework)|spf=[FROM]|"
              "sender=[a@b.example]|remoteip=[::ffff:192.0.2.1]|remotehost=[]|helo=[h.example]|"
              "receiver=[mx.example]" },
    { .name = "Plesk",
      .value = "pass (mx.example: connection is authenticated)",
      .want = "pass (mx.example: connection is authenticated)" },
    { .name = "no semicolons",
      .value = "pass client-ip=2001:db8::1 envelope-from=a@b helo=c",
      .want = "pass|client-ip=[2001:db8::1]|envelope-from=[a@b]|helo=[c]",
      .want_sender = "a@b" },
    { .name = "a semicolon behind the result",
      .value = "pass; envelope-from=a@b;; helo=c",
      .want = "pass|envelope-from=[a@b]|helo=[c]",
      .want_sender = "a@b" },
    { .name = "quoted local part",
      .value = "pass envelope-from=\"a;\\\" x=y\"@b.example; z=1",
      .want = "pass|envelope-from=[\"a;\\\" x=y\"@b.example]|z=[1]",
      .want_sender = "\"a;\\\" x=y\"@b.example" },
    { .name = "encoded",
      .value = "=?utf-8?Q?pass_envelope-from=3Da?= =?utf-8?B?QGI=?=",
      .want = "pass|envelope-from=[a@b]",
      .want_sender = "a@b" },

    /* text of the sender's */
    { .name = "the same twice",
      .value = "pass envelope-from=a@b; envelope-from=A@B",
      .want = "pass|envelope-from=[a@b]|envelope-from=[A@B]",
      .want_sender = "A@B" },
    { .name = "two that differ",
      .value = "fail envelope-from=evil@evil; envelope-from=a@b",
      .want = "fail|envelope-from=[evil@evil]|envelope-from=[a@b]" },
    { .name = "out of the comment, the rest in another",
      .value = "fail (domain of \"x) envelope-from=evil@evil; z=(\"@b.example does not designate "
               "192.0.2.1 as permitted sender) client-ip=192.0.2.1;",
      .want = "fail (domain of \"x)|envelope-from=[evil@evil]|z=[]|client-ip=[192.0.2.1]",
      .want_doubtful = true },
    { .name = "the same where the host drops quotes",
      .value = "fail (domain of x) envelope-from=evil@evil; z=(@b.example does not designate "
               "192.0.2.1 as permitted sender) client-ip=192.0.2.1;",
      .want = "fail (domain of x)|envelope-from=[evil@evil]|z=[]|client-ip=[192.0.2.1]",
      .want_doubtful = true },
    { .name = "out of the comment into a second one at once",
      .value = "fail (domain of x) (@b.example does not) client-ip=192.0.2.1",
      .want = "fail (domain of x)|client-ip=[192.0.2.1]",
      .want_doubtful = true },
    { .name = "a HELO name that goes on",
      .value = "fail client-ip=192.0.2.1; helo=x; "
               "envelope-from=evil@evil; pr=C",
      .want = "fail|client-ip=[192.0.2.1]|helo=[x]|envelope-from=[evil@evil]|pr=[C]" },
    { .name = "a HELO name that goes on with an identity",
      .value = "fail helo=x; identity=mailfrom; helo=y; envelope-from=evil@evil; pr=C",
      .want = "fail|helo=[x]|identity=[mailfrom]|helo=[y]|envelope-from=[evil@evil]|pr=[C]" },
    { .name = "a key in a quoted HELO name: perhaps the host's own",
      .value = "fail helo=\"x; envelope-from=evil@evil\"; "
               "envelope-from=a@b",
      .want = "fail|helo=[x; envelope-from=evil@evil]|envelope-from=[a@b]" },
    { .name = "the host's own key inside the comment",
      .value = "fail (domain of \"(\"@b) envelope-from=\"(\"@b; helo=)) envelope-from=evil@evil",
      .want = "fail (domain of \"(\"@b) envelope-from=\"(\"@b; helo=))|envelope-from=[evil@evil]" },
    { .name = "in a comment",
      .value = "fail (envelope-from=evil@evil) helo=x",
      .want = "fail (envelope-from=evil@evil)|helo=[x]" },

    /* problems */
    { .name = "empty", .value = "", .want = "", .want_problem = "no result" },
    { .name = "open comment",
      .value = "pass (x",
      .want = "pass",
      .want_problem = "comment not closed" },
    { .name = "comment closed early",
      .value = "fail (x) envelope-from=evil@evil y) client-ip=z",
      .want = "fail (x)|envelope-from=[evil@evil]",
      .want_problem = "key without a value" },
    { .name = "open quote",
      .value = "fail envelope-from=a@b; helo=\"x",
      .want = "fail|"
              "envelope-from=[a@b]",
      .want_problem = "quoted string not closed" },
    { .name = "text",
      .value = "fail envelope-from=a@b; best guess",
      .want = "fail|envelope-from=[a@b]",
      .want_problem = "key without a value" },
    { .name = "control octet",
      .value = "fail envelope-from=a@b\x01",
      .want = "fail|envelope-from=[a@b]",
      .want_problem = "no key" },
};

Test(received_spf, parse)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t len = strlen(cases[i].value);
        g_autoptr(ReceivedSpf) got = received_spf_parse(cases[i].value, len);
        g_autofree char *said = received_spf_said(got);
        const char *sender = received_spf_value(got, "envelope-from");

        cr_expect(strcmp(said, cases[i].want) == 0, "%s: got %s, want %s", cases[i].name, said,
                  cases[i].want);
        cr_expect(g_strcmp0(got->problem, cases[i].want_problem) == 0, "%s: problem %s, want %s",
                  cases[i].name, got->problem, cases[i].want_problem);
        cr_expect_eq(got->doubtful, cases[i].want_doubtful || cases[i].want_problem, "%s",
                     cases[i].name);
        cr_expect(g_strcmp0(sender, cases[i].want_sender) == 0, "%s: sender %s, want %s",
                  cases[i].name, sender, cases[i].want_sender);
    }
}

/* Each blank made a fold: nothing changes. */
Test(received_spf, folds_are_blanks)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(GStrv) words = g_strsplit(cases[i].value, " ", -1);
        g_autofree char *folded = g_strjoinv("\r\n ", words);
        g_autoptr(ReceivedSpf) got = received_spf_parse(folded, strlen(folded));
        g_autofree char *said = received_spf_said(got);

        cr_expect(strcmp(said, cases[i].want) == 0, "%s: got %s", cases[i].name, said);
    }
}

Test(received_spf, limit)
{
    g_autoptr(GString) text = g_string_new("pass");

    for (int i = 0; i <= RECEIVED_SPF_PAIRS_MAX; i++)
        g_string_append(text, " a=b;");

    g_autoptr(ReceivedSpf) got = received_spf_parse(text->str, text->len);

    cr_expect_str_eq(got->problem, "too many pairs");
}

/* --- writers, with any text for what senders choose --- */

/* \1 the envelope sender's local part in quotes, \2 without them though it would need some, \3 the
 * HELO name, as they came. */
static const struct {
    const char *name, *value;
} writers[] = {
    { "Gmail", "fail (google.com: domain of \1@b.example does not designate 203.0.113.9 as "
               "permitted sender) client-ip=203.0.113.9;" },
    { "Gmail, if it dropped quotes", "fail (google.com: domain of \2@b.example does not designate "
                                     "203.0.113.9 as permitted sender) client-ip=203.0.113.9;" },
    { "Microsoft 365, if it took any HELO",
      "Fail (protection.outlook.com: domain of b.example does not designate 203.0.113.9 as "
      "permitted sender) receiver=protection.outlook.com; client-ip=203.0.113.9; helo=\3; pr=C" },
    { "libspf2", "fail (mx.example: domain of \1@b.example does not designate 203.0.113.9 as "
                 "permitted sender) client-ip=203.0.113.9; envelope-from=\1@b.example; helo=\3;" },
    { "smf-spf", "Fail (mx.example: domain of \1@b.example does not designate 203.0.113.9 as "
                 "permitted sender) receiver=mx.example; client-ip=203.0.113.9; "
                 "envelope-from=<\1@b.example>; helo=\3;" },
    { "policyd-spf", "Fail (mailfrom) identity=mailfrom; client-ip=203.0.113.9; helo=\3; "
                     "envelope-from=\1@b.example; receiver=<UNKNOWN>" },
};

static const char *const pieces[] = {
    "x",
    ")",
    "(",
    "((",
    "))",
    ";",
    "; ",
    " ",
    "=",
    "\\\"",
    "\\\\",
    "\\)",
    "y=z ",
    "z=(",
    "z=",
    "z=\\\"",
    "envelope-from=evil@evil.example",
    " envelope-from=evil@evil.example; ",
    "identity=mailfrom; ",
    "helo=x; ",
    "@evil.example",
    "<",
    ">",
    "fail",
    "=?utf-8?Q?x?=",
    "\xc3\xbc",
    ".",
    ",",
};

enum { ROUNDS = 20000, PIECES_MAX = 9 };

static char *
random_text(GRand *random, const char *quote)
{
    GString *text = g_string_new(quote);

    for (int n = g_rand_int_range(random, 0, PIECES_MAX + 1); n > 0; n--)
        g_string_append(text, pieces[g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(pieces))]);
    g_string_append(text, quote);
    return g_string_free(text, FALSE);
}

static char *
written(const char *value, const char *const text[3])
{
    GString *field = g_string_new(NULL);

    for (; *value; value++)
        if (*value >= '\1' && *value <= '\3')
            g_string_append(field, text[*value - '\1']);
        else
            g_string_append_c(field, *value);
    return g_string_free(field, FALSE);
}

Test(received_spf, senders_text_makes_no_other_sender)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(7208);
    size_t answers = 0;

    for (size_t w = 0; w < G_N_ELEMENTS(writers); w++)
        for (int round = 0; round < ROUNDS; round++) {
            g_autofree char *quoted = random_text(random, "\"");
            g_autofree char *plain = random_text(random, "");
            g_autofree char *helo = random_text(random, "");
            const char *const texts[3] = { quoted, plain, helo };
            g_autofree char *field = written(writers[w].value, texts);
            g_autoptr(ReceivedSpf) spf = received_spf_parse(field, strlen(field));
            const char *got = received_spf_value(spf, "envelope-from");

            answers += got != NULL;
            cr_expect(!got || strstr(got, "@b.example"), "%s: got %s of %s", writers[w].name, got,
                      field);
        }
    cr_expect(answers > ROUNDS / 10, "%zu answers", answers);
}
