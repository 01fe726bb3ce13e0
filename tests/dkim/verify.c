/* SPDX-License-Identifier: ISC */
/* Checks the signatures of many messages in one process, for tests written in other languages:
 *
 *   verify ZONE NOW [SEALER]
 *
 * Keys come from the master file ZONE; NOW, in seconds since the epoch, is when x= is judged. Each
 * line of standard input is a message in base64, and each line of standard output a JSON array:
 * for each signature field its domain, selector, result, problem, and whether it holds only with
 * ">From " lines read as "From ". With SEALER, whose chains of seals are looked at, each line is an
 * object with the chain's result, problem and sealers in place of that. */
#include "mime/header.h"
#include "signatures/arc.h"
#include "signatures/body_hashing.h"
#include "signatures/signatures.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const bool all_forms[BODY_CANONICALS] = { true, true };

/* How many octets the header block and its empty line are long. */
static size_t
header_len(const char *octets, size_t len)
{
    HeaderPart part = { .at = 0 };

    do
        part = header_part(octets, len, part.at + part.len, true);
    while (part.kind != HEADER_END);
    return part.at + part.len;
}

static BodyDigests
digests_of_body(const char *octets, size_t len)
{
    g_autoptr(BodyHashing) hashing = body_hashing_new(all_forms);
    BodyDigests digests;

    body_hashing_add(hashing, octets, len);
    body_hashing_end(hashing, &digests);
    return digests;
}

static void
add_text(json_t *object, const char *name, const char *text)
{
    g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;

    json_object_set_new(object, name, valid ? json_string(valid) : json_null());
}

static json_t *
finding_read(const SignatureFinding *finding)
{
    json_t *object = json_object();

    add_text(object, "domain", finding->domain);
    add_text(object, "selector", finding->selector);
    add_text(object, "result", signature_result_text(finding->result));
    add_text(object, "problem", finding->problem);
    json_object_set_new(object, "unquoted", json_boolean(finding->unquoted));
    return object;
}

static json_t *
signatures_of_message(const Message *message, Dns *dns, const BodyDigests *digests, time_t now)
{
    g_autoptr(Signatures) signatures = signatures_new(message, dns);
    g_autoptr(GPtrArray) findings = signatures_check(signatures, digests, now);
    json_t *array = json_array();

    for (guint i = 0; i < findings->len; i++)
        json_array_append_new(array, finding_read(g_ptr_array_index(findings, i)));
    return array;
}

static json_t *
chain_of_message(const Message *message, Dns *dns, const BodyDigests *digests, time_t now,
                 const char *sealer)
{
    const char *const sealers[] = { sealer, NULL };
    g_autoptr(Arc) arc = arc_new(message, dns, sealers);
    g_autoptr(ArcFinding) finding = arc_check(arc, digests, now);
    json_t *object = json_object();

    add_text(object, "result", arc_result_text(finding->result));
    add_text(object, "problem", finding->problem);
    json_object_set_new(object, "sealers", json_integer(finding->sealers->len));
    return object;
}

/* sealer NULL: the signatures are checked. */
static void
verify_message(const char *octets, size_t len, Dns *dns, time_t now, const char *sealer)
{
    size_t body_at = header_len(octets, len);
    g_autoptr(Message) message = message_new(octets, body_at);
    BodyDigests digests = digests_of_body(octets + body_at, len - body_at);
    json_t *found = sealer ? chain_of_message(message, dns, &digests, now, sealer)
                           : signatures_of_message(message, dns, &digests, now);
    char *text = json_dumps(found, JSON_COMPACT);

    puts(text);
    free(text);
    json_decref(found);
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *zone = NULL;
    char *line = NULL;
    size_t size = 0;

    if (argc < 3 || argc > 4 || !g_file_get_contents(argv[1], &zone, NULL, &error))
        g_error("verify: %s", error ? error->message : "give a zone and a time");
    while (getline(&line, &size, stdin) > 0) {
        g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, &error);
        g_autofree guchar *octets = NULL;
        size_t len;

        if (!dns)
            g_error("verify: %s", error->message);
        octets = g_base64_decode(line, &len);
        verify_message((const char *)octets, len, dns, (time_t)g_ascii_strtoll(argv[2], NULL, 10),
                       argc > 3 ? argv[3] : NULL);
    }
    free(line);
    return fflush(stdout) == 0 ? 0 : 1;
}
