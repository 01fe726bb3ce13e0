/* SPDX-License-Identifier: ISC */
/* The sources and the readers are those of settings.c; a value that a reader refuses is told, and
 * the one before it holds. */
#include "settings/settings_survey.h"

#include "settings/settings_record.h"
#include "settings/settings_source.h"

static void
file_seen_free(void *data)
{
    SettingsFileSeen *file = data;

    g_free(file->path);
    g_free(file);
}

static void
settings_value_free(void *data)
{
    SettingsValue *value = data;

    g_free(value->name);
    g_free(value->value);
    g_free(value->origin);
    g_free(value);
}

static bool
is_command_line(const SettingsSource *source)
{
    return source->path == NULL;
}

/* --- files --- */

static void
look_at_file(SettingsSurvey *survey, const SettingsSource *source)
{
    SettingsFileSeen *file = g_new0(SettingsFileSeen, 1);

    file->path = g_strdup(source->path);
    file->state = source->file                ? SETTINGS_FILE_READ
                  : source->problems->len > 0 ? SETTINGS_FILE_REFUSED
                                              : SETTINGS_FILE_ABSENT;
    g_ptr_array_add(survey->files, file);
    for (guint i = 0; i < source->problems->len; i++) {
        const GError *problem = source->problems->pdata[i];

        g_ptr_array_add(survey->problems, g_strdup(problem->message));
    }
}

/* --- values --- */

/* Hands the value of one source to its reader; which is called in the order of settings.c. False
 * and *error where it is one of the command line, and wrong. */
static bool
take_surveyed(SettingsSurvey *survey, SettingsSource *source, size_t row, GError **error)
{
    GError *problem = NULL;

    if (settings_take_value(survey->settings, source, row, &problem))
        return true;
    if (is_command_line(source)) {
        g_propagate_error(error, problem);
        return false;
    }
    g_ptr_array_add(survey->problems, g_strdup(problem->message));
    g_error_free(problem);
    if (!settings_table[row].sums) /* of a list what stands before the problem holds */
        g_clear_pointer(&source->values[row], g_free);
    return true;
}

static bool
take_all(SettingsSurvey *survey, const GPtrArray *sources, GError **error)
{
    for (guint i = sources->len; i-- > 0;)
        if (!take_surveyed(survey, sources->pdata[i], SETTING_TRUST, error))
            return false;
    for (guint i = 0; i < sources->len; i++)
        for (size_t row = SETTING_TRUST + 1; row < SETTINGS; row++)
            if (!take_surveyed(survey, sources->pdata[i], row, error))
                return false;
    return true;
}

/* --- where they come from --- */

static void
add_value(SettingsSurvey *survey, char *name, const char *value, char *origin)
{
    SettingsValue *seen = g_new0(SettingsValue, 1);

    seen->name = name;
    seen->value = g_strdup(value);
    seen->origin = origin;
    g_ptr_array_add(survey->values, seen);
}

static char *
origin_of_key(const SettingsSource *source, const char *group, const char *key)
{
    return g_strdup_printf("%s:%u", source->path, settings_file_line(source->file, group, key));
}

static char *
name_of_setting(const Setting *setting)
{
    return setting->group ? g_strdup_printf("[%s] %s", setting->group, setting->key)
                          : g_strdup_printf("--%s", setting->option);
}

/* What the host says where nobody else does. */
static const char *
usual_value(const SettingsSurvey *survey, const Setting *setting)
{
    if (setting->usual)
        return setting->usual;
    return g_strcmp0(setting->key, "authserv-id") == 0 ? survey->settings->authserv_id : "";
}

/* The last source that has a value, or all of them where all count; the first of the order in which
 * they count first. */
static void
trace_setting(SettingsSurvey *survey, const GPtrArray *sources, size_t row)
{
    const Setting *setting = &settings_table[row];
    bool found = false;

    for (guint i = sources->len; i-- > 0 && (!found || setting->sums);) {
        const SettingsSource *source = sources->pdata[i];

        if (!source->values[row])
            continue;
        found = true;
        add_value(survey, name_of_setting(setting), source->values[row],
                  is_command_line(source) ? g_strdup("command line")
                                          : origin_of_key(source, setting->group, setting->key));
    }
    if (!found && setting->group)
        add_value(survey, name_of_setting(setting), usual_value(survey, setting),
                  g_strdup("default"));
}

static void
trace_own_records(SettingsSurvey *survey, const SettingsSource *source)
{
    g_auto(GStrv) groups = source->file ? g_key_file_get_groups(source->file->keys, NULL) : NULL;

    for (char **group = groups; group && *group; group++) {
        g_auto(GStrv) keys = settings_record_is(*group)
                                 ? g_key_file_get_keys(source->file->keys, *group, NULL, NULL)
                                 : NULL;

        for (char **key = keys; key && *key; key++) {
            g_autofree char *value = g_key_file_get_string(source->file->keys, *group, *key, NULL);

            add_value(survey, g_strdup_printf("[%s] %s", *group, *key), value ? value : "",
                      origin_of_key(source, *group, *key));
        }
    }
}

static void
trace_values(SettingsSurvey *survey, const GPtrArray *sources)
{
    for (size_t row = SETTING_TRUST; row < SETTINGS; row++)
        if (!settings_table[row].look)
            trace_setting(survey, sources, row);
    for (guint i = 0; i < sources->len; i++)
        trace_own_records(survey, sources->pdata[i]);
}

/* --- all of it --- */

static SettingsSurvey *
settings_survey_new(void)
{
    SettingsSurvey *survey = g_new0(SettingsSurvey, 1);

    survey->files = g_ptr_array_new_with_free_func(file_seen_free);
    survey->values = g_ptr_array_new_with_free_func(settings_value_free);
    survey->problems = g_ptr_array_new_with_free_func(g_free);
    survey->settings = settings_default();
    return survey;
}

SettingsSurvey *
settings_survey(Command command, int argc, char *const *argv, GError **error)
{
    g_autoptr(SettingsSurvey) survey = settings_survey_new();
    g_autoptr(GPtrArray) operands = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) sources = settings_sources_found(argc, argv, operands, error);

    for (guint i = 0; sources && i < sources->len; i++) {
        const SettingsSource *source = sources->pdata[i];

        if (!is_command_line(source))
            look_at_file(survey, source);
    }
    if (!sources || !take_all(survey, sources, error) ||
        !settings_check_use(command, survey->settings, operands, error))
        return NULL;
    trace_values(survey, sources);
    for (guint i = 0; i < sources->len; i++)
        settings_adopt_records(survey->settings, sources->pdata[i]);
    return g_steal_pointer(&survey);
}

void
settings_survey_free(SettingsSurvey *survey)
{
    if (!survey)
        return;
    g_ptr_array_unref(survey->files);
    g_ptr_array_unref(survey->values);
    g_ptr_array_unref(survey->problems);
    settings_free(survey->settings);
    g_free(survey);
}
