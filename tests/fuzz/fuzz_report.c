/* SPDX-License-Identifier: ISC */
/* The writers, with any octets in every place that a stranger can write to: JSON is JSON, the guard
 * takes the fields, text for people holds printable ASCII only; and one text under every grammar of
 * mime/quote.h, and folded. */
#include "fuzz.h"

#include "author/organization.h"
#include "mime/quote.h"
#include "reply.h"
#include "report/fields.h"
#include "report/json.h"
#include "report/text.h"

#include <jansson.h>
#include <string.h>

/* --- one text --- */

static void
check_printable(const char *text)
{
    for (const char *c = text; *c; c++)
        g_assert_true(g_ascii_isprint(*c));
    g_assert_null(strstr(text, "=?"));
}

/* A token, or a quoted string in which nothing needs a backslash. */
static void
check_string(const char *text, bool may_be_bare)
{
    size_t len = strlen(text);

    check_printable(text);
    if (text[0] != '"' && may_be_bare) {
        g_assert_true(len > 0 && !strpbrk(text, " ()<>@,;:\\\"[]"));
        return;
    }
    g_assert_true(len >= 2 && text[0] == '"' && strchr(text + 1, '"') == text + len - 1);
    g_assert_null(strpbrk(text, "\\;"));
}

/* escaped: octets that may not stand in it as they are. */
static void
check_comment(const char *text, const char *escaped)
{
    int depth = 0;

    check_printable(text);
    g_assert_null(strpbrk(text, escaped));
    for (const char *c = text; *c; c++) {
        depth += (*c == '(') - (*c == ')');
        g_assert_true(depth > 0 || c[1] == '\0');
    }
    g_assert_true(depth == 0 && text[0] == '(');
}

/* Blanks and line ends as one blank each run. */
static char *
unfolded(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \t\n", -1);
    GString *out = g_string_new(NULL);

    for (char **word = words; *word; word++)
        if (**word)
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", *word);
    return g_string_free(out, FALSE);
}

static void
check_field(const char *value)
{
    static Reply reply;
    g_autoptr(GString) field = g_string_new("fields\n");
    g_autofree char *want = unfolded(value);
    g_autofree char *got = NULL;

    quote_field(field, "X-RMX-Status", value);
    got = unfolded(field->str + strlen("fields\nX-RMX-Status:"));
    g_assert_cmpstr(got, ==, want);
    g_string_append(field, ".\n");
    if (*want)
        g_assert_null(reply_read(field->str, field->len, &reply));
}

static void
try_quotes(const char *text, size_t max)
{
    static const struct {
        void (*quote)(GString *out, const char *text, size_t max);
        bool bare;
        const char *escaped_in_comment; /* NULL: it writes strings */
    } grammars[] = {
        { quote_value, true, NULL },
        { quote_string, false, NULL },
        { quote_dot_atom, true, NULL },
        { quote_comment, false, "\\" },
        { quote_results_comment, false, "\\;" },
    };
    g_autofree char *words = quote_words_text(text, max);
    g_autoptr(GString) value = g_string_new(words);

    check_printable(words);
    g_assert_cmpuint(strlen(words), <=, 3 * max + 3);
    for (size_t i = 0; i < G_N_ELEMENTS(grammars); i++) {
        g_autoptr(GString) out = g_string_new(NULL);

        grammars[i].quote(out, text, max);
        g_assert_cmpuint(out->len, <=, 3 * max + 3 + 2);
        if (grammars[i].escaped_in_comment)
            check_comment(out->str, grammars[i].escaped_in_comment);
        else
            check_string(out->str, grammars[i].bare);
        g_string_append_printf(value, " %s", out->str);
    }
    check_field(value->str);
}

static void
try_alignment(const char *one, const char *other)
{
    g_autofree char *domain = mail_domain(one);

    g_assert_true(organization_is_same(one, one) == (domain != NULL));
    g_assert_true(organization_is_same(one, other) == organization_is_same(other, one));
}

/* --- all of them --- */

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

/* The first two octets choose the results, and where a text is cut; the rest is a text, used whole
 * and by its second half. */
int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    static char spf[] = "spf", pass[] = "pass", entry[] = "mx:example.org";
    g_autofree char *copy = g_strndup((const char *)octets, len);
    size_t begin = MIN(len, 2);
    char *first = copy + begin, *second = first + (len > begin ? strlen(first) / 2 : 0);
    MailAddress address = { .local = second, .domain = first };
    Finding findings[] = {
        { .scheme = scheme_named("rmx"),
          .word = "BadData",
          .domain = first,
          .problem = second,
          .record = first },
        { .scheme = scheme_named("spf"),
          .domain = second,
          .mechanism = first,
          .explanation = second },
    };
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_autoptr(GPtrArray) authors = g_ptr_array_new();
    g_autoptr(GPtrArray) signatures = g_ptr_array_new();
    g_autoptr(GPtrArray) testimonies = g_ptr_array_new();
    g_autoptr(GPtrArray) advised = g_ptr_array_new();
    g_autoptr(GPtrArray) warnings = g_ptr_array_new();
    Advice advice = { .entry = entry,
                      .reason = entry,
                      .condition = entry,
                      .proof = second,
                      .claimed = len > 3 && octets[3] & 32,
                      .warnings = warnings };
    SignatureFinding signature = { .domain = first,
                                   .selector = second,
                                   .identity = first,
                                   .algorithm = second,
                                   .value = first,
                                   .problem = second,
                                   .passed_at = len > 3 && octets[3] & 1 ? first : NULL,
                                   .bits = len > 3 ? octets[3] : 0,
                                   .aligned = len > 3 && octets[3] & 2 };
    Testimony testimony = { .field = "received-spf",
                            .by = first,
                            .method = len > 3 && octets[3] & 4 ? spf : second,
                            .result = len > 3 && octets[3] & 8 ? pass : first,
                            .domain = second,
                            .selector = first,
                            .believed = true,
                            .used = true,
                            .aligned = len > 3 && octets[3] & 16 };
    AuthorPolicy policy = {
        .domain = second, .name = first, .record = first, .problem = second, .tag = "p"
    };
    Author author = { .addresses = authors,
                      .shown = authors,
                      .unclear = len > 2 && octets[2] & 1 ? "a literal" : NULL };
    Evidence evidence = { .receiver = "mx.example.net",
                          .client = ip_from_octets("\1\2\3\4", 4),
                          .helo = first,
                          .rdns = second,
                          .by = first,
                          .mail_from = &address,
                          .author = &author,
                          .findings = found,
                          .signatures = signatures,
                          .testimony = testimonies,
                          .advice = advised,
                          .policy = len > 2 && octets[2] & 2 ? &policy : NULL };

    for (size_t i = 0; i < G_N_ELEMENTS(findings); i++) {
        findings[i].result = len > i ? (Result)(octets[i] % (RESULT_PERMERROR + 1)) : RESULT_NONE;
        findings[i].exists = len > i && octets[i] & 0x80;
        g_ptr_array_add(found, &findings[i]);
    }
    if (len > 4) {
        signature.result = (SignatureResult)(octets[4] % (SIGNATURE_PERMERROR + 1));
        policy.state = (AuthorPolicyState)((octets[4] >> 3) % (AUTHOR_POLICY_PERMERROR + 1));
        policy.wish = (PolicyWish)((octets[4] >> 5) % (POLICY_REJECT + 1));
    }
    g_ptr_array_add(signatures, &signature);
    g_ptr_array_add(testimonies, &testimony);
    g_ptr_array_add(authors, &address);
    g_ptr_array_add(warnings, first);
    g_ptr_array_add(advised, &advice);
    try_writers(&evidence);
    try_quotes(first, len > 0 ? octets[0] : QUOTE_REASON_MAX);
    try_alignment(first, second);
    return 0;
}
