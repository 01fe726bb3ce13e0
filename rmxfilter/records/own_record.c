/* SPDX-License-Identifier: ISC */
/* A list in the order of the settings, walked from its beginning: there are few. */
#include "records/own_record.h"

#include "dns/name.h"

#include <string.h>

OwnRecord *
own_record_new(const char *domain, bool below, const Scheme *scheme, const char *text)
{
    OwnRecord *record = g_new0(OwnRecord, 1);

    g_assert(scheme->check_text); /* others leave records of the user's alone */
    record->domain = g_strdup(domain);
    record->below = below;
    record->scheme = scheme;
    record->text = g_strdup(text);
    return record;
}

void
own_record_free(OwnRecord *record)
{
    g_free(record->domain);
    g_free(record->text);
    g_free(record);
}

static bool
is_meant_for(const OwnRecord *record, const char *scheme, const char *domain)
{
    bool same = g_ascii_strcasecmp(record->domain, domain) == 0;

    return strcmp(record->scheme->name, scheme) == 0 && record->below != same &&
           domain_within(domain, record->domain);
}

/* An exact name is always the longest. */
const OwnRecord *
own_record_find(const GPtrArray *records, const char *scheme, const char *domain)
{
    g_autofree char *name = domain_text(domain);
    const OwnRecord *best = NULL;

    for (guint i = 0; records && i < records->len; i++) {
        const OwnRecord *record = records->pdata[i];

        if (is_meant_for(record, scheme, name) &&
            (!best || strlen(record->domain) >= strlen(best->domain)))
            best = record;
    }
    return best;
}
