/* SPDX-License-Identifier: ISC */
/* Whose word a result is, told by the place of its field; and what a sender gains who writes one
 * himself. */
#include "relay/testimony.h"

#include "walk_case.h"

#define SIGNED(domain)                                                                             \
    "DKIM-Signature: v=1; a=rsa-sha256; d=" domain "; s=s1; i=@" domain ";\n\th=from; bh=AAAA; "   \
    "b=abcdefghijkl\n"
#define FROM               "From: a@bank.example\n"
#define DKIM(host, domain) "Authentication-Results: " host "; dkim=pass header.d=" domain "\n"
#define BANK(host)         DKIM(host, "bank.example")
#define GOOGLE_INSIDE                                                                              \
    "Received: by 2002:a05:7300:d10b:b0:fb:11aa:22bb with SMTP id h11csp123456dyc;\n        "      \
    "Sat, 7 Nov 2026 01:14:05 -0800 (PST)\n"
#define GOOGLE_BORDER                                                                              \
    "Received: from mail.bank.example (mail.bank.example. [203.0.113.20])\n        by "            \
    "mx.google.com with ESMTPS id 2adb.93;\n        Sat, 07 Nov 2026 01:14:03 -0800 (PST)\n"
#define GOOGLE_RESULTS                                                                             \
    "mx.google.com;\n       dkim=pass header.i=@bank.example header.s=s1 header.b=abcdefgh;\n"     \
    "       spf=pass (google.com: domain of a@bank.example designates 203.0.113.20 as permitted "  \
    "sender) smtp.mailfrom=a@bank.example;\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) "      \
    "header.from=bank.example\n"
#define MICROSOFT_INSIDE                                                                           \
    "Received: from X3.eop-nam12.prod.protection.outlook.com\n (2603:10b6:408:f8:cafe::7a) by "    \
    "X2.outlook.office365.com (2603:1036:d20::b) with\n Microsoft SMTP Server id 15.20.6652.5 "    \
    "via Frontend Transport; Wed, 2 Aug 2023 18:33:34 +0000\n"
#define MICROSOFT_BORDER                                                                           \
    "Received: from mta.bank.example (203.0.113.9) by X3.mail.protection.outlook.com\n "           \
    "(10.13.181.57) with Microsoft SMTP Server id 15.20.6631.44 via Frontend Transport;\n Wed, "   \
    "2 Aug 2023 18:33:34 +0000\n"
#define MICROSOFT_RESULTS                                                                          \
    "spf=pass (sender IP is 203.0.113.9)\n smtp.mailfrom=bank.example; dkim=pass (signature was "  \
    "verified)\n header.d=bank.example;dmarc=pass action=none\n header.from=bank.example;"         \
    "compauth=pass reason=100\n"

static const char *
position_text(TestimonyPosition position)
{
    switch (position) {
    case TESTIMONY_ABOVE:
        return "above";
    case TESTIMONY_NAMED:
        return "named";
    case TESTIMONY_BELOW:
        return "below";
    }
    g_assert_not_reached();
}

/* "above mx.example: dkim=pass bank.example/s1/abcd|"; "?" where the position alone is no proof. */
static char *
testimony_said(const GPtrArray *testimony)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < testimony->len; i++) {
        const Testimony *it = g_ptr_array_index(testimony, i);

        cr_expect(it->believed || it->position != TESTIMONY_NAMED);
        g_string_append_printf(text, "%s%s%s %s: %s=%s", i > 0 ? "|" : "",
                               position_text(it->position),
                               it->position == TESTIMONY_ABOVE && !it->believed ? "?" : "",
                               it->by ? it->by : "-", it->method, it->result);
        if (it->domain)
            g_string_append_printf(text, " %s", it->domain);
        if (it->selector)
            g_string_append_printf(text, "/%s", it->selector);
        if (it->value)
            g_string_append_printf(text, "/%s", it->value);
    }
    return g_string_free(text, FALSE);
}

/* results: names with blanks between; sealed: as in TestimonyRules. */
static GPtrArray *
collect_sealed(const char *header, const char *trust, const char *results, const char *own_name,
               const GArray *sealed, size_t *octets)
{
    g_autofree char *text = g_strconcat(header, "\n", NULL);
    g_autoptr(Message) message = message_new(text, strlen(text));
    g_autoptr(Dns) dns = dns_new_zone_text("test", "a.example A 192.0.2.99\n", NULL);
    g_autoptr(Walk) walk = walk_case(message, trust ? trust : "", 0, dns);
    g_auto(GStrv) names = results ? g_strsplit(results, " ", -1) : NULL;
    const char *const own_names[] = { own_name, NULL };
    const TestimonyRules rules = { .results = (const char *const *)names,
                                   .own_names = own_names,
                                   .sealed = sealed };
    const char *end;
    GPtrArray *testimony = testimony_collect(message, walk, &rules, &end);

    *octets = end ? (size_t)(end - text) : 0;
    return testimony;
}

static GPtrArray *
collect(const char *header, const char *trust, const char *results, const char *own_name,
        size_t *octets)
{
    return collect_sealed(header, trust, results, own_name, NULL, octets);
}

static const struct {
    const char *name, *header, *trust, *results, *own_name;
    const char *want;
    const char *want_behind; /* the line behind what is believed begins so; NULL: nothing is */
} places[] = {
    { "above the boundary", BANK("mx.example.org") OUTSIDE SIGNED("bank.example"), NULL, NULL, NULL,
      "above mx.example.org: dkim=pass bank.example", "Received: from a.example" },
    { "between two believed fields", INSIDE BANK("milter") OUTSIDE SIGNED("bank.example"), NULL,
      NULL, NULL, "above milter: dkim=pass bank.example", "Received: from a.example" },
    { "whatever name it bears: its place counts",
      BANK("mx.google.com") OUTSIDE SIGNED("bank.example"), NULL, NULL, NULL,
      "above mx.google.com: dkim=pass bank.example", "Received: from a.example" },
    { "right below the boundary, where older milters write",
      OUTSIDE BANK("mx.example.org") SIGNED("bank.example"), NULL, NULL, NULL,
      "below mx.example.org: dkim=pass bank.example", NULL },
    { "nothing above the boundary", OUTSIDE SIGNED("bank.example") BANK("mx.example.org"), NULL,
      NULL, NULL, "below mx.example.org: dkim=pass bank.example", NULL },
    { "a forged one below the forwarder's field",
      POSTFIX("f", "f", "192.0.2.7", "mx.example.org") OUTSIDE BANK("mx.example.org")
          SIGNED("bank.example"),
      "192.0.2.7", NULL, NULL, "below mx.example.org: dkim=pass bank.example",
      "Received: from a.example" },
    { "Received fields that stand together on top, as where a host rewrites headers",
      INSIDE OUTSIDE BANK("mx.example.org") SIGNED("bank.example"), NULL, NULL, NULL,
      "below mx.example.org: dkim=pass bank.example", "Received: from a.example" },

    /* no boundary */
    { "no Received field", BANK("mx.example.org") SIGNED("bank.example"), NULL, NULL, NULL,
      "below mx.example.org: dkim=pass bank.example", NULL },
    { "local mail: above its last field alone",
      BANK("mx.example.org") LOOPBACK BANK("mx.example.org") SIGNED("bank.example"), NULL, NULL,
      NULL,
      "above mx.example.org: dkim=pass bank.example|below mx.example.org: dkim=pass bank.example",
      "Received: from localhost" },
    { "another local user's mail",
      "Received: by mx.example.org (Postfix, from userid 1001)\n\tid 4F5A; Sat, 1 Mar 2003\n" BANK(
          "mx.example.org") SIGNED("bank.example"),
      NULL, NULL, NULL, "below mx.example.org: dkim=pass bank.example", NULL },
    { "a field without a client",
      BANK("mx.example.org") "Received: from somewhere by mx.example.org with ESMTP id x; Sat, 1 "
                             "Mar 2003\n" BANK("mx.example.org") SIGNED("bank.example"),
      NULL, NULL, NULL,
      "above mx.example.org: dkim=pass bank.example|below mx.example.org: dkim=pass bank.example",
      "Received: from somewhere" },
    { "a field that is none of the provider's, below its inner ones",
      BANK("one.google") GOOGLE_INSIDE BANK("mx.google.com") OUTSIDE SIGNED("bank.example"), NULL,
      NULL, NULL,
      "above one.google: dkim=pass bank.example|below mx.google.com: dkim=pass bank.example",
      "Received: by 2002:" },
    { "submission", BANK("mx.example.org") SUBMITTED BANK("mx.example.org") SIGNED("bank.example"),
      NULL, "mx.example.org", NULL,
      "above mx.example.org: dkim=pass bank.example|below mx.example.org: dkim=pass bank.example",
      "Received: from laptop" },
    { "submission at a forwarder: only what stands above the forwarder's own client",
      BANK("mx.example.org") POSTFIX("f", "f", "192.0.2.7", "mx.example.org") BANK(
          "f.example") "Received: from laptop (dsl.example [203.0.113.9])\n\t(Authenticated "
                       "sender: alice)\n"
                       "\tby f.example (Postfix) with ESMTPSA id 4F5A; Sat, 1 Mar 2003\n" SIGNED(
                           "bank.example"),
      "192.0.2.7", NULL, NULL,
      "above mx.example.org: dkim=pass bank.example|below f.example: dkim=pass bank.example",
      "Received: from f (f" },

    /* providers */
    { "Google: the sealed ones inside; its own stand where a sender can write, too",
      GOOGLE_INSIDE "ARC-Authentication-Results: i=1; " GOOGLE_RESULTS GOOGLE_BORDER
                    "Received-SPF: pass (google.com: domain of a@bank.example designates "
                    "203.0.113.20 as permitted sender) client-ip=203.0.113.20;\n"
                    "Authentication-Results: " GOOGLE_RESULTS SIGNED("bank.example"),
      NULL, NULL, NULL,
      "above mx.google.com: dkim=pass bank.example/s1/abcdefgh|above mx.google.com: spf=pass "
      "bank.example|above mx.google.com: dmarc=pass|below -: spf=pass|below mx.google.com: "
      "dkim=pass bank.example/s1/abcdefgh|below mx.google.com: spf=pass bank.example|below "
      "mx.google.com: dmarc=pass",
      "Received: from mail.bank.example" },
    { "Google: named",
      GOOGLE_INSIDE GOOGLE_BORDER "Received-SPF: pass client-ip=203.0.113.20;\n"
                                  "Authentication-Results: " GOOGLE_RESULTS SIGNED("bank.example"),
      NULL, "mx.google.com", NULL,
      "below -: spf=pass|named mx.google.com: dkim=pass bank.example/s1/abcdefgh|named "
      "mx.google.com: spf=pass bank.example|named mx.google.com: dmarc=pass",
      "DKIM-Signature" },
    { "Microsoft",
      MICROSOFT_INSIDE
      "Authentication-Results: " MICROSOFT_RESULTS
      "Received-SPF: Pass (protection.outlook.com: domain of bank.example "
      "designates\n 203.0.113.9 as permitted sender)\n receiver=protection.outlook"
      ".com;\n client-ip=203.0.113.9; helo=mta.bank.example;\n" MICROSOFT_BORDER SIGNED(
          "bank.example"),
      NULL, NULL, NULL,
      "above X3.mail.protection.outlook.com: spf=pass bank.example|above "
      "X3.mail.protection.outlook.com: dkim=pass bank.example|above "
      "X3.mail.protection.outlook.com: dmarc=pass|above "
      "X3.mail.protection.outlook.com: compauth=pass|above protection.outlook.com: spf=pass",
      "Received: from mta.bank.example" },
    { "sealed ones above the boundary, but of no provider: an intermediary seals what it was told",
      "ARC-Authentication-Results: i=1; mx.example.org; dkim=pass header.d=bank.example\n" OUTSIDE
          SIGNED("bank.example"),
      NULL, NULL, NULL, "above? mx.example.org: dkim=pass bank.example",
      "Received: from a.example" },
    { "sealed ones below",
      GOOGLE_INSIDE GOOGLE_BORDER
      "ARC-Authentication-Results: i=1; " GOOGLE_RESULTS SIGNED("bank.example"),
      NULL, "mx.google.com", NULL,
      "below mx.google.com: dkim=pass bank.example/s1/abcdefgh|below mx.google.com: spf=pass "
      "bank.example|below mx.google.com: dmarc=pass",
      "Received: from mail.bank.example" },
    { "Microsoft's other name, at no machine of Microsoft's",
      "X-MS-Exchange-Authentication-Results: " MICROSOFT_RESULTS OUTSIDE SIGNED("bank.example"),
      NULL, NULL, NULL,
      "above? mx.example.org: spf=pass bank.example|above? mx.example.org: dkim=pass "
      "bank.example|above? mx.example.org: dmarc=pass|above? mx.example.org: compauth=pass",
      "Received: from a.example" },

    /* names */
    { "named", OUTSIDE BANK("mx.example.org") SIGNED("bank.example"), NULL, "mx.example.org", NULL,
      "named mx.example.org: dkim=pass bank.example", "DKIM-Signature" },
    { "named by a domain", OUTSIDE BANK("Example.ORG") SIGNED("bank.example"), NULL, "example.org",
      NULL, "named Example.ORG: dkim=pass bank.example", "DKIM-Signature" },
    { "several fields, the verdict in the last",
      OUTSIDE "Authentication-Results: mx.example.org; arc=none\nDKIM-Filter: x\n"
              "Authentication-Results: mx.example.org; spf=none smtp.mailfrom=b.example\n" BANK(
                  "mx.example.org") SIGNED("bank.example"),
      NULL, "mx.example.org", NULL,
      "named mx.example.org: arc=none|named mx.example.org: spf=none b.example|named "
      "mx.example.org: dkim=pass bank.example",
      "DKIM-Signature" },
    { "another name", OUTSIDE BANK("mx.example.net") SIGNED("bank.example"), NULL, "mx.example.org",
      NULL, "below mx.example.net: dkim=pass bank.example", NULL },
    { "behind another name: it came from outside",
      OUTSIDE BANK("out.bank.example") BANK("mx.example.org") SIGNED("bank.example"), NULL,
      "mx.example.org", NULL,
      "below out.bank.example: dkim=pass bank.example|below mx.example.org: dkim=pass bank.example",
      NULL },
    { "behind fields of the message", OUTSIDE FROM BANK("mx.example.org") SIGNED("bank.example"),
      NULL, "mx.example.org", NULL, "below mx.example.org: dkim=pass bank.example", NULL },
    { "below another Received field", OUTSIDE FORGED BANK("mx.example.org") SIGNED("bank.example"),
      NULL, "mx.example.org", NULL, "below mx.example.org: dkim=pass bank.example", NULL },
    { "the name of another mailbox: this host is not known to strip it",
      OUTSIDE BANK("mx.other.example") SIGNED("bank.example"), NULL,
      "mx.example.org mx.other.example", NULL, "below mx.other.example: dkim=pass bank.example",
      NULL },
    { "a name below the host's", OUTSIDE BANK("x.mx.example.org") SIGNED("bank.example"), NULL,
      "x.mx.example.org", NULL, "below x.mx.example.org: dkim=pass bank.example", NULL },
    { "a host of the user's own, under any name", OUTSIDE BANK("filter") SIGNED("bank.example"),
      NULL, "filter", "MX.example.org", "named filter: dkim=pass bank.example", "DKIM-Signature" },
    { "below a forwarder's field, under the name of the user's host",
      POSTFIX("f", "f", "192.0.2.7", "mx.example.org") POSTFIX("x", "x", "203.0.113.9", "f.example")
          BANK("mx.example.org") SIGNED("bank.example"),
      "192.0.2.7", "mx.example.org", NULL, "below mx.example.org: dkim=pass bank.example",
      "Received: from x (x" },
};

Test(testimony, places)
{
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        size_t octets = 0;
        g_autoptr(GPtrArray) got = collect(places[i].header, places[i].trust, places[i].results,
                                           places[i].own_name, &octets);
        g_autofree char *said = testimony_said(got);
        const char *behind = places[i].header + octets;

        expect_text(places[i].name, "testimony", said, places[i].want);
        cr_expect((octets > 0) == (places[i].want_behind != NULL), "%s: %zu octets", places[i].name,
                  octets);
        if (octets == 0 || !places[i].want_behind)
            continue;
        behind += *behind == '\n';
        cr_expect(g_str_has_prefix(behind, places[i].want_behind), "%s: behind what is believed %s",
                  places[i].name, behind);
    }
}

/* --- words: a field above the boundary, in which a sender chose something --- */

#define BANK_PASS "; dkim=pass header.d=bank.example"

static const struct {
    const char *name, *value, *signatures, *want; /* signatures NULL: one of bank.example */
} words[] = {
    { "two signatures",
      "mx; dkim=pass header.d=esp.example header.s=k header.b=abcd; dkim=fail "
      "header.d=bank.example header.s=s1 header.b=bcde; spf=pass smtp.mailfrom=a@esp.example",
      NULL,
      "above mx: dkim=pass esp.example/k/abcd|above mx: dkim=fail bank.example/s1/bcde|above mx: "
      "spf=pass esp.example" },
    { "identity alone", "mx; dkim=pass header.i=@news.bank.example header.s=s1", NULL,
      "above mx: dkim=pass news.bank.example/s1" },
    { "identity of another domain", "mx; dkim=pass header.d=evil.example header.i=a@bank.example",
      NULL, "above mx: dkim=pass" },
    { "identity at a domain that ends alike",
      "mx; dkim=pass header.d=bank.example header.i=a@evilbank.example", NULL,
      "above mx: dkim=pass" },
    { "no domain at all", "mx; dkim=pass header.s=s1", NULL, "above mx: dkim=pass/s1" },
    { "Exim: a domain before the signature, and no address behind",
      "mx; iprev=pass (h.evil.example) smtp.remote-ip=203.0.113.9; spf=pass "
      "smtp.mailfrom=evil.example; dkim=pass header.d=bank.example header.s=s1 "
      "header.a=rsa-sha256; dmarc=pass header.from=bank.example",
      NULL,
      "above mx: iprev=pass|above mx: spf=pass evil.example|above mx: dkim=pass "
      "bank.example/s1|above mx: dmarc=pass bank.example" },
    { "iCloud: one field for each method",
      "dkim-verifier.icloud.com; dkim=pass (2048-bit key) "
      "header.d=bank.example header.i=@bank.example header.b=abcdefgh",
      NULL, "above dkim-verifier.icloud.com: dkim=pass bank.example/abcdefgh" },

    /* a sender's local part, of which the host dropped the quotes */
    { "breaks out, and ends in a reason",
      "mx; spf=pass smtp.mailfrom=x" BANK_PASS " reason=@evil.example", NULL,
      "above mx: spf=pass|above mx: dkim=pass" },
    { "breaks out, and names another domain",
      "mx; spf=pass smtp.mailfrom=bank.example; y=pass z=@evil.example", NULL,
      "above mx: spf=pass|above mx: y=pass" },
    { "breaks out, and ends in a second result of its own",
      "mx; spf=pass smtp.mailfrom=x@evil.example" BANK_PASS
      "; spf=pass smtp.mailfrom=x@evil.example",
      NULL, "above mx: spf=pass|above mx: dkim=pass|above mx: spf=pass" },
    { "breaks out, and ends in a signature of its own",
      "mx; spf=pass smtp.mailfrom=x@evil.example" BANK_PASS
      "; dkim=pass header.d=evil.example header.i=y@evil.example",
      NULL, "above mx: spf=pass|above mx: dkim=pass|above mx: dkim=pass" },
    { "opens a quote that the author's domain closes, and names another domain",
      "mx; spf=pass smtp.mailfrom=\"@evil.example; dmarc=none header.from=a@bank.example\"", NULL,
      "above mx: spf=pass" },
    { "opens a quote that the author's domain closes, and breaks out there",
      "mx; spf=pass smtp.mailfrom=\"@evil.example; dmarc=none header.from=\"" BANK_PASS " y=", NULL,
      "above mx: spf=pass|above mx: dkim=pass" },
    { "breaks out of the comment",
      "mx; spf=pass (x) smtp.mailfrom=y" BANK_PASS "; z=pass (@evil.example permits it) "
      "smtp.mailfrom=a@evil.example",
      NULL, "above mx: spf=pass|above mx: dkim=pass|above mx: z=pass" },
    { "breaks out of the comment by a word of its record",
      "mx; spf=pass (domain of a@evil.example, mechanism include:x)" BANK_PASS
      "; y=pass (z) smtp.mailfrom=evil.example",
      NULL, "above mx: spf=pass|above mx: dkim=pass|above mx: y=pass" },
    { "quoted: it does not, but who quoted it is not known",
      "mx; spf=pass smtp.mailfrom=\"x" BANK_PASS "\"@evil.example; dkim=none", NULL,
      "above mx: spf=pass|above mx: dkim=none" },
    { "behind the host's own",
      "mx; dkim=none; spf=pass smtp.mailfrom=x" BANK_PASS " y=@evil.example", NULL,
      "above mx: dkim=none|above mx: spf=pass|above mx: dkim=pass" },
    { "against the host's own",
      "mx; dmarc=fail header.from=bank.example; spf=pass smtp.mailfrom=x; dmarc=pass "
      "header.from=bank.example; spf=pass smtp.mailfrom=x@evil.example",
      NULL, "above mx: dmarc=fail|above mx: spf=pass|above mx: dmarc=pass|above mx: spf=pass" },

    /* other words of a sender's */
    { "a HELO name that breaks out", "mx; spf=none smtp.helo=x" BANK_PASS " y=z", NULL,
      "above mx: spf=none x|above mx: dkim=pass" },
    { "a reverse name that breaks out",
      "mx; iprev=pass (x)" BANK_PASS "; y=z (w) smtp.remote-ip=203.0.113.9", NULL,
      "above mx: iprev=pass|above mx: dkim=pass|above mx: y=z" },
    { "a reverse name that breaks out, with a second address",
      "mx; iprev=pass (x) smtp.remote-ip=203.0.113.9" BANK_PASS "; iprev=pass (w) "
      "smtp.remote-ip=203.0.113.9",
      NULL, "above mx: iprev=pass|above mx: dkim=pass|above mx: iprev=pass" },
    { "an author's domain that breaks out", "mx; dmarc=none header.from=x" BANK_PASS, NULL,
      "above mx: dmarc=none x|above mx: dkim=pass" },
    { "an unknown method before", "mx; x-ptr=pass policy.ptr=x" BANK_PASS, NULL,
      "above mx: x-ptr=pass|above mx: dkim=pass" },
    { "the sealed results of others before",
      "mx; arc=pass (i=1 spf=pass spfdomain=x)" BANK_PASS "; y=z (w)", NULL,
      "above mx: arc=pass|above mx: dkim=pass|above mx: y=z" },
    { "a signature's identity that breaks out",
      "mx; dkim=pass header.d=evil.example header.i=x@evil.example" BANK_PASS
      "; dkim=pass header.d=evil.example header.i=x@evil.example header.s=t",
      "DKIM-Signature: v=1; d=evil.example; s=t; i=x=40evil.example=3B=20dkim=3Dpass@evil.example; "
      "b=abcd\n",
      "above mx: dkim=pass|above mx: dkim=pass|above mx: dkim=pass/t" },
    { "a signature's domain that goes on as another property",
      "mx; dkim=pass header.d=bank.example header.x=1.evil.example",
      "DKIM-Signature: v=1; d=bank.example header.x=1.evil.example; s=t; b=abcd\n",
      "above mx: dkim=pass" },
    { "a selector that goes on",
      "mx; dkim=pass header.s=t header.d=bank.example header.d=evil.example",
      SIGNED("evil.example"), "above mx: dkim=pass/t" },
    { "a signature that is not there", "mx; dkim=pass header.d=bank.example", FROM,
      "above mx: dkim=pass" },
    { "a field that cannot be read to its end", "mx; dkim=pass header.d=bank.example; spf=fail (x",
      NULL, "above mx: dkim=pass" },
};

Test(testimony, words)
{
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        const char *signatures = words[i].signatures ? words[i].signatures : SIGNED("bank.example");
        g_autofree char *header =
            g_strconcat("Authentication-Results: ", words[i].value, "\n" OUTSIDE, signatures, NULL);
        size_t octets;
        g_autoptr(GPtrArray) got = collect(header, NULL, NULL, NULL, &octets);
        g_autofree char *said = testimony_said(got);

        expect_text(words[i].name, "testimony", said, words[i].want);
    }
}

/* --- what is found --- */

#define RESULT(text) "Authentication-Results: mx; dkim=" text "\n"

static const struct {
    const char *name, *header, *selector, *value;
    const char *want; /* the result about bank.example; NULL: none is found */
} finds[] = {
    { "passed", RESULT("pass header.d=bank.example") OUTSIDE, "s1", "abcdefghijkl", "pass" },
    { "another domain", RESULT("pass header.d=x.bank.example") OUTSIDE, "s1", "abcd", NULL },
    { "not believed", OUTSIDE RESULT("pass header.d=bank.example"), "s1", "abcd", NULL },
    { "another method", "Authentication-Results: mx; spf=pass smtp.mailfrom=bank.example\n" OUTSIDE,
      "s1", "abcd", NULL },
    { "the beginning of the signature",
      RESULT("pass header.d=bank.example header.s=S1 header.b=abcdefgh") OUTSIDE, "s1",
      "abcdefghijkl", "pass" },
    { "another signature of the domain, by its value",
      RESULT("pass header.d=bank.example header.s=s1 header.b=abcdefgX") OUTSIDE, "s1",
      "abcdefghijkl", NULL },
    { "values differ in case", RESULT("pass header.d=bank.example header.b=ABCDEFGH") OUTSIDE, "s1",
      "abcdefghijkl", NULL },
    { "another signature of the domain, by its selector",
      RESULT("pass header.d=bank.example header.s=s2") OUTSIDE, "s1", "abcdefghijkl", NULL },
    { "one of two by its value",
      RESULT("fail header.d=bank.example header.b=zzzzzzzz; dkim=pass header.d=bank.example "
             "header.b=abcdefgh") OUTSIDE,
      "s1", "abcdefghijkl", "pass" },
    { "the other one",
      RESULT("pass header.d=bank.example header.b=zzzzzzzz; dkim=fail header.d=bank.example "
             "header.b=abcdefgh") OUTSIDE,
      "s1", "abcdefghijkl", "fail" },
    { "two of the domain, and no word which",
      RESULT("fail header.d=bank.example; dkim=pass header.d=bank.example; dkim=fail "
             "header.d=bank.example") OUTSIDE,
      "s1", "abcdefghijkl", "pass" },
    { "the host that saw it first says pass",
      RESULT("fail header.d=bank.example") INSIDE RESULT("pass header.d=bank.example") OUTSIDE,
      "s1", "abcd", "pass" },
    { "the host that saw it first says fail",
      RESULT("pass header.d=bank.example") INSIDE RESULT("fail header.d=bank.example") OUTSIDE,
      "s1", "abcd", "fail" },
};

Test(testimony, find)
{
    for (size_t i = 0; i < G_N_ELEMENTS(finds); i++) {
        g_autofree char *header = g_strconcat(finds[i].header, SIGNED("bank.example"), NULL);
        size_t octets;
        g_autoptr(GPtrArray) all = collect(header, NULL, NULL, NULL, &octets);
        const Testimony *got =
            testimony_of_signature(all, "bank.example", finds[i].selector, finds[i].value);

        expect_text(finds[i].name, "result", got ? got->result : NULL, finds[i].want);
        cr_expect_eq(testimony_passed(got), g_strcmp0(finds[i].want, "pass") == 0, "%s",
                     finds[i].name);
    }
}

Test(testimony, find_by_method)
{
    static const char header[] =
        "Authentication-Results: mx; spf=softfail smtp.mailfrom=a@bank.example\n"
        "Received-SPF: fail client-ip=203.0.113.9; envelope-from=a@bank.example; helo=h\n"
        "Received-SPF: pass client-ip=203.0.113.9; envelope-from=\"<>\"; helo=h.example\n" OUTSIDE;
    size_t octets;
    g_autoptr(GPtrArray) all = collect(header, NULL, NULL, NULL, &octets);
    const Testimony *got = testimony_find(all, "spf", "bank.example", NULL);

    cr_assert_not_null(got);
    cr_expect_str_eq(got->result, "fail"); /* the lower one */
    cr_expect_str_eq(testimony_find(all, "spf", "h.example", NULL)->result, "pass");
    cr_expect_null(testimony_find(all, "dkim", "bank.example", NULL));
}

/* Anybody can send a sealed message again: its SPF was about the machine of the first copy. */
Test(testimony, find_no_sealed_spf)
{
    static const char sealed_results[] =
        "ARC-Authentication-Results: i=1; list.example; dkim=pass header.d=bank.example;"
        " spf=pass smtp.mailfrom=bank.example\n" SIGNED("bank.example");
    static const char above[] =
        "Authentication-Results: mx; spf=fail smtp.mailfrom=bank.example\n" OUTSIDE;
    g_autofree char *both = g_strconcat(above, sealed_results, NULL);
    g_autofree char *alone = g_strconcat(OUTSIDE, sealed_results, NULL);
    g_autoptr(GArray) second = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GPtrArray) all = NULL;
    guint index = 1;
    size_t octets;

    g_array_append_val(second, index);
    all = collect_sealed(alone, NULL, NULL, NULL, second, &octets);
    cr_expect(testimony_passed(testimony_find(all, "dkim", "bank.example", NULL)));
    cr_expect_null(testimony_find(all, "spf", "bank.example", NULL));
    g_ptr_array_unref(g_steal_pointer(&all));

    /* the host's own word is found, though the sealed one is the lower */
    g_array_index(second, guint, 0) = 2;
    all = collect_sealed(both, NULL, NULL, NULL, second, &octets);
    cr_assert_not_null(testimony_find(all, "spf", "bank.example", NULL));
    cr_expect_str_eq(testimony_find(all, "spf", "bank.example", NULL)->result, "fail");
}

Test(testimony, no_more_than_the_limit)
{
    g_autoptr(GString) header = g_string_new(BANK("mx") OUTSIDE);
    size_t octets;

    for (int i = 0; i < TESTIMONY_MAX; i++)
        g_string_append(header, "Authentication-Results: x; spf=pass; dkim=pass\n");

    g_autoptr(GPtrArray) all = collect(header->str, NULL, NULL, NULL, &octets);

    cr_expect_eq(all->len, TESTIMONY_MAX);
}
