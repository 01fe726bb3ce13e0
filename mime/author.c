/* SPDX-License-Identifier: ISC */
/* A From that is clear is read by the strict grammar alone. Of the others all that looks like an
 * address is told, so that people see between whom they would have to choose. */
#include "mime/author.h"

#include "mime/author_scan.h"
#include "mime/mailboxes.h"
#include "mime/shown.h"

#include <string.h>

static const MessageField *
next_from(const Message *message, guint *at)
{
    while (*at < message->fields->len) {
        const MessageField *field = &g_array_index(message->fields, MessageField, (*at)++);

        if (message_field_is(field, "From"))
            return field;
    }
    return NULL;
}

static void
read_from_strictly(Author *author, const MessageField *field)
{
    g_autoptr(Mailboxes) read = NULL;
    g_autofree char *names = NULL;
    bool clean = true;

    if (field->value_len > AUTHOR_FIELD_MAX) {
        author->unclear = "a very long From field";
        return;
    }
    read = mailboxes_read(field->value, field->value_len);
    author->unclear = read->problem;
    if (author->unclear)
        return;
    names = shown_text(read->names->str, &clean);
    if (!clean) {
        author->unclear = "a line end or NUL in an encoded name";
        return;
    }
    shown_addresses(names, AUTHOR_ADDRESSES_MAX, author->shown);
    g_ptr_array_unref(author->addresses);
    author->addresses = g_ptr_array_ref(read->addresses);
}

/* Adds what looks like an address; text gets what stands there, where it is empty. */
static void
read_from_leniently(const MessageField *field, GPtrArray *addresses, GString *text)
{
    MessageField begin = *field;
    g_autofree char *value = NULL, *valid = NULL;

    begin.value_len = MIN(begin.value_len, AUTHOR_FIELD_MAX);
    value = message_field_text(&begin);
    valid = g_utf8_make_valid(value, -1);
    shown_addresses(valid, AUTHOR_ADDRESSES_MAX, addresses);
    if (text->len == 0)
        g_string_append(text, valid);
}

static void
read_all_from_leniently(Author *author, const Message *message)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const MessageField *field;

    g_ptr_array_set_size(author->addresses, 0);
    for (guint at = 0; (field = next_from(message, &at));)
        if (author->addresses->len < AUTHOR_ADDRESSES_MAX)
            read_from_leniently(field, author->addresses, text);
    if (author->addresses->len == 0 && text->len > 0)
        g_ptr_array_add(author->addresses, mail_address_new(text->str, NULL));
}

Author *
author_read(const Message *message, const char *octets, size_t len)
{
    Author *author = g_new0(Author, 1);
    guint at = 0;
    const MessageField *field = next_from(message, &at);

    author->addresses = g_ptr_array_new_with_free_func(mail_address_free_item);
    author->shown = g_ptr_array_new_with_free_func(mail_address_free_item);
    author->unclear = author_scan(octets, len);
    if (!author->unclear && !field)
        author->unclear = "a From that is no field of the header";
    if (!author->unclear)
        read_from_strictly(author, field);
    if (author->unclear)
        read_all_from_leniently(author, message);
    return author;
}

void
author_free(Author *author)
{
    g_ptr_array_unref(author->addresses);
    g_ptr_array_unref(author->shown);
    g_free(author);
}
