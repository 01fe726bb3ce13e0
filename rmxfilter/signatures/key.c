/* SPDX-License-Identifier: ISC */
/* A key that cannot be used is a permerror: PERMFAIL in RFC 6376 section 6.1.2. One of a size that
 * is not accepted is policy, since a signature with it may well hold. */
#include "signatures/key.h"

#include "mime/base64.h"
#include "mime/tag_list.h"

static void
refuse_key(Key *key, SignatureResult result, const char *problem)
{
    if (key->problem)
        return;
    key->result = result;
    key->problem = problem;
}

/* --- the key itself --- */

static void
read_rsa(Key *key, Cursor octets)
{
    const char *problem;

    if (!rsa_key_read(octets, &key->rsa)) {
        refuse_key(key, SIGNATURE_PERMERROR, "the key is damaged, or no RSA key");
        return;
    }
    problem = rsa_key_problem(&key->rsa);
    key->bits = key->rsa.bits;
    if (key->bits < RSA_BITS_MIN)
        refuse_key(key, SIGNATURE_POLICY, "the key is too short (RFC 8301 section 3.2)");
    else if (key->bits > RSA_BITS_MAX)
        refuse_key(key, SIGNATURE_POLICY, "the key is longer than any that is accepted");
    else if (problem)
        refuse_key(key, SIGNATURE_PERMERROR, problem);
}

static void
read_ed25519(Key *key, Cursor octets)
{
    if (ed25519_key_read(octets, &key->ed25519))
        key->bits = ED25519_OCTETS * 8;
    else
        refuse_key(key, SIGNATURE_PERMERROR, "the key is damaged, or no Ed25519 key");
}

static const struct {
    const char *name;
    KeyKind kind;
    void (*read)(Key *key, Cursor octets);
} key_kinds[] = { { "rsa", KEY_RSA, read_rsa }, { "ed25519", KEY_ED25519, read_ed25519 } };

/* Without k= it is rsa, the first row. */
static void
read_kind(Key *key, const Tag *tag)
{
    for (size_t i = 0; i < G_N_ELEMENTS(key_kinds); i++) {
        if (tag && !cursor_is(&tag->value, key_kinds[i].name))
            continue;
        key->kind = key_kinds[i].kind;
        if (key->octets)
            key_kinds[i].read(key, cursor_over(key->octets->data, key->octets->len));
        return;
    }
    refuse_key(key, SIGNATURE_PERMERROR, "k= is a kind of key that is not known");
}

static void
read_octets(Key *key, const Tag *tag)
{
    Cursor bad;

    if (!tag) {
        refuse_key(key, SIGNATURE_PERMERROR, "the key record has no key (p=)");
    } else if (!cursor_more(&tag->value)) {
        key->revoked = true;
        refuse_key(key, SIGNATURE_PERMERROR, "the key is revoked");
    } else {
        key->octets = base64_read(tag->value, &bad);
        if (!key->octets)
            refuse_key(key, SIGNATURE_PERMERROR, "the key is no base64");
    }
}

/* --- the record --- */

/* v=, if it is there, is the first tag, and DKIM1; p= must be there in any case. */
static bool
is_key_record(const TagList *list)
{
    if (tag_list_find_exact(list, "v"))
        return tag_list_has_version(list, "DKIM1");
    return tag_list_find_exact(list, "p") != NULL;
}

static void
read_uses(Key *key, const TagList *list)
{
    const Tag *hashes = tag_list_find_exact(list, "h"), *services = tag_list_find_exact(list, "s");
    const Tag *flags = tag_list_find_exact(list, "t");

    key->testing = tag_has_word(flags, "y");
    key->strict = tag_has_word(flags, "s");
    if (hashes && !tag_has_word(hashes, "sha256"))
        refuse_key(key, SIGNATURE_PERMERROR, "the key is not for SHA-256 (h=)");
    if (services && !tag_has_word(services, "*") && !tag_has_word(services, "email"))
        refuse_key(key, SIGNATURE_PERMERROR, "the key is not for mail (s=)");
}

Key *
key_read(Cursor record)
{
    g_autoptr(TagList) list = tag_list_read(record);
    Key *key;

    if (!is_key_record(list))
        return NULL;
    key = g_new0(Key, 1);
    key->result = SIGNATURE_PASS;
    if (tag_list_problem(list, NULL))
        refuse_key(key, SIGNATURE_PERMERROR, "the key record has a syntax error");
    read_uses(key, list);
    read_octets(key, tag_list_find_exact(list, "p"));
    read_kind(key, tag_list_find_exact(list, "k"));
    return key;
}

void
key_free(Key *key)
{
    if (!key)
        return;
    if (key->octets)
        g_byte_array_unref(key->octets);
    g_free(key);
}

char *
key_name(const char *selector, const char *domain)
{
    return g_strconcat(selector, "._domainkey.", domain, NULL);
}
