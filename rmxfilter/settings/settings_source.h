/* SPDX-License-Identifier: ISC */
/* Where settings are written down: the files and the command line, collected as text, row by row of
 * the table of settings. What the text means is not looked at here. */
#ifndef SETTINGS_SOURCE_H
#define SETTINGS_SOURCE_H

#include "settings/settings.h"

/* One setting. */
typedef struct {
    const char *option;      /* NULL: in a file only */
    char letter;             /* 0: none */
    const char *group, *key; /* in a file; NULL: on the command line only */
    bool flag;               /* the option takes no value */
    bool adds;               /* repeatable: values are joined with semicolons */

    /* Takes the value, or says what is wrong with it; NULL: what it says is needed to find the
     * sources. */
    bool (*read)(Settings *settings, const char *value, GError **error);
} Setting;

/* Rows that code refers to, and their number. */
enum { SETTING_CONFIG, SETTING_TRUST, SETTING_SCHEMES, SETTINGS = 23 };

extern const Setting settings_table[SETTINGS];

/* A settings file, or the command line. */
typedef struct {
    char *path;             /* NULL: the command line */
    char *values[SETTINGS]; /* as text; NULL: it says nothing */
    GPtrArray *own_records; /* OwnRecord *: of its groups [record NAME]; never NULL */
} SettingsSource;

/* All sources, the one that wins, which is the command line, last. What is no option there is added
 * to operands (char *). NULL and *error on failure (see settings_new). The caller owns the array
 * (SettingsSource *). */
GPtrArray *settings_sources(int argc, char *const *argv, GPtrArray *operands, GError **error);

/* Sets *error to "PLACE: MESSAGE", problem's, as settings_new promises it, and frees problem. place
 * may be NULL. */
void settings_take_error(GError **error, const char *place, bool in_file, GError *problem);

#endif
