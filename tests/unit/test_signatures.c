/* SPDX-License-Identifier: ISC */
/* Signatures from the field to the finding: the messages of the RFCs, each rule once right and once
 * wrong, and what a forger might try. */
#include "signed_message.h"

#include <stdio.h>

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
