/* SPDX-License-Identifier: ISC */
/* A ";" that is missing is put where it was meant, and reported: all else about the record can be
 * judged then. Where a name that the table has stands behind a blank and before "=", it was meant
 * to be a tag. */
#include "lint/tag_list.h"

#include <stdarg.h>
#include <string.h>

/* A record of 64 KiB could hold thousands. */
#define TAGS_MAX 200

static bool
is_tag_name_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '_';
}

static const TagKind *
find_tag_kind(const TagKind *kinds, const Cursor *name)
{
    for (; kinds->name; kinds++)
        if (cursor_is(name, kinds->name))
            return kinds;
    return NULL;
}

/* --- reading --- */

/* Takes what stands before a tag that has no ";" before it. False, and nothing taken: there is no
 * such tag. */
static bool
split_unseparated(Cursor *value, const TagKind *kinds, Cursor *before)
{
    Cursor c = *value;

    while (cursor_more(&c)) {
        Cursor tag, name;

        cursor_span_until(&c, cursor_is_blank);
        cursor_span(&c, cursor_is_blank);
        tag = c;
        cursor_span(&c, is_tag_name_octet);
        name = cursor_since(&c, tag.at);
        cursor_span(&c, cursor_is_blank);
        /* "AAAA p=" and "AAAA p==" are the end of a key in base64 */
        if (cursor_peek(&c) != '=' || cursor_left(&c) < 2 || cursor_peek_at(&c, 1) == '=' ||
            !find_tag_kind(kinds, &name))
            continue;
        *before = cursor_since(&tag, value->at);
        *value = tag;
        return true;
    }
    return false;
}

/* text: all of the tag; value: what is behind its "=". */
static void
add_tag(TagList *list, Cursor name, Cursor value, Cursor text, const TagKind *kinds,
        bool unseparated)
{
    Tag tag = { .name = name, .value = value, .text = text, .unseparated = unseparated };

    cursor_trim(&tag.name, cursor_is_blank);
    cursor_trim(&tag.value, cursor_is_blank);
    cursor_trim(&tag.text, cursor_is_blank);
    tag.offset = cursor_offset(&tag.text);
    tag.kind = find_tag_kind(kinds, &tag.name);
    g_array_append_val(list->tags, tag);
}

/* What stands between two ";": one tag, or several without ";". */
static void
read_piece(TagList *list, Cursor piece, const TagKind *kinds)
{
    bool unseparated = false, more = true;

    while (more && list->tags->len < TAGS_MAX) {
        Cursor c = piece, name, value, text = piece;

        if (!cursor_split(&c, '=', &name)) { /* no "=": no name, all of it a value */
            name = cursor_since(&c, c.at);
            add_tag(list, name, piece, piece, kinds, unseparated);
            return;
        }
        more = split_unseparated(&c, kinds, &value);
        if (more)
            text = cursor_since(&c, piece.at);
        else
            value = c;
        add_tag(list, name, value, text, kinds, unseparated);
        piece = c;
        unseparated = true;
    }
}

TagList *
tag_list_read(Lint *lint, const char *owner, const GString *octets, const TagKind *kinds,
              const char *rule)
{
    TagList *list = g_new0(TagList, 1);
    Cursor c, piece;

    list->lint = lint;
    list->owner = g_strdup(owner);
    list->rule = rule;
    list->text = cursor_text(cursor_over(octets->str, octets->len));
    list->tags = g_array_new(FALSE, FALSE, sizeof(Tag));
    c = cursor_over_text(list->text);
    while (cursor_split(&c, ';', &piece))
        read_piece(list, piece, kinds);
    cursor_span(&c, cursor_is_blank);
    if (cursor_more(&c))
        read_piece(list, c, kinds);
    return list;
}

void
tag_list_free(TagList *list)
{
    if (!list)
        return;
    g_free(list->owner);
    g_free(list->text);
    g_array_unref(list->tags);
    g_free(list);
}

/* --- looking into it --- */

static const Tag *
tag_at(const TagList *list, guint index)
{
    return &g_array_index(list->tags, Tag, index);
}

bool
tag_list_has_version(const TagList *list, const char *version)
{
    g_autofree char *value = NULL;

    if (list->tags->len == 0 || !cursor_is(&tag_at(list, 0)->name, "v") ||
        (list->tags->len > 1 && tag_at(list, 1)->unseparated))
        return false;
    value = cursor_text(tag_at(list, 0)->value);
    return strcmp(value, version) == 0;
}

bool
tag_list_mentions_version(const TagList *list, const char *version)
{
    for (guint i = 0; i < list->tags->len; i++)
        if (cursor_begins(&tag_at(list, i)->value, version))
            return true;
    return false;
}

const Tag *
tag_list_find(const TagList *list, const char *name)
{
    for (guint i = 0; i < list->tags->len; i++)
        if (cursor_is(&tag_at(list, i)->name, name))
            return tag_at(list, i);
    return NULL;
}

bool
tag_list_is(const TagList *list, const char *name, const char *value)
{
    const Tag *tag = tag_list_find(list, name);

    return tag && cursor_is(&tag->value, value);
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

LintRecord *
tag_list_add(const TagList *list)
{
    LintRecord *record = lint_add_record(list->lint, list->owner, DNS_TXT, g_strdup(list->text));

    for (guint i = 0; i < list->tags->len; i++) {
        const Tag *tag = tag_at(list, i);
        LintTerm *term = lint_add_term(record->terms, cursor_text(tag->text), tag->offset);

        term->means = tag->kind ? g_strdup(tag->kind->meaning) : NULL;
    }
    return record;
}

/* --- findings --- */

void
tag_list_report_part(const TagList *list, LintSeverity severity, Cursor part, const char *format,
                     ...)
{
    g_autofree char *words = cursor_text(part);
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    lint_report_details(list->lint, severity,
                        &(LintDetails){ .name = list->owner,
                                        .rule = list->rule,
                                        .words = words,
                                        .offset = cursor_offset(&part),
                                        .record = list->text },
                        "%s", text);
}

void
tag_list_report(const TagList *list, LintSeverity severity, const Tag *tag, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    tag_list_report_part(list, severity, tag->text, "%s", text);
}

static bool
is_known_value(const Tag *tag)
{
    if (!tag->kind->values)
        return true;
    for (const char *const *value = tag->kind->values; *value; value++)
        if (cursor_is(&tag->value, *value))
            return true;
    return false;
}

/* "r, s". The caller frees. */
static char *
known_values(const TagKind *kind)
{
    GString *text = g_string_new(NULL);

    for (const char *const *value = kind->values; *value; value++)
        g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", *value);
    return g_string_free(text, FALSE);
}

static void
check_tag_value(const TagList *list, const Tag *tag)
{
    g_autofree char *known = NULL;

    if (is_known_value(tag))
        return;
    known = known_values(tag->kind);
    if (tag->kind->unset)
        tag_list_report(list, LINT_WARNING, tag, "unknown value: %s counts; known: %s",
                        tag->kind->unset, known);
    else
        tag_list_report(list, LINT_ERROR, tag, "unknown value; known: %s", known);
}

static bool
is_tag_repeated(const TagList *list, guint index)
{
    g_autofree char *name = cursor_text(tag_at(list, index)->name);

    return tag_list_find(list, name) != tag_at(list, index);
}

static void
check_tag(const TagList *list, guint index)
{
    const Tag *tag = tag_at(list, index);

    if (tag->unseparated)
        tag_list_report(list, LINT_ERROR, tag, "\";\" is missing before it");
    if (!cursor_more(&tag->text))
        tag_list_report(list, LINT_WARNING, tag, "nothing stands before this \";\"");
    else if (!cursor_more(&tag->name))
        tag_list_report(list, LINT_ERROR, tag, "no tag: a tag is a name, \"=\" and a value");
    else if (is_tag_repeated(list, index))
        tag_list_report(list, LINT_ERROR, tag, "given twice");
    else if (!tag->kind)
        tag_list_report(list, LINT_WARNING, tag, "unknown tag: nobody looks at it");
    else
        check_tag_value(list, tag);
}

void
tag_list_check(const TagList *list)
{
    for (guint i = 0; i < list->tags->len; i++)
        check_tag(list, i);
}
