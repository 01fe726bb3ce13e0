/* SPDX-License-Identifier: ISC */
/* Single conversions to the letter. Each is also held against its source, client by client. */
#include "convert_world.h"

#define TEN(x) x x x x x x x x x x

/* A document that leads to the MX hosts of ten domains, besides its own. */
#define DOMAIN(n)                                                                                  \
    "n" #n ".example.org MX 1 both.example.net.\n"                                                 \
    "_ep.example.net TXT \"<indirect>n" #n ".example.org</indirect>\"\n"
#define ELEVEN_DOMAINS                                                                             \
    "_ep.example.net TXT \"<ep xmlns='http://ms.net/1'><out><m>"                                   \
    "<a>192.0.2.1</a>\"\n" DOMAIN(0) DOMAIN(1) DOMAIN(2) DOMAIN(3) DOMAIN(4) DOMAIN(5) DOMAIN(6)   \
        DOMAIN(7) DOMAIN(8) DOMAIN(9) "_ep.example.net TXT \"<mx/></m></out></ep>\"\n"

typedef struct {
    const char *name, *records, *to;
    const char *want;        /* all lines that are no comments; NULL: none */
    const char *want_cannot; /* a part of the comments that say what cannot be said; NULL: none */
    const char *want_note;   /* likewise of the notes */
    int want_code;
} Case;

static const Case cases[] = {
    /* terms that are the same elsewhere */
    { .name = "networks and hosts",
      .records = "example.net TXT \"v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::1 mx mx:example.org "
                 "a:host4.example.net -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.0/24 ipv6:2001:db8::1 mx mx:example.org "
              "host:host4.example.net\"\n" },
    { .name = "the domain's own host",
      .records = "example.net TXT \"v=spf1 a -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"host:example.net\"\n" },
    { .name = "a refusal keeps its place",
      .records = "example.net TXT \"v=spf1 -ip4:192.0.2.9 ip4:192.0.2.0/24 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"!ipv4:192.0.2.9 ipv4:192.0.2.0/24\"\n" },
    { .name = "nobody",
      .records = "example.net TXT \"v=spf1 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"unused\"\n" },
    { .name = "everybody",
      .records = "example.net TXT \"v=spf1 +all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:0.0.0.0/0 ipv6:::/0\"\n" },
    { .name = "terms behind all are none",
      .records = "example.net TXT \"v=spf1 ip4:192.0.2.1 -all ip4:192.0.2.2\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.1\"\n" },
    { .name = "a map of clients",
      .records = "example.net TXT \"v=spf1 exists:%{ir}.map.example.org -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"dnsmap:map.example.org\"\n" },
    { .name = "a map below the domain itself, in capitals",
      .records = "example.net TXT \"v=spf1 exists:%{IR}.%{d} -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"dnsmap\"\n" },
    { .name = "a map and back",
      .records = "_rmx.example.net TXT \"dnsmap:map.example.org mx\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 exists:%{ir}.map.example.org mx -all\"\n" },
    { .name = "a map whose name SPF would cut",
      .records = "example.net TXT \"v=spf1 exists:%{ir}." TEN(
          "aaaaaaaaaaaaaaaaaa.") "example.org ip4:192.0.2.1 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.1\"\n",
      .want_cannot = "RMX has no macros",
      .want_code = 1 },
    { .name = "reverse names",
      .records = "example.net TXT \"v=spf1 ptr ptr:example.org -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"domain domain:example.org\"\n",
      .want_note = "cannot be looked up" },
    { .name = "reverse names and back",
      .records = "_rmx.example.net TXT \"domain domain:example.org\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 ptr ptr:example.org -all\"\n",
      .want_note = "cannot be looked up" },
    { .name = "a refusal by reverse name, which SPF does not keep up",
      .records = "_rmx.example.net TXT \"ipv4:192.0.2.1 !domain:example.org ipv4:192.0.2.2\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
      .want_cannot = "stands behind !domain:example.org",
      .want_code = 1 },
    { .name = "names that are no SPF",
      .records = "_rmx.example.net TXT \"host:localhost host:a%b.example host:1.2.3.4 mx\"\n"
                 "localhost A 192.0.2.9\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 ip4:192.0.2.9 mx -all\"\n",
      .want_note = "host:1.2.3.4: it has no address today" },
    { .name = "an address list",
      .records = "_rmx.example.net TXT \"!apl:list.example.net apl:not.example.net\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 -ip4:192.0.2.32/28 "
              "-ip6:2001:db8:3::/48 -ip4:192.0.2.0/28 ip4:192.0.2.0/24 -all\"\n",
      .want_note = "items of today" },
    { .name = "RMX beside somebody else's record",
      .records = "_rmx.example.net TXT \"site-verification=abc\"\n"
                 "_rmx.example.net TXT \"ipv4:192.0.2.1\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 ip4:192.0.2.1 -all\"\n" },
    { .name = "somebody else's record, and SPF",
      .records = "_rmx.example.net TXT \"v=spf1 mx -all\"\n"
                 "example.net TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.1\"\n" },
    { .name = "the record of the full address",
      .records = "_rmx.example.net TXT \"ipv4:192.0.2.1 full ipv4:192.0.2.2\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 ip4:192.0.2.1 ?all\"\n",
      .want_cannot = "full: what it and the entries behind it say",
      .want_code = 1 },

    /* includes, redirects */
    { .name = "only an include's passes count",
      .records = "example.net TXT \"v=spf1 include:plain.example.org ip4:203.0.113.5 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:198.51.100.0/28 mx:plain.example.org "
              "ipv4:203.0.113.5\"\n",
      .want_note = "its record stands as it is today" },
    { .name = "an include's refusals refuse nobody",
      .records = "example.net TXT \"v=spf1 include:holes.example.org ip4:198.51.100.8 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:198.51.100.128/25 ipv4:198.51.100.64/26 "
              "ipv4:198.51.100.32/27 ipv4:198.51.100.16/28 ipv4:198.51.100.0/29 "
              "ipv4:198.51.100.12/30 ipv4:198.51.100.8\"\n",
      .want_note = "today" },
    { .name = "an include that refuses",
      .records = "example.net TXT \"v=spf1 -include:plain.example.org ip4:198.51.100.0/24 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"!ipv4:198.51.100.0/28 !mx:plain.example.org "
              "ipv4:198.51.100.0/24\"\n",
      .want_note = "its record stands as it is today" },
    { .name = "a refusal in an include that nobody can foresee",
      .records = "example.net TXT \"v=spf1 include:minus.example.org ip4:203.0.113.5 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:203.0.113.5\"\n",
      .want_cannot = "include:minus.example.org ip4:192.0.2.0/24: RMX has no entry for it",
      .want_code = 1,
      .want_note = "its record stands as it is today" },
    { .name = "an include without a record ends the policy",
      .records = "example.net TXT \"v=spf1 mx include:gone.example.org ip4:203.0.113.5 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"mx\"\n",
      .want_cannot = "include:gone.example.org: there is no record",
      .want_code = 1 },
    { .name = "an include that depends on the client ends the policy",
      .records = "example.net TXT \"v=spf1 mx include:%{i}.example.org ip4:203.0.113.5 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"mx\"\n",
      .want_cannot = "whether it errs depends on the message",
      .want_code = 1 },
    { .name = "a bad record let in ends the policy",
      .records = "example.net TXT \"v=spf1 mx include:wrong.example.org ip4:203.0.113.5 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"mx\"\n",
      .want_cannot = "unknown mechanism",
      .want_code = 1 },
    { .name = "a redirect",
      .records = "example.net TXT \"v=spf1 ip4:192.0.2.1 redirect=plain.example.org\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.1 ipv4:198.51.100.0/28 "
              "mx:plain.example.org\"\n",
      .want_note = "its record stands as it is today" },
    { .name = "a redirect to nowhere",
      .records = "example.net TXT \"v=spf1 ip4:192.0.2.1 redirect=gone.example.org\"\n",
      .to = "sender-id",
      .want = "example.net. IN TXT \"spf2.0/pra,mfrom ip4:192.0.2.1 ?all\"\n",
      .want_cannot = "redirect=gone.example.org: there is no record",
      .want_note = "it was about the envelope sender",
      .want_code = 1 },
    { .name = "nothing but an error",
      .records = "example.net TXT \"v=spf1 bogus ip4:192.0.2.1 -all\"\n",
      .to = "rmx",
      .want_cannot = "unknown mechanism \"bogus\"",
      .want_code = 1 },
    { .name = "two records",
      .records = "example.net TXT \"v=spf1 mx -all\"\nexample.net TXT \"v=spf1 a -all\"\n",
      .to = "rmx",
      .want_cannot = "more than one record",
      .want_code = 1 },

    /* what has no word */
    { .name = "softfail",
      .records = "example.net TXT \"v=spf1 mx ~all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"mx\"\n",
      .want_cannot = "~all: RMX has no softfail",
      .want_code = 1 },
    { .name = "no end",
      .records = "example.net TXT \"v=spf1 mx\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"mx\"\n",
      .want_cannot = "everybody else: RMX has no softfail and no neutral",
      .want_code = 1 },
    { .name = "a neutral term",
      .records = "example.net TXT \"v=spf1 ?ip4:192.0.2.9 ip4:192.0.2.0/24 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"!ipv4:192.0.2.9 ipv4:192.0.2.0/24\"\n",
      .want_cannot = "?ip4:192.0.2.9: RMX has no softfail",
      .want_code = 1 },
    { .name = "an explanation",
      .records = "example.net TXT \"v=spf1 mx -all exp=why.example.net\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"mx\"\n",
      .want_cannot = "exp=why.example.net: only SPF's records",
      .want_code = 1 },
    { .name = "an explanation where there is a place for it",
      .records = "example.net TXT \"v=spf1 mx -all exp=why.%{d}\"\n",
      .to = "sender-id",
      .want = "example.net. IN TXT \"spf2.0/pra,mfrom mx -all exp=why.%{d}\"\n",
      .want_note = "purported responsible address" },
    { .name = "a pass by macros is left out",
      .records = "example.net TXT \"v=spf1 exists:%{l}.example.org ip4:192.0.2.1 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.1\"\n",
      .want_cannot = "exists:%{l}.example.org: RMX has no macros",
      .want_code = 1 },
    { .name = "a refusal by macros ends the policy",
      .records = "example.net TXT \"v=spf1 ip4:192.0.2.1 -exists:%{l}.example.org ip4:192.0.2.2 "
                 "-all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.1\"\n",
      .want_cannot = "ip4:192.0.2.2: it stands behind -exists:%{l}.example.org",
      .want_code = 1 },
    { .name = "macros stay where they mean the same",
      .records = "example.net TXT \"v=spf1 ~exists:%{d}.%{i}.example.org a:%{h} -all\"\n",
      .to = "sender-id",
      .want = "example.net. IN TXT \"spf2.0/pra,mfrom ~exists:%{d}.%{i}.example.org a:%{h} "
              "-all\"\n",
      .want_note = "purported" },
    { .name = "macros that would mean another domain",
      .records = "example.net TXT \"v=spf1 include:macro.example.org -all\"\n",
      .to = "sender-id",
      .want = "example.net. IN TXT \"spf2.0/pra,mfrom ip4:192.0.2.3 -all\"\n",
      .want_cannot = "exists:%{d}.%{i}.list.example.org: SPF has no term for it",
      .want_note = "purported",
      .want_code = 1 },
    { .name = "prefix lengths behind a name",
      .records = "example.net TXT \"v=spf1 a:both.example.net/24//48 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:203.0.113.0/24 ipv6:2001:db8:5::/48\"\n",
      .want_note = "addresses of today" },
    { .name = "prefix lengths kept",
      .records = "example.net TXT \"v=spf1 a:both.example.net/24//48 mx/28 -all\"\n",
      .to = "sender-id",
      .want = "example.net. IN TXT \"spf2.0/pra,mfrom a:both.example.net/24//48 mx/28 -all\"\n",
      .want_note = "purported" },

    /* limits */
    { .name = "too many terms that ask",
      .records = "example.net TXT \"v=spf1 " TEN("mx ") "a ip4:198.51.100.1 -all\"\n",
      .to = "rmx",
      .want_cannot = "a client could come to more than 10 terms",
      .want = "_rmx.example.net. IN TXT \"mx mx ipv4:192.0.2.17 ipv4:198.51.100.17\"\n",
      .want_note = "more than 2 void lookups",
      .want_code = 1 },
    { .name = "too many entries that ask",
      .records = "_rmx.example.net TXT \"" TEN("mx ") "mx ipv4:192.0.2.1\"\n",
      .to = "spf",
      .want_cannot = "more than 10 entries",
      .want_code = 1 },
    { .name = "void lookups of one family only",
      .records = "example.net TXT \"v=spf1 a:host4.example.net a:mx1.example.net "
                 "a:mx.example.org a:both.example.net ip6:2001:db8::/32 ip4:192.0.2.1 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"host:host4.example.net host:mx1.example.net "
              "host:mx.example.org ipv4:203.0.113.5 ipv4:192.0.2.1\"\n",
      .want_note = "more than 2 void lookups" },
    { .name = "void lookups of both families",
      .records = "example.net TXT \"v=spf1 mx a:gone1.example.net a:gone2.example.net "
                 "a:gone3.example.net ip4:192.0.2.1 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"mx host:gone1.example.net host:gone2.example.net\"\n",
      .want_cannot = "more than 2 void lookups",
      .want_code = 1 },
    { .name = "names become addresses where SPF would meet void lookups",
      .records = "_rmx.example.net TXT \"host:host4.example.net host:mx1.example.net "
                 "host:mx.example.org ipv6:2001:db8::/32\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 a:host4.example.net a:mx1.example.net "
              "ip4:198.51.100.1 ip6:2001:db8::/32 -all\"\n",
      .want_note = "today" },
    { .name = "names become addresses where SPF would meet IPv4's void lookups",
      .records = "_rmx.example.net TXT \"" TEN("host:host6.example.net ") "ipv4:192.0.2.1\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 a:host6.example.net a:host6.example.net "
              "ip6:2001:db8:3::33 ip4:192.0.2.1 -all\"\n",
      .want_note = "today" },
    { .name = "more domains than SPF may ask for",
      .records = ELEVEN_DOMAINS,
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 ip4:192.0.2.1 mx:n0.example.org mx:n1.example.org "
              "mx:n2.example.org mx:n3.example.org mx:n4.example.org mx:n5.example.org "
              "mx:n6.example.org mx:n7.example.org mx:n8.example.org mx:n9.example.org "
              "ip4:192.0.2.17 ip4:198.51.100.17 ip6:2001:db8:2::17 -a\" \"ll\"\n",
      .want_note = "mx example.net: it stands with its addresses of today" },
    { .name = "more domains than RMX may ask for",
      .records = ELEVEN_DOMAINS,
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.1 mx:n0.example.org mx:n1.example.org "
              "mx:n2.example.org mx:n3.example.org mx:n4.example.org mx:n5.example.org "
              "mx:n6.example.org mx:n7.example.org mx:n8.example.org mx:n9.example.org "
              "ipv4:192.0.2.17 ipv4:198.51.100.17 ipv6:2001:db8:2::17\"\n",
      .want_note = "mx example.net: it stands with its addresses of today" },
    { .name = "what was decided is not decided again",
      .records = "example.net TXT \"v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.9 ip4:192.0.2.17 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"ipv4:192.0.2.0/24\"\n" },
    { .name = "an MX crowd is an error",
      .records = "example.net TXT \"v=spf1 a mx:crowd.example.net ip4:192.0.2.60 -all\"\n",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"host:example.net\"\n",
      .want_cannot = "more than 10 MX hosts",
      .want_code = 1 },

    /* lists of hosts */
    { .name = "hosts by name and back",
      .records = "MAIL-FROM.example.net MX 0 both.example.net.\n"
                 "MAIL-FROM.example.net MX 10 other.example.net.\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 a:both.example.net -all\"\n" },
    { .name = "only macros: better nothing than nobody",
      .records = "example.net TXT \"v=spf1 exists:%{l}.example.org -all\"\n",
      .to = "rmx",
      .want_cannot = "a record without it would refuse all",
      .want_code = 1 },
    { .name = "a transmitter and back",
      .records = "example.net TYPE65281 \\# 19 05686f737434076578616d706c65036e657400\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 a:host4.example.net -all\"\n" },

    /* Caller ID: no order */
    { .name = "a document's exclusions go first",
      .records = "_ep.example.net TXT \"<ep xmlns='http://ms.net/1'><out><m><mx/>"
                 "<r>192.0.2.0/24</r><a>!192.0.2.9</a><indirect>example.org</indirect></m></out>"
                 "</ep>\"\n",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 -ip4:192.0.2.9 ip4:192.0.2.0/24 mx mx:example.org "
              "-all\"\n",
      .want_note = "is now about the envelope sender" },
    { .name = "a bad document",
      .records = "_ep.example.net TXT \"<ep><out><m><a>nowhere</a></m></out></ep>\"\n",
      .to = "spf",
      .want_cannot = "bad address",
      .want_note = "is now about",
      .want_code = 1 },

    /* nothing to convert */
    { .name = "the scheme itself alone",
      .records = "_rmx.example.net TXT \"mx\"\n",
      .to = "rmx",
      .want_code = 1 },
    { .name = "a guess",
      .records = "",
      .to = "spf",
      .want = "example.net. IN TXT \"v=spf1 a mx -all\"\n",
      .want_code = 1 },
    { .name = "a guess in another scheme",
      .records = "",
      .to = "rmx",
      .want = "_rmx.example.net. IN TXT \"host:example.net mx\"\n",
      .want_code = 1 },
    { .name = "an answer that is missing",
      .records = "example.net TXT \"v=spf1 mx a:broken.example.org -all\"\n"
                 "broken.example.org ERROR SERVFAIL\n",
      .to = "rmx",
      .want_code = 2 },
};

/* The lines that begin, or do not begin, with a prefix. */
static char *
lines_of(const char *text, const char *prefix, bool with)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GString *out = g_string_new(NULL);

    for (size_t i = 0; lines[i]; i++)
        if (*lines[i] && g_str_has_prefix(lines[i], prefix) == with)
            g_string_append_printf(out, "%s\n", lines[i]);
    return g_string_free(out, FALSE);
}

static void
compare_remarks(const Case *one, const char *text, const char *prefix, const char *want)
{
    g_autofree char *lines = lines_of(text, prefix, true);

    cr_expect(want ? strstr(lines, want) != NULL : *lines == '\0', "%s: want \"%s\" in:\n%s",
              one->name, want, text);
}

Test(convert, to_the_letter)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *one = &cases[i];
        g_autoptr(Dns) dns = convert_zone(one->name, one->records, "");
        g_autoptr(Conversion) conversion = convert_records(dns, one->to);
        int exit_code;
        g_autofree char *text = convert_print(conversion, &exit_code);
        g_autofree char *records = lines_of(text, ";", false);
        const char *want = one->want ? one->want : "";

        cr_expect(strcmp(records, want) == 0, "%s: got\n%swant\n%s", one->name, text, want);
        compare_remarks(one, text, "; cannot say", one->want_cannot);
        compare_remarks(one, text, "; note", one->want_note);
        cr_expect_eq(exit_code, one->want_code, "%s: got %d\n%s", one->name, exit_code, text);
    }
}

Test(convert, agrees)
{
    unsigned passes = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        if (cases[i].want_code < 2)
            convert_agrees(cases[i].name, cases[i].records, cases[i].to, &passes);
    cr_expect_gt(passes, 100);
}
