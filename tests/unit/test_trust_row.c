/* SPDX-License-Identifier: ISC */
/* What a row keeps of one message, what it leaves out, and what comes out of octets that are none.
 */
#include "mailbox/trust_tally.h"

#include <criterion/criterion.h>
#include <string.h>

#define TOP                                                                                        \
    "Received: from r.example (r.example [203.0.113.7]) by mx.home.example with ESMTP id 1"        \
    "\n\tfor <me@home.example>; Sat, 1 Mar 2003 17:25:48 +0000\n"
#define NEXT                                                                                       \
    "Received: from a.example (a.example [203.0.113.9]) by r.example with ESMTP id 2"              \
    "\n\tfor <me@foo.edu>; Sat, 1 Mar 2003 17:25:40 +0000\n"

static const struct {
    const char *name, *text;
    const char *trust; /* an entry; NULL: none */
    const char *want;  /* "client sender mailboxes addressed below via", "-" for nothing */
    bool handed_on, list, rewritten, written;
} cases[] = {
    { .name = "a relay that says where it had the mail from",
      .text = "Return-Path: <x@bar.example>\n" TOP NEXT "\n",
      .want = "203.0.113.7 bar.example home.example foo.edu 203.0.113.9 -",
      .handed_on = true },
    { .name = "a sender that a forwarder wrote over",
      .text = "Return-Path: <SRS0=ab=cd=bar.example=x@foo.edu>\n" TOP NEXT "\n",
      .want = "203.0.113.7 bar.example home.example foo.edu 203.0.113.9 -",
      .handed_on = true,
      .rewritten = true },
    { .name = "one relay further",
      .text = "Return-Path: <x@bar.example>\n" TOP NEXT "\n",
      .trust = "203.0.113.7",
      .want = "203.0.113.9 bar.example home.example,foo.edu - - 203.0.113.7" },
    { .name = "the next field is the client's own",
      .text = "Return-Path: <x@bar.example>\n" TOP
              "Received: from localhost (r.example [203.0.113.7]) by r.example with ESMTP id 2\n\n",
      .want = "203.0.113.7 bar.example home.example - 203.0.113.7 -" },
    { .name = "recipients of the header, where no field names one",
      .text = "Return-Path: <>\n" TOP "To: A <a@foo.edu>, b@bar.example\nCc: c@foo.edu, [x\n\n",
      .want = "203.0.113.7 - home.example foo.edu,bar.example - -" },
    { .name = "delivery fields count above the boundary, not below",
      .text = "Delivered-To: me@cat.example\n" TOP "Delivered-To: me@dog.example\n\n",
      .want = "203.0.113.7 - home.example,cat.example - - -" },
    { .name = "a list",
      .text = TOP "List-Id: <talk.example>\n\n",
      .want = "203.0.113.7 - home.example - - -",
      .list = true },
    { .name = "the user's own",
      .text = "From: me@foo.edu\nTo: a@b.example\n\n",
      .want = "- - foo.edu - - -",
      .written = true },
    { .name = "a client's word is no domain",
      .text = "Return-Path: <x@[203.0.113.1]>\n" TOP
              "Received: from a ([203.0.113.9]) by x\"y for <a@-;.;>\n\n",
      .want = "203.0.113.7 - home.example - 203.0.113.9 -",
      .handed_on = true },
};

static TrustRow *
row_of(const char *text, const char *trust)
{
    g_autoptr(Message) message = message_new(text, strlen(text));
    g_autoptr(GPtrArray) hops = g_ptr_array_new_with_free_func(received_hop_free_item);
    g_autoptr(TrustList) list = trust_list_new();
    const WalkRules rules = { .trust = list };
    const SenderRules sender_rules = { .dns = NULL };
    g_autoptr(Walk) walk = NULL;
    g_autoptr(EnvelopeSender) sender = NULL;

    cr_assert(!trust || trust_list_add(list, trust, NULL));
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received"))
            g_ptr_array_add(hops, received_parse(field->value, field->value_len));
    }
    walk = walk_new(hops, &rules);
    sender = envelope_sender(message, walk, &sender_rules);
    return trust_row_new(message, walk, sender);
}

static void
append_addresses(GString *out, const GArray *addresses)
{
    for (guint i = 0; i < addresses->len; i++) {
        g_autofree char *ip = ip_text(&g_array_index(addresses, IpAddress, i));

        g_string_append_printf(out, "%s%s", i > 0 ? "," : " ", ip);
    }
    g_string_append(out, addresses->len == 0 ? " -" : "");
}

static char *
row_text(const TrustRow *row)
{
    g_autofree char *client = ip_text(&row->client);
    g_autofree char *mailboxes = g_strjoinv(",", row->mailboxes);
    g_autofree char *addressed = g_strjoinv(",", row->addressed);
    GString *out = g_string_new(client ? client : "-");

    g_string_append_printf(out, " %s", *row->sender ? row->sender : "-");
    g_string_append_printf(out, " %s", *mailboxes ? mailboxes : "-");
    g_string_append_printf(out, " %s", *addressed ? addressed : "-");
    append_addresses(out, row->below);
    append_addresses(out, row->via);
    return g_string_free(out, FALSE);
}

static GString *
octets_of(const TrustRow *row)
{
    GString *octets = g_string_new(NULL);

    trust_row_write(row, octets);
    return octets;
}

Test(trust_row, messages)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(TrustRow) made = row_of(cases[i].text, cases[i].trust);
        g_autoptr(GString) sent = octets_of(made);
        g_autoptr(TrustRow) row = trust_row_read(cursor_over_string(sent));
        g_autofree char *before = row_text(made), *after = row_text(row);

        cr_expect_str_eq(before, cases[i].want, "%s: got %s", cases[i].name, before);
        cr_expect_str_eq(after, before, "%s: read %s", cases[i].name, after);
        cr_expect_eq(row->handed_on, cases[i].handed_on, "%s", cases[i].name);
        cr_expect_eq(row->is_list, cases[i].list, "%s", cases[i].name);
        cr_expect_eq(row->rewritten, cases[i].rewritten, "%s", cases[i].name);
        cr_expect_eq(row->written, cases[i].written, "%s", cases[i].name);
        cr_expect(!*cases[i].want || row->client.bits == 0 || row->day == 12112 ||
                      !strstr(cases[i].text, "2003"),
                  "%s: day %u", cases[i].name, row->day);
    }
}

/* A worker that was taken over may send anything. */
Test(trust_row, hostile_octets)
{
    g_autoptr(TrustRow) good = row_of(cases[0].text, NULL);
    g_autoptr(GString) sent = octets_of(good);

    for (gsize cut = 0; cut <= sent->len; cut++) {
        g_autoptr(TrustRow) row = trust_row_read(cursor_over(sent->str, cut));

        cr_expect_leq(row->below->len, TRUST_ROW_BELOW);
        cr_expect_not_null(row->mailboxes);
    }
    for (gsize at = 0; at < sent->len; at++)
        for (int value = 0; value < 256; value += 51) {
            g_autofree char *copy = g_memdup2(sent->str, sent->len);
            g_autoptr(TrustTally) tally = trust_tally_new();
            g_autoptr(TrustRow) row = NULL;

            copy[at] = (char)value;
            row = trust_row_read(cursor_over(copy, sent->len));
            trust_tally_add(tally, row, "x");
            cr_expect_leq(row->via->len, TRUST_ROW_VIA);
            cr_expect(*row->sender == '\0' || trust_row_is_domain(row->sender));
        }
}

/* --- tallies --- */

static void
add_mail(TrustTally *tally, unsigned client, unsigned sender, guint32 day)
{
    g_autofree char *ip =
        g_strdup_printf("203.%u.%u.%u", client >> 16, client >> 8 & 255, client & 255);
    g_autoptr(TrustRow) row = row_of(TOP "\n", NULL);

    cr_assert(ip_parse(ip, strlen(ip), &row->client));
    g_free(row->sender);
    row->sender = g_strdup_printf("mail.sender%u.example", sender);
    row->day = day;
    trust_tally_add(tally, row, "x");
}

/* However many clients a stranger uses, memory is bounded, and a relay is not forgotten. */
Test(trust_row, many_clients)
{
    g_autoptr(TrustTally) tally = trust_tally_new();
    g_autoptr(GPtrArray) clients = NULL;
    const TrustClient *relay;

    for (unsigned i = 0; i < 40000; i++) {
        add_mail(tally, i + 1, i, i);
        if (i % 50 == 0)
            add_mail(tally, 0, i, i);
    }
    clients = trust_tally_clients(tally);
    relay = clients->pdata[0];
    cr_expect_leq(clients->len, TRUST_CLIENTS_MAX);
    cr_expect_gt(tally->forgotten, 0);
    cr_expect_eq(relay->messages, 800);
    cr_expect_eq(g_hash_table_size(relay->organizations), TRUST_ORGANIZATIONS_MAX);
    cr_expect_eq(g_hash_table_size(relay->days), TRUST_DAYS_MAX);
    cr_expect_eq(relay->samples->len, TRUST_SAMPLES_MAX);
}

/* Many names of one organization are one sender. */
Test(trust_row, organizations)
{
    g_autoptr(TrustTally) tally = trust_tally_new();
    g_autoptr(GPtrArray) clients = NULL;
    const TrustClient *one;

    add_mail(tally, 1, 1, 1);
    for (unsigned i = 0; i < 100; i++) {
        g_autoptr(TrustRow) row = row_of(TOP "\n", NULL);

        g_free(row->sender);
        row->sender = g_strdup_printf("x%u.spam.example", i);
        cr_assert(ip_parse("203.0.0.1", 9, &row->client));
        trust_tally_add(tally, row, "x");
    }
    clients = trust_tally_clients(tally);
    one = clients->pdata[0];
    cr_expect_eq(one->messages, 101);
    cr_expect_eq(g_hash_table_size(one->organizations), 2);
}
