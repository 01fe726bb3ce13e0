/* SPDX-License-Identifier: ISC */
/* Trust entries added to the text of a settings file: comments, blanks, order, line endings and all
 * other settings stay, octet for octet. Nothing is read or written here. */
#ifndef SETTINGS_EDIT_H
#define SETTINGS_EDIT_H

#include <glib.h>

/* What becomes of a text. All belongs to the edit. */
typedef struct {
    char *before; /* before_len octets, and a NUL */
    gsize before_len;
    char *after; /* likewise */
    gsize after_len;
    guint line;    /* the first line that changes, counted from 1 */
    char *removed; /* that line as it was, without its ending; NULL: lines are only added */
    char *added;   /* what stands there then: one line or several */
} SettingsEdit;

/* Adds entries, at least one, behind those that [relays] trust= has in the text; where there is no
 * such key or group, it is added, too. name stands for the text in errors. NULL and *error where
 * the text is no settings file, an entry is none, stands there already, or the new text would say
 * anything else than the old one and the entries. The caller owns the edit. */
SettingsEdit *settings_edit_trust(const char *name, const char *text, gsize len,
                                  const char *const *entries, GError **error);
void settings_edit_free(SettingsEdit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SettingsEdit, settings_edit_free)

/* The difference for people, in lines: the number of the first line that changes, "-" and "+"
 * before what goes and what comes. Safe on a terminal. The caller frees. */
char *settings_edit_difference(const SettingsEdit *edit);

#endif
