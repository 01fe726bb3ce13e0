/* SPDX-License-Identifier: ISC */
/* What stands below the boundary is collected as hostile text: read as domains and addresses, or
 * left out. */
#include "mailbox/trust_row.h"

#include "mime/address.h"
#include "mime/mailboxes.h"
#include "mime/received/received_date.h"
#include "relay/rewrite.h"

#include <string.h>

#define SECONDS_OF_DAY 86400

/* --- domains --- */

bool
trust_row_is_domain(const char *text)
{
    return strchr(text, '.') &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == strlen(text);
}

/* The DNS form of a name that is worth to be kept; "" where it is none. The caller frees. */
static char *
row_domain(const char *name)
{
    g_autofree char *domain = name ? mail_domain(name) : NULL;

    return domain && trust_row_is_domain(domain) ? g_steal_pointer(&domain) : g_strdup("");
}

/* Adds the domain, once, while there is room. */
static void
add_row_domain(GPtrArray *domains, const char *name)
{
    g_autofree char *domain = row_domain(name);

    if (*domain && domains->len < TRUST_ROW_DOMAINS &&
        !g_ptr_array_find_with_equal_func(domains, domain, g_str_equal, NULL))
        g_ptr_array_add(domains, g_steal_pointer(&domain));
}

static void
add_domain_of_address(GPtrArray *domains, const char *address)
{
    const char *at = address ? strrchr(address, '@') : NULL;

    if (at)
        add_row_domain(domains, at + 1);
}

static GStrv
row_domains(GPtrArray *domains)
{
    g_ptr_array_add(domains, NULL);
    return (GStrv)g_ptr_array_free(domains, FALSE);
}

/* --- believed --- */

/* Fields in which mail systems write to whom they deliver. */
static const char *const delivery_fields[] = { "Delivered-To", "X-Original-To", "Envelope-To",
                                               "X-Envelope-To", "X-Delivered-To" };

static bool
is_delivery_field(const MessageField *field)
{
    for (size_t i = 0; i < G_N_ELEMENTS(delivery_fields); i++)
        if (message_field_is(field, delivery_fields[i]))
            return true;
    return false;
}

static GStrv
collect_mailboxes(const Message *message, const Walk *walk)
{
    GPtrArray *domains = g_ptr_array_new();
    guint above = sender_fields_above(message, walk);

    for (int i = 0; i <= walk->boundary; i++)
        add_domain_of_address(domains, walk_step(walk, i)->hop->for_address);
    for (guint i = 0; i < above; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);
        g_autofree char *text = is_delivery_field(field) ? message_field_text(field) : NULL;

        add_domain_of_address(domains, text);
    }
    return row_domains(domains);
}

static guint32
row_day(const ReceivedHop *hop)
{
    time_t when;

    if (!hop->date || !received_date_read(hop->date, &when))
        return 0;
    return (guint32)CLAMP(when / SECONDS_OF_DAY, 0, G_MAXUINT32);
}

/* --- the client's word --- */

static void
add_domains_of_field(GPtrArray *domains, const MessageField *field)
{
    g_autoptr(Mailboxes) mailboxes = mailboxes_read(field->value, field->value_len);

    for (guint i = 0; i < mailboxes->addresses->len && domains->len < TRUST_ROW_DOMAINS; i++)
        add_row_domain(domains, ((const MailAddress *)mailboxes->addresses->pdata[i])->domain);
}

static GStrv
collect_addressed(const Message *message, const ReceivedHop *next)
{
    GPtrArray *domains = g_ptr_array_new();

    add_domain_of_address(domains, next ? next->for_address : NULL);
    for (guint i = 0; i < message->fields->len && !(next && next->for_address); i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "To") || message_field_is(field, "Cc"))
            add_domains_of_field(domains, field);
    }
    return row_domains(domains);
}

static bool
has_list_field(const Message *message)
{
    static const char *const names[] = { "List-Id", "List-Post", "Mailing-List", "X-Mailing-List" };

    for (guint i = 0; i < message->fields->len; i++)
        for (size_t n = 0; n < G_N_ELEMENTS(names); n++)
            if (message_field_is(&g_array_index(message->fields, MessageField, i), names[n]))
                return true;
    return false;
}

static bool
is_public_client(const ReceivedHop *hop)
{
    return hop->kind == HOP_SMTP && hop->ip.bits > 0 && !ip_local_network(&hop->ip);
}

static GArray *
collect_below(const Walk *walk)
{
    GArray *below = g_array_new(FALSE, FALSE, sizeof(IpAddress));

    for (int i = walk->boundary + 1; i < (int)walk->steps->len && below->len < TRUST_ROW_BELOW; i++)
        if (is_public_client(walk_step(walk, i)->hop))
            g_array_append_val(below, walk_step(walk, i)->hop->ip);
    return below;
}

/* The domain before a forwarder wrote over it, as far as can be told. */
static char *
sender_domain_of(const MailAddress *address, bool *rewritten)
{
    MailAddress *original = NULL;
    char *domain;

    *rewritten = address && address->domain && rewrite_undo(address, &original) == REWRITE_UNDONE;
    if (*rewritten)
        *rewritten = g_strcmp0(original->domain, address->domain) != 0;
    domain = row_domain(original ? original->domain : address ? address->domain : NULL);
    g_clear_pointer(&original, mail_address_free);
    return domain;
}

/* --- rows --- */

static TrustRow *
trust_row_empty(void)
{
    TrustRow *row = g_new0(TrustRow, 1);

    row->name = g_strdup("");
    row->by = g_strdup("");
    row->sender = g_strdup("");
    row->below_by = g_strdup("");
    row->mailboxes = g_new0(char *, 1);
    row->addressed = g_new0(char *, 1);
    row->below = g_array_new(FALSE, FALSE, sizeof(IpAddress));
    row->via = g_array_new(FALSE, FALSE, sizeof(IpAddress));
    return row;
}

/* The public relays above the boundary or, where there is none, all that are believed. */
static void
collect_via(const Walk *walk, TrustRow *row)
{
    for (int i = 0; i < (int)walk->steps->len && row->via->len < TRUST_ROW_VIA; i++) {
        const WalkStep *step = walk_step(walk, i);

        if (step->believed && step->relay && i != walk->boundary && step->hop->ip.bits > 0)
            g_array_append_val(row->via, step->hop->ip);
    }
}

/* Mail servers write a Received field on top of all that they take in. What has none was put into
 * the mailbox by the user's own program, as mail that he sent is. */
static void
note_written_mail(const Message *message, const Walk *walk, TrustRow *row)
{
    GPtrArray *domains = g_ptr_array_new();

    row->written = walk->end == WALK_LOCAL && walk->steps->len == 0;
    for (guint i = 0; i < message->fields->len && row->written; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "From"))
            add_domains_of_field(domains, field);
    }
    g_strfreev(row->mailboxes);
    row->mailboxes = row_domains(domains);
}

/* What the boundary's field says, and the client's word below it. */
static void
fill_row(const Message *message, const Walk *walk, const EnvelopeSender *sender, TrustRow *row)
{
    const ReceivedHop *hop = walk_step(walk, walk->boundary)->hop;
    const ReceivedHop *next = walk->boundary + 1 < (int)walk->steps->len
                                  ? walk_step(walk, walk->boundary + 1)->hop
                                  : NULL;

    row->client = walk->ip;
    row->name = row_domain(hop->rdns);
    row->by = row_domain(hop->by);
    row->mailboxes = collect_mailboxes(message, walk);
    row->day = row_day(hop);
    row->sender = sender_domain_of(sender->address, &row->rewritten);
    row->is_list = has_list_field(message);
    row->below_by = row_domain(next ? next->by : NULL);
    row->addressed = collect_addressed(message, next);
    row->below = collect_below(walk);
    for (guint i = 0; i < row->below->len; i++)
        row->handed_on |= !ip_equal(&g_array_index(row->below, IpAddress, i), &row->client);
}

TrustRow *
trust_row_new(const Message *message, const Walk *walk, const EnvelopeSender *sender)
{
    TrustRow *row = trust_row_empty();

    if (walk->end == WALK_BOUNDARY && walk->boundary >= 0) {
        trust_row_free(row);
        row = g_new0(TrustRow, 1);
        row->via = g_array_new(FALSE, FALSE, sizeof(IpAddress));
        fill_row(message, walk, sender, row);
    } else {
        note_written_mail(message, walk, row);
    }
    collect_via(walk, row);
    return row;
}

void
trust_row_free(TrustRow *row)
{
    if (!row)
        return;
    g_free(row->name);
    g_free(row->by);
    g_free(row->sender);
    g_free(row->below_by);
    g_strfreev(row->mailboxes);
    g_strfreev(row->addressed);
    g_array_unref(row->below);
    g_array_unref(row->via);
    g_free(row);
}
