/* SPDX-License-Identifier: ISC */
/* Records that the user keeps for domains of others, in the settings: which of them is meant for a
 * domain. That they are in order was seen when the settings were read. */
#ifndef RECORDS_OWN_RECORD_H
#define RECORDS_OWN_RECORD_H

#include "mime/destroy.h"
#include "records/scheme.h"

typedef struct {
    char *domain; /* as mail_domain writes it */
    bool below;   /* for its subdomains, not for itself */
    bool always;  /* also where the domain publishes something */
    const Scheme *scheme;
    char *text;
} OwnRecord;

OwnRecord *own_record_new(const char *domain, bool below, const Scheme *scheme, const char *text);
void own_record_free(OwnRecord *record);
DESTROY_NOTIFY(own_record_free)

/* The record among records (OwnRecord *; NULL: there are none) that is meant for a domain under the
 * scheme of this name: the domain's own before its parents', nearer parents before others, later
 * ones before earlier ones. NULL: none. Lent. */
const OwnRecord *own_record_find(const GPtrArray *records, const char *scheme, const char *domain);

#endif
