/* SPDX-License-Identifier: ISC */
/* Splits a master file into entries and words: comments, parentheses and quotes are read here (RFC
 * 1035 section 5.1), the meaning of the words in zone_read.c. */
#ifndef DNS_ZONE_SCAN_H
#define DNS_ZONE_SCAN_H

#include "mime/cursor.h"

/* A word with its escapes still in it; lent from the text. */
typedef struct {
    const char *text;
    size_t len;
    bool quoted; /* stood in quotes, which are left out */
} ZoneWord;

typedef struct {
    Cursor c;              /* over the text */
    unsigned line;         /* where the cursor is, from 1 */
    GArray *words;         /* ZoneWord, of the last entry */
    unsigned entry_line;   /* where it began; after a problem, the line with the problem */
    bool begins_in_column; /* false: blanks came first, the owner is the last one */
} ZoneScan;

void zone_scan_init(ZoneScan *scan, const char *text, size_t len);
void zone_scan_clear(ZoneScan *scan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ZoneScan, zone_scan_clear)

/* Reads the next entry that has words. False at the end, or after a problem (c.problem). */
bool zone_scan_next(ZoneScan *scan);

/* Takes one octet of a word: as it stands, or "\X", or "\DDD" in decimal, which are *escaped. */
int zone_scan_octet(Cursor *c, bool *escaped);

/* The word as it stands, for messages and for words that cannot hold escapes. The caller frees. */
char *zone_word_text(const ZoneWord *word);

#endif
