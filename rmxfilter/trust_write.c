/* SPDX-License-Identifier: ISC */
/* Who is not at a terminal can be asked nothing, and what he does not know is not written. */
#include "trust_write.h"

#include "command_run.h"
#include "mime/quote.h"
#include "settings/settings_write.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

/* Whether the user, at his terminal, says yes. */
static bool
user_agrees(const char *question)
{
    char answer[16] = "";

    fprintf(stderr, "%s [y/N] ", question);
    return fgets(answer, sizeof(answer), stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

/* What only the user knows. The caller frees. */
static char *
question_about(const TrustPlanEntry *entry, const char *doubt)
{
    return entry->address_at
               ? g_strdup_printf("%s: %s. Do you have an address at %s?", entry->entry, doubt,
                                 entry->address_at)
               : g_strdup_printf("%s: %s. Trust it all the same?", entry->entry, doubt);
}

/* Whether an entry with a doubt is to be written. */
static bool
doubt_is_settled(const TrustPlanEntry *entry, bool at_terminal)
{
    g_autofree char *doubt = quote_words_text(entry->doubt, QUOTE_ALL), *question = NULL;

    if (!at_terminal) {
        fprintf(stderr, "rmxfilter: not written: %s: %s\n", entry->entry, doubt);
        return false;
    }
    question = question_about(entry, doubt);
    return user_agrees(question);
}

/* The entries to write (const char *, up to NULL): of those with a doubt only what the user agrees
 * to. */
static GPtrArray *
entries_to_write(const TrustPlan *plan, bool at_terminal)
{
    GPtrArray *entries = g_ptr_array_new();

    for (guint i = 0; i < plan->entries->len; i++) {
        const TrustPlanEntry *entry = plan->entries->pdata[i];

        if (!entry->doubt || doubt_is_settled(entry, at_terminal))
            g_ptr_array_add(entries, entry->entry);
    }
    g_ptr_array_add(entries, NULL);
    return entries;
}

static int
write_nothing(void)
{
    fputs("rmxfilter: nothing is written\n", stderr);
    return EX_OK;
}

/* Shows the difference. The user may still say no. */
static bool
agree_to_change(const SettingsChange *change, bool at_terminal)
{
    g_autofree char *difference = settings_edit_difference(change->edit);
    g_autofree char *path = quote_words_text(change->path, QUOTE_ALL);

    fprintf(stderr, "%s%s, %s", path, change->exists ? "" : " (new)", difference);
    return !at_terminal || user_agrees("Write this?");
}

int
trust_write(const Settings *settings, const TrustPlan *plan)
{
    bool at_terminal = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    g_autoptr(GPtrArray) entries = entries_to_write(plan, at_terminal);
    g_autofree char *path = settings_write_path(settings->config), *backup = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(SettingsChange) change = NULL;

    if (entries->len == 1)
        return write_nothing();
    if (!path)
        return command_complain("no settings file: HOME is not set; give one with -c", EX_CONFIG);
    change = settings_change_new(path, (const char *const *)entries->pdata, &error);
    if (!change)
        return command_complain(error->message, EX_CONFIG);
    if (!agree_to_change(change, at_terminal))
        return write_nothing();
    if (!settings_change_write(change, &backup, &error))
        return command_complain(error->message, EX_IOERR);
    fprintf(stderr, "rmxfilter: written%s%s\n", backup ? "; as it was before: " : "",
            backup ? backup : "");
    return EX_OK;
}
