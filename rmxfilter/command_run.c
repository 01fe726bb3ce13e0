/* SPDX-License-Identifier: ISC */
/* Nothing here looks at a message. */
#include "command_run.h"

#include "inspection.h"
#include "mime/quote.h"
#include "report/page.h"
#include "report/tries.h"

#include <stdio.h>
#include <sysexits.h>

int
command_complain(const char *what, int exit_code)
{
    fprintf(stderr, "rmxfilter: %s\n", what);
    return exit_code;
}

int
command_complain_of_file(const char *path, guint64 number, const char *what, int exit_code)
{
    g_autofree char *name =
        g_str_equal(path, "-") ? g_strdup("standard input") : quote_words_text(path, QUOTE_ALL);
    g_autofree char *place =
        number > 0 ? g_strdup_printf(", message %" G_GUINT64_FORMAT, number) : g_strdup("");
    g_autofree char *whole = g_strdup_printf("%s%s: %s", name, place, what);

    return command_complain(whole, exit_code);
}

Settings *
command_settings(Command command, int argc, char *const *argv, int *exit_code)
{
    g_autoptr(GError) error = NULL;
    Settings *settings = settings_new(command, argc, argv, &error);

    *exit_code = EX_OK;
    if (!settings)
        *exit_code = command_complain(error->message,
                                      error->domain == G_OPTION_ERROR ? EX_USAGE : EX_CONFIG);
    else
        page_open(settings->color);
    return settings;
}

Dns *
command_dns(const Settings *settings, int *exit_code)
{
    g_autoptr(GError) error = NULL;
    Dns *dns = inspection_dns(settings, &error);

    *exit_code = dns ? EX_OK : command_complain(error->message, EX_UNAVAILABLE);
    return dns;
}

Settings *
command_begin(Command command, int argc, char *const *argv, Dns **dns, int *exit_code)
{
    g_autoptr(Settings) settings = command_settings(command, argc, argv, exit_code);

    *dns = settings ? command_dns(settings, exit_code) : NULL;
    return *dns ? g_steal_pointer(&settings) : NULL;
}

int
command_print(const char *text, int exit_code)
{
    g_autofree char *finished = page_finished(text);

    if (fputs(finished, stdout) < 0 || fflush(stdout) != 0)
        return command_complain("cannot write to standard output", EX_IOERR);
    return exit_code;
}

int
command_print_report(const Settings *settings, const Dns *dns, const char *report, int exit_code)
{
    g_autofree char *tries = settings->verbose ? tries_text(dns) : g_strdup("");
    g_autofree char *whole = g_strconcat(report, tries, NULL);

    return command_print(whole, exit_code);
}

void
command_tell_of_terminal(void)
{
    fputs("rmxfilter: reading a message from the terminal; Ctrl-D ends it, Ctrl-C leaves\n",
          stderr);
}
