/* SPDX-License-Identifier: ISC */
/* The first entry that matches decides, as in a packet filter. The usual mistake is the same too:
 * an entry never decides anything because an earlier one matches all its clients. */
#include "lint/lint_rmx.h"

#include <string.h>

/* A refusal of a network with a shorter prefix is meant for "all the rest", not as an exception. */
#define REST_MAX 8

/* earlier: the entry that the text ends with; NULL: with none. */
static void
report_rmx_order(const RmxLint *rmx, LintSeverity severity, const RmxExtent *extent,
                 const char *text, const RmxExtent *earlier)
{
    lint_report_at(rmx->lint, severity, rmx->name, extent->term->text, extent->term->offset,
                   LINT_RMX_RULE, "%s%s%s", text, earlier ? earlier->term->text : "",
                   earlier ? ", which comes first" : "");
}

static const RmxExtent *
rmx_extent_at(const RmxLint *rmx, guint index)
{
    return &g_array_index(rmx->extents, RmxExtent, index);
}

static const IpNetwork *
lint_network_at(const RmxLint *rmx, guint index)
{
    return &g_array_index(rmx->lint->networks, IpNetwork, index);
}

/* --- an entry and an earlier one --- */

static bool
extent_holds(const RmxLint *rmx, const RmxExtent *outer, const IpNetwork *network)
{
    for (guint i = outer->begin; i < outer->end; i++)
        if (ip_network_within(network, lint_network_at(rmx, i)))
            return true;
    return false;
}

/* True where the earlier entry decides about all clients of the later one. */
static bool
is_rmx_shadowed(const RmxLint *rmx, const RmxExtent *later, const RmxExtent *earlier)
{
    if (strcmp(later->term->text, earlier->term->text) == 0)
        return true;
    if (!later->known || later->begin == later->end)
        return false;
    for (guint i = later->begin; i < later->end; i++)
        if (!extent_holds(rmx, earlier, lint_network_at(rmx, i)))
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

/* The addresses of hosts change: that an earlier network contains them today may be chance. */
static LintSeverity
shadow_severity(const RmxExtent *later, const RmxExtent *earlier)
{
    bool moves = rmx_tag_asks(later->entry->tag) && later->entry->tag != earlier->entry->tag;

    return moves && later->entry->refuses == earlier->entry->refuses ? LINT_NOTE : LINT_WARNING;
}

/* An exception must stand before the entry that it is an exception from. It is not known whom the
 * earlier entry lets in, only that it is looked at first. */
static bool
is_late_exception(const RmxExtent *later, const RmxExtent *earlier)
{
    const RmxEntry *entry = later->entry;
    bool rest = entry->tag == RMX_UNUSED ||
                (entry->network.address.bits > 0 && entry->network.length < REST_MAX);

    return entry->refuses && !rest && !earlier->entry->refuses && !earlier->known;
}

static void
check_rmx_shadows(const RmxLint *rmx, guint index)
{
    const RmxExtent *later = rmx_extent_at(rmx, index);

    for (guint i = 0; i < index; i++) {
        const RmxExtent *earlier = rmx_extent_at(rmx, i);

        if (earlier->entry->tag == RMX_UNUSED) {
            report_rmx_order(rmx, LINT_WARNING, later, "never reached: it stands behind ", earlier);
            return;
        }
        if (is_rmx_shadowed(rmx, later, earlier)) {
            report_rmx_order(rmx, shadow_severity(later, earlier), later,
                             shadow_text(later, earlier), earlier);
            return;
        }
        if (is_late_exception(later, earlier)) {
            report_rmx_order(rmx, LINT_WARNING, later,
                             "does not refuse clients that are let in by ", earlier);
            return;
        }
    }
}

/* --- the end, and all of it --- */

/* A client that matches no entry is refused anyway. */
static void
check_rmx_end(const RmxLint *rmx)
{
    const RmxExtent *end = rmx_extent_at(rmx, rmx->extents->len - 1);
    const RmxEntry *last = end->entry;

    if (last->refuses && last->tag != RMX_UNUSED)
        report_rmx_order(
            rmx, LINT_NOTE, end,
            "has no effect: nothing stands behind it, and who matches nothing is refused", NULL);
    if (last->tag == RMX_FULL)
        report_rmx_order(
            rmx, LINT_NOTE, end,
            "nothing stands behind it: addresses without a record of their own are refused", NULL);
    if (last->tag == RMX_UNUSED && rmx->extents->len > 1)
        report_rmx_order(
            rmx, LINT_WARNING, end,
            "says that the domain never sends mail, and entries before it say who does", NULL);
}

static bool
lets_in_anybody(const RmxLint *rmx)
{
    for (guint i = 0; i < rmx->extents->len; i++)
        if (!rmx_extent_at(rmx, i)->entry->refuses)
            return true;
    return false;
}

/* Refusals before the entry that lets everybody in are exceptions from "everybody". */
static bool
check_rmx_everybody(const RmxLint *rmx)
{
    g_autoptr(GArray) granted = ip_set_new();

    for (guint i = 0; i < rmx->extents->len; i++) {
        const RmxExtent *extent = rmx_extent_at(rmx, i);

        if (extent->entry->refuses || extent->begin == extent->end)
            continue;
        g_array_append_vals(granted, lint_network_at(rmx, extent->begin),
                            extent->end - extent->begin);
        if (!ip_set_is_everybody(granted))
            continue;
        report_rmx_order(rmx, LINT_ERROR, extent,
                         "lets everybody in whom nothing before it refuses: any machine may send",
                         NULL);
        return true;
    }
    return false;
}

bool
lint_rmx_order(const RmxLint *rmx)
{
    if (rmx->extents->len == 0 ||
        !(lets_in_anybody(rmx) || rmx_extent_at(rmx, 0)->entry->tag == RMX_UNUSED)) {
        lint_report(rmx->lint, LINT_ERROR, rmx->name, LINT_RMX_RULE,
                    "lets nobody in; if that is meant, unused says so");
        return false;
    }
    for (guint i = 1; i < rmx->extents->len; i++)
        check_rmx_shadows(rmx, i);
    check_rmx_end(rmx);
    return check_rmx_everybody(rmx);
}
