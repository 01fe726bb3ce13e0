/* SPDX-License-Identifier: ISC */
/* Conversions as text and as JSON. What comes from the DNS is quoted in comments, so that no octet
 * of it starts a new line: a term could otherwise add a record that its author chose. */
#include "convert/convert.h"

#include "mime/quote.h"
#include "report/json_parts.h"

char *
convert_line(const PolicyRecord *record)
{
    return g_strdup_printf("%s IN %s %s", record->name, record->type, record->data);
}

static const GPtrArray *
records_to_show(const Conversion *c)
{
    return c->policy->unknown ? NULL : c->policy->records;
}

/* --- text --- */

static void
append_conversion_heading(GString *out, const Conversion *c)
{
    g_string_append_printf(out, "; %s: ", c->domain);
    if (c->policy->unknown) {
        g_string_append(out, "cannot ask for ");
        quote_words(out, c->policy->unknown, QUOTE_REASON_MAX);
        g_string_append_c(out, '\n');
    } else if (c->why) {
        g_string_append_printf(out, "nothing to convert: %s\n", c->why);
    } else if (c->guessed) {
        g_string_append_printf(out,
                               "no record to convert; this one (%s) is guessed from its MX "
                               "and A hosts.\n; What else sends its mail (a provider, a "
                               "newsletter service) is not known here: add it.\n",
                               c->to->name);
    } else {
        g_string_append_printf(out, "%s written as %s\n", c->from->name, c->to->name);
    }
}

static void
append_remarks(GString *out, const char *what, const GPtrArray *remarks)
{
    for (guint i = 0; i < remarks->len; i++) {
        const PolicyRemark *remark = remarks->pdata[i];

        g_string_append_printf(out, "; %s: ", what);
        quote_words(out, remark->term, QUOTE_REASON_MAX);
        g_string_append(out, ": ");
        quote_words(out, remark->why, QUOTE_REASON_MAX);
        g_string_append_c(out, '\n');
    }
}

static void
append_conversion(GString *out, const Conversion *c)
{
    const GPtrArray *records = records_to_show(c);

    append_conversion_heading(out, c);
    append_remarks(out, "note", c->policy->notes);
    append_remarks(out, "cannot say", c->policy->cannot);
    for (guint i = 0; records && i < records->len; i++) {
        g_autofree char *line = convert_line(records->pdata[i]);

        g_string_append_printf(out, "%s\n", line);
    }
}

char *
convert_text(const GPtrArray *conversions)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < conversions->len; i++)
        append_conversion(out, conversions->pdata[i]);
    return g_string_free(out, FALSE);
}

/* --- JSON --- */

static json_t *
policy_record_json(const void *item)
{
    const PolicyRecord *record = item;
    json_t *object = json_object();

    json_add_text(object, "name", record->name);
    json_add_text(object, "type", record->type);
    json_add_text(object, "data", record->data);
    return object;
}

static json_t *
remark_json(const void *item)
{
    const PolicyRemark *remark = item;
    json_t *object = json_object();

    json_add_text(object, "term", remark->term);
    json_add_text(object, "why", remark->why);
    return object;
}

static json_t *
conversion_json(const void *item)
{
    const Conversion *c = item;
    const Policy *policy = c->policy;
    json_t *object = json_object();

    json_add_text(object, "domain", c->domain);
    json_add_text(object, "from", c->from ? c->from->name : NULL);
    json_add_text(object, "to", c->to->name);
    json_object_set_new(object, "guessed", json_boolean(c->guessed));
    json_add_text(object, "problem", policy->unknown ? policy->unknown : c->why);
    json_object_set_new(object, "records", json_array_of(records_to_show(c), policy_record_json));
    json_object_set_new(object, "cannot", json_array_of(policy->cannot, remark_json));
    json_object_set_new(object, "notes", json_array_of(policy->notes, remark_json));
    return object;
}

char *
convert_json(const GPtrArray *conversions)
{
    return json_domains_text(json_array_of(conversions, conversion_json));
}
