/* SPDX-License-Identifier: ISC */
/* A question that the DNS did not answer stops the conversion: a record that lacks what was not
 * known would be published for good. */
#include "convert/convert.h"

#include "convert/converters.h"
#include "convert/suggest.h"
#include "dns/name.h"

#include <string.h>

static void
replace_policy(Conversion *c, Policy *policy)
{
    policy_free(c->policy);
    c->policy = policy;
}

/* Reads what the domain publishes under the scheme. True where there is a record, or where the DNS
 * did not say whether there is one: no other scheme is tried then. */
static bool
read_published(Conversion *c, const Scheme *scheme, Dns *dns, const SchemeSettings *settings)
{
    g_autoptr(Policy) policy = NULL;
    bool found;

    policy = policy_new(dns, c->domain, settings);
    found = converter_read(scheme, policy);
    if (!found && !policy->unknown)
        return false;
    c->from = scheme;
    replace_policy(c, g_steal_pointer(&policy));
    return true;
}

static const char *
identity_phrase(IdentityKind identity)
{
    return identity == IDENTITY_PRA ? "the purported responsible address" : "the envelope sender";
}

static void
note_identity(Conversion *c)
{
    g_autofree char *why = NULL;

    if (c->from->identity == c->to->identity)
        return;
    why = g_strdup_printf("it was about %s, and is now about %s",
                          identity_phrase(c->from->identity), identity_phrase(c->to->identity));
    policy_note(c->policy, "all of it", why);
}

/* A domain without a record of the schemes asked may have one of another: why that one is not
 * converted. NULL: it has none at all. */
static const char *
why_not_convertible(Conversion *c, Dns *dns, const SchemeSettings *settings)
{
    for (size_t i = 0; schemes[i]->name; i++) {
        if (!read_published(c, schemes[i], dns, settings))
            continue;
        c->from = NULL;
        return schemes[i] == c->to ? "it publishes no record of another scheme"
                                   : "what it publishes is not of the schemes asked for";
    }
    return NULL;
}

static void
guess_policy(Conversion *c, Dns *dns, const SchemeSettings *settings)
{
    const DnsAnswer *answer;

    c->why = why_not_convertible(c, dns, settings);
    if (!c->why && (c->domain[0] == '_' || strstr(c->domain, "._")))
        c->why = "a name with an underscore is no domain of mail";
    if (c->why)
        return;
    replace_policy(c, policy_new(dns, c->domain, settings));
    answer = policy_ask(c->policy, c->domain, DNS_TXT);
    if (answer->status == DNS_NXDOMAIN) {
        c->why = "it does not exist";
        return;
    }
    suggest_policy(c->policy);
    c->guessed = true;
    converter_write(c->to, c->policy);
}

char *
convert_problem(const Scheme *to)
{
    g_autoptr(GString) text = NULL;

    if (converter_writes(to))
        return NULL;
    text = g_string_new(NULL);
    g_string_printf(text, "records of %s cannot be written; those that can:", to->name);
    for (size_t i = 0; schemes[i]->name; i++)
        if (converter_writes(schemes[i]))
            g_string_append_printf(text, " %s", schemes[i]->name);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

Conversion *
convert_domain(Dns *dns, const SchemeSettings *settings, const GPtrArray *asked, const Scheme *to,
               const char *domain)
{
    Conversion *c = g_new0(Conversion, 1);

    g_assert(converter_writes(to));
    c->domain = domain_text(domain);
    c->to = to;
    replace_policy(c, policy_new(dns, c->domain, settings));
    for (guint i = 0; i < asked->len && !c->from; i++)
        if (asked->pdata[i] != to)
            read_published(c, asked->pdata[i], dns, settings);
    if (!c->from) {
        guess_policy(c, dns, settings);
    } else if (!c->policy->unknown) {
        note_identity(c);
        converter_write(to, c->policy);
    }
    return c;
}

void
conversion_free(Conversion *conversion)
{
    if (!conversion)
        return;
    policy_free(conversion->policy);
    g_free(conversion->domain);
    g_free(conversion);
}

static int
exit_code_of(const Conversion *conversion)
{
    if (conversion->policy->unknown)
        return 2;
    return conversion->why || conversion->guessed || conversion->policy->cannot->len > 0;
}

int
convert_exit_code(const GPtrArray *conversions)
{
    int worst = 0;

    for (guint i = 0; i < conversions->len; i++)
        worst = MAX(worst, exit_code_of(conversions->pdata[i]));
    return worst;
}
