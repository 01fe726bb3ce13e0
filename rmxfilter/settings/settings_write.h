/* SPDX-License-Identifier: ISC */
/* Writes the user's settings file, and no other's: whole or not at all, with a backup beside it.
 * Owner, rights and access lists stay; a link to the file stays a link. What the new text is
 * settings_edit.c decides. */
#ifndef SETTINGS_WRITE_H
#define SETTINGS_WRITE_H

#include "settings/settings_edit.h"

#include <stdbool.h>
#include <sys/stat.h>

/* A change that is not written yet. All belongs to it. */
typedef struct {
    char *path; /* of the file itself, where links lead */
    SettingsEdit *edit;
    bool exists;       /* false: the file is made */
    struct stat state; /* of the file when it was read */
} SettingsChange;

/* The user's file that trust entries belong into: config (-c) where it is not NULL; else that one
 * of the usual two that has [relays] trust= or, if none has, the last one that is there or, if none
 * is, the first. NULL: neither HOME nor XDG_CONFIG_HOME says where it is. The caller frees. */
char *settings_write_path(const char *config);

/* Reads the file at path, which may be missing, and adds the entries (settings_edit_trust). NULL
 * and *error where it cannot be read, is not the user's own, or the entries cannot be added.
 * Nothing is written. The caller owns the change. */
SettingsChange *settings_change_new(const char *path, const char *const *entries, GError **error);
void settings_change_free(SettingsChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SettingsChange, settings_change_free)

/* Writes it: a backup first ("PATH.bak", "PATH.bak2", …, none that is there is touched; its name is
 * *backup, NULL where there was no file, which the caller frees), then a new file beside, which
 * takes the place of the old one in one step, and is read again. False and *error: the file is as
 * it was, unless the error says otherwise. Folders that are missing are made for the user alone. */
bool settings_change_write(const SettingsChange *change, char **backup, GError **error);

#endif
