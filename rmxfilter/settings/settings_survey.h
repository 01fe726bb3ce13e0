/* SPDX-License-Identifier: ISC */
/* Settings as somebody looks at them who wants to know why they are so: which files were looked
 * for, where each value comes from, and all that is wrong, not the first of it. */
#ifndef SETTINGS_SURVEY_H
#define SETTINGS_SURVEY_H

#include "settings/settings.h"

typedef enum { SETTINGS_FILE_READ, SETTINGS_FILE_ABSENT, SETTINGS_FILE_REFUSED } SettingsFileState;

typedef struct {
    char *path;
    SettingsFileState state;
} SettingsFileSeen;

typedef struct {
    char *name;   /* "[relays] trust", "--zone", "[record bank.example] spf" */
    char *value;  /* as it was written; "": none */
    char *origin; /* "PATH:LINE", "command line", "default" */
} SettingsValue;

typedef struct {
    GPtrArray *files;    /* SettingsFileSeen *, in the order in which they are read */
    GPtrArray *values;   /* SettingsValue *: those that hold, in the order of the manual */
    GPtrArray *problems; /* char *: what is wrong in the files, for people */
    Settings *settings;  /* made of all that is not wrong */
} SettingsSurvey;

/* Looks at all sources. NULL and *error where the command line is wrong. The caller owns the
 * survey.
 */
SettingsSurvey *settings_survey(Command command, int argc, char *const *argv, GError **error);
void settings_survey_free(SettingsSurvey *survey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SettingsSurvey, settings_survey_free)

#endif
