/* SPDX-License-Identifier: ISC */
/* RMX records in text form: what each tag matches, in which order, and what breaks a record. */
#include "records/scheme.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    const char *name;
    const char *record; /* at _rmx.example.net; NULL: the zone is all */
    const char *client; /* NULL: 192.0.2.1 */
    const char *sender; /* NULL: alice@example.net */
    Result want;
    const char *want_word, *want_mechanism; /* NULL: none */
    const char *want_problem;               /* a part of it; NULL: none */
} RmxCase;

static const char zone[] =
    "$ORIGIN .\n"
    "example.net MX 10 mx.example.net\n"
    "mx.example.net A 192.0.2.1\n"
    "mx.example.net AAAA 2001:db8::1\n"
    "other.example A 203.0.113.1\n"
    "nomx.example A 192.0.2.1\n"
    "nullmx.example MX 0 .\n"
    "flood.example MX 1 a.other.example\nflood.example MX 2 a.other.example\n"
    "flood.example MX 3 a.other.example\nflood.example MX 4 a.other.example\n"
    "flood.example MX 5 a.other.example\nflood.example MX 6 a.other.example\n"
    "flood.example MX 7 a.other.example\nflood.example MX 8 a.other.example\n"
    "flood.example MX 9 a.other.example\nflood.example MX 10 a.other.example\n"
    "flood.example MX 11 mx.example.net\n"
    "broken.example ERROR SERVFAIL\n"
    "1.2.0.192.brokenmap.example ERROR SERVFAIL\n"
    "text.example TXT \"nothing else\"\n"
    "1.2.0.192.in-addr.arpa PTR host.example.net\n"
    "host.example.net A 192.0.2.1\n"
    "2.2.0.192.in-addr.arpa PTR liar.example.net\n"
    "liar.example.net A 203.0.113.2\n"
    "3.2.0.192.in-addr.arpa ERROR SERVFAIL\n"
    "4.2.0.192.in-addr.arpa PTR broken.example\n"
    "4.2.0.192.in-addr.arpa PTR sure.example\n"
    "sure.example A 192.0.2.4\n"
    "6.2.0.192.in-addr.arpa PTR host.sure.example\n6.2.0.192.in-addr.arpa PTR broken.example\n"
    "host.sure.example A 192.0.2.6\n"
    "7.2.0.192.in-addr.arpa PTR notbroken.example\n7.2.0.192.in-addr.arpa PTR broken.example.org\n"
    "broken.example.org ERROR REFUSED\n"
    "notbroken.example ERROR SERVFAIL\n"
    "5.2.0.192.in-addr.arpa PTR n1.example\n5.2.0.192.in-addr.arpa PTR n2.example\n"
    "5.2.0.192.in-addr.arpa PTR n3.example\n5.2.0.192.in-addr.arpa PTR n4.example\n"
    "5.2.0.192.in-addr.arpa PTR n5.example\n5.2.0.192.in-addr.arpa PTR n6.example\n"
    "5.2.0.192.in-addr.arpa PTR n7.example\n5.2.0.192.in-addr.arpa PTR n8.example\n"
    "5.2.0.192.in-addr.arpa PTR n9.example\n5.2.0.192.in-addr.arpa PTR n10.example\n"
    "5.2.0.192.in-addr.arpa PTR n11.example\n"
    "n10.example A 192.0.2.5\nn11.example A 192.0.2.5\n"
    "1.2.0.192.example.net A 127.0.0.1\n"
    "1.2.0.192.map.example A 10.9.8.7\n"
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.map.example A 127.0.0.1\n"
    "net.example APL 1:192.0.2.0/24 2:2001:db8::/32\n"
    "hole.example APL !1:192.0.2.1/32 1:192.0.2.0/24\n"
    "late.example APL 1:192.0.2.0/24 !1:192.0.2.1/32\n"
    "apls.example APL 1:203.0.113.0/24\napls.example APL 1:192.0.2.0/24\n"
    "odd.example TYPE42 \\# 13 00032002aabb 00011803c00002\n"
    "cut.example TYPE42 \\# 6 00012004c000\n"
    "wide.example TYPE42 \\# 8 00012104c0000201\n"
    "fat.example TYPE42 \\# 9 00012005c000020100\n";

static const char records[] =
    "_rmx.two.example TXT \"ipv4:203.0.113.9\"\n"
    "_rmx.two.example TXT \"ipv4:192.0.2.1\"\n"
    "_rmx.twobad.example TXT \"ipv4:192.0.2.1\"\n"
    "_rmx.twobad.example TXT \"mx: nonsense\"\n"
    "_rmx.others.example TXT \"site-verification=abc\"\n"
    "_rmx.others.example TXT \"ipv4:192.0.2.1\"\n"
    "_rmx.others.example TXT \"v=spf1 mx:example.net -all\"\n"
    "_rmx.others.example TXT \"\"\n"
    "*.token.example TXT \"site-verification=abc\"\n"
    "*.spf.example TXT \"v=spf1 mx a:example.net mx:example.net -all\"\n"
    "*.v.example TXT \" V=x1; host:mx.example.net\"\n"
    "*.senderid.example TXT \"spf2.0/mfrom,pra mx mx:example.net ~all\"\n"
    "*.prose.example TXT \"This domain is unused, full stop. 7 days\"\n"
    "*.verify.example TXT \"domain verification=abc 5 6\"\n"
    "*.key.example TXT \"k=rsa; p=MIGf/ipv4:192.0.2.1\"\n"
    "*.alias.example CNAME web.alias.example\nweb.alias.example TXT \"token=1\" TXT \"all of it\"\n"
    "*.entries.example CNAME entries.example\nentries.example TXT \"ipv4:192.0.2.1\"\n"
    "*.blank.example TXT \" \"\n"
    "_rmx.bare.example TXT \"6\"\n"
    "_rmx.words.example TXT \"mx full unused\"\n"
    "_rmx.wrong.example TXT \"ipv4:192.0.2.300\"\n"
    "_rmx.refused.example TXT \"nonsense !1:x\"\n"
    "_rmx.upper.example TXT \"nonsense HOST:\"\n"
    "_rmx.wildfull.example TXT \"full: ipv4:192.0.2.1\"\n"
    "*._rmx.wildfull.example TXT \"verification of domain\"\n"
    "_rmx.strings.example TXT \"ipv4:192.\" \"0.2.1 un\" \"used:\"\n"
    "_rmx.empty.example TXT \"\"\n"
    "_rmx.broken.example ERROR SERVFAIL\n"
    "_rmx.mxonly.example MX 10 mx.example.net\n"
    "_rmx.xn--bcher-kva.example TXT \"domain:\"\n"
    "alice._rmx.example.net TXT \"!ipv4:192.0.2.1 ipv4:192.0.2.0/24\"\n"
    "bob._rmx.example.net TXT \"ipv4:203.0.113.0/24\"\n"
    "carol._rmx.example.net TXT \"ipv4:192.0.2.9 bad\"\n"
    "dave._rmx.example.net TXT \"full:\"\n"
    "eve._rmx.example.net ERROR SERVFAIL\n"
    "j.r.hacker._rmx.example.net TXT \"!ipv4:0.0.0.0/0\"\n"
    "many._rmx.example.net TXT \"host:other.example host:other.example\"\n";

/* A record of somebody else behind a wildcard. */
#define OTHERS(what, domain)                                                                       \
    {                                                                                              \
        .name = "others: " what, .sender = "a@" domain, .want = RESULT_NONE, .want_word = "NoRMX", \
        .want_problem = "no RMX record at _rmx." domain                                            \
    }

static const RmxCase lookups[] = {
    { .name = "no record",
      .sender = "a@other.example",
      .want = RESULT_NONE,
      .want_word = "NoRMX",
      .want_problem = "no RMX record at _rmx.other.example" },
    { .name = "no domain",
      .sender = "a@nowhere.example",
      .want = RESULT_NONE,
      .want_word = "NoRMX",
      .want_problem = "nowhere.example does not exist" },
    { .name = "other records there",
      .sender = "a@mxonly.example",
      .want = RESULT_NONE,
      .want_word = "NoRMX",
      .want_problem = "no RMX record" },
    { .name = "literal",
      .sender = "a@[192.0.2.1]",
      .want = RESULT_NONE,
      .want_word = "NoRMX",
      .want_problem = "literal" },
    { .name = "malformed domain",
      .sender = "a@b..example",
      .want = RESULT_NONE,
      .want_word = "NoRMX",
      .want_problem = "no RMX record" },
    { .name = "SERVFAIL",
      .sender = "a@broken.example",
      .want = RESULT_TEMPERROR,
      .want_word = "TempFail",
      .want_problem = "TXT of _rmx.broken.example" },
    { .name = "two records are one",
      .sender = "a@two.example",
      .want = RESULT_PASS,
      .want_word = "Granted",
      .want_mechanism = "ipv4" },
    { .name = "also where one is bad",
      .sender = "a@twobad.example",
      .want = RESULT_PERMERROR,
      .want_word = "BadData",
      .want_problem = "unknown tag in \"nonsense\" at octet 19" },
    { .name = "those of others are no part of it",
      .sender = "a@others.example",
      .want = RESULT_PASS,
      .want_word = "Granted",
      .want_mechanism = "ipv4" },
    OTHERS("a token", "token.example"),
    OTHERS("an SPF record", "spf.example"),
    OTHERS("another scheme's version", "v.example"),
    OTHERS("a Sender ID record", "senderid.example"),
    OTHERS("words of English", "prose.example"),
    OTHERS("words that are tags, and numbers", "verify.example"),
    OTHERS("a tag inside a word", "key.example"),
    OTHERS("an alias", "alias.example"),
    OTHERS("nothing in it", "empty.example"),
    OTHERS("blanks in it", "blank.example"),
    { .name = "a wildcard alias that leads to entries",
      .sender = "a@entries.example",
      .want = RESULT_PASS,
      .want_word = "Granted",
      .want_mechanism = "ipv4" },
    { .name = "a number without a colon",
      .sender = "a@bare.example",
      .want = RESULT_FAIL,
      .want_word = "Denied",
      .want_mechanism = "unused" },
    { .name = "words without a colon",
      .sender = "a@words.example",
      .want = RESULT_FAIL,
      .want_word = "Denied",
      .want_mechanism = "unused" },
    { .name = "one bad entry and nothing else",
      .sender = "a@wrong.example",
      .want = RESULT_PERMERROR,
      .want_word = "BadData",
      .want_problem = "bad IPv4 network in \"ipv4:192.0.2.300\" at octet 0" },
    { .name = "a bad entry with a refusal",
      .sender = "a@refused.example",
      .want = RESULT_PERMERROR,
      .want_word = "BadData",
      .want_problem = "unknown tag in \"nonsense\" at octet 0" },
    { .name = "a bad entry in upper case",
      .sender = "a@upper.example",
      .want = RESULT_PERMERROR,
      .want_word = "BadData",
      .want_problem = "unknown tag in \"nonsense\" at octet 0" },
    { .name = "full, and somebody else's record for all addresses",
      .sender = "a@wildfull.example",
      .want = RESULT_PASS,
      .want_word = "Granted",
      .want_mechanism = "ipv4" },
    { .name = "strings are joined",
      .sender = "a@strings.example",
      .want = RESULT_PASS,
      .want_word = "Granted",
      .want_mechanism = "ipv4" },
    { .name = "strings are joined: the end",
      .sender = "a@strings.example",
      .client = "192.0.2.9",
      .want = RESULT_FAIL,
      .want_word = "Denied",
      .want_mechanism = "unused" },
    { .name = "HELO",
      .sender = "strings.example",
      .want = RESULT_PASS,
      .want_word = "Granted",
      .want_mechanism = "ipv4" },
    { .name = "international domain",
      .sender = "a@b\303\274cher.example",
      .want = RESULT_FAIL,
      .want_word = "NotInRMX",
      .want_mechanism = "domain" },
};

#define X63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz01234567890"
#define X64 X63 "x"

#define GRANTED .want = RESULT_PASS, .want_word = "Granted"
#define DENIED  .want = RESULT_FAIL, .want_word = "Denied"
#define NOT_IN  .want = RESULT_FAIL, .want_word = "NotInRMX"
#define TEMP    .want = RESULT_TEMPERROR, .want_word = "TempFail"
#define BAD     .want = RESULT_PERMERROR, .want_word = "BadData"
#define V6      "2001:db8::1"

static const RmxCase entries[] = {
    { "ipv4", "ipv4:192.0.2.1", GRANTED, .want_mechanism = "ipv4" },
    { "ipv4 of another", "ipv4:192.0.2.2", NOT_IN, .want_mechanism = "ipv4" },
    { "ipv4 network", "ipv4:192.0.2.0/24", GRANTED, .want_mechanism = "ipv4" },
    { "ipv4 by number", "1:192.0.2.1", GRANTED, .want_mechanism = "ipv4" },
    { "ipv4 in upper case", "IPv4:192.0.2.1", GRANTED, .want_mechanism = "ipv4" },
    { "refusal", "!ipv4:192.0.2.1", DENIED, .want_mechanism = "ipv4" },
    { "refusal of another", "!ipv4:192.0.2.2", NOT_IN, .want_mechanism = "ipv4" },
    { "refusal by number", "!1:192.0.2.1", DENIED, .want_mechanism = "ipv4" },
    { "the first match decides", "!ipv4:192.0.2.1 ipv4:192.0.2.0/24", DENIED,
      .want_mechanism = "ipv4" },
    { "the first match decides, the other way", "ipv4:192.0.2.0/24 !ipv4:192.0.2.1", GRANTED,
      .want_mechanism = "ipv4" },
    { "ipv4, IPv6 client", "ipv4:0.0.0.0/0", V6, NOT_IN, .want_mechanism = "ipv4" },
    { "ipv4, mapped client", "ipv4:192.0.2.1", "::ffff:192.0.2.1", GRANTED,
      .want_mechanism = "ipv4" },
    { "ipv6", "ipv6:2001:db8::/32", V6, GRANTED, .want_mechanism = "ipv6" },
    { "ipv6 by number", "2:2001:db8::1", V6, GRANTED, .want_mechanism = "ipv6" },
    { "ipv6 of another", "ipv6:2001:db8::2", V6, NOT_IN, .want_mechanism = "ipv6" },
    { "any white space", "\\009ipv4:192.0.2.2\\009\\010  ipv4:192.0.2.1 ", GRANTED,
      .want_mechanism = "ipv4" },
    { "host", "host:mx.example.net", GRANTED, .want_mechanism = "host" },
    { "host, IPv6", "host:mx.example.net", V6, GRANTED, .want_mechanism = "host" },
    { "host by number", "3:mx.example.net", GRANTED, .want_mechanism = "host" },
    { "host with a last dot", "host:mx.example.net.", GRANTED, .want_mechanism = "host" },
    { "host of another", "host:other.example", NOT_IN, .want_mechanism = "host" },
    { "host refused", "!host:mx.example.net ipv4:192.0.2.1", DENIED, .want_mechanism = "host" },
    { "no such host", "host:nowhere.example ipv4:192.0.2.1", GRANTED, .want_mechanism = "ipv4" },
    { "broken host", "host:broken.example ipv4:192.0.2.1", TEMP, .want_mechanism = "host",
      .want_problem = "A of broken.example: name server failed (SERVFAIL) (RMX record at" },
    { "broken host after the match", "ipv4:192.0.2.1 host:broken.example", GRANTED,
      .want_mechanism = "ipv4" },
    { "apl", "apl:net.example", GRANTED, .want_mechanism = "apl" },
    { "apl, IPv6", "apl:net.example", V6, GRANTED, .want_mechanism = "apl" },
    { "apl by number", "4:net.example", GRANTED, .want_mechanism = "apl" },
    { "apl of others", "apl:net.example ipv4:203.0.113.1", "203.0.113.1", GRANTED,
      .want_mechanism = "ipv4" },
    { "apl refused", "!apl:net.example", DENIED, .want_mechanism = "apl" },
    { "refusal in an apl", "apl:hole.example", DENIED, .want_mechanism = "apl" },
    { "beside the refusal in an apl", "apl:hole.example", "192.0.2.2", GRANTED,
      .want_mechanism = "apl" },
    { "two refusals grant nothing", "!apl:hole.example", DENIED, .want_mechanism = "apl" },
    { "items in order", "apl:late.example", GRANTED, .want_mechanism = "apl" },
    { "two apl records", "apl:apls.example", GRANTED, .want_mechanism = "apl" },
    { "no apl record", "apl:text.example ipv4:192.0.2.1", GRANTED, .want_mechanism = "ipv4" },
    { "other family in an apl", "apl:odd.example", GRANTED, .want_mechanism = "apl" },
    { "apl cut short", "apl:cut.example", BAD, .want_mechanism = "apl",
      .want_problem = "APL record of cut.example: cut short" },
    { "apl prefix too long", "apl:wide.example", BAD, .want_mechanism = "apl",
      .want_problem = "APL prefix too long" },
    { "apl address too long", "apl:fat.example", BAD, .want_mechanism = "apl",
      .want_problem = "APL address too long" },
    { "broken apl", "apl:broken.example", TEMP, .want_mechanism = "apl",
      .want_problem = "APL of broken.example" },
    { "domain", "domain:example.net", GRANTED, .want_mechanism = "domain" },
    { "domain itself", "domain:", GRANTED, .want_mechanism = "domain" },
    { "domain itself without a colon", "domain", GRANTED, .want_mechanism = "domain" },
    { "domain by number", "5:host.example.net", GRANTED, .want_mechanism = "domain" },
    { "domain in upper case with a last dot", "domain:EXAMPLE.net.", GRANTED,
      .want_mechanism = "domain" },
    { "domain must end at a dot", "domain:ample.net", NOT_IN, .want_mechanism = "domain" },
    { "domain refused", "!domain:example.net", DENIED, .want_mechanism = "domain" },
    { "domain not confirmed", "domain:", "192.0.2.2", NOT_IN, .want_mechanism = "domain" },
    { "no reverse name", "domain:", "192.0.2.99", NOT_IN, .want_mechanism = "domain" },
    { "broken reverse name", "domain:", "192.0.2.3", TEMP, .want_mechanism = "domain",
      .want_problem = "reverse names of 192.0.2.3" },
    { "broken confirmation", "domain:broken.example", "192.0.2.4", TEMP, .want_mechanism = "domain",
      .want_problem = "could not be confirmed" },
    { "broken confirmation, a wider domain", "domain:example", "192.0.2.4", GRANTED,
      .want_mechanism = "domain" },
    { "broken confirmation outside", "domain:", "192.0.2.4", NOT_IN, .want_mechanism = "domain" },
    { "broken confirmation outside, before a refusal", "domain: !ipv4:0.0.0.0/0", "192.0.2.4",
      DENIED, .want_mechanism = "ipv4" },
    { "broken confirmation outside, of a refusal", "!domain:example.org ipv4:192.0.2.4",
      "192.0.2.4", GRANTED, .want_mechanism = "ipv4" },
    { "broken confirmation inside, of a refusal", "!domain:broken.example ipv4:192.0.2.4",
      "192.0.2.4", TEMP, .want_mechanism = "domain", .want_problem = "could not be confirmed" },
    { "broken confirmation of a name that only ends alike", "domain:broken.example", "192.0.2.7",
      NOT_IN, .want_mechanism = "domain" },
    { "broken confirmation of a name above", "domain:mail.broken.example", "192.0.2.6", NOT_IN,
      .want_mechanism = "domain" },
    { "broken confirmation beside the match", "domain:sure.example", "192.0.2.4", GRANTED,
      .want_mechanism = "domain" },
    { "eleven reverse names are no error", "domain:", "192.0.2.5", NOT_IN,
      .want_mechanism = "domain" },
    { "the eleventh reverse name is ignored", "domain:n11.example", "192.0.2.5", NOT_IN,
      .want_mechanism = "domain" },
    { "the tenth reverse name counts", "domain:n10.example", "192.0.2.5", GRANTED,
      .want_mechanism = "domain" },
    { "unused", "unused:", DENIED, .want_mechanism = "unused" },
    { "unused without a colon", "unused", DENIED, .want_mechanism = "unused" },
    { "unused by number", "6:", DENIED, .want_mechanism = "unused" },
    { "unused after a match", "ipv4:192.0.2.1 unused:", GRANTED, .want_mechanism = "ipv4" },
    { "unused with a refusal is one refusal", "!unused:", DENIED, .want_mechanism = "unused" },
    { "mx", "mx:", GRANTED, .want_mechanism = "mx" },
    { "mx, IPv6", "mx:", V6, GRANTED, .want_mechanism = "mx" },
    { "mx of a domain", "mx:example.net", GRANTED, .want_mechanism = "mx" },
    { "mx refused", "!mx", DENIED, .want_mechanism = "mx" },
    { "mx of others", "mx:", "192.0.2.9", NOT_IN, .want_mechanism = "mx" },
    { "mx without exchanges", "mx:nomx.example", NOT_IN, .want_mechanism = "mx" },
    { "null MX", "mx:nullmx.example", NOT_IN, .want_mechanism = "mx" },
    { "eleven exchanges", "mx:flood.example", BAD, .want_mechanism = "mx",
      .want_problem = "flood.example has 11 MX hosts, more than 10" },
    { "broken mx", "mx:broken.example", TEMP, .want_mechanism = "mx",
      .want_problem = "MX of broken.example" },
    { "dnsmap", "dnsmap:map.example", GRANTED, .want_mechanism = "dnsmap" },
    { "dnsmap, IPv6", "dnsmap:map.example", V6, GRANTED, .want_mechanism = "dnsmap" },
    { "dnsmap of the domain itself", "dnsmap:", GRANTED, .want_mechanism = "dnsmap" },
    { "dnsmap of others", "dnsmap:map.example", "192.0.2.2", NOT_IN, .want_mechanism = "dnsmap" },
    { "dnsmap refused", "!dnsmap:map.example", DENIED, .want_mechanism = "dnsmap" },
    { "broken dnsmap", "dnsmap:brokenmap.example ipv4:192.0.2.1", TEMP, .want_mechanism = "dnsmap",
      .want_problem = "A of 1.2.0.192.brokenmap.example" },
};

static const RmxCase full[] = {
    { "full record", "full: ipv4:192.0.2.1", "192.0.2.2", GRANTED, .want_mechanism = "ipv4" },
    { "its refusal", "full: ipv4:192.0.2.1", DENIED, .want_mechanism = "ipv4" },
    { "by number", "7:", "192.0.2.2", GRANTED, .want_mechanism = "ipv4" },
    { "without a colon", "full", "192.0.2.2", GRANTED, .want_mechanism = "ipv4" },
    { "entries before it come first", "ipv4:192.0.2.1 full:", GRANTED, .want_mechanism = "ipv4" },
    { "no such record", "full: ipv4:192.0.2.1", .sender = "zoe@example.net", GRANTED,
      .want_mechanism = "ipv4" },
    { "no such record and nothing after", "full:", .sender = "zoe@example.net", NOT_IN,
      .want_mechanism = "full" },
    { "walked in place: entries after it go on", "full: ipv4:192.0.2.1",
      .sender = "bob@example.net", GRANTED, .want_mechanism = "ipv4" },
    { "dots in the local part", "full: +", .sender = "j.r.hacker@example.net", BAD,
      .want_problem = "unknown tag in \"+\" at octet 6" },
    { "labels of the local part", "full:", .sender = "j.r.hacker@example.net", DENIED,
      .want_mechanism = "ipv4" },
    { "bad full record", "full:", .sender = "carol@example.net", BAD, .want_mechanism = "full",
      .want_problem = "unknown tag in \"bad\" at octet 15 (RMX record at carol._rmx." },
    { "full inside a full record", "full:", .sender = "dave@example.net", BAD,
      .want_mechanism = "full", .want_problem = "full inside a full record: \"full:\" at octet 0" },
    { "broken full record", "full:", .sender = "eve@example.net", TEMP, .want_mechanism = "full",
      .want_problem = "TXT of eve._rmx.example.net" },
    { "empty label in the local part", "full: ipv4:192.0.2.1", .sender = "a..b@example.net",
      GRANTED, .want_mechanism = "ipv4" },
    { "the same before a refusal", "full: !ipv4:0.0.0.0/0", .sender = "a..b@example.net", DENIED,
      .want_mechanism = "ipv4" },
    { "the same with nothing behind it", "full:", .sender = "a..b@example.net", NOT_IN,
      .want_mechanism = "full" },
    { "dot in front of the local part", "full:", .sender = ".a@example.net", NOT_IN,
      .want_mechanism = "full" },
    { "dot behind the local part", "full:", .sender = "a.@example.net", NOT_IN,
      .want_mechanism = "full" },
    { "long label in the local part", "full:", .sender = X64 "@example.net", NOT_IN,
      .want_mechanism = "full" },
    { "long name of the local part", "full:", .sender = X63 "." X63 "." X63 "." X63 "@example.net",
      NOT_IN, .want_mechanism = "full" },
    { "local part in UTF-8", "full:", .sender = "\303\244@example.net", NOT_IN,
      .want_mechanism = "full" },
    { "local part that is no UTF-8", "full:", .sender = "\377@example.net", NOT_IN,
      .want_mechanism = "full" },
    { "blank in the local part", "full: ipv4:192.0.2.1", .sender = "a b@example.net", GRANTED,
      .want_mechanism = "ipv4" },
    { "entries of both count together: ten",
      "mx mx mx mx mx:nomx.example mx:nomx.example mx:nomx.example full:", "192.0.2.9",
      .sender = "many@example.net", NOT_IN, .want_mechanism = "host" },
    { "entries of both count together: eleven",
      "mx mx mx mx mx mx:nomx.example mx:nomx.example mx:nomx.example full:", "192.0.2.9",
      .sender = "many@example.net", BAD, .want_mechanism = "full",
      .want_problem = "more than 10 entries that ask the DNS (RMX record at many._rmx" },
};

/* All of them begin with an entry that would match. */
static const RmxCase broken[] = {
    { "unknown tag", "ipv4:192.0.2.1 foo:bar", BAD,
      .want_problem = "unknown tag in \"foo:bar\" at octet 15 (RMX record at _rmx.example.net)" },
    { "no tag", "ipv4:192.0.2.1 :x", BAD, .want_problem = "unknown tag in \":x\"" },
    { "number of no tag", "ipv4:192.0.2.1 8:x", BAD, .want_problem = "unknown tag" },
    { "number with a zero", "ipv4:192.0.2.1 01:192.0.2.1", BAD, .want_problem = "unknown tag" },
    { "exclamation mark alone", "ipv4:192.0.2.1 !", BAD, .want_problem = "unknown tag in \"!\"" },
    { "two exclamation marks", "!!ipv4:192.0.2.1", BAD, .want_problem = "unknown tag" },
    { "ipv4 without an address", "ipv4:192.0.2.1 ipv4:", BAD, .want_problem = "bad IPv4" },
    { "ipv4 without a colon", "ipv4:192.0.2.1 ipv4", BAD, .want_problem = "bad IPv4" },
    { "ipv4 with a short address", "ipv4:192.0.2.1 ipv4:192.0.2", BAD, .want_problem = "bad IPv4" },
    { "ipv4 with a long prefix", "ipv4:192.0.2.1 ipv4:192.0.2.1/33", BAD,
      .want_problem = "bad IPv4 network in \"ipv4:192.0.2.1/33\"" },
    { "ipv4 with an IPv6 address", "ipv4:192.0.2.1 ipv4:2001:db8::1", BAD,
      .want_problem = "bad IPv4" },
    { "ipv4 with a mapped address", "ipv4:192.0.2.1 ipv4:::ffff:192.0.2.1", BAD,
      .want_problem = "bad IPv4" },
    { "ipv6 with an IPv4 address", "ipv4:192.0.2.1 ipv6:192.0.2.1", BAD,
      .want_problem = "bad IPv6" },
    { "ipv6 with a long prefix", "ipv4:192.0.2.1 ipv6:2001:db8::/129", BAD,
      .want_problem = "bad IPv6" },
    { "host without a name", "ipv4:192.0.2.1 host:", BAD, .want_problem = "no name in \"host:\"" },
    { "apl without a name", "ipv4:192.0.2.1 apl", BAD, .want_problem = "no name" },
    { "empty label", "ipv4:192.0.2.1 host:mx..example.net", BAD,
      .want_problem = "bad name in \"host:mx..example.net\" at octet 15" },
    { "empty label in front", "ipv4:192.0.2.1 mx:.example.net", BAD, .want_problem = "bad name" },
    { "two dots at the end", "ipv4:192.0.2.1 domain:example.net..", BAD,
      .want_problem = "bad name" },
    { "long label", "ipv4:192.0.2.1 apl:" X64 ".example", BAD, .want_problem = "bad name" },
    { "label of 63", "ipv4:192.0.2.1 apl:" X63 ".example", GRANTED, .want_mechanism = "ipv4" },
    { "long name", "ipv4:192.0.2.1 dnsmap:" X63 "." X63 "." X63 "\" \"." X63, BAD,
      .want_problem = "bad name" },
    { "the root is a name", "ipv4:192.0.2.1 host:.", GRANTED, .want_mechanism = "ipv4" },
    { "control octet in a name", "ipv4:192.0.2.1 host:a\\001b", BAD, .want_problem = "bad name" },
    { "unused with data", "ipv4:192.0.2.1 unused:x", BAD, .want_problem = "unexpected data" },
    { "full with data", "ipv4:192.0.2.1 full:x", BAD, .want_problem = "unexpected data" },
    { "full refused", "ipv4:192.0.2.1 !full:", BAD, .want_problem = "refusal of a full record" },
    { "eleven entries that ask", "ipv4:192.0.2.1 mx mx mx mx mx mx mx mx mx mx mx", BAD,
      .want_problem = "more than 10 entries" },
    { "ten entries that ask", "mx:nomx.example mx mx mx mx mx mx mx mx mx ipv4:192.0.2.9",
      "192.0.2.9", GRANTED, .want_mechanism = "ipv4" },
    { "NUL", "ipv4:192.0.2.1 \\000", BAD, .want_problem = "unknown tag in \"?\"" },
};

static Finding *
check(const RmxCase *one, bool prefetch)
{
    g_autofree char *own =
        one->record ? g_strdup_printf("_rmx.example.net TXT \"%s\"\n", one->record) : g_strdup("");
    g_autofree char *text = g_strconcat(zone, records, own, NULL);
    const char *sender = one->sender ? one->sender : "alice@example.net";
    const char *at = strrchr(sender, '@');
    const char *client = one->client ? one->client : "192.0.2.1";
    g_autofree char *local = at ? g_strndup(sender, (gsize)(at - sender)) : g_strdup("postmaster");
    Claim claim = { .local = local, .domain = at ? at + 1 : sender, .receiver = "mx.example.org" };
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = dns_new_zone_text(one->name, text, &error);
    const Scheme *rmx = scheme_named("rmx");

    cr_assert(dns, "%s: %s", one->name, error ? error->message : "");
    cr_assert(ip_parse(client, strlen(client), &claim.client));
    if (prefetch)
        rmx->prefetch(dns, &claim);
    return scheme_check(rmx, dns, &claim);
}

static void
run(const RmxCase *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const RmxCase *one = &cases[i];
        g_autoptr(Finding) got = check(one, false), early = check(one, true);
        const char *problem = got->problem ? got->problem : "";

        cr_expect(got->result == one->want, "%s: got %s, want %s (%s)", one->name,
                  result_text(got->result), result_text(one->want), problem);
        cr_expect_str_eq(got->word, one->want_word, "%s: got %s", one->name, got->word);
        cr_expect(g_strcmp0(got->mechanism, one->want_mechanism) == 0, "%s: got %s, want %s",
                  one->name, got->mechanism, one->want_mechanism);
        cr_expect(one->want_problem ? strstr(problem, one->want_problem) != NULL : !got->problem,
                  "%s: got problem \"%s\", want \"%s\"", one->name, problem, one->want_problem);
        cr_expect(got->result == early->result && got->word == early->word &&
                      g_strcmp0(got->mechanism, early->mechanism) == 0 &&
                      g_strcmp0(got->record, early->record) == 0 &&
                      g_strcmp0(got->problem, early->problem) == 0,
                  "%s: a prefetch changed the finding", one->name);
    }
}

Test(rmx, lookups)
{
    run(lookups, G_N_ELEMENTS(lookups));
}

Test(rmx, entries)
{
    run(entries, G_N_ELEMENTS(entries));
}

Test(rmx, full)
{
    run(full, G_N_ELEMENTS(full));
}

Test(rmx, broken)
{
    run(broken, G_N_ELEMENTS(broken));
}

Test(rmx, the_joined_record_is_shown)
{
    RmxCase one = { .name = "record", .sender = "a@two.example" };
    g_autoptr(Finding) got = check(&one, false);

    cr_expect_str_eq(got->record, "ipv4:203.0.113.9 ipv4:192.0.2.1");
    cr_expect_str_eq(got->scheme->name, "rmx");
}
