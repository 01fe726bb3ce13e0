/* SPDX-License-Identifier: ISC */
/* A whole message: its signatures are read, and checked with the keys of the RFCs' examples.
 * Nothing that holds does so with another From on top, or with one more line in the body. */
#include "fuzz.h"

#include "dns/name.h"
#include "signatures/body_hashing.h"
#include "signatures/signature.h"
#include "signatures/wanted_digests.h"

#include <string.h>

static const char zone[] =
    "$ORIGIN .\n"
    "brisbane._domainkey.football.example.com TXT \"v=DKIM1; k=ed25519;\" "
    "\" p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n"
    "test._domainkey.football.example.com TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4G\" "
    "\"NADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91\" "
    "\"y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3\" "
    "\"Ip3G+2kryOTIKT+l/K4w3QIDAQAB\"\n";

static void
check_usable(const Signature *signature)
{
    g_autofree char *domain = domain_text(signature->domain);
    Cursor gap = signature->field;

    g_assert_cmpstr(signature->domain, ==, domain);
    g_assert_true(g_str_is_ascii(signature->domain) && g_str_is_ascii(signature->selector));
    g_assert_nonnull(strrchr(signature->identity, '@'));
    g_assert_cmpuint(signature->value->len, >, 0);
    g_assert_true(signature->kind == ALGORITHM_RSA_SHA256 ||
                  signature->kind == ALGORITHM_ED25519_SHA256);
    g_assert_cmpuint(signature->gap_at, >, 0);
    cursor_seek(&gap, signature->gap_at - 1);
    g_assert_true(cursor_skip(&gap, '='));
    gap = cursor_sub(&gap, signature->gap_len);
    g_assert_false(gap.problem || cursor_has(&gap, ';'));
}

static void
check_read(const Message *message, const HeaderBlock *header)
{
    g_autoptr(GPtrArray) signatures = signatures_read(message);
    bool wanted[BODY_CANONICALS];
    unsigned usable = 0;

    g_assert_cmpuint(signatures->len, <=, SIGNATURES_LISTED_MAX);
    for (guint i = 0; i < signatures->len; i++) {
        const Signature *signature = signatures->pdata[i];

        g_assert_true((signature->result == SIGNATURE_PASS) == !signature->problem);
        if (signature->problem)
            continue;
        check_usable(signature);
        usable++;
    }
    g_assert_cmpuint(usable, <=, SIGNATURES_MAX);
    g_assert_true(wanted_digests(header, wanted) == (usable > 0));
}

/* How many signatures hold. */
static unsigned
count_passes(const char *octets, size_t len)
{
    static const bool all[BODY_CANONICALS] = { true, true };
    g_autoptr(Message) message = message_new(octets, len);
    g_autoptr(BodyHashing) hashing = body_hashing_new(all);
    g_autoptr(Dns) dns = dns_new_zone_text("keys", zone, NULL);
    g_autoptr(Signatures) signatures = signatures_new(message, dns);
    const char *end = g_strstr_len(octets, (gssize)len, "\n\n");
    BodyDigests digests;
    unsigned passes = 0;

    if (end)
        body_hashing_add(hashing, end + 2, len - (size_t)(end + 2 - octets));
    body_hashing_end(hashing, &digests);

    g_autoptr(GPtrArray) findings = signatures_check(signatures, &digests, 1600000000);

    g_assert_cmpuint(findings->len, ==, signatures_count(signatures));
    for (guint i = 0; i < findings->len; i++) {
        const SignatureFinding *finding = findings->pdata[i];

        g_assert_true((finding->result == SIGNATURE_PASS) == !finding->problem);
        g_assert_nonnull(signature_result_text(finding->result));
        passes += finding->result == SIGNATURE_PASS;
    }
    return passes;
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    const char *text = (const char *)octets;
    const HeaderBlock header = { .octets = text, .len = len };
    g_autoptr(Message) message = message_new(text, len);
    g_autoptr(GString) changed = g_string_new("From: ceo@bank.example\n");

    check_read(message, &header);
    if (count_passes(text, len) == 0)
        return 0;
    g_string_append_len(changed, text, (gssize)len);
    g_assert_cmpuint(count_passes(changed->str, changed->len), ==, 0);
    g_string_truncate(changed, 0);
    g_string_append_len(changed, text, (gssize)len);
    g_string_append(changed, "\nBuy this\n");
    g_assert_cmpuint(count_passes(changed->str, changed->len), ==, 0);
    return 0;
}
