/* SPDX-License-Identifier: ISC */
/* The table of this run's questions: each is asked once, and who asks again gets the same answer.
 * Callbacks run from a queue, one after another, never inside each other: so a long chain of
 * prefetches needs no more stack than one prefetch. */
#include "dns/dns.h"

#include "dns/resolver.h"
#include "dns/source.h"
#include "dns/trace.h"
#include "dns/zone.h"
#include "mime/quote.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    DnsQuestion shown; /* first: the log lends it out */
    DnsQuery query;
    GArray *callbacks; /* Callback: called when there is an answer */
} Question;

typedef struct {
    DnsThen then;
    void *data;
    const Question *question;
} Callback;

typedef struct {
    void *data;
    GDestroyNotify destroy;
} KeptData;

struct Dns {
    DnsSource *source;
    GHashTable *questions;  /* DnsQuery *, by name and type, to the Question that holds it */
    GPtrArray *log;         /* owns the Questions */
    GPtrArray *refusals;    /* DnsAnswer *: one for each reason not to ask */
    GArray *kept_data;      /* KeptData: what callbacks use */
    GQueue ready_callbacks; /* Callback *: those whose questions are answered */
    bool in_callback;       /* a callback is running */
    unsigned limit;
    unsigned prefetch_limit;
    gint64 began; /* monotonic microseconds */
};

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
    g_array_unref(question->callbacks);
    if (question->query.answer)
        answer_free(question->query.answer);
    g_free(question);
}

static void
kept_data_clear(gpointer data)
{
    KeptData *kept_data = data;

    kept_data->destroy(kept_data->data);
}

static Dns *
dns_new_over(DnsSource *source)
{
    Dns *dns = g_new0(Dns, 1);

    dns->source = source;
    dns->questions = g_hash_table_new(query_hash, query_equal);
    dns->log = g_ptr_array_new_with_free_func(question_free);
    dns->refusals = g_ptr_array_new_with_free_func(answer_free_item);
    dns->kept_data = g_array_new(FALSE, FALSE, sizeof(KeptData));
    g_array_set_clear_func(dns->kept_data, kept_data_clear);
    g_queue_init(&dns->ready_callbacks);
    dns->limit = DNS_QUESTIONS_MAX;
    dns->prefetch_limit = DNS_PREFETCH_MAX;
    dns->began = g_get_monotonic_time();
    return dns;
}

Dns *
dns_new(const char *const *nameservers, double timeout, GError **error)
{
    DnsSource *source = resolver_new(nameservers, timeout, error);

    return source ? dns_new_over(source) : NULL;
}

Dns *
dns_new_zone_text(const char *name, const char *text, GError **error)
{
    Zone *zone = zone_read(name, text, strlen(text), error);

    return zone ? dns_new_over(zone_source_new(zone)) : NULL;
}

/* False and errno where the file cannot be read. */
static bool
read_zone_file(const char *path, GString *text)
{
    FILE *file = fopen(path, "re");
    char piece[BUFSIZ];
    bool good = file != NULL;
    size_t got;

    while (file && (got = fread(piece, 1, sizeof(piece), file)) > 0)
        g_string_append_len(text, piece, (gssize)got);
    if (file) {
        int problem = errno;

        good = !ferror(file);
        fclose(file);
        errno = problem;
    }
    return good;
}

/* In words of its own: GLib's hold quotation marks that are no ASCII, and in a header field would
 * be
 * "%E2%80%9C". */
Dns *
dns_new_zone(const char *path, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Zone *zone;

    if (!read_zone_file(path, text)) {
        int problem = errno;
        g_autofree char *shown = quote_words_text(path, QUOTE_REASON_MAX);

        g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(problem),
                    "zone file \"%s\": %s", shown, g_strerror(problem));
        return NULL;
    }
    zone = zone_read(path, text->str, text->len, error);
    return zone ? dns_new_over(zone_source_new(zone)) : NULL;
}

Dns *
dns_again(const Dns *dns)
{
    return dns_new_over(dns->source->again(dns->source));
}

void
dns_free(Dns *dns)
{
    dns->source->free(dns->source); /* first: it knows the queries */
    g_hash_table_unref(dns->questions);
    g_ptr_array_unref(dns->log);
    g_ptr_array_unref(dns->refusals);
    g_array_unref(dns->kept_data);
    g_queue_clear_full(&dns->ready_callbacks, g_free);
    g_free(dns);
}

void
dns_set_question_limit(Dns *dns, unsigned limit)
{
    dns->limit = limit;
}

void
dns_allow_more(Dns *dns, unsigned questions)
{
    dns->limit += questions;
    dns->prefetch_limit += questions;
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

/* The question in the table; a new one is asked now. NULL: it is new, and limit questions have been
 * asked already. */
static Question *
find_or_ask(Dns *dns, const DnsName *name, uint16_t type, unsigned limit)
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
    question->callbacks = g_array_new(FALSE, FALSE, sizeof(Callback));
    g_ptr_array_add(dns->log, question);
    g_hash_table_insert(dns->questions, &question->query, question);
    dns->source->ask(dns->source, &question->query);
    return question;
}

/* --- answers --- */

/* Writes the answer of the query into the log, and queues the callbacks that wait for it. */
static void
accept_answer(Dns *dns, DnsQuery *query)
{
    Question *question = query->owner;

    g_assert(query->answer && !question->shown.answer);
    question->shown.answer = query->answer;
    question->shown.ms = milliseconds_since(dns->began) - question->shown.started;
    for (guint i = 0; i < question->callbacks->len; i++)
        g_queue_push_tail(
            &dns->ready_callbacks,
            g_memdup2(&g_array_index(question->callbacks, Callback, i), sizeof(Callback)));
}

/* Calls all callbacks whose answers are there without waiting, until none is left. A callback that
 * prefetches gets here again: what it adds stays in the queue, for the loop that is running. */
static void
run_callbacks(Dns *dns)
{
    if (dns->in_callback)
        return;
    dns->in_callback = true;
    for (;;) {
        DnsQuery *query = dns->source->next(dns->source, false);
        g_autofree Callback *callback = NULL;

        if (query) {
            accept_answer(dns, query);
            continue;
        }
        callback = g_queue_pop_head(&dns->ready_callbacks);
        if (!callback)
            break;
        callback->then(dns, callback->question->shown.name, callback->question->shown.answer,
                       callback->data);
    }
    dns->in_callback = false;
}

static const DnsAnswer *
refuse_question(Dns *dns, DnsStatus status, const char *problem)
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

/* The root is a valid name, but no mail domain: "" and "." are what a missing domain looks like. */
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
        find_or_ask(dns, &wire, type, dns->limit);
}

void
dns_prefetch_then(Dns *dns, const char *name, uint16_t type, DnsThen then, void *data)
{
    DnsName wire;
    Question *question;
    Callback callback = { .then = then, .data = data };

    if (read_asked_name(name, &wire))
        return;
    question = find_or_ask(dns, &wire, type, MIN(dns->limit, dns->prefetch_limit));
    if (!question)
        return;
    callback.question = question;
    if (then && question->shown.answer)
        g_queue_push_tail(&dns->ready_callbacks, g_memdup2(&callback, sizeof(callback)));
    else if (then)
        g_array_append_val(question->callbacks, callback);
    run_callbacks(dns);
}

void
dns_keep(Dns *dns, void *data, GDestroyNotify destroy)
{
    KeptData kept_data = { .data = data, .destroy = destroy };

    g_assert(destroy);

    g_array_append_val(dns->kept_data, kept_data);
}

const DnsAnswer *
dns_ask(Dns *dns, const char *name, uint16_t type)
{
    DnsName wire;
    const char *problem = read_asked_name(name, &wire);
    Question *question;

    g_assert(!dns->in_callback);
    if (problem)
        return refuse_question(dns, DNS_NXDOMAIN, problem);
    question = find_or_ask(dns, &wire, type, dns->limit);
    if (!question)
        return refuse_question(dns, DNS_TEMPERROR, "too many questions");
    run_callbacks(dns);
    while (!question->shown.answer) {
        DnsQuery *query = dns->source->next(dns->source, true);

        if (!query) {
            query = &question->query;
            query->answer = answer_new(DNS_TEMPERROR, "no answer in time");
        }
        accept_answer(dns, query);
        run_callbacks(dns);
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
