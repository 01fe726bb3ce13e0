/* SPDX-License-Identifier: ISC */
/* Any octets as a value of Authentication-Results and of Received-SPF: what must hold of all that
 * could be read, and of what is answered. */
#include "mime/received_spf.h"
#include "mime/results_property.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_property(const Results *results, const ResultsMethod *method, const ResultsProperty *property)
{
    const char *answer =
        results_property(results, method->method, property->ptype, property->property);

    g_assert(property->property && *property->property && property->value);
    g_assert(!property->ptype || *property->ptype);
    if (answer && results->authserv_id)
        g_assert(g_ascii_strcasecmp(answer, property->value) == 0 && !results->doubtful);
}

static void
check_method(const Results *results, const ResultsMethod *method)
{
    g_assert(*method->method && *method->result);
    g_assert(method->properties->len <= RESULTS_PROPERTIES_MAX);
    for (guint i = 0; i < method->properties->len; i++)
        check_property(results, method, g_ptr_array_index(method->properties, i));
}

static void
check_results(const char *value, size_t len)
{
    g_autoptr(Results) results = results_parse(value, len);

    g_assert(results->problem_at <= len);
    g_assert(results->problem ? results->doubtful : results->problem_at == 0);
    g_assert(results->authserv_id || results->methods->len > 0 || results->problem);
    g_assert(results->methods->len <= RESULTS_MAX);
    for (guint i = 0; i < results->methods->len; i++)
        check_method(results, g_ptr_array_index(results->methods, i));
}

static void
check_received_spf(const char *value, size_t len)
{
    g_autoptr(ReceivedSpf) spf = received_spf_parse(value, len);

    g_assert(spf->problem ? spf->doubtful : *spf->result != '\0');
    for (guint i = 0; i < spf->pairs->len; i++) {
        const ReceivedSpfPair *pair = g_ptr_array_index(spf->pairs, i);
        const char *answer = received_spf_value(spf, pair->key);

        g_assert(*pair->key && pair->value);
        if (answer)
            g_assert(!spf->doubtful && g_ascii_strcasecmp(answer, pair->value) == 0);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *copy = g_memdup2(data, size); /* its end is where a sanitizer sees it */

    check_results(copy, size);
    check_received_spf(copy, size);
    return 0;
}
