/* SPDX-License-Identifier: ISC */
/* Where the envelope sender comes from, and what it was before a trusted relay rewrote it. */
#include "relay/sender.h"

#include "records/own_record.h"

#include "walk_case.h"

#define RECEIVED_SPF(ip, sender)                                                                   \
    "Received-SPF: pass (mx.example.org: x) client-ip=" ip "; envelope-from=" sender ";\n"
#define GETMAIL                                                                                    \
    "Delivered-To: bob@home\nReceived: from pop.example.org by home with POP3 getmail6 for <bob>;" \
    " 28 Nov 2026 16:41:48 -0000\n"

static const struct {
    const char *name, *header, *option;
    const char *want;        /* the address as text; NULL: not known */
    const char *want_source; /* NULL: not known */
} senders[] = {
    { "Return-Path on top", "Return-Path: <a@a.example>\n" OUTSIDE, NULL, "a@a.example",
      "return-path" },
    { "null sender", "Return-Path: <>\n" OUTSIDE, NULL, "", "return-path" },
    { "the lowest above the boundary",
      "Return-Path: <top@a.example>\n" INSIDE "Return-Path: <low@a.example>\n" OUTSIDE, NULL,
      "low@a.example", "return-path" },
    { "below the boundary does not count", OUTSIDE "Return-Path: <a@a.example>\n", NULL, NULL,
      NULL },
    { "X-Envelope-From", "X-Envelope-From: a@a.example\n" OUTSIDE, NULL, "a@a.example",
      "x-envelope-from" },
    { "Envelope-Sender", "Envelope-Sender: <a@a.example>\n" OUTSIDE, NULL, "a@a.example",
      "envelope-sender" },
    { "Return-Path before the others",
      "X-Envelope-From: x@a.example\nReturn-Path: <a@a.example>\n" OUTSIDE, NULL, "a@a.example",
      "return-path" },
    { "getmail knows nothing", "Return-Path: <unknown>\nX-Envelope-From: a@a.example\n" OUTSIDE,
      NULL, "a@a.example", "x-envelope-from" },
    { "mbox line", "From a@a.example Sat Mar  1 2003\n" OUTSIDE, NULL, "a@a.example", "mbox" },
    { "null sender as Postfix's pipe writes it", "Return-Path: <MAILER-DAEMON>\n" OUTSIDE, NULL, "",
      "return-path" },
    { "null sender, written small", "Return-Path: <mailer-daemon>\n" OUTSIDE, NULL, "",
      "return-path" },
    { "a double bounce of qmail's says nothing", "Return-Path: <#@[]>\n" OUTSIDE, NULL, NULL,
      NULL },
    { "null sender at the name of a believed host",
      "Return-Path: <MAILER-DAEMON@mx.example.org>\n" OUTSIDE, NULL, "", "return-path" },
    { "null sender at this host's own name",
      "Return-Path: <MAILER-DAEMON@me.example.org>\n" OUTSIDE, NULL, "", "return-path" },
    { "null sender at a believed host further up",
      "Return-Path: <MAILER-DAEMON@store.example.org>\n" INSIDE OUTSIDE, NULL, "", "return-path" },
    { "null sender at the domain of a believed host",
      "Return-Path: <MAILER-DAEMON@example.org>\n" OUTSIDE, NULL, "", "return-path" },
    { "null sender at a name without a dot", "Return-Path: <MAILER-DAEMON@localhost>\n" OUTSIDE,
      NULL, "", "return-path" },
    { "MAILER-DAEMON below a believed host's name",
      "Return-Path: <MAILER-DAEMON@x.mx.example.org>\n" OUTSIDE, NULL,
      "MAILER-DAEMON@x.mx.example.org", "return-path" },
    { "MAILER-DAEMON at a name that only ends so",
      "Return-Path: <MAILER-DAEMON@x-example.org>\n" OUTSIDE, NULL, "MAILER-DAEMON@x-example.org",
      "return-path" },
    { "MAILER-DAEMON at somebody else's name",
      "Return-Path: <MAILER-DAEMON@bank.example>\n" OUTSIDE, NULL, "MAILER-DAEMON@bank.example",
      "return-path" },
    { "MAILER-DAEMON at a name that nobody believed wrote",
      "Return-Path: <MAILER-DAEMON@good.example>\n" OUTSIDE POSTFIX("x", "x", "192.0.2.1",
                                                                    "good.example"),
      NULL, "MAILER-DAEMON@good.example", "return-path" },
    { "somebody else at a believed host's name", "Return-Path: <a@mx.example.org>\n" OUTSIDE, NULL,
      "a@mx.example.org", "return-path" },
    { "null sender in the boundary's own word",
      "Return-Path: <r@a.example>\nReceived: from a.example (b.example [203.0.113.9])\n\tby "
      "mx.example.org (8.12.9/8.12.9) with ESMTP id h22; Sat, 1 Mar 2003\n"
      "\t(envelope-from MAILER-DAEMON@mx.example.org)\n",
      NULL, "", "envelope-from" },
    { "mbox line of a bounce at this host", "From MAILER-DAEMON@mx.example.org Sat\n" OUTSIDE, NULL,
      "", "mbox" },

    { "Received-SPF", RECEIVED_SPF("203.0.113.9", "\"a@a.example\"") OUTSIDE, NULL, "a@a.example",
      "received-spf" },
    { "Received-SPF of a null sender", RECEIVED_SPF("203.0.113.9", "\"<>\"") OUTSIDE, NULL, "",
      "received-spf" },
    { "Received-SPF behind a Return-Path",
      "Return-Path: <r@a.example>\n" RECEIVED_SPF("203.0.113.9", "a@a.example") OUTSIDE, NULL,
      "r@a.example", "return-path" },
    { "Received-SPF about another client", RECEIVED_SPF("203.0.113.10", "a@a.example") OUTSIDE,
      NULL, NULL, NULL },
    { "Received-SPF about the client as a NAT64 shows it",
      RECEIVED_SPF("64:ff9b::203.0.113.9", "a@a.example") OUTSIDE, NULL, "a@a.example",
      "received-spf" },
    { "Received-SPF below the boundary", OUTSIDE RECEIVED_SPF("203.0.113.9", "a@a.example"), NULL,
      NULL, NULL },
    { "Received-SPF before the mbox line",
      "From m@a.example x\n" RECEIVED_SPF("203.0.113.9", "a@a.example") OUTSIDE, NULL,
      "a@a.example", "received-spf" },

    { "getmail's own, not the Sender's",
      "Return-Path: <r@a.example>\n" GETMAIL OUTSIDE "Sender: s@a.example\n", NULL, "r@a.example",
      "return-path" },
    { "getmail's, made of the Sender",
      "Return-Path: <s@a.example>\n" GETMAIL OUTSIDE "Sender: s@a.example\n", NULL, NULL, NULL },
    { "getmail's, made of a Sender with a name",
      "Return-Path: <S@A.example>\n" GETMAIL OUTSIDE "Sender: \"x\" <s@a.example> (y)\n", NULL,
      NULL, NULL },
    { "getmail's, made of a quoted Sender",
      "Return-Path: <\"s\"@a.example>\n" GETMAIL OUTSIDE "Sender: \"s\"@a.example\n", NULL, NULL,
      NULL },
    { "getmail's, made of a folded Sender",
      "Return-Path: <s @a.example>\n" GETMAIL OUTSIDE "Sender: <s\n @a.example>\n", NULL, NULL,
      NULL },
    { "getmail's, made of a Sender with a comment",
      "Return-Path: <s(x)@a.example>\n" GETMAIL OUTSIDE "Sender: s(x)@a.example\n", NULL, NULL,
      NULL },
    { "getmail's mbox line, made of a Sender with blanks",
      "From s--@a.example x\nReturn-Path: <s @a.example>\n" GETMAIL OUTSIDE
      "Sender: s \t@a.example\n",
      NULL, NULL, NULL },
    { "getmail's mbox line, made of the Sender",
      "From s@a.example x\n" GETMAIL OUTSIDE "Sender: s@a.example\n", NULL, NULL, NULL },
    { "getmail's, and the host's results say the same",
      "Return-Path: <s@a.example>\n" GETMAIL
      "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=s@a.example\n" OUTSIDE
      "Sender: s@a.example\n",
      NULL, "s@a.example", "return-path" },
    { "getmail's, and the host's results say another",
      "Return-Path: <s@a.example>\n" GETMAIL
      "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=t@b.example\n" OUTSIDE
      "Sender: s@a.example\n",
      NULL, NULL, NULL },
    { "getmail's, and Received-SPF says the same",
      "Return-Path: <s@a.example>\n" GETMAIL RECEIVED_SPF("203.0.113.9", "s@a.example") OUTSIDE
      "Sender: s@a.example\n",
      NULL, "s@a.example", "return-path" },
    { "getmail's, and results above its field, which anybody may have moved there",
      "Return-Path: <s@a.example>\n"
      "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=s@a.example\n" GETMAIL OUTSIDE
      "Sender: s@a.example\n",
      NULL, NULL, NULL },
    { "getmail's, and results below the boundary",
      "Return-Path: <s@a.example>\n" GETMAIL OUTSIDE
      "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=s@a.example\n"
      "Sender: s@a.example\n",
      NULL, NULL, NULL },
    { "the host's own below getmail's field",
      "Return-Path: <s@a.example>\n" GETMAIL "Return-Path: <s@a.example>\n" OUTSIDE
      "Sender: s@a.example\n",
      NULL, "s@a.example", "return-path" },
    { "fetchmail takes no Sender",
      "Return-Path: <s@a.example>\n" FETCH OUTSIDE "Sender: s@a.example\n", NULL, "s@a.example",
      "return-path" },

    { "mbox line of a bounce", "From MAILER-DAEMON Sat Mar  1 2003\n" OUTSIDE, NULL, "", "mbox" },
    { "mbox line of a local user", "From root Sat Mar  1 2003\n" OUTSIDE, NULL, NULL, NULL },
    { "Return-Path before the mbox line",
      "From m@a.example x\nReturn-Path: <a@a.example>\n" OUTSIDE, NULL, "a@a.example",
      "return-path" },
    { "the boundary's own word first",
      "Return-Path: <r@a.example>\nReceived: from a.example (b.example [203.0.113.9])\n\tby "
      "mx.example.org (8.12.9/8.12.9) with ESMTP id h22; Sat, 1 Mar 2003\n"
      "\t(envelope-from e@a.example)\n",
      NULL, "e@a.example", "envelope-from" },
    { "option", "Return-Path: <a@a.example>\n" OUTSIDE, "o@b.example", "o@b.example", "option" },
    { "option: null sender", OUTSIDE, "<>", "", "option" },
    { "option: empty", OUTSIDE, "", "", "option" },
    { "option: a domain", OUTSIDE, "b.example", "b.example", "option" },
    { "option: no address", "Return-Path: <a@a.example>\n" OUTSIDE, "a b@c d@e", NULL, NULL },
    { "option: an odd local part", OUTSIDE, "a b@c", "\"a b\"@c", "option" },
    { "option: no local part", OUTSIDE, "<@b.example>", "\"\"@b.example", "option" },
    { "an odd local part", "Return-Path: <a b@a.example>\n" OUTSIDE, NULL, "\"a b\"@a.example",
      "return-path" },
    { "two domains", "Return-Path: <a b@a.example> c@b.example\n" OUTSIDE, NULL, NULL, NULL },
    { "broken Return-Path", "Return-Path: a b c\n" OUTSIDE, NULL, NULL, NULL },
    { "local mail", "Return-Path: <a@a.example>\nSubject: x\n", NULL, "a@a.example",
      "return-path" },
    { "all trusted", "Return-Path: <a@a.example>\n" INSIDE "Return-Path: <b@a.example>\n", NULL,
      "b@a.example", "return-path" },
    { "unknown hop", "Return-Path: <a@a.example>\nReceived: x\nReturn-Path: <b@a.example>\n", NULL,
      "a@a.example", "return-path" },
};

Test(sender, sources)
{
    for (size_t i = 0; i < G_N_ELEMENTS(senders); i++) {
        g_autoptr(Message) message = message_new(senders[i].header, strlen(senders[i].header));
        g_autoptr(Walk) walk = walk_case(message, "", 0, NULL);
        const SenderRules rules = { .option = senders[i].option, .receiver = "me.example.org" };
        g_autoptr(EnvelopeSender) got = envelope_sender(message, walk, &rules);
        g_autofree char *text = got->address ? mail_address_text(got->address) : NULL;

        expect_text(senders[i].name, "address", text, senders[i].want);
        expect_text(senders[i].name, "source", got->source, senders[i].want_source);
    }
}

#define FORWARDED    POSTFIX("out.fwd.example", "out.fwd.example", "192.0.2.7", "mx.example.org")
#define RELAYED      POSTFIX("relay.example", "relay.example", "198.51.100.9", "mx.example.org")
#define TO_FORWARDER POSTFIX("a.example", "b.example", "203.0.113.9", "mx.fwd.example")
#define SRS          "SRS0=HHH=TT=bank.example=alice"

#define UNNAMED POSTFIX("x", "unknown", "192.0.2.7", "mx.example.org")

static const char zone[] = "srs.example. TXT \"v=spf1 ip4:192.0.2.7 -all\"\n"
                           "7.2.0.192.in-addr.arpa. PTR out.named.example.\n"
                           "7.2.0.192.in-addr.arpa. PTR out.claimed.example.\n"
                           "out.named.example. A 192.0.2.7\n"
                           "out.claimed.example. A 192.0.2.8\n"
                           "out.host.example. A 192.0.2.7\n"
                           "list.example. TXT \"v=spf1 ip4:192.0.2.7 -all\"\n"
                           "fwd.example. TXT \"v=spf1 ip4:192.0.2.7 -all\"\n"
                           "_rmx.rmx.example. TXT \"ipv4:192.0.2.7\"\n";

static const struct {
    const char *name, *header, *trust;
    const char *want, *want_rewritten;
} forwarded[] = {
    { "without trust the forwarder is the sender",
      "Return-Path: <" SRS "@fwd.example>\n" FORWARDED TO_FORWARDER, "", SRS "@fwd.example", NULL },
    { "told by the relay's name", "Return-Path: <" SRS "@fwd.example>\n" FORWARDED TO_FORWARDER,
      "192.0.2.7", "alice@bank.example", SRS "@fwd.example" },
    { "not told by the domain's record, which anybody may publish",
      "Return-Path: <" SRS "@srs.example>\n" FORWARDED TO_FORWARDER, "192.0.2.7",
      SRS "@srs.example", NULL },
    { "told by the entry that trusts the relay",
      "Return-Path: <" SRS "@srs.example>\n" FORWARDED TO_FORWARDER, "spf:srs.example",
      "alice@bank.example", SRS "@srs.example" },
    { "told by the entry, for a name below it",
      "Return-Path: <" SRS "@x.srs.example>\n" FORWARDED TO_FORWARDER, "spf:srs.example",
      "alice@bank.example", SRS "@x.srs.example" },
    { "told by the entry's host", "Return-Path: <" SRS "@host.example>\n" FORWARDED TO_FORWARDER,
      "out.host.example", "alice@bank.example", SRS "@host.example" },
    { "told by a reverse name that the DNS confirms",
      "Return-Path: <" SRS "@named.example>\n" UNNAMED TO_FORWARDER, "192.0.2.7",
      "alice@bank.example", SRS "@named.example" },
    { "not by one that it does not",
      "Return-Path: <" SRS "@claimed.example>\n" UNNAMED TO_FORWARDER, "192.0.2.7",
      SRS "@claimed.example", NULL },
    { "not by the HELO name",
      "Return-Path: <" SRS "@helo.example>\n" POSTFIX("out.helo.example", "unknown", "192.0.2.7",
                                                      "mx.example.org") TO_FORWARDER,
      "192.0.2.7", SRS "@helo.example", NULL },
    { "lost, and told by the domain's record alone",
      "Return-Path: <u+caf_=me=example.org@srs.example>\n" FORWARDED TO_FORWARDER, "192.0.2.7",
      NULL, "u+caf_=me=example.org@srs.example" },
    { "lost, by somebody else's relay",
      "Return-Path: <u+caf_=me=example.org@other.example>\n" FORWARDED TO_FORWARDER, "192.0.2.7",
      "u+caf_=me=example.org@other.example", NULL },
    { "somebody else's rewriting stays",
      "Return-Path: <" SRS "@other.example>\n" FORWARDED TO_FORWARDER, "192.0.2.7",
      SRS "@other.example", NULL },
    { "a trusted hop that does not rewrite",
      "Return-Path: <" SRS "@fwd.example>\n" RELAYED FORWARDED TO_FORWARDER,
      "198.51.100.9 192.0.2.7", "alice@bank.example", SRS "@fwd.example" },
    { "found below the forwarder's handing on: not its work",
      FORWARDED "Return-Path: <" SRS "@fwd.example>\n" TO_FORWARDER, "192.0.2.7",
      SRS "@fwd.example", NULL },
    { "two forwarders",
      "Return-Path: <SRS1=HHH=fwd.example==hhh=TT=bank.example=alice@relay.example>\n" RELAYED
          FORWARDED TO_FORWARDER,
      "198.51.100.9 192.0.2.7", "alice@bank.example",
      "SRS1=HHH=fwd.example==hhh=TT=bank.example=alice@relay.example" },
    { "the second of two is not trusted",
      "Return-Path: <SRS1=HHH=fwd.example==hhh=TT=bank.example=alice@relay.example>\n" RELAYED
          FORWARDED TO_FORWARDER,
      "198.51.100.9", "SRS0=hhh=TT=bank.example=alice@fwd.example",
      "SRS1=HHH=fwd.example==hhh=TT=bank.example=alice@relay.example" },
    { "the sender is lost",
      "Return-Path: <u+caf_=me=example.org@fwd.example>\n" FORWARDED TO_FORWARDER, "192.0.2.7",
      NULL, "u+caf_=me=example.org@fwd.example" },
    { "private hops rewrite nothing", "Return-Path: <" SRS "@mx.example.org>\n" INSIDE OUTSIDE, "",
      SRS "@mx.example.org", NULL },
};

Test(sender, rewriting_is_undone_for_its_own_relay_alone)
{
    for (size_t i = 0; i < G_N_ELEMENTS(forwarded); i++) {
        g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
        g_autoptr(Message) message = message_new(forwarded[i].header, strlen(forwarded[i].header));
        g_autoptr(Walk) walk = walk_case(message, forwarded[i].trust, 0, dns);
        const SenderRules rules = { .dns = dns };
        g_autoptr(EnvelopeSender) got = envelope_sender(message, walk, &rules);
        g_autofree char *text = got->address ? mail_address_text(got->address) : NULL;

        cr_expect_eq(walk->end, WALK_BOUNDARY, "%s", forwarded[i].name);
        expect_text(forwarded[i].name, "address", text, forwarded[i].want);
        expect_text(forwarded[i].name, "rewritten", got->rewritten, forwarded[i].want_rewritten);
    }
}

/* A forwarder that publishes nothing, whose records the user knows. */
Test(sender, rewriting_is_seen_by_the_users_own_record)
{
    static const char header[] =
        "Return-Path: <u+caf_=me=example.org@silent.example>\n" FORWARDED TO_FORWARDER;
    g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(own_record_free_item);
    const SchemeSettings records = { .own_records = own };
    g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
    g_autoptr(Message) message = message_new(header, strlen(header));
    g_autoptr(Walk) walk = walk_case(message, "192.0.2.7", 0, dns);
    const SenderRules without = { .dns = dns }, with = { .dns = dns, .records = &records };
    g_autoptr(EnvelopeSender) unknown = envelope_sender(message, walk, &without);
    g_autoptr(EnvelopeSender) known = NULL;

    cr_assert_not_null(unknown->address);
    expect_text("without", "domain", unknown->address->domain, "silent.example");
    g_ptr_array_add(own, own_record_new("silent.example", false, scheme_named("spf"),
                                        "v=spf1 ip4:192.0.2.7 -all"));
    known = envelope_sender(message, walk, &with);
    cr_expect_null(known->address);
    expect_text("with", "problem", known->problem, "silent.example rewrote the sender");
}

/* --- lists of a relay --- */

#define ANEW POSTFIX("lists.fwd.example", "localhost", "127.0.0.1", "out.fwd.example")
#define ANEW_LOCAL                                                                                 \
    "Received: from out.fwd.example by out.fwd.example with LMTP id x; Sat, 1 Mar 2003\n"
#define POSTED   POSTFIX("a.example", "b.example", "203.0.113.9", "out.fwd.example")
#define FROM_FWD "Return-Path: <seminar-bounces@fwd.example>\n"

static const struct {
    const char *name, *header, *trust, *lists;
    const char *want; /* NULL: not known */
    int want_origin;
} listed[] = {
    { "a list's mail", FROM_FWD FORWARDED ANEW POSTED, "spf:fwd.example", NULL, NULL, -1 },
    { "handed over by LMTP", FROM_FWD FORWARDED ANEW_LOCAL POSTED, "spf:fwd.example", NULL, NULL,
      -1 },
    { "a relay known by its name", FROM_FWD FORWARDED ANEW POSTED, "192.0.2.7", NULL, NULL, -1 },
    { "a list that the user knows", FROM_FWD FORWARDED ANEW POSTED, "spf:fwd.example",
      "fwd.example", "seminar-bounces@fwd.example", 0 },
    { "a list of another domain is known", FROM_FWD FORWARDED ANEW POSTED, "spf:fwd.example",
      "other.example", NULL, -1 },
    { "below another relay", FROM_FWD RELAYED FORWARDED ANEW POSTED, "198.51.100.9 spf:fwd.example",
      "fwd.example", "seminar-bounces@fwd.example", 1 },
    { "nothing was handed in anew: a stranger at the relay's door", FROM_FWD FORWARDED POSTED,
      "spf:fwd.example", "fwd.example", "seminar-bounces@fwd.example", -1 },
    { "the hand-over is the user's own", FROM_FWD LOOPBACK FORWARDED POSTED, "spf:fwd.example",
      NULL, "seminar-bounces@fwd.example", -1 },
    { "the relay is not trusted", FROM_FWD FORWARDED ANEW POSTED, "", "fwd.example",
      "seminar-bounces@fwd.example", -1 },
    { "the domain does not let the relay send",
      "Return-Path: <a@out.fwd.example>\n" FORWARDED ANEW POSTED, "192.0.2.7", "out.fwd.example",
      "a@out.fwd.example", -1 },
    { "the domain lets the relay send, but is not the relay's",
      "Return-Path: <a@list.example>\n" FORWARDED ANEW POSTED, "192.0.2.7", "list.example",
      "a@list.example", -1 },
    { "somebody else's domain", "Return-Path: <a@bank.example>\n" FORWARDED ANEW POSTED,
      "spf:fwd.example", "fwd.example", "a@bank.example", -1 },
    { "a null sender", "Return-Path: <>\n" FORWARDED ANEW POSTED, "spf:fwd.example", "fwd.example",
      "", -1 },
    { "by RMX records", "Return-Path: <a@rmx.example>\n" FORWARDED ANEW POSTED, "spf:rmx.example",
      NULL, NULL, -1 },
};

Test(sender, lists_of_a_relay)
{
    for (size_t i = 0; i < G_N_ELEMENTS(listed); i++) {
        const char *const lists[] = { listed[i].lists, NULL };
        g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
        g_autoptr(Message) message = message_new(listed[i].header, strlen(listed[i].header));
        g_autoptr(Walk) walk = walk_case(message, listed[i].trust, 0, dns);
        const SenderRules rules = { .dns = dns, .lists = lists };
        g_autoptr(EnvelopeSender) got = envelope_sender(message, walk, &rules);
        g_autofree char *text = got->address ? mail_address_text(got->address) : NULL;

        cr_expect_eq(walk->end, WALK_BOUNDARY, "%s", listed[i].name);
        expect_text(listed[i].name, "address", text, listed[i].want);
        cr_expect_eq(got->origin, listed[i].want_origin, "%s: origin %d", listed[i].name,
                     got->origin);
        cr_expect_eq(got->problem == NULL, listed[i].want != NULL, "%s: %s", listed[i].name,
                     got->problem);
    }
}
