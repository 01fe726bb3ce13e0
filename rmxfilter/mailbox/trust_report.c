/* SPDX-License-Identifier: ISC */
/* An entry is a line with its share of the mail, and below it the proof, then what speaks against
 * it. */
#include "mailbox/trust_report.h"

#include "mime/quote.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/page.h"

#define RELAYS_SHOWN 5
#define INDENT       6

void
trust_report_clear(TrustReport *report)
{
    trust_changes_clear(&report->changes);
}

/* --- text --- */

static void
append_indented(GString *out, const char *mark, const char *text)
{
    g_autofree char *words = quote_words_text(text, QUOTE_ALL);

    g_string_append_printf(out, "%*s", INDENT, "");
    layout_words(out, INDENT + 2, mark);
    layout_words(out, INDENT + 2, words);
    g_string_append_c(out, '\n');
}

static char *
relays_text(const TrustPlanEntry *entry)
{
    GString *text = g_string_new("relays seen:");

    for (guint i = 0; i < entry->relays->len && i < RELAYS_SHOWN; i++)
        g_string_append_printf(text, "%s %s", i > 0 ? "," : "",
                               (const char *)entry->relays->pdata[i]);
    if (entry->relays->len > RELAYS_SHOWN)
        g_string_append_printf(text, " and %u more", entry->relays->len - RELAYS_SHOWN);
    return g_string_free(text, FALSE);
}

/* What the entry has a part in. */
static void
append_entry_changes(GString *out, const TrustPlanEntry *entry)
{
    g_autoptr(GString) line = g_string_new(NULL);
    const TrustChange *change;
    TrustVerdicts verdicts;

    for (guint step = 0; (change = trust_changes_next(&entry->changes, &step, &verdicts));)
        g_string_append_printf(line, "%s%u %s -> %s", line->len > 0 ? ", " : "", change->messages,
                               result_text(verdicts.was), result_text(verdicts.now));
    if (line->len > 0)
        append_indented(out, "changes: ", line->str);
}

static void
append_plan_entry(GString *out, const TrustPlan *plan, const TrustPlanEntry *entry)
{
    g_autofree char *styled = page_styled(entry->doubt ? STYLE_DOUBT : STYLE_GOOD, entry->entry);
    g_autofree char *relays = relays_text(entry);

    g_string_append_printf(out, "  %s  %u of %u messages came through it\n", styled,
                           entry->messages, plan->messages);
    append_indented(out, "", entry->proof);
    append_indented(out, "", relays);
    append_entry_changes(out, entry);
    append_indented(out, "for example ", entry->example);
    for (guint i = 0; i < entry->warnings->len; i++)
        append_indented(out, "warning: ", entry->warnings->pdata[i]);
    if (entry->doubt)
        append_indented(out, "doubt: ", entry->doubt);
}

/* All entries that have a doubt, or all that have none. */
static void
append_plan_entries(GString *out, const TrustPlan *plan, bool doubted, const char *title)
{
    guint count = 0;

    for (guint i = 0; i < plan->entries->len; i++) {
        const TrustPlanEntry *entry = plan->entries->pdata[i];

        if ((entry->doubt != NULL) != doubted)
            continue;
        if (count++ == 0)
            layout_title(out, title);
        append_plan_entry(out, plan, entry);
    }
}

static void
append_plan_refusals(GString *out, const TrustPlan *plan)
{
    if (plan->refusals->len > 0)
        layout_title(out, "Seen, and not proposed");
    for (guint i = 0; i < plan->refusals->len; i++) {
        const TrustPlanRefusal *refusal = plan->refusals->pdata[i];
        g_autofree char *who = quote_words_text(refusal->who, QUOTE_NAME_MAX);

        g_string_append_printf(out, "  %s  %u messages of %u senders\n", who, refusal->messages,
                               refusal->organizations);
        append_indented(out, "", refusal->why);
        append_indented(out, "for example ", refusal->example);
    }
}

static void
append_changes(GString *out, const TrustReport *report)
{
    const TrustChange *change;
    TrustVerdicts verdicts;

    for (guint step = 0, lines = 0;
         (change = trust_changes_next(&report->changes, &step, &verdicts)); lines++) {
        g_autofree char *example = quote_words_text(change->example, QUOTE_ALL);
        g_autofree char *line =
            g_strdup_printf("  %u %s -> %s, for example %s", change->messages,
                            result_text(verdicts.was), result_text(verdicts.now), example);

        if (lines == 0)
            layout_title(out, "What all of these entries would change");
        layout_words(out, INDENT, line);
        g_string_append_c(out, '\n');
    }
}

/* The line of the settings with all entries that have a doubt, or with all that have none. */
static void
append_use_line(GString *out, const TrustPlan *plan, bool doubted, const char *remark)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (guint i = 0; i < plan->entries->len; i++) {
        const TrustPlanEntry *entry = plan->entries->pdata[i];

        if ((entry->doubt != NULL) == doubted)
            g_string_append_printf(line, "%s%s", line->len > 0 ? ";" : "trust=", entry->entry);
    }
    if (line->len > 0) {
        append_indented(out, "[relays] ", line->str);
        append_indented(out, "", remark);
    }
}

static void
append_use(GString *out, const TrustPlan *plan)
{
    if (plan->entries->len == 0)
        return;
    layout_title(out, "To take them");
    append_use_line(out, plan, false, "or the same command with --write, which asks first");
    append_use_line(out, plan, true,
                    "only where you are sure: at a terminal --write asks about each");
}

/* Where answers are missing, a relay without a proof may still have one. */
static void
append_answers(GString *out, const TrustReport *report)
{
    const TrustPlan *plan = report->plan;
    g_autofree char *text = NULL;

    if (!report->asked)
        text = g_strdup("Nothing was asked in the DNS: names are as the mail shows them, and "
                        "entries are addresses.");
    else if (plan->unanswered > 0)
        text = g_strdup_printf("The DNS did not answer %u of %u questions: relays of yours may be "
                               "missing above. rmxfilter doctor looks at your name servers; run "
                               "this again when they answer.",
                               plan->unanswered, plan->questions);
    else if (plan->questions > 0 && plan->found == 0)
        text =
            g_strdup_printf("The DNS had nothing for any of %u questions: rmxfilter doctor tells "
                            "whether your name servers know the Internet.",
                            plan->questions);
    if (!text)
        return;
    g_string_append_c(out, '\n');
    layout_words(out, 0, text);
    g_string_append_c(out, '\n');
}

char *
trust_text(const TrustReport *report)
{
    const TrustPlan *plan = report->plan;
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "%u message%s looked at", plan->messages,
                           plan->messages == 1 ? "" : "s");
    if (report->unreadable > 0)
        g_string_append_printf(out, ", %u could not be read", report->unreadable);
    g_string_append(out, "\n");
    if (plan->entries->len == 0)
        layout_title(out, report->trusting
                              ? "No relay that looks like yours but those that you trust already"
                              : "No relay that looks like yours");
    append_plan_entries(out, plan, false, "Relays that look like yours");
    append_plan_entries(out, plan, true, "Relays that may be yours: only you can say");
    append_plan_refusals(out, plan);
    append_changes(out, report);
    append_answers(out, report);
    if (!report->writing)
        append_use(out, plan);
    return g_string_free(out, FALSE);
}

/* --- JSON --- */

static json_t *
texts_json(const GPtrArray *texts)
{
    json_t *array = json_array();

    json_append_texts(array, texts);
    return array;
}

static json_t *
changes_json(const TrustChanges *changes)
{
    json_t *object = json_object();
    const TrustChange *change;
    TrustVerdicts verdicts;

    for (guint step = 0; (change = trust_changes_next(changes, &step, &verdicts));) {
        const char *was = result_text(verdicts.was);
        json_t *of = json_object_get(object, was);

        if (!of) {
            of = json_object();
            json_object_set_new(object, was, of);
        }
        json_object_set_new(of, result_text(verdicts.now), json_integer(change->messages));
    }
    return object;
}

static json_t *
plan_entry_json(const void *item)
{
    const TrustPlanEntry *entry = item;
    json_t *object = json_object();

    json_add_text(object, "entry", entry->entry);
    json_object_set_new(object, "messages", json_integer(entry->messages));
    json_object_set_new(object, "relays", texts_json(entry->relays));
    json_add_text(object, "proof", entry->proof);
    json_add_text(object, "doubt", entry->doubt);
    json_add_text(object, "address_at", entry->address_at);
    json_add_text(object, "example", entry->example);
    json_object_set_new(object, "warnings", texts_json(entry->warnings));
    json_object_set_new(object, "changes", changes_json(&entry->changes));
    return object;
}

static json_t *
plan_refusal_json(const void *item)
{
    const TrustPlanRefusal *refusal = item;
    json_t *object = json_object();

    json_add_text(object, "from", refusal->who);
    json_object_set_new(object, "messages", json_integer(refusal->messages));
    json_object_set_new(object, "senders", json_integer(refusal->organizations));
    json_add_text(object, "why", refusal->why);
    json_add_text(object, "example", refusal->example);
    return object;
}

char *
trust_json(const TrustReport *report)
{
    json_t *object = json_object();

    json_object_set_new(object, "messages", json_integer(report->plan->messages));
    json_object_set_new(object, "unreadable", json_integer(report->unreadable));
    json_object_set_new(object, "unanswered", json_integer(report->plan->unanswered));
    json_object_set_new(object, "entries", json_array_of(report->plan->entries, plan_entry_json));
    json_object_set_new(object, "seen", json_array_of(report->plan->refusals, plan_refusal_json));
    json_object_set_new(object, "changes", changes_json(&report->changes));
    return json_object_text(object);
}
