/* SPDX-License-Identifier: ISC */
/* Where settings are written down: the files and the command line, collected as text, row by row of
 * the table of settings. What the text means is not looked at here. */
#ifndef SETTINGS_SOURCE_H
#define SETTINGS_SOURCE_H

#include "settings/settings.h"
#include "settings/settings_file.h"
#include "settings/settings_table.h"

/* A settings file, or the command line. */
typedef struct {
    char *path;             /* NULL: the command line */
    char *values[SETTINGS]; /* as text; NULL: it says nothing */
    GPtrArray *own_records; /* OwnRecord *: of its groups [record NAME]; never NULL */
    SettingsFile *file;     /* NULL: the command line, or not there, or not readable */
    GPtrArray *problems;    /* GError *: what is wrong with the file; never NULL */
} SettingsSource;

/* All sources that are looked for, the one that wins, which is the command line, last; also those
 * that are not there or have problems. What is no option on the command line is added to operands
 * (char *). NULL and *error where that is wrong. The caller owns the array (SettingsSource *). */
GPtrArray *settings_sources_found(int argc, char *const *argv, GPtrArray *operands, GError **error);

/* The same; NULL and the first problem in *error (see settings_new) where a file has one, too. */
GPtrArray *settings_sources(int argc, char *const *argv, GPtrArray *operands, GError **error);

/* The paths of the user's own usual files (char *), in the order in which they are read: the last
 * one wins. They need not be there. The caller owns the array. */
GPtrArray *settings_user_files(void);

/* Hands the source's value of a row of the table, if it has one, to the row's reader. False, and
 * *error with its place, where the value is wrong. */
bool settings_take_value(Settings *settings, const SettingsSource *source, size_t row,
                         GError **error);

/* Moves the source's own records behind those that settings has. */
void settings_adopt_records(Settings *settings, SettingsSource *source);

/* False, and *error, where the operands are none that the command takes, or it lacks one of the
 * settings, or has no use for it. */
bool settings_check_use(Command command, const Settings *settings, const GPtrArray *operands,
                        GError **error);

/* Sets *error to "PLACE: MESSAGE", problem's, as settings_new promises it, and frees problem. place
 * may be NULL. */
void settings_take_error(GError **error, const char *place, bool in_file, GError *problem);

#endif
