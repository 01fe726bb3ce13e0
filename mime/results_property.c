/* SPDX-License-Identifier: ISC */
/* A sender can end a comment or a value that the host did not quote and write properties of its own
 * behind it, or open a comment that hides the host's. So a property counts where no word of the
 * sender's stands before it, or where the whole field says the same of it. */
#include "mime/results_property.h"

#include "mime/ip.h"
#include "mime/lexical.h"

#include <string.h>

static const ResultsMethod *
method_at(const Results *results, guint i)
{
    return g_ptr_array_index(results->methods, i);
}

static const ResultsProperty *
property_at(const ResultsMethod *method, guint i)
{
    return g_ptr_array_index(method->properties, i);
}

static bool
is_property(const ResultsProperty *it, const char *ptype, const char *property)
{
    return g_strcmp0(it->ptype, ptype) == 0 && strcmp(it->property, property) == 0;
}

/* "sender IP is 192.0.2.1", and nothing else: no word of a sender's. */
static bool
is_sender_ip_comment(const char *comment)
{
    Cursor c = cursor_over_text(comment);
    IpAddress ip;

    return cursor_skip_text(&c, "sender IP is ") && ip_parse(c.at, cursor_left(&c), &ip);
}

/* The first case of the contract. */
static const char *
property_before_all_senders_words(const Results *results, const char *method, const char *ptype,
                                  const char *property)
{
    const ResultsMethod *first = results->methods->len > 0 ? method_at(results, 0) : NULL;

    if (results->authserv_id || !first || strcmp(first->method, method) != 0 || !first->comment ||
        !is_sender_ip_comment(first->comment) || first->reason || first->properties->len == 0 ||
        !is_property(property_at(first, 0), ptype, property))
        return NULL;
    return property_at(first, 0)->value;
}

/* The first of that type; NULL where it is another one. */
static const char *
first_of_type(const ResultsMethod *method, const char *ptype, const char *property)
{
    for (guint i = 0; i < method->properties->len; i++)
        if (g_strcmp0(property_at(method, i)->ptype, ptype) == 0)
            return is_property(property_at(method, i), ptype, property)
                       ? property_at(method, i)->value
                       : NULL;
    return NULL;
}

/* The same wherever it was read, and read wherever it stands. */
static bool
is_everywhere(const Results *results, const char *ptype, const char *property, const char *value)
{
    g_autofree char *name = ptype ? g_strconcat(ptype, ".", property, NULL) : g_strdup(property);
    size_t count = 0;

    for (guint m = 0; m < results->methods->len; m++) {
        const ResultsMethod *method = method_at(results, m);

        for (guint i = 0; i < method->properties->len; i++) {
            if (!is_property(property_at(method, i), ptype, property))
                continue;
            if (g_ascii_strcasecmp(property_at(method, i)->value, value) != 0)
                return false;
            count++;
        }
    }
    return lexical_count(results->text, name) <= count;
}

const char *
results_property(const Results *results, const char *method, const char *ptype,
                 const char *property)
{
    const char *value = property_before_all_senders_words(results, method, ptype, property);
    guint asked = results->authserv_id ? results->methods->len : MIN(results->methods->len, 1);

    if (value || results->doubtful)
        return value;
    for (guint m = 0; m < asked && !value; m++)
        if (strcmp(method_at(results, m)->method, method) == 0)
            value = first_of_type(method_at(results, m), ptype, property);
    return value && is_everywhere(results, ptype, property, value) ? value : NULL;
}
