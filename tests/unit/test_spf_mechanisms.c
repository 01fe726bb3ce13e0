/* SPDX-License-Identifier: ISC */
/* What each mechanism matches (RFC 7208 section 5). Records end in "-all", so that "fail" says: no
 * match, and no error. */
#include "spf_case.h"

static const char zone[] =
    "example.net A 192.0.2.1\n"
    "example.net A 198.51.100.7\n"
    "example.net AAAA 2001:db8::1\n"
    "example.net MX 10 mx1.example.net\n"
    "example.net MX 20 mx2.example.net\n"
    "mx1.example.net A 203.0.113.1\n"
    "mx2.example.net A 203.0.113.2\n"
    "mx2.example.net AAAA 2001:db8:2::2\n"
    "alias.example CNAME example.net\n"
    "four.example A 203.0.113.77\n"
    "text.example TXT \"neither address nor exchange\"\n"
    "mapped.example AAAA ::ffff:192.0.2.1\n"
    "nullmx.example MX 0 .\n"
    "nullmx.example A 192.0.2.1\n"
    "nomx.example A 192.0.2.1\n"
    "deadmx.example MX 10 nowhere.example\n"
    "brokenmx.example MX 10 broken.example\n"
    "brokenmx.example MX 20 example.net\n"
    "goodmx.example MX 10 example.net\n"
    "broken.example ERROR SERVFAIL\n"
    "late.example ERROR TIMEOUT\n"
    "pass.example TXT \"v=spf1 +all\"\n"
    "fail.example TXT \"v=spf1 -all exp=why.fail.example\"\n"
    "why.fail.example TXT \"not ours to tell\"\n"
    "softfail.example TXT \"v=spf1 ~all\"\n"
    "neutral.example TXT \"v=spf1 ?all\"\n"
    "nomatch.example TXT \"v=spf1 ip4:203.0.113.9\"\n"
    "bad.example TXT \"v=spf1 foo\"\n"
    "two.example TXT \"v=spf1 -all\"\n"
    "two.example TXT \"v=spf1 +all\"\n"
    "nested.example TXT \"v=spf1 include:pass.example -all\"\n"
    "moved.example TXT \"v=spf1 redirect=pass.example\"\n"
    "lost.example TXT \"v=spf1 redirect=text.example\"\n"
    "1.2.0.192.in-addr.arpa PTR liar.example.net\n"
    "1.2.0.192.in-addr.arpa PTR Mail.Example.Net\n"
    "1.2.0.192.in-addr.arpa PTR example.net\n"
    "liar.example.net A 203.0.113.200\n"
    "mail.example.net A 192.0.2.1\n"
    "2.2.0.192.in-addr.arpa PTR liar.example.net\n"
    "3.2.0.192.in-addr.arpa PTR broken.example\n"
    "3.2.0.192.in-addr.arpa PTR good.three.example\n"
    "good.three.example A 192.0.2.3\n"
    "4.2.0.192.in-addr.arpa ERROR SERVFAIL\n"
    "5.2.0.192.in-addr.arpa PTR badexample.net\n"
    "badexample.net A 192.0.2.5\n"
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR "
    "six.example.net\n"
    "six.example.net AAAA 2001:db8::1\n"
    "xn--bcher-kva.example TXT \"v=spf1 ptr -all\"\n"
    "6.2.0.192.in-addr.arpa PTR mx.xn--bcher-kva.example\n"
    "mx.xn--bcher-kva.example A 192.0.2.6\n"
    "yes.list.example A 127.0.0.2\n"
    "six.list.example AAAA 2001:db8::2\n"
    "1.2.0.192.list.example A 127.0.0.2\n";

#define V6 "2001:db8::1"

static const SpfCase all_and_include[] = {
    { "5.1", "terms after all are not evaluated", "v=spf1 ~all a:broken.example",
      .want = RESULT_SOFTFAIL, .want_mechanism = "~all" },
    { "5.2", "include of a pass", "v=spf1 include:pass.example -all", .want = RESULT_PASS,
      .want_mechanism = "include:pass.example" },
    { "5.2", "the including qualifier decides", "v=spf1 ~include:pass.example -all",
      .want = RESULT_SOFTFAIL, .want_mechanism = "~include:pass.example" },
    { "5.2", "include of a fail", "v=spf1 include:fail.example ?all", .want = RESULT_NEUTRAL,
      .want_mechanism = "?all" },
    { "5.2", "include of a softfail", "v=spf1 include:softfail.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.2", "include of a neutral", "v=spf1 include:neutral.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.2", "include of a record that says nothing", "v=spf1 include:nomatch.example -all",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.2", "include of a temperror", "v=spf1 include:broken.example -all",
      .want = RESULT_TEMPERROR, .want_problem = "TXT of broken.example" },
    { "5.2", "include of a timeout", "v=spf1 include:late.example -all", .want = RESULT_TEMPERROR,
      .want_problem = "TXT of late.example" },
    { "5.2", "include of a permerror", "v=spf1 include:bad.example -all", .want = RESULT_PERMERROR,
      .want_problem = "unknown mechanism \"foo\" at octet 7 of the record of bad.example" },
    { "5.2", "include of two records", "v=spf1 include:two.example -all", .want = RESULT_PERMERROR,
      .want_problem = "two.example publishes 2 records" },
    { "5.2", "include of a domain without a record", "v=spf1 include:text.example -all",
      .want = RESULT_PERMERROR,
      .want_problem = "text.example publishes no record (include:text.example at octet 7 of the "
                      "record of example.net)" },
    { "5.2", "include of no domain", "v=spf1 include:nowhere.example -all",
      .want = RESULT_PERMERROR, .want_problem = "nowhere.example does not exist (include:" },
    { "5.2", "include of a single label", "v=spf1 include:%{d1r} -all", .want = RESULT_PERMERROR,
      .want_problem = "\"example\" has a single label (include:%{d1r} at" },
    { "5.2", "include of a malformed name", "v=spf1 include:a..example -all",
      .want = RESULT_PERMERROR, .want_problem = "empty label in name" },
    { "5.2", "error before the match", "v=spf1 include:broken.example ip4:192.0.2.1",
      .want = RESULT_TEMPERROR, .want_problem = "TXT of broken.example" },
    { "5.2", "match before the error", "v=spf1 ip4:192.0.2.1 include:broken.example",
      .want = RESULT_PASS, .want_mechanism = "ip4:192.0.2.1" },
    { "5.2", "include in an include", "v=spf1 include:nested.example -all", .want = RESULT_PASS,
      .want_mechanism = "include:nested.example" },
    { "5.2", "redirect in an include", "v=spf1 include:moved.example -all", .want = RESULT_PASS,
      .want_mechanism = "include:moved.example" },
    { "5.2", "redirect to nothing in an include", "v=spf1 include:lost.example -all",
      .want = RESULT_PERMERROR, .want_problem = "redirect=text.example" },
    { "5.2", "the included record's exp is not used", "v=spf1 include:fail.example -all",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
};

Test(spf_mechanisms, all_and_include)
{
    spf_cases_run(zone, all_and_include, G_N_ELEMENTS(all_and_include));
}

static const SpfCase hosts[] = {
    { "5.3", "a", "v=spf1 a -all", .want = RESULT_PASS, .want_mechanism = "a" },
    { "5.3", "second address", "v=spf1 a -all", .client = "198.51.100.7", .want = RESULT_PASS,
      .want_mechanism = "a" },
    { "5.3", "other address", "v=spf1 a -all", .client = "198.51.100.8", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.3", "AAAA for an IPv6 client", "v=spf1 a -all", .client = V6, .want = RESULT_PASS,
      .want_mechanism = "a" },
    { "5", "mapped client", "v=spf1 a -all", .client = "::ffff:192.0.2.1", .want = RESULT_PASS,
      .want_mechanism = "a" },
    { "5.3", "named host", "v=spf1 a:four.example -all", .client = "203.0.113.77",
      .want = RESULT_PASS, .want_mechanism = "a:four.example" },
    { "5.3", "last dot", "v=spf1 a:four.example. -all", .client = "203.0.113.77",
      .want = RESULT_PASS, .want_mechanism = "a:four.example." },
    { "5.3", "alias", "v=spf1 a:alias.example -all", .want = RESULT_PASS,
      .want_mechanism = "a:alias.example" },
    { "5.3", "IPv4 length", "v=spf1 a:four.example/24 -all", .client = "203.0.113.5",
      .want = RESULT_PASS, .want_mechanism = "a:four.example/24" },
    { "5.3", "outside the IPv4 length", "v=spf1 a:four.example/25 -all", .client = "203.0.113.200",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.3", "IPv4 length 0", "v=spf1 a:four.example/0 -all", .want = RESULT_PASS,
      .want_mechanism = "a:four.example/0" },
    { "5.3", "length 0 of no address", "v=spf1 a:text.example/0 -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.3", "IPv6 length", "v=spf1 a//64 -all", .client = "2001:db8::ffff", .want = RESULT_PASS,
      .want_mechanism = "a//64" },
    { "5.3", "the IPv4 length is not for IPv6", "v=spf1 a/24 -all", .client = "2001:db8::2",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.3", "the IPv6 length is not for IPv4", "v=spf1 a//0 -all", .client = "192.0.2.2",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.3", "both lengths, IPv4", "v=spf1 a:example.net/24//32 -all", .client = "192.0.2.255",
      .want = RESULT_PASS, .want_mechanism = "a:example.net/24//32" },
    { "5.3", "both lengths, IPv6", "v=spf1 a:example.net/24//32 -all", .client = "2001:db8:1::1",
      .want = RESULT_PASS, .want_mechanism = "a:example.net/24//32" },
    { "5.3", "IPv4 host, IPv6 client", "v=spf1 a:four.example -all", .client = V6,
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.3", "mapped address in an AAAA record", "v=spf1 a:mapped.example -all",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.3", "mapped AAAA record, the network of all of them", "v=spf1 a:mapped.example//96 -all",
      .client = V6, .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.3", "mapped AAAA record, a wider network", "v=spf1 a:mapped.example//0 -all", .client = V6,
      .want = RESULT_PASS, .want_mechanism = "a:mapped.example//0" },
    { "5.3", "mapped AAAA record, a wider network without the client",
      "v=spf1 a:mapped.example//64 -all", .client = V6, .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.3", "no such host", "v=spf1 a:nowhere.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.3", "malformed host", "v=spf1 a:a..example.net -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5", "SERVFAIL for a", "v=spf1 a:broken.example -all", .want = RESULT_TEMPERROR,
      .want_problem = "A of broken.example: " },
    { "5", "SERVFAIL for AAAA", "v=spf1 a:broken.example -all", .client = V6,
      .want = RESULT_TEMPERROR,
      .want_problem = "(a:broken.example at octet 7 of the record of example.net)" },
    { "5.4", "mx", "v=spf1 mx -all", .client = "203.0.113.2", .want = RESULT_PASS,
      .want_mechanism = "mx" },
    { "5.4", "mx, IPv6", "v=spf1 mx -all", .client = "2001:db8:2::2", .want = RESULT_PASS,
      .want_mechanism = "mx" },
    { "5.4", "no exchange's address", "v=spf1 mx -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.4", "mx of another domain with a length", "v=spf1 mx:example.net/30 -all",
      .client = "203.0.113.3", .want = RESULT_PASS, .want_mechanism = "mx:example.net/30" },
    { "5.4", "mx with both lengths", "v=spf1 mx/30//64 -all", .client = "2001:db8:2::1",
      .want = RESULT_PASS, .want_mechanism = "mx/30//64" },
    { "5.4", "no implicit exchange", "v=spf1 mx:nomx.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.4", "null MX", "v=spf1 mx:nullmx.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.4", "exchange that does not exist", "v=spf1 mx:deadmx.example/0 -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.4", "no such domain", "v=spf1 mx:nowhere.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.4", "broken exchange before the one that would match", "v=spf1 mx:brokenmx.example -all",
      .want = RESULT_TEMPERROR, .want_problem = "A of broken.example" },
    { "5.4", "SERVFAIL for MX", "v=spf1 mx:broken.example -all", .want = RESULT_TEMPERROR,
      .want_problem = "MX of broken.example" },
};

Test(spf_mechanisms, hosts)
{
    spf_cases_run(zone, hosts, G_N_ELEMENTS(hosts));
}

static const SpfCase reverse[] = {
    { "5.5", "ptr", "v=spf1 ptr -all", .want = RESULT_PASS, .want_mechanism = "ptr" },
    { "5.5", "ptr of another domain", "v=spf1 ptr:example.net -all", .want = RESULT_PASS,
      .want_mechanism = "ptr:example.net" },
    { "5.5", "ptr in upper case", "v=spf1 ptr:MAIL.example.NET -all", .want = RESULT_PASS,
      .want_mechanism = "ptr:MAIL.example.NET" },
    { "5.5", "name that does not confirm", "v=spf1 ptr:liar.example.net -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.5", "no name confirms", "v=spf1 ptr -all", .client = "192.0.2.2", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.5", "no reverse name", "v=spf1 ptr -all", .client = "192.0.2.99", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.5", "broken name is skipped", "v=spf1 ptr:three.example -all", .client = "192.0.2.3",
      .want = RESULT_PASS, .want_mechanism = "ptr:three.example" },
    { "5.5", "SERVFAIL for PTR is no match", "v=spf1 ptr -all", .client = "192.0.2.4",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.5", "the domain must end at a dot", "v=spf1 ptr -all", .client = "192.0.2.5",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.5", "ptr, IPv6", "v=spf1 ptr -all", .client = V6, .want = RESULT_PASS,
      .want_mechanism = "ptr" },
    { "RFC 8616 4", "ptr of a U-label", .client = "192.0.2.6", .sender = "a@b\303\274cher.example",
      .want = RESULT_PASS, .want_mechanism = "ptr" },
};

Test(spf_mechanisms, reverse)
{
    spf_cases_run(zone, reverse, G_N_ELEMENTS(reverse));
}

static const SpfCase networks[] = {
    { "5.6", "ip4", "v=spf1 ip4:192.0.2.1 -all", .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.1" },
    { "5.6", "ip4 without a length is one address", "v=spf1 ip4:192.0.2.0 -all",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.6", "ip4 network", "v=spf1 ip4:192.0.2.0/24 -all", .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.0/24" },
    { "5.6", "ip4 network with host bits", "v=spf1 ip4:192.0.2.200/24 -all", .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.200/24" },
    { "5.6", "ip4 /0", "v=spf1 ip4:203.0.113.0/0 -all", .want = RESULT_PASS,
      .want_mechanism = "ip4:203.0.113.0/0" },
    { "5.6", "ip4 /32", "v=spf1 ip4:192.0.2.1/32 -all", .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.1/32" },
    { "5.6", "ip4 /31", "v=spf1 ip4:192.0.2.2/31 -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.6", "ip4, IPv6 client", "v=spf1 ip4:0.0.0.0/0 -all", .client = V6, .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.6", "ip4, mapped client", "v=spf1 ip4:192.0.2.1 -all", .client = "::ffff:c000:201",
      .want = RESULT_PASS, .want_mechanism = "ip4:192.0.2.1" },
    { "5.6", "ip6", "v=spf1 ip6:2001:DB8::1 -all", .client = V6, .want = RESULT_PASS,
      .want_mechanism = "ip6:2001:DB8::1" },
    { "5.6", "ip6 network", "v=spf1 ip6:2001:db8:ffff::/32 -all", .client = V6, .want = RESULT_PASS,
      .want_mechanism = "ip6:2001:db8:ffff::/32" },
    { "5.6", "outside an ip6 network", "v=spf1 ip6:2001:db8:8000::/33 -all", .client = V6,
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.6", "ip6 with a dotted quad", "v=spf1 ip6:2001:db8::0.0.0.1 -all", .client = V6,
      .want = RESULT_PASS, .want_mechanism = "ip6:2001:db8::0.0.0.1" },
    { "5.6", "ip6 /0", "v=spf1 ip6:::/0 -all", .client = V6, .want = RESULT_PASS,
      .want_mechanism = "ip6:::/0" },
    { "5.6", "ip6 /0, IPv4 client", "v=spf1 ip6:::/0 -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.6", "ip6 /0, mapped client", "v=spf1 ip6:::/0 -all", .client = "::ffff:192.0.2.1",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "5.6", "mapped ip6, IPv4 client", "v=spf1 ip6:::ffff:192.0.2.1 -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.6", "wide mapped ip6, IPv6 client", "v=spf1 ip6:::ffff:192.0.2.1/8 -all", .client = "::1",
      .want = RESULT_PASS, .want_mechanism = "ip6:::ffff:192.0.2.1/8" },
};

Test(spf_mechanisms, networks)
{
    spf_cases_run(zone, networks, G_N_ELEMENTS(networks));
}

static const SpfCase exists[] = {
    { "5.7", "exists", "v=spf1 exists:yes.list.example -all", .want = RESULT_PASS,
      .want_mechanism = "exists:yes.list.example" },
    { "5.7", "exists not", "v=spf1 exists:no.list.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.7", "always A, IPv6 client", "v=spf1 exists:yes.list.example -all", .client = V6,
      .want = RESULT_PASS, .want_mechanism = "exists:yes.list.example" },
    { "5.7", "never AAAA", "v=spf1 exists:six.list.example -all", .client = V6, .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "5.7", "with macros", "v=spf1 exists:%{ir}.list.example -all", .want = RESULT_PASS,
      .want_mechanism = "exists:%{ir}.list.example" },
    { "5.7", "SERVFAIL", "v=spf1 exists:broken.example -all", .want = RESULT_TEMPERROR,
      .want_problem = "A of broken.example" },
    { "5.7", "malformed name", "v=spf1 exists:a..list.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
};

Test(spf_mechanisms, exists)
{
    spf_cases_run(zone, exists, G_N_ELEMENTS(exists));
}
