/* SPDX-License-Identifier: ISC */
/* Settings files, and every value: taken, or refused with an error that is one. */
#include "settings/settings_advice.h"
#include "settings/settings_file.h"
#include "settings/settings_source.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static void
try_file(const char *octets, size_t len)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SettingsFile) file = settings_file_parse("fuzz", octets, len, &error);

    g_assert_true((file == NULL) == (error != NULL));
    g_assert_true(file || g_str_has_prefix(error->message, "fuzz:"));
}

/* One line of printable ASCII, whatever the value is. */
static void
try_advice(const char *value)
{
    static const char separators[] = { '\0', ';', ',' };

    for (size_t i = 0; i < G_N_ELEMENTS(separators); i++)
        for (int in_file = 0; in_file <= 1; in_file++) {
            g_autofree char *advice = settings_value_advice(value, separators[i], in_file);

            for (const char *c = advice; c && *c; c++)
                g_assert_true(g_ascii_isprint(*c));
        }
    g_assert_nonnull(settings_line_advice(value));
    settings_seconds_with_unit(value);
}

static void
try_value(const Setting *setting, const char *value)
{
    g_autoptr(Settings) settings = g_new0(Settings, 1);
    g_autoptr(GError) error = NULL;

    settings->trust = trust_list_new();
    settings->own_records = g_ptr_array_new();
    settings->domains = g_ptr_array_new_with_free_func(g_free);
    settings->files = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(setting->read(settings, value, &error) == (error == NULL));
    g_assert_true(error || !settings->mail_from || !strpbrk(settings->mail_from, "\r\n"));
    g_assert_true(settings->timeout >= 0 && settings->timeout <= TIMEOUT_MAX);
    g_assert_true(settings->hops >= 0 && settings->hops <= HOPS_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    g_autofree char *value = g_strndup((const char *)octets, len);

    try_advice(value);
    try_file((const char *)octets, len);
    for (size_t i = 0; i < SETTINGS; i++)
        if (settings_table[i].read)
            try_value(&settings_table[i], value);
    return 0;
}
