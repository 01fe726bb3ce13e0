/* SPDX-License-Identifier: ISC */
/* The groups of a settings file that are records of the user's own: [record NAME] for a domain,
 * [record *.NAME] for its subdomains. */
#ifndef SETTINGS_RECORD_H
#define SETTINGS_RECORD_H

#include <glib.h>
#include <stdbool.h>

/* An array that owns records of the user's own (OwnRecord *). The caller owns it. */
GPtrArray *settings_records_new(void);

/* True where the group is one of these. */
bool settings_record_is(const char *group);

/* Adds the group's records (OwnRecord *) to records. False, and *error without the file's name,
 * where something in it is wrong. */
bool settings_record_take(GKeyFile *file, const char *group, GPtrArray *records, GError **error);

#endif
