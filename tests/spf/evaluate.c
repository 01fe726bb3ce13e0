/* SPDX-License-Identifier: ISC */
/* The SPF evaluator for tests written in other languages: many cases in one process. Each line of
 * standard input is a JSON object,
 *
 *   { "zone": "master file", "client": "192.0.2.1", "local": "alice", "domain": "example.net",
 *     "helo": "mail.example.net", "receiver": "mx.example.org", "now": 1000000000 }
 *
 * and each line of standard output what came out of it: result, mechanism, path, explanation,
 * problem, and the number of questions. Every case is evaluated twice, plainly and after a
 * prefetch: where the two differ, this program ends with exit code 1. */
#include "records/scheme.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
text_of(const json_t *given, const char *name)
{
    const char *text = json_string_value(json_object_get(given, name));

    if (!text)
        g_error("evaluate: a case without \"%s\"", name);
    return text;
}

static Dns *
zone_of(const json_t *given)
{
    g_autoptr(GError) error = NULL;
    Dns *dns = dns_new_zone_text("zone", text_of(given, "zone"), &error);

    if (!dns)
        g_error("evaluate: %s", error->message);
    return dns;
}

static Claim
claim_given(const json_t *given)
{
    const char *client = text_of(given, "client");
    Claim claim = {
        .local = text_of(given, "local"),
        .domain = text_of(given, "domain"),
        .helo = text_of(given, "helo"),
        .receiver = text_of(given, "receiver"),
        .now = (time_t)json_integer_value(json_object_get(given, "now")),
    };

    if (!ip_parse(client, strlen(client), &claim.client))
        g_error("evaluate: \"%s\" is no address", client);
    return claim;
}

static void
add_text(json_t *object, const char *name, const char *text)
{
    g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;

    json_object_set_new(object, name, valid ? json_string(valid) : json_null());
}

static json_t *
evaluate(const json_t *given, bool prefetch)
{
    const Scheme *spf = scheme_named("spf");
    g_autoptr(Dns) dns = zone_of(given);
    Claim claim = claim_given(given);
    g_autoptr(Finding) finding = NULL;
    g_autofree char *path = NULL;
    json_t *object = json_object();

    dns_set_question_limit(dns, 1000);
    if (prefetch)
        spf->prefetch(dns, &claim);
    finding = scheme_check(spf, dns, &claim);
    path = finding_path_text(finding);
    add_text(object, "result", result_text(finding->result));
    add_text(object, "mechanism", finding->mechanism);
    add_text(object, "path", path);
    add_text(object, "explanation", finding->explanation);
    add_text(object, "problem", finding->problem);
    if (!prefetch)
        json_object_set_new(object, "questions", json_integer(dns_log(dns)->len));
    return object;
}

static void
run_case(const char *line)
{
    json_error_t error;
    json_t *given = json_loads(line, 0, &error);
    json_t *plain, *early;
    char *text;

    if (!given)
        g_error("evaluate: %s", error.text);
    plain = evaluate(given, false);
    early = evaluate(given, true);
    json_object_set(early, "questions", json_object_get(plain, "questions"));
    text = json_dumps(plain, JSON_COMPACT);
    puts(text);
    if (!json_equal(plain, early)) {
        fprintf(stderr, "evaluate: a prefetch changes the finding of %s", line);
        exit(1);
    }
    free(text);
    json_decref(plain);
    json_decref(early);
    json_decref(given);
}

int
main(void)
{
    char *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, stdin) > 0)
        run_case(line);
    free(line);
    return fflush(stdout) == 0 ? 0 : 1;
}
