/* SPDX-License-Identifier: ISC */
/* Sender ID (RFC 4406): SPF's terms under a version that says whose address they are about, the
 * purported responsible address (RFC 4407) or MAIL FROM. */
#include "records/sender_id.h"

#include "mime/cursor.h"
#include "records/rows.h"
#include "records/spf/spf_evaluate.h"
#include "records/spf/spf_record.h"

#include <string.h>

static bool
ends_scope(unsigned char octet)
{
    return octet == ',' || octet == ' ';
}

/* The length of "spf2.0/" and a list of scopes that has this one; 0: it is none (section 3.1). */
static size_t
version2(const char *octets, size_t len, const char *scope)
{
    Cursor c = cursor_over(octets, len);
    bool found = false;

    if (!cursor_skip_text(&c, "spf2.0/"))
        return 0;
    do {
        Cursor ahead = c;
        Cursor word = cursor_sub(&c, cursor_span_until(&ahead, ends_scope));

        if (!cursor_more(&word))
            return 0;
        found |= cursor_is(&word, scope);
    } while (cursor_skip(&c, ','));
    return found ? cursor_offset(&c) : 0;
}

static size_t
version2_pra(const char *octets, size_t len)
{
    return version2(octets, len, "pra");
}

static size_t
version2_mfrom(const char *octets, size_t len)
{
    return version2(octets, len, "mfrom");
}

/* Section 3.4, against the advice of RFC 7208: a v=spf1 record stands for "spf2.0/mfrom,pra". */
static size_t
version1_or_pra(const char *octets, size_t len)
{
    size_t version = version2_pra(octets, len);

    return version > 0 ? version : spf_version1(octets, len);
}

static size_t
version1_or_mfrom(const char *octets, size_t len)
{
    size_t version = version2_mfrom(octets, len);

    return version > 0 ? version : spf_version1(octets, len);
}

SpfVersion
sender_id_version(IdentityKind identity, bool from_spf1)
{
    if (identity == IDENTITY_PRA)
        return from_spf1 ? version1_or_pra : version2_pra;
    return from_spf1 ? version1_or_mfrom : version2_mfrom;
}

static SpfVersion
version_for(const Claim *claim)
{
    return sender_id_version(claim->identity, claim_settings(claim)->sender_id_from_spf1);
}

/* The user's own record is for one identity, or for both. */
static bool
is_of_other_scope(const Claim *claim)
{
    return claim->record && version_for(claim)(claim->record, strlen(claim->record)) == 0;
}

static void
sender_id_prefetch(Dns *dns, const Claim *claim)
{
    if (!is_of_other_scope(claim))
        spf_prefetch(dns, claim, version_for(claim), claim->record);
}

static void
sender_id_check(Dns *dns, const Claim *claim, Finding *finding)
{
    if (is_of_other_scope(claim)) {
        finding->result = RESULT_NONE;
        finding->problem = g_strdup("the record is of another scope");
        return;
    }
    spf_evaluate(dns, claim, version_for(claim), claim->record, finding);
}

static char *
sender_id_check_text(const char *text)
{
    SpfVersion version = version2_pra(text, strlen(text)) > 0 ? version2_pra : version2_mfrom;

    return spf_check_record_text(text, version);
}

static const Scheme mfrom_scheme = {
    .name = "sender-id",
    .title = "Sender ID",
    .identity = IDENTITY_MAIL_FROM,
    .decides = true,
    .prefetch = sender_id_prefetch,
    .check = sender_id_check,
    .check_text = sender_id_check_text,
};

const Scheme sender_id_scheme = {
    .name = "sender-id",
    .title = "Sender ID",
    .identity = IDENTITY_PRA,
    .decides = true,
    .prefetch = sender_id_prefetch,
    .check = sender_id_check,
    .check_text = sender_id_check_text,
    .fallback = &mfrom_scheme,
};
