/* SPDX-License-Identifier: ISC */
/* All ways to publish DMARC records at four names, one above the other, and all ways in which name
 * servers can fail to tell them. What is found is what RFC 9989 says, word for word; and where a
 * server fails, it is found only if no record there could make another answer. */
#include "author/author_policy.h"
#include "author/dmarc_walk.h"

#include <criterion/criterion.h>
#include <string.h>

#define NAMES 4

static const char *const names[NAMES] = { "a.b.example.com", "b.example.com", "example.com",
                                          "com" };

/* What can be at one name. */
typedef enum { NOTHING, PLAIN, PSD_N, PSD_Y, FAILS } Published;

/* One of them at each name. */
typedef struct {
    Published at[NAMES];
} World;

static World
world_of(unsigned number, unsigned kinds)
{
    World world;

    for (unsigned i = 0; i < NAMES; i++, number /= kinds)
        world.at[i] = (Published)(number % kinds);
    return world;
}

static Dns *
dns_of_world(const World *world)
{
    static const char *const records[] = {
        [NOTHING] = "TXT \"nothing\"",
        [PLAIN] = "TXT \"v=DMARC1; p=reject\"",
        [PSD_N] = "TXT \"v=DMARC1; p=reject; psd=n\"",
        [PSD_Y] = "TXT \"v=DMARC1; p=reject; psd=y\"",
        [FAILS] = "ERROR SERVFAIL",
    };
    g_autoptr(GString) zone = g_string_new("$ORIGIN .\n");
    Dns *dns;

    for (unsigned i = 0; i < NAMES; i++)
        g_string_append_printf(zone, "_dmarc.%s %s\n", names[i], records[world->at[i]]);
    dns = dns_new_zone_text("world", zone->str, NULL);
    cr_assert(dns);
    return dns;
}

/* "NAME OF THE RECORD/ORGANIZATION", "-" for none. The caller frees. */
static char *
answer_in_world(const World *world, unsigned from, AuthorPolicyState *state)
{
    g_autoptr(Dns) dns = dns_of_world(world);
    g_autoptr(AuthorPolicy) policy = author_policy_find(dns, names[from]);

    *state = policy->state;
    return g_strdup_printf("%s/%s", policy->name ? policy->name : "-",
                           policy->basis == ORGANIZATION_UNKNOWN ? "?" : policy->organization);
}

/* --- the RFC --- */

/* A record at a public suffix, but for psd=n, says psd=y: the one departure. */
static Published
published_at(const World *world, unsigned i)
{
    bool suffix = !strchr(names[i], '.');

    return suffix && world->at[i] == PLAIN ? PSD_Y : world->at[i];
}

/* Section 4.10.2, "from the longest to the shortest". */
static const char *
selected_by_rfc(const World *world, unsigned from)
{
    const char *fewest = NULL;

    for (unsigned i = from; i < NAMES; i++) {
        Published published = published_at(world, i);

        if (published == NOTHING)
            continue;
        if (published == PSD_N)
            return names[i];
        if (published == PSD_Y && i > from)
            return names[i - 1];
        fewest = names[i];
        if (published == PSD_Y) /* the walk has stopped */
            break;
    }
    return fewest;
}

/* Without any record the public suffix list says it. */
static const char *
organization_by_rfc(const World *world, unsigned from)
{
    const char *selected = selected_by_rfc(world, from);

    return selected ? selected : names[NAMES - 2];
}

/* Section 4.10.1. */
static const char *
policy_by_rfc(const World *world, unsigned from)
{
    const char *organization = organization_by_rfc(world, from);

    if (world->at[from] != NOTHING)
        return names[from];
    for (unsigned i = from; i < NAMES; i++)
        if (world->at[i] != NOTHING && names[i] == organization)
            return names[i];
    for (unsigned i = from; i < NAMES; i++)
        if (published_at(world, i) == PSD_Y)
            return names[i];
    return NULL;
}

Test(dmarc_walk, as_the_rfc_says)
{
    for (unsigned number = 0; number < 4 * 4 * 4 * 4; number++) {
        const World world = world_of(number, FAILS);

        for (unsigned from = 0; from < NAMES - 1; from++) {
            AuthorPolicyState state;
            g_autofree char *got = answer_in_world(&world, from, &state);
            const char *policy = policy_by_rfc(&world, from);
            const char *organization = organization_by_rfc(&world, from);
            g_autofree char *want = g_strdup_printf("%s/%s", policy ? policy : "-", organization);

            cr_expect_str_eq(got, want, "%u from %s: got %s, want %s", number, names[from], got,
                             want);
            cr_expect_eq(state, policy ? AUTHOR_POLICY_FOUND : AUTHOR_POLICY_ABSENT);
        }
    }
}

/* --- servers that fail --- */

/* What the answers are in all worlds that this one, with its failures, may be. */
typedef struct {
    const char *policy, *organization; /* in one of them; NULL: none */
    bool one_policy, one_organization; /* the same in all */
    unsigned worlds;
} Possible;

static void
add_possible(const World *world, unsigned from, Possible *possible)
{
    const char *policy = policy_by_rfc(world, from);
    const char *organization = organization_by_rfc(world, from);

    if (possible->worlds++ == 0)
        *possible = (Possible){ policy, organization, true, true, 1 };
    possible->one_policy &= policy == possible->policy;
    possible->one_organization &= organization == possible->organization;
}

/* A registry that says that it is no registry (psd=n) is not thought possible. */
static Possible
possible_answers(const World *world, unsigned from)
{
    Possible possible = { .worlds = 0 };

    for (unsigned number = 0; number < 4 * 4 * 4 * 4; number++) {
        World other = world_of(number, FAILS);
        bool fits = true;

        for (unsigned i = 0; i < NAMES; i++)
            fits &= world->at[i] == FAILS ? i < NAMES - 1 || other.at[i] != PSD_N
                                          : world->at[i] == other.at[i];
        if (fits)
            add_possible(&other, from, &possible);
    }
    return possible;
}

/* Where the policy is not known, it is not known either whether alignment is strict, and the
 * organization is of no use. */
static void
check_failing(unsigned number, unsigned from)
{
    const World world = world_of(number, FAILS + 1);
    const Possible possible = possible_answers(&world, from);
    g_autoptr(Dns) dns = dns_of_world(&world);
    g_autoptr(AuthorPolicy) policy = author_policy_find(dns, names[from]);
    bool known = policy->state != AUTHOR_POLICY_TEMPERROR;

    cr_expect_eq(known, possible.one_policy, "%u from %s: the policy", number, names[from]);
    if (!known || !possible.one_policy) {
        cr_expect_eq(policy->basis, ORGANIZATION_UNKNOWN, "%u from %s", number, names[from]);
        return;
    }
    cr_expect_str_eq(policy->name ? policy->name : "-", possible.policy ? possible.policy : "-",
                     "%u from %s", number, names[from]);
    known = policy->basis != ORGANIZATION_UNKNOWN;
    cr_expect_eq(known, possible.one_organization, "%u from %s: the organization", number,
                 names[from]);
    if (known && possible.one_organization)
        cr_expect_str_eq(policy->organization, possible.organization, "%u from %s", number,
                         names[from]);
}

Test(dmarc_walk, unknown_only_where_it_can_matter)
{
    for (unsigned number = 0; number < 5 * 5 * 5 * 5; number++)
        for (unsigned from = 0; from < NAMES - 1; from++)
            check_failing(number, from);
}

/* --- answers that are not signed --- */

/* The walk with all answers signed but the one about names[forged]. */
static bool
is_authentic_but(const World *world, unsigned from, unsigned forged)
{
    g_autoptr(Dns) dns = dns_of_world(world);
    g_autoptr(DmarcWalk) walk = dmarc_walk_take(dns, names[from]);
    DnsAnswer answers[DMARC_WALK_MAX];

    for (unsigned i = 0; i < walk->len; i++) {
        answers[i] = *walk->steps[i].answer;
        answers[i].authentic = from + i != forged;
        walk->steps[i].answer = &answers[i];
    }
    return dmarc_walk_is_authentic(walk);
}

/* What a forger could have put there makes no other policy. */
static void
check_forged(unsigned number, unsigned from, unsigned forged)
{
    const World world = world_of(number, FAILS);
    const char *policy = policy_by_rfc(&world, from);
    World unknown = world;
    Possible possible;

    if (!policy)
        return;
    unknown.at[forged] = FAILS;
    possible = possible_answers(&unknown, from);
    cr_expect_eq(is_authentic_but(&world, from, forged),
                 possible.one_policy && possible.policy == policy, "%u from %s: %s is not signed",
                 number, names[from], names[forged]);
}

Test(dmarc_walk, authentic_only_where_no_forged_answer_can_matter)
{
    for (unsigned number = 0; number < 4 * 4 * 4 * 4; number++)
        for (unsigned from = 0; from < NAMES - 1; from++)
            for (unsigned forged = 0; forged < NAMES; forged++)
                check_forged(number, from, forged);
}
