/* SPDX-License-Identifier: ISC */
/* RMX records: mistakes in the entries, and in their order. */
#include "lint_case.h"

#define AT "_rmx.example.net TXT "

static const char zone[] = "mail.example.net A 192.0.2.5\nexample.net MX 10 mail.example.net\n"
                           "list.example APL 1:192.0.2.0/28 !1:198.51.100.0/24\n"
                           "postmaster._rmx.example.net TXT \"mx\"\n"
                           "dead.example ERROR SERVFAIL\n";

static const LintCase cases[] = {
    { .name = "nothing wrong", .zone = AT "\"mx ipv4:198.51.100.0/24\"\n", .lookups = 1 },
    { .name = "never sends", .zone = AT "\"unused\"\n" },
    { .name = "no record" },
    { .name = "unknown tag",
      .zone = AT "\"mx ipv4:192.0.2.1 ip:192.0.2.2 mx\"\n",
      .want = { "error _rmx.example.net 18 ip:192.0.2.2: unknown tag" } },
    { .name = "bad network, in the second record",
      .zone = AT "\"mx\"\n" AT "\"ipv4:192.0.2.1/33\"\n",
      .want = { "error _rmx.example.net 3 ipv4:192.0.2.1/33: bad IPv4 network" } },
    { .name = "nothing in it",
      .zone = AT "\" \"\n",
      .want = { "note _rmx.example.net 0  : no entry of RMX in it" } },
    { .name = "somebody else's record",
      .zone = AT "\"v=spf1 mx -all\"\n",
      .want = { "note _rmx.example.net 0 v=spf1 mx -all: no entry of RMX in it" } },
    { .name = "somebody else's record beside the domain's",
      .zone = AT "\"mx\"\n" AT "\"site-verification=abc\"\n",
      .lookups = 1,
      .want = { "note _rmx.example.net 0 site-verification=abc: no entry of RMX in it" } },
    { .name = "empty label",
      .zone = AT "\"mx host:mail..example.net\"\n",
      .want = { "error _rmx.example.net 3 host:mail..example.net: bad name" } },
    { .name = "refusals alone",
      .zone = AT "\"!ipv4:192.0.2.1\"\n",
      .want = { "error _rmx.example.net: lets nobody in" } },

    /* order */
    { .name = "behind unused",
      .zone = AT "\"unused mx\"\n",
      .lookups = 1,
      .want = { "warning _rmx.example.net 7 mx: never reached: it stands behind unused" } },
    { .name = "unused behind others",
      .zone = AT "\"mx unused\"\n",
      .lookups = 1,
      .want = { "warning _rmx.example.net 3 unused: entries before it say who does" } },
    { .name = "a refusal too late",
      .zone = AT "\"ipv4:192.0.2.0/24 !ipv4:192.0.2.9 ipv4:198.51.100.1\"\n",
      .want = { "warning _rmx.example.net 18 !ipv4:192.0.2.9: refuses nobody: all of it is let in "
                "by ipv4:192.0.2.0/24" } },
    { .name = "a refusal in time", .zone = AT "\"!ipv4:192.0.2.9 ipv4:192.0.2.0/24\"\n" },
    { .name = "a grant behind a wider refusal",
      .zone = AT "\"mx !ipv4:203.0.113.0/24 ipv4:203.0.113.7\"\n",
      .lookups = 1,
      .want = { "warning _rmx.example.net 24 ipv4:203.0.113.7: lets nobody in: all of it is "
                "refused by !ipv4:203.0.113.0/24" } },
    { .name = "a refusal that nothing follows",
      .zone = AT "\"mx !ipv4:0.0.0.0/0\"\n",
      .lookups = 1,
      .want = { "note _rmx.example.net 3 !ipv4:0.0.0.0/0: has no effect" } },
    { .name = "repeated",
      .zone = AT "\"mx host:mail.example.net mx\"\n",
      .lookups = 3,
      .want = { "note _rmx.example.net 3 host:mail.example.net: decided by mx, which comes first",
                "warning _rmx.example.net 25 mx: never decides anything" } },
    { .name = "a refusal behind reverse names",
      .zone = AT "\"domain:example.net !ipv4:192.0.2.9 mx\"\n",
      .lookups = 2,
      .want = { "warning _rmx.example.net 19 !ipv4:192.0.2.9: does not refuse clients that are "
                "let in by domain:example.net" } },
    { .name = "a refusal of all the rest behind reverse names is no exception",
      .zone = AT "\"domain:example.net !ipv4:0.0.0.0/0 ipv6:2001:db8::/32\"\n",
      .lookups = 1 },
    { .name = "a host refused behind its address",
      .zone = AT "\"ipv4:192.0.2.0/24 !host:mail.example.net dnsmap:map.example\"\n",
      .lookups = 2,
      .want = { "warning _rmx.example.net 18 !host:mail.example.net: refuses nobody" } },
    { .name = "inside an address list",
      .zone = AT "\"apl:list.example ipv4:192.0.2.7 ipv4:203.0.113.1\"\n",
      .lookups = 1,
      .want = { "warning _rmx.example.net 17 ipv4:192.0.2.7: decided by apl:list.example" } },

    /* entries */
    { .name = "a host without an address",
      .zone = AT "\"host:nowhere.example mx\"\n",
      .lookups = 2,
      .want = { "warning _rmx.example.net 0 host:nowhere.example: without an address" } },
    { .name = "a host without an address is in nobody's network",
      .zone = AT "\"ipv4:192.0.2.0/24 host:nowhere.example\"\n",
      .lookups = 1,
      .want = { "warning _rmx.example.net 18 host:nowhere.example: without an address" } },
    { .name = "a list that is not there",
      .zone = AT "\"apl:mail.example.net mx\"\n",
      .lookups = 2,
      .want = { "warning _rmx.example.net 0 apl:mail.example.net: no APL record" } },
    { .name = "a malformed list",
      .zone = AT "\"apl:bad.example mx\"\nbad.example TYPE42 \\# 3 000120\n",
      .lookups = 2,
      .want = { "error _rmx.example.net 0 apl:bad.example: malformed" } },
    { .name = "no MX hosts",
      .zone = AT "\"mx:mail.example.net ipv4:192.0.2.1\"\n",
      .lookups = 1,
      .want = { "warning _rmx.example.net 0 mx:mail.example.net: no MX host" } },
    { .name = "a name server that fails",
      .zone = AT "\"host:dead.example mx\"\n",
      .lookups = 2,
      .want = { "unknown dead.example: A not known, nor AAAA of dead.example: name " } },
    { .name = "full at the end",
      .zone = AT "\"mx full\"\n",
      .lookups = 2,
      .want = { "note _rmx.example.net 3 full: addresses without a record of their own" } },
    { .name = "full without any record",
      .zone = "_rmx.example.org TXT \"full ipv4:192.0.2.1\"\n",
      .domain = "example.org",
      .lookups = 1,
      .want = { "note _rmx.example.org 0 full: not even postmaster" } },
    { .name = "ten that ask",
      .zone = AT "\"mx dnsmap:1.b dnsmap:2.b dnsmap:3.b dnsmap:4.b dnsmap:5.b dnsmap:6.b "
                 "dnsmap:7.b dnsmap:8.b dnsmap:9.b\"\n",
      .lookups = 10 },
    { .name = "eleven that ask",
      .zone = AT "\"mx dnsmap:1.b dnsmap:2.b dnsmap:3.b dnsmap:4.b dnsmap:5.b dnsmap:6.b "
                 "dnsmap:7.b dnsmap:8.b dnsmap:9.b dnsmap:0.b\"\n",
      .lookups = 11,
      .want = { "error _rmx.example.net: 11 entries that ask the DNS, more than 10" } },

    /* everybody */
    { .name = "everybody",
      .zone = AT "\"mx ipv4:0.0.0.0/0\"\n",
      .lookups = 1,
      .want = { "error _rmx.example.net 3 ipv4:0.0.0.0/0: lets everybody in" } },
    { .name = "two halves",
      .zone = AT "\"ipv4:0.0.0.0/1 ipv4:128.0.0.0/1\"\n",
      .want = { "warning _rmx.example.net 0 ipv4:0.0.0.0/1: nobody has it",
                "warning _rmx.example.net 15 ipv4:128.0.0.0/1: nobody has it",
                "error _rmx.example.net 15 ipv4:128.0.0.0/1: lets everybody in" } },
};

/* Where the settings give the type a number: "ipv4:192.0.2.5". */
static const LintCase both[] = {
    { .name = "both places agree",
      .zone = "example.net TYPE65280 \\# 6 0120C0000205\n" AT "\"IPV4:192.0.2.5\"\n" },
    { .name = "both places, and they differ",
      .zone = "example.net TYPE65280 \\# 6 0120C0000205\n" AT "\"ipv4:192.0.2.6\"\n",
      .want = { "warning _rmx.example.net: says something else than the RMX record" } },
    { .name = "the type alone", .zone = "example.net TYPE65280 \\# 6 0120C0000205\n" },
    { .name = "a malformed one",
      .zone = "example.net TYPE65280 \\# 5 0120C00002\n" AT "\"ipv4:192.0.2.6\"\n",
      .want = { "error example.net: in the entry at octet 0 of the RDATA" } },
};

Test(lint_rmx, text)
{
    lint_cases_run("rmx", NULL, zone, cases, G_N_ELEMENTS(cases));
}

Test(lint_rmx, both_places)
{
    static const SchemeSettings settings = { .rmx_type = 65280 };

    lint_cases_run("rmx", &settings, zone, both, G_N_ELEMENTS(both));
}
