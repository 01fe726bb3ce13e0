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

/* --- whole methods --- */

static size_t
count_octet(const char *text, size_t len, char octet)
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += text[i] == octet;
    return count;
}

/* Where the method with that index ends: where the next one begins. */
static size_t
method_end(const Results *results, guint m)
{
    return m + 1 < results->methods->len ? method_at(results, m + 1)->at : strlen(results->text);
}

/* How often an octet stands in the text of a method. */
static size_t
count_in_method(const Results *results, guint m, char octet)
{
    size_t at = method_at(results, m)->at;

    return count_octet(results->text + at, method_end(results, m) - at, octet);
}

/* The property of a method, however often it stands in it; NULL: it does not. *count is raised. */
static const char *
property_of_method(const ResultsMethod *method, const char *ptype, const char *property,
                   size_t *count)
{
    const char *value = NULL;

    for (guint i = 0; i < method->properties->len; i++)
        if (is_property(property_at(method, i), ptype, property)) {
            value = value ? value : property_at(method, i)->value;
            *count += 1;
        }
    return value;
}

/* No comment but one right behind the result. */
static bool
has_comment_elsewhere(const Results *results, guint m)
{
    return count_in_method(results, m, '(') > (method_at(results, m)->comment ? 1 : 0);
}

/* A quote that one text of a sender's opens, and another one closes, makes one value of what the
 * host wrote between. */
static bool
has_words_only(const ResultsMethod *method)
{
    if (method->reason && !lexical_is_one_word(method->reason))
        return false;
    for (guint i = 0; i < method->properties->len; i++)
        if (!lexical_is_one_word(property_at(method, i)->value))
            return false;
    return true;
}

/* The reverse name stands in the comment. */
static bool
holds_iprev(const Results *results, guint m)
{
    static const char *const names[][2] = { { "smtp", "remote-ip" }, { "policy", "iprev" } };
    const ResultsMethod *method = method_at(results, m);

    if (has_comment_elsewhere(results, m) || !has_words_only(method))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = g_strjoin(".", names[i][0], names[i][1], NULL);
        size_t count = 0;

        if (property_of_method(method, names[i][0], names[i][1], &count))
            return count == 1 && lexical_count(results->text, name) == 1;
    }
    return false;
}

static bool
holds_spf(const Results *results, guint m)
{
    const ResultsMethod *method = method_at(results, m);

    return !has_comment_elsewhere(results, m) && has_words_only(method) &&
           (!method->comment || is_sender_ip_comment(method->comment));
}

/* Whether nothing that a sender chose can have broken out of the method but an address. */
static bool
encloses_senders_text(const Results *results, guint m)
{
    const char *name = method_at(results, m)->method;

    return strcmp(name, "dkim") == 0 || (strcmp(name, "iprev") == 0 && holds_iprev(results, m)) ||
           (strcmp(name, "spf") == 0 && holds_spf(results, m));
}

static bool
holds_address(const ResultsMethod *method, bool plain)
{
    return strcmp(method->method, "spf") == 0 || (strcmp(method->method, "dkim") == 0 && !plain);
}

bool
results_method_is_hosts(const Results *results, guint method, bool plain)
{
    size_t at = method_at(results, method)->at;
    g_autofree char *before = g_strndup(results->text, at);
    bool address = false;

    if (method == 0)
        return true;
    if (results->doubtful || strcasestr(before, "helo"))
        return false;
    for (guint m = 0; m < method; m++) {
        if (!encloses_senders_text(results, m))
            return false;
        address |= holds_address(method_at(results, m), plain);
    }
    return !address || !strchr(results->text + at, '@');
}

/* What stands behind the last "@" of an identity. */
static const char *
identity_domain(const char *identity)
{
    const char *at = strrchr(identity, '@');

    return at ? at + 1 : NULL;
}

static bool
is_inside_domain(const char *name, const char *domain)
{
    size_t len = strlen(name), tail = strlen(domain);

    return len >= tail && g_ascii_strcasecmp(name + len - tail, domain) == 0 &&
           (len == tail || name[len - tail - 1] == '.');
}

static bool
each_property_stands_once(const ResultsMethod *method)
{
    for (guint i = 0; i < method->properties->len; i++) {
        const ResultsProperty *it = property_at(method, i);
        size_t count = 0;

        property_of_method(method, it->ptype, it->property, &count);
        if (count != 1)
            return false;
    }
    return true;
}

ResultsSignature
results_signature(const Results *results, guint method, bool plain)
{
    const ResultsMethod *dkim = method_at(results, method);
    size_t count = 0;
    const char *domain = property_of_method(dkim, "header", "d", &count);
    const char *identity = property_of_method(dkim, "header", "i", &count);
    const char *identified = identity ? identity_domain(identity) : NULL;
    ResultsSignature said = {
        .selector = property_of_method(dkim, "header", "s", &count),
        .value = property_of_method(dkim, "header", "b", &count),
    };

    g_assert(strcmp(dkim->method, "dkim") == 0);
    if (results->doubtful || !plain || !results_method_is_hosts(results, method, plain) ||
        !each_property_stands_once(dkim))
        return said;
    if (!domain)
        said.domain = identified;
    else if (!identity || (identified && is_inside_domain(identified, domain)))
        said.domain = domain;
    return said;
}
