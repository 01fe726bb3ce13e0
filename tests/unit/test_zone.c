/* SPDX-License-Identifier: ISC */
/* Questions to a zone file: every answer here goes the way that answers of the network go. */
#include "dns/dns.h"

#include <criterion/criterion.h>
#include <string.h>

static const char zone_text[] = "; many domains in one file\n"
                                "$TTL 1h30m\n"
                                "$ORIGIN example.net.\n"
                                "@ 3600 IN SOA ns hostmaster ( 1 7200 ; serial, refresh\n"
                                "        900 604800 300 )\n"
                                "  NS ns\n"
                                "  MX 10 mail\n"
                                "  IN 60 MX 20 mail.example.org.\n"
                                "  TXT \"v=spf1 \" \"mx -all\"\n"
                                "  TXT \"say \\\"hi\\\" \\059 \\\\\" ; not a comment inside\n"
                                "mail A 192.0.2.1\n"
                                "     A 192.0.2.2\n"
                                "     AAAA 2001:db8::1\n"
                                "www CNAME mail\n"
                                "far CNAME mail.example.org.\n"
                                "nowhere CNAME no.such.name.\n"
                                "loop CNAME pool\n"
                                "pool CNAME loop\n"
                                "*.wild TXT wildcard\n"
                                "deep.under.wild TXT found\n"
                                "list APL 1:192.0.2.0/24 !1:192.0.2.7/32 ( 2:2001:db8::/32\n"
                                "    ) 1:0.0.0.0/0\n"
                                "rmx TYPE65280 \\# 6 ( 0118 c00002\n"
                                "        00 )\n"
                                "hex A \\# 4 c0000207\n"
                                "mapped AAAA ::ffff:192.0.2.9\n"
                                "  APL 2:::ffff:192.0.2.0/120\n"
                                "broken A \\# 3 c00002\n"
                                "short TXT \\# 3 05 6162\n"
                                "dot\\.in\\.label TXT escaped\n"
                                "ptr PTR dot\\.in.example.org.\n"
                                "spf SPF \"v=spf1 -all\"\n"
                                "srv 60 SRV 0 0 25 mail\n"
                                "fails ERROR SERVFAIL\n"
                                "refuses ERROR REFUSED\n"
                                "silent IN ERROR TIMEOUT\n"
                                "*.silent ERROR TIMEOUT\n"
                                "empty TXT \"\"\n"
                                "$ORIGIN org.\n"
                                "mail.Example A 192.0.2.3\n"
                                "$ORIGIN 2.0.192.in-addr.arpa.\n"
                                "1 PTR mail.EXAMPLE.net.\n"
                                "$ORIGIN .\n"
                                "m\xc3\xbcnchen.example TXT munich\n"
                                "last.example TXT end";

static const struct {
    const char *title, *name;
    uint16_t type;
    DnsStatus want_status;
    const char *want; /* the records as text, parted by blanks */
} cases[] = {
    { "address", "mail.example.net", DNS_A, DNS_OK, "192.0.2.1 192.0.2.2" },
    { "IPv6 address", "mail.example.net", DNS_AAAA, DNS_OK, "2001:db8::1" },
    { "last dot, other case", "MAIL.Example.net.", DNS_AAAA, DNS_OK, "2001:db8::1" },
    { "preference and name", "example.net", DNS_MX, DNS_OK,
      "10:mail.example.net 20:mail.example.org" },
    { "strings join, quotes and escapes", "example.net", DNS_TXT, DNS_OK,
      "[v=spf1 mx -all] [say \"hi\" ; \\]" },
    { "empty string", "empty.example.net", DNS_TXT, DNS_OK, "[]" },
    { "reverse name", "1.2.0.192.in-addr.arpa", DNS_PTR, DNS_OK, "mail.example.net" },
    { "other origin", "mail.example.org", DNS_A, DNS_OK, "192.0.2.3" },
    { "no newline at the end", "last.example", DNS_TXT, DNS_OK, "[end]" },
    { "CNAME", "www.example.net", DNS_A, DNS_OK, "192.0.2.1 192.0.2.2" },
    { "CNAME itself", "www.example.net", DNS_CNAME, DNS_OK, "mail.example.net" },
    { "CNAME into another domain", "far.example.net", DNS_A, DNS_OK, "192.0.2.3" },
    { "CNAME, then no data", "far.example.net", DNS_AAAA, DNS_NODATA, "" },
    { "CNAME into nothing", "nowhere.example.net", DNS_A, DNS_NXDOMAIN, "" },
    { "CNAME loop", "loop.example.net", DNS_A, DNS_TEMPERROR, "" },
    { "no data", "mail.example.net", DNS_MX, DNS_NODATA, "" },
    { "no such name", "no.example.net", DNS_A, DNS_NXDOMAIN, "" },
    { "no such domain", "example.com", DNS_A, DNS_NXDOMAIN, "" },
    { "below a name", "x.mail.example.net", DNS_A, DNS_NXDOMAIN, "" },
    { "empty non-terminal", "under.wild.example.net", DNS_TXT, DNS_NODATA, "" },
    { "empty non-terminal above all", "net", DNS_TXT, DNS_NODATA, "" },
    { "wildcard", "any.wild.example.net", DNS_TXT, DNS_OK, "[wildcard]" },
    { "wildcard, several labels", "a.b.wild.example.net", DNS_TXT, DNS_OK, "[wildcard]" },
    { "wildcard, other type", "any.wild.example.net", DNS_A, DNS_NODATA, "" },
    { "wildcard's own name", "*.wild.example.net", DNS_TXT, DNS_OK, "[wildcard]" },
    { "wildcard does not cover its parent", "wild.example.net", DNS_TXT, DNS_NODATA, "" },
    { "a name below stops the wildcard", "other.under.wild.example.net", DNS_TXT, DNS_NXDOMAIN,
      "" },
    { "APL", "list.example.net", DNS_APL, DNS_OK,
      "<00011803c0000200012084c00002070002200420010db800010000>" },
    { "unknown type", "rmx.example.net", 65280, DNS_OK, "<0118c0000200>" },
    { "known type in hex", "hex.example.net", DNS_A, DNS_OK, "192.0.2.7" },
    { "mapped address is IPv6 on the wire", "mapped.example.net", DNS_AAAA, DNS_OK, "192.0.2.9" },
    { "and no A record", "mapped.example.net", DNS_A, DNS_NODATA, "" },
    { "mapped network in an APL", "mapped.example.net", DNS_APL, DNS_OK,
      "<0002780f00000000000000000000ffffc00002>" },
    { "address of three octets", "broken.example.net", DNS_A, DNS_TEMPERROR, "" },
    { "string cut short", "short.example.net", DNS_TXT, DNS_TEMPERROR, "" },
    { "dots inside a label", "dot.in.label.example.net", DNS_TXT, DNS_NXDOMAIN, "" },
    { "dot inside a label of an answer", "ptr.example.net", DNS_PTR, DNS_OK, "dot?in.example.org" },
    { "type without a reader here", "srv.example.net", 33, DNS_NODATA, "" },
    { "SERVFAIL", "fails.example.net", DNS_TXT, DNS_TEMPERROR, "" },
    { "REFUSED", "refuses.example.net", DNS_A, DNS_TEMPERROR, "" },
    { "TIMEOUT", "silent.example.net", DNS_A, DNS_TEMPERROR, "" },
    { "TIMEOUT below", "x.silent.example.net", DNS_A, DNS_TEMPERROR, "" },
    { "UTF-8", "m\xc3\xbcnchen.example", DNS_TXT, DNS_OK, "[munich]" },
    { "UTF-8 in capitals", "M\xc3\x9cNCHEN.example", DNS_TXT, DNS_OK, "[munich]" },
    { "A-label", "xn--mnchen-3ya.example", DNS_TXT, DNS_OK, "[munich]" },
    { "empty label", "mail..example.net", DNS_A, DNS_NXDOMAIN, "" },
    { "dot in front", ".example.net", DNS_A, DNS_NXDOMAIN, "" },
    { "empty name", "", DNS_A, DNS_NXDOMAIN, "" },
    { "root", ".", DNS_A, DNS_NXDOMAIN, "" },
};

static char *
records_text(const DnsAnswer *answer)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];
        g_autofree char *ip = ip_text(&record->ip);

        if (text->len > 0)
            g_string_append_c(text, ' ');
        if (ip)
            g_string_append(text, ip);
        else if (record->name && record->preference)
            g_string_append_printf(text, "%u:%s", record->preference, record->name);
        else if (record->name)
            g_string_append(text, record->name);
        else if (record->data)
            g_string_append_printf(text, "[%s]", record->data->str);
    }
    return g_string_free(text, FALSE);
}

Test(zone, answers)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = dns_new_zone_text("test", zone_text, &error);

    cr_assert(dns, "%s", error ? error->message : "");
    dns_set_question_limit(dns, 1000);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const DnsAnswer *answer = dns_ask(dns, cases[i].name, cases[i].type);
        g_autofree char *got = NULL;

        cr_expect(answer->status == cases[i].want_status, "%s: status %d, want %d, %s",
                  cases[i].title, answer->status, cases[i].want_status, answer->problem);
        cr_expect(!answer->authentic, "%s", cases[i].title);
        if (answer->status == DNS_TEMPERROR)
            cr_expect(answer->problem, "%s: no reason given", cases[i].title);
        if (answer->status == DNS_OK && cases[i].want[0] == '<') {
            const DnsRecord *record = answer->records->pdata[0];
            GString *hex = g_string_new("<");

            for (size_t k = 0; k < record->data->len; k++)
                g_string_append_printf(hex, "%02x", (guchar)record->data->str[k]);
            g_string_append_c(hex, '>');
            got = g_string_free(hex, FALSE);
        } else {
            got = records_text(answer);
        }
        cr_expect(strcmp(got, cases[i].want) == 0, "%s: got %s, want %s", cases[i].title, got,
                  cases[i].want);
    }
}

static const struct {
    const char *text, *want; /* the error begins with it */
} mistakes[] = {
    { "mail A 192.0.2.300\n", "Z:1: \"192.0.2.300\": not an IPv4 address, such as 192.0.2.1" },
    { "mail AAAA 192.0.2.1\n", "Z:1: \"192.0.2.1\": not an IPv6 address" },
    { "mail A ::ffff:192.0.2.1\n", "Z:1: \"::ffff:192.0.2.1\": not an IPv4 address" },
    { "\n\n mail A 192.0.2.1\n", "Z:3: line begins with a blank" },
    { "mail\n", "Z:1: record without a type" },
    { "mail A\n", "Z:1: 0 words of data; right would be \"A 192.0.2.1\"" },
    { "mail A 192.0.2.1 192.0.2.2\n", "Z:1: 2 words of data" },
    { "mail MX mail\n", "Z:1: 1 words of data; right would be \"MX 10 mail.example.net.\"" },
    { "mail MX x mail\n", "Z:1: \"x\": not a preference" },
    { "mail MX 65536 mail\n", "Z:1: \"65536\": not a preference" },
    { "mail MAIL x\n", "Z:1: \"MAIL\": not a record type" },
    { "mail CH TXT x\n", "Z:1: \"CH\": not a record type" },
    { "mail IN IN TXT x\n", "Z:1: \"IN\": not a record type" },
    { "$INCLUDE /etc/passwd\n", "Z:1: $INCLUDE is not read here" },
    { "$ORIGIN\n", "Z:1: $ORIGIN takes one name" },
    { "$TTL soon\n", "Z:1: $TTL takes one time" },
    { "a TXT \"x\nb TXT y\n", "Z:1: quotation mark not closed" },
    { "a TXT (\n\"x\"\n\n", "Z:1: parenthesis not closed" },
    { "\na TXT x )\n", "Z:2: closing parenthesis" },
    { "a TXT ((x))\n", "Z:1: parenthesis inside" },
    { "a TXT \\25\n", "Z:1: \"\\\\25\": escape that is not three decimal digits" },
    { "a TXT \\256\n", "Z:1: \"\\\\256\": escape over" },
    { "a TXT \\", "Z:1: octet that cannot stand here" },
    { "a..b TXT x\n", "Z:1: \"a..b\": empty label" },
    { "a TXT x\na CNAME b\n", "Z:2: a CNAME stands alone" },
    { "a CNAME b\na TXT x\n", "Z:2: a CNAME stands alone" },
    { "a TYPE65280 x\n", "Z:1: the data of TYPE65280 must be given as" },
    { "a TYPE65536 \\# 0\n", "Z:1: \"TYPE65536\": not a record type" },
    { "a TYPE65280 \\# 2 00\n", "Z:1: \"2\": the hex digits make 1 octets" },
    { "a TYPE65280 \\# 1 000\n", "Z:1: \"1\": the hex digits make 1 and a half octets" },
    { "a TYPE65280 \\# 1 0g\n", "Z:1: \"0g\": not \"\\# LENGTH HEX...\"" },
    { "a APL 3:192.0.2.0/24\n", "Z:1: \"3:192.0.2.0/24\": not an APL item" },
    { "a APL 1:192.0.2.0/33\n", "Z:1: \"1:192.0.2.0/33\": not an APL item" },
    { "a APL 1:192.0.2.0\n", "Z:1: \"1:192.0.2.0\": not an APL item" },
    { "a APL 1:2001:db8::/32\n", "Z:1: \"1:2001:db8::/32\": not an APL item" },
    { "a APL 1:::ffff:192.0.2.0/24\n", "Z:1: \"1:::ffff:192.0.2.0/24\": not an APL item" },
    { "a ERROR NXDOMAIN\n", "Z:1: \"NXDOMAIN\": not an error; SERVFAIL" },
};

Test(zone, mistakes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Dns) dns = dns_new_zone_text("Z", mistakes[i].text, &error);

        cr_expect(!dns && error, "read: %s", mistakes[i].text);
        cr_expect(g_error_matches(error, DNS_ERROR, DNS_ERROR_ZONE), "%s", mistakes[i].text);
        cr_expect(error && g_str_has_prefix(error->message, mistakes[i].want), "%s: got %s",
                  mistakes[i].text, error ? error->message : NULL);
    }
}

Test(zone, long_strings_and_names)
{
    g_autofree char *octets = g_strnfill(255, 'x');
    g_autofree char *fits = g_strdup_printf("a TXT \"%s\" \"%s\"\n", octets, octets);
    g_autofree char *over = g_strdup_printf("a TXT \"%sx\"\n", octets);
    g_autofree char *label = g_strdup_printf("%.64s TXT x\n", octets);
    g_autofree char *name =
        g_strdup_printf("%.63s.%.63s.%.63s.%.62s. TXT x\n", octets, octets, octets, octets);
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = dns_new_zone_text("Z", fits, &error);

    cr_assert(dns, "%s", error ? error->message : "");
    cr_expect_eq(((DnsRecord *)dns_ask(dns, "a", DNS_TXT)->records->pdata[0])->data->len, 510);
    cr_expect_null(dns_new_zone_text("Z", over, &error));
    cr_expect(error && strstr(error->message, "string of 256 octets"));
    g_clear_error(&error);
    cr_expect_null(dns_new_zone_text("Z", label, &error));
    cr_expect(error && strstr(error->message, "label over 63 octets"));
    g_clear_error(&error);
    cr_expect_null(dns_new_zone_text("Z", name, &error));
    cr_expect(error && strstr(error->message, "name over 255 octets"));
}

Test(zone, error_domain)
{
    cr_expect_str_eq(g_quark_to_string(DNS_ERROR), "rmxfilter-dns-error");
}

Test(zone, missing_file)
{
    g_autoptr(GError) error = NULL;

    cr_expect_null(dns_new_zone("/nonexistent/zone", &error));
    cr_expect(error && strcmp(error->message, "zone file \"/nonexistent/zone\": "
                                              "No such file or directory") == 0);
    g_clear_error(&error);
    cr_expect_null(dns_new_zone("/", &error));
    cr_expect(error && strcmp(error->message, "zone file \"/\": Is a directory") == 0);
}
