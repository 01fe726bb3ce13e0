/* SPDX-License-Identifier: ISC */
/* Every scheme whose record is a text is a key. The record is checked here as if it had come from
 * the DNS, so that the user hears about a mistake now, and not with the first message. */
#include "settings/settings_record.h"

#include "mime/address.h"
#include "records/own_record.h"
#include "settings/settings_advice.h"

#include <string.h>

#define GROUP    "record "
#define ADVICE   "give [record bank.example], or [record *.bank.example] for its subdomains"
#define KEY_WHEN "when"

GPtrArray *
settings_records_new(void)
{
    return g_ptr_array_new_with_free_func(own_record_free_item);
}

bool
settings_record_is(const char *group)
{
    return g_str_has_prefix(group, GROUP) || strcmp(group, "record") == 0;
}

static bool
refuse_record(GError **error, const char *group, const char *key, const char *what)
{
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[%s]%s%s: %s", group,
                key ? " " : "", key ? key : "", what);
    return false;
}

/* NULL: it is not one. The caller frees. */
static char *
record_group_domain(const char *group, bool *below)
{
    const char *name = group + MIN(strlen(group), strlen(GROUP));
    g_autofree char *domain = NULL;

    *below = g_str_has_prefix(name, "*.");
    domain = mail_domain(*below ? name + 2 : name);
    if (!domain || domain_problem(domain))
        return NULL;
    return g_steal_pointer(&domain);
}

/* The caller frees. */
static char *
known_record_keys(void)
{
    GString *keys = g_string_new(NULL);

    for (size_t i = 0; schemes[i]->name; i++)
        if (schemes[i]->check_text)
            g_string_append_printf(keys, "%s, ", schemes[i]->name);
    g_string_append(keys, KEY_WHEN);
    return g_string_free(keys, FALSE);
}

static bool
read_record_when(GKeyFile *file, const char *group, bool *always, GError **error)
{
    g_autofree char *when = g_key_file_get_string(file, group, KEY_WHEN, NULL);
    g_autofree char *advice = when ? settings_value_advice(when, '\0', true) : NULL;

    *always = g_strcmp0(when, "always") == 0;
    if (*always || !when || strcmp(when, "absent") == 0)
        return true;
    return refuse_record(error, group, KEY_WHEN,
                         advice ? advice
                                : "give absent (where the domain publishes nothing) or always");
}

static bool
read_own_record(GKeyFile *file, const char *group, const char *key, OwnRecord **record,
                GError **error)
{
    const Scheme *scheme = scheme_named(key);
    g_autofree char *text = NULL, *problem = NULL;

    if (!scheme || !scheme->check_text) {
        g_autofree char *known = known_record_keys();
        g_autofree char *what = g_strdup_printf("there is no such key; [%s] has %s", group, known);

        return refuse_record(error, group, key, what);
    }
    text = g_key_file_get_string(file, group, key, NULL);
    if (!text)
        return refuse_record(error, group, key,
                             "a backslash that begins no escape; write two for one");
    problem = scheme->check_text(text);
    if (problem) {
        g_autofree char *advice = settings_value_advice(text, '\0', true);
        g_autofree char *what = g_strdup_printf("\"%s\" is no record of this kind: %s; give one "
                                                "as the domain would publish it",
                                                text, problem);

        return refuse_record(error, group, key, advice ? advice : what);
    }
    *record = own_record_new("", false, scheme, text);
    return true;
}

bool
settings_record_take(GKeyFile *file, const char *group, GPtrArray *records, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
    bool below, always, some = false;
    g_autofree char *domain = record_group_domain(group, &below);

    if (!domain)
        return refuse_record(error, group, NULL, "names no domain; " ADVICE);
    if (!read_record_when(file, group, &always, error))
        return false;
    for (char **key = keys; key && *key; key++) {
        OwnRecord *record;

        if (strcmp(*key, KEY_WHEN) == 0)
            continue;
        if (!read_own_record(file, group, *key, &record, error))
            return false;
        g_free(record->domain);
        record->domain = g_strdup(domain);
        record->below = below;
        record->always = always;
        g_ptr_array_add(records, record);
        some = true;
    }
    return some ||
           refuse_record(error, group, NULL, "holds no record; give e.g. spf=v=spf1 mx -all");
}
