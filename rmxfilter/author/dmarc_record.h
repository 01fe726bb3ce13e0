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
    const char *problem; /* why no policy can be read from it, a literal; the other tags count all
                            the same; NULL: it can */
    DmarcWish p, sp, np; /* p is always given where there is no problem */
    DmarcPsd psd;
    bool strict_spf;  /* aspf=s */
    bool strict_dkim; /* adkim=s */
    bool testing;     /* t=y */
} DmarcRecord;

/* False, and nothing read, where the text is no DMARC record: it does not begin with "v=DMARC1". */
bool dmarc_record_parse(Cursor text, DmarcRecord *record);

/* The same of a list that was read already, also leniently. */
bool dmarc_record_read(const TagList *tags, DmarcRecord *record);

/* What holds for a domain, without t=y: "p" where the record is its own, else "np" where the domain
 * does not exist, else "sp"; a tag that is not given leaves it to the next one (np, sp, p). *tag is
 * the one that decided. None where the record has a problem. */
PolicyWish dmarc_record_wish(const DmarcRecord *record, bool own, bool exists, const char **tag);

#endif
