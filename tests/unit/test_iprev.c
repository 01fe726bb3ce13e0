/* SPDX-License-Identifier: ISC */
/* The client's reverse name, confirmed or not; the sender plays no part. */
#include "scheme_case.h"

#include "dns/reverse.h"

#define AT "1.2.0.192.in-addr.arpa "

static const SchemeCase cases[] = {
    { .name = "confirmed",
      .more = AT "PTR host.example\nhost.example A 192.0.2.1\n",
      .want = RESULT_PASS,
      .want_mechanism = "host.example" },
    { .name = "IPv6",
      .more = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR "
              "host.example\nhost.example AAAA 2001:db8::1\n",
      .client = "2001:db8::1",
      .want = RESULT_PASS,
      .want_mechanism = "host.example" },
    { .name = "one of two confirmed",
      .more = AT "PTR liar.example\n" AT "PTR host.example\nhost.example A 192.0.2.1\n",
      .want = RESULT_PASS,
      .want_mechanism = "host.example" },
    { .name = "not confirmed",
      .more = AT "PTR host.example\nhost.example A 192.0.2.2\n",
      .want = RESULT_FAIL,
      .want_problem = "the reverse name host.example does not lead back" },
    { .name = "no reverse name",
      .want = RESULT_PERMERROR,
      .want_problem = "the client has no reverse name" },
    { .name = "no answer",
      .more = AT "ERROR SERVFAIL\n",
      .want = RESULT_TEMPERROR,
      .want_problem = "reverse names of 192.0.2.1: name server failed" },
    { .name = "no answer to the confirmation",
      .more = AT "PTR broken.example\n",
      .want = RESULT_TEMPERROR,
      .want_problem = "one could not be confirmed" },
    { .name = "one confirmed, one without an answer",
      .more = AT "PTR broken.example\n" AT "PTR host.example\nhost.example A 192.0.2.1\n",
      .want = RESULT_PASS,
      .want_mechanism = "host.example" },
    { .name = "whoever the sender is",
      .more = AT "PTR host.example\nhost.example A 192.0.2.1\n",
      .sender = "[192.0.2.1]",
      .want = RESULT_PASS,
      .want_mechanism = "host.example" },
};

Test(iprev, cases)
{
    cr_assert(!scheme_named("iprev")->decides);
    scheme_cases_run("iprev", "", cases, G_N_ELEMENTS(cases));
}

Test(iprev, known_once_it_was_asked)
{
    static const SchemeCase one = { .name = "known",
                                    .more = AT "PTR host.example\nhost.example A 192.0.2.1\n" };
    g_autoptr(Dns) dns = scheme_case_zone(&one, "");
    IpAddress client;

    cr_assert(ip_parse("192.0.2.1", 9, &client));
    cr_expect(!reverse_is_known(dns, &client), "nothing was asked");
    dns_ask(dns, "1.2.0.192.in-addr.arpa", DNS_PTR);
    cr_expect(!reverse_is_known(dns, &client), "the name is not confirmed");
    dns_ask(dns, "host.example", DNS_A);
    cr_expect(reverse_is_known(dns, &client));
    cr_assert(ip_parse("192.0.2.2", 9, &client));
    cr_expect(!reverse_is_known(dns, &client), "another client");
}
