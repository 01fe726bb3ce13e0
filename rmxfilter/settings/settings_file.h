/* SPDX-License-Identifier: ISC */
/* One settings file as a GLib key file. What GKeyFile takes in silence, a key given twice, is an
 * error here, and what it refuses is told with its line. Which groups and keys there are, and what
 * they mean, is settings.c's business. */
#ifndef SETTINGS_FILE_H
#define SETTINGS_FILE_H

#include <glib.h>
#include <stdbool.h>

/* Longest settings file, in octets. */
#define SETTINGS_FILE_MAX (1 << 20)

typedef struct {
    GKeyFile *keys;
    GHashTable *lines; /* where each key stands: see settings_file_line */
} SettingsFile;

void settings_file_free(SettingsFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SettingsFile, settings_file_free)

/* Reads the file at path. Where there is none, true and *file NULL, unless it is required. False,
 * and *error ("PATH:LINE: what is wrong"), where it cannot be read, somebody else may write it
 * (settings_open), or it is no key file. The caller frees *file. */
bool settings_file_read(const char *path, bool required, SettingsFile **file, GError **error);

/* The same from len octets of text; name stands for the path in errors. NULL and *error on failure.
 */
SettingsFile *settings_file_parse(const char *name, const char *text, gsize len, GError **error);

/* The number of the line, counted from 1, in which the key is set; 0: in none. */
unsigned settings_file_line(const SettingsFile *file, const char *group, const char *key);

#endif
