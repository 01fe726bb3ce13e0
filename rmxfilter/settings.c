/* SPDX-License-Identifier: ISC */
/* Every setting is a row: its option, its key in the files, and one reader for both, so that both
 * take the same values and complain in the same words. All sources are collected as text first;
 * then each row's text goes to its reader, from the source that comes first to the one that wins.
 */
#include "settings.h"

#include "report/quote.h"
#include "settings_file.h"
#include "settings_values.h"

#include <string.h>
#include <unistd.h>

#define SYSTEM_FILE "/etc/rmxfilter.conf"

typedef struct {
    const char *option;
    char letter;             /* 0: none */
    const char *arg;         /* NULL: the option takes none */
    const char *group, *key; /* in a file; NULL: on the command line only */
    bool adds;               /* repeatable on the command line */
    bool (*read)(Settings *settings, const char *value, GError **error); /* NULL: read before the
                                                                            others */
} Setting;

/* Rows that other code refers to. */
enum { ROW_CONFIG, ROW_TRUST };

static const Setting table[] = {
    [ROW_CONFIG] = { .option = "config", .letter = 'c', .arg = "FILE" },
    [ROW_TRUST] = { .option = "trust",
                    .letter = 't',
                    .arg = "WHAT",
                    .group = "relays",
                    .key = "trust",
                    .adds = true,
                    .read = value_trust },
    { .option = "hops", .arg = "N", .group = "relays", .key = "hops", .read = value_hops },
    { .option = "schemes",
      .letter = 's',
      .arg = "LIST",
      .group = "records",
      .key = "schemes",
      .read = value_schemes },
    { .option = "headers",
      .arg = "LIST",
      .group = "headers",
      .key = "write",
      .read = value_fields },
    { .option = "authserv-id",
      .arg = "NAME",
      .group = "headers",
      .key = "authserv-id",
      .read = value_authserv_id },
    { .option = "mail-from", .arg = "ADDR", .read = value_mail_from },
    { .option = "client-ip", .arg = "IP", .read = value_client },
    { .option = "helo", .arg = "NAME", .read = value_helo },
    { .option = "nameserver",
      .arg = "ADDR[:PORT]",
      .group = "dns",
      .key = "nameserver",
      .adds = true,
      .read = value_nameservers },
    { .option = "zone", .arg = "FILE", .read = value_zone },
    { .option = "timeout",
      .arg = "SECONDS",
      .group = "dns",
      .key = "timeout",
      .read = value_timeout },
    { .option = "on-temperror",
      .arg = "pass|defer",
      .group = "dns",
      .key = "on-temperror",
      .read = value_on_temperror },
    { .option = "json", .read = value_json },
};

/* A settings file, or the command line: what it says for each row, as text. */
typedef struct {
    char *path;                        /* NULL: the command line */
    char *values[G_N_ELEMENTS(table)]; /* NULL: nothing */
} Source;

static void
source_free(gpointer data)
{
    Source *source = data;

    g_free(source->path);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        g_free(source->values[i]);
    g_free(source);
}

static void
source_set(Source *source, size_t row, const char *value)
{
    char *old = source->values[row];

    source->values[row] =
        old && table[row].adds ? g_strconcat(old, ";", value, NULL) : g_strdup(value);
    g_free(old);
}

/* Sets *error to "PLACE: problem's message" in printable ASCII, and frees problem. place may be
 * NULL. */
static void
take_error(GError **error, const char *place, bool in_file, GError *problem)
{
    g_autofree char *whole =
        place ? g_strdup_printf("%s: %s", place, problem->message) : g_strdup(problem->message);
    g_autofree char *shown = quote_words_text(whole, SETTINGS_MESSAGE_MAX);

    if (in_file)
        g_set_error_literal(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, shown);
    else
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, shown);
    g_error_free(problem);
}

static bool
usage_error(GError **error, const char *message)
{
    g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
    return false;
}

/* --- the command line --- */

/* name is "--trust" or "-t". */
static gboolean
option_given(const char *name, const char *value, gpointer data, GError **error)
{
    (void)error;
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        bool is_short = name[1] != '-';

        if (is_short ? name[1] == table[i].letter : g_str_equal(name + 2, table[i].option))
            source_set(data, i, table[i].arg ? value : "");
    }
    return TRUE;
}

static void
fill_entries(GOptionEntry *entries)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        entries[i] = (GOptionEntry){
            .long_name = table[i].option,
            .short_name = table[i].letter,
            /* FILENAME: octets as they are. Otherwise GOption would convert them from the locale's
             * encoding, and what a value means would hang on the caller's LANG. */
            .flags = table[i].arg ? G_OPTION_FLAG_FILENAME : G_OPTION_FLAG_NO_ARG,
            .arg = G_OPTION_ARG_CALLBACK,
            .arg_data = G_GNUC_EXTENSION(gpointer) option_given,
        };
}

/* What GOption left over: nothing but its own name and "--" is allowed. */
static bool
check_no_arguments(char **rest, GError **error)
{
    char **argument = rest + 1;

    if (*argument && g_str_equal(*argument, "--"))
        argument++;
    if (!*argument)
        return true;

    g_autofree char *shown = quote_words_text(*argument, QUOTE_NAME_MAX);

    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                "argument \"%s\": there are options only, and the message on standard input",
                shown);
    return false;
}

static bool
read_command_line(Source *source, int argc, char *const *argv, GError **error)
{
    GOptionEntry entries[G_N_ELEMENTS(table) + 1] = { { .long_name = NULL } };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionGroup *group = g_option_group_new("main", "", "", source, NULL);
    g_auto(GStrv) rest = g_new0(char *, (gsize)MAX(argc, 1) + 1);
    GError *problem = NULL;

    rest[0] = g_strdup("rmxfilter");
    for (int i = 1; i < argc; i++)
        rest[i] = g_strdup(argv[i]);
    fill_entries(entries);
    g_option_group_add_entries(group, entries);
    g_option_context_set_main_group(context, group);
    g_option_context_set_help_enabled(context, FALSE);
    if (!g_option_context_parse_strv(context, &rest, &problem)) {
        take_error(error, "command line", false, problem);
        return false;
    }
    return check_no_arguments(rest, error);
}

/* --- the files --- */

/* The row of a key; -1: there is none. */
static int
row_of_key(const char *group, const char *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (table[i].group && g_str_equal(table[i].group, group) &&
            (!key || g_str_equal(table[i].key, key)))
            return (int)i;
    return -1;
}

/* "[relays], [dns]", or with a group its keys: "nameserver, timeout". The caller frees. */
static char *
known_names(const char *group)
{
    GString *names = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        const char *comma = names->len > 0 ? ", " : "";

        if (!table[i].group)
            continue;
        if (group && g_str_equal(table[i].group, group))
            g_string_append_printf(names, "%s%s", comma, table[i].key);
        else if (!group && row_of_key(table[i].group, NULL) == (int)i)
            g_string_append_printf(names, "%s[%s]", comma, table[i].group);
    }
    return g_string_free(names, FALSE);
}

static bool
take_group(Source *source, GKeyFile *file, const char *group, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);

    if (row_of_key(group, NULL) < 0) {
        g_autofree char *known = known_names(NULL);

        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND,
                    "there is no group [%s]; there are %s", group, known);
        return false;
    }
    for (char **key = keys; key && *key; key++) {
        int row = row_of_key(group, *key);
        g_autofree char *known = known_names(group);
        g_autofree char *value = NULL;
        g_autoptr(GError) bad_escape = NULL;

        if (row < 0) {
            g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND,
                        "[%s] %s: there is no such key; [%s] has %s", group, *key, group, known);
            return false;
        }
        value = g_key_file_get_string(file, group, *key, &bad_escape);
        if (bad_escape) { /* value may be set all the same */
            g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                        "[%s] %s: a backslash that begins no escape; write two for one", group,
                        *key);
            return false;
        }
        source_set(source, (size_t)row, value);
    }
    return true;
}

/* Adds what the file at path says, if it is there, to sources. */
static bool
read_file(GPtrArray *sources, const char *path, bool required, GError **error)
{
    g_autoptr(GKeyFile) file = NULL;
    g_auto(GStrv) groups = NULL;
    GError *problem = NULL;

    if (!settings_file_read(path, required, &file, &problem)) {
        take_error(error, NULL, true, problem);
        return false;
    }
    if (!file)
        return true;

    Source *source = g_new0(Source, 1);

    source->path = g_strdup(path);
    g_ptr_array_add(sources, source);
    groups = g_key_file_get_groups(file, NULL);
    for (char **group = groups; *group; group++)
        if (!take_group(source, file, *group, &problem)) {
            take_error(error, path, true, problem);
            return false;
        }
    return true;
}

/* HOME and XDG_CONFIG_HOME as the environment has them. g_get_home_dir would ask the user database,
 * which may be a directory server far away. */
static bool
read_usual_files(GPtrArray *sources, GError **error)
{
    const char *home = g_getenv("HOME");
    const char *config = g_getenv("XDG_CONFIG_HOME");
    g_autofree char *in_config = NULL;
    g_autofree char *in_home = NULL;

    if (home && g_path_is_absolute(home))
        in_home = g_build_filename(home, ".rmxfilterrc", NULL);
    if (config && g_path_is_absolute(config)) /* others are to be ignored: XDG Base Directory */
        in_config = g_build_filename(config, "rmxfilter", "rmxfilter.conf", NULL);
    else if (in_home)
        in_config = g_build_filename(home, ".config", "rmxfilter", "rmxfilter.conf", NULL);

    return read_file(sources, SYSTEM_FILE, false, error) &&
           (!in_config || read_file(sources, in_config, false, error)) &&
           (!in_home || read_file(sources, in_home, false, error));
}

/* --- all of them --- */

static bool
apply_row(Settings *settings, const Source *source, size_t row, GError **error)
{
    const Setting *setting = &table[row];
    GError *problem = NULL;

    if (!source->values[row] || setting->read(settings, source->values[row], &problem))
        return true;

    g_autofree char *place =
        source->path ? g_strdup_printf("%s: [%s] %s", source->path, setting->group, setting->key)
                     : g_strdup_printf("option --%s", setting->option);

    take_error(error, place, source->path != NULL, problem);
    return false;
}

/* Of trust the first entry that matches decides, of everything else the last value: so trust is
 * read from the command line down to the system's file, and the rest the other way. */
static bool
apply(Settings *settings, const GPtrArray *sources, GError **error)
{
    for (guint i = sources->len; i-- > 0;)
        if (!apply_row(settings, sources->pdata[i], ROW_TRUST, error))
            return false;
    for (guint i = 0; i < sources->len; i++)
        for (size_t row = ROW_TRUST + 1; row < G_N_ELEMENTS(table); row++)
            if (!apply_row(settings, sources->pdata[i], row, error))
                return false;
    return true;
}

/* What a command needs that is not there, or what it has no use for. */
static bool
check_command(Command command, const Settings *settings, GError **error)
{
    bool null_sender =
        g_strcmp0(settings->mail_from, "") == 0 || g_strcmp0(settings->mail_from, "<>") == 0;

    switch (command) {
    case COMMAND_FILTER:
        if (settings->json)
            return usage_error(error, "option --json: explain and check write JSON, filter writes "
                                      "the message");
        return true;
    case COMMAND_EXPLAIN:
        return true;
    case COMMAND_CHECK:
        break;
    }
    if (settings->client.bits == 0)
        return usage_error(error, "check needs --client-ip IP");
    if (!settings->mail_from && !settings->helo)
        return usage_error(error, "check needs --mail-from ADDR or --helo NAME, or both");
    if (null_sender && !settings->helo)
        return usage_error(error, "check needs --helo NAME where --mail-from is the null sender");
    return true;
}

static char *
host_name(void)
{
    char name[HOST_NAME_MAX + 1] = "";

    if (gethostname(name, sizeof(name) - 1) == 0 && value_is_authserv_id(name))
        return g_strdup(name);
    return g_strdup("localhost");
}

static Settings *
settings_default(void)
{
    Settings *settings = g_new0(Settings, 1);
    bool known;

    settings->trust = trust_list_new();
    settings->fields = FIELDS_DEFAULT;
    settings->timeout = TIMEOUT_DEFAULT;
    settings->authserv_id = host_name();
    known = value_schemes(settings, "rmx,spf", NULL);
    g_assert(known);
    return settings;
}

Settings *
settings_new(Command command, int argc, char *const *argv, GError **error)
{
    g_autoptr(Settings) settings = settings_default();
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func(source_free);
    Source *command_line = g_new0(Source, 1);
    const char *config;
    bool good = read_command_line(command_line, argc, argv, error);

    if (good) {
        config = command_line->values[ROW_CONFIG];
        good = config ? read_file(sources, config, true, error) : read_usual_files(sources, error);
    }
    g_ptr_array_add(sources, command_line);
    if (good && apply(settings, sources, error) && check_command(command, settings, error))
        return g_steal_pointer(&settings);
    return NULL;
}

void
settings_free(Settings *settings)
{
    if (!settings)
        return;
    trust_list_free(settings->trust);
    g_clear_pointer(&settings->schemes, g_ptr_array_unref);
    g_free(settings->authserv_id);
    g_free(settings->mail_from);
    g_free(settings->helo);
    g_strfreev(settings->nameservers);
    g_free(settings->zone);
    g_free(settings);
}
