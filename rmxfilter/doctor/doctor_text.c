/* SPDX-License-Identifier: ISC */
/* A table for each part. */
#include "doctor/doctor_text.h"

#include "report/layout.h"
#include "report/page.h"

#define INDENT    6
#define VALUE_MAX 500 /* octets of a value, a list of relays say */

/* third may be NULL. */
static void
doctor_row(GPtrArray *table, const char *first, const char *second, const char *third)
{
    GPtrArray *row = layout_table_row(table);

    g_ptr_array_add(row, layout_cell(first, VALUE_MAX));
    g_ptr_array_add(row, layout_cell(second, VALUE_MAX));
    if (third)
        g_ptr_array_add(row, layout_cell(third, VALUE_MAX));
}

/* Puts a cell of the last row into a style. */
static void
style_last_row(GPtrArray *table, guint cell, PageStyle style)
{
    GPtrArray *row = table->pdata[table->len - 1];
    char *plain = row->pdata[cell];

    row->pdata[cell] = page_styled(style, plain);
    g_free(plain);
}

static void
append_doctor_part(GString *out, const char *title, const GPtrArray *table)
{
    layout_title(out, title);
    layout_table(out, table, INDENT, NULL);
}

static void
append_diagnosis(GString *out, const Diagnosis *diagnosis)
{
    unsigned count = diagnosis_count(diagnosis);
    g_autoptr(GPtrArray) table = layout_table_new();

    g_autofree char *words =
        count == 0 ? g_strdup("all is well")
                   : g_strdup_printf("%u thing%s to mend", count, count == 1 ? "" : "s");
    g_autofree char *styled = page_styled(count == 0 ? STYLE_GOOD : STYLE_BAD, words);

    g_string_append_printf(out, "%s\n", styled);
    for (guint i = 0; i < diagnosis->findings->len; i++) {
        const DoctorFinding *finding = diagnosis->findings->pdata[i];
        GPtrArray *row = layout_table_row(table);

        g_ptr_array_add(row, g_strdup(doctor_severity_text(finding->severity)));
        g_ptr_array_add(row, g_strdup(finding->about));
        g_ptr_array_add(row, g_strdup(finding->text));
        style_last_row(table, 0, finding->severity == DOCTOR_MEND ? STYLE_BAD : STYLE_DOUBT);
    }
    if (table->len > 0) {
        g_string_append_c(out, '\n');
        layout_table(out, table, INDENT, NULL);
    }
}

static void
append_files(GString *out, const SettingsSurvey *survey)
{
    static const char *const states[] = {
        [SETTINGS_FILE_READ] = "read",
        [SETTINGS_FILE_ABSENT] = "not there",
        [SETTINGS_FILE_REFUSED] = "refused",
    };
    g_autoptr(GPtrArray) table = layout_table_new();

    for (guint i = 0; i < survey->files->len; i++) {
        const SettingsFileSeen *file = survey->files->pdata[i];

        doctor_row(table, states[file->state], file->path, NULL);
        if (file->state == SETTINGS_FILE_REFUSED)
            style_last_row(table, 0, STYLE_BAD);
    }
    append_doctor_part(out, "Settings files, later ones win", table);
}

/* The value with a blank behind each separator of a list, where a line may end. A record is one as
 * it stands. The caller frees. */
static char *
foldable_list(const SettingsValue *value)
{
    g_auto(GStrv) words = g_strsplit(value->value, ";", -1);

    return g_strjoinv(g_str_has_prefix(value->name, "[record ") ? ";" : "; ", words);
}

static void
append_values(GString *out, const SettingsSurvey *survey)
{
    g_autoptr(GPtrArray) table = layout_table_new();

    for (guint i = 0; i < survey->values->len; i++) {
        const SettingsValue *value = survey->values->pdata[i];

        g_autofree char *shown = foldable_list(value);

        doctor_row(table, value->name, value->origin, shown);
    }
    append_doctor_part(out, "Settings, and where they come from", table);
}

static void
append_trust(GString *out, const Diagnosis *diagnosis)
{
    g_autoptr(GPtrArray) table = layout_table_new();

    for (guint i = 0; i < diagnosis->trust->len; i++) {
        const DoctorTrust *trust = diagnosis->trust->pdata[i];
        const TrustLeads *leads = trust->leads;
        g_autofree char *shared =
            leads->shared ? g_strdup_printf("shared: %s", leads->shared->name) : g_strdup("good");

        doctor_row(table, trust->entry,
                   leads->nowhere   ? "leads nowhere"
                   : leads->unknown ? "not known"
                                    : shared,
                   leads->nowhere ? leads->nowhere : leads->unknown);
        style_last_row(table, 1,
                       leads->nowhere || leads->shared ? STYLE_BAD
                       : leads->unknown                ? STYLE_DOUBT
                                                       : STYLE_GOOD);
    }
    if (table->len > 0)
        append_doctor_part(out, "Trust entries, the first that matches decides", table);
}

static void
append_resolvers(GString *out, const Diagnosis *diagnosis)
{
    g_autoptr(GPtrArray) table = layout_table_new();

    for (guint i = 0; i < diagnosis->resolvers->len; i++) {
        const ResolverProbe *probe = diagnosis->resolvers->pdata[i];
        g_autofree char *took = g_strdup_printf("%.1f ms", probe->ms);
        g_autofree char *words = g_strdup_printf(
            "%s%s%s%s", probe->here ? "on this host" : "on another host",
            probe->validates ? ", validates" : "", probe->trusted ? ", its word is taken" : "",
            probe->resolves ? "" : ", does not resolve");

        doctor_row(table, probe->address, probe->has_zone ? "not asked" : took, words);
    }
    if (table->len > 0)
        append_doctor_part(out, "Name servers", table);
}

static void
append_callers(GString *out, const Diagnosis *diagnosis)
{
    g_autoptr(GPtrArray) table = layout_table_new();
    g_autofree char *title =
        g_strdup_printf("Callers (a message waits at most %.1f s)", diagnosis->wait);

    for (const DoctorCaller *caller = diagnosis->callers; caller->name; caller++) {
        g_autofree char *seconds = g_strdup_printf("%.0f s", caller->seconds);

        doctor_row(table, caller->name, seconds,
                   diagnosis->wait < caller->seconds ? caller->setting : "too short");
    }
    append_doctor_part(out, title, table);
}

static void
append_doctor_sandbox(GString *out, const Sandbox *sandbox)
{
    g_autofree char *landlock =
        sandbox->landlock > 0 ? g_strdup_printf("version %d", sandbox->landlock) : g_strdup("no");
    g_autoptr(GPtrArray) table = layout_table_new();

    doctor_row(table, "seccomp", sandbox->seccomp ? "yes" : "no", "system calls");
    doctor_row(table, "landlock", landlock, "files, ports, other processes");
    doctor_row(table, "limits", sandbox->limits ? "yes" : "no", "memory, processor, descriptors");
    doctor_row(table, "capabilities", sandbox->no_capabilities ? "none" : "some", "root's rights");
    append_doctor_part(out, "Sandbox", table);
}

char *
doctor_text(const Diagnosis *diagnosis)
{
    GString *out = g_string_new(NULL);

    append_diagnosis(out, diagnosis);
    append_files(out, diagnosis->survey);
    append_values(out, diagnosis->survey);
    append_trust(out, diagnosis);
    append_resolvers(out, diagnosis);
    append_doctor_sandbox(out, diagnosis->sandbox);
    append_callers(out, diagnosis);
    layout_title(out, "Next");
    g_string_append(out, "  ");
    layout_words(out, 2, diagnosis->next);
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}
