/* SPDX-License-Identifier: ISC */
/* h= may name fields a hundred thousand times, and a message have as many: each name costs one
 * look into a table, and each field is hashed once a signature at most. */
#include "signatures/signed_header.h"

#include "mime/tag_list.h"
#include "signatures/canonical.h"
#include "signatures/digest.h"

/* The fields of one name. */
typedef struct {
    GArray *indices; /* guint, in the order of the message */
    guint left;      /* so many of them, from the top, are not in the digest yet */
} NamedFields;

struct SignedHeader {
    const Message *message;
    GHashTable *fields; /* by name in lower case: NamedFields */
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

SignedHeader *
signed_header_new(const Message *message)
{
    SignedHeader *header = g_new0(SignedHeader, 1);

    header->message = message;
    header->fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, named_fields_free);
    for (guint i = 0; i < message->fields->len; i++)
        add_named_field(header, i);
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

static void
add_field(Digest *digest, const Signature *signature, const MessageField *field)
{
    Cursor octets = message_field_octets(field);
    const CanonicalField signed_field = { .octets = octets.at, .len = cursor_left(&octets) };

    canonical_field(signature->header, &signed_field, false, digest_add, digest);
}

static void
add_signature_field(Digest *digest, const Signature *signature)
{
    const CanonicalField own = {
        .octets = signature->field.at,
        .len = cursor_left(&signature->field),
        .gap_at = signature->gap_at,
        .gap_len = signature->gap_len,
    };

    canonical_field(signature->header, &own, true, digest_add, digest);
}

bool
signed_header_digest(SignedHeader *header, const Signature *signature,
                     uint8_t sha256[BODY_DIGEST_SIZE])
{
    g_autoptr(Digest) digest = digest_new();
    const NamedFields *from = g_hash_table_lookup(header->fields, "from");
    Cursor names = signature->names, name;
    bool more = true;

    begin_signature(header);
    while (more) {
        const MessageField *field;

        more = tag_next_part(&names, ':', &name);
        field = take_field(header, signature, name);
        if (field)
            add_field(digest, signature, field);
    }
    add_signature_field(digest, signature);
    digest_end(digest, sha256);
    return !from || from->left == 0;
}
