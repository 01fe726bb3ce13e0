/* SPDX-License-Identifier: ISC */
/* Where the walk ends, and that nothing below the boundary moves it. */
#include "relay/sender.h"
#include "walk_case.h"

static const struct {
    const char *name, *header, *trust;
    int hops;
    WalkEnd want;
    int want_boundary;
    const char *want_ip, *want_helo, *want_rdns, *want_by;
    guint want_believed;
} cases[] = {
    { "one hop", OUTSIDE, "", 0, WALK_BOUNDARY, 0, "203.0.113.9", "a.example", "b.example",
      "mx.example.org", 1 },
    { "private hop above", INSIDE OUTSIDE, "", 0, WALK_BOUNDARY, 1, "203.0.113.9", "a.example",
      "b.example", "mx.example.org", 2 },
    { "content filter on localhost", LOOPBACK OUTSIDE, "", 0, WALK_BOUNDARY, 1, "203.0.113.9",
      "a.example", "b.example", "mx.example.org", 2 },
    { "forged field below", OUTSIDE FORGED, "", 0, WALK_BOUNDARY, 0, "203.0.113.9", "a.example",
      "b.example", "mx.example.org", 1 },
    { "private field below the boundary", OUTSIDE INSIDE FORGED, "", 0, WALK_BOUNDARY, 0,
      "203.0.113.9", "a.example", "b.example", "mx.example.org", 1 },
    { "trusted forwarder", OUTSIDE FORGED, "203.0.113.0/24", 0, WALK_BOUNDARY, 1, "198.51.100.1",
      "good.example", "good.example", "mx.example.org", 2 },
    { "all trusted: the last relay is the client", OUTSIDE, "203.0.113.9", 0, WALK_BOUNDARY, 0,
      "203.0.113.9", "a.example", "b.example", "mx.example.org", 1 },
    { "all trusted, two relays", OUTSIDE FORGED, "0.0.0.0/0", 0, WALK_BOUNDARY, 1, "198.51.100.1",
      "good.example", "good.example", "mx.example.org", 2 },
    { "all trusted, then a hand-over on the relay's host", OUTSIDE LMTP, "203.0.113.9", 0,
      WALK_BOUNDARY, 0, "203.0.113.9", "a.example", "b.example", "mx.example.org", 2 },
    { "private networks alone", LOOPBACK INSIDE, "", 0, WALK_LOCAL, -1, NULL, NULL, NULL, NULL, 2 },
    { "no Received field", "Subject: x\n", "", 0, WALK_LOCAL, -1, NULL, NULL, NULL, NULL, 0 },
    { "local submission", PICKUP, "", 0, WALK_LOCAL, -1, NULL, NULL, NULL, NULL, 1 },
    { "shared by a carrier's customers", POSTFIX("x", "x", "100.64.0.9", "mx.example.org") OUTSIDE,
      "", 0, WALK_BOUNDARY, 0, "100.64.0.9", "x", "x", "mx.example.org", 1 },
    { "shared, and named", POSTFIX("x", "x", "100.64.0.9", "mx.example.org") OUTSIDE,
      "100.64.0.0/10", 0, WALK_BOUNDARY, 1, "203.0.113.9", "a.example", "b.example",
      "mx.example.org", 2 },
    { "through NAT64", POSTFIX("x", "x", "IPv6:64:ff9b::cb00:7109", "mx.example.org"), "", 0,
      WALK_BOUNDARY, 0, "203.0.113.9", "x", "x", "mx.example.org", 1 },
    { "a trusted relay through NAT64",
      POSTFIX("x", "x", "IPv6:64:ff9b::c000:207", "mx.example.org") OUTSIDE, "192.0.2.7", 0,
      WALK_BOUNDARY, 1, "203.0.113.9", "a.example", "b.example", "mx.example.org", 2 },
    { "loopback by NAT64 is not loopback",
      POSTFIX("x", "x", "IPv6:64:ff9b::7f00:1", "mx.example.org") FORGED, "", 0, WALK_BOUNDARY, 0,
      "64:ff9b::7f00:1", "x", "x", "mx.example.org", 1 },
    { "private by NAT64 is not private",
      POSTFIX("x", "x", "IPv6:64:ff9b::a00:2", "mx.example.org") FORGED, "10.0.0.0/8", 0,
      WALK_BOUNDARY, 0, "64:ff9b::a00:2", "x", "x", "mx.example.org", 1 },
    { "private range switched off", INSIDE OUTSIDE, "!10.0.0.0/8", 0, WALK_BOUNDARY, 0, "10.0.0.2",
      "mx.example.org", "mx.example.org", "store.example.org", 1 },

    { "--hops 1 on a trusted client", INSIDE OUTSIDE, "", 1, WALK_BOUNDARY, 0, "10.0.0.2",
      "mx.example.org", "mx.example.org", "store.example.org", 1 },
    { "--hops 2 over an untrusted client", OUTSIDE FORGED, "", 2, WALK_BOUNDARY, 1, "198.51.100.1",
      "good.example", "good.example", "mx.example.org", 2 },
    { "--hops beyond the last field", OUTSIDE, "", 3, WALK_TOO_SHORT, -1, NULL, NULL, NULL, NULL,
      1 },
    { "--hops beyond the last of two", INSIDE OUTSIDE, "", 3, WALK_TOO_SHORT, -1, NULL, NULL, NULL,
      NULL, 2 },
    { "--hops and no field at all", "Subject: x\n", "", 1, WALK_TOO_SHORT, -1, NULL, NULL, NULL,
      NULL, 0 },
    { "--hops at a field without a client",
      "Received: by mx.example.org; Sat, 1 Mar 2003\n" OUTSIDE, "", 1, WALK_UNREADABLE, -1, NULL,
      NULL, NULL, NULL, 1 },
    { "--hops at a mailbox fetch", FETCH OUTSIDE, "", 1, WALK_UNREADABLE, -1, NULL, NULL, NULL,
      NULL, 1 },

    { "pickup, then the same host", PICKUP OUTSIDE, "", 0, WALK_BOUNDARY, 1, "203.0.113.9",
      "a.example", "b.example", "mx.example.org", 2 },
    { "pickup, then another host",
      PICKUP POSTFIX("good.example", "good.example", "198.51.100.1", "mx.example.com"), "", 0,
      WALK_UNREADABLE, -1, NULL, NULL, NULL, NULL, 1 },
    { "LMTP on the same host", LMTP OUTSIDE, "", 0, WALK_BOUNDARY, 1, "203.0.113.9", "a.example",
      "b.example", "mx.example.org", 2 },
    { "LMTP that names no host",
      "Received: from x.example with LMTP id 1; Sat, 1 Mar 2003\n" FORGED, "", 0, WALK_UNREADABLE,
      -1, NULL, NULL, NULL, NULL, 1 },
    { "qmail's queue", QMAIL_QUEUE QMAIL, "", 0, WALK_BOUNDARY, 1, "203.0.113.9", "a.example", NULL,
      "mx.example.org", 2 },
    { "a reverse name that is the HELO name too",
      "Received: from b.example ([203.0.113.9])\n\tby mx.example.org with esmtp (Exim 4.96)\n"
      "\tid 1tAbCd-0001aB-2c; Sat, 1 Mar 2003\n",
      "", 0, WALK_BOUNDARY, 0, "203.0.113.9", "b.example", "b.example", "mx.example.org", 1 },
    { "mailbox fetch", FETCH OUTSIDE, "", 0, WALK_BOUNDARY, 1, "203.0.113.9", "a.example",
      "b.example", "mx.example.org", 2 },
    { "fetch delivered over SMTP from localhost", LOOPBACK FETCH OUTSIDE, "", 0, WALK_BOUNDARY, 2,
      "203.0.113.9", "a.example", "b.example", "mx.example.org", 3 },
    { "forged fetch below a trusted relay", OUTSIDE FETCH FORGED, "203.0.113.9", 0, WALK_UNREADABLE,
      -1, NULL, NULL, NULL, NULL, 2 },
    { "forged fetch below the boundary", OUTSIDE FETCH FORGED, "", 0, WALK_BOUNDARY, 0,
      "203.0.113.9", "a.example", "b.example", "mx.example.org", 1 },
    { "no client address", "Received: from a.example by mx.example.org; Sat\n" FORGED, "", 0,
      WALK_UNREADABLE, -1, NULL, NULL, NULL, NULL, 1 },
    { "empty field", "Received:\n" FORGED, "", 0, WALK_UNREADABLE, -1, NULL, NULL, NULL, NULL, 1 },

    { "submission to the user's own host", SUBMITTED FORGED, "", 0, WALK_SUBMISSION, 0, NULL,
      "laptop", NULL, "mx.example.org", 1 },
    { "submission, then a content filter", LOOPBACK SUBMITTED, "", 0, WALK_SUBMISSION, 1, NULL,
      "laptop", NULL, "mx.example.org", 2 },
    { "submission to a trusted forwarder",
      POSTFIX("fwd.example", "fwd.example", "192.0.2.7", "mx.example.org") LOOPBACK SUBMITTED,
      "192.0.2.7", 0, WALK_BOUNDARY, 0, "192.0.2.7", "fwd.example", "fwd.example", "mx.example.org",
      3 },
    { "submission below the boundary", OUTSIDE SUBMITTED, "", 0, WALK_BOUNDARY, 0, "203.0.113.9",
      "a.example", "b.example", "mx.example.org", 1 },
};

Test(walk, ends)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *name = cases[i].name;
        g_autoptr(Message) message = message_new(cases[i].header, strlen(cases[i].header));
        g_autoptr(Walk) walk = walk_case(message, cases[i].trust, cases[i].hops, NULL);
        g_autofree char *ip = ip_text(&walk->ip);
        guint believed = 0;

        for (guint at = 0; at < walk->steps->len; at++) {
            const WalkStep *step = g_ptr_array_index(walk->steps, at);

            believed += step->believed;
            cr_expect(step->why && *step->why, "%s: hop %u has a reason", name, at);
            cr_expect(step->believed || !step->trusted, "%s: hop %u trusted, not believed", name,
                      at);
        }
        cr_expect_eq(walk->end, cases[i].want, "%s: end %d (%s)", name, walk->end, walk->reason);
        cr_expect_eq(walk->boundary, cases[i].want_boundary, "%s: boundary %d", name,
                     walk->boundary);
        cr_expect_eq(believed, cases[i].want_believed, "%s: %u believed", name, believed);
        cr_expect_eq(walk->reason == NULL, walk->end == WALK_BOUNDARY, "%s: reason", name);
        expect_text(name, "ip", ip, cases[i].want_ip);
        expect_text(name, "helo", walk->helo, cases[i].want_helo);
        expect_text(name, "rdns", walk->rdns, cases[i].want_rdns);
        expect_text(name, "by", walk->by, cases[i].want_by);
    }
}

/* Whoever has an account on a believed host may have written all that stands below his field. */
#define HANDED_IN(by, user)                                                                        \
    "Received: by " by " (Postfix, from userid " user ")\n\tid 4F5A; Sat, 1 Mar 2003\n"
#define QMAIL_BY(user) "Received: (qmail 12345 invoked " user "); 1 Mar 2003 17:25:48 -0000\n"
#define EXIM_BY(user)                                                                              \
    "Received: from " user " by mx.example.org with local (Exim 4.96)\n"                           \
    "\t(envelope-from <a@a.example>) id 1tAbCd-0001aB-2c; Sat, 1 Mar 2003\n"
#define SENDMAIL_BY(user)                                                                          \
    "Received: (from " user "@localhost)\n\tby mx.example.org (8.17.1/8.17.1/Submit) id x;"        \
    " Sat, 1 Mar 2003\n"
#define OTHER POSTFIX("relay.example", "relay.example", "192.0.2.7", "me.example.org")

static const struct {
    const char *name, *header, *trust;
    WalkEnd want;
    const char *want_reason; /* NULL: the boundary is the last field */
} handed_in[] = {
    { "the user", HANDED_IN("mx.example.org", "1000") OUTSIDE, "", WALK_BOUNDARY, NULL },
    { "another user", HANDED_IN("mx.example.org", "1001") OUTSIDE, "", WALK_HANDED_IN,
      "submitted by local user 1001" },
    { "a number that nobody has", HANDED_IN("mx.example.org", "4711") OUTSIDE, "", WALK_HANDED_IN,
      "submitted by local user 4711" },
    { "root", HANDED_IN("mx.example.org", "0") OUTSIDE, "", WALK_BOUNDARY, NULL },
    { "the mail system", HANDED_IN("mx.example.org", "104") OUTSIDE, "", WALK_BOUNDARY, NULL },
    { "the web server", HANDED_IN("mx.example.org", "33") OUTSIDE, "", WALK_HANDED_IN,
      "submitted by local user 33" },
    { "nobody", HANDED_IN("mx.example.org", "65534") OUTSIDE, "", WALK_HANDED_IN,
      "submitted by local user 65534" },
    { "another user, and nothing below", HANDED_IN("mx.example.org", "1001"), "", WALK_HANDED_IN,
      "submitted by local user 1001" },
    { "qmail: vpopmail", QMAIL_BY("by uid 89") QMAIL, "", WALK_BOUNDARY, NULL },
    { "qmail: another user", QMAIL_BY("by uid 1001") QMAIL, "", WALK_HANDED_IN,
      "submitted by local user 1001" },
    { "qmail: its own", QMAIL_BY("from network") QMAIL, "", WALK_BOUNDARY, NULL },
    { "qmail: alias", QMAIL_BY("by alias") QMAIL, "", WALK_BOUNDARY, NULL },
    { "Exim: the user", EXIM_BY("alice") OUTSIDE, "", WALK_BOUNDARY, NULL },
    { "Exim: another user", EXIM_BY("bob") OUTSIDE, "", WALK_HANDED_IN,
      "submitted by local user bob" },
    { "Exim: the mail system", EXIM_BY("Debian-exim") OUTSIDE, "", WALK_BOUNDARY, NULL },
    { "Exim: the web server", EXIM_BY("www-data") OUTSIDE, "", WALK_HANDED_IN,
      "submitted by local user www-data" },
    { "sendmail: the user", SENDMAIL_BY("alice") OUTSIDE, "", WALK_BOUNDARY, NULL },
    { "sendmail: another user", SENDMAIL_BY("bob") OUTSIDE, "", WALK_HANDED_IN,
      "submitted by local user bob" },
    { "on another host the user's number is somebody else's",
      OTHER HANDED_IN("mx.example.org", "1000") OUTSIDE, "192.0.2.7", WALK_HANDED_IN,
      "submitted by local user 1000" },
    { "on another host the mail system's number here is somebody's",
      OTHER HANDED_IN("mx.example.org", "104") OUTSIDE, "192.0.2.7", WALK_HANDED_IN,
      "submitted by local user 104" },
    { "on another host the user's name is somebody else's", OTHER EXIM_BY("alice") OUTSIDE,
      "192.0.2.7", WALK_HANDED_IN, "submitted by local user alice" },
    { "on another host the mail system's name", OTHER EXIM_BY("Debian-exim") OUTSIDE, "192.0.2.7",
      WALK_BOUNDARY, NULL },
    { "on another host a number of FreeBSD's qmail, which is Gentoo's web server",
      OTHER HANDED_IN("mx.example.org", "81") OUTSIDE, "192.0.2.7", WALK_HANDED_IN,
      "submitted by local user 81" },
    { "on another host a number that is Alpine's web server", OTHER QMAIL_BY("by uid 82") QMAIL,
      "192.0.2.7", WALK_HANDED_IN, "submitted by local user 82" },
    { "on another host root", OTHER HANDED_IN("mx.example.org", "0") OUTSIDE, "192.0.2.7",
      WALK_BOUNDARY, NULL },
    { "on the mailbox's host", FETCH HANDED_IN("mx.example.org", "1000") OUTSIDE, "",
      WALK_HANDED_IN, "submitted by local user 1000" },
    { "below a content filter", LOOPBACK HANDED_IN("mx.example.org", "1001") OUTSIDE, "",
      WALK_HANDED_IN, "submitted by local user 1001" },
    { "below the boundary it does not matter", OUTSIDE HANDED_IN("mx.example.org", "1001"), "",
      WALK_BOUNDARY, NULL },
};

Test(walk, local_users)
{
    for (size_t i = 0; i < G_N_ELEMENTS(handed_in); i++) {
        const char *name = handed_in[i].name;
        g_autoptr(Message) message = message_new(handed_in[i].header, strlen(handed_in[i].header));
        g_autoptr(Walk) walk = walk_case(message, handed_in[i].trust, 0, NULL);
        g_autofree char *ip = ip_text(&walk->ip);

        cr_expect_eq(walk->end, handed_in[i].want, "%s: end %d (%s)", name, walk->end,
                     walk->reason);
        expect_text(name, "reason", walk->reason, handed_in[i].want_reason);
        expect_text(name, "client", ip, handed_in[i].want_reason ? NULL : "203.0.113.9");
    }
}

/* Two names of one host. */
static const struct {
    const char *name, *header;
    bool want; /* the second field is believed */
} same_host[] = {
    { "LMTP, by the name that the next field has",
      "Received: from mx.example.org by vps1 with LMTP id x; Sat\n" OUTSIDE, true },
    { "LMTP, by another name", "Received: from x.example.org by vps1 with LMTP id x; Sat\n" OUTSIDE,
      false },
    { "LMTP from an address",
      "Received: from mx.example.org (mx.example.org [198.51.100.3]) by vps1 with LMTP id x;"
      " Sat\n" OUTSIDE,
      false },
    { "a pickup is no LMTP", HANDED_IN("vps1", "1000") OUTSIDE, false },
    { "names of the user's", HANDED_IN("one.example.org", "1000") OUTSIDE, true },
    { "one of them is not the user's", HANDED_IN("two.example.org", "1000") OUTSIDE, false },
    { "by localhost", HANDED_IN("localhost", "1000") OUTSIDE, true },
    { "by localhost.localdomain", HANDED_IN("localhost.localdomain", "1000") OUTSIDE, true },
    { "by [127.0.0.1]", HANDED_IN("[127.0.0.1]", "1000") OUTSIDE, true },
    { "by [IPv6:::1]", HANDED_IN("[IPv6:::1]", "1000") OUTSIDE, true },
    { "by an address that is no loopback", HANDED_IN("[192.0.2.1]", "1000") OUTSIDE, false },
    { "by a name that only begins so", HANDED_IN("localhost.example", "1000") OUTSIDE, false },
    { "by a lone bracket", HANDED_IN("[", "1000") OUTSIDE, false },
    { "by 127.0.0.1", HANDED_IN("127.0.0.1", "1000") OUTSIDE, true },
};

Test(walk, hand_overs_between_two_names)
{
    static const char *const own[] = { "one.example.org", "mx.example.org", NULL };

    for (size_t i = 0; i < G_N_ELEMENTS(same_host); i++) {
        g_autoptr(Message) message = message_new(same_host[i].header, strlen(same_host[i].header));
        g_autoptr(GPtrArray) hops = walk_case_hops(message);
        g_autoptr(TrustList) trust = trust_list_new();
        g_autoptr(AccountList) accounts = account_list_from(WALK_PASSWD, 1000, NULL, NULL);
        const WalkRules rules = { .trust = trust, .accounts = accounts, .own_names = own };
        g_autoptr(Walk) walk = walk_new(hops, &rules);
        bool believed = ((const WalkStep *)walk->steps->pdata[1])->believed;

        cr_expect_eq(believed, same_host[i].want, "%s: %s", same_host[i].name, walk->reason);
        cr_expect(!believed || walk->boundary == 1, "%s", same_host[i].name);
    }
}

/* A count that believes a stranger's field is the user's word, but he is told. */
Test(walk, a_wrong_count_is_warned_of)
{
    static const struct {
        const char *header, *trust;
        int count;
        guint want;
    } counted[] = {
        { OUTSIDE FORGED, "", 2, 1 },         { OUTSIDE FORGED, "203.0.113.9", 2, 0 },
        { OUTSIDE FORGED, "", 1, 0 },         { INSIDE OUTSIDE FORGED, "", 3, 1 },
        { OUTSIDE OUTSIDE FORGED, "", 3, 2 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(counted); i++) {
        g_autoptr(Message) message = message_new(counted[i].header, strlen(counted[i].header));
        g_autoptr(Walk) walk = walk_case(message, counted[i].trust, counted[i].count, NULL);

        cr_expect_eq(walk->end, WALK_BOUNDARY, "row %zu", i);
        cr_expect_eq(walk->warnings->len, counted[i].want, "row %zu: %u", i, walk->warnings->len);
    }
}

/* Advice that would make the sender's own field believed is no advice. */
Test(walk, a_count_is_advised_only_where_no_address_is_shown)
{
    static const struct {
        const char *header, *want;
    } unread[] = {
        { "Received: from a.example by mx.example.org; Sat\n" FORGED,
          "unreadable: Received field 1: shows no client address (--hops says how many fields to "
          "believe)" },
        { "Received: from x by y ([203.0.113.9]) by mx.example.org with ESMTP; Sat\n" FORGED,
          "unreadable: Received field 1: more than one by clause" },
        { OUTSIDE FETCH FORGED, "unreadable: Received field 2: a mailbox fetch below an SMTP hop" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(unread); i++) {
        g_autoptr(Message) message = message_new(unread[i].header, strlen(unread[i].header));
        g_autoptr(Walk) walk = walk_case(message, "203.0.113.9", 0, NULL);

        cr_expect_eq(walk->end, WALK_UNREADABLE, "row %zu", i);
        expect_text("advice", "reason", walk->reason, unread[i].want);
    }
}

/* Whatever stands below the boundary was in the hands of the sender. */
Test(walk, nothing_below_the_boundary_counts)
{
    static const char *const lines[] = {
        OUTSIDE,
        INSIDE,
        LOOPBACK,
        FORGED,
        PICKUP,
        LMTP,
        FETCH,
        QMAIL_QUEUE,
        QMAIL,
        SUBMITTED,
        "Return-Path: <forged@good.example>\n",
        "X-Envelope-From: forged@good.example\n",
        "Envelope-Sender: forged@good.example\n",
        "X-RMX-Status: pass\n",
        "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=good.example\n",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(lines); j++) {
            g_autofree char *text = g_strconcat("Return-Path: <a@a.example>\n", INSIDE, OUTSIDE,
                                                lines[i], lines[j], "Subject: x\n", NULL);
            g_autoptr(Message) message = message_new(text, strlen(text));
            g_autoptr(Walk) walk = walk_case(message, "", 0, NULL);
            const SenderRules rules = { .dns = NULL };
            g_autoptr(EnvelopeSender) sender = envelope_sender(message, walk, &rules);
            g_autofree char *ip = ip_text(&walk->ip);

            cr_expect_eq(walk->end, WALK_BOUNDARY);
            cr_expect_eq(walk->boundary, 1);
            expect_text(lines[i], "ip", ip, "203.0.113.9");
            cr_assert_not_null(sender->address);
            expect_text(lines[i], "sender", sender->address->domain, "a.example");
        }
}

#define CLIENT(ip) POSTFIX("x.example", "x.example", ip, "y.example")

/* Questions about clients that nobody believed wrote down would be the sender's to choose: they
 * tell him of the reading, and use up what a message may ask. */
Test(walk, nothing_is_asked_about_what_stands_below)
{
    static const struct {
        const char *name, *trust, *header;
        guint want_questions; /* the client's PTR; the A of what it names */
    } asked[] = {
        { "no names", "192.0.2.0/24", OUTSIDE CLIENT("192.0.2.1"), 0 },
        { "boundary", ".z.example", OUTSIDE CLIENT("192.0.2.1") CLIENT("192.0.2.2"), 1 },
        { "relay by its name", ".z.example", CLIENT("192.0.2.1") OUTSIDE CLIENT("192.0.2.2"), 3 },
        { "relay by its network", "192.0.2.1 .z.example",
          CLIENT("192.0.2.1") OUTSIDE CLIENT("192.0.2.2"), 1 },
        { "relay in a private network", ".z.example", INSIDE OUTSIDE CLIENT("192.0.2.2"), 1 },
        { "private boundary", "!10.0.0.0/8 .z.example", INSIDE OUTSIDE CLIENT("192.0.2.2"), 0 },
        { "private, not excluded", "!172.16.0.0/12", INSIDE OUTSIDE CLIENT("192.0.2.2"), 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
        g_autoptr(Dns) dns = dns_new_zone_text("Z",
                                               "1.2.0.192.in-addr.arpa. PTR a.z.example.\n"
                                               "2.2.0.192.in-addr.arpa. PTR b.z.example.\n"
                                               "a.z.example. A 192.0.2.1\n"
                                               "b.z.example. A 192.0.2.2\n",
                                               NULL);
        g_autoptr(Message) message = message_new(asked[i].header, strlen(asked[i].header));
        g_autoptr(Walk) walk = walk_case(message, asked[i].trust, 0, dns);

        cr_expect_eq(walk->end, WALK_BOUNDARY, "%s", asked[i].name);
        cr_expect_eq(dns_log(dns)->len, asked[i].want_questions, "%s: %u", asked[i].name,
                     dns_log(dns)->len);
    }
}

/* Nothing is believed of what begins with no header field. */
Test(walk, no_header)
{
    g_autoptr(TrustList) trust = trust_list_new();
    g_autoptr(GPtrArray) hops = g_ptr_array_new();
    const WalkRules rules = { .trust = trust, .no_header = true, .count = 1 };
    g_autoptr(Walk) walk = walk_new(hops, &rules);

    cr_expect_eq(walk->end, WALK_NO_HEADER);
    cr_expect_eq(walk->boundary, -1);
    cr_expect_eq(walk->ip.bits, 0);
    cr_expect_str_eq(walk->reason, "no header");
}
