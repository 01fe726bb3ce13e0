/* SPDX-License-Identifier: ISC */
/* The writers, with any octets in every place that a stranger can write to: JSON is JSON, the guard
 * takes the fields, text for people holds printable ASCII only. */
#include "report/json.h"

#include "reply.h"
#include "report/fields.h"
#include "report/text.h"

#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static void
try_writers(const Evidence *evidence)
{
    static Reply reply;
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autofree char *json = json_text(evidence, verdict);
    g_autofree char *text = text_explain(evidence, verdict);
    g_autofree char *fields = fields_text(evidence, verdict, (FieldSet)0x7f);
    g_autofree char *octets = g_strdup_printf("fields\n%s.\n", fields);
    json_t *object = json_loads(json, JSON_REJECT_DUPLICATES, NULL);

    g_assert_nonnull(object);
    json_decref(object);
    g_assert_null(reply_read(octets, strlen(octets), &reply));
    g_assert_true(reply.complete);
    for (const char *c = text; *c; c++)
        g_assert_true(g_ascii_isprint(*c) || *c == '\n');
}

/* The first two octets choose the results; the rest is a text, used whole and by its second half.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    g_autofree char *copy = g_strndup((const char *)octets, len);
    size_t begin = MIN(len, 2);
    char *first = copy + begin, *second = first + (len > begin ? strlen(first) / 2 : 0);
    MailAddress address = { .local = second, .domain = first };
    Finding findings[] = {
        { .scheme = "rmx", .word = "BadData", .domain = first, .problem = second, .record = first },
        { .scheme = "spf", .domain = second, .mechanism = first, .explanation = second },
    };
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_autoptr(GPtrArray) authors = g_ptr_array_new();
    Evidence evidence = { .receiver = "mx.example.net",
                          .client = ip_from_octets("\1\2\3\4", 4),
                          .helo = first,
                          .rdns = second,
                          .by = first,
                          .mail_from = &address,
                          .authors = authors,
                          .findings = found };

    for (size_t i = 0; i < G_N_ELEMENTS(findings); i++) {
        findings[i].result = len > i ? (Result)(octets[i] % (RESULT_PERMERROR + 1)) : RESULT_NONE;
        findings[i].exists = len > i && octets[i] & 0x80;
        g_ptr_array_add(found, &findings[i]);
    }
    g_ptr_array_add(authors, &address);
    try_writers(&evidence);
    return 0;
}
