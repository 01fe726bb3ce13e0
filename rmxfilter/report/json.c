/* SPDX-License-Identifier: ISC */
/* One function for each object of the contract, in its order. jansson escapes what JSON must not
 * hold and refuses what is not UTF-8, so that every text is made valid first. */
#include "report/json.h"

#include "report/hop_times.h"
#include "report/json_author.h"
#include "report/json_parts.h"

static json_t *
warnings_json(const Evidence *evidence)
{
    json_t *array = json_array();

    if (evidence->cut)
        json_array_append_new(array, json_string(EVIDENCE_CUT));
    json_append_texts(array, evidence->walk ? evidence->walk->warnings : NULL);
    return array;
}

static void
json_add_ip(json_t *object, const char *name, const IpAddress *ip)
{
    g_autofree char *text = ip_text(ip);

    json_add_text(object, name, text);
}

static json_t *
hop_json(const Walk *walk, guint index)
{
    const WalkStep *step = walk_step(walk, (int)index);
    const ReceivedHop *hop = step->hop;
    gint64 seconds;
    json_t *object = json_object();

    json_object_set_new(object, "index", json_integer(index));
    json_object_set_new(object, "hop", json_integer(index + 1));
    json_add_ip(object, "ip", &hop->ip);
    json_add_text(object, "rdns", hop->rdns);
    json_add_text(object, "helo", hop->helo);
    json_add_text(object, "ident", hop->ident);
    json_add_text(object, "by", hop->by);
    json_add_text(object, "with", hop->with);
    json_add_text(object, "id", hop->id);
    json_add_text(object, "for", hop->for_address);
    json_add_text(object, "envelope_from", hop->envelope_from);
    json_add_text(object, "auth", hop->auth);
    json_add_text(object, "user", hop->user);
    json_add_text(object, "date", hop->date);
    if (hop_seconds(walk, (int)index, &seconds))
        json_object_set_new(object, "took", json_integer(seconds));
    json_add_text(object, "kind", hop_kind_text(hop->kind));
    json_object_set_new(object, "believed", json_boolean(step->believed));
    json_object_set_new(object, "trusted", json_boolean(step->trusted));
    json_add_text(object, "why", step->why);
    return object;
}

static json_t *
hops_json(const Walk *walk)
{
    json_t *array = json_array();

    for (guint i = 0; i < walk->steps->len; i++)
        json_array_append_new(array, hop_json(walk, i));
    return array;
}

static json_t *
origin_json(const Evidence *evidence)
{
    json_t *object = json_object();

    json_add_ip(object, "ip", &evidence->client);
    json_add_text(object, "helo", evidence->helo);
    json_add_text(object, "rdns", evidence->rdns);
    json_add_text(object, "by", evidence->by);
    if (evidence->boundary >= 0)
        json_object_set_new(object, "hop", json_integer(evidence->boundary + 1));
    return object;
}

/* All authors, as From has them: with commas between. */
static void
add_authors(json_t *object, const GPtrArray *authors)
{
    if (!authors || authors->len == 0)
        return;

    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = 0; i < authors->len; i++) {
        g_autofree char *text = mail_address_text(authors->pdata[i]);

        g_string_append_printf(all, "%s%s", i > 0 ? ", " : "", text);
    }
    json_add_text(object, "header_from", all->str);
}

static json_t *
identities_json(const Evidence *evidence)
{
    json_t *object = json_object();

    json_add_address(object, "mail_from", evidence->mail_from);
    json_add_text(object, "mail_from_source", evidence->mail_from_source);
    json_add_text(object, "mail_from_rewritten", evidence->mail_from_rewritten);
    json_add_text(object, "helo", evidence->helo);
    add_authors(object, evidence->author ? evidence->author->addresses : NULL);
    json_add_address(object, "pra", evidence->pra);
    return object;
}

static json_t *
finding_json(const void *item)
{
    const Finding *finding = item;
    json_t *object = json_object(), *path = json_array();

    json_add_text(object, "scheme", finding->scheme->name);
    json_add_text(object, "identity", identity_text(finding->identity));
    json_add_text(object, "domain", finding->domain);
    json_add_text(object, "result", result_text(finding->result));
    json_add_text(object, "mechanism", finding->mechanism);
    json_append_texts(path, finding->path);
    json_add_unless_empty(object, "path", path);
    json_add_text(object, "record", finding->record);
    json_add_text(object, "explanation", finding->explanation);
    json_add_text(object, "problem", finding->problem);
    if (finding->own)
        json_object_set_new(object, "own_record", json_true());
    json_object_set_new(object, "exists", json_boolean(finding->exists));
    json_object_set_new(object, "authentic", json_boolean(finding->authentic));
    return object;
}

static const char *
status_text(DnsStatus status)
{
    switch (status) {
    case DNS_OK:
        return "ok";
    case DNS_NODATA:
        return "nodata";
    case DNS_NXDOMAIN:
        return "nxdomain";
    case DNS_TEMPERROR:
        return "temperror";
    }
    g_assert_not_reached();
}

static double
tenths(double ms)
{
    return (double)(gint64)(ms * 10 + 0.5) / 10;
}

/* Of a question that was asked early and never answered there is nothing to say but when. */
static json_t *
question_json(const void *item)
{
    const DnsQuestion *question = item;
    const DnsAnswer *answer = question->answer;
    g_autofree char *type = dns_type_text(question->type);
    json_t *object = json_object();

    json_add_text(object, "name", question->name);
    json_add_text(object, "type", type);
    json_object_set_new(object, "started", json_real(tenths(question->started)));
    if (answer) {
        json_add_text(object, "status", status_text(answer->status));
        json_object_set_new(object, "ms", json_real(tenths(question->ms)));
        json_object_set_new(object, "authentic", json_boolean(answer->authentic));
        json_object_set_new(object, "answers", json_integer(answer->records->len));
    }
    return object;
}

static json_t *
advice_json(const void *item)
{
    const Advice *advice = item;
    json_t *object = json_object(), *warnings = json_array();

    json_add_text(object, "entry", advice->entry);
    json_add_text(object, "status", result_text(advice->status));
    json_add_text(object, "reason", advice->reason);
    json_add_text(object, "if", advice->condition);
    json_add_text(object, "proof", advice->proof);
    if (advice->claimed)
        json_object_set_new(object, "claimed", json_true());
    json_append_texts(warnings, advice->warnings);
    json_add_unless_empty(object, "warnings", warnings);
    return object;
}

static json_t *
evidence_json(const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);
    json_t *object = json_object();

    json_add_text(object, "file", evidence->file);
    if (evidence->number > 0)
        json_object_set_new(object, "message", json_integer((json_int_t)evidence->number));
    json_add_text(object, "status", result_text(verdict->result));
    json_add_text(object, "reason", verdict->reason);
    json_add_text(object, "cause", verdict->cause);
    if (evidence->walk)
        json_object_set_new(object, "hops", hops_json(evidence->walk));
    if (evidence->boundary >= 0)
        json_object_set_new(object, "boundary", json_integer(evidence->boundary));
    json_add_unless_empty(object, "origin", origin_json(evidence));
    json_add_unless_empty(object, "warnings", warnings_json(evidence));
    json_add_unless_empty(object, "advice", json_array_of(evidence->advice, advice_json));
    json_add_unless_empty(object, "identities", identities_json(evidence));
    json_add_text(object, "from", answer ? author_word_text(answer->word) : NULL);
    json_object_set_new(object, "results", json_array_of(evidence->findings, finding_json));
    json_add_unless_empty(object, "signatures", json_signatures(evidence->signatures));
    if (answer)
        json_object_set_new(object, "author", json_author(evidence, answer));
    if (evidence->arc)
        json_object_set_new(object, "arc", json_arc(evidence->arc));
    json_add_unless_empty(object, "testimony", json_testimony(evidence->testimony));
    if (evidence->dns)
        json_object_set_new(object, "dns", json_array_of(dns_log(evidence->dns), question_json));
    if (evidence->sandbox)
        json_object_set_new(object, "sandbox", json_sandbox(evidence->sandbox, true));
    return object;
}

char *
json_text(const Evidence *evidence, const Verdict *verdict)
{
    json_t *object = evidence_json(evidence, verdict);

    return evidence->file ? json_object_line(object) : json_object_text(object);
}
