/* SPDX-License-Identifier: ISC */
/* Nothing is lost where these fail, so one process does. */
#include "commands.h"

#include "convert/convert.h"
#include "inspection.h"
#include "lint/lint_json.h"
#include "lint/lint_text.h"
#include "lint/survey.h"
#include "report/json.h"
#include "report/text.h"
#include "sandbox/sandbox.h"
#include "transfer.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static int
complain(const char *what, int exit_code)
{
    fprintf(stderr, "rmxfilter: %s\n", what);
    return exit_code;
}

/* Reads settings and DNS; where that fails, complains, and *exit_code is not 0. */
static Settings *
begin(Command command, int argc, char *const *argv, Dns **dns, int *exit_code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = settings_new(command, argc, argv, &error);

    *exit_code = EX_OK;
    if (!settings) {
        *exit_code =
            complain(error->message, error->domain == G_OPTION_ERROR ? EX_USAGE : EX_CONFIG);
        return NULL;
    }
    *dns = inspection_dns(settings, &error);
    if (!*dns) {
        *exit_code = complain(error->message, EX_UNAVAILABLE);
        return NULL;
    }
    return g_steal_pointer(&settings);
}

/* For those that read no message: somebody may be typing for the next command. */
static void
enter_sandbox_without_input(const Dns *dns)
{
    close(STDIN_FILENO);
    sandbox_enter(dns_tcp_ports(dns));
}

/* Returns exit_code, or 74 where the text could not be written. */
static int
print(const char *text, int exit_code)
{
    if (fputs(text, stdout) < 0 || fflush(stdout) != 0)
        return complain("cannot write to standard output", EX_IOERR);
    return exit_code;
}

static void
tell_of_terminal(void)
{
    fputs("rmxfilter: reading a message from the terminal; Ctrl-D ends it, Ctrl-C leaves\n",
          stderr);
}

int
command_filter_at_terminal(int argc, char *const *argv)
{
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = begin(COMMAND_FILTER, argc, argv, &dns, &exit_code);

    if (settings)
        tell_of_terminal();
    return exit_code;
}

int
command_explain(int argc, char *const *argv)
{
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = begin(COMMAND_EXPLAIN, argc, argv, &dns, &exit_code);
    g_autoptr(Inspection) inspection = NULL;
    g_autoptr(Verdict) verdict = NULL;
    g_autofree char *text = NULL;
    HeaderBlock header;
    static Transfer t;

    if (!settings)
        return exit_code;
    if (isatty(STDIN_FILENO))
        tell_of_terminal();
    sandbox_enter(dns_tcp_ports(dns));
    if (!transfer_begin(&t, STDIN_FILENO, -1))
        return complain(strerror(t.failure), EX_NOINPUT);
    if (t.held && t.header_len == 0)
        return complain("no message on standard input", EX_NOINPUT);
    transfer_forget_body(&t);
    close(STDIN_FILENO); /* the body, or what somebody types */
    header = (HeaderBlock){ .octets = t.octets, .len = t.header_len, .cut = !t.held };
    inspection = inspection_of_message(settings, dns, &header);
    verdict = verdict_of(inspection_evidence(inspection));
    text = (settings->json ? json_text : text_explain)(inspection_evidence(inspection), verdict);
    return print(text, EX_OK);
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
    g_autoptr(Settings) settings = begin(COMMAND_CHECK, argc, argv, &dns, &exit_code);
    g_autoptr(Inspection) inspection = NULL;
    g_autoptr(Verdict) verdict = NULL;
    g_autofree char *text = NULL;

    if (!settings)
        return exit_code;
    enter_sandbox_without_input(dns);
    inspection = inspection_of_claim(settings, dns);
    verdict = verdict_of(inspection_evidence(inspection));
    text = (settings->json ? json_text : text_check)(inspection_evidence(inspection), verdict);
    return print(text, codes[verdict->result]);
}

static void
free_survey(void *survey)
{
    lint_free(survey);
}

static void
free_conversion(void *conversion)
{
    conversion_free(conversion);
}

static int
convert_domains(const Settings *settings, Dns *dns)
{
    g_autoptr(GPtrArray) conversions = g_ptr_array_new_with_free_func(free_conversion);
    g_autofree char *text = NULL;

    for (guint i = 0; i < settings->domains->len; i++)
        g_ptr_array_add(conversions,
                        convert_domain(dns, &settings->records, settings->schemes,
                                       settings->convert, settings->domains->pdata[i]));
    text = (settings->json ? convert_json : convert_text)(conversions);
    return print(text, convert_exit_code(conversions));
}

int
command_lint(int argc, char *const *argv)
{
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = begin(COMMAND_LINT, argc, argv, &dns, &exit_code);
    g_autoptr(GPtrArray) surveys = g_ptr_array_new_with_free_func(free_survey);
    g_autofree char *text = NULL, *problem = NULL;

    if (!settings)
        return exit_code;
    problem = settings->convert ? convert_problem(settings->convert) : NULL;
    if (problem)
        return complain(problem, EX_USAGE);
    enter_sandbox_without_input(dns);
    survey_set_limits(dns, settings->domains->len);
    for (guint i = 0; i < settings->domains->len; i++)
        survey_prefetch(dns, settings->domains->pdata[i], settings->schemes, &settings->records);
    if (settings->convert)
        return convert_domains(settings, dns);
    for (guint i = 0; i < settings->domains->len; i++)
        g_ptr_array_add(surveys, survey_domain(dns, settings->domains->pdata[i], settings->schemes,
                                               &settings->records));
    text = (settings->json ? lint_json : lint_text)(surveys);
    return print(text, survey_exit_code(surveys));
}
