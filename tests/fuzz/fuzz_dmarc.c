/* SPDX-License-Identifier: ISC */
/* The author's policy from strangers' records. The first line of the input is the author's domain,
 * the second one another's; the lines behind them are TXT records at "_dmarc." and the first's
 * parents, from itself up. What was found is one whole answer, and the same again. */
#include "author/author_policy.h"
#include "author/dmarc_walk.h"
#include "mime/address.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static void
check_record(const DmarcRecord *record)
{
    for (int own = 0; own < 2; own++)
        for (int exists = 0; exists < 2; exists++) {
            const char *tag = NULL;
            PolicyWish wish = dmarc_record_wish(record, own, exists, &tag);

            g_assert_nonnull(tag);
            g_assert_true(wish == POLICY_NONE || !record->problem);
            g_assert_cmpint(policy_wish_softer(wish), <=, (int)wish);
        }
    g_assert_true(record->usable || record->problem);
}

static void
check_walk(const DmarcWalk *walk)
{
    const char *organization = dmarc_walk_organization(walk);
    const DmarcStep *policy = dmarc_walk_policy(walk);

    g_assert_cmpuint(walk->len, >, 0);
    g_assert_cmpuint(walk->len, <=, DMARC_WALK_MAX);
    g_assert_true((organization == NULL) == (policy == NULL));
    g_assert_true(!organization || g_str_has_suffix(walk->domain, organization));
    g_assert_true(!policy || policy->state == DMARC_STEP_RECORD);
    for (unsigned i = 0; i < walk->len; i++)
        g_assert_true(g_str_has_suffix(walk->domain, walk->steps[i].domain));
}

static void
check_policy(const AuthorPolicy *policy)
{
    bool found = policy->state == AUTHOR_POLICY_FOUND;

    g_assert(policy->domain && policy->organization);
    g_assert_true(g_str_has_suffix(policy->domain, policy->organization));
    g_assert_true(found == !policy->problem);
    g_assert_true(found == (policy->tag != NULL));
    g_assert_true(!found || (policy->name && policy->record));
    g_assert_true(found || policy->wish == POLICY_NONE);
    g_assert_cmpint(policy->wish, <=, policy->published);
}

static void
check_covers(const AuthorPolicy *policy, Dns *dns, const char *domain)
{
    AuthorCover strict = author_policy_covers(policy, dns, domain, true);
    AuthorCover relaxed = author_policy_covers(policy, dns, domain, false);
    AuthorCover itself = author_policy_covers(policy, dns, policy->domain, true);
    g_autofree char *mine = mail_domain(policy->domain);

    g_assert_true(strict == AUTHOR_NOT_COVERED || strict == relaxed);
    g_assert_true((itself == AUTHOR_COVERED) == (mine && mine[0] != '['));
}

/* --- the zone --- */

static void
append_record(GString *zone, const char *domain, const char *record, size_t len)
{
    g_autofree char *name = dmarc_name(domain);

    for (const char *at = name; *at; at++)
        g_string_append_printf(zone, g_ascii_isalnum(*at) || *at == '.' ? "%c" : "\\%03d",
                               (unsigned char)*at);
    if (len == 0) {
        g_string_append(zone, ". ERROR SERVFAIL\n");
        return;
    }
    g_string_append(zone, ". TXT \"\"");
    for (size_t i = 0; i < len; i++)
        g_string_append_printf(zone, "%s\\%03d", i % 255 == 0 ? " " : "", (unsigned char)record[i]);
    g_string_append_c(zone, '\n');
}

/* NULL: the names cannot stand in a zone. */
static Dns *
dns_of(const char *domain, Cursor lines)
{
    g_autoptr(GString) zone = g_string_new("$ORIGIN .\n");
    g_autoptr(GError) error = NULL;
    Cursor line;

    while (domain && cursor_split(&lines, '\n', &line)) {
        append_record(zone, domain, line.at, cursor_left(&line));
        domain = dmarc_walk_next(domain);
    }
    return dns_new_zone_text("records", zone->str, &error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    Cursor c = cursor_over(octets, len), line;
    g_autofree char *author = NULL, *other = NULL, *domain = NULL;
    DmarcRecord record;

    if (dmarc_record_parse(c, &record))
        check_record(&record);
    if (!cursor_split(&c, '\n', &line))
        return 0;
    author = cursor_text(line);
    if (cursor_split(&c, '\n', &line))
        other = cursor_text(line);
    domain = mail_domain(author);

    g_autoptr(Dns) dns = dns_of(domain, c);

    if (!dns)
        return 0;
    author_policy_prefetch(dns, author);

    g_autoptr(AuthorPolicy) policy = author_policy_find(dns, author);
    g_autoptr(AuthorPolicy) again = author_policy_find(dns, author);

    check_policy(policy);
    g_assert_true(policy->state == again->state && policy->wish == again->wish &&
                  g_str_equal(policy->organization, again->organization));
    if (other)
        check_covers(policy, dns, other);
    if (domain && domain[0] != '[') {
        g_autoptr(DmarcWalk) walk = dmarc_walk_take(dns, domain);

        check_walk(walk);
    }
    return 0;
}
