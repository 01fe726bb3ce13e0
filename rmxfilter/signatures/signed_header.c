/* SPDX-License-Identifier: ISC */
/* h= may name fields a hundred thousand times, and a message have as many: each name costs one
 * look into a table, and each field is hashed once a signature at most. */
#include "signatures/signed_header.h"

#include "mime/tag_list.h"
#include "signatures/canonical.h"
#include "signatures/signature_values.h"

/* The fields of one name. */
typedef struct {
    GArray *indices; /* guint, in the order of the message */
    guint left;      /* so many of them, from the top, are not in the digest yet */
} NamedFields;

struct SignedHeader {
    const Message *message;
    GHashTable *fields;  /* by name in lower case: NamedFields */
    const char *unclear; /* a literal: why readers may see other fields; NULL: they do not */
};

static void
named_fields_free(void *item)
{
    NamedFields *named = item;

    g_array_unref(named->indices);
    g_free(named);
}

static void
add_named_field(SignedHeader *header, guint index)
{
    const MessageField *field = &g_array_index(header->message->fields, MessageField, index);
    g_autofree char *name = g_ascii_strdown(field->name, (gssize)field->name_len);
    NamedFields *named = g_hash_table_lookup(header->fields, name);

    if (!named) {
        named = g_new0(NamedFields, 1);
        named->indices = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(header->fields, g_steal_pointer(&name), named);
    }
    g_array_append_val(named->indices, index);
}

/* Whether each octet of the name may stand in one (RFC 5322 section 3.6.8). Some readers drop
 * control octets, and so find a field that is not in the table; others take a line that begins with
 * another name for the first one of the body. */
static bool
has_clear_name(const MessageField *field)
{
    Cursor name = cursor_over(field->name, field->name_len);

    cursor_span(&name, signature_is_name_octet);
    return !cursor_more(&name);
}

/* Blanks there were allowed once (RFC 5322 section 4.5). Some readers, mutt and Python's, end the
 * header at such a line. */
static bool
has_bare_colon(const MessageField *field)
{
    return field->name + field->name_len + 1 == field->value;
}

/* A CR that is not part of a line end, which some readers take for one. */
static bool
has_lone_cr(const MessageField *field)
{
    Cursor octets = message_field_octets(field), before;

    while (cursor_split(&octets, '\r', &before))
        if (cursor_peek(&octets) != '\n')
            return true;
    return false;
}

/* What a forger could add that is a field, or the beginning of the body, to some readers only.
 * Honest mail has hardly any of it. */
static const char *
find_unclear(const Message *message)
{
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (!has_clear_name(field))
            return "the name of a field has octets that none may have";
        if (!has_bare_colon(field))
            return "blanks stand before the colon of a field";
        if (has_lone_cr(field))
            return "a CR without LF stands in the header";
    }
    return message->junk ? "a line of the header is no field" : NULL;
}

SignedHeader *
signed_header_new(const Message *message)
{
    SignedHeader *header = g_new0(SignedHeader, 1);

    header->message = message;
    header->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, named_fields_free);
    for (guint i = 0; i < message->fields->len; i++)
        add_named_field(header, i);
    header->unclear = find_unclear(message);
    return header;
}

void
signed_header_free(SignedHeader *header)
{
    if (!header)
        return;
    g_hash_table_unref(header->fields);
    g_free(header);
}

static void
begin_signature(SignedHeader *header)
{
    GHashTableIter iter;
    void *value;

    g_hash_table_iter_init(&iter, header->fields);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        NamedFields *named = value;

        named->left = named->indices->len;
    }
}

/* NULL: no field of this name is left. */
static const MessageField *
take_field(SignedHeader *header, const Signature *signature, Cursor name)
{
    g_autofree char *key = g_ascii_strdown(name.at, (gssize)cursor_left(&name));
    NamedFields *named = g_hash_table_lookup(header->fields, key);

    while (named && named->left > 0) {
        guint index = g_array_index(named->indices, guint, --named->left);

        if (index != (guint)signature->index)
            return &g_array_index(header->message->fields, MessageField, index);
    }
    return NULL;
}

void
signed_field_add(Digest *digest, Canonical canonical, const MessageField *field)
{
    Cursor octets = message_field_octets(field);
    const CanonicalField signed_field = { .octets = octets.at, .len = cursor_left(&octets) };

    canonical_field(canonical, &signed_field, false, digest_add, digest);
}

void
signed_field_add_own(Digest *digest, const Signature *signature)
{
    const CanonicalField own = {
        .octets = signature->field.at,
        .len = cursor_left(&signature->field),
        .gap_at = signature->gap_at,
        .gap_len = signature->gap_len,
    };

    canonical_field(signature->header, &own, true, digest_add, digest);
}

/* Fields of which a message has one (RFC 5322 section 3.6, RFC 2045), and by which readers say who
 * wrote what and when, or show the body. */
static const struct {
    const char *name, *problem;
} single_fields[] = {
    { "subject", "a second Subject is not signed" },
    { "date", "a second Date is not signed" },
    { "sender", "a second Sender is not signed" },
    { "reply-to", "a second Reply-To is not signed" },
    { "to", "a second To is not signed" },
    { "cc", "a second Cc is not signed" },
    { "content-type", "a second Content-Type is not signed" },
    { "content-transfer-encoding", "a second Content-Transfer-Encoding is not signed" },
};

/* What was put beside a signed field, where some readers would show it in place of that one; From
 * has to be signed however many there are. A literal; NULL: nothing was. */
static const char *
find_added_field(const SignedHeader *header)
{
    const NamedFields *from = g_hash_table_lookup(header->fields, "from");

    if (from && from->left > 0)
        return "a From field is not signed";
    if (header->unclear)
        return header->unclear;
    for (size_t i = 0; i < G_N_ELEMENTS(single_fields); i++) {
        const NamedFields *named = g_hash_table_lookup(header->fields, single_fields[i].name);

        if (named && named->left > 0 && named->left < named->indices->len)
            return single_fields[i].problem;
    }
    return NULL;
}

const char *
signed_header_digest(SignedHeader *header, const Signature *signature,
                     uint8_t sha256[BODY_DIGEST_SIZE])
{
    g_autoptr(Digest) digest = digest_new();
    Cursor names = signature->names, name;
    bool more = true;

    begin_signature(header);
    while (more) {
        const MessageField *field;

        more = tag_next_part(&names, ':', &name);
        field = take_field(header, signature, name);
        if (field)
            signed_field_add(digest, signature->header, field);
    }
    signed_field_add_own(digest, signature);
    digest_end(digest, sha256);
    return find_added_field(header);
}
