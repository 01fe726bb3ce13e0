/* SPDX-License-Identifier: ISC */
/* Where the walk ends, and that nothing below the boundary moves it. */
#include "relay/walk.h"

#include "mime/message.h"
#include "relay/sender.h"

#include <criterion/criterion.h>
#include <string.h>

/* Fields as a Postfix on mx.example.org would write them for a client. */
#define POSTFIX(helo, rdns, ip, by)                                                                \
    "Received: from " helo " (" rdns " [" ip "])\n\tby " by                                        \
    " (Postfix) with ESMTP id 4F5A\n\tfor <me@example.org>; Sat, 1 Mar 2003 17:25:48 -0800\n"
#define OUTSIDE  POSTFIX("a.example", "b.example", "203.0.113.9", "mx.example.org")
#define INSIDE   POSTFIX("mx.example.org", "mx.example.org", "10.0.0.2", "store.example.org")
#define LOOPBACK POSTFIX("localhost", "localhost", "127.0.0.1", "mx.example.org")
#define FORGED   POSTFIX("good.example", "good.example", "198.51.100.1", "mx.example.org")
#define PICKUP                                                                                     \
    "Received: by mx.example.org (Postfix, from userid 1000)\n\tid 4F5A; Sat, 1 Mar 2003\n"
#define LMTP                                                                                       \
    "Received: from mx.example.org\n\tby mx.example.org with LMTP id x\n\tfor <me@example.org>;"   \
    " Sat, 1 Mar 2003\n"
#define FETCH                                                                                      \
    "Received: from pop.example.org [192.0.2.110]\n\tby home.example.org with POP3 "               \
    "(fetchmail-6.4.2)"                                                                            \
    "\n\tfor <me@localhost> (single-drop); Sat, 1 Mar 2003\n"
#define QMAIL_QUEUE "Received: (qmail 12345 invoked by uid 89); 1 Mar 2003 17:25:48 -0000\n"
#define QMAIL                                                                                      \
    "Received: from unknown (HELO a.example) (203.0.113.9)\n  by mx.example.org with SMTP;"        \
    " 1 Mar 2003 17:25:48 -0000\n"
#define SUBMITTED                                                                                  \
    "Received: from laptop (dsl.example [203.0.113.9])\n\t(Authenticated sender: alice)\n"         \
    "\tby mx.example.org (Postfix) with ESMTPSA id 4F5A; Sat, 1 Mar 2003\n"

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
    { "all trusted", OUTSIDE, "203.0.113.9", 0, WALK_LOCAL, -1, NULL, NULL, NULL, NULL, 1 },
    { "no Received field", "Subject: x\n", "", 0, WALK_LOCAL, -1, NULL, NULL, NULL, NULL, 0 },
    { "local submission", PICKUP, "", 0, WALK_LOCAL, -1, NULL, NULL, NULL, NULL, 1 },
    { "private range switched off", INSIDE OUTSIDE, "!10.0.0.0/8", 0, WALK_BOUNDARY, 0, "10.0.0.2",
      "mx.example.org", "mx.example.org", "store.example.org", 1 },

    { "--hops 1 on a trusted client", INSIDE OUTSIDE, "", 1, WALK_BOUNDARY, 0, "10.0.0.2",
      "mx.example.org", "mx.example.org", "store.example.org", 1 },
    { "--hops 2 over an untrusted client", OUTSIDE FORGED, "", 2, WALK_BOUNDARY, 1, "198.51.100.1",
      "good.example", "good.example", "mx.example.org", 2 },
    { "--hops beyond the last field", OUTSIDE, "", 3, WALK_LOCAL, -1, NULL, NULL, NULL, NULL, 1 },
    { "--hops at a field without a client",
      "Received: by mx.example.org; Sat, 1 Mar 2003\n" OUTSIDE, "", 1, WALK_UNKNOWN, -1, NULL, NULL,
      NULL, NULL, 1 },
    { "--hops at a mailbox fetch", FETCH OUTSIDE, "", 1, WALK_UNKNOWN, -1, NULL, NULL, NULL, NULL,
      1 },

    { "pickup, then the same host", PICKUP OUTSIDE, "", 0, WALK_BOUNDARY, 1, "203.0.113.9",
      "a.example", "b.example", "mx.example.org", 2 },
    { "pickup, then another host",
      PICKUP POSTFIX("good.example", "good.example", "198.51.100.1", "mx.example.com"), "", 0,
      WALK_UNKNOWN, -1, NULL, NULL, NULL, NULL, 1 },
    { "LMTP on the same host", LMTP OUTSIDE, "", 0, WALK_BOUNDARY, 1, "203.0.113.9", "a.example",
      "b.example", "mx.example.org", 2 },
    { "qmail's queue", QMAIL_QUEUE QMAIL, "", 0, WALK_BOUNDARY, 1, "203.0.113.9", "a.example", NULL,
      "mx.example.org", 2 },
    { "mailbox fetch", FETCH OUTSIDE, "", 0, WALK_BOUNDARY, 1, "203.0.113.9", "a.example",
      "b.example", "mx.example.org", 2 },
    { "fetch delivered over SMTP from localhost", LOOPBACK FETCH OUTSIDE, "", 0, WALK_BOUNDARY, 2,
      "203.0.113.9", "a.example", "b.example", "mx.example.org", 3 },
    { "forged fetch below a trusted relay", OUTSIDE FETCH FORGED, "203.0.113.9", 0, WALK_UNKNOWN,
      -1, NULL, NULL, NULL, NULL, 2 },
    { "forged fetch below the boundary", OUTSIDE FETCH FORGED, "", 0, WALK_BOUNDARY, 0,
      "203.0.113.9", "a.example", "b.example", "mx.example.org", 1 },
    { "no client address", "Received: from a.example by mx.example.org; Sat\n" FORGED, "", 0,
      WALK_UNKNOWN, -1, NULL, NULL, NULL, NULL, 1 },
    { "empty field", "Received:\n" FORGED, "", 0, WALK_UNKNOWN, -1, NULL, NULL, NULL, NULL, 1 },

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

static void
hop_free(void *hop)
{
    received_hop_free(hop);
}

static Walk *
walk_over(const Message *message, const char *trusted, int count)
{
    g_autoptr(GPtrArray) hops = g_ptr_array_new_with_free_func(hop_free);
    g_autoptr(TrustList) trust = trust_list_new();

    if (*trusted)
        cr_assert(trust_list_add(trust, trusted, NULL));
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received"))
            g_ptr_array_add(hops, received_parse(field->value, field->value_len));
    }
    return walk_new(hops, trust, count);
}

static void
expect_text(const char *name, const char *what, const char *got, const char *want)
{
    cr_expect(g_strcmp0(got, want) == 0, "%s: %s is %s, want %s", name, what, got, want);
}

Test(walk, ends)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *name = cases[i].name;
        g_autoptr(Message) message = message_new(cases[i].header, strlen(cases[i].header));
        g_autoptr(Walk) walk = walk_over(message, cases[i].trust, cases[i].hops);
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
            g_autoptr(Walk) walk = walk_over(message, "", 0);
            g_autoptr(EnvelopeSender) sender = envelope_sender(message, walk, NULL);
            g_autofree char *ip = ip_text(&walk->ip);

            cr_expect_eq(walk->end, WALK_BOUNDARY);
            cr_expect_eq(walk->boundary, 1);
            expect_text(lines[i], "ip", ip, "203.0.113.9");
            cr_assert_not_null(sender->address);
            expect_text(lines[i], "sender", sender->address->domain, "a.example");
        }
}

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
    { "option: no address", "Return-Path: <a@a.example>\n" OUTSIDE, "a b@c", NULL, NULL },
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
        g_autoptr(Walk) walk = walk_over(message, "", 0);
        g_autoptr(EnvelopeSender) got = envelope_sender(message, walk, senders[i].option);
        g_autofree char *text = got->address ? mail_address_text(got->address) : NULL;

        expect_text(senders[i].name, "address", text, senders[i].want);
        expect_text(senders[i].name, "source", got->source, senders[i].want_source);
    }
}
