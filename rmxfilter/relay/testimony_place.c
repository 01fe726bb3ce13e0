/* SPDX-License-Identifier: ISC */
#include "relay/testimony_place.h"

#include "dns/name.h"
#include "mime/results.h"
#include "relay/same_host.h"

static const MessageField *
placed_field(const TestimonyPlaces *places, guint at)
{
    return &g_array_index(places->message->fields, MessageField, at);
}

/* Index of the last Received field above which nothing can be the sender's; -1: there is none. */
static int
lowest_believed_step(const Walk *walk)
{
    int last = walk->boundary;

    if (last >= 0)
        return last;
    while (last + 1 < (int)walk->steps->len && walk_step(walk, last + 1)->believed)
        last++;
    /* The field that followed a provider's inner ones, and was not the provider's. */
    if (walk->end == WALK_UNREADABLE && last > 0 && last != walk->border &&
        walk_step(walk, last - 1)->inside && !walk_step(walk, last)->inside)
        last--;
    return last;
}

/* Index of the lowest Received field above a place; -1: there is none. */
static int
step_above(const TestimonyPlaces *places, guint at)
{
    int index = -1;

    while (index + 1 < (int)places->received->len &&
           g_array_index(places->received, guint, index + 1) < at)
        index++;
    return index;
}

bool
testimony_is_inside_provider(const TestimonyPlaces *places, guint at)
{
    int above = step_above(places, at);

    return above >= 0 && walk_step(places->walk, above)->inside;
}

/* Whether the host that wrote the boundary's field is the one of that name, in the domain of that
 * name, or the user's own. Another host is not known to strip the name. */
static bool
is_boundary_host(const TestimonyPlaces *places, const char *name)
{
    const Walk *walk = places->walk;
    g_autofree char *by = walk->by ? domain_text(walk->by) : NULL;
    g_autofree char *domain = domain_text(name);

    return walk->end == WALK_BOUNDARY && by &&
           (domain_within(by, domain) || host_is_one_of(places->rules->own_names, by));
}

/* Whether a field bears a name that the host of the boundary strips from what comes from outside.
 */
static bool
bears_stripped_name(const TestimonyPlaces *places, const MessageField *field)
{
    g_autoptr(Results) results = results_parse(field->value, field->value_len);

    return results->authserv_id && host_is_one_of(places->rules->results, results->authserv_id) &&
           is_boundary_host(places, results->authserv_id);
}

/* Behind the last field that counts by its name, in the run of fields right below the boundary's
 * that hosts put there: it ends at results of another name, which came from outside. */
static guint
find_named_end(const TestimonyPlaces *places)
{
    static const char *const run[] = { "Received-SPF",          "DKIM-Filter",
                                       "DMARC-Filter",          "ARC-Seal",
                                       "ARC-Message-Signature", "ARC-Authentication-Results" };
    guint end = places->above;
    bool in_run = places->walk->end == WALK_BOUNDARY && places->rules->results;

    for (guint at = end + 1; in_run && at < places->message->fields->len; at++) {
        const MessageField *field = placed_field(places, at);

        if (message_field_is(field, "Authentication-Results")) {
            in_run = bears_stripped_name(places, field);
            end = in_run ? at + 1 : end;
            continue;
        }
        in_run = false;
        for (size_t i = 0; i < G_N_ELEMENTS(run); i++)
            in_run |= message_field_is(field, run[i]);
    }
    return end;
}

TestimonyPlaces
testimony_places(const Message *message, const Walk *walk, const TestimonyRules *rules)
{
    TestimonyPlaces places = { .message = message,
                               .walk = walk,
                               .rules = rules,
                               .received = g_array_new(FALSE, FALSE, sizeof(guint)) };
    int last = lowest_believed_step(walk);

    for (guint i = 0; i < message->fields->len; i++)
        if (message_field_is(placed_field(&places, i), "Received"))
            g_array_append_val(places.received, i);
    g_assert(places.received->len == walk->steps->len);
    places.above = last >= 0 ? g_array_index(places.received, guint, last) : 0;
    places.named = find_named_end(&places);
    return places;
}

void
testimony_places_clear(TestimonyPlaces *places)
{
    g_clear_pointer(&places->received, g_array_unref);
}

bool
testimony_is_sealed(const TestimonyPlaces *places, guint at)
{
    const GArray *sealed = places->rules->sealed;

    for (guint i = 0; sealed && i < sealed->len; i++)
        if (g_array_index(sealed, guint, i) == at)
            return true;
    return false;
}

TestimonyPosition
testimony_position(const TestimonyPlaces *places, guint at, bool may_be_named)
{
    if (at < places->above)
        return TESTIMONY_ABOVE;
    if ((may_be_named && at < places->named) || testimony_is_sealed(places, at))
        return TESTIMONY_NAMED;
    return TESTIMONY_BELOW;
}

const char *
testimony_host_below(const TestimonyPlaces *places, guint at)
{
    int below = step_above(places, at) + 1;

    return at < places->above && below < (int)places->walk->steps->len
               ? walk_step(places->walk, below)->hop->by
               : NULL;
}

const char *
testimony_places_end(const TestimonyPlaces *places)
{
    const MessageField *last;

    if (places->named == 0)
        return NULL;
    last = placed_field(places, places->named - 1);
    return last->value + last->value_len;
}
