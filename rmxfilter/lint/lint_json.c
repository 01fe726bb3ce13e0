/* SPDX-License-Identifier: ISC */
/* One function for each object, in the order of the manual. jansson refuses what is not UTF-8, so
 * that every text goes through json_add_text. */
#include "lint/lint_json.h"

#include "report/json_parts.h"

static void
add_json_number(json_t *object, const char *name, size_t number)
{
    json_object_set_new(object, name, json_integer((json_int_t)number));
}

static json_t *
lint_terms_json(const GPtrArray *terms)
{
    json_t *array = json_array();

    for (guint i = 0; i < terms->len; i++) {
        const LintTerm *term = terms->pdata[i];
        json_t *object = json_object();

        json_add_text(object, "term", term->text);
        add_json_number(object, "offset", term->offset);
        add_json_number(object, "lookups", term->lookups);
        json_add_text(object, "means", term->means);
        json_add_text(object, "name", term->name);
        json_add_text(object, "record", term->record);
        if (term->below->len > 0)
            json_object_set_new(object, "terms", lint_terms_json(term->below));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *
lint_records_json(const GPtrArray *records)
{
    json_t *array = json_array();

    for (guint i = 0; i < records->len; i++) {
        const LintRecord *record = records->pdata[i];
        g_autofree char *type = dns_type_text(record->type);
        json_t *object = json_object();

        json_add_text(object, "scheme", record->scheme);
        json_add_text(object, "name", record->name);
        json_add_text(object, "type", type);
        json_add_text(object, "record", record->text);
        add_json_number(object, "lookups", record->lookups);
        json_object_set_new(object, "terms", lint_terms_json(record->terms));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *
lint_findings_json(const GPtrArray *findings)
{
    json_t *array = json_array();

    for (guint i = 0; i < findings->len; i++) {
        const LintFinding *finding = findings->pdata[i];
        json_t *object = json_object();

        json_add_text(object, "severity", lint_severity_text(finding->severity));
        json_add_text(object, "scheme", finding->scheme);
        json_add_text(object, "name", finding->name);
        if (finding->words)
            add_json_number(object, "offset", finding->offset);
        json_add_text(object, "words", finding->words);
        json_add_text(object, "problem", finding->text);
        json_add_text(object, "rule", finding->rule);
        json_add_text(object, "proposal", finding->proposal);
        json_array_append_new(array, object);
    }
    return array;
}

char *
lint_json(const GPtrArray *surveys)
{
    json_t *domains = json_array();

    for (guint i = 0; i < surveys->len; i++) {
        const Lint *lint = surveys->pdata[i];
        json_t *domain = json_object();

        json_add_text(domain, "domain", lint->domain);
        json_object_set_new(domain, "exists", json_boolean(lint->exists));
        json_object_set_new(domain, "records", lint_records_json(lint->records));
        json_object_set_new(domain, "findings", lint_findings_json(lint->findings));
        json_array_append_new(domains, domain);
    }
    return json_domains_text(domains);
}
