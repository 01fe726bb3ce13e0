/* SPDX-License-Identifier: ISC */
/* A DMARC record: text in, what it asks for out (RFC 9989 section 4.7). Records after RFC 7489 read
 * alike: the tags that it had more (pct, rf, ri) are not looked at. */
#ifndef AUTHOR_DMARC_RECORD_H
#define AUTHOR_DMARC_RECORD_H

#include "author/policy_wish.h"
#include "mime/tag_list.h"

#define DMARC_VERSION "DMARC1"

/* The tag psd. */
typedef enum {
    DMARC_PSD_UNKNOWN, /* u, the default */
    DMARC_PSD_YES,     /* others register domains below this one */
    DMARC_PSD_NO,      /* it is the organizational domain of all below */
} DmarcPsd;

/* A tag that says what is wished. */
typedef struct {
    bool given; /* with a value that is known */
    PolicyWish wish;
} DmarcWish;

typedef struct {
    bool usable;         /* false: nothing is done by it (RFC 9989 section 4.10.1) */
    const char *problem; /* why its policy cannot be read, a literal; where it is usable all the
                            same, it asks for nothing but reports: p=none. The other tags count in
                            both cases. NULL: it can be read */
    DmarcWish p, sp, np;
    DmarcPsd psd;
    bool strict_spf;  /* aspf=s */
    bool strict_dkim; /* adkim=s */
    bool testing;     /* t=y */
} DmarcRecord;

/* False, and nothing read, where the text is no DMARC record: it does not begin with "v=DMARC1". */
bool dmarc_record_parse(Cursor text, DmarcRecord *record);

/* The same of a list that was read already, also leniently. */
bool dmarc_record_read(const TagList *tags, DmarcRecord *record);

/* Reads the tag p, sp or np of a list. False where it is there, and says nothing that is known. */
bool dmarc_wish_read(const TagList *tags, const char *name, DmarcWish *wish);

/* What holds for a domain, without t=y: "p" where the record is its own, else "np" where the domain
 * does not exist, else "sp"; a tag that is not given leaves it to the next one (np, sp, p). *tag is
 * the one that decided. None where the record
 * has a problem. */
PolicyWish dmarc_record_wish(const DmarcRecord *record, bool own, bool exists, const char **tag);

#endif
