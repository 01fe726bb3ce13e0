/* SPDX-License-Identifier: ISC */
/* SPF records: what is wrong with them, and where. */
#include "lint_case.h"

#define AT "example.net TXT "

static const char zone[] = "mail.example.net A 192.0.2.5\nmail.example.net AAAA 2001:db8::5\n"
                           "example.net MX 10 mail.example.net\n"
                           "four.example A 192.0.2.6\n"
                           "open.example TXT \"v=spf1 +all\"\n"
                           "closed.example TXT \"v=spf1 ip4:203.0.113.0/24 -all\"\n"
                           "half.example TXT \"v=spf1 ip4:128.0.0.0/1 ?all\"\n"
                           "broken.example TXT \"v=spf1 mx mxx -all\"\n"
                           "twice.example TXT \"v=spf1 -all\"\ntwice.example TXT \"v=spf1 mx\"\n"
                           "dead.example ERROR SERVFAIL\n";

static const LintCase cases[] = {
    { .name = "nothing wrong", .zone = AT "\"v=spf1 mx ip4:192.0.2.0/24 -all\"\n", .lookups = 1 },
    { .name = "nothing allowed", .zone = AT "\"v=spf1 -all\"\n" },
    { .name = "no record" },
    { .name = "no domain", .domain = "nowhere.example" },

    /* syntax */
    { .name = "unknown mechanism",
      .zone = AT "\"v=spf1 mx ipv4:192.0.2.1 -all\"\n",
      .want = { "error example.net 10 ipv4: unknown mechanism: permerror" } },
    { .name = "bad address",
      .zone = AT "\"v=spf1 ip4:192.0.2.300 -all\"\n",
      .want = { "error example.net 22 ip4:192.0.2.300: bad IPv4 address: permerror" } },
    { .name = "modifier twice",
      .zone = AT "\"v=spf1 redirect=a.example redirect=b.example\"\n",
      .want = { "error example.net 26 redirect=b.example: modifier given twice" } },
    { .name = "control characters",
      .zone = AT "\"v=spf1 m\\027[31mx\\000 -all\"\n",
      .want = { "error example.net 7 m: unknown mechanism" } },

    { .name = "all errors, not the first alone",
      .zone = AT
      "\"v=spf1 ip4:192.0.2.300 mxx include: redirect=a.example ~all/3 redirect=b.example\"\n",
      .want = { "error example.net 22 ip4:192.0.2.300: bad IPv4 address: permerror",
                "error example.net 23 mxx: unknown mechanism: permerror",
                "error example.net 35 include:: ", "error example.net 59 ~all/3: unexpected text",
                "error example.net 62 redirect=b.example: modifier given twice" } },
    { .name = "errors at both ends",
      .zone = AT "\"v=spf1 foo mx bar\"\n",
      .want = { "error example.net 7 foo: unknown mechanism",
                "error example.net 14 bar: unknown mechanism" } },
    { .name = "NULs and blanks in a row",
      .zone = AT "\"v=spf1   foo\\000  \\000bar \"\n",
      .want = { "error example.net 9 foo: unknown mechanism",
                "error example.net 15 ?bar: no mechanism" } },

    /* what was meant */
    { .name = "addresses where names are wanted",
      .zone = AT "\"v=spf1 a:192.0.2.1 mx:192.0.2.0/24 ptr:192.0.2.1 include:192.0.2.1 "
                 "exists:192.0.2.1 -all\"\n",
      .want = { ("error example.net 18 a:192.0.2.1: permerror; an IPv4 address is written "
                 "ip4:192.0.2.1"),
                "error example.net 31 mx:192.0.2.0/24: is written ip4:192.0.2.0/24",
                "error example.net 48 ptr:192.0.2.1: is written ip4:192.0.2.1",
                "error example.net 66 include:192.0.2.1: is written ip4:192.0.2.1",
                "error example.net 83 exists:192.0.2.1: is written ip4:192.0.2.1" } },
    { .name = "IPv6 addresses where names are wanted",
      .zone = AT "\"v=spf1 a:2001:db8::1 +ipv6:2001:db8::/32 ip6=2001:db8::1 -all\"\n",
      .want = { "error example.net 20 a:2001:db8::1: an IPv6 address is written ip6:2001:db8::1",
                "error example.net 22 ipv6: is written ip6:2001:db8::/32" } },
    { .name = "families mixed up",
      .zone = AT "\"v=spf1 ip4:2001:db8::1 ip6:192.0.2.0/24 -all\"\n",
      .want = { "error example.net 22 ip4:2001:db8::1: is written ip6:2001:db8::1",
                "error example.net 36 ip6:192.0.2.0/24: is written ip4:192.0.2.0/24" } },
    { .name = "names where addresses are wanted",
      .zone = AT "\"v=spf1 ip4:mail.example.net ip6:mail.example.net ip4:foo -all\"\n",
      .want = { "error example.net 27 ip4:mail.example.net: permerror; the addresses of a host are "
                "written a:mail.example.net",
                "error example.net 48 ip6:mail.example.net: a:mail.example.net",
                "error example.net 56 ip4:foo: bad IPv4 address: permerror" } },
    { .name = "a blank is missing where two strings join",
      .zone = AT "\"v=spf1 include:closed.example\" \" ip4:192.0.2.1\" \"ip6:2001:db8::1\" "
                 "\"~all\"\n",
      .want = { "error example.net 43 ip4:192.0.2.1ip6:2001:db8::1~all: permerror; a blank is "
                "missing "
                "before \"ip6:2001:db8::1~all\"" } },
    { .name = "a blank is missing between names",
      .zone = AT "\"v=spf1 include:closed.example\" \"include:half.example -all\"\n",
      .lookups = 1,
      .want = { "error example.net 29 include:closed.exampleinclude:half.example: a blank is "
                "missing before \"include:half.example\"",
                "error example.net 7 include:closed.exampleinclude:half.example: permerror" } },
    { .name = "a blank is missing before all",
      .zone = AT "\"v=spf1 ip4:192.0.2.1\" \"-all\"\n",
      .want = { "error example.net 20 ip4:192.0.2.1-all: bad IPv4 address: permerror; a blank is "
                "missing before \"-all\"" } },
    { .name = "names in which a term seems to begin",
      .zone =
          AT "\"v=spf1 ip6:2001:db8:a:1::/64 ip6:2001:db8::a:1 ?exists:%{i}.data.example -all\"\n",
      .lookups = 1 },

    /* the record among others */
    { .name = "two records",
      .zone = AT "\"v=spf1 -all\"\n" AT "\"v=spf1 mx -all\"\n",
      .want = { "error example.net: 2 records where one is allowed: permerror" },
      .proposal = "v=spf1 mx -all" },
    { .name = "three records, merged",
      .zone = AT "\"v=spf1 MX include:a.example -all\"\n" AT
                 "\"v=spf1 include:b.example mx ~all exp=why.example\"\n" AT
                 "\"v=spf1 ip4:192.0.2.1\"\n",
      .want = { "error example.net: 3 records where one is allowed: permerror; all in one" },
      .proposal =
          "v=spf1 MX include:a.example include:b.example ip4:192.0.2.1 ~all exp=why.example" },
    { .name = "two records that cannot be merged",
      .zone = AT "\"v=spf1 mx -all\"\n" AT "\"v=spf1 redirect=a.example\"\n",
      .want = { "error example.net: 2 records where one is allowed: permerror" } },
    { .name = "two records, one with an error",
      .zone = AT "\"v=spf1 mx -all\"\n" AT "\"v=spf1 foo -all\"\n",
      .want = { "error example.net: 2 records where one is allowed: permerror" } },
    { .name = "two records, one that lets everybody in",
      .zone = AT "\"v=spf1 mx -all\"\n" AT "\"v=spf1 +all\"\n",
      .want = { "error example.net: 2 records where one is allowed: permerror" } },
    { .name = "blank before it",
      .zone = AT "\" v=spf1 -all\"\n",
      .want = { "error example.net 0  v=spf1 -all: quotes or blanks stand before" } },
    { .name = "quotes twice",
      .zone = AT "\"\\\"v=spf1 -all\\\"\"\n",
      .want = { "error example.net 0 \"v=spf1 -all\": quotes or blanks stand before" } },
    { .name = "another version",
      .zone = AT "\"v=spf10 -all\"\n",
      .want = { "error example.net 0 v=spf10 -all: not followed by a blank" } },
    { .name = "no blank",
      .zone = AT "\"v=spf1-all\"\n",
      .want = { "error example.net 0 v=spf1-all: not followed by a blank" } },
    { .name = "no version",
      .zone = AT "\"spf1 -all\"\n",
      .want = { "error example.net 0 spf1 -all: a record begins with v=spf1" } },
    { .name = "a look-alike beside a record",
      .zone = AT "\"v=spf1 -all\"\n" AT "\"V = spf1 mx\"\n",
      .want = { "warning example.net 0 V = spf1 mx: a record begins with v=spf1" } },
    { .name = "somebody else's text", .zone = AT "\"key=v=spf1 -all\"\n" AT "\"sprint\"\n" },
    { .name = "Sender ID alone",
      .zone = AT "\"spf2.0/pra -all\"\n",
      .want = { "warning example.net 0 spf2.0/pra -all: SPF takes no notice" } },
    { .name = "Sender ID beside it", .zone = AT "\"spf2.0/pra -all\"\n" AT "\"v=spf1 -all\"\n" },
    { .name = "the obsolete type",
      .zone = AT "\"v=spf1 -all\"\nexample.net SPF \"v=spf1\" \" -all\"\n",
      .want = { "warning example.net 0 v=spf1 -all: obsolete type SPF (99): nobody" } },
    { .name = "the obsolete type says something else",
      .zone = AT "\"v=spf1 -all\"\nexample.net SPF \"v=spf1 mx -all\"\n",
      .want = { "warning example.net 0 v=spf1 mx -all: (99), which is not the TXT record's" } },
    { .name = "the obsolete type alone",
      .zone = "example.net SPF \"v=spf1 mx -all\"\n",
      .want = { "warning example.net 0 v=spf1 mx -all: (99), which is not the TXT record's" } },

    /* who is let in */
    { .name = "+all",
      .zone = AT "\"v=spf1 mx +all\"\n",
      .lookups = 1,
      .want = { "error example.net 10 +all: lets everybody in" } },
    { .name = "bare all",
      .zone = AT "\"v=spf1 all\"\n",
      .want = { "error example.net 7 all: lets everybody in" } },
    { .name = "all behind -all is never reached",
      .zone = AT "\"v=spf1 -all +all\"\n",
      .want = { "warning example.net 12 +all: never reached" } },
    { .name = "the whole network",
      .zone = AT "\"v=spf1 ip4:0.0.0.0/0 -all\"\n",
      .want = { "error example.net 7 ip4:0.0.0.0/0: lets everybody in" } },
    { .name = "refused, the whole network is harmless",
      .zone = AT "\"v=spf1 -ip4:0.0.0.0/0 -all\"\n" },
    { .name = "two halves",
      .zone = AT "\"v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all\"\n",
      .want = { "warning example.net 7 ip4:0.0.0.0/1: nobody has it",
                "warning example.net 21 ip4:128.0.0.0/1: nobody has it",
                "error example.net: together let everybody in" } },
    { .name = "a half and somebody's other half",
      .zone = AT "\"v=spf1 ip4:0.0.0.0/1 include:half.example -all\"\n",
      .lookups = 1,
      .want = { "warning example.net 7 ip4:0.0.0.0/1: nobody has it",
                "error example.net: together let everybody in" } },
    { .name = "a half twice, and the other half",
      .zone = AT "\"v=spf1 ip4:0.0.0.0/1 include:half.example include:half.example -all\"\n",
      .lookups = 2,
      .want = { "warning example.net 7 ip4:0.0.0.0/1: nobody has it",
                "warning example.net 42 include:half.example: it repeats include:half.example",
                "error example.net: together let everybody in" } },
    { .name = "a half twice is a half",
      .zone = AT "\"v=spf1 ip4:128.0.0.0/2 include:half.example -all\"\n",
      .lookups = 1,
      .want = { "warning example.net 7 ip4:128.0.0.0/2: nobody has it" } },
    { .name = "all of IPv6 that is in use",
      .zone = AT "\"v=spf1 ip6:2000::/3 -all\"\n",
      .want = { "warning example.net 7 ip6:2000::/3: nobody has it",
                "error example.net 7 ip6:2000::/3: lets everybody in" } },
    { .name = "IPv6 that nobody uses", .zone = AT "\"v=spf1 ip6:fc00::/12 -all\"\n" },
    { .name = "hosts in the whole network",
      .zone = AT "\"v=spf1 a:mail.example.net/0 -all\"\n",
      .lookups = 1,
      .want = { "error example.net 7 a:mail.example.net/0: lets everybody in" } },
    { .name = "somebody's +all",
      .zone = AT "\"v=spf1 include:open.example -all\"\n",
      .lookups = 1,
      .want = { "error open.example 7 +all: by way of include:open.example" } },
    { .name = "somebody's +all, refused",
      .zone = AT "\"v=spf1 -include:open.example -all\"\n",
      .lookups = 1 },
    { .name = "a redirection to +all",
      .zone = AT "\"v=spf1 redirect=open.example\"\n",
      .lookups = 1,
      .want = { "error open.example 7 +all: by way of redirect=open.example" } },
    { .name = "exists that always does",
      .zone = AT "\"v=spf1 exists:four.example -all\"\n",
      .lookups = 1,
      .want = { "warning example.net 7 exists:four.example: matches all, or none",
                "error example.net 7 exists:four.example: lets everybody in" } },
    { .name = "exists by the domain is the same for all",
      .zone = AT "\"v=spf1 exists:mail.%{d} -all\"\n",
      .lookups = 1,
      .want = { "warning example.net 7 exists:mail.%{d}: matches all, or none",
                "error example.net 7 exists:mail.%{d}: lets everybody in" } },
    { .name = "exists by the client",
      .zone = AT "\"v=spf1 exists:%{i}.four.example -all\"\n",
      .lookups = 1 },

    /* terms without effect */
    { .name = "behind all",
      .zone = AT "\"v=spf1 -all mx redirect=closed.example\"\n",
      .want = { "warning example.net 12 mx: never reached",
                "warning example.net 15 redirect=closed.example: ignored" } },
    { .name = "twice",
      .zone = AT "\"v=spf1 mx MX:Example.NET mx -all\"\n",
      .lookups = 3,
      .want = { "warning example.net 25 mx: it repeats mx" } },
    { .name = "inside a network",
      .zone = AT "\"v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.7 -ip4:192.0.2.128/25 -all\"\n",
      .want = { "warning example.net 24 ip4:192.0.2.7: lies inside ip4:192.0.2.0/24",
                "warning example.net 38 -ip4:192.0.2.128/25: lies inside ip4:192.0.2.0/24" } },
    { .name = "a wider one behind is good for something",
      .zone = AT "\"v=spf1 -ip4:192.0.2.7 ip4:192.0.2.0/24 a:four.example a:four.example/24 "
                 "-all\"\n",
      .lookups = 2 },
    { .name = "the same host, fewer addresses",
      .zone = AT "\"v=spf1 a:four.example/24 a:four.example -all\"\n",
      .lookups = 2,
      .want = { "warning example.net 25 a:four.example: lies inside a:four.example/24" } },

    /* the end */
    { .name = "no end",
      .zone = AT "\"v=spf1 mx\"\n",
      .lookups = 1,
      .want = { "warning example.net: neither all nor redirect=" } },
    { .name = "neutral end",
      .zone = AT "\"v=spf1 mx ?all\"\n",
      .lookups = 1,
      .want = { "note example.net 10 ?all: a forgery is neutral" } },
    { .name = "soft end",
      .zone = AT "\"v=spf1 mx ~all\"\n",
      .lookups = 1,
      .want = { "note example.net 10 ~all: a forgery is a softfail" } },
    { .name = "a redirection's own record is looked at as the domain's own",
      .zone = AT "\"v=spf1 redirect=next.example\"\nnext.example TXT \"v=spf1 mx:example.net\"\n",
      .lookups = 2,
      .want = { "warning next.example: neither all nor redirect=" } },
    { .name = "what is included may end as it likes",
      .zone = AT "\"v=spf1 include:next.example -all\"\nnext.example TXT \"v=spf1 "
                 "mx:example.net mx:example.net\"\n",
      .lookups = 3 },

    /* what should not be used */
    { .name = "ptr",
      .zone = AT "\"v=spf1 ptr -all\"\n",
      .lookups = 1,
      .want = { "warning example.net 7 ptr: should not be published" } },
    { .name = "%{p}",
      .zone = AT "\"v=spf1 exists:%{p}.four.example -all\"\n",
      .lookups = 1,
      .want = { "warning example.net 7 exists:%{p}.four.example: should not be used" } },
    { .name = "an explanation that is not there",
      .zone = AT "\"v=spf1 mx -all exp=why.example.net\"\n",
      .lookups = 1,
      .want = { "warning example.net 15 exp=why.example.net: no explanation" } },
    { .name = "an explanation",
      .zone = AT "\"v=spf1 mx -all exp=why.example.net\"\nwhy.example.net TXT \"because\"\n",
      .lookups = 1 },
};

static const LintCase records[] = {
    { .name = "a record that is not there",
      .zone = AT "\"v=spf1 include:nowhere.example -all\"\n",
      .lookups = 1,
      .want = { "error example.net 7 include:nowhere.example: nowhere.example does not exist: "
                "permerror" } },
    { .name = "a domain without a record",
      .zone = AT "\"v=spf1 redirect=four.example\"\n",
      .lookups = 1,
      .want = { "error example.net 7 redirect=four.example: four.example publishes no record" } },
    { .name = "a domain with two",
      .zone = AT "\"v=spf1 include:twice.example -all\"\n",
      .lookups = 1,
      .want = { "error example.net 7 include:twice.example: twice.example publishes 2 records" } },
    { .name = "a record with a syntax error",
      .zone = AT "\"v=spf1 include:broken.example -all\"\n",
      .lookups = 1,
      .want = { "error broken.example 10 mxx: unknown mechanism: permerror" } },
    { .name = "a name server that fails",
      .zone = AT "\"v=spf1 include:dead.example a:dead.example -all\"\n",
      .lookups = 2,
      .want = { "unknown dead.example: TXT not known, nor A of dead.example, AAAA of dead.example: "
                "name server failed" } },
    { .name = "many questions without an answer",
      .zone = AT "\"v=spf1 include:dead.example a:dead.example mx:dead.example "
                 "exists:dead.example a:dead2.example -all\"\ndead2.example ERROR SERVFAIL\n",
      .lookups = 5,
      .want = { "warning example.net 59 exists:dead.example: matches all, or none",
                "unknown dead.example: TXT not known, nor A of dead.example, AAAA of dead.example "
                "and 3 more: name server failed" } },
    { .name = "a loop of one",
      .zone = AT "\"v=spf1 include:Example.NET -all\"\n",
      .lookups = 1,
      .want = { "error example.net 7 include:Example.NET: leads back" } },
    { .name = "a loop of two",
      .zone = AT "\"v=spf1 include:l.example -all\"\nl.example TXT \"v=spf1 "
                 "redirect=example.net\"\n",
      .lookups = 2,
      .want = { "error l.example 7 redirect=example.net: leads back" } },
    { .name = "twice by two ways is no loop",
      .zone = AT "\"v=spf1 include:l.example include:closed.example -all\"\nl.example TXT "
                 "\"v=spf1 include:closed.example -all\"\n",
      .lookups = 3 },
    { .name = "a name that is none",
      .zone = AT "\"v=spf1 include:a..example -all\"\n",
      .lookups = 1,
      .want = { "error example.net 7 include:a..example: no domain name (empty label in name)" } },
    { .name = "a name that depends on the sender",
      .zone = AT "\"v=spf1 include:%{l}.four.example redirect=%{i}.four.example\"\n",
      .lookups = 2 },
};

static const LintCase limits[] = {
    { .name = "ten lookups",
      .zone = AT "\"v=spf1 a:four.example mx ptr:a.example exists:%{i}.a.example "
                 "include:l.example redirect=m.example\"\n"
                 "l.example TXT \"v=spf1 include:l2.example ?all\"\n"
                 "l2.example TXT \"v=spf1 mx:example.net -all\"\n"
                 "m.example TXT \"v=spf1 exists:%{i}.b.example exists:%{i}.c.example -all\"\n",
      .lookups = 10,
      .want = { "warning example.net 25 ptr:a.example: should not be published" } },
    { .name = "eleven lookups",
      .zone = AT "\"v=spf1 a:four.example mx exists:%{i}.a.example "
                 "include:l.example redirect=m.example\"\n"
                 "l.example TXT \"v=spf1 include:l2.example ?all\"\n"
                 "l2.example TXT \"v=spf1 mx:example.net -all\"\n"
                 "m.example TXT \"v=spf1 exists:%{i}.b.example exists:%{i}.c.example "
                 "exists:%{i}.d.example exists:%{i}.e.example -all\"\n",
      .lookups = 11,
      .want = { "error example.net: 11 terms that ask the DNS, more than 10: permerror" } },
    { .name = "behind all nothing is counted",
      .zone = AT "\"v=spf1 mx -all exists:%{i}.1.b exists:%{i}.2.b\"\n",
      .lookups = 1,
      .want = { "warning example.net 15 exists:%{i}.1.b: never reached",
                "warning example.net 31 exists:%{i}.2.b: never reached" } },
    { .name = "one that leads to nothing",
      .zone = AT "\"v=spf1 a:nowhere.example -all\"\n",
      .lookups = 1,
      .want = { "warning example.net 7 a:nowhere.example: a void lookup" } },
    { .name = "no MX",
      .zone = AT "\"v=spf1 mx:four.example -all\"\n",
      .lookups = 1,
      .want = { "warning example.net 7 mx:four.example: a void lookup" } },
    { .name = "three that lead to nothing",
      .zone = AT "\"v=spf1 a:1.example mx:2.example exists:3.example -all\"\n",
      .lookups = 3,
      .want = { "warning example.net 32 exists:3.example: matches all, or none",
                "warning example.net 7 a:1.example: a void lookup",
                "warning example.net 19 mx:2.example: a void lookup",
                "warning example.net 32 exists:3.example: a void lookup",
                "error example.net: 3 terms lead to nothing, and more than 2" } },
    { .name = "three that lead to nothing for IPv6",
      .zone = AT "\"v=spf1 a:four.example a:five.example a:six.example -all\"\n"
                 "five.example A 192.0.2.7\nsix.example A 192.0.2.8\n",
      .lookups = 3,
      .want = { "warning example.net: 3 terms lead to nothing for an IPv6 client" } },
    { .name = "ten MX hosts",
      .zone = AT "\"v=spf1 mx:ten.example -all\"\n$ORIGIN ten.example.\n"
                 "@ MX 0 mail.example.net.\n@ MX 1 mail.example.net.\n@ MX 2 mail.example.net.\n"
                 "@ MX 3 mail.example.net.\n@ MX 4 mail.example.net.\n@ MX 5 mail.example.net.\n"
                 "@ MX 6 mail.example.net.\n@ MX 7 mail.example.net.\n@ MX 8 mail.example.net.\n"
                 "@ MX 9 mail.example.net.\n",
      .lookups = 1 },
    { .name = "eleven MX hosts",
      .zone = AT "\"v=spf1 mx:ten.example -all\"\n$ORIGIN ten.example.\n"
                 "@ MX 0 mail.example.net.\n@ MX 1 mail.example.net.\n@ MX 2 mail.example.net.\n"
                 "@ MX 3 mail.example.net.\n@ MX 4 mail.example.net.\n@ MX 5 mail.example.net.\n"
                 "@ MX 6 mail.example.net.\n@ MX 7 mail.example.net.\n@ MX 8 mail.example.net.\n"
                 "@ MX 9 mail.example.net.\n@ MX 10 mail.example.net.\n",
      .lookups = 1,
      .want = { "error example.net 7 mx:ten.example: more than 10 MX hosts: permerror" } },
    { .name = "an MX host without an address",
      .zone = AT "\"v=spf1 mx:m.example -all\"\nm.example MX 0 nowhere.example\n",
      .lookups = 1,
      .want = { "warning nowhere.example: an MX host without an address" } },
    { .name = "a null MX",
      .zone = AT "\"v=spf1 mx:m.example -all\"\nm.example MX 0 .\n",
      .lookups = 1 },
};

Test(lint_spf, records)
{
    lint_cases_run("spf", NULL, zone, cases, G_N_ELEMENTS(cases));
}

Test(lint_spf, what_records_lead_to)
{
    lint_cases_run("spf", NULL, zone, records, G_N_ELEMENTS(records));
}

Test(lint_spf, limits)
{
    lint_cases_run("spf", NULL, zone, limits, G_N_ELEMENTS(limits));
}

/* --- records of no size --- */

/* A zone with one TXT record of at least len octets: prefix, then part and, where there is a tail,
 * a number and the tail, again and again. The caller frees. */
static char *
long_record(const char *prefix, const char *part, const char *tail, size_t len)
{
    g_autoptr(GString) text = g_string_new(prefix);
    GString *line = g_string_new("$ORIGIN .\nexample.net TXT");

    for (unsigned i = 100000; text->len < len; i++) {
        g_string_append(text, part);
        if (tail)
            g_string_append_printf(text, "%u%s", i, tail);
    }
    for (size_t at = 0; at < text->len; at += 255)
        g_string_append_printf(line, " \"%.255s\"", text->str + at);
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}

static Lint *
lint_text_of(Dns **dns, const char *text)
{
    static const SchemeSettings nothing_said = { .rmx_type = 0 };
    g_autoptr(GError) error = NULL;
    Lint *lint;

    *dns = dns_new_zone_text("long", text, &error);
    cr_assert(*dns, "%s", error ? error->message : "");
    survey_set_limits(*dns, 1);
    lint = lint_new(*dns, "example.net", &nothing_said);
    linter_run(lint, scheme_named("spf"));
    return lint;
}

static bool
tells(const Lint *lint, LintSeverity severity, const char *part)
{
    for (guint i = 0; i < lint->findings->len; i++) {
        const LintFinding *finding = lint->findings->pdata[i];

        if (finding->severity == severity && strstr(finding->text, part))
            return true;
    }
    return false;
}

/* Thousands of terms: counted to the end, told about and followed as far as it makes sense. */
Test(lint_spf, long_records)
{
    static const struct {
        const char *name, *part, *tail;
        unsigned want_lookups;
    } cases_long[] = {
        { "hosts", " a:", ".example", 3530 },
        { "exchanges", " mx:", ".example", 3333 },
        { "records", " include:", ".example", 2609 },
        { "one host", " a", NULL, 29997 },
        { "loops", " include:example.net", NULL, 3000 },
        { "networks", " ip4:192.0.2.1", NULL, 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases_long); i++) {
        g_autofree char *text =
            long_record("v=spf1", cases_long[i].part, cases_long[i].tail, 60000);
        g_autoptr(Dns) dns = NULL;
        g_autoptr(Lint) lint = lint_text_of(&dns, text);
        const LintRecord *record = lint->records->pdata[0];

        cr_expect_eq(record->lookups, cases_long[i].want_lookups, "%s: %u lookups",
                     cases_long[i].name, record->lookups);
        cr_expect_eq(lint->findings->len, LINT_FINDINGS_MAX, "%s: %u", cases_long[i].name,
                     lint->findings->len);
        cr_expect_leq(dns_log(dns)->len, 2 * LINT_LOOKUPS_MAX + 2, "%s: %u questions",
                      cases_long[i].name, dns_log(dns)->len);
        cr_expect(tells(lint, cases_long[i].want_lookups > 0 ? LINT_ERROR : LINT_WARNING,
                        "there is more to find"),
                  "%s", cases_long[i].name);
    }
}

Test(lint_spf, size_of_the_answer)
{
    static const struct {
        const char *name;
        size_t len;
        LintSeverity want;
        const char *want_text;
    } cases_size[] = {
        { "short", 100, LINT_NOTE, NULL },
        { "without EDNS", 600, LINT_NOTE, "too long for UDP without EDNS" },
        { "with EDNS", 1300, LINT_WARNING, "too long for UDP" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases_size); i++) {
        g_autofree char *text = long_record("v=spf1 -all x=", "y", NULL, cases_size[i].len);
        g_autoptr(Dns) dns = NULL;
        g_autoptr(Lint) lint = lint_text_of(&dns, text);

        cr_expect_eq(lint->findings->len, cases_size[i].want_text ? 1 : 0, "%s",
                     cases_size[i].name);
        cr_expect(!cases_size[i].want_text ||
                      tells(lint, cases_size[i].want, cases_size[i].want_text),
                  "%s", cases_size[i].name);
    }
}

/* The tree: what each term asks for with all below it. */
Test(lint_spf, tree)
{
    g_autoptr(Dns) dns = NULL;
    g_autoptr(Lint) lint = lint_text_of(&dns, "$ORIGIN .\n"
                                              "example.net TXT \"v=spf1 include:a.example -all\"\n"
                                              "a.example TXT \"v=spf1 include:b.example mx ?all\"\n"
                                              "b.example TXT \"v=spf1 a ~all\"\n"
                                              "b.example A 192.0.2.1\n"
                                              "a.example MX 0 b.example\n");
    const LintRecord *record = lint->records->pdata[0];
    const LintTerm *outer = record->terms->pdata[0], *inner = outer->below->pdata[0];
    const LintTerm *host = inner->below->pdata[0], *exchanges = outer->below->pdata[1];

    cr_expect_eq(record->lookups, 4);
    cr_expect_str_eq(outer->text, "include:a.example");
    cr_expect_str_eq(outer->name, "a.example");
    cr_expect_str_eq(outer->record, "v=spf1 include:b.example mx ?all");
    cr_expect_eq(outer->lookups, 4);
    cr_expect_eq(outer->offset, 7);
    cr_expect_eq(inner->lookups, 2);
    cr_expect_str_eq(host->means, "192.0.2.1");
    cr_expect_str_eq(exchanges->means, "b.example (192.0.2.1)");
}
