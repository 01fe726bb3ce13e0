/* SPDX-License-Identifier: ISC */
/* A header block cut into its parts, octet for octet: every octet belongs to exactly one part, so
 * what is put together from the parts is what came in. Plain C without GLib: the guard, which must
 * not abort when memory ends, reads by it too. Sources: RFC 5322 sections 2.2 and 4.5.8, and the
 * "From " line of RFC 4155. */
#ifndef MIME_HEADER_H
#define MIME_HEADER_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    HEADER_FIELD, /* name, colon, value, with its continuation lines */
    HEADER_JUNK,  /* a line that is neither field nor continuation, with continuation lines */
    HEADER_END,   /* the empty line; or, of length 0, the end of a message without one */
    HEADER_MORE,  /* where the part ends cannot be said yet */
} HeaderKind;

/* Offsets count octets from the start of the message. */
typedef struct {
    HeaderKind kind;
    size_t at, len;  /* the whole part, line endings included; len 0: HEADER_MORE, or no end */
    size_t name_len; /* HEADER_FIELD: of the name, which stands at at, blanks left out */
    size_t value_at,
        value_len; /* HEADER_FIELD: what follows the colon, the last line ending left out */
} HeaderPart;

/* What is known of a message's header block; lent. */
typedef struct {
    const char *octets; /* from the start of the message */
    size_t len;
    bool cut; /* it goes on behind them: there was no room for all of it */
} HeaderBlock;

/* Length of the mbox "From " line that a message begins with, and of ">From " lines right below it,
 * line endings included; 0: there is none. Looks at len octets from the start of the message. */
size_t header_from_line(const char *octets, size_t len);

/* The part that begins at offset at (0, behind the "From " line, or where an earlier part ended),
 * looking at len octets. whole: nothing comes behind them, so that the answer is never HEADER_MORE.
 */
HeaderPart header_part(const char *octets, size_t len, size_t at, bool whole);

/* Control octets that some readers drop, or take for blanks: all but tab and LF. maildrop drops CR,
 * others NUL. */
bool header_octet_drops(unsigned char octet);

/* Whether a part begins with this word, be it a field or not. ASCII case is ignored, and so are the
 * octets that drop. Of a part with HEADER_MORE and a length that much is known: true also where
 * only the rest could say, if the word has begun. */
bool header_part_begins(const char *octets, const HeaderPart *part, const char *word);

/* Where the value begins if the part is read as a field by the most lenient of readers: its name is
 * name (or, prefix, begins with it), likewise without case and octets that drop; blanks, folds and
 * such octets may stand before the colon. 0: it is no such field. The end of the part, and no colon
 * before it, where only the name and blanks are there; or, with HEADER_MORE, may be. */
size_t header_part_value(const char *octets, const HeaderPart *part, const char *name, bool prefix);

#endif
