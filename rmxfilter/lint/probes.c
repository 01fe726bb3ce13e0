/* SPDX-License-Identifier: ISC */
/* All questions are announced before the first answer is waited for: all addresses and schemes
 * together take as long as the slowest of them. */
#include "lint/probes.h"

#include <limits.h>
#include <string.h>

/* At most so many addresses are tried. */
#define PROBES_MAX 48

/* Addresses that are named in one finding. */
#define NAMED_MAX 3

typedef struct {
    Lint *lint;
    GPtrArray *schemes; /* const Scheme *: those that publish something */
    GArray *clients;    /* IpAddress */
    Result *results;    /* by client, then by scheme */
} Probes;

IpAddress
probes_stranger(bool ipv6)
{
    static const uint8_t ipv4_octets[4] = { 240, 0, 0, 1 };
    static const uint8_t ipv6_octets[16] = { [0] = 1, [15] = 1 };

    return ipv6 ? ip_from_octets(ipv6_octets, sizeof(ipv6_octets))
                : ip_from_octets(ipv4_octets, sizeof(ipv4_octets));
}

/* --- which addresses --- */

static void
add_probe(GArray *clients, const IpAddress *ip)
{
    for (guint i = 0; i < clients->len; i++)
        if (ip_equal(&g_array_index(clients, IpAddress, i), ip))
            return;
    if (clients->len < PROBES_MAX)
        g_array_append_vals(clients, ip, 1);
}

static IpAddress
last_address(const IpNetwork *network)
{
    IpAddress last = network->address;

    for (unsigned bit = network->length; bit < last.bits; bit++)
        last.octets[bit / 8] |= (uint8_t)(0x80U >> bit % 8);
    return last;
}

/* The next address, or the one before; at the end of the family the one at the other end. */
static IpAddress
neighbour_address(IpAddress ip, bool next)
{
    for (unsigned i = ip.bits / 8; i-- > 0;) {
        ip.octets[i] = (uint8_t)(ip.octets[i] + (next ? 1 : -1));
        if (ip.octets[i] != (next ? 0x00 : 0xff))
            break;
    }
    return ip;
}

/* First the first address of each network, then the last of each, then the neighbours outside:
 * where that is too many, each network has been tried at least once. */
static void
choose_probes(const Lint *lint, GArray *clients)
{
    static const bool families[] = { false, true };

    for (size_t i = 0; i < G_N_ELEMENTS(families); i++) {
        IpAddress stranger = probes_stranger(families[i]);

        add_probe(clients, &stranger);
    }
    for (int place = 0; place < 4; place++)
        for (guint i = 0; i < lint->networks->len && clients->len < PROBES_MAX; i++) {
            const IpNetwork *network = &g_array_index(lint->networks, IpNetwork, i);
            IpAddress last = last_address(network);
            IpAddress places[] = { network->address, last,
                                   neighbour_address(network->address, false),
                                   neighbour_address(last, true) };

            add_probe(clients, &places[place]);
        }
}

/* --- what the schemes say --- */

static bool
scheme_is_published(const Lint *lint, const Scheme *scheme, bool *everybody)
{
    bool found = false;

    *everybody = false;
    for (guint i = 0; i < lint->records->len; i++) {
        const LintRecord *record = lint->records->pdata[i];

        if (strcmp(record->scheme, scheme->name) == 0) {
            found = true;
            *everybody |= record->everybody;
        }
    }
    return found;
}

static void
prefetch_probes(const Probes *p)
{
    for (guint i = 0; i < p->clients->len; i++)
        for (guint j = 0; j < p->schemes->len; j++) {
            const Scheme *scheme = p->schemes->pdata[j];

            for (; scheme; scheme = scheme->fallback) {
                Claim claim = claim_of(p->lint->domain, scheme->identity,
                                       &g_array_index(p->clients, IpAddress, i), p->lint->settings);

                scheme_prefetch(scheme, p->lint->dns, &claim);
            }
        }
}

/* What a scheme finds for its identity or else for the next one, as in the filter. */
static Result
probe_scheme(const Probes *p, const Scheme *scheme, const IpAddress *client)
{
    Result result = RESULT_NONE;

    for (; scheme && result == RESULT_NONE; scheme = scheme->fallback) {
        Claim claim = claim_of(p->lint->domain, scheme->identity, client, p->lint->settings);
        g_autoptr(Finding) finding = scheme_check(scheme, p->lint->dns, &claim);

        result = finding->result;
        if (result == RESULT_TEMPERROR && !lint_has_unknown(p->lint)) /* one reason is enough */
            lint_report(p->lint, LINT_UNKNOWN, p->lint->domain, NULL,
                        "%s could not be evaluated: %s", scheme->name, finding->problem);
    }
    return result;
}

static Result
probe_result(const Probes *p, guint client, guint scheme)
{
    g_assert(client < p->clients->len && scheme < p->schemes->len);
    return p->results[client * p->schemes->len + scheme];
}

/* --- findings --- */

/* The schemes that say this about a client: bit i is schemes[i]. */
static unsigned
schemes_saying(const Probes *p, guint client, Result result)
{
    unsigned saying = 0;

    for (guint i = 0; i < p->schemes->len; i++)
        if (probe_result(p, client, i) == result)
            saying |= 1U << i;
    return saying;
}

/* "rmx, spf". The caller frees. */
static char *
names_of_schemes(const Probes *p, unsigned saying)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < p->schemes->len; i++)
        if (saying & 1U << i)
            g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
                                   ((const Scheme *)p->schemes->pdata[i])->name);
    return g_string_free(names, FALSE);
}

/* Which schemes pass a client and which fail it. */
typedef struct {
    unsigned pass, fail;
} Opinions;

static Opinions
opinions_about(const Probes *p, guint client)
{
    return (Opinions){ .pass = schemes_saying(p, client, RESULT_PASS),
                       .fail = schemes_saying(p, client, RESULT_FAIL) };
}

static bool
same_opinions(const Opinions *one, const Opinions *other)
{
    return one->pass == other->pass && one->fail == other->fail;
}

/* One finding about all clients of these opinions. */
static void
report_contradiction(const Probes *p, const Opinions *opinions)
{
    g_autofree char *pass = names_of_schemes(p, opinions->pass);
    g_autofree char *fail = names_of_schemes(p, opinions->fail);
    g_autoptr(GString) named = g_string_new(NULL);
    unsigned count = 0;

    for (guint i = 0; i < p->clients->len; i++) {
        g_autofree char *client = ip_text(&g_array_index(p->clients, IpAddress, i));
        Opinions here = opinions_about(p, i);

        if (same_opinions(&here, opinions) && ++count <= NAMED_MAX)
            g_string_append_printf(named, "%s%s", count > 1 ? ", " : "", client);
    }
    if (count > NAMED_MAX)
        g_string_append_printf(named, " and %u more that were tried", count - NAMED_MAX);
    lint_report(p->lint, LINT_WARNING, p->lint->domain, NULL,
                "the schemes contradict each other about %s: pass by %s; fail by %s", named->str,
                pass, fail);
}

/* True where an earlier client has the same opinions about it: they were reported with that one. */
static bool
is_opinion_repeated(const Probes *p, guint client, const Opinions *opinions)
{
    for (guint i = 0; i < client; i++) {
        Opinions earlier = opinions_about(p, i);

        if (same_opinions(&earlier, opinions))
            return true;
    }
    return false;
}

static void
report_contradictions(const Probes *p)
{
    for (guint i = 0; i < p->clients->len; i++) {
        Opinions opinions = opinions_about(p, i);

        if (opinions.pass && opinions.fail && !is_opinion_repeated(p, i, &opinions))
            report_contradiction(p, &opinions);
    }
}

/* A term that asks about each client (dnsmap, exists) shows no networks: only a stranger that
 * passes shows that it lets everybody in. */
static void
report_strangers(const Probes *p)
{
    for (guint i = 0; i < p->clients->len; i++)
        for (guint j = 0; j < p->schemes->len; j++) {
            const Scheme *scheme = p->schemes->pdata[j];
            const IpAddress *client = &g_array_index(p->clients, IpAddress, i);
            IpAddress stranger = probes_stranger(client->bits == 128);
            g_autofree char *text = ip_text(client);
            bool reported;

            scheme_is_published(p->lint, scheme, &reported);
            if (!reported && ip_equal(client, &stranger) && probe_result(p, i, j) == RESULT_PASS)
                lint_report(p->lint, LINT_ERROR, p->lint->domain, NULL,
                            "%s lets in even %s, an address that nobody has", scheme->name, text);
        }
}

static bool
report_probes(const Probes *p)
{
    bool passes = false;

    report_contradictions(p);
    report_strangers(p);
    for (guint i = 0; i < p->clients->len * p->schemes->len; i++)
        passes |= p->results[i] == RESULT_PASS;
    return passes;
}

bool
probes_run(Lint *lint, const GPtrArray *asked)
{
    g_autoptr(GPtrArray) published = g_ptr_array_new();
    g_autoptr(GArray) clients = g_array_new(FALSE, FALSE, sizeof(IpAddress));
    g_autofree Result *results = NULL;
    Probes p = { .lint = lint, .schemes = published, .clients = clients };
    bool reported;

    for (guint i = 0; i < asked->len; i++)
        if (scheme_is_published(lint, asked->pdata[i], &reported))
            g_ptr_array_add(published, asked->pdata[i]);
    if (published->len == 0)
        return false;
    g_assert(published->len <= sizeof(unsigned) * CHAR_BIT); /* see schemes_saying */
    choose_probes(lint, clients);
    prefetch_probes(&p);
    p.results = results = g_new0(Result, (gsize)clients->len * published->len);
    for (guint i = 0; i < clients->len; i++)
        for (guint j = 0; j < published->len; j++)
            results[i * published->len + j] =
                probe_scheme(&p, published->pdata[j], &g_array_index(clients, IpAddress, i));
    return report_probes(&p);
}
