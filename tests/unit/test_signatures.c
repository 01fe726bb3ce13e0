/* SPDX-License-Identifier: ISC */
/* Signatures from the field to the finding: the messages of the RFCs, each rule once right and once
 * wrong, and what a forger might try. */
#include "signed_message.h"

#include <time.h>

/* --- the RFCs' own --- */

#define SIX_PACK                                                                                   \
    "From: Joe SixPack <joe@football.example.com>\r\n"                                             \
    "To: Suzie Q <suzie@shopping.example.net>\r\n"                                                 \
    "Subject: Is dinner ready?\r\n"                                                                \
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"                                              \
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"

/* RFC 6376 appendix A.2, with the errata: the folds are six blanks wide (4926), and one blank
 * stands before "Are" (3192). */
static const char rfc6376[] = "DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;\r\n"
                              "      c=simple/simple; q=dns/txt; i=joe@football.example.com;\r\n"
                              "      h=Received : From : To : Subject : Date : Message-ID;\r\n"
                              "      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
                              "      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB\r\n"
                              "      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut\r\n"
                              "      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV\r\n"
                              "      4bmp/YzhwvcubU4=;\r\n"
                              "Received: from client1.football.example.com  [192.0.2.1]\r\n"
                              "      by submitserver.example.com with SUBMISSION;\r\n"
                              "      Fri, 11 Jul 2003 21:01:54 -0700 (PDT)\r\n" SIX_PACK "\r\n"
                              "Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n";

/* RFC 8463 appendix A.3. */
static const char rfc8463[] =
    "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
    " d=football.example.com; i=@football.example.com;\r\n"
    " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
    " subject : date : message-id : from : subject : date;\r\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
    " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
    " d=football.example.com; i=@football.example.com;\r\n"
    " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
    " date : message-id : from : subject : date;\r\n"
    " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
    " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
    " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
    " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n" SIX_PACK "\r\n"
    "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

static const char rfc_zone[] =
    "$ORIGIN .\n"
    "brisbane._domainkey.example.com TXT \"v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ\" "
    "\"KBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt\" "
    "\"IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v\" "
    "\"/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi\" "
    "\"tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB\"\n"
    "brisbane._domainkey.football.example.com TXT \"v=DKIM1; k=ed25519;\" "
    "\" p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n"
    "test._domainkey.football.example.com TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4G\" "
    "\"NADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/"
    "byYzCNb3W91y3FutAC\" "
    "\"DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3\" "
    "\"Ip3G+2kryOTIKT+l/K4w3QIDAQAB\"\n";

static void
expect_all_pass(const char *what, const char *text, guint count)
{
    BodyDigests digests = digests_of(text);
    g_autoptr(GPtrArray) findings = check_message(text, rfc_zone, &digests, 1600000000);

    cr_expect_eq(findings->len, count);
    for (guint i = 0; i < findings->len; i++) {
        const SignatureFinding *finding = findings->pdata[i];

        cr_expect(finding->result == SIGNATURE_PASS && !finding->problem, "%s: %s: %s", what,
                  finding->selector, finding->problem);
        cr_expect_eq(finding->index, (int)i);
        cr_expect(!finding->unquoted);
    }
}

/* As they travel, and as they lie in a mailbox. */
Test(signatures, messages_of_the_rfcs)
{
    static const struct {
        const char *name, *text;
        guint count;
    } all[] = { { "RFC 6376", rfc6376, 1 }, { "RFC 8463", rfc8463, 2 } };

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) lf = g_string_new(all[i].text);

        g_string_replace(lf, "\r\n", "\n", 0);
        expect_all_pass(all[i].name, all[i].text, all[i].count);
        expect_all_pass(all[i].name, lf->str, all[i].count);
    }
}

/* --- signed here --- */

#define TAGS "v=1; a=ed25519-sha256; d=foo.example; s=s1; bh=@BH@; b=@B@; "
#define SIGN "DKIM-Signature: " TAGS
#define JOE  "From: Joe <joe@foo.example>\r\n"
#define REST "Subject: dinner\r\nTo: suzie@bar.example\r\n\r\nAre you hungry yet?\r\n"

#define NOW 1600000000

/* What a case publishes at s1._domainkey.foo.example, "@P@" standing for the key. */
#define KEY "v=DKIM1; k=ed25519; p=@P@"

static const struct {
    const char *name;
    const char *text;      /* is signed; NULL: SIGN "h=From:Subject\r\n" JOE REST */
    const char *old, *new; /* then the one is replaced by the other; NULL: nothing is */
    const char *key;       /* NULL: KEY; "": nothing is published */
    const char *zone;      /* more lines of the zone */
    SignatureResult want;
    const char *want_problem; /* how it begins */
    bool want_testing;
} cases[] = {
    { .name = "whole", .want = SIGNATURE_PASS },
    /* the body */
    { .name = "the body changed",
      .old = "hungry",
      .new = "thirsty",
      .want = SIGNATURE_FAIL,
      .want_problem = "the body" },
    { .name = "a line added to the body",
      .old = "yet?\r\n",
      .new = "yet?\r\nBuy!\r\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "the body" },
    { .name = "the body gone",
      .old = "Are you hungry yet?\r\n",
      .new = "",
      .want = SIGNATURE_FAIL,
      .want_problem = "the body" },
    { .name = "empty lines added at the end",
      .old = "yet?\r\n",
      .new = "yet?\r\n\r\n\r\n",
      .want = SIGNATURE_PASS },
    { .name = "the digest of the changed body put in",
      .old = "bh=",
      .new = "bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; old=",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    /* the header */
    { .name = "a signed field changed",
      .old = "dinner",
      .new = "supper",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "a signed field gone",
      .old = "Subject: dinner\r\n",
      .new = "",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "a field that is not signed changed",
      .old = "suzie@bar",
      .new = "bob@bar",
      .want = SIGNATURE_PASS },
    { .name = "another author",
      .old = "Joe <joe@foo",
      .new = "Boss <boss@foo",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "a second From on top",
      .old = JOE,
      .new = "From: boss@foo.example\r\n" JOE,
      .want = SIGNATURE_FAIL,
      .want_problem = "a From field is not signed" },
    { .name = "a second From on top of the signature, with a blank",
      .old = "DKIM-Signature:",
      .new = "FROM : boss@foo.example\r\nDKIM-Signature:",
      .want = SIGNATURE_FAIL,
      .want_problem = "a From field is not signed" },
    { .name = "a second From below",
      .old = "To: suzie",
      .new = "From: boss@foo.example\r\nTo: suzie",
      .want = SIGNATURE_FAIL },
    { .name = "From signed once too often",
      .text = SIGN "h=From:From\r\n" JOE REST,
      .want = SIGNATURE_PASS },
    { .name = "a second From where it is signed twice",
      .text = SIGN "h=From:From\r\n" JOE REST,
      .old = JOE,
      .new = "From: boss@foo.example\r\n" JOE,
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "two Froms, both signed",
      .text = SIGN "h=From:From\r\n" JOE "From: ann@foo.example\r\n" REST,
      .want = SIGNATURE_PASS },
    { .name = "two Froms, one signed",
      .text = SIGN "h=From\r\n" JOE "From: ann@foo.example\r\n" REST,
      .want = SIGNATURE_FAIL,
      .want_problem = "a From field is not signed" },
    { .name = "no From at all", .text = SIGN "h=From\r\n" REST, .want = SIGNATURE_PASS },
    { .name = "text between the fields and the body",
      .old = "To: suzie@bar.example\r\n",
      .new = "To: suzie@bar.example\r\nSend the money to Mallory\r\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "a line of the header" },
    { .name = "a field behind such text",
      .old = "To: suzie@bar.example\r\n",
      .new = "To: suzie@bar.example\r\n=\r\nSubject: supper\r\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "a line of the header" },
    { .name = "a field behind a CR",
      .old = "To: suzie@bar.example\r\n",
      .new = "To: suzie@bar.example\rSubject: supper\r\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "a CR without LF" },
    { .name = "an empty line made of CRs",
      .old = "To: suzie@bar.example\r\n",
      .new = "To: suzie@bar.example\r\r\nSend the money to Mallory:\r\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "a CR without LF" },
    { .name = "a CR before the colon",
      .old = JOE,
      .new = "Subject\r: supper\r\n" JOE,
      .want = SIGNATURE_FAIL,
      .want_problem = "the name of a field" },
    { .name = "a control octet in the name of a second Subject",
      .old = JOE,
      .new = "Sub\1ject: supper\r\n" JOE,
      .want = SIGNATURE_FAIL,
      .want_problem = "the name of a field" },
    { .name = "a name in UTF-8, which some readers take for text",
      .old = "To: suzie@bar.example\r\n",
      .new = "To: suzie@bar.example\r\nGr\xc3\xbc\xc3\x9f"
             "e,-send-it-to-Mallory: now\r\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "the name of a field" },
    { .name = "a mark of UTF-8 before a name",
      .old = JOE,
      .new = "\xef\xbb\xbfSubject: supper\r\n" JOE,
      .want = SIGNATURE_FAIL,
      .want_problem = "the name of a field" },
    { .name = "a space before a colon, where some readers see the body begin",
      .old = "To: suzie@bar.example\r\n",
      .new = "To: suzie@bar.example\r\nDear-Suzie : send it to Mallory\r\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "blanks stand before" },
    { .name = "a tab there",
      .old = "To: suzie@bar.example\r\n",
      .new = "To: suzie@bar.example\r\nDear-Suzie\t:\r\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "blanks stand before" },
    { .name = "a space put before the colon of a field that is signed",
      .text = SIGN "h=From:Subject; c=relaxed/relaxed\r\n" JOE REST,
      .old = "Subject: ",
      .new = "Subject : ",
      .want = SIGNATURE_FAIL,
      .want_problem = "blanks stand before" },
    { .name = "signs that seldom stand in a name",
      .old = "To: suzie@bar.example\r\n",
      .new = "To: suzie@bar.example\r\nX-!#$%&'*+/=?^_`{|}~.()<>@,;\\\"[]: 1\r\n",
      .want = SIGNATURE_PASS },
    { .name = "a field that was signed as missing is added",
      .text = SIGN "h=From:Reply-To\r\n" JOE REST,
      .old = "To: suzie",
      .new = "Reply-To: boss@bar.example\r\nTo: suzie",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "a second Subject above one that was signed once",
      .old = JOE,
      .new = "Subject: supper\r\n" JOE,
      .want = SIGNATURE_FAIL,
      .want_problem = "a second Subject is not signed" },
    { .name = "a second Content-Type, which would show another part of the body",
      .text = SIGN "h=From:Content-Type\r\nContent-Type: text/plain\r\n" JOE REST,
      .old = "DKIM-Signature:",
      .new = "content-type: multipart/mixed; boundary=x\r\nDKIM-Signature:",
      .want = SIGNATURE_FAIL,
      .want_problem = "a second Content-Type is not signed" },
    { .name = "two Subjects, of which none is signed",
      .text = SIGN "h=From\r\n" JOE REST,
      .old = JOE,
      .new = "Subject: supper\r\n" JOE,
      .want = SIGNATURE_PASS },
    { .name = "two Subjects, both signed",
      .text = SIGN "h=From:Subject:Subject\r\nSubject: supper\r\n" JOE REST,
      .want = SIGNATURE_PASS },
    { .name = "a second field of a kind that may stand more than once",
      .text = SIGN "h=From:Comments\r\nComments: a\r\n" JOE REST,
      .old = "DKIM-Signature:",
      .new = "Comments: b\r\nDKIM-Signature:",
      .want = SIGNATURE_PASS },
    { .name = "repeated fields are taken from the bottom",
      .text =
          SIGN "h=From:Received:Received\r\nReceived: a\r\nReceived: b\r\nReceived: c\r\n" JOE REST,
      .old = "Received: a",
      .new = "Received: x",
      .want = SIGNATURE_PASS },
    { .name = "repeated fields, in another order",
      .text =
          SIGN "h=From:Received:Received\r\nReceived: a\r\nReceived: b\r\nReceived: c\r\n" JOE REST,
      .old = "Received: b\r\nReceived: c",
      .new = "Received: c\r\nReceived: b",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "h names the signature itself: it is not meant",
      .text = SIGN "h=From:DKIM-Signature\r\n" JOE REST,
      .want = SIGNATURE_PASS },
    { .name = "h names another signature, which is gone",
      .text = SIGN "h=From:DKIM-Signature\r\nDKIM-Signature: v=2\r\n" JOE REST,
      .old = "DKIM-Signature: v=2\r\n",
      .new = "",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "folded anew, simple",
      .text = SIGN "h=From:Subject\r\n" JOE REST,
      .old = "Subject: din",
      .new = "Subject:\r\n din",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "folded anew, relaxed",
      .text = SIGN "h=From:Subject; c=relaxed/relaxed\r\n" JOE REST,
      .old = "Subject: din",
      .new = "subject:\r\n  \tdin",
      .want = SIGNATURE_PASS },
    { .name = "the signature folded anew",
      .text = SIGN "h=From; c=relaxed/relaxed\r\n" JOE REST,
      .old = "; b=",
      .new = ";\r\n\tb=\r\n  ",
      .want = SIGNATURE_PASS },
    { .name = "a tag of the signature changed",
      .text = SIGN "h=From; t=12\r\n" JOE REST,
      .old = "t=12",
      .new = "t=13",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "a tag added to the signature",
      .old = "; b=",
      .new = "; i=boss@foo.example; b=",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "CRLF read as LF", .old = "\r\n", .new = "\n", .want = SIGNATURE_PASS },
    /* whose it is */
    { .name = "the key of another domain",
      .old = "d=foo.example",
      .new = "d=bank.example",
      .zone = "s1._domainkey.bank.example TXT \"k=ed25519; "
              "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    { .name = "a domain with no key",
      .old = "d=foo.example",
      .new = "d=bank.example",
      .want = SIGNATURE_PERMERROR,
      .want_problem = "no key: nothing is at its name" },
    { .name = "i of a subdomain",
      .text = SIGN "h=From; i=joe@a.foo.example\r\n" JOE REST,
      .want = SIGNATURE_PASS },
    { .name = "i of a subdomain, a strict key",
      .text = SIGN "h=From; i=joe@a.foo.example\r\n" JOE REST,
      .key = KEY "; t=s",
      .want = SIGNATURE_PERMERROR,
      .want_problem = "i= is of a subdomain" },
    { .name = "i of the domain, a strict key",
      .text = SIGN "h=From; i=joe@FOO.example\r\n" JOE REST,
      .key = KEY "; t=s",
      .want = SIGNATURE_PASS },
    { .name = "i outside the domain",
      .text = SIGN "h=From; i=joe@bar.example\r\n" JOE REST,
      .want = SIGNATURE_PERMERROR,
      .want_problem = "i= is not within d=" },
    /* the key */
    { .name = "no record", .key = "", .want = SIGNATURE_PERMERROR, .want_problem = "no key" },
    { .name = "another TXT record",
      .key = "v=spf1 -all",
      .want = SIGNATURE_PERMERROR,
      .want_problem = "no key: no record" },
    { .name = "another TXT record beside it",
      .zone = "s1._domainkey.foo.example TXT \"v=spf1 -all\"\n",
      .want = SIGNATURE_PASS },
    { .name = "a server that fails",
      .key = "",
      .zone = "s1._domainkey.foo.example ERROR SERVFAIL\n",
      .want = SIGNATURE_TEMPERROR,
      .want_problem = "no answer with the key" },
    { .name = "a server that fails, and a body that was changed",
      .old = "hungry",
      .new = "thirsty",
      .key = "",
      .zone = "s1._domainkey.foo.example ERROR SERVFAIL\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "the body" },
    { .name = "revoked",
      .key = "v=DKIM1; k=ed25519; p=",
      .want = SIGNATURE_PERMERROR,
      .want_problem = "the key is revoked" },
    { .name = "revoked, and the body changed",
      .key = "v=DKIM1; k=ed25519; p=",
      .old = "hungry",
      .new = "thirsty",
      .want = SIGNATURE_PERMERROR,
      .want_problem = "the key is revoked" },
    { .name = "a test", .key = KEY "; t=y", .want = SIGNATURE_PASS, .want_testing = true },
    { .name = "not for mail",
      .key = KEY "; s=tlsrpt",
      .want = SIGNATURE_PERMERROR,
      .want_problem = "the key is not for mail" },
    { .name = "of another kind",
      .text =
          "DKIM-Signature: v=1; a=rsa-sha256; d=foo.example; s=s1; bh=@BH@; b=@B@; h=From\r\n" JOE
              REST,
      .want = SIGNATURE_PERMERROR,
      .want_problem = "the key is of another kind" },
    { .name = "two keys, the second one signed",
      .key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      .zone = "s1._domainkey.foo.example TXT \"" KEY "\"\n",
      .want = SIGNATURE_PASS },
    { .name = "two keys, none signed",
      .key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      .zone = "s1._domainkey.foo.example TXT \"v=DKIM1; k=ed25519; p=\"\n",
      .want = SIGNATURE_FAIL,
      .want_problem = "the header" },
    /* when, and what kind */
    { .name = "expired",
      .text = SIGN "h=From; t=1500000000; x=1599999999\r\n" JOE REST,
      .want = SIGNATURE_PERMERROR,
      .want_problem = "it has expired" },
    { .name = "it expires now",
      .text = SIGN "h=From; t=1500000000; x=1600000000\r\n" JOE REST,
      .want = SIGNATURE_PASS },
    { .name = "made tomorrow",
      .text = SIGN "h=From; t=1700000000\r\n" JOE REST,
      .want = SIGNATURE_PASS },
    { .name = "never expires",
      .text = SIGN "h=From; x=99999999999999999999\r\n" JOE REST,
      .want = SIGNATURE_PASS },
    { .name = "SHA-1",
      .text = "DKIM-Signature: v=1; a=rsa-sha1; d=foo.example; s=s1; bh=@BH@; b=@B@; h=From\r\n" JOE
          REST,
      .want = SIGNATURE_POLICY,
      .want_problem = "SHA-1" },
    { .name = "a part of the body",
      .text = SIGN "h=From; l=5\r\n" JOE REST,
      .want = SIGNATURE_POLICY,
      .want_problem = "l=" },
    { .name = "a name in UTF-8",
      .text =
          "DKIM-Signature: v=1; a=ed25519-sha256; d=b\303\274cher.example; s=s1; bh=@BH@; b=@B@; "
          "h=From; i=j\303\266@b\303\274cher.example\r\n" JOE REST,
      .zone = "s1._domainkey.xn--bcher-kva.example TXT \"" KEY "\"\n",
      .want = SIGNATURE_PASS },
};

/* The zone of a case; the caller frees. */
static char *
zone_of(size_t i)
{
    g_autofree char *public = signer_public_text();
    g_autoptr(GString) zone = g_string_new("$ORIGIN .\nfoo.example TXT \"it exists\"\n");
    const char *key = cases[i].key ? cases[i].key : KEY;

    if (key[0] != '\0')
        g_string_append_printf(zone, "s1._domainkey.foo.example TXT \"%s\"\n", key);
    g_string_append(zone, cases[i].zone ? cases[i].zone : "");
    g_string_replace(zone, "@P@", public, 0);
    return g_string_free(g_steal_pointer(&zone), FALSE);
}

Test(signatures, rules)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *zone = zone_of(i);
        g_autofree char *was =
            sign_message(cases[i].text ? cases[i].text : SIGN "h=From:Subject\r\n" JOE REST);
        g_autoptr(GString) text = g_string_new(was);

        if (cases[i].old)
            cr_assert_neq(g_string_replace(text, cases[i].old, cases[i].new, 0), 0, "%s",
                          cases[i].name);

        BodyDigests digests = digests_of(text->str);
        g_autoptr(GPtrArray) findings = check_message(text->str, zone, &digests, NOW);
        const SignatureFinding *got = findings->pdata[0];
        const char *want = cases[i].want_problem;

        cr_expect(got->result == cases[i].want, "%s: %s (%s)", cases[i].name,
                  signature_result_text(got->result), got->problem);
        cr_expect((got->result == SIGNATURE_PASS) == !got->problem, "%s", cases[i].name);
        cr_expect(!want || (got->problem && g_str_has_prefix(got->problem, want)), "%s: %s",
                  cases[i].name, got->problem);
        cr_expect_eq(got->testing, cases[i].want_testing, "%s", cases[i].name);
        cr_expect(!got->unquoted && !got->aligned && !got->authentic, "%s", cases[i].name);
    }
}

/* --- what a finding says --- */

Test(signatures, finding)
{
    g_autofree char *zone = zone_of(0);
    g_autofree char *text =
        sign_message("Subject: x\r\nDKIM-Signature: v=1; a=Ed25519-SHA256; d=FOO.example; s=s1; "
                     "bh=@BH@; b=@B@; h=From; i=Joe@a.foo.example\r\n" JOE REST);
    BodyDigests digests = digests_of(text);
    g_autoptr(GPtrArray) findings = check_message(text, zone, &digests, NOW);
    const SignatureFinding *got = findings->pdata[0];

    cr_expect_eq(got->result, SIGNATURE_PASS, "%s", got->problem);
    cr_expect_eq(got->index, 1);
    cr_expect_str_eq(got->domain, "foo.example");
    cr_expect_str_eq(got->selector, "s1");
    cr_expect_str_eq(got->identity, "Joe@a.foo.example");
    cr_expect_str_eq(got->algorithm, "ed25519-sha256");
    cr_expect_eq(strlen(got->value), 8);
    cr_expect(strstr(text, got->value));
    cr_expect_eq(got->bits, 256);
}

Test(signatures, no_signature)
{
    BodyDigests digests = { .missing = BODY_UNWANTED };
    g_autoptr(GPtrArray) findings = check_message(JOE REST, "$ORIGIN .\n", &digests, NOW);

    cr_expect_eq(findings->len, 0);
}

/* --- the body --- */

Test(signatures, body_not_at_hand)
{
    static const struct {
        BodyLack missing;
        const char *want;
    } all[] = { { BODY_NO_ROOM, "body not at hand: there is no room for it on the disk" },
                { BODY_AT_HAND, "body not at hand: it was not hashed" } };
    g_autofree char *zone = zone_of(0);
    g_autofree char *text = sign_message(SIGN "h=From\r\n" JOE REST);

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        BodyDigests digests = { .missing = all[i].missing };
        g_autoptr(GPtrArray) findings = check_message(text, zone, &digests, NOW);
        const SignatureFinding *got = findings->pdata[0];

        cr_expect_eq(got->result, SIGNATURE_TEMPERROR);
        cr_expect_str_eq(got->problem, all[i].want);
    }
}

/* Without the body, too, a header that was changed is one. */
Test(signatures, header_changed_and_no_body)
{
    g_autofree char *zone = zone_of(0);
    g_autofree char *signed_text = sign_message(SIGN "h=From:Subject\r\n" JOE REST);
    g_autoptr(GString) text = g_string_new(signed_text);
    BodyDigests digests = { .missing = BODY_NO_ROOM };

    g_string_replace(text, "dinner", "supper", 0);

    g_autoptr(GPtrArray) findings = check_message(text->str, zone, &digests, NOW);

    cr_expect_eq(((const SignatureFinding *)findings->pdata[0])->result, SIGNATURE_FAIL);
}

/* A delivery agent put ">" before a line that begins with "From ". */
Test(signatures, quoted_from)
{
    g_autofree char *zone = zone_of(0);
    g_autofree char *signed_text =
        sign_message(SIGN "h=From\r\n" JOE "\r\nHello,\r\nFrom here on\r\n");
    g_autoptr(GString) text = g_string_new(signed_text), changed = g_string_new(signed_text);

    g_string_replace(text, "\r\nFrom here", "\r\n>From here", 0);
    g_string_replace(changed, "\r\nFrom here", "\r\n>From there", 0);

    BodyDigests digests = digests_of(text->str), changed_digests = digests_of(changed->str);
    g_autoptr(GPtrArray) findings = check_message(text->str, zone, &digests, NOW);
    g_autoptr(GPtrArray) changed_findings =
        check_message(changed->str, zone, &changed_digests, NOW);
    const SignatureFinding *got = findings->pdata[0], *other = changed_findings->pdata[0];

    cr_expect(got->result == SIGNATURE_PASS && got->unquoted, "%s", got->problem);
    cr_expect(other->result == SIGNATURE_FAIL && !other->unquoted);
}

/* --- many --- */

/* Each one is made over the same fields, from the last one upwards. */
Test(signatures, two_over_the_same_fields)
{
    g_autofree char *zone = zone_of(0);
    g_autofree char *inner =
        sign_message(SIGN "h=From:Received\r\nReceived: a\r\nReceived: b\r\n" JOE REST);
    g_autofree char *both = g_strconcat(SIGN "h=Received:From:DKIM-Signature\r\n", inner, NULL);
    g_autofree char *text = sign_message(both);
    BodyDigests digests = digests_of(text);
    g_autoptr(GPtrArray) findings = check_message(text, zone, &digests, NOW);

    cr_expect_eq(findings->len, 2);
    for (guint i = 0; i < findings->len; i++) {
        const SignatureFinding *got = findings->pdata[i];

        cr_expect_eq(got->result, SIGNATURE_PASS, "%u: %s", i, got->problem);
    }
}

/* Each signature asks for one key, the same key once, and the limits of others stay theirs. */
Test(signatures, questions)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = dns_new_zone_text("zone", "$ORIGIN .\n", &error);

    dns_set_question_limit(dns, 0);
    dns_set_prefetch_limit(dns, 0);
    for (unsigned i = 0; i < 30; i++)
        g_string_append_printf(text,
                               "DKIM-Signature: v=1; a=rsa-sha256; d=foo.example; s=s%u; h=From; "
                               "bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; b=AAAA%s\n",
                               i / 2, i == 4 ? "; l=1" : "");
    g_string_append(text, "\n");

    g_autoptr(Message) message = message_new(text->str, text->len);
    g_autoptr(Signatures) signatures = signatures_new(message, dns);
    const BodyDigests digests = { 0 };

    cr_expect_eq(dns_log(dns)->len, 6, "%u", dns_log(dns)->len);

    g_autoptr(GPtrArray) findings = signatures_check(signatures, &digests, NOW);

    cr_expect_eq(findings->len, 30);
    cr_expect_eq(dns_log(dns)->len, 6, "%u", dns_log(dns)->len);
    cr_expect_eq(dns_ask(dns, "other.example", DNS_TXT)->status, DNS_TEMPERROR,
                 "no more for others");
    for (guint i = 0; i < findings->len; i++) {
        const SignatureFinding *got = findings->pdata[i];

        cr_expect(got->result == (i == 4    ? SIGNATURE_POLICY
                                  : i <= 10 ? SIGNATURE_PERMERROR
                                            : SIGNATURE_NEUTRAL),
                  "%u: %s", i, got->problem);
    }
}

/* Ten signatures, each with a long h, over a header block of many fields: all of it is looked at,
 * and no more than once for each signature. */
Test(signatures, many_names_and_fields)
{
    g_autofree char *zone = zone_of(0);
    g_autoptr(GString) text = g_string_new(NULL), names = g_string_new("From");
    clock_t began;

    for (unsigned i = 0; i < 40000; i++)
        g_string_append(names, i % 2 ? ":X" : ":From");
    for (unsigned i = 0; i < SIGNATURES_MAX; i++)
        g_string_append_printf(text,
                               "DKIM-Signature: v=1; a=ed25519-sha256; d=foo.example; s=s1; "
                               "bh=@BH@; b=%s; h=%s\r\n",
                               i == 0 ? "@B@" : "AAAA", names->str);
    for (unsigned i = 0; i < 50000; i++)
        g_string_append(text, "X: y\r\n");
    g_string_append(text, JOE REST);

    g_autofree char *signed_text = sign_message(text->str);
    BodyDigests digests = digests_of(signed_text);

    began = clock(); /* of processor time */

    g_autoptr(GPtrArray) findings = check_message(signed_text, zone, &digests, NOW);

    cr_expect_lt(clock() - began, 5 * CLOCKS_PER_SEC);
    cr_expect_eq(findings->len, SIGNATURES_MAX);
    for (guint i = 0; i < findings->len; i++)
        cr_expect_eq(((const SignatureFinding *)findings->pdata[i])->result,
                     i == 0 ? SIGNATURE_PASS : SIGNATURE_FAIL);
}
