/* SPDX-License-Identifier: ISC */
/* rmxfilter: a message in, the same message out with a few fields on top that tell whether the
 * sender's address is genuine. Here the subcommand is chosen: words that are no
 * subcommand go to the filter, which passes the message on even if it cannot make sense of them.
 *
 * Callers put words of strangers on the command line (--helo ${helo}). So no word asks for help but
 * the first one, or the first one behind a subcommand that has no message to lose. All others are
 * an option's value or a mistake, and one parser (settings/settings_source.c) says which. */
#include "commands.h"
#include "guard.h"
#include "inspector.h"
#include "mime/quote.h"
#include "settings/settings.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define SLIPS_MAX 2 /* letters in which a misspelt subcommand may differ */
#define WORD_MAX  9 /* letters of a misspelt subcommand */

#ifdef PROFILING
#define BUILD_REMARK " (for profiling: it has no sandbox and is not to be used for mail)"
#else
#define BUILD_REMARK ""
#endif

static int command_filter(int argc, char *const *argv);

static const struct {
    const char *name;
    int (*run)(int argc, char *const *argv);
    bool helps; /* answers --help and --version */
} commands[] = {
    { "filter", command_filter, false }, { "explain", command_explain, true },
    { "check", command_check, true },    { "lint", command_lint, true },
    { "doctor", command_doctor, true },  { "recheck", command_recheck, true },
    { "stats", command_stats, true },    { "trust", command_trust, true },
};

/* --- help --- */

static int
print_help(void)
{
    g_autofree char *help = settings_help();

    return fputs(help, stdout) < 0 || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
}

static int
print_version(void)
{
    return puts("rmxfilter " VERSION BUILD_REMARK) < 0 || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
}

/* The function that answers this word; NULL: the word does not ask for help. */
static int (*answer_to(const char *word))(void)
{
    static const struct {
        const char *word;
        int (*print)(void);
    } answers[] = {
        { "--help", print_help },
        { "-h", print_help },
        { "--version", print_version },
        { "-V", print_version },
    };

    for (size_t i = 0; word && i < G_N_ELEMENTS(answers); i++)
        if (g_str_equal(word, answers[i].word))
            return answers[i].print;
    return NULL;
}

/* --- at a terminal --- */

/* How many letters must be changed, added or left out to turn word into other. */
static size_t
count_slips(const char *word, const char *other)
{
    size_t slips[WORD_MAX + 1];
    size_t len = strlen(word);

    if (len > WORD_MAX)
        return len;
    for (size_t i = 0; i <= len; i++)
        slips[i] = i;
    for (; *other != '\0'; other++) {
        size_t before = slips[0]++;

        for (size_t i = 0; i < len; i++) {
            size_t changed = before + (word[i] != *other);

            before = slips[i + 1];
            slips[i + 1] = MIN(changed, MIN(before, slips[i]) + 1);
        }
    }
    return slips[len];
}

/* The place of a subcommand that stands behind other words; 0: there is none. */
static int
place_of_late_command(int argc, char *const *argv)
{
    for (int place = 2; place < argc; place++)
        for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
            if (g_str_equal(argv[place], commands[i].name))
                return place;
    return 0;
}

/* The same words with the one at place in front. */
static void
suggest_order(int argc, char *const *argv, int place)
{
    g_autoptr(GString) line = g_string_new(argv[place]);

    for (int i = 1; i < argc; i++) {
        if (i == place)
            continue;
        g_string_append_c(line, ' ');
        quote_words(line, argv[i], QUOTE_NAME_MAX);
    }
    fprintf(stderr, "rmxfilter: did you mean rmxfilter %s?\n", line->str);
}

/* The subcommand that the first word is, but for a slip, or what reads the file named last. */
static void
suggest_commands(const char *first, const char *last)
{
    g_autofree char *file = quote_words_text(last, QUOTE_NAME_MAX);

    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        if (count_slips(first, commands[i].name) <= SLIPS_MAX)
            fprintf(stderr, "rmxfilter: did you mean rmxfilter %s?\n", commands[i].name);
    if (access(last, R_OK) == 0)
        fprintf(stderr, "rmxfilter: did you mean rmxfilter explain %s?\n", file);
}

/* Says what may have been meant. */
static void
suggest(int argc, char *const *argv)
{
    int place = place_of_late_command(argc, argv);

    if (place > 0)
        suggest_order(argc, argv, place);
    else
        suggest_commands(argv[1], argv[argc - 1]);
    fputs("rmxfilter: rmxfilter --help lists commands and options\n", stderr);
}

static int
command_filter(int argc, char *const *argv)
{
    int exit_code = isatty(STDIN_FILENO) ? command_filter_at_terminal(argc, argv) : EX_OK;

    if (exit_code == EX_USAGE && argc > 1)
        suggest(argc, argv);
    if (exit_code == EX_OK)
        _exit(guard_run(inspector_run, argc, argv)); /* nothing is left in a buffer, or to free */
    return exit_code;
}

int
main(int argc, char **argv)
{
    int (*answer)(void) = answer_to(argc > 1 ? argv[1] : NULL);

    if (answer)
        return answer();
    for (size_t i = 0; argc > 1 && i < G_N_ELEMENTS(commands); i++) {
        if (!g_str_equal(argv[1], commands[i].name))
            continue;
        answer = answer_to(commands[i].helps && argc > 2 ? argv[2] : NULL);
        return answer ? answer() : commands[i].run(argc - 1, argv + 1);
    }
    return command_filter(argc, argv);
}
