/* SPDX-License-Identifier: ISC */
/* Surveys as text and as JSON: what they look like, and that no octet of a record gets through. */
#include "lint/lint_json.h"
#include "lint/lint_text.h"
#include "lint/survey.h"
#include "report/page.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

/* Surveys of the domains under SPF and RMX. */
static GPtrArray *
survey(Dns **dns, const char *zone, const char *const *domains)
{
    static const SchemeSettings nothing_said = { .rmx_type = 0 };
    g_autoptr(GPtrArray) asked = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    GPtrArray *surveys = g_ptr_array_new_with_free_func(lint_free_item);

    *dns = dns_new_zone_text("survey", zone, &error);
    cr_assert(*dns, "%s", error ? error->message : "");
    survey_set_limits(*dns, 4);
    for (size_t i = 0; i < 2; i++) {
        union {
            const Scheme *row;
            gpointer item;
        } either = { .row = schemes[i] };

        g_ptr_array_add(asked, either.item);
    }
    for (; *domains; domains++)
        g_ptr_array_add(surveys, survey_domain(*dns, *domains, asked, &nothing_said, NULL));
    return surveys;
}

static const char zone[] = "$ORIGIN .\n"
                           "a.example TXT \"v=spf1 mx include:b.example ?all\"\n"
                           "a.example MX 0 mail.a.example\nmail.a.example A 192.0.2.5\n"
                           "b.example TXT \"v=spf1 ip4:198.51.100.0/24 a:b.example -all\"\n"
                           "b.example A 198.51.100.1\n"
                           "c.example TXT \"v=spf1 mx\\027[2J +all\"\n"
                           "_dmarc.a.example TXT \"v=DMARC1; p=reject\"\n"
                           "_dmarc.b.example TXT \"v=DMARC1; p=reject\"\n"
                           "_dmarc.c.example TXT \"v=DMARC1; p=reject\"\n";

Test(lint_text, text)
{
    static const char *const domains[] = { "a.example", "b.example", "c.example", "d.example",
                                           NULL };
    static const char want[] =
        "a.example\n"
        "  spf, TXT a.example (3 lookups)\n"
        "    v=spf1 mx include:b.example ?all\n"
        "      mx                  1 lookup   mail.a.example (192.0.2.5)\n"
        "      include:b.example   2 lookups  v=spf1 ip4:198.51.100.0/24 a:b.example\n"
        "                                     -all\n"
        "        a:b.example       1 lookup   198.51.100.1\n"
        "      ?all\n"
        "  dmarc, TXT _dmarc.a.example\n"
        "    v=DMARC1; p=reject\n"
        "      v=DMARC1\n"
        "      p=reject              mail of the domain that fails is to be refused\n"
        "\n"
        "  note     spf, a.example, octet 28 \"?all\"\n"
        "           ?all says nothing about anybody else: a forgery is neutral [RFC\n"
        "           7208 section 8.2]\n"
        "  note     mta-sts, a.example\n"
        "           no MTA-STS record: whoever stands between can have mail to it sent\n"
        "           in clear text [RFC 8461]\n"
        "  2 notes\n"
        "\n"
        "b.example\n"
        "  spf, TXT b.example (1 lookup)\n"
        "    v=spf1 ip4:198.51.100.0/24 a:b.example -all\n"
        "      ip4:198.51.100.0/24\n"
        "      a:b.example           1 lookup   198.51.100.1\n"
        "      -all\n"
        "  dmarc, TXT _dmarc.b.example\n"
        "    v=DMARC1; p=reject\n"
        "      v=DMARC1\n"
        "      p=reject              mail of the domain that fails is to be refused\n"
        "\n"
        "  nothing to find fault with\n"
        "\n"
        "c.example\n"
        "  spf, TXT c.example\n"
        "    v=spf1 mx%1B[2J +all\n"
        "  dmarc, TXT _dmarc.c.example\n"
        "    v=DMARC1; p=reject\n"
        "      v=DMARC1\n"
        "      p=reject              mail of the domain that fails is to be refused\n"
        "\n"
        "  error    spf, c.example, octet 9 \"mx%1B[2J\"\n"
        "           syntax error, unexpected text: permerror [RFC 7208 section 4.6]\n"
        "             v=spf1 mx%1B[2J +all\n"
        "                      ^\n"
        "  1 error\n"
        "\n"
        "d.example\n"
        "  error    d.example\n"
        "           the domain does not exist\n"
        "  1 error\n";
    g_autoptr(Dns) dns = NULL;
    g_autoptr(GPtrArray) surveys = survey(&dns, zone, domains);
    g_autofree char *got = lint_text(surveys);

    cr_expect_str_eq(got, want);
}

static const char *
member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

Test(lint_text, json)
{
    static const char *const domains[] = { "a.example", "c.example", "d.example", NULL };
    g_autoptr(Dns) dns = NULL;
    g_autoptr(GPtrArray) surveys = survey(&dns, zone, domains);
    g_autofree char *text = lint_json(surveys);
    json_t *root = json_loads(text, 0, NULL);
    const json_t *all = json_object_get(root, "domains");
    const json_t *one = json_array_get(all, 0);
    const json_t *record = json_array_get(json_object_get(one, "records"), 0);
    const json_t *term = json_array_get(json_object_get(record, "terms"), 1);
    const json_t *finding = json_array_get(json_object_get(one, "findings"), 0);
    const json_t *bad = json_array_get(json_object_get(json_array_get(all, 1), "findings"), 0);
    const json_t *none = json_array_get(all, 2);

    cr_assert_eq(json_array_size(all), 3);
    cr_expect_str_eq(member(one, "domain"), "a.example");
    cr_expect(json_is_true(json_object_get(one, "exists")));
    cr_expect_str_eq(member(record, "scheme"), "spf");
    cr_expect_str_eq(member(record, "name"), "a.example");
    cr_expect_str_eq(member(record, "type"), "TXT");
    cr_expect_str_eq(member(record, "record"), "v=spf1 mx include:b.example ?all");
    cr_expect_eq(json_integer_value(json_object_get(record, "lookups")), 3);
    cr_expect_str_eq(member(term, "term"), "include:b.example");
    cr_expect_eq(json_integer_value(json_object_get(term, "offset")), 10);
    cr_expect_eq(json_integer_value(json_object_get(term, "lookups")), 2);
    cr_expect_str_eq(member(term, "name"), "b.example");
    cr_expect_eq(json_array_size(json_object_get(term, "terms")), 3);
    cr_expect_str_eq(member(finding, "severity"), "note");
    cr_expect_str_eq(member(finding, "scheme"), "spf");
    cr_expect_str_eq(member(finding, "name"), "a.example");
    cr_expect_eq(json_integer_value(json_object_get(finding, "offset")), 28);
    cr_expect_str_eq(member(finding, "words"), "?all");
    cr_expect_str_eq(member(finding, "rule"), "RFC 7208 section 8.2");
    cr_expect_str_eq(member(bad, "words"), "mx\033[2J");
    cr_expect(json_is_false(json_object_get(none, "exists")));
    cr_expect_eq(json_array_size(json_object_get(none, "records")), 0);
    json_decref(root);
}

/* A long record fills no screen after screen: JSON has it all. */
Test(lint_text, long_records)
{
    static const char *const domains[] = { "a.example", NULL };
    static const struct {
        const char *name, *string;
        guint want_lines; /* at most */
        const char *want;
    } cases[] = {
        { "hostile octets", " \" a\\010\\200\\\"\"", 270, "%0A%C8" },
        { "many terms", " \" a:b.example\"", 260, "and more; --json shows all" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) text = g_string_new("$ORIGIN .\na.example TXT \"v=spf1\"");
        g_autoptr(Dns) dns = NULL;
        g_autoptr(GPtrArray) surveys = NULL;
        g_autofree char *shown = NULL;
        g_auto(GStrv) lines = NULL;

        for (unsigned j = 0; j < 4000; j++)
            g_string_append(text, cases[i].string);
        g_string_append_c(text, '\n');
        surveys = survey(&dns, text->str, domains);
        shown = lint_text(surveys);
        lines = g_strsplit(shown, "\n", -1);
        cr_expect(strstr(shown, cases[i].want), "%s", cases[i].name);
        cr_expect_leq(g_strv_length(lines), cases[i].want_lines, "%s: %u", cases[i].name,
                      g_strv_length(lines));
        for (const char *c = shown; *c; c++)
            cr_expect(*c == '\n' || g_ascii_isprint(*c), "%s: octet %d", cases[i].name, *c);
        for (char **line = lines; *line; line++)
            cr_expect_leq(strlen(*line), 6100, "%s", cases[i].name);
    }
}

/* Escaped octets take three columns each: the piece of the record that is shown with a caret is
 * shorter then, and the caret still stands below the place. */
Test(lint_text, place_among_escaped_octets)
{
    static const char *const domains[] = { "a.example", NULL };
    static const unsigned widths[] = { PAGE_COLUMNS_MIN, PAGE_COLUMNS_DEFAULT, 132 };
    static const int lengths[] = { 0, 3, 20, 80 };

    for (size_t i = 0; i < G_N_ELEMENTS(widths) * G_N_ELEMENTS(lengths); i++) {
        unsigned width = widths[i % G_N_ELEMENTS(widths)];
        int length = lengths[i / G_N_ELEMENTS(widths)];
        g_autoptr(GString) escaped = g_string_new(NULL);
        g_autofree char *text = NULL, *shown = NULL;
        g_autoptr(Dns) dns = NULL;
        g_autoptr(GPtrArray) surveys = NULL;
        g_auto(GStrv) lines = NULL;
        guint number = 0;

        for (int j = 0; j < length; j++)
            g_string_append(escaped, "\\200");
        text = g_strdup_printf("$ORIGIN .\na.example TXT \"v=spf1 -all\"\n"
                               "_dmarc.a.example TXT \"v=DMARC1; p=none; x=%s; p=reject; y=%s\"\n",
                               escaped->str, escaped->str);
        page_set(width, false);
        surveys = survey(&dns, text, domains);
        shown = lint_text(surveys);
        lines = g_strsplit(shown, "\n", -1);
        while (lines[number] && !strchr(lines[number], '^'))
            number++;
        cr_assert(lines[number], "%s", shown);
        cr_expect_leq(strlen(lines[number - 1]), page_columns(), "%d of %u:\n%s", length, width,
                      lines[number - 1]);
        cr_expect(g_str_has_prefix(lines[number - 1] + strlen(lines[number]) - 1, "p=r"),
                  "%d of %u:\n%s\n%s", length, width, lines[number - 1], lines[number]);
    }
}

#define LONG_NAME                                                                                  \
    "a-label-of-fifty-octets-for-a-host-somewhere-in-the.a-company-of-many-words.example"

/* Terms may be longer than a line, below several records, and of octets that are escaped. */
Test(lint_text, lines_fit_the_page)
{
    static const char *const domains[] = { LONG_NAME, "a.example", NULL };
    static const char long_zone[] =
        "$ORIGIN .\n"
        "a.example TXT \"v=spf1 include:1." LONG_NAME " include:2." LONG_NAME " -all\"\n"
        "1." LONG_NAME " TXT \"v=spf1 a:2." LONG_NAME " include:3." LONG_NAME " -all\"\n"
        "3." LONG_NAME " TXT \"v=spf1 a:2." LONG_NAME " mx:2." LONG_NAME " -all\"\n"
        "2." LONG_NAME " A 192.0.2.1\n2." LONG_NAME " AAAA 2001:db8::1\n"
        "_dmarc.a.example TXT \"v=DMARC1; p=none; x=\\200\\200\\200\\200\\200\\200\\200\\200"
        "\\200\\200\\200\\200\\200\\200\\200\\200\\200\\200\\200\\200\\200\\200\\200\\200\""
        "\n" LONG_NAME " TXT \"v=spf1 mx:" LONG_NAME " +all\"\n";
    static const unsigned widths[] = { PAGE_COLUMNS_MIN, 60, PAGE_COLUMNS_DEFAULT, 132 };

    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autoptr(Dns) dns = NULL;
        g_autoptr(GPtrArray) surveys = survey(&dns, long_zone, domains);
        g_autofree char *shown = NULL;
        g_auto(GStrv) lines = NULL;

        page_set(widths[i], false);
        shown = lint_text(surveys);
        lines = g_strsplit(shown, "\n", -1);
        cr_expect(strstr(shown, "3 lookups"), "%u:\n%s", widths[i], shown);
        for (char **line = lines; *line; line++)
            cr_expect_leq(strlen(*line), page_columns(), "%u:\n%s", widths[i], *line);
    }
}
