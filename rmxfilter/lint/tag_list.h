/* SPDX-License-Identifier: ISC */
/* Records made of tags, "v=DMARC1; p=none; ..." (RFC 6376 section 3.2): read into tags, and what
 * can be wrong with all of them alike. What the tags mean is for the linter of each record. */
#ifndef LINT_TAG_LIST_H
#define LINT_TAG_LIST_H

#include "lint/lint.h"

/* A tag that a record may have. The last row of a table has no name. */
typedef struct {
    const char *name;
    const char *const *values; /* the only ones, in any case; the last is NULL; NULL: any text */
    const char *unset;   /* what holds where the value is none of them: "the default, r,"; NULL:
                            that is an error of the whole record */
    const char *meaning; /* for people, a noun phrase; NULL: the name says it */
} TagKind;

/* Cursors are slices of the record's text, without blanks at both ends. */
typedef struct {
    Cursor text; /* all of it: "p=none" */
    Cursor name; /* empty where there is no "=" */
    Cursor value;
    size_t offset;       /* of the text in the record, in octets */
    bool unseparated;    /* no ";" stands before it, only a blank: readers take it for a part of the
                            value before */
    const TagKind *kind; /* NULL: no row of the table has this name */
} Tag;

/* A record that was read, where it stands, and whom to report to. */
typedef struct {
    Lint *lint;       /* lent */
    char *owner;      /* the name at which it was found */
    const char *rule; /* a literal: the section with the grammar */
    char *text;       /* of the whole record, NULs as '?' */
    GArray *tags;     /* Tag, in order: slices of the text */
} TagList;

/* Reads a record. kinds must outlive the list, which the caller owns. */
TagList *tag_list_read(Lint *lint, const char *owner, const GString *octets, const TagKind *kinds,
                       const char *rule);
void tag_list_free(TagList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TagList, tag_list_free)
DESTROY_NOTIFY(tag_list_free)

/* True where the record begins with the tag v of this very value (in this case of letters). */
bool tag_list_has_version(const TagList *list, const char *version);

/* The same as readers who forgive would have it: in any case of letters, anywhere, and without ";".
 * What was meant to be a record, although it may be none. */
bool tag_list_mentions_version(const TagList *list, const char *version);

/* The first tag of this name, in any case; NULL: there is none. Lent. */
const Tag *tag_list_find(const TagList *list, const char *name);

/* True where there is such a tag with this value, in any case. */
bool tag_list_is(const TagList *list, const char *name, const char *value);

/* Takes the next part of a value, up to and with the separator or up to the end, and gives it
 * without blanks at both ends. False: it was the last one. An empty value has one empty part. */
bool tag_next_part(Cursor *value, char separator, Cursor *part);

/* Adds the record to the lint, with its tags as terms. Lent. */
LintRecord *tag_list_add(const TagList *list);

/* Reports what is wrong with the form of the list, tags that the table does not have or that stand
 * twice, and values that it does not know. */
void tag_list_check(const TagList *list);

/* Reports a finding about a tag, or about a part of its value that begins at a place in it. */
void tag_list_report(const TagList *list, LintSeverity severity, const Tag *tag, const char *format,
                     ...) G_GNUC_PRINTF(4, 5);
void tag_list_report_part(const TagList *list, LintSeverity severity, Cursor part,
                          const char *format, ...) G_GNUC_PRINTF(4, 5);

#endif
