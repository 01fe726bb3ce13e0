/* SPDX-License-Identifier: ISC */
/* One function for each production of RFC 8601 section 2.2; the grammar is quoted above it. */
#include "mime/results.h"

#include "mime/encoded.h"
#include "mime/lexical.h"

#include <string.h>

enum { VERSION_DIGITS = 6 };

static void
property_free(void *data)
{
    ResultsProperty *property = data;

    g_free(property->ptype);
    g_free(property->property);
    g_free(property->value);
    g_free(property);
}

static void
method_free(void *data)
{
    ResultsMethod *method = data;

    g_free(method->method);
    g_free(method->result);
    g_free(method->comment);
    g_free(method->reason);
    g_ptr_array_unref(method->properties);
    g_free(method);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ResultsProperty, property_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ResultsMethod, method_free)

void
results_free(Results *results)
{
    g_free(results->authserv_id);
    g_ptr_array_unref(results->methods);
    g_free(results->text);
    g_free(results);
}

/* [CFWS]; half of a quoted string in a comment is a sender's, who tried to get out of it. */
static Cfws
skip_between(Cursor *c, Results *results)
{
    Cfws cfws = lexical_cfws(c);

    results->doubtful |= cfws.unpaired;
    return cfws;
}

/* 1*DIGIT [CFWS]; more digits than VERSION_DIGITS are no version that anybody defined. */
static void
read_results_version(Cursor *c, Results *results, unsigned *version)
{
    unsigned number;
    size_t digits = cursor_number(c, VERSION_DIGITS + 1, &number);

    if (digits == 0 || digits > VERSION_DIGITS)
        cursor_fail(c, "no version");
    else
        *version = number;
    skip_between(c, results);
}

/* --- property --- */

/* Without the semicolon between two methods the second one's result looks like a property. */
static bool
is_known_method(const char *name)
{
    static const char *const methods[] = {
        "arc",   "auth",  "bimi", "compauth",  "dkim",  "dkim-adsp", "dkim-atps",  "dmarc",
        "dnswl", "iprev", "rrvs", "sender-id", "smime", "spf",       "domainkeys", "vbr",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
        if (strcmp(name, methods[i]) == 0)
            return true;
    return false;
}

static bool
is_property_name(unsigned char octet)
{
    return lexical_is_name(octet) || octet == '.';
}

/* propspec = ptype [CFWS] "." [CFWS] property [CFWS] "=", or a name alone. */
static void
read_property_name(Cursor *c, Results *results, ResultsProperty *property)
{
    property->property = lexical_name(c);
    if (*property->property == '\0')
        cursor_fail(c, "no property");
    skip_between(c, results);
    if (cursor_skip(c, '.')) {
        const char *begin;
        g_autofree char *name = NULL;

        skip_between(c, results);
        begin = c->at;
        if (cursor_span(c, is_property_name) == 0)
            cursor_fail(c, "no property");
        name = cursor_text_since(c, begin);
        property->ptype = g_steal_pointer(&property->property);
        property->property = g_ascii_strdown(name, -1);
        skip_between(c, results);
    }
    if (!cursor_skip(c, '='))
        cursor_fail(c, "property without a value");
}

/* pvalue = [CFWS] ( value / [ [ local-part ] "@" ] domain-name ) [CFWS]. "a= b=c" is an empty value
 * and another property to some. */
static void
read_property_value(Cursor *c, Results *results, ResultsProperty *property)
{
    bool blank = skip_between(c, results).any;
    bool quoted = cursor_peek(c) == '"';

    property->value = lexical_value(c);
    if (blank && !quoted && strchr(property->value, '='))
        results->doubtful = true;
}

static bool
is_reason(const ResultsProperty *property)
{
    return !property->ptype && strcmp(property->property, "reason") == 0;
}

static void
read_property(Cursor *c, Results *results, ResultsMethod *method)
{
    g_autoptr(ResultsProperty) property = g_new0(ResultsProperty, 1);

    read_property_name(c, results, property);
    read_property_value(c, results, property);
    if (!property->ptype && is_known_method(property->property))
        results->doubtful = true;
    if (is_reason(property) && !method->reason)
        method->reason = g_steal_pointer(&property->value);
    else if (method->properties->len == RESULTS_PROPERTIES_MAX)
        cursor_fail(c, "too many properties");
    else
        g_ptr_array_add(method->properties, g_steal_pointer(&property));
}

/* --- method --- */

/* methodspec = [CFWS] method [CFWS] "=" [CFWS] result, method = Keyword [ [CFWS] "/" [CFWS]
 * method-version ]; the name was read. */
static void
read_method_result(Cursor *c, Results *results, ResultsMethod *method)
{
    Cfws behind;

    if (cursor_skip(c, '/')) {
        skip_between(c, results);
        read_results_version(c, results, &method->version);
    }
    if (!cursor_skip(c, '='))
        cursor_fail(c, "method without a result");
    skip_between(c, results);
    method->result = lexical_name(c);
    if (*method->result == '\0')
        cursor_fail(c, "no result");
    behind = skip_between(c, results);
    if (behind.comments > 0)
        method->comment = cursor_unfold(&behind.first);
}

/* resinfo = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ] */
static void
read_method(Cursor *c, Results *results)
{
    g_autoptr(ResultsMethod) method = g_new0(ResultsMethod, 1);

    method->at = cursor_offset(c);
    method->version = 1;
    method->properties = g_ptr_array_new_with_free_func(property_free);
    method->method = lexical_name(c);
    skip_between(c, results);
    read_method_result(c, results, method);
    while (cursor_more(c) && cursor_peek(c) != ';') {
        read_property(c, results, method);
        skip_between(c, results);
    }
    if (results->methods->len == RESULTS_MAX)
        cursor_fail(c, "too many methods");
    if (!c->problem)
        g_ptr_array_add(results->methods, g_steal_pointer(&method));
}

/* A name and "=", or "/" and a version. */
static bool
stands_at_method(Cursor c)
{
    if (cursor_span(&c, lexical_is_name) == 0)
        return false;
    lexical_cfws(&c);
    if (cursor_skip(&c, '/')) {
        lexical_cfws(&c);
        cursor_span(&c, cursor_is_digit);
        lexical_cfws(&c);
    }
    return cursor_peek(&c) == '=';
}

/* --- the whole --- */

/* no-result = [CFWS] ";" [CFWS] "none", which is said here; Microsoft names the receiver's domain
 * between methods. */
static bool
read_bare_word(Cursor *c, Results *results)
{
    const char *begin = c->at;
    Cursor word;
    bool none;

    cursor_span(c, lexical_is_word);
    word = cursor_since(c, begin);
    none = cursor_is(&word, "none");
    if (none ? results->methods->len > 0 : results->authserv_id || !cursor_has(&word, '.'))
        cursor_fail(c, "no method");
    skip_between(c, results);
    return none;
}

static void
read_parts(Cursor *c, Results *results)
{
    bool none = false;

    while (cursor_more(c)) {
        skip_between(c, results);
        if (cursor_more(c) && cursor_peek(c) != ';') {
            if (none)
                cursor_fail(c, "text behind \"none\"");
            else if (stands_at_method(*c))
                read_method(c, results);
            else
                none = read_bare_word(c, results);
        }
        if (cursor_more(c) && !cursor_skip(c, ';'))
            cursor_fail(c, "no semicolon");
    }
}

/* authserv-id [ CFWS authres-version ] */
static void
read_authserv_id(Cursor *c, Results *results)
{
    results->authserv_id = lexical_value(c);
    if (*results->authserv_id == '\0') {
        g_clear_pointer(&results->authserv_id, g_free);
        cursor_fail(c, "no authserv-id");
    }
    skip_between(c, results);
    if (cursor_more(c) && cursor_peek(c) != ';')
        read_results_version(c, results, &results->version);
    if (cursor_more(c) && !cursor_skip(c, ';'))
        cursor_fail(c, "no semicolon behind the authserv-id");
}

/* instance = [CFWS] "i" [CFWS] "=" [CFWS] 1*DIGIT [CFWS] ";" */
static void
read_instance(Cursor *c, Results *results)
{
    Cursor probe = *c;
    unsigned instance = 0;

    if (!cursor_skip_text(&probe, "i"))
        return;
    lexical_cfws(&probe);
    if (!cursor_skip(&probe, '='))
        return;
    lexical_cfws(&probe);
    read_results_version(&probe, results, &instance);
    if (!cursor_skip(&probe, ';'))
        return;
    results->instance = instance;
    *c = probe;
    skip_between(c, results);
}

static void
read_results(Cursor *c, Results *results)
{
    skip_between(c, results);
    read_instance(c, results);
    if (results->instance > 0 || !stands_at_method(*c))
        read_authserv_id(c, results);
    read_parts(c, results);
    results->problem = c->problem;
    results->problem_at = c->problem ? cursor_offset(c) : 0;
    g_assert(results->problem_at <= strlen(results->text));
}

Results *
results_parse(const char *value, size_t len)
{
    g_autoptr(Results) results = g_new0(Results, 1);
    Cursor c = cursor_over(value, len);
    const char *problem;
    g_autoptr(GString) decoded = encoded_words(c, &problem);

    results->version = 1;
    results->methods = g_ptr_array_new_with_free_func(method_free);
    if (decoded)
        c = cursor_over(decoded->str, decoded->len);
    results->text = cursor_text(c);
    if (problem)
        cursor_fail(&c, problem);
    read_results(&c, results);
    results->doubtful |= results->problem != NULL;
    return g_steal_pointer(&results);
}
