/* SPDX-License-Identifier: ISC */
/* GOption and GKeyFile do the reading; the table of settings says what there is to read. */
#include "settings/settings_source.h"

#include "mime/destroy.h"
#include "mime/quote.h"
#include "settings/settings_file.h"
#include "settings/settings_record.h"

#include <string.h>

#define SYSTEM_FILE "/etc/rmxfilter.conf"

/* Longest error message, in octets. */
#define MESSAGE_MAX 700

static void
source_free(gpointer data)
{
    SettingsSource *source = data;

    g_ptr_array_unref(source->own_records);
    g_ptr_array_unref(source->problems);
    settings_file_free(source->file);
    g_free(source->path);
    for (size_t i = 0; i < SETTINGS; i++)
        g_free(source->values[i]);
    g_free(source);
}

DESTROY_NOTIFY(g_error_free)

static SettingsSource *
source_new(const char *path)
{
    SettingsSource *source = g_new0(SettingsSource, 1);

    source->path = g_strdup(path);
    source->own_records = settings_records_new();
    source->problems = g_ptr_array_new_with_free_func(g_error_free_item);
    return source;
}

static void
source_set(SettingsSource *source, size_t row, const char *value)
{
    char *old = source->values[row];

    source->values[row] =
        old && settings_table[row].adds ? g_strconcat(old, ";", value, NULL) : g_strdup(value);
    g_free(old);
}

void
settings_take_error(GError **error, const char *place, bool in_file, GError *problem)
{
    g_autofree char *whole =
        place ? g_strdup_printf("%s: %s", place, problem->message) : g_strdup(problem->message);
    g_autofree char *shown = quote_words_text(whole, MESSAGE_MAX);

    if (in_file)
        g_set_error_literal(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, shown);
    else
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, shown);
    g_error_free(problem);
}

/* --- the command line --- */

/* name is "--trust" or "-t". */
static gboolean
note_option(const char *name, const char *value, gpointer data, GError **error)
{
    (void)error;
    for (size_t i = 0; i < SETTINGS; i++) {
        bool is_short = name[1] != '-';

        if (!settings_table[i].option)
            continue;
        if (is_short ? name[1] == settings_table[i].letter
                     : g_str_equal(name + 2, settings_table[i].option))
            source_set(data, i, settings_table[i].flag ? "" : value);
    }
    return TRUE;
}

/* entries is all zero, with room for every row and an end. */
static void
fill_option_entries(GOptionEntry *entries)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        if (!settings_table[i].option)
            continue;
        *entries++ = (GOptionEntry){
            .long_name = settings_table[i].option,
            .short_name = settings_table[i].letter,
            /* FILENAME: octets as they are. Otherwise GOption would convert them from the locale's
             * encoding, and what a value means would depend on the caller's LANG. */
            .flags = settings_table[i].flag ? G_OPTION_FLAG_NO_ARG : G_OPTION_FLAG_FILENAME,
            .arg = G_OPTION_ARG_CALLBACK,
            .arg_data = G_GNUC_EXTENSION(gpointer) note_option,
        };
    }
}

/* What GOption left over: its own name, the first "--", operands. */
static void
collect_operands(char **rest, GPtrArray *operands)
{
    bool ended = false;

    for (char **argument = rest + 1; *argument; argument++)
        if (!ended && g_str_equal(*argument, "--"))
            ended = true;
        else
            g_ptr_array_add(operands, g_strdup(*argument));
}

static bool
read_command_line(SettingsSource *source, int argc, char *const *argv, GPtrArray *operands,
                  GError **error)
{
    GOptionEntry entries[SETTINGS + 1] = { { .long_name = NULL } };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionGroup *group = g_option_group_new("main", "", "", source, NULL);
    g_auto(GStrv) rest = g_new0(char *, (gsize)MAX(argc, 1) + 1);
    GError *problem = NULL;

    rest[0] = g_strdup("rmxfilter");
    for (int i = 1; i < argc; i++)
        rest[i] = g_strdup(argv[i]);
    fill_option_entries(entries);
    g_option_group_add_entries(group, entries);
    g_option_context_set_main_group(context, group);
    g_option_context_set_help_enabled(context, FALSE);
    if (!g_option_context_parse_strv(context, &rest, &problem)) {
        settings_take_error(error, "command line", false, problem);
        return false;
    }
    collect_operands(rest, operands);
    return true;
}

/* --- the files --- */

/* The row of a key; -1: there is none. */
static int
setting_row(const char *group, const char *key)
{
    for (size_t i = 0; i < SETTINGS; i++)
        if (settings_table[i].group && g_str_equal(settings_table[i].group, group) &&
            (!key || g_str_equal(settings_table[i].key, key)))
            return (int)i;
    return -1;
}

/* "[relays], [dns]", or with a group its keys: "nameserver, timeout". The caller frees. */
static char *
known_settings(const char *group)
{
    GString *names = g_string_new(NULL);

    for (size_t i = 0; i < SETTINGS; i++) {
        const char *comma = names->len > 0 ? ", " : "";

        if (!settings_table[i].group)
            continue;
        if (group && g_str_equal(settings_table[i].group, group))
            g_string_append_printf(names, "%s%s", comma, settings_table[i].key);
        else if (!group && setting_row(settings_table[i].group, NULL) == (int)i)
            g_string_append_printf(names, "%s[%s]", comma, settings_table[i].group);
    }
    if (!group)
        g_string_append(names, ", [record NAME]");
    return g_string_free(names, FALSE);
}

static bool
read_setting(SettingsSource *source, const char *group, const char *key, GError **error)
{
    int row = setting_row(group, key);
    g_autofree char *value = NULL;
    g_autoptr(GError) bad_escape = NULL;

    if (row < 0) {
        g_autofree char *known = known_settings(group);

        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND,
                    "[%s] %s: there is no such key; [%s] has %s", group, key, group, known);
        return false;
    }
    value = g_key_file_get_string(source->file->keys, group, key, &bad_escape);
    if (bad_escape) { /* value may be set all the same */
        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                    "[%s] %s: a backslash that begins no escape; write two for one", group, key);
        return false;
    }
    source_set(source, (size_t)row, value);
    return true;
}

/* Takes problem over, as one of the source's. */
static void
note_source_problem(SettingsSource *source, const char *place, GError *problem)
{
    GError *noted = NULL;

    settings_take_error(&noted, place, true, problem);
    g_ptr_array_add(source->problems, noted);
}

static void
read_group(SettingsSource *source, const char *group)
{
    g_auto(GStrv) keys = g_key_file_get_keys(source->file->keys, group, NULL, NULL);
    GError *problem = NULL;

    if (settings_record_is(group)) {
        if (!settings_record_take(source->file->keys, group, source->own_records, &problem))
            note_source_problem(source, source->path, problem);
        return;
    }
    if (setting_row(group, NULL) < 0) {
        g_autofree char *known = known_settings(NULL);

        problem = g_error_new(G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND,
                              "there is no group [%s]; there are %s", group, known);
        note_source_problem(source, source->path, problem);
        return;
    }
    for (char **key = keys; key && *key; key++, problem = NULL)
        if (!read_setting(source, group, *key, &problem))
            note_source_problem(source, source->path, problem);
}

/* Adds what the file at path says, what is wrong with it, or that it is not there, to sources. */
static void
add_settings_file(GPtrArray *sources, const char *path, bool required)
{
    SettingsSource *source = source_new(path);
    g_auto(GStrv) groups = NULL;
    GError *problem = NULL;

    g_ptr_array_add(sources, source);
    if (!settings_file_read(path, required, &source->file, &problem))
        note_source_problem(source, NULL, problem);
    if (!source->file)
        return;
    groups = g_key_file_get_groups(source->file->keys, NULL);
    for (char **group = groups; *group; group++)
        read_group(source, *group);
}

/* HOME and XDG_CONFIG_HOME as the environment has them. g_get_home_dir would ask the user database,
 * which may be a directory server far away. */
GPtrArray *
settings_user_files(void)
{
    const char *home = g_getenv("HOME");
    const char *config = g_getenv("XDG_CONFIG_HOME");
    bool has_home = home && g_path_is_absolute(home);
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

    if (config && g_path_is_absolute(config)) /* others are to be ignored: XDG Base Directory */
        g_ptr_array_add(paths, g_build_filename(config, "rmxfilter", "rmxfilter.conf", NULL));
    else if (has_home)
        g_ptr_array_add(paths,
                        g_build_filename(home, ".config", "rmxfilter", "rmxfilter.conf", NULL));
    if (has_home)
        g_ptr_array_add(paths, g_build_filename(home, ".rmxfilterrc", NULL));
    return paths;
}

static void
add_usual_files(GPtrArray *sources)
{
    g_autoptr(GPtrArray) paths = settings_user_files();

    add_settings_file(sources, SYSTEM_FILE, false);
    for (guint i = 0; i < paths->len; i++)
        add_settings_file(sources, paths->pdata[i], false);
}

GPtrArray *
settings_sources_found(int argc, char *const *argv, GPtrArray *operands, GError **error)
{
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(source_free);
    SettingsSource *command_line = source_new(NULL);
    bool good = read_command_line(command_line, argc, argv, operands, error);
    const char *config = command_line->values[SETTING_CONFIG];

    if (good && config)
        add_settings_file(sources, config, true);
    else if (good)
        add_usual_files(sources);
    g_ptr_array_add(sources, command_line);
    return good ? g_steal_pointer(&sources) : NULL;
}

GPtrArray *
settings_sources(int argc, char *const *argv, GPtrArray *operands, GError **error)
{
    g_autoptr(GPtrArray) sources = settings_sources_found(argc, argv, operands, error);

    for (guint i = 0; sources && i < sources->len; i++) {
        const SettingsSource *source = sources->pdata[i];

        if (source->problems->len > 0) {
            g_propagate_error(error, g_error_copy(source->problems->pdata[0]));
            return NULL;
        }
    }
    return g_steal_pointer(&sources);
}
