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
lint_term_json(const void *item)
{
    const LintTerm *term = item;
    json_t *object = json_object();

    json_add_text(object, "term", term->text);
    add_json_number(object, "offset", term->offset);
    add_json_number(object, "lookups", term->lookups);
    json_add_text(object, "means", term->means);
    json_add_text(object, "name", term->name);
    json_add_text(object, "record", term->record);
    if (term->below->len > 0)
        json_object_set_new(object, "terms", json_array_of(term->below, lint_term_json));
    return object;
}

static json_t *
lint_record_json(const void *item)
{
    const LintRecord *record = item;
    g_autofree char *type = dns_type_text(record->type);
    json_t *object = json_object();

    json_add_text(object, "scheme", record->scheme);
    json_add_text(object, "name", record->name);
    json_add_text(object, "type", type);
    json_add_text(object, "record", record->text);
    add_json_number(object, "lookups", record->lookups);
    json_object_set_new(object, "terms", json_array_of(record->terms, lint_term_json));
    return object;
}

static json_t *
lint_finding_json(const void *item)
{
    const LintFinding *finding = item;
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
    return object;
}

static json_t *
lint_domain_json(const void *item)
{
    const Lint *lint = item;
    json_t *domain = json_object();

    json_add_text(domain, "domain", lint->domain);
    json_object_set_new(domain, "exists", json_boolean(lint->exists));
    json_object_set_new(domain, "records", json_array_of(lint->records, lint_record_json));
    json_object_set_new(domain, "findings", json_array_of(lint->findings, lint_finding_json));
    return domain;
}

char *
lint_json(const GPtrArray *surveys)
{
    return json_domains_text(json_array_of(surveys, lint_domain_json));
}
