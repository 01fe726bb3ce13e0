/* SPDX-License-Identifier: ISC */
/* Lists of tags, "v=1; a=rsa-sha256; ..." (RFC 6376 section 3.2): signatures, their keys, and the
 * records of DMARC, MTA-STS and TLS-RPT. Only the form is read here. What the tags mean, and what
 * follows from a list that is not well formed, is for who asks. */
#ifndef MIME_TAG_LIST_H
#define MIME_TAG_LIST_H

#include "mime/cursor.h"

/* Tags of a list that are read: a text of 64 KiB could hold thousands. */
#define TAG_LIST_MAX 200

/* Cursors are slices of the text, without blanks at both ends; their offsets are those of the text.
 */
typedef struct {
    Cursor text; /* all of it: "p=none" */
    Cursor name; /* empty where there is no "=" */
    Cursor value;
    bool unseparated; /* no ";" stands before it, only a blank: strict readers take it for a part of
                         the value before */
} Tag;

typedef struct {
    GArray *tags; /* Tag, in the order of the text */
    bool cut;     /* more than TAG_LIST_MAX stand there */
} TagList;

/* True where a tag of this name was meant to stand here. */
typedef bool (*TagIsKnown)(const Cursor *name, const void *data);

/* Reads a list as it stands: tags are what is between two ";". The text must outlive the list. The
 * caller owns the list. */
TagList *tag_list_read(Cursor text);

/* The same for a reader who wants to know what was meant: where a ";" is missing before a tag that
 * is_known knows, the list is read as if it were there. */
TagList *tag_list_read_lenient(Cursor text, TagIsKnown is_known, const void *data);

void tag_list_free(TagList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TagList, tag_list_free)

/* What is wrong with the form of the list, a literal; NULL: nothing, and no name stands twice.
 * *where, if not NULL, is then the first place of it. Octets outside ASCII are allowed (RFC 8616
 * section 3). */
const char *tag_list_problem(const TagList *list, Cursor *where);

/* The tag at index, which must be below list->tags->len. Lent. */
const Tag *tag_list_at(const TagList *list, guint index);

/* The first tag of this name, in this very case (section 3.2) or, lenient, in any case; NULL: there
 * is none. Lent. */
const Tag *tag_list_find_exact(const TagList *list, const char *name);
const Tag *tag_list_find(const TagList *list, const char *name);

/* True where there is such a tag with this value, both in any case. */
bool tag_list_is(const TagList *list, const char *name, const char *value);

/* True where an earlier tag has the name of the one at index, in any case. */
bool tag_list_is_repeated(const TagList *list, guint index);

/* True where the list begins with the tag v of this very value (in this case of letters). */
bool tag_list_has_version(const TagList *list, const char *version);

/* The same as readers who forgive would have it: in any case of letters, anywhere, and without ";".
 * What was meant to be such a list, although it may be none. */
bool tag_list_mentions_version(const TagList *list, const char *version);

/* Takes the next part of a value, up to and with the separator or up to the end, and gives it
 * without blanks at both ends. False: it was the last one. An empty value has one empty part. */
bool tag_next_part(Cursor *value, char separator, Cursor *part);

/* True where one of the parts of the tag's value between colons is this word, in any case; tag may
 * be NULL, and then has none. */
bool tag_has_word(const Tag *tag, const char *word);

#endif
