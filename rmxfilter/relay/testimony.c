/* SPDX-License-Identifier: ISC */
/* Who could have written a field is asked twice: which host, by the field's place, in
 * testimony_place.c; and which words of it a sender chose, in mime/results_property.c. */
#include "relay/testimony.h"

#include "mime/address.h"
#include "mime/lexical.h"
#include "mime/received_spf.h"
#include "mime/results_property.h"
#include "mime/tag_list.h"

#include <string.h>

typedef struct {
    TestimonyPlaces places;
    bool plain; /* no tag of a signature can break out of what hosts write of it */
} TestimonySearch;

static const MessageField *
testimony_field(const TestimonySearch *search, guint at)
{
    return &g_array_index(search->places.message->fields, MessageField, at);
}

/* --- signatures --- */

/* A tag's value that no host needs to quote. "=" begins an encoded octet (RFC 6376 section 2.11),
 * which could be any. */
static bool
is_plain_tag_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || (octet != '\0' && strchr("@._+-/", octet));
}

/* The tags of a signature that hosts write into their results. */
static bool
tag_is_plain(const Tag *tag)
{
    static const char *const written[] = { "d", "i", "s" };
    Cursor value = tag->value;

    for (size_t i = 0; i < G_N_ELEMENTS(written); i++)
        if (cursor_is(&tag->name, written[i])) {
            cursor_span(&value, is_plain_tag_octet);
            return !cursor_more(&value);
        }
    return true;
}

static bool
signature_is_plain(const MessageField *field)
{
    g_autoptr(TagList) tags = tag_list_read(cursor_over(field->value, field->value_len));
    bool plain = !tags->cut;

    for (guint i = 0; i < tags->tags->len && plain; i++)
        plain = tag_is_plain(tag_list_at(tags, i));
    return plain;
}

/* True where the message has signatures, and none of them has a word that could break out. */
static bool
signatures_are_plain(const Message *message)
{
    bool some = false;

    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (!message_field_is(field, "DKIM-Signature"))
            continue;
        if (!signature_is_plain(field))
            return false;
        some = true;
    }
    return some;
}

/* --- one field --- */

static void
testimony_free(void *data)
{
    Testimony *testimony = data;

    g_free(testimony->by);
    g_free(testimony->method);
    g_free(testimony->result);
    g_free(testimony->domain);
    g_free(testimony->selector);
    g_free(testimony->value);
    g_free(testimony);
}

/* The domain of an address or a name alone; NULL: there is none. */
static char *
domain_of_value(const char *value)
{
    g_autoptr(MailAddress) address = value ? mail_address_parse(value, strlen(value)) : NULL;

    if (!address || (!address->domain && *address->local == '\0'))
        return NULL;
    return address->domain ? g_steal_pointer(&address->domain) : mail_domain(address->local);
}

static Testimony *
testimony_new(const TestimonySearch *search, guint at, const char *by, const char *method,
              const char *result)
{
    Testimony *testimony = g_new0(Testimony, 1);

    testimony->index = (int)at;
    testimony->by = g_strdup(by ? by : testimony_host_below(&search->places, at));
    testimony->method = g_strdup(method);
    testimony->result = g_strdup(result);
    return testimony;
}

/* What methods other than dkim are about, in the order in which it is looked for. */
typedef struct {
    const char *method, *ptype, *property;
} Subject;

static const Subject subjects[] = {
    { "spf", "smtp", "mailfrom" },
    { "spf", "smtp", "mail" }, /* Yandex's word for it */
    { "spf", "smtp", "helo" },
    { "dmarc", "header", "from" },
};

static bool
has_subject(const ResultsMethod *method, const Subject *subject)
{
    for (guint i = 0; i < method->properties->len; i++) {
        const ResultsProperty *property = g_ptr_array_index(method->properties, i);

        if (g_strcmp0(property->ptype, subject->ptype) == 0 &&
            strcmp(property->property, subject->property) == 0)
            return strcmp(method->method, subject->method) == 0;
    }
    return false;
}

/* One of two may be a sender's, with another result. */
static bool
stands_in_one_method(const Results *results, const Subject *subject)
{
    guint count = 0;

    for (guint m = 0; m < results->methods->len; m++)
        count += has_subject(g_ptr_array_index(results->methods, m), subject);
    return count == 1;
}

static size_t
count_addresses(const char *text)
{
    size_t count = 0;

    for (; text && (text = strchr(text, '@')); text++)
        count++;
    return count;
}

/* An address that broke out of the value leaves its "@domain" behind it; one that opened a quote,
 * which another text of the sender's closed, has the host's own words in the value. */
static bool
is_last_address(const Results *results, guint m, const char *value)
{
    const ResultsMethod *method = g_ptr_array_index(results->methods, m);

    return lexical_is_one_word(value) &&
           count_addresses(results->text + method->at) - count_addresses(method->comment) ==
               count_addresses(value);
}

/* The value that a method is about, where no sender can have written it; NULL: none is known. */
static const char *
subject_of_method(const Results *results, guint m)
{
    const Subject *subject = NULL;
    const char *value;

    for (size_t i = 0; i < G_N_ELEMENTS(subjects) && !subject; i++)
        if (has_subject(g_ptr_array_index(results->methods, m), &subjects[i]))
            subject = &subjects[i];
    if (!subject || !stands_in_one_method(results, subject))
        return NULL;
    value = results_property(results, subject->method, subject->ptype, subject->property);
    return value && is_last_address(results, m, value) ? value : NULL;
}

static void
set_subject(const TestimonySearch *search, const Results *results, guint m, Testimony *testimony)
{
    if (strcmp(testimony->method, "dkim") == 0) {
        ResultsSignature said = results_signature(results, m, search->plain);

        testimony->domain = domain_of_value(said.domain);
        testimony->selector = g_strdup(said.selector);
        testimony->value = g_strdup(said.value);
    } else if (results_method_is_hosts(results, m, search->plain)) {
        testimony->domain = domain_of_value(subject_of_method(results, m));
    }
}

static void
add_results(const TestimonySearch *search, guint at, GPtrArray *into)
{
    const MessageField *field = testimony_field(search, at);
    g_autoptr(Results) results = results_parse(field->value, field->value_len);

    for (guint m = 0; m < results->methods->len && into->len < TESTIMONY_MAX; m++) {
        const ResultsMethod *method = g_ptr_array_index(results->methods, m);
        Testimony *testimony =
            testimony_new(search, at, results->authserv_id, method->method, method->result);

        set_subject(search, results, m, testimony);
        g_ptr_array_add(into, testimony);
    }
}

/* The first word is the result, before all that a sender chose. */
static void
add_received_spf(const TestimonySearch *search, guint at, GPtrArray *into)
{
    const MessageField *field = testimony_field(search, at);
    g_autoptr(ReceivedSpf) spf = received_spf_parse(field->value, field->value_len);
    const char *sender = received_spf_value(spf, "envelope-from");
    Testimony *testimony;

    if (*spf->result == '\0')
        return;
    testimony = testimony_new(search, at, received_spf_value(spf, "receiver"), "spf", spf->result);
    testimony->domain = domain_of_value(sender);
    if (sender && mail_address_is_null(sender, strlen(sender)))
        testimony->domain = domain_of_value(received_spf_value(spf, "helo"));
    g_ptr_array_add(into, testimony);
}

/* --- all fields --- */

/* Intermediaries seal what they found in other hosts' results, which a sender can have written; and
 * anybody may use a name of Microsoft's. So these fields count only where a provider's own machines
 * write, and where a seal holds that the user relies on. */
typedef struct {
    const char *name, *field;
    bool named; /* counts by its authserv-id, too */
    bool inside_only;
    void (*add)(const TestimonySearch *search, guint at, GPtrArray *into);
} TestimonyKind;

static const TestimonyKind testimony_kinds[] = {
    { "Authentication-Results", "authentication-results", true, false, add_results },
    { "Received-SPF", "received-spf", false, false, add_received_spf },
    { "ARC-Authentication-Results", "arc-authentication-results", false, true, add_results },
    { "X-MS-Exchange-Authentication-Results", "x-ms-exchange-authentication-results", false, true,
      add_results },
};

static bool
is_believed_field(const TestimonyPlaces *places, guint at, const TestimonyKind *kind)
{
    switch (testimony_position(places, at, kind->named)) {
    case TESTIMONY_ABOVE:
        return !kind->inside_only || testimony_is_inside_provider(places, at) ||
               testimony_is_sealed(places, at);
    case TESTIMONY_NAMED:
        return true;
    case TESTIMONY_BELOW:
        break;
    }
    return false;
}

static void
add_field(const TestimonySearch *search, guint at, GPtrArray *into)
{
    guint before = into->len;

    for (size_t i = 0; i < G_N_ELEMENTS(testimony_kinds); i++) {
        const TestimonyKind *kind = &testimony_kinds[i];

        if (!message_field_is(testimony_field(search, at), kind->name))
            continue;
        kind->add(search, at, into);
        for (guint k = before; k < into->len; k++) {
            Testimony *testimony = g_ptr_array_index(into, k);

            testimony->field = kind->field;
            testimony->position = testimony_position(&search->places, at, kind->named);
            testimony->believed = is_believed_field(&search->places, at, kind);
            testimony->sealed =
                testimony->position == TESTIMONY_NAMED && testimony_is_sealed(&search->places, at);
        }
    }
}

GPtrArray *
testimony_collect(const Message *message, const Walk *walk, const TestimonyRules *rules,
                  const char **end)
{
    GPtrArray *testimony = g_ptr_array_new_with_free_func(testimony_free);
    TestimonySearch search = { .places = testimony_places(message, walk, rules),
                               .plain = signatures_are_plain(message) };

    for (guint i = 0; i < message->fields->len && testimony->len < TESTIMONY_MAX; i++)
        add_field(&search, i, testimony);
    if (end)
        *end = testimony_places_end(&search.places);
    testimony_places_clear(&search.places);
    return testimony;
}

/* --- what it is good for --- */

static bool
is_same_or_unknown(const char *one, const char *other)
{
    return !one || !other || g_ascii_strcasecmp(one, other) == 0;
}

/* Hosts write the first octets of a signature, eight or more (RFC 6008 section 4). */
static bool
is_same_beginning(const char *one, const char *other)
{
    size_t len = one && other ? MIN(strlen(one), strlen(other)) : 0;

    return len == 0 || strncmp(one, other, len) == 0;
}

/* A chain of seals is over the message: whoever has it can send it again, from any machine. */
static bool
is_of_another_client(const Testimony *testimony)
{
    return testimony->sealed && strcmp(testimony->method, "spf") == 0;
}

static const Testimony *
find_testimony(const GPtrArray *testimony, const char *method, const char *domain,
               const char *selector, const char *value)
{
    const Testimony *found = NULL;

    for (guint i = 0; i < testimony->len; i++) {
        const Testimony *it = g_ptr_array_index(testimony, i);

        if (!it->believed || is_of_another_client(it) || !it->domain ||
            strcmp(it->method, method) != 0 || g_ascii_strcasecmp(it->domain, domain) != 0 ||
            !is_same_or_unknown(it->selector, selector) || !is_same_beginning(it->value, value))
            continue;
        if (!found || it->index != found->index || !testimony_passed(found))
            found = it;
    }
    return found;
}

const Testimony *
testimony_find(const GPtrArray *testimony, const char *method, const char *domain,
               const char *selector)
{
    return find_testimony(testimony, method, domain, selector, NULL);
}

const Testimony *
testimony_of_signature(const GPtrArray *testimony, const char *domain, const char *selector,
                       const char *value)
{
    return find_testimony(testimony, "dkim", domain, selector, value);
}

bool
testimony_passed(const Testimony *testimony)
{
    return testimony && strcmp(testimony->result, "pass") == 0;
}
