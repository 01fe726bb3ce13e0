/* SPDX-License-Identifier: ISC */
/* Where the envelope sender comes from, and what it was before a trusted relay rewrote it. */
#include "relay/sender.h"

#include "walk_case.h"

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
    { "option: a domain", OUTSIDE, "b.example", "postmaster@b.example", "option" },
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
        g_autoptr(EnvelopeSender) got = envelope_sender(message, walk, NULL, senders[i].option);
        g_autofree char *text = got->address ? mail_address_text(got->address) : NULL;

        expect_text(senders[i].name, "address", text, senders[i].want);
        expect_text(senders[i].name, "source", got->source, senders[i].want_source);
    }
}

#define FORWARDED    POSTFIX("out.fwd.example", "out.fwd.example", "192.0.2.7", "mx.example.org")
#define RELAYED      POSTFIX("relay.example", "relay.example", "198.51.100.9", "mx.example.org")
#define TO_FORWARDER POSTFIX("a.example", "b.example", "203.0.113.9", "mx.fwd.example")
#define SRS          "SRS0=HHH=TT=bank.example=alice"

static const char zone[] = "srs.example. TXT \"v=spf1 ip4:192.0.2.7 -all\"\n";

static const struct {
    const char *name, *header, *trust;
    const char *want, *want_rewritten;
} forwarded[] = {
    { "without trust the forwarder is the sender",
      "Return-Path: <" SRS "@fwd.example>\n" FORWARDED TO_FORWARDER, "", SRS "@fwd.example", NULL },
    { "told by the relay's name", "Return-Path: <" SRS "@fwd.example>\n" FORWARDED TO_FORWARDER,
      "192.0.2.7", "alice@bank.example", SRS "@fwd.example" },
    { "told by the domain's record", "Return-Path: <" SRS "@srs.example>\n" FORWARDED TO_FORWARDER,
      "192.0.2.7", "alice@bank.example", SRS "@srs.example" },
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
        g_autoptr(EnvelopeSender) got = envelope_sender(message, walk, dns, NULL);
        g_autofree char *text = got->address ? mail_address_text(got->address) : NULL;

        cr_expect_eq(walk->end, WALK_BOUNDARY, "%s", forwarded[i].name);
        expect_text(forwarded[i].name, "address", text, forwarded[i].want);
        expect_text(forwarded[i].name, "rewritten", got->rewritten, forwarded[i].want_rewritten);
    }
}
