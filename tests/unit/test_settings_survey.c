/* SPDX-License-Identifier: ISC */
/* Where each setting comes from, and all that is wrong, in files of a directory of its own. */
#include "settings/settings_survey.h"

#include "settings/settings_source.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

static char *directory;

static void
make_home(void)
{
    directory = g_dir_make_tmp("rmxfilter-survey-XXXXXX", NULL);
    cr_assert_not_null(directory);
    g_setenv("HOME", directory, TRUE);
    g_unsetenv("XDG_CONFIG_HOME");
}

static void
remove_home(void)
{
    g_autofree char *file = g_build_filename(directory, ".rmxfilterrc", NULL);
    g_autofree char *given = g_build_filename(directory, "given", NULL);

    g_remove(file);
    g_remove(given);
    g_rmdir(directory);
    g_free(directory);
}

TestSuite(settings_survey, .init = make_home, .fini = remove_home);

static char *
write_settings(const char *name, const char *text)
{
    char *path = g_build_filename(directory, name, NULL);

    cr_assert(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static SettingsSurvey *
survey_of(const char *const *options, GError **error)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(words, g_strdup("doctor"));
    for (; options && *options; options++)
        g_ptr_array_add(words, g_strdup(*options));
    return settings_survey(COMMAND_DOCTOR, (int)words->len, (char *const *)words->pdata, error);
}

/* "VALUE from ORIGIN", those of one name with "|" between. */
static char *
values_of(const SettingsSurvey *survey, const char *name)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < survey->values->len; i++) {
        const SettingsValue *value = survey->values->pdata[i];
        const char *origin = g_str_has_prefix(value->origin, directory)
                                 ? value->origin + strlen(directory)
                                 : value->origin;

        if (g_str_equal(value->name, name))
            g_string_append_printf(text, "%s%s from %s", text->len > 0 ? "|" : "", value->value,
                                   origin);
    }
    return g_string_free(text, FALSE);
}

static void
expect_values(const SettingsSurvey *survey, const char *name, const char *want)
{
    g_autofree char *got = values_of(survey, name);

    cr_expect_str_eq(got, want, "%s: got %s, want %s", name, got, want);
}

Test(settings_survey, origins)
{
    static const char *const options[] = { "-t",     "192.0.2.1", "--timeout=3", "--json",
                                           "--zone", "z",         NULL };
    g_free(write_settings(".rmxfilterrc", "# mine\n[dns]\ntimeout = 4\nquestions=5\n\n[relays]\n"
                                          "  trust=192.0.2.2\nlists=a.example\n"
                                          "[record *.b.example]\nrmx=apl:c.example\n"
                                          "[dns]\non-temperror=defer\n"));
    g_autoptr(GError) error = NULL;
    g_autoptr(SettingsSurvey) survey = NULL;

    survey = survey_of(options, &error);
    cr_assert_not_null(survey, "%s", error ? error->message : "");
    cr_expect_eq(survey->problems->len, 0);
    expect_values(survey, "[relays] trust",
                  "192.0.2.1 from command line|192.0.2.2 from /.rmxfilterrc:7");
    expect_values(survey, "[relays] lists", "a.example from /.rmxfilterrc:8");
    expect_values(survey, "[dns] timeout", "3 from command line");
    expect_values(survey, "[dns] questions", "5 from /.rmxfilterrc:4");
    expect_values(survey, "[dns] on-temperror", "defer from /.rmxfilterrc:12");
    expect_values(survey, "[record *.b.example] rmx", "apl:c.example from /.rmxfilterrc:10");
    expect_values(survey, "[relays] hops", "0 from default");
    expect_values(survey, "--zone", "z from command line");
    expect_values(survey, "--json", "");
    expect_values(survey, "--mail-from", "");
    cr_expect_eq(trust_list_len(survey->settings->trust), 2);
    cr_expect_eq(survey->settings->own_records->len, 1);
    cr_expect_eq(survey->settings->timeout, 3);
    cr_expect_eq(survey->files->len, 3);
    cr_expect_eq(((SettingsFileSeen *)survey->files->pdata[2])->state, SETTINGS_FILE_READ);
    cr_expect_eq(((SettingsFileSeen *)survey->files->pdata[1])->state, SETTINGS_FILE_ABSENT);
}

Test(settings_survey, problems)
{
    static const char *const wants[] = {
        "/.rmxfilterrc: [relays] foo: there is no such key",
        "/.rmxfilterrc: there is no group [bar]",
        "/.rmxfilterrc: [relays] trust: \"x\" is no trust entry",
        "/.rmxfilterrc: [relays] hops: \"many\" is not a number of Received fields",
        "/.rmxfilterrc: [dns] timeout: \"-1\" is not a number of seconds",
    };
    g_free(write_settings(".rmxfilterrc",
                          "[relays]\ntrust=192.0.2.1;x\nfoo=1\nhops=many\n[bar]\nx=1\n"
                          "[dns]\ntimeout=-1\nquestions=7\n"));
    g_autoptr(SettingsSurvey) survey = survey_of(NULL, NULL);

    cr_assert_not_null(survey);
    cr_expect_eq(survey->problems->len, G_N_ELEMENTS(wants), "%u", survey->problems->len);
    for (size_t i = 0; i < G_N_ELEMENTS(wants) && i < survey->problems->len; i++) {
        const char *got = survey->problems->pdata[i];

        cr_expect(g_str_has_prefix(got, directory) &&
                      g_str_has_prefix(got + strlen(directory), wants[i]),
                  "%s, want %s", got, wants[i]);
    }
    cr_expect_eq(survey->settings->questions, 7);
    expect_values(survey, "[relays] hops", "0 from default");
    expect_values(survey, "[relays] trust", "192.0.2.1;x from /.rmxfilterrc:2");
    cr_expect_eq(survey->settings->timeout, TIMEOUT_DEFAULT);
}

Test(settings_survey, command_line)
{
    static const char *const wrong[][3] = {
        { "--timeout=soon" },
        { "--bogus" },
        { "message.eml" },
        { "--convert=spf" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;

        cr_expect_null(survey_of(wrong[i], &error), "%s", wrong[i][0]);
        cr_expect(error && error->domain == G_OPTION_ERROR, "%s", wrong[i][0]);
    }
}

Test(settings_survey, file_given)
{
    static const char *const missing[] = { "-c", "/nonexistent/file", NULL };
    g_autofree char *path = write_settings("given", "[dns]\ntimeout=2\n");
    const char *const given[] = { "-c", path, NULL };
    g_autoptr(SettingsSurvey) survey = survey_of(given, NULL), none = survey_of(missing, NULL);

    cr_assert(survey && none);
    cr_expect_eq(survey->files->len, 1);
    expect_values(survey, "[dns] timeout", "2 from /given:2");
    cr_expect_eq(((SettingsFileSeen *)none->files->pdata[0])->state, SETTINGS_FILE_REFUSED);
    cr_expect_eq(none->problems->len, 1);
}

/* What the table says of the values that hold where nothing is said is what holds. */
Test(settings_survey, usual_values)
{
    g_autoptr(Settings) usual = settings_default(), read = settings_default();

    read->hops = 99;
    read->fields = 0;
    read->timeout = 99;
    read->questions = 99;
    read->defer = true;
    read->records.sender_id_from_spf1 = true;
    for (size_t row = 0; row < SETTINGS; row++)
        if (settings_table[row].usual)
            cr_expect(settings_table[row].read(read, settings_table[row].usual, NULL));
    cr_expect_eq(read->hops, usual->hops);
    cr_expect_eq(read->fields, usual->fields);
    cr_expect_eq(read->timeout, usual->timeout);
    cr_expect_eq(read->questions, usual->questions);
    cr_expect_eq(read->defer, usual->defer);
    cr_expect_eq(read->records.sender_id_from_spf1, usual->records.sender_id_from_spf1);
    cr_expect_eq(read->schemes->len, usual->schemes->len);
}
