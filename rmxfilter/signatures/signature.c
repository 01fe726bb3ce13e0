/* SPDX-License-Identifier: ISC */
/* What is wrong with a signature has one of three results, by RFC 8601 section 2.7.1:
 *
 * - neutral: it has a syntax error, or it is of a kind that RFC 6376 says to ignore because it is
 *   not known here: another algorithm (section 3.3.4), canonical form (section 3.4) or way to ask
 *   for the key (section 3.5, q=).
 * - permerror: all of it can be read, but it breaks a rule that makes it invalid for good, a
 *   PERMFAIL of RFC 6376 section 6.1.1.
 * - policy: it could be valid, but proves too little to be accepted here: SHA-1 (RFC 8301 section
 *   3.1), and l=, behind which anybody can add to the body (RFC 6376 section 8.2).
 *
 * What is found first counts. Nothing here can turn a signature into one that holds. */
#include "signatures/signature.h"

#include "dns/name.h"
#include "mime/base64.h"
#include "mime/tag_list.h"
#include "signatures/signature_values.h"

#include <string.h>

/* Characters of b= that are shown. */
#define VALUE_SHOWN 8

#define INSTANCE_DIGITS 2

#define EVERY_FORM  (SIGNATURE_OF_DKIM | SIGNATURE_OF_MESSAGE | SIGNATURE_OF_SETS)
#define WITH_A_BODY (SIGNATURE_OF_DKIM | SIGNATURE_OF_MESSAGE)
#define OF_ARC      (SIGNATURE_OF_MESSAGE | SIGNATURE_OF_SETS)

void
signature_refuse(Signature *signature, SignatureResult result, const char *problem)
{
    if (signature->problem)
        return;
    signature->result = result;
    signature->problem = problem;
}

static void
refuse_syntax(Signature *signature, const char *problem)
{
    signature_refuse(signature, SIGNATURE_NEUTRAL, problem);
}

/* --- tags, one reader each --- */

static void
read_version(const Tag *tag, Signature *signature)
{
    if (!cursor_is(&tag->value, "1"))
        signature_refuse(signature, SIGNATURE_PERMERROR, "v= is not 1: another version of DKIM");
}

static void
read_algorithm(const Tag *tag, Signature *signature)
{
    static const struct {
        const char *name;
        SignatureAlgorithm kind;
    } algorithms[] = { { "rsa-sha256", ALGORITHM_RSA_SHA256 },
                       { "ed25519-sha256", ALGORITHM_ED25519_SHA256 },
                       { "rsa-sha1", ALGORITHM_RSA_SHA1 } };

    for (size_t i = 0; i < G_N_ELEMENTS(algorithms); i++)
        if (cursor_is(&tag->value, algorithms[i].name)) {
            signature->kind = algorithms[i].kind;
            signature->algorithm = g_strdup(algorithms[i].name);
            return;
        }
    refuse_syntax(signature, "a= is an algorithm that is not known");
}

static void
read_canonical(const Tag *tag, Signature *signature)
{
    if (!signature_value_canonical(tag->value, &signature->header, &signature->body))
        refuse_syntax(signature, "c= is a canonical form that is not known");
}

static void
read_signing_domain(const Tag *tag, Signature *signature)
{
    signature->domain = signature_value_domain(tag->value);
    if (!signature->domain)
        refuse_syntax(signature, "d= is no domain");
}

static void
read_selector(const Tag *tag, Signature *signature)
{
    signature->selector = signature_value_domain(tag->value);
    if (!signature->selector)
        refuse_syntax(signature, "s= is no selector");
}

static void
read_identity(const Tag *tag, Signature *signature)
{
    g_autofree char *domain = NULL;

    signature->identity = signature_value_identity(tag->value, &domain);
    if (!signature->identity) {
        refuse_syntax(signature, "i= is no identity: [NAME]@DOMAIN");
        return;
    }
    signature->identity_below = g_strcmp0(domain, signature->domain) != 0;
    if (signature->domain && !domain_within(domain, signature->domain))
        signature_refuse(signature, SIGNATURE_PERMERROR, "i= is not within d=");
}

/* A time to come is no reason to refuse: section 3.5 leaves that open, only the owner of the key
 * could have written it, and a clock that is wrong here would make all mail look forged. */
static void
read_made_at(const Tag *tag, Signature *signature)
{
    signature->timed = signature_value_time(tag->value, &signature->made_at);
    if (!signature->timed)
        refuse_syntax(signature, "t= is no time");
}

static void
read_expires_at(const Tag *tag, Signature *signature)
{
    signature->expires = signature_value_time(tag->value, &signature->expires_at);
    if (!signature->expires)
        refuse_syntax(signature, "x= is no time");
    else if (signature->timed && signature->expires_at <= signature->made_at)
        signature_refuse(signature, SIGNATURE_PERMERROR, "x= is not later than t=");
}

static void
read_query(const Tag *tag, Signature *signature)
{
    if (!tag_has_word(tag, "dns/txt"))
        refuse_syntax(signature, "q= knows no way to the key that is known here (dns/txt)");
}

/* From must be among them (section 5.4), or a signature would say nothing of who wrote. */
static void
read_names(const Tag *tag, Signature *signature)
{
    if (!signature_value_is_names(tag->value)) {
        refuse_syntax(signature, "h= is no list of field names");
        return;
    }
    signature->names = tag->value;
    if (!tag_has_word(tag, "From"))
        signature_refuse(signature, SIGNATURE_PERMERROR, "From is not signed");
}

/* A seal that signed other seals would not be one of the message (RFC 8617 section 4.1.2). */
static void
read_message_names(const Tag *tag, Signature *signature)
{
    if (tag_has_word(tag, "ARC-Seal"))
        signature_refuse(signature, SIGNATURE_PERMERROR, "ARC-Seal is signed");
    read_names(tag, signature);
}

/* A seal signs all sets up to its own, and says so by no tag (RFC 8617 section 4.1.3). */
static void
refuse_names(const Tag *tag, Signature *signature)
{
    (void)tag;
    signature_refuse(signature, SIGNATURE_PERMERROR, "h= stands in a seal");
}

/* RFC 8617 section 4.2.1. */
static void
read_instance_tag(const Tag *tag, Signature *signature)
{
    Cursor c = tag->value;
    unsigned instance;

    cursor_number(&c, INSTANCE_DIGITS, &instance);
    if (cursor_more(&c) || instance == 0 || instance > ARC_INSTANCE_MAX)
        refuse_syntax(signature, "i= is no number from 1 to 50");
    else
        signature->instance = instance;
}

static void
read_chain(const Tag *tag, Signature *signature)
{
    signature->chain = tag->value;
}

/* SHA-1 is refused for what it is, later. */
static void
read_body_digest(const Tag *tag, Signature *signature)
{
    Cursor bad;
    g_autoptr(GByteArray) octets = base64_read(tag->value, &bad);

    if (!octets)
        refuse_syntax(signature, "bh= is no base64");
    else if (octets->len == BODY_DIGEST_SIZE)
        memcpy(signature->digest, octets->data, BODY_DIGEST_SIZE);
    else if (signature->kind != ALGORITHM_RSA_SHA1)
        refuse_syntax(signature, "bh= has not the length of a SHA-256 digest");
}

/* Everything between "b=" and the next ";" counts as not there, blanks too (section 3.7). */
static void
read_value(const Tag *tag, Signature *signature)
{
    Cursor rest = signature->field, text = tag->text, name, gap, bad;

    cursor_split(&text, '=', &name);
    signature->gap_at = cursor_offset(&text);
    cursor_seek(&rest, signature->gap_at);
    if (!cursor_split(&rest, ';', &gap))
        gap = rest;
    signature->gap_len = cursor_left(&gap);
    signature->value = base64_read(tag->value, &bad);
    if (!signature->value || signature->value->len == 0)
        refuse_syntax(signature, "b= is no base64");
}

static void
refuse_length(const Tag *tag, Signature *signature)
{
    (void)tag;
    signature_refuse(signature, SIGNATURE_POLICY,
                     "l=: whoever had it could add to the body (RFC 6376 section 8.2)");
}

/* In the order in which they need each other. l= comes last: what is broken is told first. */
static const struct {
    unsigned forms;             /* SignatureForm bits that have it */
    const char *name, *missing; /* missing: NULL where the tag may be left out */
    void (*read)(const Tag *tag, Signature *signature);
} tag_readers[] = {
    { OF_ARC, "i", "no i=: it is required", read_instance_tag },
    { SIGNATURE_OF_DKIM, "v", "no v=: it is required", read_version },
    { EVERY_FORM, "a", "no a=: it is required", read_algorithm },
    { EVERY_FORM, "d", "no d=: it is required", read_signing_domain },
    { EVERY_FORM, "s", "no s=: it is required", read_selector },
    { SIGNATURE_OF_DKIM, "i", NULL, read_identity },
    { WITH_A_BODY, "c", NULL, read_canonical },
    { SIGNATURE_OF_DKIM, "h", "no h=: it is required", read_names },
    { SIGNATURE_OF_MESSAGE, "h", "no h=: it is required", read_message_names },
    { SIGNATURE_OF_SETS, "h", NULL, refuse_names },
    { WITH_A_BODY, "bh", "no bh=: it is required", read_body_digest },
    { SIGNATURE_OF_SETS, "cv", "no cv=: it is required", read_chain },
    { EVERY_FORM, "b", "no b=: it is required", read_value },
    { WITH_A_BODY, "q", NULL, read_query },
    { EVERY_FORM, "t", NULL, read_made_at },
    { WITH_A_BODY, "x", NULL, read_expires_at },
    { WITH_A_BODY, "l", NULL, refuse_length },
};

/* --- the field --- */

static void
read_tags(Signature *signature, SignatureForm form, const TagList *list)
{
    const char *problem = tag_list_problem(list, NULL);

    if (problem)
        refuse_syntax(signature, problem);
    for (size_t i = 0; i < G_N_ELEMENTS(tag_readers); i++) {
        const Tag *tag = tag_list_find_exact(list, tag_readers[i].name);

        if (!(tag_readers[i].forms & form))
            continue;
        if (tag)
            tag_readers[i].read(tag, signature);
        else if (tag_readers[i].missing)
            refuse_syntax(signature, tag_readers[i].missing);
    }
    if (signature->kind == ALGORITHM_RSA_SHA1)
        signature_refuse(signature, SIGNATURE_POLICY,
                         "SHA-1: no such signature counts (RFC 8301 section 3.1)");
}

Signature *
signature_read(const MessageField *field)
{
    return signature_read_form(field, SIGNATURE_OF_DKIM);
}

Signature *
signature_read_form(const MessageField *field, SignatureForm form)
{
    Signature *signature = g_new0(Signature, 1);
    g_autoptr(TagList) list = NULL;
    Cursor value, name;

    signature->result = SIGNATURE_PASS;
    signature->field = message_field_octets(field);
    value = signature->field;
    cursor_split(&value, ':', &name);
    list = tag_list_read(value);
    read_tags(signature, form, list);
    if (form == SIGNATURE_OF_SETS) /* RFC 8617 section 5.1.1 */
        signature->header = CANONICAL_RELAXED;
    if (!signature->identity && signature->domain)
        signature->identity = g_strconcat("@", signature->domain, NULL);
    return signature;
}

GPtrArray *
signatures_read(const Message *message)
{
    GPtrArray *signatures = g_ptr_array_new_with_free_func(signature_free_item);
    unsigned usable = 0;

    for (guint i = 0; i < message->fields->len && signatures->len < SIGNATURES_LISTED_MAX; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);
        Signature *signature;

        if (!message_field_is(field, "DKIM-Signature"))
            continue;
        signature = signature_read(field);
        signature->index = (int)i;
        g_ptr_array_add(signatures, signature);
        if (!signature->problem && ++usable > SIGNATURES_MAX)
            signature_refuse(signature, SIGNATURE_NEUTRAL, "not checked: there are too many");
    }
    return signatures;
}

void
signature_free(Signature *signature)
{
    if (!signature)
        return;
    g_free(signature->domain);
    g_free(signature->selector);
    g_free(signature->identity);
    g_free(signature->algorithm);
    if (signature->value)
        g_byte_array_unref(signature->value);
    g_free(signature);
}

char *
signature_value_text(const Signature *signature)
{
    if (!signature->value || signature->value->len == 0)
        return NULL;
    return g_base64_encode(signature->value->data, MIN(signature->value->len, VALUE_SHOWN / 4 * 3));
}
