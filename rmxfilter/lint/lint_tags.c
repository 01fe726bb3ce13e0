/* SPDX-License-Identifier: ISC */
#include "lint/lint_tags.h"

#include <stdarg.h>

static const LintTagKind *
find_tag_kind(const LintTagKind *kinds, const Cursor *name)
{
    for (; kinds->name; kinds++)
        if (cursor_is(name, kinds->name))
            return kinds;
    return NULL;
}

/* Where a name that the table has stands behind a blank and before "=", it was meant to be a tag.
 */
static bool
has_tag_kind(const Cursor *name, const void *kinds)
{
    return find_tag_kind(kinds, name) != NULL;
}

LintTags *
lint_tags_read(Lint *lint, const char *owner, const GString *octets, const LintTagKind *kinds,
               const char *rule)
{
    LintTags *list = g_new0(LintTags, 1);

    list->lint = lint;
    list->owner = g_strdup(owner);
    list->rule = rule;
    list->text = cursor_text(cursor_over_string(octets));
    list->tags = tag_list_read_lenient(cursor_over_text(list->text), has_tag_kind, kinds);
    list->kinds = kinds;
    return list;
}

void
lint_tags_free(LintTags *list)
{
    if (!list)
        return;
    g_free(list->owner);
    g_free(list->text);
    tag_list_free(list->tags);
    g_free(list);
}

/* NULL: it is none of those that the tag may have. */
static const LintTagValue *
find_tag_value(const LintTagKind *kind, const Tag *tag)
{
    for (const LintTagValue *value = kind->values; value && value->word; value++)
        if (cursor_is(&tag->value, value->word))
            return value;
    return NULL;
}

/* NULL: nothing is known of it. */
static const char *
meaning_of_tag(const LintTagKind *kind, const Tag *tag)
{
    const LintTagValue *value = kind ? find_tag_value(kind, tag) : NULL;

    if (!kind)
        return NULL;
    return value && value->meaning ? value->meaning : kind->meaning;
}

LintRecord *
lint_tags_add(const LintTags *list)
{
    LintRecord *record = lint_add_record(list->lint, list->owner, DNS_TXT, g_strdup(list->text));

    for (guint i = 0; i < list->tags->tags->len; i++) {
        const Tag *tag = tag_list_at(list->tags, i);
        LintTerm *term =
            lint_add_term(record->terms, cursor_text(tag->text), cursor_offset(&tag->text));

        term->means = g_strdup(meaning_of_tag(find_tag_kind(list->kinds, &tag->name), tag));
    }
    return record;
}

/* --- findings --- */

static void
report_part(const LintTags *list, LintSeverity severity, Cursor part, const char *rule,
            const char *text)
{
    g_autofree char *words = cursor_text(part);

    lint_report_details(list->lint, severity,
                        &(LintDetails){ .name = list->owner,
                                        .rule = rule,
                                        .words = words,
                                        .offset = cursor_offset(&part),
                                        .record = list->text },
                        "%s", text);
}

void
lint_tags_report_rule(const LintTags *list, LintSeverity severity, Cursor part, const char *rule,
                      const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    report_part(list, severity, part, rule, text);
}

void
lint_tags_report_part(const LintTags *list, LintSeverity severity, Cursor part, const char *format,
                      ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    report_part(list, severity, part, list->rule, text);
}

void
lint_tags_report(const LintTags *list, LintSeverity severity, const Tag *tag, const char *format,
                 ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    lint_tags_report_part(list, severity, tag->text, "%s", text);
}

/* "r, s". The caller frees. */
static char *
known_values(const LintTagKind *kind)
{
    GString *text = g_string_new(NULL);

    for (const LintTagValue *value = kind->values; value->word; value++)
        g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", value->word);
    return g_string_free(text, FALSE);
}

static void
check_tag_value(const LintTags *list, const LintTagKind *kind, const Tag *tag)
{
    g_autofree char *known = NULL;

    if (!kind->values || find_tag_value(kind, tag))
        return;
    known = known_values(kind);
    if (kind->unset)
        lint_tags_report(list, LINT_WARNING, tag, "unknown value: %s counts; known: %s",
                         kind->unset, known);
    else
        lint_tags_report(list, LINT_ERROR, tag, "unknown value; known: %s", known);
}

static void
check_tag(const LintTags *list, guint index)
{
    const Tag *tag = tag_list_at(list->tags, index);
    const LintTagKind *kind = find_tag_kind(list->kinds, &tag->name);

    if (tag->unseparated)
        lint_tags_report(list, LINT_ERROR, tag, "\";\" is missing before it");
    if (!cursor_more(&tag->text))
        lint_tags_report(list, LINT_WARNING, tag, "nothing stands before this \";\"");
    else if (!cursor_more(&tag->name))
        lint_tags_report(list, LINT_ERROR, tag, "no tag: a tag is a name, \"=\" and a value");
    else if (tag_list_is_repeated(list->tags, index))
        lint_tags_report(list, LINT_ERROR, tag, "given twice");
    else if (!kind)
        lint_tags_report(list, LINT_WARNING, tag, "unknown tag: nobody looks at it");
    else
        check_tag_value(list, kind, tag);
}

void
lint_tags_check(const LintTags *list)
{
    for (guint i = 0; i < list->tags->tags->len; i++)
        check_tag(list, i);
}
