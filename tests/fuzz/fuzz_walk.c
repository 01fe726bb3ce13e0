/* SPDX-License-Identifier: ISC */
/* The way of any header block, under several sets of trusted relays: what is believed is a run of
 * fields from the top, the origin is an address that somebody believed wrote down, and nothing
 * below it has a say. That is shown by putting other fields below it, and looking again.
 *
 * The first octet chooses what is trusted; the header block follows. */
#include "fuzz.h"

#include "mime/message.h"
#include "mime/pra.h"
#include "relay/sender.h"
#include "relay/testimony.h"

#include <string.h>

static const char zone[] = "$ORIGIN .\n"
                           "example.org MX 10 mx.example.org\n"
                           "mx.example.org A 192.0.2.25\n"
                           "25.2.0.192.in-addr.arpa PTR mx.example.org\n"
                           "7.2.0.192.in-addr.arpa PTR out.fwd.example\n"
                           "out.fwd.example A 192.0.2.7\n"
                           "fwd.example TXT \"v=spf1 a:out.fwd.example -all\"\n"
                           "fails.example ERROR SERVFAIL\n";

/* Entries with blanks between, as in a setting. */
static const struct {
    const char *trust, *mailbox;
    int count;
} rules_table[] = {
    { .trust = "" },
    { .trust = "192.0.2.0/24 2001:db8::/32" },
    { .trust = ".example.org .fwd.example" },
    { .trust = "mx:example.org spf:fwd.example" },
    { .trust = "!10.0.0.0/8 !192.168.0.1 mx.example.org" },
    { .trust = "!fails.example .example.org" },
    { .trust = "192.0.2.0/24", .mailbox = "google" },
    { .trust = "192.0.2.0/24", .mailbox = "microsoft" },
    { .trust = "192.0.2.0/24", .mailbox = "yahoo" },
    { .trust = "", .count = 1 },
    { .trust = "", .count = 3 },
};

/* What could stand below: a host as trusted as can be, and a sender of its own. */
static const char other_tail[] =
    "Return-Path: <forged@forged.example>\n"
    "Received: from mx.example.org (mx.example.org [192.0.2.25]) by mx.example.org\n"
    "Received: from forged.example (forged.example [198.51.100.1]) by mx.example.org\n"
    "Authentication-Results: mx.google.com; spf=pass smtp.mailfrom=forged.example\n\n";

static Walk *
walk_over(const Message *message, Dns *dns, size_t row)
{
    g_autoptr(GPtrArray) hops = g_ptr_array_new_with_free_func(received_hop_free_item);
    g_autoptr(TrustList) trust = trust_list_new();
    g_auto(GStrv) entries = g_strsplit(rules_table[row].trust, " ", -1);
    const char *mailbox = rules_table[row].mailbox;
    const WalkRules rules = { .trust = trust,
                              .mailbox = mailbox ? provider_named(mailbox) : NULL,
                              .count = rules_table[row].count,
                              .dns = dns };

    for (char **entry = entries; *entry; entry++)
        g_assert_true(**entry == '\0' || trust_list_add(trust, *entry, NULL));
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received"))
            g_ptr_array_add(hops, received_parse(field->value, field->value_len));
    }
    return walk_new(hops, &rules);
}

static const WalkStep *
step_of(const Walk *walk, int index)
{
    return g_ptr_array_index(walk->steps, (guint)index);
}

/* How many fields are believed; they stand on top. */
static int
check_believed(const Walk *walk)
{
    int count = (int)walk->steps->len, believed = 0;

    while (believed < count && step_of(walk, believed)->believed)
        believed++;
    for (int i = 0; i < count; i++) {
        g_assert_true(step_of(walk, i)->believed == (i < believed));
        g_assert_true(step_of(walk, i)->trusted <= step_of(walk, i)->believed);
        g_assert_true(i + 1 >= believed || step_of(walk, i)->trusted);
        g_assert_nonnull(step_of(walk, i)->why);
    }
    return believed;
}

static void
check_end(const Walk *walk, int believed, size_t row)
{
    const WalkStep *boundary = walk->boundary >= 0 ? step_of(walk, walk->boundary) : NULL;

    g_assert_cmpint(walk->boundary, <, believed);
    switch (walk->end) {
    case WALK_BOUNDARY:
        g_assert_true(boundary && ip_equal(&walk->ip, &boundary->hop->ip));
        g_assert_cmpuint(walk->ip.bits, >, 0);
        g_assert_true(rules_table[row].count > 0 || strchr(rules_table[row].trust, '!') ||
                      !ip_local_network(&walk->ip));
        g_assert_true(!ip_is_loopback(&walk->ip) || rules_table[row].count > 0);
        break;
    case WALK_SUBMISSION:
        g_assert_true(boundary && boundary->hop->kind == HOP_SUBMISSION);
        break;
    case WALK_NO_HEADER: /* inspection.c's to say */
        g_assert_not_reached();
    case WALK_LOCAL:
    case WALK_TOO_SHORT:
        g_assert_true(believed == (int)walk->steps->len && !boundary);
        break;
    case WALK_UNREADABLE:
    case WALK_HANDED_IN:
        g_assert_true(believed > 0 && !boundary);
        break;
    }
    g_assert_true((walk->end == WALK_BOUNDARY) == (walk->ip.bits > 0));
    g_assert_true((walk->end == WALK_BOUNDARY) == (walk->reason == NULL));
}

/* Offset of the field below the last believed one. */
static size_t
tail_offset(const GString *text, const Message *message, int believed)
{
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (believed == 0)
            return (size_t)(field->name - text->str);
        believed -= message_field_is(field, "Received");
    }
    return text->len;
}

static void
check_same_sender(const EnvelopeSender *one, const EnvelopeSender *other)
{
    g_assert_cmpstr(one->source, ==, other->source);
    g_assert_true((one->address == NULL) == (other->address == NULL));
    if (one->address) {
        g_assert_cmpstr(one->address->local, ==, other->address->local);
        g_assert_cmpstr(one->address->domain, ==, other->address->domain);
    }
}

/* What is believed of other hosts, a line each. Which domain it is about also depends on the
 * signatures, which the sender wrote. */
static char *
believed_testimony(const Message *message, const Walk *walk)
{
    const TestimonyRules rules = { .results = NULL };
    g_autoptr(GPtrArray) testimony = testimony_collect(message, walk, &rules, NULL);
    GString *text = g_string_new(NULL);

    g_assert_cmpuint(testimony->len, <=, TESTIMONY_MAX);
    for (guint i = 0; i < testimony->len; i++) {
        const Testimony *it = g_ptr_array_index(testimony, i);

        g_assert_true(*it->method && *it->result && it->field);
        g_assert_true(it->position == TESTIMONY_ABOVE || !it->believed);
        if (it->believed)
            g_string_append_printf(text, "%d %s %s=%s\n", it->index, it->by, it->method,
                                   it->result);
    }
    return g_string_free(text, FALSE);
}

static void
check_tail(const Message *before, const Walk *walk, const EnvelopeSender *sender, GString *text,
           Dns *dns, size_t row)
{
    g_autoptr(Message) message = message_new(text->str, text->len);
    g_autoptr(Walk) again = walk_over(message, dns, row);
    const SenderRules rules = { .receiver = "mx.example.org", .dns = dns };
    g_autoptr(EnvelopeSender) sender_again = envelope_sender(message, again, &rules);
    g_autofree char *believed = believed_testimony(before, walk);
    g_autofree char *believed_again = believed_testimony(message, again);

    g_assert_true(again->end == walk->end && again->boundary == walk->boundary);
    g_assert_true(ip_equal(&again->ip, &walk->ip) && again->provider == walk->provider);
    g_assert_cmpstr(again->helo, ==, walk->helo);
    g_assert_cmpstr(again->rdns, ==, walk->rdns);
    g_assert_cmpstr(again->by, ==, walk->by);
    g_assert_cmpstr(believed_again, ==, believed);
    /* This one writes what it knows of the sender below its border's field. */
    if (!walk->provider || walk->provider->sender != SENDER_BELOW)
        check_same_sender(sender, sender_again);
}

static void
check_pra(const Message *message)
{
    const char *field;
    g_autoptr(MailAddress) pra = purported_responsible_address(message, &field);

    g_assert_true((pra != NULL) == (field != NULL));
    g_assert_true(!pra || pra->domain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    size_t row = len > 0 ? octets[0] % G_N_ELEMENTS(rules_table) : 0;
    g_autoptr(GString) text =
        g_string_new_len((const char *)octets + MIN(len, 1), (gssize)(len - MIN(len, 1)));
    g_autoptr(Dns) dns = dns_new_zone_text("fuzz", zone, NULL);

    dns_set_question_limit(dns, 1000); /* what is below may cost questions */

    g_autoptr(Message) message = message_new(text->str, text->len);
    g_autoptr(Walk) walk = walk_over(message, dns, row);
    const SenderRules rules = { .receiver = "mx.example.org", .dns = dns };
    g_autoptr(EnvelopeSender) sender = envelope_sender(message, walk, &rules);
    int believed = check_believed(walk);

    check_end(walk, believed, row);
    check_pra(message);
    g_assert_true(!sender->address == !sender->source);
    /* Where all fields are believed, what is put below the last one would be, too. */
    bool open = believed > 0 && step_of(walk, believed - 1)->trusted;

    if (!open && (walk->end == WALK_BOUNDARY || walk->end == WALK_SUBMISSION)) {
        g_autoptr(GString) other =
            g_string_new_len(text->str, (gssize)tail_offset(text, message, believed));

        if (other->len > 0 && other->str[other->len - 1] != '\n')
            g_string_append_c(other, '\n');
        g_string_append(other, other_tail);
        check_tail(message, walk, sender, other, dns, row);
    }
    return 0;
}
