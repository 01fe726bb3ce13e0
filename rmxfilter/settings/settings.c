/* SPDX-License-Identifier: ISC */
/* All sources are collected as text first; then each row's text goes to its reader, from the source
 * that comes first to the one that wins. */
#include "settings/settings.h"

#include "dns/dns.h"
#include "mime/quote.h"
#include "settings/settings_advice.h"
#include "settings/settings_lists.h"
#include "settings/settings_record.h"
#include "settings/settings_source.h"
#include "settings/settings_values.h"

#include <limits.h>
#include <unistd.h>

#define GRACE_MS 1000 /* the guard waits so much longer than the DNS may take */

/* Says in place of a problem what would be right, where a common slip made the reader refuse the
 * value.
 */
static void
advise_in_place(GError *problem, const Setting *setting, const char *value, bool in_file)
{
    char *advice = settings_value_advice(value, setting->separator, in_file);

    if (!advice)
        return;
    g_free(problem->message);
    problem->message = advice;
}

bool
settings_take_value(Settings *settings, const SettingsSource *source, size_t row, GError **error)
{
    const Setting *setting = &settings_table[row];
    GError *problem = NULL;

    g_assert(setting->read);
    if (!source->values[row] || setting->read(settings, source->values[row], &problem))
        return true;

    g_autofree char *place =
        source->path ? g_strdup_printf("%s: [%s] %s", source->path, setting->group, setting->key)
                     : g_strdup_printf("option --%s", setting->option);

    advise_in_place(problem, setting, source->values[row], source->path != NULL);
    settings_take_error(error, place, source->path != NULL, problem);
    return false;
}

/* Moves the source's records behind those that are there: a later one for the same domain wins. */
void
settings_adopt_records(Settings *settings, SettingsSource *source)
{
    while (source->own_records->len > 0)
        g_ptr_array_add(settings->own_records, g_ptr_array_steal_index(source->own_records, 0));
}

/* Of all trust entries the first that matches decides, so trust is read from the command line down
 * to the system's file. Of every other setting the last value counts, so those are read the other
 * way round. */
static bool
apply_sources(Settings *settings, const GPtrArray *sources, GError **error)
{
    for (guint i = 0; i < sources->len; i++)
        settings_adopt_records(settings, sources->pdata[i]);
    for (guint i = sources->len; i-- > 0;)
        if (!settings_take_value(settings, sources->pdata[i], SETTING_TRUST, error))
            return false;
    for (guint i = 0; i < sources->len; i++)
        for (size_t row = SETTING_TRUST + 1; row < SETTINGS; row++)
            if (!settings_take_value(settings, sources->pdata[i], row, error))
                return false;
    return true;
}

static bool
refuse_usage(GError **error, const char *message)
{
    g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
    return false;
}

static bool
check_stats_use(const Settings *settings, GError **error)
{
    if (settings->mail_from || settings->helo || settings->client.bits != 0)
        return refuse_usage(error, "options --mail-from, --helo and --client-ip: stats goes by "
                                   "what each message says");
    return settings->files->len > 0 ||
           refuse_usage(error, "stats needs a mailbox: rmxfilter stats ~/Maildir");
}

/* trust learns from mail that is there, and reads it several times. */
static bool
check_trust_use(const Settings *settings, GError **error)
{
    if (settings->mail_from || settings->helo || settings->client.bits != 0 || settings->hops > 0)
        return refuse_usage(error,
                            "options --mail-from, --helo, --client-ip and --hops: trust goes "
                            "by what each message says");
    for (guint i = 0; i < settings->files->len; i++)
        if (g_str_equal(settings->files->pdata[i], "-"))
            return refuse_usage(error, "trust reads the mail several times, which standard input "
                                       "cannot be");
    return settings->files->len > 0 ||
           refuse_usage(error, "trust needs a mailbox: rmxfilter trust ~/Maildir");
}

/* Refuses a command line that lacks what the command needs, or holds what the command does not use.
 */
static bool
check_command(Command command, const Settings *settings, GError **error)
{
    static const char no_use[] = "option --convert: lint converts records, and nothing else does";
    static const char not_verbose[] = "option --verbose: explain and check show each try of a DNS "
                                      "question, in their text and nowhere else";
    bool is_verbose = command == COMMAND_EXPLAIN || command == COMMAND_CHECK;
    bool null_sender =
        g_strcmp0(settings->mail_from, "") == 0 || g_strcmp0(settings->mail_from, "<>") == 0;

    if (settings->convert && command != COMMAND_LINT)
        return refuse_usage(error, no_use);
    if (*settings->selectors && (command != COMMAND_LINT || settings->convert))
        return refuse_usage(error, "option --selector: lint looks at DKIM keys, and nothing else "
                                   "does");
    if (settings->what_if && command != COMMAND_RECHECK)
        return refuse_usage(error, "option --what-if: recheck tells what other settings would "
                                   "change, and nothing else does");
    if (settings->color != COLOR_AUTO && command == COMMAND_FILTER)
        return refuse_usage(error, "option --color: explain, check, lint and doctor have colours, "
                                   "and filter writes the message");
    if (settings->html && command != COMMAND_EXPLAIN && command != COMMAND_STATS)
        return refuse_usage(error,
                            "option --html: explain and stats write a page, and nothing else does");
    if (settings->html && command == COMMAND_EXPLAIN && settings->files->len > 1)
        return refuse_usage(error,
                            "option --html: a page shows one message, and several were given");
    if (settings->html && (settings->json || settings->verbose || settings->color != COLOR_AUTO))
        return refuse_usage(error, "option --html: a page stands in place of the text and of JSON, "
                                   "without --json, --verbose, --color");
    if (settings->verbose && (settings->json || !is_verbose))
        return refuse_usage(error, not_verbose);
    if (settings->offline && command != COMMAND_STATS && command != COMMAND_TRUST)
        return refuse_usage(error, "option --offline: only stats and trust have a use for it");
    if (settings->write && command != COMMAND_TRUST)
        return refuse_usage(error, "option --write: only trust has a use for it");
    switch (command) {
    case COMMAND_FILTER:
        if (settings->json)
            return refuse_usage(error,
                                "option --json: explain, check, lint and doctor write JSON, filter "
                                "writes the message");
        return true;
    case COMMAND_LINT:
        return settings->domains->len > 0 ||
               refuse_usage(error, "lint needs a domain: rmxfilter lint example.com");
    case COMMAND_RECHECK:
        if (settings->mail_from || settings->helo || settings->client.bits != 0)
            return refuse_usage(error, "options --mail-from, --helo and --client-ip: recheck goes "
                                       "by what each message says");
        return settings->files->len > 0 ||
               refuse_usage(error, "recheck needs a Maildir: rmxfilter recheck ~/Maildir");
    case COMMAND_STATS:
        return check_stats_use(settings, error);
    case COMMAND_TRUST:
        return check_trust_use(settings, error);
    case COMMAND_EXPLAIN:
    case COMMAND_DOCTOR:
        return true;
    case COMMAND_CHECK:
        break;
    }
    if (settings->client.bits == 0)
        return refuse_usage(error, "check needs --client-ip IP");
    if (!settings->mail_from && !settings->helo)
        return refuse_usage(error, "check needs --mail-from ADDR or --helo NAME, or both");
    if (null_sender && !settings->helo)
        return refuse_usage(error, "check needs --helo NAME where --mail-from is the null sender");
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

Settings *
settings_default(void)
{
    Settings *settings = g_new0(Settings, 1);
    bool known;

    settings->trust = trust_list_new();
    settings->local_users = g_new0(char *, 1);
    settings->selectors = g_new0(char *, 1);
    settings->own_names = g_new0(char *, 1);
    settings->lists = g_new0(char *, 1);
    settings->results = g_new0(char *, 1);
    settings->sealers = g_new0(char *, 1);
    settings->own_records = settings_records_new();
    settings->domains = g_ptr_array_new_with_free_func(g_free);
    settings->files = g_ptr_array_new_with_free_func(g_free);
    settings->records.own_records = settings->own_records;
    trust_list_set_records(settings->trust, &settings->records);
    settings->fields = FIELDS_DEFAULT;
    settings->timeout = TIMEOUT_DEFAULT;
    settings->questions = DNS_QUESTIONS_MAX;
    settings->authserv_id = host_name();
    known = value_schemes(settings, settings_table[SETTING_SCHEMES].usual, NULL);
    g_assert(known);
    return settings;
}

/* Only explain, recheck, stats, trust and lint take operands: files, mailboxes and domains. */
static bool
check_operands(Command command, const GPtrArray *operands, GError **error)
{
    static const char *const refusals[] = {
        [COMMAND_FILTER] = "filter takes options only, and the message on standard input",
        [COMMAND_EXPLAIN] = NULL,
        [COMMAND_CHECK] = "check takes options only: --client-ip IP, --mail-from ADDR, --helo NAME",
        [COMMAND_LINT] = NULL,
        [COMMAND_RECHECK] = NULL,
        [COMMAND_STATS] = NULL,
        [COMMAND_TRUST] = NULL,
        [COMMAND_DOCTOR] = "doctor takes options only: -c FILE for settings that are to be tried",
    };

    if (!refusals[command] || operands->len == 0)
        return true;

    g_autofree char *shown = quote_words_text(operands->pdata[0], QUOTE_NAME_MAX);

    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "argument \"%s\": %s", shown,
                refusals[command]);
    return false;
}

bool
settings_check_use(Command command, const Settings *settings, const GPtrArray *operands,
                   GError **error)
{
    return check_operands(command, operands, error) && check_command(command, settings, error);
}

/* Whether the command looks at mail that is kept, in the files that it is given. */
static bool
reads_mail(Command command)
{
    return command == COMMAND_EXPLAIN || command == COMMAND_RECHECK || command == COMMAND_STATS ||
           command == COMMAND_TRUST;
}

static bool
read_operands(Command command, Settings *settings, const GPtrArray *operands, GError **error)
{
    for (guint i = 0; i < operands->len; i++)
        if (reads_mail(command))
            g_ptr_array_add(settings->files, g_strdup(operands->pdata[i]));
        else if (!value_domain(settings, operands->pdata[i], error))
            return false;
    return true;
}

/* lint looks at all that a domain publishes, where the command line does not say otherwise: the
 * files say only what mail is checked against. */
static void
widen_schemes(Settings *settings, const GPtrArray *sources)
{
    const SettingsSource *command_line = sources->pdata[sources->len - 1];
    bool known = command_line->values[SETTING_SCHEMES] || value_schemes(settings, "all", NULL);

    g_assert(known);
}

Settings *
settings_new(Command command, int argc, char *const *argv, GError **error)
{
    g_autoptr(Settings) settings = settings_default();
    g_autoptr(GPtrArray) operands = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) sources = settings_sources(argc, argv, operands, error);

    if (!sources || !check_operands(command, operands, error) ||
        !apply_sources(settings, sources, error) ||
        !read_operands(command, settings, operands, error) ||
        !check_command(command, settings, error))
        return NULL;
    settings->config = g_strdup(
        ((const SettingsSource *)sources->pdata[sources->len - 1])->values[SETTING_CONFIG]);
    if (command == COMMAND_LINT)
        widen_schemes(settings, sources);
    if (command == COMMAND_FILTER || reads_mail(command))
        settings->accounts = account_list_new((const char *const *)settings->local_users);
    return g_steal_pointer(&settings);
}

int
settings_wait_ms(const Settings *settings)
{
    return (int)(settings->timeout * 1000) + GRACE_MS;
}

void
settings_free(Settings *settings)
{
    if (!settings)
        return;
    trust_list_free(settings->trust);
    account_list_free(settings->accounts);
    g_strfreev(settings->local_users);
    g_strfreev(settings->selectors);
    g_strfreev(settings->own_names);
    g_strfreev(settings->lists);
    g_strfreev(settings->results);
    g_strfreev(settings->sealers);
    if (settings->schemes)
        g_ptr_array_unref(settings->schemes);
    g_ptr_array_unref(settings->own_records);
    g_ptr_array_unref(settings->domains);
    g_ptr_array_unref(settings->files);
    g_free(settings->config);
    g_free(settings->authserv_id);
    g_free(settings->mail_from);
    g_free(settings->helo);
    g_strfreev(settings->nameservers);
    g_free(settings->zone);
    g_free(settings->html);
    g_free(settings);
}
