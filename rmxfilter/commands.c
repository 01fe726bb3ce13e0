/* SPDX-License-Identifier: ISC */
/* Nothing is lost where these fail, so one process does. */
#include "commands.h"

#include "body_file.h"
#include "command_run.h"
#include "convert/convert.h"
#include "doctor/doctor_json.h"
#include "doctor/doctor_text.h"
#include "inspection.h"
#include "lint/lint_json.h"
#include "lint/lint_text.h"
#include "lint/survey.h"
#include "report/json.h"
#include "report/page.h"
#include "report/text.h"
#include "sandbox/sandbox.h"

#include <sysexits.h>
#include <unistd.h>

/* For those that read no message: somebody may be typing for the next command. */
static void
enter_sandbox_without_input(const Dns *dns)
{
    close(STDIN_FILENO);
    sandbox_enter(dns_tcp_ports(dns));
}

int
command_filter_at_terminal(int argc, char *const *argv)
{
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = command_begin(COMMAND_FILTER, argc, argv, &dns, &exit_code);

    if (settings)
        command_tell_of_terminal();
    return exit_code;
}

int
command_check(int argc, char *const *argv)
{
    static const int codes[] = {
        [RESULT_PASS] = 0,      [RESULT_FAIL] = 1,      [RESULT_SOFTFAIL] = 2, [RESULT_NEUTRAL] = 3,
        [RESULT_PERMERROR] = 4, [RESULT_TEMPERROR] = 5, [RESULT_NONE] = 6,
    };
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = command_begin(COMMAND_CHECK, argc, argv, &dns, &exit_code);
    g_autoptr(Evidence) evidence = NULL;
    g_autoptr(Verdict) verdict = NULL;
    g_autofree char *text = NULL;

    if (!settings)
        return exit_code;
    enter_sandbox_without_input(dns);
    evidence = inspect_claim(settings, dns);
    verdict = verdict_of(evidence);
    text = (settings->json ? json_text : text_check)(evidence, verdict);
    return command_print_report(settings, dns, text, codes[verdict->result]);
}

static int
convert_domains(const Settings *settings, Dns *dns)
{
    g_autoptr(GPtrArray) conversions = g_ptr_array_new_with_free_func(conversion_free_item);
    g_autofree char *text = NULL;

    for (guint i = 0; i < settings->domains->len; i++)
        g_ptr_array_add(conversions,
                        convert_domain(dns, &settings->records, settings->schemes,
                                       settings->convert, settings->domains->pdata[i]));
    text = (settings->json ? convert_json : convert_text)(conversions);
    return command_print(text, convert_exit_code(conversions));
}

int
command_lint(int argc, char *const *argv)
{
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = command_begin(COMMAND_LINT, argc, argv, &dns, &exit_code);
    g_autoptr(GPtrArray) surveys = g_ptr_array_new_with_free_func(lint_free_item);
    g_autofree char *text = NULL, *problem = NULL;

    if (!settings)
        return exit_code;
    problem = settings->convert ? convert_problem(settings->convert) : NULL;
    if (problem)
        return command_complain(problem, EX_USAGE);
    enter_sandbox_without_input(dns);
    survey_set_limits(dns, settings->domains->len);
    for (guint i = 0; i < settings->domains->len; i++)
        survey_prefetch(dns, settings->domains->pdata[i], settings->schemes, &settings->records);
    if (settings->convert)
        return convert_domains(settings, dns);
    for (guint i = 0; i < settings->domains->len; i++)
        g_ptr_array_add(surveys, survey_domain(dns, settings->domains->pdata[i], settings->schemes,
                                               &settings->records,
                                               (const char *const *)settings->selectors));
    text = (settings->json ? lint_json : lint_text)(surveys);
    return command_print(text, survey_exit_code(surveys));
}

/* Settings that are wrong are what it is there to find: only a wrong command line ends it. */
int
command_doctor(int argc, char *const *argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SettingsSurvey) survey = settings_survey(COMMAND_DOCTOR, argc, argv, &error);
    g_autoptr(GPtrArray) resolvers = NULL;
    g_autoptr(Dns) dns = NULL;
    g_autoptr(Diagnosis) diagnosis = NULL;
    g_autofree char *text = NULL, *no_room = NULL;
    const char *folder;
    int exit_code;

    if (!survey)
        return command_complain(error->message, EX_USAGE);
    page_open(survey->settings->color);
    dns = command_dns(survey->settings, &exit_code);
    if (!dns)
        return exit_code;
    resolvers =
        survey->settings->zone ? g_ptr_array_new() : resolver_probes(survey->settings, &error);
    if (!resolvers)
        return command_complain(error->message, EX_UNAVAILABLE);
    if (!body_file_try(&folder))
        no_room = g_strdup(folder); /* the sandbox forgets the environment */
    enter_sandbox_without_input(dns);
    diagnosis = diagnose(survey, g_steal_pointer(&resolvers), no_room, dns);
    text = (survey->settings->json ? doctor_json : doctor_text)(diagnosis);
    return command_print(text, diagnosis_count(diagnosis) > 0);
}
