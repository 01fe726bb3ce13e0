/* SPDX-License-Identifier: ISC */
/* A plan on its way between processes. Who sends it reads answers of the DNS, and may be what an
 * answer made of it. */
#include "mailbox/trust_plan.h"

#include <string.h>

#define PLAN_ENTRY   "(ssasassssu)"
#define PLAN_REFUSAL "(sssuu)"
#define PLAN_TYPE    "(a" PLAN_ENTRY "a" PLAN_REFUSAL "asasbuuuu)"

static GVariant *
strings_variant(const GPtrArray *strings)
{
    return g_variant_new_strv((const char *const *)strings->pdata, (gssize)strings->len);
}

static GVariant *
plan_entries_variant(const TrustPlan *plan)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a" PLAN_ENTRY));

    for (guint i = 0; i < plan->entries->len; i++) {
        const TrustPlanEntry *entry = plan->entries->pdata[i];

        g_variant_builder_add(
            &builder, "(ss@as@assssu)", entry->entry, entry->proof, strings_variant(entry->relays),
            strings_variant(entry->warnings), entry->doubt ? entry->doubt : "",
            entry->address_at ? entry->address_at : "", entry->example, entry->messages);
    }
    return g_variant_builder_end(&builder);
}

static GVariant *
plan_refusals_variant(const TrustPlan *plan)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a" PLAN_REFUSAL));

    for (guint i = 0; i < plan->refusals->len; i++) {
        const TrustPlanRefusal *refusal = plan->refusals->pdata[i];

        g_variant_builder_add(&builder, PLAN_REFUSAL, refusal->who, refusal->why, refusal->example,
                              refusal->messages, refusal->organizations);
    }
    return g_variant_builder_end(&builder);
}

GBytes *
trust_plan_write(const TrustPlan *plan)
{
    g_autoptr(GPtrArray) relays = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) sure = g_ptr_array_new();
    g_autoptr(GVariant) value = NULL;
    GHashTableIter iter;
    void *name;

    for (guint i = 0; i < plan->relays->len; i++)
        g_ptr_array_add(relays, ip_text(&g_array_index(plan->relays, IpAddress, i)));
    g_hash_table_iter_init(&iter, plan->sure);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_ptr_array_add(sure, name);
    value = g_variant_ref_sink(g_variant_new(
        "(@a" PLAN_ENTRY "@a" PLAN_REFUSAL "@as@asbuuuu)", plan_entries_variant(plan),
        plan_refusals_variant(plan), strings_variant(relays), strings_variant(sure), plan->doubted,
        plan->messages, plan->questions, plan->unanswered, plan->found));
    return g_variant_get_data_as_bytes(value);
}

/* The strings of a NULL-terminated list (taken). */
static GPtrArray *
strings_taken(GStrv strings)
{
    GPtrArray *array = g_ptr_array_new_with_free_func(g_free);

    for (char **string = strings; *string; string++)
        g_ptr_array_add(array, *string);
    g_free(strings);
    return array;
}

static bool
is_trust_entry(const char *text)
{
    g_autoptr(TrustList) list = trust_list_new();

    return *text != '!' && trust_list_add(list, text, NULL);
}

static void
read_plan_entries(TrustPlan *plan, GVariant *entries)
{
    GVariantIter iter;
    GVariant *item;

    g_variant_iter_init(&iter, entries);
    while ((item = g_variant_iter_next_value(&iter))) {
        TrustPlanEntry *entry = g_new0(TrustPlanEntry, 1);
        GStrv relays, warnings;

        g_variant_get(item, "(ss^as^assssu)", &entry->entry, &entry->proof, &relays, &warnings,
                      &entry->doubt, &entry->address_at, &entry->example, &entry->messages);
        g_variant_unref(item);
        entry->relays = strings_taken(relays);
        entry->warnings = strings_taken(warnings);
        if (!*entry->doubt)
            g_clear_pointer(&entry->doubt, g_free);
        if (!trust_row_is_domain(entry->address_at))
            g_clear_pointer(&entry->address_at, g_free);
        if (is_trust_entry(entry->entry))
            g_ptr_array_add(plan->entries, entry);
        else
            trust_plan_entry_free(entry);
    }
}

static void
read_plan_refusals(TrustPlan *plan, GVariant *refusals)
{
    GVariantIter iter;
    GVariant *item;

    g_variant_iter_init(&iter, refusals);
    while ((item = g_variant_iter_next_value(&iter))) {
        TrustPlanRefusal *refusal = g_new0(TrustPlanRefusal, 1);

        g_variant_get(item, PLAN_REFUSAL, &refusal->who, &refusal->why, &refusal->example,
                      &refusal->messages, &refusal->organizations);
        g_variant_unref(item);
        g_ptr_array_add(plan->refusals, refusal);
    }
}

TrustPlan *
trust_plan_read(const void *octets, size_t len)
{
    TrustPlan *plan = trust_plan_new();
    g_autoptr(GBytes) bytes = g_bytes_new(octets, len);
    g_autoptr(GVariant) value =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(PLAN_TYPE), bytes, FALSE));
    g_autoptr(GVariant) entries = NULL, refusals = NULL;
    g_auto(GStrv) relays = NULL, sure = NULL;
    gboolean doubted;
    IpAddress ip;

    g_variant_get(value, "(@a" PLAN_ENTRY "@a" PLAN_REFUSAL "^as^asbuuuu)", &entries, &refusals,
                  &relays, &sure, &doubted, &plan->messages, &plan->questions, &plan->unanswered,
                  &plan->found);
    read_plan_entries(plan, entries);
    read_plan_refusals(plan, refusals);
    plan->doubted = doubted;
    for (char **relay = relays; *relay; relay++)
        if (ip_parse(*relay, strlen(*relay), &ip))
            g_array_append_val(plan->relays, ip);
    for (char **name = sure; *name; name++)
        g_hash_table_add(plan->sure, g_strdup(*name));
    return plan;
}
