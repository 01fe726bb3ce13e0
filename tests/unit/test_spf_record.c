/* SPDX-License-Identifier: ISC */
/* From the question to the terms: what is asked at all, which record is taken, and its syntax (RFC
 * 7208 sections 3, 4 and 12). */
#include "spf_case.h"

static const char zone[] = "bare.example A 192.0.2.9\n"
                           "broken.example ERROR SERVFAIL\n"
                           "refused.example ERROR REFUSED\n"
                           "late.example ERROR TIMEOUT\n"
                           "null.example TXT \"\"\n"
                           "notes.example TXT \"some note\"\n"
                           "two.example TXT \"v=spf1 -all\"\n"
                           "two.example TXT \"v=spf1 +all\"\n"
                           "beside.example TXT \"some \\200 note\"\n"
                           "beside.example TXT \"v=spf10 +all\"\n"
                           "beside.example TXT \"v=spf1\"\n"
                           "beside.example TXT \"spf2.0/mfrom +all\"\n"
                           "alias.example CNAME pass.example\n"
                           "pass.example TXT \"v=spf1 +all\"\n"
                           "dangling.example CNAME nowhere.example\n"
                           "strings.example TXT \"v=spf1 ip4:192\" \".0.2.0/24 -\" \"all\"\n"
                           "glued.example TXT \"v=spf1\" \"-all\"\n"
                           "*.wild.example TXT \"v=spf1 +all\"\n"
                           "xn--bcher-kva.example TXT \"v=spf1 +all\"\n";

#define LABEL63 "a12345678901234567890123456789012345678901234567890123456789012"

static const SpfCase lookups[] = {
    { "4.3", "label of 63 octets", .sender = "a@" LABEL63 ".wild.example", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "4.3", "label of 64 octets", .sender = "a@x" LABEL63 ".wild.example",
      .want_problem = "label over 63 octets" },
    { "4.3", "name over 253 octets",
      .sender = "a@" LABEL63 "." LABEL63 "." LABEL63 "." LABEL63 ".wild.example",
      .want_problem = "name over 255 octets" },
    { "4.3", "empty label", .sender = "a@one..wild.example", .want_problem = "empty label" },
    { "4.3", "leading dot", .sender = "a@.wild.example", .want_problem = "empty label" },
    { "4.3", "single label", .sender = "a@example", .want_problem = "single label" },
    { "4.3", "no domain", .sender = "a@", .want_problem = "no domain" },
    { "4.3", "address literal", .sender = "a@[192.0.2.1]", .want_problem = "literal" },
    { "4.3", "IPv6 literal", .sender = "a@[IPv6:2001:db8::1]", .want_problem = "literal" },
    { "4.3", "blank in the domain", .sender = "a@one two.wild.example",
      .want_problem = "not a domain name" },
    { "4.3", "control octet in the domain", .sender = "a@one\r\ntwo.wild.example",
      .want_problem = "not a domain name" },
    { "4.3", "no such domain", .sender = "a@nowhere.example",
      .want_problem = "nowhere.example does not exist" },
    { "4.3", "upper case domain", .sender = "a@PASS.Example", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "2.3", "HELO identity", .sender = "pass.example", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "2.3", "HELO with a single label", .sender = "localhost", .want_problem = "single label" },
    { "2.3", "HELO that is no name", .sender = "I am (really) me.",
      .want_problem = "not a domain name" },
    { "2.3", "HELO literal", .sender = "[192.0.2.1]", .want_problem = "literal" },
    { "4.4", "SERVFAIL", .sender = "a@broken.example", .want = RESULT_TEMPERROR,
      .want_problem = "TXT of broken.example" },
    { "4.4", "REFUSED", .sender = "a@refused.example", .want = RESULT_TEMPERROR,
      .want_problem = "TXT of refused.example" },
    { "4.4", "no answer", .sender = "a@late.example", .want = RESULT_TEMPERROR,
      .want_problem = "TXT of late.example" },
    { "4.4", "no TXT record", .sender = "a@bare.example",
      .want_problem = "bare.example publishes no record" },
    { "4.4", "CNAME is followed", .sender = "a@alias.example", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "4.4", "CNAME to nothing", .sender = "a@dangling.example", .want_problem = "does not exist" },
    { "4.4", "wildcard", .sender = "a@any.wild.example", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "RFC 8616 4", "U-labels become A-labels", .sender = "a@b\303\274cher.example",
      .want = RESULT_PASS, .want_mechanism = "+all" },
    { "4.5", "empty TXT record", .sender = "a@null.example", .want_problem = "no record" },
    { "4.5", "other TXT record", .sender = "a@notes.example", .want_problem = "no record" },
    { "4.5", "two records", .sender = "a@two.example", .want = RESULT_PERMERROR,
      .want_problem = "two.example publishes 2 records" },
    { "4.5", "other records beside", .sender = "a@beside.example", .want = RESULT_NEUTRAL },
    { "3.3", "strings are joined", .sender = "a@strings.example", .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.0/24" },
    { "3.3", "strings are joined without blanks", .sender = "a@glued.example",
      .want_problem = "no record" },
};

Test(spf_record, lookups)
{
    spf_cases_run(zone, lookups, G_N_ELEMENTS(lookups));
}

static const SpfCase versions[] = {
    { "4.5", "upper case", "V=SPF1 -ALL", .want = RESULT_FAIL, .want_mechanism = "-ALL" },
    { "4.5", "version alone", "v=spf1", .want = RESULT_NEUTRAL },
    { "4.5", "version and blanks", "v=spf1   ", .want = RESULT_NEUTRAL },
    { "4.5", "blank before", " v=spf1 -all", .want_problem = "no record" },
    { "4.5", "v=spf10", "v=spf10 -all", .want_problem = "no record" },
    { "4.5", "tab after the version", "v=spf1\t-all", .want_problem = "no record" },
    { "4.5", "comma after the version", "v=spf1,-all", .want_problem = "no record" },
    { "4.5", "spaces inside", "v = spf1 -all", .want_problem = "no record" },
    { "4.5", "quoted twice", "\"v=spf1 -all\"", .want_problem = "no record" },
    { "4.5", "v=spf2", "v=spf2 -all", .want_problem = "no record" },
};

Test(spf_record, versions)
{
    spf_cases_run("", versions, G_N_ELEMENTS(versions));
}

/* All of these match before the place of the error: the whole record is read first. */
static const SpfCase errors[] = {
    { "4.6", "unknown mechanism", "v=spf1 +all foo", .want = RESULT_PERMERROR,
      .want_problem = "unknown mechanism \"foo\" at octet 12 of the record of example.net" },
    { "4.6", "unknown mechanism with a qualifier", "v=spf1 +all -foo:bar", .want = RESULT_PERMERROR,
      .want_problem = "unknown mechanism \"foo\" at octet 13" },
    { "4.6", "error after the term that matches", "v=spf1 ip4:192.0.2.1 ip4:1.2.3",
      .want = RESULT_PERMERROR, .want_problem = "bad IPv4 address in \"ip4:1.2.3\" at octet" },
    { "4.6", "long terms are cut",
      "v=spf1 +all "
      "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
      .want = RESULT_PERMERROR,
      .want_problem = "\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv...\" at octet 12" },
    { "3.1", "UTF-8", "v=spf1 +all a:b\303\274cher.example", .want = RESULT_PERMERROR,
      .want_problem = "bad octet" },
    { "3.1", "one octet over ASCII", "v=spf1 +all \226all", .want = RESULT_PERMERROR,
      .want_problem = "no mechanism \"\226all\"" },
    { "4.6.1", "tab between terms", "v=spf1 ip4:192.0.2.1\t-all", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "4.6.1", "newline between terms", "v=spf1 a:example.net\n-all", .want = RESULT_PERMERROR,
      .want_problem = "bad octet" },
    { "4.6.1", "qualifier alone", "v=spf1 +all -", .want = RESULT_PERMERROR,
      .want_problem = "no mechanism \"-\" at octet 12" },
    { "4.6.1", "two qualifiers", "v=spf1 +all --all", .want = RESULT_PERMERROR,
      .want_problem = "no mechanism" },
    { "4.6.1", "blank after the qualifier", "v=spf1 +all - all", .want = RESULT_PERMERROR,
      .want_problem = "no mechanism" },
    { "4.6.1", "typographic dash", "v=spf1 +all \342\200\223all", .want = RESULT_PERMERROR,
      .want_problem = "no mechanism" },
    { "4.6.1", "comma after a term", "v=spf1 +all, mx", .want = RESULT_PERMERROR,
      .want_problem = "unexpected text" },
    { "4.6.1", "name that begins with a digit", "v=spf1 +all 4ip:1", .want = RESULT_PERMERROR,
      .want_problem = "no mechanism" },
    { "4.6.1", "modifier without a name", "v=spf1 +all =x", .want = RESULT_PERMERROR,
      .want_problem = "no mechanism" },
    { "4.6.1", "modifier that begins with a digit", "v=spf1 +all 1x=y", .want = RESULT_PERMERROR,
      .want_problem = "no mechanism" },
    { "4.6.1", "modifier with a qualifier", "v=spf1 +all -redirect=example.org",
      .want = RESULT_PERMERROR, .want_problem = "unknown mechanism \"redirect\"" },
    { "4.6.1", "modifier with a colon", "v=spf1 +all redirect:example.org",
      .want = RESULT_PERMERROR, .want_problem = "unknown mechanism \"redirect\"" },
    { "5.1", "all with a domain", "v=spf1 +all ?all:example.org", .want = RESULT_PERMERROR,
      .want_problem = "unexpected text" },
    { "5.1", "all with a length", "v=spf1 +all ?all/8", .want = RESULT_PERMERROR,
      .want_problem = "unexpected text" },
    { "5.1", "all with a dot", "v=spf1 +all ?all.", .want = RESULT_PERMERROR,
      .want_problem = "unknown mechanism \"all.\"" },
    { "5.2", "include without a domain", "v=spf1 +all include", .want = RESULT_PERMERROR,
      .want_problem = "no domain in \"include\"" },
    { "5.2", "include with an empty domain", "v=spf1 +all include:", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "5.2", "include with a length", "v=spf1 +all include:example.org/24",
      .want = RESULT_PERMERROR, .want_problem = "no domain name" },
    { "5.3", "a with an empty domain", "v=spf1 +all a:", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "5.3", "a with an empty domain and a length", "v=spf1 +all a:/24", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "5.3", "a with a port", "v=spf1 +all a:example.org:25", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "5.3", "a with an IPv4 length over 32", "v=spf1 +all a/33", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length in \"a/33\"" },
    { "5.3", "a with an IPv6 length over 128", "v=spf1 +all a//129", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.3", "a with an empty length", "v=spf1 +all a/", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.3", "a with an empty IPv6 length", "v=spf1 +all a/24//", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.3", "a with two IPv4 lengths", "v=spf1 +all a/24/24", .want = RESULT_PERMERROR,
      .want_problem = "unexpected text" },
    { "5.3", "a with the lengths the other way round", "v=spf1 +all a//64/24",
      .want = RESULT_PERMERROR, .want_problem = "unexpected text" },
    { "5.3", "a host with two IPv4 lengths", "v=spf1 +all a:example.org/24/24",
      .want = RESULT_PERMERROR, .want_problem = "no domain name" },
    { "5.3", "a length with a leading zero", "v=spf1 +all a/024", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.3", "a length with a sign", "v=spf1 +all a/-1", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.3", "a length that overflows", "v=spf1 +all a/4294967320", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.4", "mx with an empty domain", "v=spf1 +all mx:", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "5.4", "mx with a bad length", "v=spf1 +all mx:example.org//200", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.5", "ptr with an empty domain", "v=spf1 +all ptr:", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "5.5", "ptr with a length", "v=spf1 +all ptr/24", .want = RESULT_PERMERROR,
      .want_problem = "unexpected text" },
    { "5.6", "ip4 without an address", "v=spf1 +all ip4", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 with an empty address", "v=spf1 +all ip4:", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 with a host name", "v=spf1 +all ip4:example.org", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 with an IPv6 address", "v=spf1 +all ip4:2001:db8::1", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 with a mapped address", "v=spf1 +all ip4:::ffff:192.0.2.1",
      .want = RESULT_PERMERROR, .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 with three numbers", "v=spf1 +all ip4:192.0.2", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 with leading zeros", "v=spf1 +all ip4:192.000.002.001", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 with a number over 255", "v=spf1 +all ip4:192.0.2.256", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 with a port", "v=spf1 +all ip4:192.0.2.1:25", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv4 address" },
    { "5.6", "ip4 length over 32", "v=spf1 +all ip4:192.0.2.0/33", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.6", "ip4 length with a leading zero", "v=spf1 +all ip4:192.0.2.0/024",
      .want = RESULT_PERMERROR, .want_problem = "bad prefix length" },
    { "5.6", "ip4 length missing", "v=spf1 +all ip4:192.0.2.0/", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.6", "ip4 with a netmask", "v=spf1 +all ip4:192.0.2.0/255.255.255.0",
      .want = RESULT_PERMERROR, .want_problem = "bad prefix length" },
    { "5.6", "ip4 with a dual length", "v=spf1 +all ip4:192.0.2.0/24//64", .want = RESULT_PERMERROR,
      .want_problem = "unexpected text" },
    { "5.6", "ip6 with an IPv4 address", "v=spf1 +all ip6:192.0.2.1", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv6 address" },
    { "5.6", "ip6 with two gaps", "v=spf1 +all ip6:2001::db8::1", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv6 address" },
    { "5.6", "ip6 with brackets", "v=spf1 +all ip6:[2001:db8::1]", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv6 address" },
    { "5.6", "ip6 with a zone", "v=spf1 +all ip6:fe80::1%eth0", .want = RESULT_PERMERROR,
      .want_problem = "bad IPv6 address" },
    { "5.6", "ip6 length over 128", "v=spf1 +all ip6:2001:db8::/129", .want = RESULT_PERMERROR,
      .want_problem = "bad prefix length" },
    { "5.6", "ip6 with a double slash", "v=spf1 +all ip6:2001:db8:://32", .want = RESULT_PERMERROR,
      .want_problem = "bad" },
    { "5.7", "exists without a domain", "v=spf1 +all exists", .want = RESULT_PERMERROR,
      .want_problem = "no domain" },
    { "5.7", "exists with an empty domain", "v=spf1 +all exists:", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "5.7", "exists with a length", "v=spf1 +all exists:example.org/24", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "6", "redirect twice", "v=spf1 redirect=a.example redirect=b.example",
      .want = RESULT_PERMERROR,
      .want_problem = "modifier given twice \"redirect=b.example\" at octet 26" },
    { "6", "exp twice", "v=spf1 exp=a.example -all exp=a.example", .want = RESULT_PERMERROR,
      .want_problem = "modifier given twice" },
    { "6.1", "redirect without a domain", "v=spf1 +all redirect=", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "6.1", "redirect with a length", "v=spf1 +all redirect=example.org/24",
      .want = RESULT_PERMERROR, .want_problem = "no domain name" },
    { "6.2", "exp without a domain", "v=spf1 +all exp=", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "6.2", "exp with a bad macro", "v=spf1 +all exp=%{x}.example", .want = RESULT_PERMERROR,
      .want_problem = "bad macro letter in \"exp=%{x}.example\" at octet 18" },
    { "7.1", "top label of digits", "v=spf1 +all a:example.1", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "7.1", "top label with a hyphen at the end", "v=spf1 +all a:example.org-",
      .want = RESULT_PERMERROR, .want_problem = "no domain name" },
    { "7.1", "top label with a hyphen at the start", "v=spf1 +all a:example.-org",
      .want = RESULT_PERMERROR, .want_problem = "no domain name" },
    { "7.1", "top label alone", "v=spf1 +all a:org", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "7.1", "top label alone, with a dot", "v=spf1 +all a:org.", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "7.1", "two dots at the end", "v=spf1 +all a:example.org..", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "7.1", "underscore in the top label", "v=spf1 +all a:example._org", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "7.1", "text without a dot after a macro", "v=spf1 +all a:%{d}org", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "7.1", "dot alone after a macro", "v=spf1 +all a:%{d}.", .want = RESULT_PERMERROR,
      .want_problem = "no domain name" },
    { "7.1", "percent alone", "v=spf1 +all a:example%.org", .want = RESULT_PERMERROR,
      .want_problem = "bad macro in" },
    { "7.1", "percent at the end", "v=spf1 +all a:example.org%", .want = RESULT_PERMERROR,
      .want_problem = "bad macro in" },
    { "7.1", "percent before a parenthesis", "v=spf1 +all exists:%(ir).example.org",
      .want = RESULT_PERMERROR, .want_problem = "bad macro in" },
    { "7.1", "open brace", "v=spf1 +all exists:%{i.example.org", .want = RESULT_PERMERROR,
      .want_problem = "bad macro in" },
    { "7.1", "empty braces", "v=spf1 +all exists:%{}.example.org", .want = RESULT_PERMERROR,
      .want_problem = "bad macro letter" },
    { "7.1", "two letters", "v=spf1 +all exists:%{ii}.example.org", .want = RESULT_PERMERROR,
      .want_problem = "bad macro in" },
    { "7.1", "transformers the other way round", "v=spf1 +all exists:%{ir1}.example.org",
      .want = RESULT_PERMERROR, .want_problem = "bad macro in" },
    { "7.1", "bad delimiter", "v=spf1 +all exists:%{l;}.example.org", .want = RESULT_PERMERROR,
      .want_problem = "bad macro in" },
    { "7.1", "no part at all", "v=spf1 +all exists:%{d0}.example.org", .want = RESULT_PERMERROR,
      .want_problem = "zero parts" },
    { "7.2", "c outside an explanation", "v=spf1 +all exists:%{c}.example.org",
      .want = RESULT_PERMERROR, .want_problem = "bad macro letter" },
    { "7.2", "r outside an explanation", "v=spf1 +all exists:%{R}.example.org",
      .want = RESULT_PERMERROR, .want_problem = "bad macro letter" },
    { "7.2", "t outside an explanation", "v=spf1 +all exp=%{t}.example.org",
      .want = RESULT_PERMERROR, .want_problem = "bad macro letter" },
    { "12", "unknown modifier with a bad macro", "v=spf1 +all x=%{", .want = RESULT_PERMERROR,
      .want_problem = "bad macro letter" },
    { "12", "unknown modifier with a bad octet", "v=spf1 +all x=\177", .want = RESULT_PERMERROR,
      .want_problem = "bad octet" },
};

Test(spf_record, errors)
{
    spf_cases_run("", errors, G_N_ELEMENTS(errors));
}

static const SpfCase correct[] = {
    { "4.6.1", "many blanks", "v=spf1   ip4:192.0.2.1    -all  ", .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.1" },
    { "4.6.1", "any case", "v=spf1 iP4:192.0.2.1 -aLL", .want = RESULT_PASS,
      .want_mechanism = "iP4:192.0.2.1" },
    { "4.6.2", "plus", "v=spf1 +all", .want = RESULT_PASS, .want_mechanism = "+all" },
    { "4.6.2", "no qualifier", "v=spf1 all", .want = RESULT_PASS, .want_mechanism = "all" },
    { "4.6.2", "minus", "v=spf1 -all", .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "4.6.2", "tilde", "v=spf1 ~all", .want = RESULT_SOFTFAIL, .want_mechanism = "~all" },
    { "4.6.2", "question mark", "v=spf1 ?all", .want = RESULT_NEUTRAL, .want_mechanism = "?all" },
    { "4.6.2", "the first match decides", "v=spf1 ?ip4:192.0.2.0/24 ip4:192.0.2.1 -all",
      .want = RESULT_NEUTRAL, .want_mechanism = "?ip4:192.0.2.0/24" },
    { "4.7", "nothing matches", "v=spf1 ip4:198.51.100.1", .want = RESULT_NEUTRAL },
    { "4.7", "modifiers alone", "v=spf1 exp=why.example", .want = RESULT_NEUTRAL },
    { "6", "unknown modifiers", "v=spf1 default=deny moo.cow_far-out=a:b/c,%{s} -all",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "6", "unknown modifier twice", "v=spf1 x=1 x=1 -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6", "unknown modifier without a value", "v=spf1 x= -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6", "unknown modifier with any letter", "v=spf1 x=%{c}%{r}%{t} -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6", "a mechanism's name with an equals sign is a modifier", "v=spf1 ip4=192.0.2.1 -all",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "7.1", "hyphens and digits in the top label", "v=spf1 ?a:mail.xn--p1ai a:m.x1-2y -all",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "7.1", "digits with a hyphen are a top label", "v=spf1 ?a:mail.1-2 -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "7.1", "a top label behind a leading dot", "v=spf1 ?a:.org -all", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
};

Test(spf_record, correct)
{
    spf_cases_run("", correct, G_N_ELEMENTS(correct));
}

Test(spf_record, existence)
{
    static const struct {
        const char *sender;
        bool want;
    } cases[] = {
        { "a@nowhere.example", false }, { "a@bare.example", true },   { "a@pass.example", true },
        { "a@one..example", true },     { "a@broken.example", true },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        SpfCase one = { .name = "existence", .sender = cases[i].sender };
        g_autoptr(Dns) dns = spf_case_zone(&one, zone);
        g_autoptr(Finding) got = spf_case_check(&one, dns, false);

        cr_expect_eq(got->exists, cases[i].want, "%s", cases[i].sender);
    }
}

Test(spf_record, the_first_record_is_shown)
{
    SpfCase one = { .name = "record",
                    .record = "v=spf1 include:other.example -all",
                    .more = "other.example TXT \"v=spf1 +all\"\n" };
    g_autoptr(Dns) dns = spf_case_zone(&one, "");
    g_autoptr(Finding) got = spf_case_check(&one, dns, false);
    g_autofree char *path = finding_path_text(got);

    cr_expect_str_eq(got->record, one.record);
    cr_expect_str_eq(got->domain, "example.net");
    cr_expect_str_eq(got->scheme->name, "spf");
    cr_expect_str_eq(got->mechanism, "include:other.example");
    cr_expect_str_eq(path, "include:other.example > +all");
}
