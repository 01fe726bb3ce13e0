/* SPDX-License-Identifier: ISC */
/* A whole inspection, from a header block to the fields, the JSON and the text: the guard takes the
 * fields, the DNS is asked no more than is allowed, and the verdict is the same whatever the
 * Received fields below the boundary say.
 *
 * The first octet chooses the settings. The header block follows and, behind its empty line, where
 * a message has its body, the master file that answers. */
#include "fuzz.h"

#include "ask_advice.h"
#include "inspection.h"
#include "mime/message.h"
#include "reply.h"
#include "report/json.h"
#include "report/log_line.h"
#include "report/text.h"

#include <jansson.h>
#include <string.h>

#define COMMON "fuzz --config=/dev/null --authserv-id=mx.example.net "

static const char *const settings_table[] = {
    COMMON "--schemes=all",
    COMMON "--trust=192.0.2.0/24",
    COMMON "--trust=.x.example",
    COMMON "--trust=spf:fwd.example --trust=mx:example.org",
    COMMON "--trust=!10.0.0.0/8 --hops=2",
    COMMON "--mail-from=<> --schemes=spf,iprev",
};

static const char no_zone[] = "foo.com. TXT \"v=spf1 -all\"\n";

/* Made once: they are lent to every inspection. */
static const Settings *
settings_of(size_t row)
{
    static Settings *made[G_N_ELEMENTS(settings_table)];

    if (!made[row]) {
        g_auto(GStrv) arguments = g_strsplit(settings_table[row], " ", -1);

        made[row] = settings_new(COMMAND_FILTER, (int)g_strv_length(arguments), arguments, NULL);
        g_assert_nonnull(made[row]);
    }
    return made[row];
}

static void
check_fields(const Evidence *evidence, const Verdict *verdict)
{
    static Reply reply;
    g_autofree char *fields = fields_text(evidence, verdict, (FieldSet)0x7f);
    g_autofree char *octets = g_strdup_printf("fields\n%s.\n", fields);

    g_assert_null(reply_read(octets, strlen(octets), &reply));
    g_assert_true(reply.complete && reply.fields_len == strlen(fields));
    g_assert_true(g_str_has_prefix(fields, "X-RMX-Status: "));
}

/* The guard takes it, and every value is what it began as. */
static void
check_log_line(const Evidence *evidence, const Verdict *verdict)
{
    static Reply reply;
    g_autofree char *line = log_line_text(evidence, verdict, 600000);
    g_autofree char *octets = g_strdup_printf("log %s\nfields\n.\n", line);
    g_auto(GStrv) pairs = g_strsplit(line, " ", -1);
    g_autofree char *status = g_strdup_printf("status=%s", result_text(verdict->result));

    g_assert_null(reply_read(octets, strlen(octets), &reply));
    g_assert_cmpstr(reply.log, ==, line);
    g_assert_cmpuint(g_strv_length(pairs), <=, 7);
    g_assert_cmpstr(pairs[0], ==, status);
}

static void
check_others(const Evidence *evidence, const Verdict *verdict)
{
    g_autofree char *json = json_text(evidence, verdict);
    g_autofree char *text = text_explain(evidence, verdict);
    json_t *object = json_loads(json, JSON_REJECT_DUPLICATES, NULL);

    g_assert_nonnull(object);
    json_decref(object);
    for (const char *c = text; *c; c++)
        g_assert_true(g_ascii_isprint(*c) || *c == '\n');
}

static void
check_verdict(const Evidence *evidence, const Verdict *verdict)
{
    const Finding *finding = verdict->finding;

    g_assert_cmpuint(dns_log(evidence->dns)->len, <=, DNS_QUESTIONS_MAX);
    g_assert_true(verdict->result != RESULT_PASS || verdict->submission ||
                  (finding && finding->result == RESULT_PASS && finding->scheme->decides));
    g_assert_true(!verdict->submission || evidence->walk->end == WALK_SUBMISSION);
}

/* Each entry can be added, and the verdict stays. */
static void
check_advice(const Settings *settings, Dns *dns, const HeaderBlock *header, Evidence *evidence,
             const Verdict *verdict)
{
    g_autoptr(Verdict) after = NULL;

    ask_advice(settings, dns, header, evidence, verdict);
    for (guint i = 0; i < evidence->advice->len; i++) {
        const Advice *advice = evidence->advice->pdata[i];
        g_autoptr(TrustList) list = trust_list_with(settings->trust, advice->entry);

        g_assert_nonnull(list);
        g_assert_true(!advice->claimed || advice->status == RESULT_PASS);
    }
    after = verdict_of(evidence);
    g_assert_cmpstr(after->reason, ==, verdict->reason);
    g_assert_cmpuint(dns_log(dns)->len, <=, DNS_QUESTIONS_MAX + ADVICE_QUESTIONS_MAX);
}

/* The header block with other words in each Received field that is not believed. */
static GString *
with_other_tail(const char *octets, size_t len, const Walk *walk)
{
    GString *other = g_string_new_len(octets, (gssize)len);
    g_autoptr(Message) message = message_new(octets, len);
    guint at = walk->steps->len;

    /* what begins with no header field has no step, whatever fields follow */
    for (guint i = message->fields->len; at > 0 && i-- > 0;) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (!message_field_is(field, "Received"))
            continue;
        if (((const WalkStep *)walk->steps->pdata[--at])->believed)
            break;
        g_string_erase(other, field->value - octets, (gssize)field->value_len);
        g_string_insert(other, field->value - octets, " x");
    }
    return other;
}

static Dns *
dns_of(const char *zone)
{
    Dns *dns = dns_new_zone_text("fuzz", zone, NULL);

    return dns ? dns : dns_new_zone_text("fuzz", no_zone, NULL);
}

static void
check_other_tail(const Settings *settings, const char *zone, const char *octets, size_t len,
                 const Walk *walk, const Verdict *verdict)
{
    g_autoptr(GString) other = with_other_tail(octets, len, walk);
    g_autoptr(Dns) dns = dns_of(zone);
    const HeaderBlock header = { .octets = other->str, .len = other->len };
    Hasher no_hasher = hasher_missing(BODY_NO_PROCESS);
    g_autoptr(Evidence) evidence = inspect_message(settings, dns, &header, &no_hasher);
    g_autoptr(Verdict) again = verdict_of(evidence);

    g_assert_cmpint(again->result, ==, verdict->result);
    g_assert_cmpstr(again->reason, ==, verdict->reason);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    size_t row = len > 0 ? octets[0] % G_N_ELEMENTS(settings_table) : 0;
    g_autofree char *text = g_strndup((const char *)octets + MIN(len, 1), len - MIN(len, 1));
    char *end = strstr(text, "\n\n");
    size_t header_len = end ? (size_t)(end - text) + 2 : strlen(text);
    const char *zone = text + header_len;
    g_autoptr(Dns) dns = dns_of(zone);

    const HeaderBlock header = { .octets = text, .len = header_len };
    Hasher no_hasher = hasher_missing(BODY_NO_PROCESS);
    g_autoptr(Evidence) evidence = inspect_message(settings_of(row), dns, &header, &no_hasher);
    g_autoptr(Verdict) verdict = verdict_of(evidence);

    check_fields(evidence, verdict);
    check_log_line(evidence, verdict);
    check_verdict(evidence, verdict);
    check_advice(settings_of(row), dns, &header, evidence, verdict);
    check_others(evidence, verdict);
    if (evidence->walk->end == WALK_BOUNDARY)
        check_other_tail(settings_of(row), zone, text, header_len, evidence->walk, verdict);
    return 0;
}
