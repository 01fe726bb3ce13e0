/* SPDX-License-Identifier: ISC */
/* What a value looks like that is one word or number (lists: settings_lists.h): one reader for
 * every setting, whether it came from an option or from a file. A reader puts the value into
 * settings, in place of the one before, where it is not said otherwise. Where the value is wrong it
 * returns false and *error, which quotes the value and says what would be right, but not where it
 * stood: settings.c knows. A value is any string. */
#ifndef SETTINGS_VALUES_H
#define SETTINGS_VALUES_H

#include "settings/settings.h"

/* True where name can stand for this host in every field: dot-atom-text (RFC 5322 section 3.2.3)
 * that is a token (RFC 2045 section 5.1), too, and at most 255 octets. */
bool value_is_authserv_id(const char *name);

/* Refuses a value, always false: readers return it. *error becomes "VALUE" WRONG; RIGHT: wrong says
 * what the value is not, right what there is. */
bool value_refuse(GError **error, const char *value, const char *wrong, const char *right);

/* The form of a host's or domain's name in the DNS; NULL where the DNS would not take it. The
 * caller frees. */
char *value_host_or_domain(const char *text);

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
bool value_log_messages(Settings *settings, const char *value, GError **error);
bool value_sender_id_from_spf1(Settings *settings, const char *value, GError **error);
bool value_rmx_type(Settings *settings, const char *value, GError **error);
bool value_mt_type(Settings *settings, const char *value, GError **error);
bool value_write(Settings *settings, const char *value, GError **error);
bool value_offline(Settings *settings, const char *value, GError **error);
bool value_json(Settings *settings, const char *value, GError **error);
bool value_html(Settings *settings, const char *value, GError **error);
bool value_color(Settings *settings, const char *value, GError **error);
bool value_what_if(Settings *settings, const char *value, GError **error);
bool value_verbose(Settings *settings, const char *value, GError **error);
bool value_convert(Settings *settings, const char *value, GError **error);

/* An operand: behind the domains before it. */
bool value_domain(Settings *settings, const char *value, GError **error);

#endif
