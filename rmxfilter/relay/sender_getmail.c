/* SPDX-License-Identifier: ISC */
/* getmail takes away the Return-Path of the mailbox's host and writes it anew on top. Where there
 * was none it takes the message's own Sender, which anybody may choose. So what is the same as the
 * Sender counts only where the mailbox's host says it in another field, too. */
#include "relay/sender_getmail.h"

#include <string.h>

/* Whether two addresses are the same, as far as both are known. */
static bool
is_same_sender(const MailAddress *one, const MailAddress *other)
{
    if (!one || !other || g_strcmp0(one->domain, other->domain) != 0)
        return false;
    return one->domain_only || other->domain_only ||
           g_ascii_strcasecmp(one->local, other->local) == 0;
}

/* Whether the mailbox's host wrote the same sender into a field of its own, below that place. */
static bool
is_confirmed_elsewhere(const SenderSearch *search, guint from, const MailAddress *address)
{
    for (guint i = from; i < search->above; i++) {
        const MessageField *field = sender_field(search->message, i);
        g_autoptr(MailAddress) said = NULL;

        if (message_field_is(field, "Authentication-Results"))
            said = sender_read_results(field, NULL);
        else if (message_field_is(field, "Received-SPF"))
            said = sender_read_received_spf(search, field);
        if (is_same_sender(said, address))
            return true;
    }
    return false;
}

/* The text in small letters, without angle brackets and without blanks, which getmail's folding
 * changes. The caller frees. */
static char *
text_to_compare(const char *text)
{
    GString *bare = g_string_new(NULL);

    for (; *text; text++)
        if (!g_ascii_isspace(*text) && *text != '<' && *text != '>')
            g_string_append_c(bare, g_ascii_tolower(*text));
    return g_string_free(bare, FALSE);
}

/* Whether a Sender field of the message holds the text of a Return-Path. getmail copies the text,
 * so texts are compared, and not addresses, which can be written in many ways. */
static bool
is_in_sender_field(const Message *message, const char *text)
{
    g_autofree char *wanted = text_to_compare(text);

    for (guint i = 0; i < message->fields->len; i++) {
        g_autofree char *value = NULL, *bare = NULL;

        if (!message_field_is(sender_field(message, i), "Sender"))
            continue;
        value = message_field_text(sender_field(message, i));
        bare = text_to_compare(value);
        if (strstr(bare, wanted))
            return true;
    }
    return false;
}

/* Place of the field that getmail wrote; -1: there is none. */
static int
getmail_place(const SenderSearch *search)
{
    for (int i = 0; i < (int)search->walk->steps->len && walk_step(search->walk, i)->believed;
         i++) {
        const ReceivedHop *hop = walk_step(search->walk, i)->hop;

        if (hop->kind == HOP_FETCH && g_strcmp0(hop->format, "mailbox fetch") == 0)
            return (int)sender_received_at(search, i);
    }
    return -1;
}

/* The mbox line has other octets in place of blanks, so there only the domain is compared. */
bool
sender_may_be_made_up(const SenderSearch *search, int at, const MailAddress *address)
{
    int fetched = getmail_place(search);
    g_autofree char *text = NULL;

    if (at >= fetched || !address->domain)
        return false;
    text = at >= 0 ? sender_field_text(search->message, at) : g_strdup(address->domain);
    return is_in_sender_field(search->message, text) &&
           !is_confirmed_elsewhere(search, (guint)fetched, address);
}
