/* SPDX-License-Identifier: ISC */
/* RFC 6376 section 6.1, with the steps in the order of what they cost. What a signature proves is
 * written by whoever holds the private key, and by nobody else; all the rest of it, the field and
 * the message, a forger may have written, and so may he have left out what he likes. */
#include "signatures/signature_check.h"

#include "signatures/key.h"
#include "signatures/verify.h"

#include <stdarg.h>
#include <string.h>

/* Key records at one name that are tried. Several are undefined (section 3.6.2.2), and a verifier
 * may try one after the other (section 6.1.2), which is done here: only the owner of the domain can
 * have published any of them, and mail that one of them proves is his. */
#define KEY_RECORDS_MAX 4

static const char *const result_texts[] = {
    [SIGNATURE_PASS] = "pass",           [SIGNATURE_FAIL] = "fail",
    [SIGNATURE_POLICY] = "policy",       [SIGNATURE_NEUTRAL] = "neutral",
    [SIGNATURE_TEMPERROR] = "temperror", [SIGNATURE_PERMERROR] = "permerror",
};

const char *
signature_result_text(SignatureResult result)
{
    return result_texts[result];
}

/* --- asking for the key --- */

GHashTable *
signature_keys_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void
signature_prefetch_key(const Signature *signature, GHashTable *asked, Dns *dns)
{
    char *name = key_name(signature->selector, signature->domain);

    if (!g_hash_table_add(asked, name)) /* the table owns it */
        return;
    dns_allow_more(dns, 1);
    dns_prefetch(dns, name, DNS_TXT);
}

/* --- findings --- */

void
signature_finding_free(SignatureFinding *finding)
{
    if (!finding)
        return;
    g_free(finding->domain);
    g_free(finding->selector);
    g_free(finding->identity);
    g_free(finding->algorithm);
    g_free(finding->value);
    g_free(finding->problem);
    g_free(finding);
}

SignatureFinding *
signature_finding_new(const Signature *signature)
{
    SignatureFinding *finding = g_new0(SignatureFinding, 1);

    finding->index = signature->index;
    finding->domain = g_strdup(signature->domain);
    finding->selector = g_strdup(signature->selector);
    finding->identity = g_strdup(signature->identity);
    finding->algorithm = g_strdup(signature->algorithm);
    finding->value = signature_value_text(signature);
    finding->result = signature->result;
    finding->problem = g_strdup(signature->problem);
    return finding;
}

static void G_GNUC_PRINTF(3, 4)
    set_result(SignatureFinding *finding, SignatureResult result, const char *problem, ...)
{
    va_list arguments;

    g_free(finding->problem);
    va_start(arguments, problem);
    finding->problem = problem ? g_strdup_vprintf(problem, arguments) : NULL;
    va_end(arguments);
    finding->result = result;
}

/* --- with one key --- */

static bool
is_kind_for(const Key *key, const Signature *signature)
{
    return signature->kind ==
           (key->kind == KEY_RSA ? ALGORITHM_RSA_SHA256 : ALGORITHM_ED25519_SHA256);
}

static bool
verify_signature(const Key *key, const Signature *signature, const uint8_t *sha256)
{
    Cursor value = cursor_over(signature->value->data, signature->value->len);

    return key->kind == KEY_RSA ? verify_rsa_sha256(&key->rsa, sha256, value)
                                : verify_ed25519(key->ed25519, sha256, value);
}

static void
check_with_key(const Key *key, const Signature *signature, const uint8_t *sha256,
               SignatureFinding *finding)
{
    finding->bits = key->bits;
    finding->testing = key->testing;
    finding->aged = key->revoked;
    if (key->problem)
        set_result(finding, key->result, "%s", key->problem);
    else if (!is_kind_for(key, signature))
        set_result(finding, SIGNATURE_PERMERROR, "the key is of another kind than a=");
    else if (key->strict && signature->identity_below)
        set_result(finding, SIGNATURE_PERMERROR,
                   "i= is of a subdomain, which the key does not allow (t=s)");
    else if (verify_signature(key, signature, sha256))
        set_result(finding, SIGNATURE_PASS, NULL);
    else
        set_result(finding, SIGNATURE_FAIL, "the header fields are not those that were signed");
}

/* --- with all that the DNS says --- */

/* Key *, those that can be read as one; the caller owns the array. */
static GPtrArray *
read_keys(const DnsAnswer *answer)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(key_free_item);

    for (guint i = 0; i < answer->records->len && keys->len < KEY_RECORDS_MAX; i++) {
        const GString *record = ((const DnsRecord *)answer->records->pdata[i])->data;
        Key *key = key_read(cursor_over(record->str, record->len));

        if (key)
            g_ptr_array_add(keys, key);
    }
    return keys;
}

static void
check_with_answer(const DnsAnswer *answer, const Signature *signature, const uint8_t *sha256,
                  SignatureFinding *finding)
{
    g_autoptr(GPtrArray) keys = read_keys(answer);

    finding->authentic = answer->authentic;
    finding->aged = keys->len == 0 && answer->status != DNS_TEMPERROR;
    if (answer->status == DNS_TEMPERROR) /* TEMPFAIL in section 6.1.2, step 2 */
        set_result(finding, SIGNATURE_TEMPERROR, "no answer with the key: %s", answer->problem);
    else if (keys->len == 0) /* PERMFAIL in step 3 */
        set_result(finding, SIGNATURE_PERMERROR, "no key: %s",
                   answer->records->len > 0 ? "no record at its name is one"
                   : answer->problem        ? answer->problem
                                            : "nothing is at its name");
    /* from the last on, so that what is told when none holds is told of the first */
    for (guint i = keys->len; i > 0; i--) {
        check_with_key(keys->pdata[i - 1], signature, sha256, finding);
        if (finding->result == SIGNATURE_PASS)
            break;
    }
}

/* --- the body --- */

/* The reading in which the body is the one that was signed; BODY_READINGS: in none. */
static unsigned
find_reading(const BodyDigest *readings, const Signature *signature)
{
    unsigned reading = 0;

    while (reading < BODY_READINGS &&
           !(readings[reading].known &&
             memcmp(readings[reading].sha256, signature->digest, BODY_DIGEST_SIZE) == 0))
        reading++;
    return reading;
}

/* A body that is another one is so without any key, too. */
static void
check_signed_body(const Signature *signature, const BodyDigests *digests, SignatureFinding *finding)
{
    const BodyDigest *readings = digests->rows[signature->body];
    unsigned reading = find_reading(readings, signature);

    if (reading < BODY_READINGS)
        finding->unquoted = finding->result == SIGNATURE_PASS && reading == BODY_FROM_UNQUOTED;
    else if (readings[BODY_AS_IT_IS].known)
        set_result(finding, SIGNATURE_FAIL, "the body is not the one that was signed");
    else if (finding->result == SIGNATURE_PASS)
        set_result(finding, SIGNATURE_TEMPERROR, "body not at hand: %s",
                   digests->missing ? body_lack_text(digests->missing) : "it was not hashed");
}

/* --- all together --- */

/* x= has passed: PERMFAIL (signature expired) in section 6.1.1. The message may well be what was
 * signed, so that it is no fail. */
static bool
has_expired(const Signature *signature, time_t now)
{
    return signature->expires && now > 0 && (guint64)now > signature->expires_at;
}

static bool
is_body_of_interest(const SignatureFinding *finding)
{
    return finding->result == SIGNATURE_PASS || finding->result == SIGNATURE_TEMPERROR;
}

void
signature_check_key(const Signature *signature, const uint8_t sha256[BODY_DIGEST_SIZE], Dns *dns,
                    SignatureFinding *finding)
{
    g_autofree char *name = key_name(signature->selector, signature->domain);

    check_with_answer(dns_ask(dns, name, DNS_TXT), signature, sha256, finding);
}

void
signature_check(const Signature *signature, SignedHeader *header, Dns *dns,
                const BodyDigests *digests, time_t now, SignatureFinding *finding)
{
    uint8_t sha256[BODY_DIGEST_SIZE];
    const char *added = signed_header_digest(header, signature, sha256);

    finding->added = added != NULL;
    if (has_expired(signature, now)) {
        finding->aged = true;
        set_result(finding, SIGNATURE_PERMERROR, "it has expired (x=)");
        return;
    }
    signature_check_key(signature, sha256, dns, finding);
    if (is_body_of_interest(finding) && added)
        set_result(finding, SIGNATURE_FAIL, "%s", added);
    if (is_body_of_interest(finding))
        check_signed_body(signature, digests, finding);
}
