/* SPDX-License-Identifier: ISC */
#include "report/json_author.h"

#include "report/json_parts.h"

static json_t *
signature_json(const void *item)
{
    const SignatureFinding *signature = item;
    json_t *object = json_object();

    json_add_text(object, "domain", signature->domain);
    json_add_text(object, "selector", signature->selector);
    json_add_text(object, "identity", signature->identity);
    json_add_text(object, "algorithm", signature->algorithm);
    json_add_text(object, "value", signature->value);
    json_add_text(object, "result", signature_result_text(signature->result));
    json_add_text(object, "problem", signature->problem);
    json_add_text(object, "passed_at", signature->passed_at);
    if (signature->bits > 0)
        json_object_set_new(object, "bits", json_integer(signature->bits));
    if (signature->testing)
        json_object_set_new(object, "testing", json_true());
    if (signature->unquoted)
        json_object_set_new(object, "unquoted", json_true());
    json_object_set_new(object, "aligned", json_boolean(signature->aligned));
    json_object_set_new(object, "authentic", json_boolean(signature->authentic));
    return object;
}

json_t *
json_signatures(const GPtrArray *signatures)
{
    return json_array_of(signatures, signature_json);
}

json_t *
json_arc(const ArcFinding *arc)
{
    json_t *object = json_object(), *sealers = json_array();

    json_add_text(object, "result", arc_result_text(arc->result));
    json_add_text(object, "reason", arc->problem);
    json_append_texts(sealers, arc->sealers);
    json_add_unless_empty(object, "sealers", sealers);
    return object;
}

static void
add_policy(json_t *object, const AuthorPolicy *policy)
{
    bool found = policy->state == AUTHOR_POLICY_FOUND;

    json_add_text(object, "policy", found ? policy_wish_text(policy->wish) : NULL);
    json_add_text(object, "policy_domain", policy->name);
    json_add_text(object, "policy_tag", found ? policy->tag : NULL);
    json_add_text(object, "policy_record", policy->record);
    json_add_text(object, "policy_problem", policy->problem);
    if (found)
        json_object_set_new(object, "policy_authentic", json_boolean(policy->authentic));
    if (policy->basis != ORGANIZATION_UNKNOWN)
        json_add_text(object, "organization", policy->organization);
    json_object_set_new(object, "exists", json_boolean(policy->exists));
}

json_t *
json_author(const Evidence *evidence, const AuthorAnswer *answer)
{
    json_t *object = json_object(), *domains = json_array();

    json_append_texts(domains, answer->domains);
    json_add_unless_empty(object, "domains", domains);
    json_add_text(object, "word", author_word_text(answer->word));
    json_add_text(object, "reason", answer->ambiguity);
    json_add_text(object, "by", answer->passed.by);
    json_add_text(object, "passed", answer->passed.domain);
    json_add_text(object, "passed_at", answer->passed.witness);
    json_add_text(object, "unknown", answer->unknown.by);
    json_add_text(object, "unknown_domain", answer->unknown.domain);
    json_add_text(object, "dmarc", dmarc_result_text(answer->dmarc));
    if (evidence->policy)
        add_policy(object, evidence->policy);
    json_add_address(object, "shows", answer->shown);
    return object;
}

static const char *
position_word(TestimonyPosition position)
{
    switch (position) {
    case TESTIMONY_ABOVE:
        return "above";
    case TESTIMONY_NAMED:
        return "named";
    case TESTIMONY_BELOW:
        return "below";
    }
    g_assert_not_reached();
}

static json_t *
one_testimony_json(const void *item)
{
    const Testimony *testimony = item;
    json_t *object = json_object();

    json_add_text(object, "field", testimony->field);
    json_add_text(object, "by", testimony->by);
    json_object_set_new(object, "index", json_integer(testimony->index));
    json_add_text(object, "method", testimony->method);
    json_add_text(object, "result", testimony->result);
    json_add_text(object, "domain", testimony->domain);
    json_add_text(object, "selector", testimony->selector);
    json_add_text(object, "position", position_word(testimony->position));
    json_object_set_new(object, "believed", json_boolean(testimony->believed));
    json_object_set_new(object, "used", json_boolean(testimony->used));
    return object;
}

json_t *
json_testimony(const GPtrArray *testimony)
{
    return json_array_of(testimony, one_testimony_json);
}
