/* SPDX-License-Identifier: ISC */
/* Each letter is a row with its value, untransformed. Values come from the message and are hostile.
 */
#include "records/macro_letter.h"

static char *
value_of_local(const MacroContext *context)
{
    return g_strdup(context->claim->local);
}

/* Names reach the DNS as A-labels, in macros too (RFC 8616 section 4). A HELO line can be anything.
 */
static char *
ascii_name(const char *name)
{
    return g_str_is_ascii(name) ? g_strdup(name) : domain_text(name);
}

static char *
value_of_sender_domain(const MacroContext *context)
{
    return ascii_name(context->claim->domain);
}

static char *
value_of_sender(const MacroContext *context)
{
    g_autofree char *domain = value_of_sender_domain(context);

    return g_strconcat(context->claim->local, "@", domain, NULL);
}

static char *
value_of_domain(const MacroContext *context)
{
    return ascii_name(context->domain);
}

/* Dotted: an IPv6 address is its 32 nibbles. */
static char *
value_of_client(const MacroContext *context)
{
    const IpAddress *ip = &context->claim->client;
    GString *nibbles;

    if (ip->bits == 32)
        return ip_text(ip);
    nibbles = g_string_new(NULL);
    for (size_t i = 0; i < ip->bits / 8; i++)
        g_string_append_printf(nibbles, "%s%x.%x", i > 0 ? "." : "", ip->octets[i] >> 4,
                               ip->octets[i] & 0xfU);
    return g_string_free(nibbles, FALSE);
}

/* The domain itself is best, then a name below it, then any (section 7.3). "unknown" also where the
 * DNS failed. The question is not counted as a term: the term that holds the macro is. */
static char *
value_of_reverse_name(const MacroContext *context)
{
    g_autoptr(ReverseNames) names = NULL;
    g_autofree char *domain = value_of_domain(context);
    const char *best = NULL;

    if (!context->matcher)
        return NULL;

    bool was_void = context->matcher->was_void;

    names = match_reverse_names(context->matcher, NULL);
    context->matcher->was_void = was_void;
    for (guint i = 0; i < names->names->len; i++)
        if (g_ascii_strcasecmp(g_ptr_array_index(names->names, i), domain) == 0)
            return g_steal_pointer(&domain);
    for (guint i = 0; i < names->names->len && !best; i++)
        if (domain_within(g_ptr_array_index(names->names, i), domain))
            best = g_ptr_array_index(names->names, i);
    if (!best && names->names->len > 0)
        best = g_ptr_array_index(names->names, 0);
    return g_strdup(best ? best : "unknown");
}

static char *
value_of_family(const MacroContext *context)
{
    return g_strdup(context->claim->client.bits == 32 ? "in-addr" : "ip6");
}

static char *
value_of_helo(const MacroContext *context)
{
    return ascii_name(context->claim->helo ? context->claim->helo : "unknown");
}

static char *
value_of_client_text(const MacroContext *context)
{
    return ip_text(&context->claim->client);
}

static char *
value_of_receiver(const MacroContext *context)
{
    return g_strdup(context->claim->receiver);
}

static char *
value_of_time(const MacroContext *context)
{
    return g_strdup_printf("%" G_GINT64_FORMAT, (gint64)context->claim->now);
}

/* Section 7.2. */
static const struct {
    char letter;
    bool text_only;                              /* allowed in explanations only */
    char *(*value)(const MacroContext *context); /* NULL: may not be asked for now */
} letters[] = {
    { 's', false, value_of_sender },        { 'l', false, value_of_local },
    { 'o', false, value_of_sender_domain }, { 'd', false, value_of_domain },
    { 'i', false, value_of_client },        { 'p', false, value_of_reverse_name },
    { 'v', false, value_of_family },        { 'h', false, value_of_helo },
    { 'c', true, value_of_client_text },    { 'r', true, value_of_receiver },
    { 't', true, value_of_time },
};

bool
macro_letter_known(int octet, bool in_domain)
{
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
        if (octet >= 0 && g_ascii_tolower((char)octet) == letters[i].letter)
            return !in_domain || !letters[i].text_only;
    return false;
}

char *
macro_letter_value(char letter, const MacroContext *context)
{
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
        if (g_ascii_tolower(letter) == letters[i].letter)
            return letters[i].value(context);
    g_assert_not_reached();
}
