/* SPDX-License-Identifier: ISC */
/* One function for each object, in the order of the manual. jansson refuses what is not UTF-8, so
 * that every text goes through add_text. */
#include "lint/lint_json.h"

#include <jansson.h>

static void
add_text(json_t *object, const char *name, const char *text)
{
    if (!text)
        return;

    g_autofree char *valid = g_utf8_make_valid(text, -1);

    json_object_set_new(object, name, json_string(valid));
}

static void
add_number(json_t *object, const char *name, size_t number)
{
    json_object_set_new(object, name, json_integer((json_int_t)number));
}

static json_t *
terms_json(const GPtrArray *terms)
{
    json_t *array = json_array();

    for (guint i = 0; i < terms->len; i++) {
        const LintTerm *term = terms->pdata[i];
        json_t *object = json_object();

        add_text(object, "term", term->text);
        add_number(object, "offset", term->offset);
        add_number(object, "lookups", term->lookups);
        add_text(object, "means", term->means);
        add_text(object, "name", term->name);
        add_text(object, "record", term->record);
        if (term->below->len > 0)
            json_object_set_new(object, "terms", terms_json(term->below));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *
records_json(const GPtrArray *records)
{
    json_t *array = json_array();

    for (guint i = 0; i < records->len; i++) {
        const LintRecord *record = records->pdata[i];
        g_autofree char *type = dns_type_text(record->type);
        json_t *object = json_object();

        add_text(object, "scheme", record->scheme);
        add_text(object, "name", record->name);
        add_text(object, "type", type);
        add_text(object, "record", record->text);
        add_number(object, "lookups", record->lookups);
        json_object_set_new(object, "terms", terms_json(record->terms));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *
findings_json(const GPtrArray *findings)
{
    json_t *array = json_array();

    for (guint i = 0; i < findings->len; i++) {
        const LintFinding *finding = findings->pdata[i];
        json_t *object = json_object();

        add_text(object, "severity", lint_severity_text(finding->severity));
        add_text(object, "scheme", finding->scheme);
        add_text(object, "name", finding->name);
        if (finding->words)
            add_number(object, "offset", finding->offset);
        add_text(object, "words", finding->words);
        add_text(object, "problem", finding->text);
        add_text(object, "rule", finding->rule);
        json_array_append_new(array, object);
    }
    return array;
}

char *
lint_json(const GPtrArray *surveys)
{
    json_t *object = json_object(), *domains = json_array();
    char *dumped, *text;

    for (guint i = 0; i < surveys->len; i++) {
        const Lint *lint = surveys->pdata[i];
        json_t *domain = json_object();

        add_text(domain, "domain", lint->domain);
        json_object_set_new(domain, "exists", json_boolean(lint->exists));
        json_object_set_new(domain, "records", records_json(lint->records));
        json_object_set_new(domain, "findings", findings_json(lint->findings));
        json_array_append_new(domains, domain);
    }
    json_object_set_new(object, "domains", domains);
    dumped = json_dumps(object, JSON_INDENT(2));
    text = g_strconcat(dumped ? dumped : "{}", "\n", NULL);
    free(dumped);
    json_decref(object);
    return text;
}
