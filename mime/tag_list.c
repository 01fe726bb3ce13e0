/* SPDX-License-Identifier: ISC */
/* tag-list = tag-spec *( ";" tag-spec ) [ ";" ]
 * tag-spec = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS]
 * A ";" can stand in no value, so that the list is cut before anything is looked at. */
#include "mime/tag_list.h"

#include <string.h>

static bool
is_tag_name_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '_';
}

/* --- reading --- */

/* Whom to ask whether a ";" is missing; is_known is NULL where nobody wants to know. */
typedef struct {
    TagIsKnown is_known;
    const void *data;
} Lenience;

/* Takes what stands before a tag that has no ";" before it. False, and nothing taken: there is no
 * such tag. */
static bool
split_unseparated(Cursor *value, const Lenience *lenience, Cursor *before)
{
    Cursor c = *value;

    while (lenience->is_known && cursor_more(&c)) {
        Cursor tag, name, ahead;

        cursor_span_until(&c, cursor_is_blank);
        cursor_span(&c, cursor_is_blank);
        tag = c;
        cursor_span(&c, is_tag_name_octet);
        name = cursor_since(&c, tag.at);
        ahead = c;
        cursor_span(&ahead, cursor_is_blank);
        /* "AAAA p=" and "AAAA p==" are the end of a key in base64 */
        if (cursor_peek(&ahead) != '=' || cursor_left(&ahead) < 2 ||
            cursor_peek_at(&ahead, 1) == '=' || !lenience->is_known(&name, lenience->data))
            continue;
        *before = cursor_since(&tag, value->at);
        *value = tag;
        return true;
    }
    return false;
}

/* text: all of the tag; value: what is behind its "=". */
static void
add_tag(TagList *list, Cursor name, Cursor value, Cursor text, bool unseparated)
{
    Tag tag = { .name = name, .value = value, .text = text, .unseparated = unseparated };

    if (list->tags->len >= TAG_LIST_MAX) {
        list->cut = true;
        return;
    }
    cursor_trim(&tag.name, cursor_is_blank);
    cursor_trim(&tag.value, cursor_is_blank);
    cursor_trim(&tag.text, cursor_is_blank);
    g_array_append_val(list->tags, tag);
}

/* What stands between two ";": one tag, or several without ";". */
static void
read_piece(TagList *list, Cursor piece, const Lenience *lenience)
{
    bool unseparated = false, more = true;

    while (more && !list->cut) {
        Cursor c = piece, name, value, text = piece;

        if (!cursor_split(&c, '=', &name)) { /* no "=": no name, all of it a value */
            name = cursor_since(&c, c.at);
            add_tag(list, name, piece, piece, unseparated);
            return;
        }
        more = split_unseparated(&c, lenience, &value);
        if (more)
            text = cursor_since(&c, piece.at);
        else
            value = c;
        add_tag(list, name, value, text, unseparated);
        piece = c;
        unseparated = true;
    }
}

TagList *
tag_list_read_lenient(Cursor text, TagIsKnown is_known, const void *data)
{
    const Lenience lenience = { .is_known = is_known, .data = data };
    TagList *list = g_new0(TagList, 1);
    Cursor piece;

    list->tags = g_array_new(FALSE, FALSE, sizeof(Tag));
    while (!list->cut && cursor_split(&text, ';', &piece))
        read_piece(list, piece, &lenience);
    cursor_span(&text, cursor_is_blank);
    if (cursor_more(&text))
        read_piece(list, text, &lenience);
    return list;
}

TagList *
tag_list_read(Cursor text)
{
    return tag_list_read_lenient(text, NULL, NULL);
}

void
tag_list_free(TagList *list)
{
    if (!list)
        return;
    g_array_unref(list->tags);
    g_free(list);
}

/* --- the form --- */

/* VALCHAR is all that can be seen but ";" (a ";" has ended the value); FWS stands between. RFC 8616
 * section 3 adds octets outside ASCII. */
static bool
is_value_octet(unsigned char octet)
{
    return octet > ' ' ? octet != 0x7f : cursor_is_blank(octet);
}

static bool
is_tag_name(Cursor name)
{
    bool begins = g_ascii_isalpha(cursor_peek(&name));

    cursor_span(&name, is_tag_name_octet);
    return begins && !cursor_more(&name);
}

static bool
is_same_name(const Cursor *one, const Cursor *other)
{
    return cursor_left(one) == cursor_left(other) &&
           memcmp(one->at, other->at, cursor_left(one)) == 0;
}

static const char *
tag_problem(const TagList *list, guint index)
{
    const Tag *tag = tag_list_at(list, index);
    Cursor value = tag->value;

    if (!cursor_more(&tag->text))
        return "nothing stands before a \";\"";
    if (!is_tag_name(tag->name))
        return "no tag: a tag is a name, \"=\" and a value";
    cursor_span(&value, is_value_octet);
    if (cursor_more(&value))
        return "a control octet in a value";
    for (guint i = 0; i < index; i++)
        if (is_same_name(&tag->name, &tag_list_at(list, i)->name))
            return "a tag given twice";
    return NULL;
}

const char *
tag_list_problem(const TagList *list, Cursor *where)
{
    for (guint i = 0; i < list->tags->len; i++) {
        const char *problem = tag_problem(list, i);

        if (problem && where)
            *where = tag_list_at(list, i)->text;
        if (problem)
            return problem;
    }
    if (list->cut && where)
        *where = tag_list_at(list, TAG_LIST_MAX - 1)->text;
    return list->cut ? "too many tags" : NULL;
}

/* --- looking into it --- */

const Tag *
tag_list_at(const TagList *list, guint index)
{
    g_assert(index < list->tags->len);
    return &g_array_index(list->tags, Tag, index);
}

bool
tag_list_has_version(const TagList *list, const char *version)
{
    g_autofree char *value = NULL;

    if (list->tags->len == 0 || !cursor_is(&tag_list_at(list, 0)->name, "v") ||
        (list->tags->len > 1 && tag_list_at(list, 1)->unseparated))
        return false;
    value = cursor_text(tag_list_at(list, 0)->value);
    return strcmp(value, version) == 0;
}

bool
tag_list_mentions_version(const TagList *list, const char *version)
{
    for (guint i = 0; i < list->tags->len; i++)
        if (cursor_begins(&tag_list_at(list, i)->value, version))
            return true;
    return false;
}

const Tag *
tag_list_find_exact(const TagList *list, const char *name)
{
    const Cursor wanted = cursor_over_text(name);

    for (guint i = 0; i < list->tags->len; i++)
        if (is_same_name(&tag_list_at(list, i)->name, &wanted))
            return tag_list_at(list, i);
    return NULL;
}

const Tag *
tag_list_find(const TagList *list, const char *name)
{
    for (guint i = 0; i < list->tags->len; i++)
        if (cursor_is(&tag_list_at(list, i)->name, name))
            return tag_list_at(list, i);
    return NULL;
}

bool
tag_list_is(const TagList *list, const char *name, const char *value)
{
    const Tag *tag = tag_list_find(list, name);

    return tag && cursor_is(&tag->value, value);
}

bool
tag_list_is_repeated(const TagList *list, guint index)
{
    g_autofree char *name = cursor_text(tag_list_at(list, index)->name);

    return tag_list_find(list, name) != tag_list_at(list, index);
}

bool
tag_next_part(Cursor *value, char separator, Cursor *part)
{
    bool more = cursor_split(value, separator, part);

    if (!more)
        *part = *value;
    cursor_trim(part, cursor_is_blank);
    return more;
}

bool
tag_has_word(const Tag *tag, const char *word)
{
    bool more = tag != NULL;
    Cursor value, part;

    if (tag)
        value = tag->value;
    while (more) {
        more = tag_next_part(&value, ':', &part);
        if (cursor_is(&part, word))
            return true;
    }
    return false;
}
