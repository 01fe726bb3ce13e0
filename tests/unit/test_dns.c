/* SPDX-License-Identifier: ISC */
/* Asking: each question once, limits, hooks, names that are never asked, reverse names. */
#include "dns/dns.h"
#include "dns/reverse.h"

#include <criterion/criterion.h>
#include <string.h>

static const char zone_text[] = "$ORIGIN example.net.\n"
                                "* TXT any\n"
                                "ptr A 192.0.2.1\n"
                                "alias CNAME ptr\n"
                                "wrong A 192.0.2.99\n"
                                "fails ERROR SERVFAIL\n"
                                "six AAAA 2001:db8::1\n"
                                "$ORIGIN 2.0.192.in-addr.arpa.\n"
                                "1 PTR wrong.example.net.\n"
                                "1 PTR PTR.example.net.\n"
                                "1 PTR alias.example.net.\n"
                                "1 PTR none.example.\n"
                                "2 PTR fails.example.net.\n"
                                "3 ERROR SERVFAIL\n"
                                "5 PTR .\n"
                                "$ORIGIN 0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.\n"
                                "1.0.0.0.0.0.0.0.0.0.0.0 PTR six.example.net.\n";

static Dns *
open_zone(void)
{
    GError *error = NULL;
    Dns *dns = dns_new_zone_text("test", zone_text, &error);

    cr_assert(dns, "%s", error ? error->message : "");
    return dns;
}

Test(dns, asks_once)
{
    g_autoptr(Dns) dns = open_zone();
    const DnsAnswer *answer = dns_ask(dns, "ptr.example.net", DNS_A);
    const DnsQuestion *question;

    dns_prefetch(dns, "PTR.example.net.", DNS_A);
    cr_expect_eq(dns_ask(dns, "PTR.example.net.", DNS_A), answer);
    cr_expect_eq(dns_log(dns)->len, 1);
    dns_prefetch(dns, "ptr.example.net", DNS_TXT);
    cr_assert_eq(dns_log(dns)->len, 2);
    question = dns_log(dns)->pdata[0];
    cr_expect_str_eq(question->name, "ptr.example.net");
    cr_expect_eq(question->type, DNS_A);
    cr_expect_eq(question->answer, answer);
    cr_expect(question->started >= 0 && question->ms >= 0);
}

Test(dns, again)
{
    g_autoptr(Dns) first = open_zone();
    const DnsAnswer *answer = dns_ask(first, "ptr.example.net", DNS_A);

    for (int i = 0; i < 3; i++) {
        g_autoptr(Dns) dns = dns_again(first);

        cr_expect_null(dns_known(dns, "ptr.example.net", DNS_A));
        cr_expect_eq(dns_ask(dns, "ptr.example.net", DNS_A)->status, answer->status);
        cr_expect_eq(dns_log(dns)->len, 1);
    }
    cr_expect_eq(dns_log(first)->len, 1);
}

Test(dns, knows_what_was_answered)
{
    g_autoptr(Dns) dns = open_zone();

    cr_expect_null(dns_known(dns, "ptr.example.net", DNS_A), "nothing was asked");
    dns_prefetch_next(dns, "ptr.example.net", DNS_A);
    cr_expect_null(dns_known(dns, "ptr.example.net", DNS_A), "nobody has waited for it");
    cr_expect_eq(dns_log(dns)->len, 1);
    cr_expect_eq(dns_ask(dns, "ptr.example.net", DNS_A), dns_known(dns, "PTR.Example.net.", DNS_A));
    cr_expect_null(dns_known(dns, "ptr.example.net", DNS_TXT), "another type");
    cr_expect_null(dns_known(dns, "example.net", DNS_A), "another name");
    cr_expect_null(dns_known(dns, "", DNS_A));
    cr_expect_null(dns_known(dns, "a..example.net", DNS_A));
    cr_expect_eq(dns_log(dns)->len, 1, "asks nothing");
}

static const struct {
    const char *title, *name, *want_problem;
} bad_names[] = {
    { "empty", "", "empty name" },
    { "empty label", "a..example", "empty label in name" },
    { "dot in front", ".example", "empty label in name" },
    { "label of 64", "0123456789012345678901234567890123456789012345678901234567890123.example",
      "label over 63 octets" },
    { "name of 256",
      "012345678901234567890123456789012345678901234567890123456789012."
      "012345678901234567890123456789012345678901234567890123456789012."
      "012345678901234567890123456789012345678901234567890123456789012."
      "01234567890123456789012345678901234567890123456789012345678901",
      "name over 255 octets" },
    { "not for IDNA", "a\xef\xbf\xbf.example", "not an international domain name" },
};

Test(dns, bad_names_are_not_asked)
{
    g_autoptr(Dns) dns = open_zone();

    for (size_t i = 0; i < G_N_ELEMENTS(bad_names); i++) {
        const DnsAnswer *answer = dns_ask(dns, bad_names[i].name, DNS_A);

        cr_expect_eq(answer->status, DNS_NXDOMAIN, "%s", bad_names[i].title);
        cr_expect(g_strcmp0(answer->problem, bad_names[i].want_problem) == 0, "%s: got %s",
                  bad_names[i].title, answer->problem);
        cr_expect_eq(answer->records->len, 0);
    }
    cr_expect_eq(dns_log(dns)->len, 0);
}

Test(dns, limits)
{
    g_autoptr(Dns) dns = open_zone();

    for (unsigned i = 0; i < 2 * DNS_QUESTIONS_MAX; i++) {
        g_autofree char *name = g_strdup_printf("n%u.example.net", i);

        dns_prefetch(dns, name, DNS_TXT);
    }
    cr_expect_eq(dns_log(dns)->len, DNS_PREFETCH_MAX);
    for (unsigned i = 0; i < 2 * DNS_QUESTIONS_MAX; i++) {
        g_autofree char *name = g_strdup_printf("n%u.example.net", i);
        const DnsAnswer *answer = dns_ask(dns, name, DNS_TXT);

        cr_expect_eq(answer->status, i < DNS_QUESTIONS_MAX ? DNS_OK : DNS_TEMPERROR);
        cr_expect(i < DNS_QUESTIONS_MAX || strcmp(answer->problem, "too many questions") == 0);
    }
    cr_expect_eq(dns_log(dns)->len, DNS_QUESTIONS_MAX);
    dns_set_question_limit(dns, DNS_QUESTIONS_MAX + 1);
    cr_expect_eq(dns_ask(dns, "one.more.example.net", DNS_TXT)->status, DNS_OK);
    cr_expect_eq(dns_ask(dns, "two.more.example.net", DNS_TXT)->status, DNS_TEMPERROR);
}

/* Prefetches one more from inside each call, down to a depth that would show in the stack. */
static void
go_deeper(Dns *dns, const char *name, const DnsAnswer *answer, void *data)
{
    GString *calls = data;
    g_autofree char *next = g_strdup_printf("x.%s", name);

    cr_expect_eq(answer->status, DNS_OK);
    g_string_append_c(calls, '(');
    dns_prefetch_then(dns, next, DNS_TXT, go_deeper, data);
    g_string_append_c(calls, ')');
}

Test(dns, hooks_run_one_after_another)
{
    GString *calls = g_string_new(NULL);
    g_autoptr(Dns) dns = open_zone();

    dns_prefetch_then(dns, "x.example.net", DNS_TXT, go_deeper, calls);
    cr_expect_eq(calls->len, (size_t)2 * DNS_PREFETCH_MAX);
    cr_expect_null(strstr(calls->str, "(("), "%s", calls->str);
    dns_prefetch_then(dns, "x.example.net", DNS_TXT, go_deeper, calls);
    cr_expect_gt(calls->len, (size_t)2 * DNS_PREFETCH_MAX, "an answer that is there calls at once");
    g_string_free(calls, TRUE);
}

/* What a term asks next is asked early also where wishes are ignored; the number of all holds. */
Test(dns, prefetch_next)
{
    g_autoptr(Dns) dns = open_zone();

    dns_set_prefetch_limit(dns, 0);
    dns_set_question_limit(dns, 2);
    dns_prefetch(dns, "ptr.example.net", DNS_A);
    cr_expect_eq(dns_log(dns)->len, 0);
    dns_prefetch_next(dns, "ptr.example.net", DNS_A);
    dns_prefetch_next(dns, "PTR.example.net.", DNS_A);
    dns_prefetch_next(dns, "", DNS_A);
    dns_prefetch_next(dns, "a..example.net", DNS_A);
    cr_expect_eq(dns_log(dns)->len, 1);
    dns_prefetch_next(dns, "six.example.net", DNS_AAAA);
    dns_prefetch_next(dns, "none.example.net", DNS_A);
    cr_expect_eq(dns_log(dns)->len, 2);
    cr_expect_eq(dns_ask(dns, "ptr.example.net", DNS_A)->status, DNS_OK);
    cr_expect_eq(dns_ask(dns, "six.example.net", DNS_AAAA)->status, DNS_OK);
}

/* A room whose questions are its own takes none from the others. */
Test(dns, more_questions_are_allowed)
{
    g_autoptr(Dns) dns = open_zone();

    dns_set_prefetch_limit(dns, 0);
    dns_set_question_limit(dns, 1);
    dns_allow_more(dns, 1);
    dns_prefetch(dns, "ptr.example.net", DNS_A);
    dns_prefetch(dns, "none.example.net", DNS_A);
    cr_expect_eq(dns_log(dns)->len, 1);
    cr_expect_eq(dns_ask(dns, "six.example.net", DNS_AAAA)->status, DNS_OK);
    cr_expect_eq(dns_ask(dns, "none.example.net", DNS_A)->status, DNS_TEMPERROR);
}

static const struct {
    const char *ip, *domain, *want;
    DnsStatus want_status;
    bool want_unknown;
} addresses[] = {
    { "192.0.2.1", NULL, "ptr.example.net alias.example.net", DNS_OK, false },
    { "192.0.2.1", "example.net", "ptr.example.net alias.example.net", DNS_OK, false },
    { "192.0.2.1", "PTR.Example.net", "ptr.example.net", DNS_OK, false },
    { "192.0.2.1", "tr.example.net", "", DNS_OK, false },
    { "192.0.2.1", "", "", DNS_OK, false },
    { "192.0.2.2", NULL, "", DNS_OK, true },
    { "192.0.2.2", "fails.example.net", "", DNS_OK, true },
    { "192.0.2.2", "net", "", DNS_OK, true },
    { "192.0.2.2", "example.org", "", DNS_OK, false },
    { "192.0.2.2", "ails.example.net", "", DNS_OK, false },
    { "192.0.2.2", "deep.fails.example.net", "", DNS_OK, false },
    { "192.0.2.3", NULL, "", DNS_TEMPERROR, true },
    { "192.0.2.3", "example.net", "", DNS_TEMPERROR, true },
    { "192.0.2.4", NULL, "", DNS_NXDOMAIN, false },
    { "192.0.2.5", NULL, "", DNS_OK, false },
    { "2001:db8::1", NULL, "six.example.net", DNS_OK, false },
};

Test(dns, reverse_names)
{
    for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autoptr(Dns) dns = open_zone();
        g_autoptr(ReverseNames) got = NULL;
        g_autofree char *names = NULL;
        IpAddress ip;

        cr_assert(ip_parse(addresses[i].ip, strlen(addresses[i].ip), &ip));
        got = reverse_names(dns, &ip, addresses[i].domain);
        g_ptr_array_add(got->names, NULL);
        names = g_strjoinv(" ", (char **)got->names->pdata);
        cr_expect_str_eq(names, addresses[i].want, "%s: got %s", addresses[i].ip, names);
        cr_expect_eq(got->answer->status, addresses[i].want_status, "%s", addresses[i].ip);
        cr_expect_eq(got->unknown, addresses[i].want_unknown, "%s", addresses[i].ip);
        cr_expect(!got->authentic, "%s: a zone is never authentic", addresses[i].ip);
    }
}

/* The owner of a reverse zone could else make us wait for silent name servers of his. */
Test(dns, reverse_names_outside_are_not_waited_for)
{
    g_autoptr(Dns) dns = open_zone();
    g_autoptr(ReverseNames) got = NULL;
    IpAddress ip;

    dns_set_prefetch_limit(dns, 1);
    cr_assert(ip_parse("192.0.2.1", 9, &ip));
    got = reverse_names(dns, &ip, "alias.example.net");
    cr_expect_eq(got->names->len, 1);
    cr_expect_eq(dns_log(dns)->len, 2, "the PTR and one name of four, got %u", dns_log(dns)->len);
}

Test(dns, reverse_prefetch_asks_for_the_names)
{
    g_autoptr(Dns) dns = open_zone();
    IpAddress ip;

    cr_assert(ip_parse("192.0.2.1", 9, &ip));
    reverse_prefetch(dns, &ip);
    cr_expect_eq(dns_log(dns)->len, 5, "the PTR and four names, got %u", dns_log(dns)->len);
}

Test(dns, type_text)
{
    g_autofree char *txt = dns_type_text(DNS_TXT);
    g_autofree char *unknown = dns_type_text(65280);

    cr_expect_str_eq(txt, "TXT");
    cr_expect_str_eq(unknown, "TYPE65280");
}
