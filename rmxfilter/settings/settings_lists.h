/* SPDX-License-Identifier: ISC */
/* Readers of values that are lists, on the terms of settings_values.h. Words are trimmed, and empty
 * ones left out. */
#ifndef SETTINGS_LISTS_H
#define SETTINGS_LISTS_H

#include "settings/settings.h"

/* With semicolons, each added behind what was there before: */
bool value_trust(Settings *settings, const char *value, GError **error);
bool value_local_users(Settings *settings, const char *value, GError **error);
bool value_own_names(Settings *settings, const char *value, GError **error);
bool value_lists(Settings *settings, const char *value, GError **error);
bool value_results(Settings *settings, const char *value, GError **error);
bool value_sealers(Settings *settings, const char *value, GError **error);

/* With semicolons, in place of what was there before: */
bool value_nameservers(Settings *settings, const char *value, GError **error);
bool value_selectors(Settings *settings, const char *value, GError **error);

/* With commas, likewise: */
bool value_schemes(Settings *settings, const char *value, GError **error);
bool value_fields(Settings *settings, const char *value, GError **error);

#endif
