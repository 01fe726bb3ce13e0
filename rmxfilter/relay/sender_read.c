/* SPDX-License-Identifier: ISC */
/* Anything that cannot be read for certain is no address: another source may know more. */
#include "relay/sender_read.h"

#include "dns/name.h"
#include "mime/received_spf.h"
#include "mime/results_property.h"
#include "relay/same_host.h"

#include <string.h>

const MessageField *
sender_field(const Message *message, guint at)
{
    g_assert(at < message->fields->len);
    return &g_array_index(message->fields, MessageField, at);
}

int
sender_lowest_field(const Message *message, guint above, const char *name)
{
    while (above-- > 0)
        if (message_field_is(sender_field(message, above), name))
            return (int)above;
    return -1;
}

char *
sender_field_text(const Message *message, int at)
{
    return message_field_text(sender_field(message, (guint)at));
}

guint
sender_received_at(const SenderSearch *search, int index)
{
    g_assert(index < (int)search->received->len);
    return index >= 0 ? g_array_index(search->received, guint, index)
                      : search->message->fields->len;
}

/* Whether name is a believed host's, or a domain that such a host is in: mail systems can be set up
 * to write the domain in place of the host's name. A name without a dot is some host's own. */
static bool
is_believed_name(const SenderSearch *search, const char *name)
{
    const SenderRules *rules = search->rules;

    g_assert(name);
    if (!strchr(name, '.') || host_is_one_of(rules->own_names, name) ||
        (rules->receiver && domain_within(rules->receiver, name)))
        return true;
    for (int i = 0; i < (int)search->walk->steps->len; i++) {
        const WalkStep *step = walk_step(search->walk, i);

        if (!step->believed)
            return false;
        if (step->hop->by && domain_within(step->hop->by, name))
            return true;
    }
    return false;
}

/* Mail systems write the null sender as MAILER-DAEMON at their own name. A stranger who uses that
 * name gains nothing: he may send from the null sender himself. */
static bool
is_believed_daemon(const SenderSearch *search, const MailAddress *address)
{
    return mail_address_is_daemon(address) && is_believed_name(search, address->domain);
}

/* getmail writes Return-Path: <unknown> where it knows nothing. Any other word without a domain is
 * a local user, or nothing at all. */
MailAddress *
sender_read_reverse_path(const SenderSearch *search, const char *text)
{
    g_autoptr(MailAddress) address = NULL;

    if (mail_address_is_null(text, strlen(text)))
        return mail_address_new("", NULL);
    address = mail_address_parse(text, strlen(text));
    if (!address || (!address->domain && *address->local != '\0'))
        return NULL;
    return is_believed_daemon(search, address) ? mail_address_new("", NULL)
                                               : g_steal_pointer(&address);
}

MailAddress *
sender_read_address_or_domain(const char *text)
{
    g_autoptr(MailAddress) address = mail_address_parse(text, strlen(text));
    g_autofree char *domain = NULL;

    if (!address || address->domain || *address->local == '\0')
        return g_steal_pointer(&address);
    domain = mail_domain(address->local);
    return domain ? mail_address_of_domain(domain) : NULL;
}

MailAddress *
sender_read_results(const MessageField *field, const char *host)
{
    g_autoptr(Results) results = results_parse(field->value, field->value_len);
    const char *sender = results_property(results, "spf", "smtp", "mailfrom");

    if (host && (!results->authserv_id || g_ascii_strcasecmp(results->authserv_id, host) != 0))
        return NULL;
    if (!sender)
        sender = results_property(results, "spf", "smtp", "mail"); /* Yandex's word for it */
    if (sender)
        return sender_read_address_or_domain(sender);
    return results_property(results, "spf", "smtp", "helo") ? mail_address_new("", NULL) : NULL;
}

MailAddress *
sender_read_received_spf(const SenderSearch *search, const MessageField *field)
{
    g_autoptr(ReceivedSpf) spf = received_spf_parse(field->value, field->value_len);
    const char *sender = received_spf_value(spf, "envelope-from");
    const char *client = received_spf_value(spf, "client-ip");
    IpAddress ip;

    if (client &&
        (!ip_parse_client(client, strlen(client), &ip) || !ip_equal(&ip, &search->walk->ip)))
        return NULL;
    return sender ? sender_read_reverse_path(search, sender) : NULL;
}
