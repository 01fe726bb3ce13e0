/* SPDX-License-Identifier: ISC */
/* DMP's records: shared by the check (dmp.c) and the linter. */
#ifndef RECORDS_DMP_H
#define RECORDS_DMP_H

#include "records/scheme.h"

/* What the records at one name say together. Strings belong to it. */
typedef struct {
    bool allows, denies;
    char *record; /* the first of them; NULL: none is DMP's */
    char *other;  /* a "dmp=" that is neither; NULL: none */
} DmpWords;

/* Reads the TXT records of an answer. The caller clears what it returns. */
DmpWords dmp_read(const DnsAnswer *answer);
void dmp_words_clear(DmpWords *words);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DmpWords, dmp_words_clear)

/* "5.2.0.192.in-addr": what stands before "._smtp-client.DOMAIN" in the name that is asked. The
 * caller frees. */
char *dmp_client_labels(const IpAddress *client);

#endif
