/* SPDX-License-Identifier: ISC */
/* RFC 8617 section 5.2. Everything here but what a seal signs may be a forger's. A set that is left
 * out, doubled or put in from another message breaks a seal above it; and the newest signature of
 * the message says that the sets belong to this very message, since a sealer that was named had it
 * before it. Older signatures of the message are not looked at: those who came later changed it. */
#include "signatures/arc.h"

#include "mime/results.h"
#include "signatures/key.h"
#include "signatures/signature.h"
#include "signatures/signature_check.h"
#include "signatures/signed_header.h"

#include <stdarg.h>
#include <string.h>

typedef enum { ARC_SEAL, ARC_MESSAGE, ARC_RESULTS, ARC_PARTS } ArcPart;

typedef struct {
    int at[ARC_PARTS]; /* index of its field among the fields of the message; -1: not there */
    Signature *seal, *message;
} ArcSet;

struct Arc {
    const Message *message;
    Dns *dns;
    const char *const *sealers;
    ArcSet sets[ARC_INSTANCE_MAX]; /* i= less one */
    unsigned count;                /* of sets, up to the newest seal's */
    bool named;                    /* the newest seal is of a sealer that was named */
    ArcFinding *finding; /* a problem in it: the chain has failed already, or is no one's */
};

static const struct {
    const char *name;
    SignatureForm form; /* 0: it is no signature */
} arc_parts[ARC_PARTS] = {
    [ARC_SEAL] = { "ARC-Seal", SIGNATURE_OF_SETS },
    [ARC_MESSAGE] = { "ARC-Message-Signature", SIGNATURE_OF_MESSAGE },
    [ARC_RESULTS] = { "ARC-Authentication-Results", 0 },
};

static const char *const arc_result_texts[] = {
    [ARC_NONE] = "none",
    [ARC_PASS] = "pass",
    [ARC_FAIL] = "fail",
    [ARC_TEMPERROR] = "temperror",
};

const char *
arc_result_text(ArcResult result)
{
    return arc_result_texts[result];
}

void
arc_finding_free(ArcFinding *finding)
{
    if (!finding)
        return;
    g_free(finding->problem);
    g_ptr_array_unref(finding->sealers);
    g_array_unref(finding->believed);
    g_free(finding);
}

/* What is found first counts, but that a fail is worse than what is not known. */
static void G_GNUC_PRINTF(3, 4) refuse_chain(Arc *arc, ArcResult result, const char *problem, ...)
{
    ArcFinding *finding = arc->finding;
    va_list arguments;

    if (finding->problem && !(finding->result == ARC_TEMPERROR && result == ARC_FAIL))
        return;
    g_free(finding->problem);
    va_start(arguments, problem);
    finding->problem = g_strdup_vprintf(problem, arguments);
    va_end(arguments);
    finding->result = result;
}

static bool
sealer_is_named(const Arc *arc, const char *domain)
{
    return domain && g_strv_contains(arc->sealers, domain);
}

/* --- sets --- */

static const MessageField *
arc_field(const Arc *arc, int at)
{
    return &g_array_index(arc->message->fields, MessageField, at);
}

/* i= of a field; 0: it cannot be read. *signature is then the caller's, NULL where the part is
 * none. */
static unsigned
read_set_field(const MessageField *field, ArcPart part, Signature **signature)
{
    g_autoptr(Results) results = NULL;

    *signature = NULL;
    if (arc_parts[part].form) {
        *signature = signature_read_form(field, arc_parts[part].form);
        return (*signature)->instance;
    }
    results = results_parse(field->value, field->value_len);
    return results->instance <= ARC_INSTANCE_MAX ? results->instance : 0;
}

static void
add_part(Arc *arc, ArcPart part, int at)
{
    const char *name = arc_parts[part].name;
    g_autoptr(Signature) signature = NULL;
    unsigned instance = read_set_field(arc_field(arc, at), part, &signature);
    ArcSet *set;

    if (instance == 0) {
        refuse_chain(arc, ARC_FAIL, "%s: i= is no number from 1 to 50", name);
        return;
    }
    set = &arc->sets[instance - 1];
    if (set->at[part] >= 0) {
        refuse_chain(arc, ARC_FAIL, "i=%u has two fields %s", instance, name);
        return;
    }
    set->at[part] = at;
    if (signature)
        signature->index = at;
    if (part == ARC_SEAL)
        set->seal = g_steal_pointer(&signature);
    else if (part == ARC_MESSAGE)
        set->message = g_steal_pointer(&signature);
}

/* All fields of one part; more than a chain can have are not read. */
static void
read_set_fields(Arc *arc, ArcPart part)
{
    unsigned count = 0;

    for (guint i = 0; i < arc->message->fields->len && count <= ARC_INSTANCE_MAX; i++) {
        if (!message_field_is(arc_field(arc, (int)i), arc_parts[part].name))
            continue;
        if (++count > ARC_INSTANCE_MAX)
            refuse_chain(arc, ARC_FAIL, "more than 50 fields %s", arc_parts[part].name);
        else
            add_part(arc, part, (int)i);
    }
}

/* Reads the seals, and no more: who made the newest one decides whether anything else is done. */
static void
find_newest_seal(Arc *arc)
{
    const Signature *newest;

    read_set_fields(arc, ARC_SEAL);
    for (unsigned i = 0; i < ARC_INSTANCE_MAX; i++)
        if (arc->sets[i].seal)
            arc->count = i + 1;
    if (arc->count == 0) {
        refuse_chain(arc, ARC_NONE, "no ARC-Seal");
        return;
    }
    newest = arc->sets[arc->count - 1].seal;
    arc->named = sealer_is_named(arc, newest->domain);
    if (arc->named)
        return;
    g_clear_pointer(&arc->finding->problem, g_free);
    refuse_chain(arc, ARC_NONE, "the newest seal is of %s, which sealers= does not name",
                 newest->domain ? newest->domain : "nobody");
}

/* Each set is whole, and none is left out. */
static void
check_sets(Arc *arc)
{
    read_set_fields(arc, ARC_MESSAGE);
    read_set_fields(arc, ARC_RESULTS);
    for (unsigned i = 0; i < ARC_INSTANCE_MAX; i++)
        for (int part = 0; part < ARC_PARTS; part++)
            if (i < arc->count && arc->sets[i].at[part] < 0)
                refuse_chain(arc, ARC_FAIL, "i=%u has no %s", i + 1, arc_parts[part].name);
            else if (i >= arc->count && arc->sets[i].at[part] >= 0)
                refuse_chain(arc, ARC_FAIL, "i=%u has no %s", i + 1, arc_parts[ARC_SEAL].name);
}

/* --- before the keys are there --- */

static void
check_read(Arc *arc, unsigned set, ArcPart part, const Signature *signature)
{
    if (signature->problem)
        refuse_chain(arc, ARC_FAIL, "%s of i=%u: %s", arc_parts[part].name, set + 1,
                     signature->problem);
}

/* Section 5.2, step 2 and step 3, of which this is what needs no key. cv= has no other case of
 * letters (section 4.1.3), and whoever writes one that does not fit found the chain broken. */
static void
check_chain_value(Arc *arc, unsigned set)
{
    g_autofree char *value = cursor_text(arc->sets[set].seal->chain);
    const char *want = set == 0 ? "none" : "pass";

    if (!g_str_equal(value, want))
        refuse_chain(arc, ARC_FAIL, "the seal of i=%u does not say cv=%s", set + 1, want);
}

static void
check_chain(Arc *arc)
{
    for (unsigned i = 0; i < arc->count && !arc->finding->problem; i++) {
        check_read(arc, i, ARC_SEAL, arc->sets[i].seal);
        if (!arc->finding->problem) /* else there may be no cv= */
            check_chain_value(arc, i);
    }
    check_read(arc, arc->count - 1, ARC_MESSAGE, arc->sets[arc->count - 1].message);
}

static void
add_key_name(GHashTable *names, const Signature *signature)
{
    g_hash_table_add(names, key_name(signature->selector, signature->domain));
}

/* How many different keys are needed. */
static guint
count_seal_keys(const Arc *arc)
{
    g_autoptr(GHashTable) names = signature_keys_new();

    add_key_name(names, arc->sets[arc->count - 1].message);
    for (unsigned i = 0; i < arc->count; i++)
        add_key_name(names, arc->sets[i].seal);
    return g_hash_table_size(names);
}

static void
prefetch_seal_keys(Arc *arc)
{
    g_autoptr(GHashTable) asked = signature_keys_new();

    if (count_seal_keys(arc) > ARC_KEYS_MAX) {
        refuse_chain(arc, ARC_FAIL, "not checked: the seals need more than 10 keys");
        return;
    }
    signature_prefetch_key(arc->sets[arc->count - 1].message, asked, arc->dns);
    for (unsigned i = 0; i < arc->count; i++)
        signature_prefetch_key(arc->sets[i].seal, asked, arc->dns);
}

static void
note_sealers(Arc *arc)
{
    for (unsigned i = 0; i < arc->count; i++)
        g_ptr_array_add(arc->finding->sealers, g_strdup(arc->sets[i].seal->domain));
}

static void
begin_chain(Arc *arc)
{
    find_newest_seal(arc);
    if (!arc->named)
        return;
    check_sets(arc);
    if (arc->finding->problem)
        return;
    check_chain(arc);
    if (arc->finding->problem)
        return;
    note_sealers(arc);
    prefetch_seal_keys(arc);
}

Arc *
arc_new(const Message *message, Dns *dns, const char *const *sealers)
{
    Arc *arc;

    if (!sealers || !*sealers)
        return NULL;
    arc = g_new0(Arc, 1);
    arc->message = message;
    arc->dns = dns;
    arc->sealers = sealers;
    for (unsigned i = 0; i < ARC_INSTANCE_MAX; i++)
        for (int part = 0; part < ARC_PARTS; part++)
            arc->sets[i].at[part] = -1;
    arc->finding = g_new0(ArcFinding, 1);
    arc->finding->result = ARC_PASS;
    arc->finding->sealers = g_ptr_array_new_with_free_func(g_free);
    arc->finding->believed = g_array_new(FALSE, FALSE, sizeof(guint));
    begin_chain(arc);
    return arc;
}

void
arc_free(Arc *arc)
{
    if (!arc)
        return;
    for (unsigned i = 0; i < ARC_INSTANCE_MAX; i++) {
        signature_free(arc->sets[i].seal);
        signature_free(arc->sets[i].message);
    }
    arc_finding_free(arc->finding);
    g_free(arc);
}

bool
arc_wants_body(const Arc *arc)
{
    return arc && !arc->finding->problem;
}

/* --- when they are there --- */

/* A key that is only being tried proves nothing (RFC 6376 section 3.6.1). */
static void
judge_signature(Arc *arc, unsigned set, ArcPart part, const SignatureFinding *finding)
{
    bool unknown = finding->result == SIGNATURE_TEMPERROR;
    const char *problem = finding->problem   ? finding->problem
                          : finding->testing ? "the key is only being tried (t=y)"
                                             : NULL;

    if (problem)
        refuse_chain(arc, unknown ? ARC_TEMPERROR : ARC_FAIL, "%s of i=%u: %s",
                     arc_parts[part].name, set + 1, problem);
}

static void
check_message(Arc *arc, const BodyDigests *digests, time_t now)
{
    const Signature *signature = arc->sets[arc->count - 1].message;
    g_autoptr(SignedHeader) header = signed_header_new(arc->message);
    g_autoptr(SignatureFinding) finding = signature_finding_new(signature);

    signature_check(signature, header, arc->dns, digests, now, finding);
    judge_signature(arc, arc->count - 1, ARC_MESSAGE, finding);
}

/* What a seal signs: all sets up to its own, in this order (section 5.1.1). digest has those before
 * this set, and then this one, too; so no field is hashed more than twice. */
static void
digest_set(Arc *arc, unsigned at, Digest *digest, uint8_t sha256[BODY_DIGEST_SIZE])
{
    const ArcSet *set = &arc->sets[at];
    g_autoptr(Digest) sealed = NULL;

    signed_field_add(digest, CANONICAL_RELAXED, arc_field(arc, set->at[ARC_RESULTS]));
    signed_field_add(digest, CANONICAL_RELAXED, arc_field(arc, set->at[ARC_MESSAGE]));
    sealed = digest_copy(digest);
    signed_field_add_own(sealed, set->seal);
    digest_end(sealed, sha256);
    signed_field_add(digest, CANONICAL_RELAXED, arc_field(arc, set->at[ARC_SEAL]));
}

static void
check_seals(Arc *arc)
{
    g_autoptr(Digest) digest = digest_new();

    for (unsigned i = 0; i < arc->count; i++) {
        const Signature *seal = arc->sets[i].seal;
        g_autoptr(SignatureFinding) finding = signature_finding_new(seal);
        uint8_t sha256[BODY_DIGEST_SIZE];

        digest_set(arc, i, digest, sha256);
        signature_check_key(seal, sha256, arc->dns, finding);
        judge_signature(arc, i, ARC_SEAL, finding);
        if (arc->finding->result == ARC_FAIL)
            return;
    }
}

/* What a sealer found counts if the user named it, and all that came later: one that was not named
 * may have begun the chain anew, and written the sets below its own. */
static void
note_believed(Arc *arc)
{
    for (unsigned i = arc->count; i > 0; i--) {
        const ArcSet *set = &arc->sets[i - 1];
        guint at = (guint)set->at[ARC_RESULTS];

        if (!sealer_is_named(arc, set->seal->domain))
            return;
        g_array_append_val(arc->finding->believed, at);
    }
}

ArcFinding *
arc_check(Arc *arc, const BodyDigests *digests, time_t now)
{
    if (!arc->finding->problem)
        check_message(arc, digests, now);
    if (arc->finding->result == ARC_PASS || arc->finding->result == ARC_TEMPERROR)
        check_seals(arc);
    if (arc->finding->result == ARC_PASS)
        note_believed(arc);
    return g_steal_pointer(&arc->finding);
}

/* --- for the hasher --- */

bool
arc_wanted_form(const Message *message, Canonical *form)
{
    g_autoptr(Signature) newest = NULL;
    unsigned count = 0;

    for (guint i = 0; i < message->fields->len && count < ARC_INSTANCE_MAX; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);
        g_autoptr(Signature) signature = NULL;

        if (!message_field_is(field, arc_parts[ARC_MESSAGE].name))
            continue;
        count++;
        signature = signature_read_form(field, SIGNATURE_OF_MESSAGE);
        if (!newest || signature->instance > newest->instance) {
            signature_free(newest);
            newest = g_steal_pointer(&signature);
        }
    }
    if (!newest || newest->problem)
        return false;
    *form = newest->body;
    return true;
}
