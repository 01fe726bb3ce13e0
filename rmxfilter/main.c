/* SPDX-License-Identifier: ISC */
/* rmxfilter: a message in, the same message out with a few fields on top that tell whether the
 * sender's address is genuine. Here only the subcommand is chosen: anything that is none of them is
 * the filter's, which passes the message on whatever it was told. */
#include "commands.h"
#include "guard.h"
#include "inspector.h"
#include "settings/settings.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static int
command_filter(int argc, char *const *argv)
{
    if (isatty(STDIN_FILENO))
        fputs("rmxfilter: reading a message from the terminal; --help tells more\n", stderr);
    return guard_run(inspector_run, argc, argv);
}

static const struct {
    const char *name;
    int (*run)(int argc, char *const *argv);
} commands[] = {
    { "filter", command_filter },
    { "explain", command_explain },
    { "check", command_check },
    { "lint", command_lint },
};

static bool
has_option(int argc, char *const *argv, const char *option)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], option) == 0)
            return true;
    return false;
}

int
main(int argc, char **argv)
{
    if (has_option(argc, argv, "--help")) {
        g_autofree char *help = settings_help();

        return fputs(help, stdout) < 0 || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
    }
    if (has_option(argc, argv, "--version"))
        return puts("rmxfilter " VERSION) < 0 || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
    for (size_t i = 0; argc > 1 && i < G_N_ELEMENTS(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return command_filter(argc, argv);
}
