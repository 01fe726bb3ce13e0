/* SPDX-License-Identifier: ISC */
/* The DNS does not list which addresses have a record of their own. So the linter tries the
 * addresses that the other schemes' records name, and those of the domain's own hosts; and the
 * wildcards, which do not cover all that publishers expect (RFC 4592). */
#include "lint/linters.h"

#include "records/dmp.h"

#include <string.h>

#define RULE "draft-fecyk-dmp"

/* Addresses that are tried. */
#define TRIED_MAX 32

/* Of all IPv4 addresses that have no record of their own, and of all such IPv6 ones. */
static const char *const rest_labels[] = { "*.in-addr", "*.ip6" };

/* One domain's records while they are looked for. */
typedef struct {
    Lint *lint;
    GPtrArray *found; /* LintTerm *: labels before "._smtp-client", and what stands there */
    GArray *allowed;  /* IpAddress: those with dmp=allow where the rest has none */
    DmpWords rest[2]; /* of all other IPv4 addresses, and IPv6 ones */
} DmpSearch;

static char *
dmp_full_name(const DmpSearch *search, const char *labels)
{
    return g_strconcat(labels, "._smtp-client.", search->lint->domain, NULL);
}

static bool
same_dmp_words(const DmpWords *one, const DmpWords *other)
{
    return one->allows == other->allows && one->denies == other->denies &&
           g_strcmp0(one->other, other->other) == 0;
}

/* What the records below these labels say. Records that say the same as the rest most likely come
 * from the wildcard: an answer does not show whether it was made from one. rest: NULL where the
 * labels are the rest's own. */
static DmpWords
read_dmp_words(DmpSearch *search, const char *labels, const DmpWords *rest)
{
    g_autofree char *name = dmp_full_name(search, labels);
    DmpWords words = dmp_read(lint_ask(search->lint, name, DNS_TXT));

    if (!words.record || (rest && rest->record && same_dmp_words(&words, rest)))
        return words;
    if (words.other)
        lint_report_at(search->lint, LINT_ERROR, name, words.other, 0, RULE,
                       "neither dmp=allow nor dmp=deny: permerror");
    else if (words.allows && words.denies)
        lint_report(search->lint, LINT_ERROR, name, RULE, "both dmp=allow and dmp=deny: permerror");
    lint_add_term(search->found, g_strdup(labels), 0)->means = g_strdup(words.record);
    return words;
}

/* False where it is not known whether there is a record below these labels. */
static bool
dmp_is_known(const DmpSearch *search, const char *labels)
{
    g_autofree char *name = dmp_full_name(search, labels);

    return dns_ask(search->lint->dns, name, DNS_TXT)->status != DNS_TEMPERROR;
}

/* --- wildcards --- */

static void
read_dmp_rest(DmpSearch *search, bool ipv6)
{
    g_autofree char *name = dmp_full_name(search, rest_labels[ipv6]);

    search->rest[ipv6] = read_dmp_words(search, rest_labels[ipv6], NULL);
    if (search->rest[ipv6].allows)
        lint_report(search->lint, LINT_ERROR, name, RULE,
                    "lets everybody in: any machine may send for %s", search->lint->domain);
}

/* Where something is published, the rest must be, too. */
static void
check_dmp_rest(DmpSearch *search, bool ipv6)
{
    g_autofree char *name = dmp_full_name(search, rest_labels[ipv6]);

    if (search->found->len > 0 && !search->rest[ipv6].record &&
        dmp_is_known(search, rest_labels[ipv6]))
        lint_report(search->lint, LINT_WARNING, name, RULE,
                    "no record for the rest: for most addresses there is no answer at all");
}

/* A wildcard covers nothing below a name that exists: beside each address that has a record, its
 * network needs a wildcard of its own, and so has each larger one of whole labels. */
static void
check_dmp_neighbours(DmpSearch *search, const IpAddress *ip)
{
    g_autofree char *own = dmp_client_labels(ip);
    const char *tail = strchr(own, '.');
    unsigned levels = ip->bits == 32 ? 3 : 1;

    for (; levels > 0 && tail; levels--, tail = strchr(tail + 1, '.')) {
        g_autofree char *wildcard = g_strconcat("*", tail, NULL);
        g_autofree char *name = dmp_full_name(search, wildcard);
        g_auto(DmpWords) words = read_dmp_words(search, wildcard, &search->rest[ip->bits == 128]);

        if (!words.record && dmp_is_known(search, wildcard))
            lint_report(search->lint, LINT_WARNING, name, "RFC 4592 section 2.2.1",
                        "no record: because there is one at %s, no wildcard further up covers the "
                        "addresses beside it",
                        own);
    }
}

/* --- addresses --- */

static void
try_dmp_address(DmpSearch *search, const IpAddress *ip)
{
    g_autofree char *labels = dmp_client_labels(ip);
    const DmpWords *rest = &search->rest[ip->bits == 128];
    g_auto(DmpWords) words = read_dmp_words(search, labels, rest);

    if (words.allows && !rest->allows)
        g_array_append_vals(search->allowed, ip, 1);
}

static bool
is_address_listed(const GArray *tried, const IpAddress *ip)
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

        if (network->length == network->address.bits &&
            !is_address_listed(known, &network->address))
            g_array_append_val(known, network->address);
    }
    return known;
}

/* Notes the addresses of the domain's own host and MX hosts: those that a record most likely has.
 */
static void
note_own_hosts(Lint *lint)
{
    const DnsAnswer *exchanges = dns_ask(lint->dns, lint->domain, DNS_MX);
    LintLacks lacks;

    g_free(lint_host(lint, lint->domain, 32, 128, &lacks));
    if (exchanges->status == DNS_OK)
        g_free(lint_exchanges(lint, exchanges, 32, 128, &lacks));
}

static void
add_dmp_record(const DmpSearch *search)
{
    g_autofree char *name = g_strconcat("_smtp-client.", search->lint->domain, NULL);
    LintRecord *record = lint_add_record(search->lint, name, DNS_TXT, NULL);

    g_ptr_array_unref(record->terms);
    record->terms = g_ptr_array_ref(search->found);
}

static void
find_dmp_records(DmpSearch *search)
{
    g_autoptr(GArray) known = NULL;

    read_dmp_rest(search, false);
    read_dmp_rest(search, true);
    note_own_hosts(search->lint);
    known = known_addresses(search->lint);
    for (guint i = 0; i < known->len; i++)
        try_dmp_address(search, &g_array_index(known, IpAddress, i));
    check_dmp_rest(search, false);
    check_dmp_rest(search, true);
    for (guint i = 0; i < search->allowed->len; i++)
        check_dmp_neighbours(search, &g_array_index(search->allowed, IpAddress, i));
}

void
lint_dmp(Lint *lint)
{
    g_autofree char *base = g_strconcat("_smtp-client.", lint->domain, NULL);
    g_autoptr(GPtrArray) found = lint_terms_new();
    g_autoptr(GArray) allowed = g_array_new(FALSE, FALSE, sizeof(IpAddress));
    DmpSearch search = { .lint = lint, .found = found, .allowed = allowed };

    if (lint_ask(lint, base, DNS_TXT)->status == DNS_NXDOMAIN) /* nothing below it either */
        return;
    find_dmp_records(&search);
    if (found->len > 0)
        add_dmp_record(&search);
    dmp_words_clear(&search.rest[false]);
    dmp_words_clear(&search.rest[true]);
}
