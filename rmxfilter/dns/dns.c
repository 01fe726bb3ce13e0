/* SPDX-License-Identifier: ISC */
/* The table of this run's questions: each is asked once, by whoever wants it first, and everybody
 * else gets the same answer. Hooks run from a queue, one after another, never inside each other:
 * a chain of prefetches needs no more stack than one. */
#include "dns/dns.h"

#include "dns/resolver.h"
#include "dns/source.h"
#include "dns/trace.h"
#include "dns/zone.h"

#include <string.h>

typedef struct {
    DnsQuestion shown; /* first: the log lends it out */
    DnsQuery query;
    GArray *hooks; /* Hook: what waits for the answer */
} Question;

typedef struct {
    DnsThen then;
    void *data;
    const Question *question;
} Hook;

typedef struct {
    void *data;
    GDestroyNotify destroy;
} Kept;

struct Dns {
    DnsSource *source;
    GHashTable *questions; /* DnsQuery *, by name and type, to the Question that holds it */
    GPtrArray *log;        /* owns the Questions */
    GPtrArray *refusals;   /* DnsAnswer *: one for each reason not to ask */
    GArray *kept;          /* Kept: what hooks lean on */
    GQueue due;            /* Hook *, whose answers are there */
    bool calling;          /* a hook is running */
    unsigned limit;
    unsigned prefetch_limit;
    gint64 began; /* monotonic microseconds */
};

/* Not G_DEFINE_QUARK: it makes a string of what clang-format takes for a subtraction. */
GQuark
dns_error_quark(void)
{
    return g_quark_from_static_string("rmxfilter-dns-error");
}

/* --- the table --- */

static guint
query_hash(gconstpointer key)
{
    const DnsQuery *query = key;

    return name_hash(&query->name) ^ query->type;
}

static gboolean
query_equal(gconstpointer one, gconstpointer other)
{
    const DnsQuery *a = one, *b = other;

    return a->type == b->type && name_equal(&a->name, &b->name);
}

static void
question_free(gpointer data)
{
    Question *question = data;

    g_free(question->shown.name);
    trace_clear(&question->shown.trace);
    g_array_unref(question->hooks);
    if (question->query.answer)
        answer_free(question->query.answer);
    g_free(question);
}

static void
refusal_free(gpointer answer)
{
    answer_free(answer);
}

static void
kept_clear(gpointer data)
{
    Kept *kept = data;

    kept->destroy(kept->data);
}

static Dns *
dns_over(DnsSource *source)
{
    Dns *dns = g_new0(Dns, 1);

    dns->source = source;
    dns->questions = g_hash_table_new(query_hash, query_equal);
    dns->log = g_ptr_array_new_with_free_func(question_free);
    dns->refusals = g_ptr_array_new_with_free_func(refusal_free);
    dns->kept = g_array_new(FALSE, FALSE, sizeof(Kept));
    g_array_set_clear_func(dns->kept, kept_clear);
    g_queue_init(&dns->due);
    dns->limit = DNS_QUESTIONS_MAX;
    dns->prefetch_limit = DNS_PREFETCH_MAX;
    dns->began = g_get_monotonic_time();
    return dns;
}

Dns *
dns_new(const char *const *nameservers, double timeout, GError **error)
{
    DnsSource *source = resolver_new(nameservers, timeout, error);

    return source ? dns_over(source) : NULL;
}

Dns *
dns_new_zone_text(const char *name, const char *text, GError **error)
{
    Zone *zone = zone_read(name, text, strlen(text), error);

    return zone ? dns_over(zone_source_new(zone)) : NULL;
}

Dns *
dns_new_zone(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    size_t len;
    Zone *zone;

    if (!g_file_get_contents(path, &text, &len, error))
        return NULL;
    zone = zone_read(path, text, len, error);
    return zone ? dns_over(zone_source_new(zone)) : NULL;
}

void
dns_free(Dns *dns)
{
    dns->source->free(dns->source); /* first: it knows the queries */
    g_hash_table_unref(dns->questions);
    g_ptr_array_unref(dns->log);
    g_ptr_array_unref(dns->refusals);
    g_array_unref(dns->kept);
    g_queue_clear_full(&dns->due, g_free);
    g_free(dns);
}

void
dns_set_question_limit(Dns *dns, unsigned limit)
{
    dns->limit = limit;
}

void
dns_set_prefetch_limit(Dns *dns, unsigned limit)
{
    dns->prefetch_limit = limit;
}

static double
milliseconds_since(gint64 then)
{
    return (double)(g_get_monotonic_time() - then) / 1000;
}

/* The question as it stands in the table; asked now where it is new. NULL: that would be one too
 * many. */
static Question *
question_for(Dns *dns, const DnsName *name, uint16_t type, unsigned limit)
{
    DnsQuery key = { .name = *name, .type = type };
    Question *question = g_hash_table_lookup(dns->questions, &key);

    if (question || dns->log->len >= limit)
        return question;
    question = g_new0(Question, 1);
    question->shown.name = name_text(name);
    question->shown.type = type;
    question->shown.started = milliseconds_since(dns->began);
    question->query = key;
    question->query.owner = question;
    question->query.trace = &question->shown.trace;
    trace_init(&question->shown.trace);
    question->hooks = g_array_new(FALSE, FALSE, sizeof(Hook));
    g_ptr_array_add(dns->log, question);
    g_hash_table_insert(dns->questions, &question->query, question);
    dns->source->ask(dns->source, &question->query);
    return question;
}

/* --- answers --- */

/* Takes in the answer that the query has got. */
static void
take(Dns *dns, DnsQuery *query)
{
    Question *question = query->owner;

    g_assert(query->answer && !question->shown.answer);
    question->shown.answer = query->answer;
    question->shown.ms = milliseconds_since(dns->began) - question->shown.started;
    for (guint i = 0; i < question->hooks->len; i++)
        g_queue_push_tail(&dns->due,
                          g_memdup2(&g_array_index(question->hooks, Hook, i), sizeof(Hook)));
}

/* Calls what is due, and what becomes due by that, but for what has to be waited for. A hook that
 * prefetches comes back here: its wishes stay in the queue for the call that is running already. */
static void
settle(Dns *dns)
{
    if (dns->calling)
        return;
    dns->calling = true;
    for (;;) {
        DnsQuery *query = dns->source->next(dns->source, false);
        g_autofree Hook *hook = NULL;

        if (query) {
            take(dns, query);
            continue;
        }
        hook = g_queue_pop_head(&dns->due);
        if (!hook)
            break;
        hook->then(dns, hook->question->shown.name, hook->question->shown.answer, hook->data);
    }
    dns->calling = false;
}

static const DnsAnswer *
refuse(Dns *dns, DnsStatus status, const char *problem)
{
    DnsAnswer *answer;

    for (guint i = 0; i < dns->refusals->len; i++) {
        answer = dns->refusals->pdata[i];
        if (answer->problem == problem)
            return answer;
    }
    answer = answer_new(status, problem);
    g_ptr_array_add(dns->refusals, answer);
    return answer;
}

/* The root is a name, but nobody's mail comes from there: it stands for a domain that is missing.
 */
static const char *
read_asked_name(const char *text, DnsName *name)
{
    const char *problem = name_from_text(text, name);

    return !problem && name->len == 0 ? "empty name" : problem;
}

/* --- the interface --- */

void
dns_prefetch(Dns *dns, const char *name, uint16_t type)
{
    dns_prefetch_then(dns, name, type, NULL, NULL);
}

void
dns_prefetch_addresses(Dns *dns, const char *host)
{
    dns_prefetch(dns, host, DNS_A);
    dns_prefetch(dns, host, DNS_AAAA);
}

void
dns_prefetch_next(Dns *dns, const char *name, uint16_t type)
{
    DnsName wire;

    if (!read_asked_name(name, &wire))
        question_for(dns, &wire, type, dns->limit);
}

void
dns_prefetch_then(Dns *dns, const char *name, uint16_t type, DnsThen then, void *data)
{
    DnsName wire;
    Question *question;
    Hook hook = { .then = then, .data = data };

    if (read_asked_name(name, &wire))
        return;
    question = question_for(dns, &wire, type, MIN(dns->limit, dns->prefetch_limit));
    if (!question)
        return;
    hook.question = question;
    if (then && question->shown.answer)
        g_queue_push_tail(&dns->due, g_memdup2(&hook, sizeof(hook)));
    else if (then)
        g_array_append_val(question->hooks, hook);
    settle(dns);
}

void
dns_keep(Dns *dns, void *data, GDestroyNotify destroy)
{
    Kept kept = { .data = data, .destroy = destroy };

    g_array_append_val(dns->kept, kept);
}

const DnsAnswer *
dns_ask(Dns *dns, const char *name, uint16_t type)
{
    DnsName wire;
    const char *problem = read_asked_name(name, &wire);
    Question *question;

    g_assert(!dns->calling);
    if (problem)
        return refuse(dns, DNS_NXDOMAIN, problem);
    question = question_for(dns, &wire, type, dns->limit);
    if (!question)
        return refuse(dns, DNS_TEMPERROR, "too many questions");
    settle(dns);
    while (!question->shown.answer) {
        DnsQuery *query = dns->source->next(dns->source, true);

        if (!query) {
            query = &question->query;
            query->answer = answer_new(DNS_TEMPERROR, "no answer in time");
        }
        take(dns, query);
        settle(dns);
    }
    return question->shown.answer;
}

const DnsAnswer *
dns_known(const Dns *dns, const char *name, uint16_t type)
{
    DnsQuery key = { .type = type };
    const Question *question;

    if (read_asked_name(name, &key.name))
        return NULL;
    question = g_hash_table_lookup(dns->questions, &key);
    return question ? question->shown.answer : NULL;
}

uint16_t
dns_address_type(const IpAddress *ip)
{
    return ip->bits == 128 ? DNS_AAAA : DNS_A;
}

const uint16_t *
dns_tcp_ports(const Dns *dns)
{
    return dns->source->tcp_ports;
}

const GPtrArray *
dns_log(const Dns *dns)
{
    return dns->log;
}
