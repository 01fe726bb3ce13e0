/* SPDX-License-Identifier: ISC */
/* Received fields as mail servers write them, and the walk over a header block: for the tests of
 * relay/. */
#ifndef TESTS_WALK_CASE_H
#define TESTS_WALK_CASE_H

#include "mime/message.h"
#include "relay/walk.h"

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

/* The user is alice; a message may be handed in by her, by the mail system, or by bob. */
#define WALK_PASSWD                                                                                \
    "root:x:0:0::/:/bin/sh\nwww-data:x:33:33::/:\npostfix:x:104:108::/:\n"                         \
    "alice:x:1000:1000::/:/bin/sh\nbob:x:1001:1001::/:/bin/sh\n"

/* The Received fields of a message, parsed. */
static inline GPtrArray *
walk_case_hops(const Message *message)
{
    GPtrArray *hops = g_ptr_array_new_with_free_func(received_hop_free_item);

    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received"))
            g_ptr_array_add(hops, received_parse(field->value, field->value_len));
    }
    return hops;
}

/* The walk over the Received fields of a message, for alice. trusted: entries with blanks between.
 */
static inline Walk *
walk_case(const Message *message, const char *trusted, int count, Dns *dns)
{
    g_autoptr(GPtrArray) hops = walk_case_hops(message);
    g_autoptr(TrustList) trust = trust_list_new();
    g_auto(GStrv) entries = g_strsplit(trusted, " ", -1);
    g_autoptr(AccountList) accounts = account_list_from(WALK_PASSWD, 1000, "alice", NULL);
    const WalkRules rules = { .trust = trust, .accounts = accounts, .count = count, .dns = dns };

    for (char **entry = entries; *entry; entry++)
        if (**entry)
            cr_assert(trust_list_add(trust, *entry, NULL), "%s", *entry);
    return walk_new(hops, &rules);
}

static inline void
expect_text(const char *name, const char *what, const char *got, const char *want)
{
    cr_expect(g_strcmp0(got, want) == 0, "%s: %s is %s, want %s", name, what, got, want);
}

#endif
