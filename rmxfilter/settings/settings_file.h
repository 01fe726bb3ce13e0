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

/* Reads the file at path. Where there is none, true and *file NULL, unless it is required. False,
 * and *error ("PATH:LINE: what is wrong"), where it cannot be read, somebody else may write it
 * (settings_open), or it is no key file. The caller frees *file. */
bool settings_file_read(const char *path, bool required, GKeyFile **file, GError **error);

/* The same from len octets of text; name stands for the path in errors. NULL and *error on failure.
 */
GKeyFile *settings_file_parse(const char *name, const char *text, gsize len, GError **error);

#endif
