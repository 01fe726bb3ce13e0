/* SPDX-License-Identifier: ISC */
/* All signatures of one message side by side: what one of them proves is found in
 * signature_check.c. */
#include "signatures/signatures.h"

#include "signatures/signature.h"
#include "signatures/signature_check.h"
#include "signatures/signed_header.h"

struct Signatures {
    const Message *message;
    Dns *dns;
    GPtrArray *fields; /* Signature, in the order of the message */
};

/* --- before the keys are there --- */

static const Signature *
signature_at(const Signatures *signatures, guint index)
{
    return signatures->fields->pdata[index];
}

static void
prefetch_keys(Signatures *signatures)
{
    g_autoptr(GHashTable) asked = signature_keys_new();

    for (guint i = 0; i < signatures->fields->len; i++) {
        const Signature *signature = signature_at(signatures, i);

        if (!signature->problem)
            signature_prefetch_key(signature, asked, signatures->dns);
    }
}

Signatures *
signatures_new(const Message *message, Dns *dns)
{
    Signatures *signatures = g_new0(Signatures, 1);

    signatures->message = message;
    signatures->dns = dns;
    signatures->fields = signatures_read(message);
    prefetch_keys(signatures);
    return signatures;
}

void
signatures_free(Signatures *signatures)
{
    if (!signatures)
        return;
    g_ptr_array_unref(signatures->fields);
    g_free(signatures);
}

unsigned
signatures_count(const Signatures *signatures)
{
    return signatures->fields->len;
}

/* --- when they are there --- */

GPtrArray *
signatures_check(Signatures *signatures, const BodyDigests *digests, time_t now)
{
    GPtrArray *findings = g_ptr_array_new_with_free_func(signature_finding_free_item);
    g_autoptr(SignedHeader) header = NULL;

    for (guint i = 0; i < signatures->fields->len; i++) {
        const Signature *signature = signature_at(signatures, i);
        SignatureFinding *finding = signature_finding_new(signature);

        g_ptr_array_add(findings, finding);
        if (signature->problem)
            continue;
        if (!header)
            header = signed_header_new(signatures->message);
        signature_check(signature, header, signatures->dns, digests, now, finding);
    }
    return findings;
}
