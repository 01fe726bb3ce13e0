/* SPDX-License-Identifier: ISC */
/* A record is a rule base like a packet filter's, and goes wrong like one: rules that an earlier
 * one leaves nothing for. */
#include "lint/lint_rmx.h"

#include <string.h>

/* A refusal of at least so much is meant for "all the rest", not as an exception. */
#define REST_MAX 8

/* earlier: the entry that the text ends with; NULL: with none. */
static void
say(const RmxPage *page, LintSeverity severity, const RmxExtent *extent, const char *text,
    const RmxExtent *earlier)
{
    lint_say_at(page->lint, severity, page->name, extent->term->text, extent->term->offset,
                LINT_RMX_RULE, "%s%s%s", text, earlier ? earlier->term->text : "",
                earlier ? ", which comes first" : "");
}

static const RmxExtent *
extent_at(const RmxPage *page, guint index)
{
    return &g_array_index(page->extents, RmxExtent, index);
}

static const IpNetwork *
network_at(const RmxPage *page, guint index)
{
    return &g_array_index(page->lint->networks, IpNetwork, index);
}

/* --- an entry and an earlier one --- */

static bool
holds(const RmxPage *page, const RmxExtent *outer, const IpNetwork *network)
{
    for (guint i = outer->begin; i < outer->end; i++)
        if (ip_network_within(network, network_at(page, i)))
            return true;
    return false;
}

/* The earlier entry decides for all clients of the later one. */
static bool
is_shadowed(const RmxPage *page, const RmxExtent *later, const RmxExtent *earlier)
{
    if (strcmp(later->term->text, earlier->term->text) == 0)
        return true;
    if (!later->known || later->begin == later->end)
        return false;
    for (guint i = later->begin; i < later->end; i++)
        if (!holds(page, earlier, network_at(page, i)))
            return false;
    return true;
}

static const char *
shadow_text(const RmxExtent *later, const RmxExtent *earlier)
{
    if (later->entry->refuses && !earlier->entry->refuses)
        return "refuses nobody: all of it is let in by ";
    if (!later->entry->refuses && earlier->entry->refuses)
        return "lets nobody in: all of it is refused by ";
    return "never decides anything: all of it is decided by ";
}

/* Hosts move: that an earlier network holds their addresses now need not be meant. */
static LintSeverity
shadow_severity(const RmxExtent *later, const RmxExtent *earlier)
{
    bool moves = rmx_tag_asks(later->entry->tag) && later->entry->tag != earlier->entry->tag;

    return moves && later->entry->refuses == earlier->entry->refuses ? LINT_NOTE : LINT_WARNING;
}

/* An exception has to stand before what it is an exception from. What the earlier entry lets in is
 * not known, only that it was asked first. */
static bool
is_late_exception(const RmxExtent *later, const RmxExtent *earlier)
{
    const RmxEntry *entry = later->entry;
    bool rest = entry->tag == RMX_UNUSED ||
                (entry->network.address.bits > 0 && entry->network.length < REST_MAX);

    return entry->refuses && !rest && !earlier->entry->refuses && !earlier->known;
}

static void
check_earlier(const RmxPage *page, guint index)
{
    const RmxExtent *later = extent_at(page, index);

    for (guint i = 0; i < index; i++) {
        const RmxExtent *earlier = extent_at(page, i);

        if (earlier->entry->tag == RMX_UNUSED) {
            say(page, LINT_WARNING, later, "never reached: it stands behind ", earlier);
            return;
        }
        if (is_shadowed(page, later, earlier)) {
            say(page, shadow_severity(later, earlier), later, shadow_text(later, earlier), earlier);
            return;
        }
        if (is_late_exception(later, earlier)) {
            say(page, LINT_WARNING, later, "does not refuse clients that are let in by ", earlier);
            return;
        }
    }
}

/* --- the end, and all of it --- */

/* Who matches nothing is refused anyway. */
static void
check_end(const RmxPage *page)
{
    const RmxExtent *end = extent_at(page, page->extents->len - 1);
    const RmxEntry *last = end->entry;

    if (last->refuses && last->tag != RMX_UNUSED)
        say(page, LINT_NOTE, end,
            "has no effect: nothing stands behind it, and who matches nothing is refused", NULL);
    if (last->tag == RMX_FULL)
        say(page, LINT_NOTE, end,
            "nothing stands behind it: addresses without a record of their own are refused", NULL);
    if (last->tag == RMX_UNUSED && page->extents->len > 1)
        say(page, LINT_WARNING, end,
            "says that the domain never sends mail, and entries before it say who does", NULL);
}

static bool
lets_in_anybody(const RmxPage *page)
{
    for (guint i = 0; i < page->extents->len; i++)
        if (!extent_at(page, i)->entry->refuses)
            return true;
    return false;
}

/* Refusals before it are exceptions from "everybody". */
static bool
check_everybody(const RmxPage *page)
{
    g_autoptr(GArray) granted = ip_set_new();

    for (guint i = 0; i < page->extents->len; i++) {
        const RmxExtent *extent = extent_at(page, i);

        if (extent->entry->refuses || extent->begin == extent->end)
            continue;
        g_array_append_vals(granted, network_at(page, extent->begin), extent->end - extent->begin);
        if (!ip_set_is_everybody(granted))
            continue;
        say(page, LINT_ERROR, extent,
            "lets everybody in whom nothing before it refuses: any machine may send", NULL);
        return true;
    }
    return false;
}

bool
lint_rmx_order(const RmxPage *page)
{
    if (page->extents->len == 0 ||
        !(lets_in_anybody(page) || extent_at(page, 0)->entry->tag == RMX_UNUSED)) {
        lint_say(page->lint, LINT_ERROR, page->name, LINT_RMX_RULE,
                 "lets nobody in; if that is meant, unused says so");
        return false;
    }
    for (guint i = 1; i < page->extents->len; i++)
        check_earlier(page, i);
    check_end(page);
    return check_everybody(page);
}
