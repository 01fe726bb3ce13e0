/* SPDX-License-Identifier: ISC */
/* What is counted of messages, and what is said of it: also where strangers wrote most of it. */
#include "mailbox/stats_report.h"

#include "report/html.h"
#include "report/page.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

#define TOP      "Received: from a.example (a.example [192.0.2.1])\n\tby mx.foo.edu; "
#define RECEIVED TOP "Sat, 1 Mar 2003 17:25:48 -0800\n"
#define BELOW                                                                                      \
    "Received: from c.example (c.example [192.0.2.3]) by a.example; Fri, 28 Feb 2003 01:02:03 "    \
    "+0000\n"
#define AUTHOR "From: a@Bank.example\n"
#define RELAY  "X-RMX-Relay: 203.0.113.9 helo=Friend.Example. hop=1\n"

/* --- of one message --- */

static char *
counted_text(const StatsMessage *counted)
{
    return g_strdup_printf("%s %s%s%s%s%s <%s> <%s> <%s> %u", stats_status_text(counted->status),
                           stats_word_text(counted->word), counted->marked ? " marked" : "",
                           counted->forged ? " forged" : "", counted->unknown ? " unknown" : "",
                           counted->strange_helo ? " strange" : "", counted->month, counted->domain,
                           counted->helo, counted->disbelieved);
}

/* As the command does with --offline, and through another process. */
static char *
count_header(const char *octets)
{
    const HeaderBlock header = { .octets = octets, .len = strlen(octets) };
    g_autoptr(Message) message = message_new(header.octets, header.len);
    g_autoptr(GString) row = g_string_new(NULL);
    StatsMessage counted, read;
    g_autofree char *before = NULL;
    char *after;

    stats_message_look(&header, message, NULL, NULL, &counted);
    stats_message_write(&counted, row);
    cr_assert(stats_message_read(row->str, row->len, &read), "%s", octets);
    before = counted_text(&counted);
    after = counted_text(&read);
    cr_expect_str_eq(before, after);
    return after;
}

static const struct {
    const char *name, *header, *want;
} counted_cases[] = {
    { "forged",
      "X-RMX-Status: fail (a)\n" RELAY "X-RMX-From: none bank.example\n" RECEIVED BELOW AUTHOR,
      "fail none marked forged strange <2003-03> <bank.example> <friend.example> 0" },
    { "forwarded, and proven",
      "X-RMX-Status: fail (a)\nX-RMX-From: aligned bank.example (signed by "
      "bank.example)\n" RECEIVED,
      "fail aligned marked <2003-03> <bank.example> <> 0" },
    { "a failure that may yet be proven",
      "X-RMX-Status: fail (a)\nX-RMX-From: none b.example (unknown if signed by "
      "b.example)\n" RECEIVED,
      "fail none marked unknown <2003-03> <b.example> <> 0" },
    { "refused, whoever passed",
      "X-RMX-Status: pass (a)\nX-RMX-From: refused bank.example (its policy: reject)\n" RECEIVED,
      "pass refused marked forged <2003-03> <bank.example> <> 0" },
    { "softfail is a doubt", "X-RMX-Status: softfail (a)\nX-RMX-From: none b.example\n" RECEIVED,
      "softfail none marked <2003-03> <b.example> <> 0" },
    { "error", "X-RMX-Status: error (killed)\n" RECEIVED AUTHOR,
      "error missing marked <2003-03> <bank.example> <> 0" },
    { "several domains",
      "X-RMX-Status: none (a)\nX-RMX-From: ambiguous a.example b.example\n" RECEIVED,
      "none ambiguous marked <2003-03> <> <> 0" },
    { "a HELO name of the same organization",
      "X-RMX-Status: pass (a)\nX-RMX-Relay: 192.0.2.1 helo=out.mail.bank.example hop=1\n"
      "X-RMX-From: aligned news.bank.example\n" RECEIVED,
      "pass aligned marked <2003-03> <news.bank.example> <out.mail.bank.example> 0" },
    { "tenants of one suffix are strangers",
      "X-RMX-Status: pass (a)\nX-RMX-Relay: 192.0.2.1 helo=b.co.uk hop=1\n"
      "X-RMX-From: none a.co.uk\n" RECEIVED,
      "pass none marked strange <2003-03> <a.co.uk> <b.co.uk> 0" },
    { "an address for a HELO name",
      "X-RMX-Status: pass (a)\nX-RMX-Relay: 192.0.2.1 helo=\"[192.0.2.1]\" hop=1\n"
      "X-RMX-From: none a.example\n" RECEIVED,
      "pass none marked strange <2003-03> <a.example> <[192.0.2.1]> 0" },
    { "the month at the boundary",
      "X-RMX-Status: pass (a)\nX-RMX-Relay: 192.0.2.3 hop=2\n" RECEIVED BELOW,
      "pass missing marked <2003-02> <> <> 0" },
    { "no boundary there: the top",
      "X-RMX-Status: pass (a)\nX-RMX-Relay: 192.0.2.3 hop=9\n" RECEIVED BELOW,
      "pass missing marked <2003-03> <> <> 0" },
    { "the sender's own date does not count",
      TOP "never\nDate: Sat, 1 Mar 2003 17:25:48 -0800\n" AUTHOR,
      "unmarked missing <> <bank.example> <> 0" },
    { "a year of five digits", TOP "Sat, 1 Mar 12003 17:25:48 -0800\n" AUTHOR,
      "unmarked missing <> <bank.example> <> 0" },
    { "a sender's own marks",
      RECEIVED "X-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n" AUTHOR,
      "unmarked missing <2003-03> <bank.example> <> 2" },
    { "a From of two", RECEIVED "From: a@bank.example, b@c.example\n",
      "unmarked missing <2003-03> <> <> 0" },
    { "nothing at all", "\n", "unmarked missing <> <> <> 0" },
};

Test(stats, messages)
{
    for (size_t i = 0; i < G_N_ELEMENTS(counted_cases); i++) {
        g_autofree char *got = count_header(counted_cases[i].header);

        cr_expect_str_eq(got, counted_cases[i].want, "%s: got %s", counted_cases[i].name, got);
    }
}

/* A process that a message took over writes what it likes. */
Test(stats, hostile_rows)
{
    static const struct {
        const char *name, *row;
        size_t len;
        bool want;
    } rows[] = {
#define ROW(text) (text), sizeof(text) - 1
        { "a good one",
          ROW("\1\4\2\0\0\0\1"
              "2003-03\nb.example\n\n"),
          true },
        { "empty", ROW(""), false },
        { "no such status",
          ROW("\11\4\2\0\0\0\1"
              "\n\n\n"),
          false },
        { "no such word",
          ROW("\1\6\2\0\0\0\1"
              "\n\n\n"),
          false },
        { "no such flag",
          ROW("\1\4\20\0\0\0\1"
              "\n\n\n"),
          false },
        { "no month",
          ROW("\1\4\2\0\0\0\1"
              "2003-3x\n\n\n"),
          false },
        { "a long month",
          ROW("\1\4\2\0\0\0\1"
              "2003-033\n\n\n"),
          false },
        { "control characters",
          ROW("\1\4\2\0\0\0\1"
              "\n\033[2J\n\n"),
          false },
        { "too short",
          ROW("\1\4\2\0\0\0\1"
              "\n\n"),
          false },
        { "too long",
          ROW("\1\4\2\0\0\0\1"
              "\n\n\nx"),
          false },
        { "a strange HELO name that is not there",
          ROW("\1\4\4\0\0\0\1"
              "\na\n\n"),
          false },
        { "forged and proven",
          ROW("\1\0\2\0\0\0\1"
              "\na\n\n"),
          false },
        { "unknown and proven",
          ROW("\1\0\10\0\0\0\1"
              "\na\n\n"),
          false },
        { "unknown",
          ROW("\1\4\10\0\0\0\1"
              "\na\n\n"),
          true },
#undef ROW
    };
    g_autofree char *name = g_strnfill(STATS_NAME_MAX + 1, 'a');
    g_autoptr(GString) row = g_string_new_len("\1\4\2\0\0\0\1\n", 8);
    StatsMessage counted;

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        cr_expect_eq(stats_message_read(rows[i].row, rows[i].len, &counted), rows[i].want, "%s",
                     rows[i].name);
    g_string_append_printf(row, "%s\n\n", name);
    cr_expect_not(stats_message_read(row->str, row->len, &counted), "a name too long");
    g_string_erase(row, 8, 1);
    cr_expect(stats_message_read(row->str, row->len, &counted), "as long as a name may be");
}

/* --- of many --- */

/* Counts a number of like messages. */
static void
add_messages(Stats *stats, guint number, const char *domain, StatsStatus status, const char *helo)
{
    StatsMessage counted = { .status = status,
                             .word = status == STATS_PASS ? STATS_WORD_ALIGNED : STATS_WORD_NONE,
                             .marked = true,
                             .forged = status == STATS_FAIL,
                             .strange_helo = *helo != '\0',
                             .month = "2003-03" };

    g_strlcpy(counted.domain, domain, sizeof(counted.domain));
    g_strlcpy(counted.helo, helo, sizeof(counted.helo));
    for (guint i = 0; i < number; i++)
        stats_add(stats, &counted);
}

static char *
names_in_order(GPtrArray *rows)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < rows->len; i++)
        g_string_append_printf(names, "%s ", ((const StatsRow *)rows->pdata[i])->name);
    g_ptr_array_unref(rows);
    return g_string_free(names, FALSE);
}

Test(stats, order)
{
    g_autoptr(Stats) stats = stats_new();
    g_autofree char *names = NULL;

    add_messages(stats, 9, "many.example", STATS_PASS, "");
    add_messages(stats, 1, "b.example", STATS_FAIL, "");
    add_messages(stats, 1, "a.example", STATS_FAIL, "");
    add_messages(stats, 2, "bank.example", STATS_FAIL, "");
    add_messages(stats, 3, "a.example", STATS_PASS, "");
    names = names_in_order(stats_table_forged_first(stats->domains));
    cr_expect_str_eq(names, "bank.example a.example b.example many.example ");
}

/* Names made up by strangers, more than there is room for: the true ones stay, and nothing is lost
 * in the sum. */
Test(stats, hostile_names)
{
    g_autoptr(Stats) stats = stats_new();
    g_autoptr(GPtrArray) rows = NULL;
    StatsCount sum = { .messages = 0 };
    const StatsRow *bank;

    add_messages(stats, 100, "bank.example", STATS_FAIL, "dsl.example");
    for (guint i = 0; i < 100000; i++) {
        g_autofree char *name = g_strdup_printf("%u.example", i);

        add_messages(stats, 1, name, STATS_NONE, name);
        cr_assert_leq(g_hash_table_size(stats->domains->rows), STATS_NAMES_MAX);
        cr_assert_leq(g_hash_table_size(stats->helos->rows), STATS_NAMES_MAX);
    }
    rows = stats_table_forged_first(stats->domains);
    bank = rows->pdata[0];
    cr_expect_str_eq(bank->name, "bank.example");
    cr_expect_eq(bank->count.messages, 100);
    for (guint i = 0; i < rows->len; i++)
        stats_count_add(&sum, &((const StatsRow *)rows->pdata[i])->count);
    stats_count_add(&sum, &stats->domains->rest);
    cr_expect_eq(memcmp(&sum, &stats->total, sizeof(sum)), 0);
    cr_expect_geq(stats->domains->lacks, 1);
}

/* --- what is said --- */

static void
fill_stats(Stats *stats)
{
    add_messages(stats, 7, "bank.example", STATS_FAIL, "dsl.example");
    add_messages(stats, 1, "bank.example", STATS_PASS, "");
    add_messages(stats, 30, "news.example", STATS_PASS, "out.provider.example");
    add_messages(stats, 2, "", STATS_NONE, "");
    stats->disbelieved = 3;
    stats->unreadable = 1;
}

Test(stats, text)
{
    static const char want[] =
        "40 messages: 40 counted by the fields that rmxfilter wrote when they came in,\n"
        "0 judged now, 0 without a verdict.\n"
        "7 forged: refused by the author's domain, or sent by a machine that may not,\n"
        "and not proven to be the author's otherwise.\n"
        "37 whose client gave itself a name (HELO) of another organization than the\n"
        "author's.\n"
        "2 without one author's domain.\n"
        "1 could not be read as a message.\n"
        "3 X-RMX-* fields not believed: they stand where a sender could have written\n"
        "them, or are not as rmxfilter writes them.\n"
        "\nauthor domains, forged ones first\n"
        "  domain         messages   share  forged  HELO\n"
        "  bank.example          8   20.0%       7     7\n"
        "      1 pass, 7 fail; author: 1 aligned, 7 none\n"
        "  news.example         30   75.0%       0    30\n"
        "      30 pass; author: 30 aligned\n"
        "  no one domain         2    5.0%       0     0\n"
        "      2 none; author: 2 none\n"
        "\nmonths\n"
        "  month    messages   share  forged  HELO\n"
        "  2003-03        40  100.0%       7    37\n"
        "      31 pass, 7 fail, 2 none; author: 31 aligned, 9 none\n"
        "\nHELO names that have nothing to do with the author's domain\n"
        "  HELO name             messages   share  forged  HELO\n"
        "  dsl.example                  7   17.5%       7     7\n"
        "      7 fail; author: 7 none\n"
        "  out.provider.example        30   75.0%       0    30\n"
        "      30 pass; author: 30 aligned\n";
    g_autoptr(Stats) stats = stats_new();
    g_autofree char *got = NULL;

    fill_stats(stats);
    page_set(PAGE_COLUMNS_DEFAULT, false);
    got = stats_text(stats);
    cr_expect_str_eq(got, want, "got\n%s", got);
}

Test(stats, nothing)
{
    g_autoptr(Stats) stats = stats_new();
    g_autofree char *text = stats_text(stats), *json = stats_json(stats), *html = stats_html(stats);

    cr_expect(g_str_has_prefix(text, "0 messages: "), "%s", text);
    cr_expect_not_null(strstr(json, "\"domains\": []"), "%s", json);
    cr_expect_not_null(strstr(html, "</html>"));
}

Test(stats, json)
{
    g_autoptr(Stats) stats = stats_new();
    g_autofree char *text = NULL;
    json_t *object, *bank;

    fill_stats(stats);
    text = stats_json(stats);
    object = json_loads(text, 0, NULL);
    cr_assert_not_null(object, "%s", text);
    bank = json_array_get(json_object_get(object, "domains"), 0);
    cr_expect_eq(json_integer_value(json_object_get(object, "messages")), 40);
    cr_expect_str_eq(json_string_value(json_object_get(bank, "domain")), "bank.example");
    cr_expect_eq(json_integer_value(json_object_get(bank, "fail")), 7);
    cr_expect_eq(json_integer_value(json_object_get(json_object_get(bank, "from"), "none")), 7);
    cr_expect_eq(json_array_size(json_object_get(object, "helo")), 2);
    json_decref(object);
}

/* Names of markup and of what moves terminals, in every table. */
Test(stats, hostile_text)
{
    static const char name[] = "<script>\"'&</td>%1B[2J=?utf-8?q?x?=";
    g_autoptr(Stats) stats = stats_new();
    g_autofree char *text = NULL, *html = NULL;

    add_messages(stats, 1, name, STATS_FAIL, name);
    for (guint i = 0; i < 3 * STATS_ROWS_SHOWN; i++) {
        g_autofree char *other = g_strdup_printf("%s%u", name, i);

        add_messages(stats, 1, other, STATS_PASS, other);
    }
    text = stats_text(stats);
    html = stats_html(stats);
    cr_expect_null(strstr(html, "<script"), "%s", html);
    cr_expect_null(strstr(html, "'&<"), "%s", html);
    cr_expect_not_null(strstr(html, "41 others"), "%s", html);
    cr_expect_not_null(strstr(text, "41 others"), "%s", text);
    for (const char *at = text; *at; at++)
        cr_assert(*at == '\n' || (*at >= ' ' && *at <= '~'), "%s", text);
}
