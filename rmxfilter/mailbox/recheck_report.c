/* SPDX-License-Identifier: ISC */
#include "mailbox/recheck_report.h"

#include "mime/destroy.h"
#include "mime/quote.h"
#include "report/json_parts.h"

#include <string.h>

static void
recheck_change_free(RecheckChange *change)
{
    g_free(change->file);
    g_free(change->was);
    g_free(change->now);
    g_free(change->from_was);
    g_free(change->from);
    g_free(change);
}

DESTROY_NOTIFY(recheck_change_free)

RecheckReport *
recheck_report_new(void)
{
    RecheckReport *report = g_new0(RecheckReport, 1);

    report->changed = g_ptr_array_new_with_free_func(recheck_change_free_item);
    return report;
}

void
recheck_report_free(RecheckReport *report)
{
    if (!report)
        return;
    g_ptr_array_unref(report->changed);
    g_free(report);
}

void
recheck_report_add(RecheckReport *report, const char *file, guint64 number, const char *was,
                   const char *now, const char *from_was, const char *from)
{
    RecheckChange *change = g_new0(RecheckChange, 1);

    change->file = g_strdup(file);
    change->number = number;
    change->was = g_strdup(was);
    change->now = g_strdup(now);
    change->from_was = g_strdup(from_was);
    change->from = g_strdup(from);
    g_ptr_array_add(report->changed, change);
}

static int
compare_changes(const void *one, const void *other)
{
    const RecheckChange *const *first = one, *const *second = other;

    int order = strcmp((*first)->file, (*second)->file);

    return order != 0
               ? order
               : ((*first)->number > (*second)->number) - ((*first)->number < (*second)->number);
}

void
recheck_report_sort(RecheckReport *report)
{
    g_ptr_array_sort(report->changed, compare_changes);
}

char *
recheck_text(const RecheckReport *report)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < report->changed->len; i++) {
        const RecheckChange *change = report->changed->pdata[i];

        g_string_append_printf(text, "%s %s %s ", change->was, change->now,
                               *change->from ? change->from : "-");
        quote_words(text, change->file, QUOTE_ALL);
        if (change->number > 0)
            g_string_append_printf(text, ":%" G_GUINT64_FORMAT, change->number);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

char *
recheck_summary(const RecheckReport *report, bool what_if)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text,
                           what_if ? "%u of %u messages asked again, %u would be marked otherwise"
                                   : "%u of %u messages asked again, %u changed",
                           report->asked, report->messages, report->changed->len);
    if (report->left > 0)
        g_string_append_printf(text, what_if ? ", %u without marks" : ", %u left as they were",
                               report->left);
    if (report->failed > 0)
        g_string_append_printf(text, ", %u could not be read or written", report->failed);
    return g_string_free(text, FALSE);
}

/* NULL where there is no word. */
static const char *
word_or_null(const char *word)
{
    return *word ? word : NULL;
}

static json_t *
recheck_change_json(const void *item)
{
    const RecheckChange *change = item;
    json_t *object = json_object();

    json_add_text(object, "file", change->file);
    if (change->number > 0)
        json_object_set_new(object, "number", json_integer((json_int_t)change->number));
    json_add_text(object, "was", change->was);
    json_add_text(object, "now", change->now);
    json_add_text(object, "from_was", word_or_null(change->from_was));
    json_add_text(object, "from", word_or_null(change->from));
    return object;
}

char *
recheck_json(const RecheckReport *report)
{
    json_t *object = json_object();

    json_object_set_new(object, "messages", json_integer(report->messages));
    json_object_set_new(object, "asked", json_integer(report->asked));
    json_object_set_new(object, "left", json_integer(report->left));
    json_object_set_new(object, "failed", json_integer(report->failed));
    json_object_set_new(object, "changed", json_array_of(report->changed, recheck_change_json));
    return json_object_text(object);
}
