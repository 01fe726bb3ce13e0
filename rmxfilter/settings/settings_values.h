/* SPDX-License-Identifier: ISC */
/* What a value of each kind looks like: one reader for every setting, whether it came from an
 * option or from a file. A reader puts the value into settings, in place of the one before, where
 * it is not said otherwise. Where the value is wrong it returns false and *error, which quotes the
 * value and says what would be right, but not where it stood: settings.c knows. A value is any
 * string. */
#ifndef SETTINGS_VALUES_H
#define SETTINGS_VALUES_H

#include "settings/settings.h"

/* True where name can stand for this host in every field: dot-atom-text (RFC 5322 section 3.2.3)
 * that is a token (RFC 2045 section 5.1), too, and at most 255 octets. */
bool value_is_authserv_id(const char *name);

/* Lists with semicolons, each behind what was there before: */
bool value_trust(Settings *settings, const char *value, GError **error);
bool value_local_users(Settings *settings, const char *value, GError **error);
bool value_own_names(Settings *settings, const char *value, GError **error);
bool value_lists(Settings *settings, const char *value, GError **error);

/* A list with semicolons: */
bool value_nameservers(Settings *settings, const char *value, GError **error);

/* Lists with commas: */
bool value_schemes(Settings *settings, const char *value, GError **error);
bool value_fields(Settings *settings, const char *value, GError **error);

bool value_hops(Settings *settings, const char *value, GError **error);
bool value_mailbox(Settings *settings, const char *value, GError **error);
bool value_authserv_id(Settings *settings, const char *value, GError **error);
bool value_mail_from(Settings *settings, const char *value, GError **error);
bool value_client(Settings *settings, const char *value, GError **error);
bool value_helo(Settings *settings, const char *value, GError **error);
bool value_zone(Settings *settings, const char *value, GError **error);
bool value_timeout(Settings *settings, const char *value, GError **error);
bool value_questions(Settings *settings, const char *value, GError **error);
bool value_on_temperror(Settings *settings, const char *value, GError **error);
bool value_sender_id_from_spf1(Settings *settings, const char *value, GError **error);
bool value_rmx_type(Settings *settings, const char *value, GError **error);
bool value_mt_type(Settings *settings, const char *value, GError **error);
bool value_json(Settings *settings, const char *value, GError **error);
bool value_convert(Settings *settings, const char *value, GError **error);

/* An operand: behind the domains before it. */
bool value_domain(Settings *settings, const char *value, GError **error);

#endif
