/* SPDX-License-Identifier: ISC */
/* A whole message: its chain of seals is read, and checked with the keys of its seeds. No chain
 * that holds does so with another From on top, with one more line in the body, or for a sealer who
 * is not named. */
#include "fuzz.h"

#include "signatures/arc.h"
#include "signatures/body_hashing.h"
#include "signatures/wanted_digests.h"

#include <string.h>

/* RFC 8032 section 7.1, test 1: nobody's own. */
static const char zone[] = "$ORIGIN .\n"
                           "s._domainkey.lists.example TXT \"v=DKIM1; k=ed25519; \""
                           "\"p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n"
                           "s._domainkey.other.example TXT \"v=DKIM1; k=ed25519; \""
                           "\"p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n";

static ArcResult
check_chain_for(const char *octets, size_t len, const char *sealer)
{
    static const bool all[BODY_CANONICALS] = { true, true };
    const char *const sealers[] = { sealer, NULL };
    g_autoptr(Message) message = message_new(octets, len);
    g_autoptr(BodyHashing) hashing = body_hashing_new(all);
    g_autoptr(Dns) dns = dns_new_zone_text("keys", zone, NULL);
    g_autoptr(Arc) arc = arc_new(message, dns, sealers);
    g_autoptr(ArcFinding) finding = NULL;
    const char *end = g_strstr_len(octets, (gssize)len, "\n\n");
    BodyDigests digests;

    if (end)
        body_hashing_add(hashing, end + 2, len - (size_t)(end + 2 - octets));
    body_hashing_end(hashing, &digests);
    finding = arc_check(arc, &digests, 1600000000);
    g_assert_true((finding->result == ARC_PASS) == !finding->problem);
    g_assert_nonnull(arc_result_text(finding->result));
    g_assert_true((finding->result == ARC_PASS) == (finding->believed->len > 0));
    for (guint i = 0; i < finding->believed->len; i++) {
        guint at = g_array_index(finding->believed, guint, i);

        g_assert_cmpuint(at, <, message->fields->len);
        g_assert_true(message_field_is(&g_array_index(message->fields, MessageField, at),
                                       "ARC-Authentication-Results"));
    }
    g_assert_true(finding->result != ARC_NONE || dns_log(dns)->len == 0);
    return finding->result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    const char *text = (const char *)octets;
    const HeaderBlock header = { .octets = text, .len = len };
    g_autoptr(GString) changed = g_string_new("From: ceo@bank.example\n");
    bool wanted[BODY_CANONICALS];

    if (check_chain_for(text, len, "lists.example") != ARC_PASS)
        return 0;
    g_assert_true(wanted_digests(&header, wanted));
    g_assert_cmpint(check_chain_for(text, len, "no.example"), ==, ARC_NONE);
    g_string_append_len(changed, text, (gssize)len);
    g_assert_cmpint(check_chain_for(changed->str, changed->len, "lists.example"), ==, ARC_FAIL);
    g_string_truncate(changed, 0);
    g_string_append_len(changed, text, (gssize)len);
    g_string_append(changed, "\nBuy this\n");
    g_assert_cmpint(check_chain_for(changed->str, changed->len, "lists.example"), !=, ARC_PASS);
    return 0;
}
