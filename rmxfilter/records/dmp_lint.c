/* SPDX-License-Identifier: ISC */
/* Which addresses have a record of their own cannot be asked for. So the addresses are tried that
 * the other schemes' records speak of, and those of the domain's own hosts; and the wildcards, for
 * which the publishers of this scheme have to do what the DNS does not (RFC 4592). */
#include "records/dmp.h"

#include <string.h>

#define RULE "draft-fecyk-dmp"

/* Addresses that are tried. */
#define TRIED_MAX 32

/* One domain's records while they are looked for. */
typedef struct {
    Lint *lint;
    GPtrArray *found; /* char *: names, from the left end to "._smtp-client" */
    GPtrArray *means; /* char *: what stands there */
    GArray *allowed;  /* IpAddress */
} Search;

/* The name without the domain, as it is shown. */
static char *
short_name(const Search *search, const char *name)
{
    return g_strndup(name, strlen(name) - strlen("._smtp-client.") - strlen(search->lint->domain));
}

/* What the records there say; false: there are none. */
static bool
look_at(Search *search, const char *name, bool *allows)
{
    const DnsAnswer *answer = lint_ask(search->lint, name, DNS_TXT);
    g_auto(DmpWords) words = dmp_read(answer);

    *allows = words.allows;
    if (words.other)
        lint_say_at(search->lint, LINT_ERROR, name, words.other, 0, RULE,
                    "neither dmp=allow nor dmp=deny: permerror");
    else if (words.allows && words.denies)
        lint_say(search->lint, LINT_ERROR, name, RULE, "both dmp=allow and dmp=deny: permerror");
    if (!words.record)
        return answer->status == DNS_TEMPERROR; /* it is told that it is not known */
    g_ptr_array_add(search->found, short_name(search, name));
    g_ptr_array_add(search->means, g_strdup(words.record));
    return true;
}

/* --- wildcards --- */

static char *
wildcard_name(const Search *search, const char *tail)
{
    return g_strconcat("*.", tail, "._smtp-client.", search->lint->domain, NULL);
}

/* The wildcard for a whole family: false where there is none. */
static bool
look_at_rest(Search *search, const char *family)
{
    g_autofree char *name = wildcard_name(search, family);
    bool allows, there = look_at(search, name, &allows);

    if (allows)
        lint_say(search->lint, LINT_ERROR, name, RULE,
                 "lets everybody in: any machine may send for %s", search->lint->domain);
    return there;
}

/* A wildcard covers nothing below a name that exists: beside each address that has a record, its
 * network needs a wildcard of its own, and so has each larger one of whole labels. */
static void
check_neighbours(Search *search, const IpAddress *ip)
{
    g_autofree char *name = dmp_name(ip, search->lint->domain);
    g_autofree char *own = short_name(search, name);
    const char *tail = strchr(own, '.');
    unsigned levels = ip->bits == 32 ? 3 : 1;

    for (; levels > 0 && tail; levels--, tail = strchr(tail + 1, '.')) {
        g_autofree char *wildcard = wildcard_name(search, tail + 1);
        bool allows;

        if (!look_at(search, wildcard, &allows))
            lint_say(search->lint, LINT_WARNING, wildcard, "RFC 4592 section 2.2.1",
                     "no record: because there is one at %s, no wildcard further up covers the "
                     "addresses beside it",
                     own);
    }
}

/* --- addresses --- */

static void
try_address(Search *search, const IpAddress *ip)
{
    g_autofree char *name = dmp_name(ip, search->lint->domain);
    bool allows;

    look_at(search, name, &allows);
    if (allows)
        g_array_append_vals(search->allowed, ip, 1);
}

static bool
is_tried(const GArray *tried, const IpAddress *ip)
{
    for (guint i = 0; i < tried->len; i++)
        if (ip_equal(&g_array_index(tried, IpAddress, i), ip))
            return true;
    return false;
}

/* Single addresses that are known by now, each once. */
static GArray *
known_addresses(const Lint *lint)
{
    GArray *known = g_array_new(FALSE, FALSE, sizeof(IpAddress));

    for (guint i = 0; i < lint->networks->len && known->len < TRIED_MAX; i++) {
        const IpNetwork *network = &g_array_index(lint->networks, IpNetwork, i);

        if (network->length == network->address.bits && !is_tried(known, &network->address))
            g_array_append_val(known, network->address);
    }
    return known;
}

/* The domain's own host and MX hosts; noted for the other schemes, too, only where this one is
 * published: they are what is compared. */
static void
note_own_hosts(Lint *lint)
{
    const DnsAnswer *exchanges = dns_ask(lint->dns, lint->domain, DNS_MX);
    g_autofree char *ignored = NULL, *also_ignored = NULL;
    LintLacks lacks;

    ignored = lint_host(lint, lint->domain, 32, 128, &lacks);
    if (exchanges->status == DNS_OK)
        also_ignored = lint_exchanges(lint, exchanges, 32, 128, &lacks);
}

static void
show(Search *search)
{
    g_autofree char *name = g_strconcat("_smtp-client.", search->lint->domain, NULL);
    LintRecord *record;

    record = lint_add_record(search->lint, name, DNS_TXT, NULL);
    for (guint i = 0; i < search->found->len; i++)
        lint_add_term(record->terms, g_strdup(search->found->pdata[i]), 0)->means =
            g_strdup(search->means->pdata[i]);
}

static void
look_for_records(Search *search)
{
    static const char *const families[] = { "in-addr", "ip6" };
    g_autoptr(GArray) known = NULL;
    bool there[G_N_ELEMENTS(families)];

    for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
        there[i] = look_at_rest(search, families[i]);
    note_own_hosts(search->lint);
    known = known_addresses(search->lint);
    for (guint i = 0; i < known->len; i++)
        try_address(search, &g_array_index(known, IpAddress, i));
    for (size_t i = 0; i < G_N_ELEMENTS(families) && search->found->len > 0; i++) {
        g_autofree char *name = wildcard_name(search, families[i]);

        if (!there[i])
            lint_say(search->lint, LINT_WARNING, name, RULE,
                     "no record for the rest: for most addresses there is no answer at all");
    }
    for (guint i = 0; i < search->allowed->len; i++)
        check_neighbours(search, &g_array_index(search->allowed, IpAddress, i));
}

void
dmp_lint(Lint *lint)
{
    g_autofree char *base = g_strconcat("_smtp-client.", lint->domain, NULL);
    g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) means = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) allowed = g_array_new(FALSE, FALSE, sizeof(IpAddress));
    Search search = { .lint = lint, .found = found, .means = means, .allowed = allowed };

    if (lint_ask(lint, base, DNS_TXT)->status == DNS_NXDOMAIN) /* nothing below it either */
        return;
    look_for_records(&search);
    if (found->len > 0)
        show(&search);
}
