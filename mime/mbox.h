/* SPDX-License-Identifier: ISC */
/* Counts the messages of an mbox (RFC 4155), which comes in pieces: those that begin behind an
 * empty line with "From ", a word, and a date as asctime(3) writes it. Text that only begins with
 * "From " does not count. No message is read. */
#ifndef MIME_MBOX_H
#define MIME_MBOX_H

#include <stdbool.h>
#include <stddef.h>

#define MBOX_LINE_MAX 512 /* octets of a line that are looked at */

/* Whether a line (len octets, its end left out) is such a "From " line. */
bool mbox_is_from_line(const char *line, size_t len);

/* All zero to begin with. */
typedef struct {
    size_t messages;
    bool inside; /* something came already: the first line needs no empty one above */
    bool filled; /* the line before was not empty */
    size_t len;  /* of the line so far, MBOX_LINE_MAX at most */
    char line[MBOX_LINE_MAX];
} MboxCount;

/* Takes in the next len octets. A last line without an end does not count. */
void mbox_count(MboxCount *count, const char *octets, size_t len);

#endif
