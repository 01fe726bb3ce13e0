/* SPDX-License-Identifier: ISC */
/* Records made of tags, "v=DMARC1; p=none; ..." (RFC 6376 section 3.2): what can be wrong with all
 * of them alike. What the tags mean is for the linter of each record. */
#ifndef LINT_LINT_TAGS_H
#define LINT_LINT_TAGS_H

#include "lint/lint.h"
#include "mime/tag_list.h"

/* A value that a tag may have. The last row of a table has no word. */
typedef struct {
    const char *word;    /* in any case */
    const char *meaning; /* of the tag with it, for people; NULL: the tag's own says it */
} LintTagValue;

/* A tag that a record may have. The last row of a table has no name. */
typedef struct {
    const char *name;
    const LintTagValue *values; /* the only ones; NULL: any text */
    const char *unset;   /* what holds where the value is none of them: "the default, r,"; NULL:
                            that is an error of the whole record */
    const char *meaning; /* for people, a noun phrase; NULL: the name says it */
} LintTagKind;

/* A record that was read, where it stands, and whom to report to. */
typedef struct {
    Lint *lint;               /* lent */
    char *owner;              /* the name at which it was found */
    const char *rule;         /* a literal: the section with the grammar */
    char *text;               /* of the whole record, NULs as '?' */
    TagList *tags;            /* slices of the text */
    const LintTagKind *kinds; /* lent */
} LintTags;

/* Reads a record. kinds must outlive the result, which the caller owns. A ";" that is missing is
 * put where it was meant, and reported: all else about the record can be judged then. */
LintTags *lint_tags_read(Lint *lint, const char *owner, const GString *octets,
                         const LintTagKind *kinds, const char *rule);
void lint_tags_free(LintTags *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LintTags, lint_tags_free)
DESTROY_NOTIFY(lint_tags_free)

/* Adds the record to the lint, with its tags as terms. Lent. */
LintRecord *lint_tags_add(const LintTags *list);

/* Reports what is wrong with the form of the list, tags that the table does not have or that stand
 * twice, and values that it does not know. */
void lint_tags_check(const LintTags *list);

/* Reports a finding about a tag, or about a part of its value that begins at a place in it. */
void lint_tags_report(const LintTags *list, LintSeverity severity, const Tag *tag,
                      const char *format, ...) G_GNUC_PRINTF(4, 5);
void lint_tags_report_part(const LintTags *list, LintSeverity severity, Cursor part,
                           const char *format, ...) G_GNUC_PRINTF(4, 5);

/* Likewise by a rule, a literal, that stands elsewhere than the grammar. */
void lint_tags_report_rule(const LintTags *list, LintSeverity severity, Cursor part,
                           const char *rule, const char *format, ...) G_GNUC_PRINTF(5, 6);

#endif
