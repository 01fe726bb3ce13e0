/* SPDX-License-Identifier: ISC */
/* Any octets as a message whose relays are looked for, as what a process hands back of one, and as
 * a plan: the path of a message holds the row of a walk under whatever is trusted, a row or a plan
 * that was read stays what it is, and what is shown of it is text.
 *
 * The first octet chooses the settings, and which clients of the path are trusted. */
#include "mailbox/trust_report.h"
#include "report/page.h"
#include "trust_look.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define COMMON "fuzz --config=/dev/null --offline mail"

static const char *const settings_table[] = {
    COMMON,
    COMMON " --trust=192.0.2.0/24",
    COMMON " --trust=!203.0.113.0/24;!10.0.0.0/8",
    COMMON " --trust=203.0.113.7;!203.0.113.8",
};

/* Made once: they are lent. */
static const Settings *
settings_of(size_t row)
{
    static Settings *made[G_N_ELEMENTS(settings_table)];

    if (!made[row]) {
        g_auto(GStrv) arguments = g_strsplit(settings_table[row], " ", -1);

        made[row] = settings_new(COMMAND_TRUST, (int)g_strv_length(arguments), arguments, NULL);
        g_assert_nonnull(made[row]);
    }
    return made[row];
}

/* --- messages --- */

/* The clients of the path whose bits are set (IpAddress). */
static GArray *
choose_relays(const GString *path, unsigned bits)
{
    GArray *relays = g_array_new(FALSE, FALSE, sizeof(IpAddress));
    Cursor c = cursor_over_string(path);
    unsigned rows = 0;

    for (; cursor_more(&c); rows++) {
        IpAddress client = trust_row_client(cursor_sub(&c, cursor_u32(&c)));

        if (client.bits > 0 && bits >> (rows % 6) & 1)
            g_array_append_val(relays, client);
    }
    g_assert(!c.problem && rows >= 1 && rows <= TRUST_PATH_MAX);
    return relays;
}

/* The row of a walk that trusts them. */
static TrustRow *
walk_directly(const Settings *settings, const GArray *relays, Dns *dns, const HeaderBlock *header)
{
    g_autoptr(TrustList) trust = NULL;
    g_auto(MessageWay) way = { .walk = NULL };

    for (guint i = 0; i < relays->len; i++)
        trust_believe(&trust, settings, &g_array_index(relays, IpAddress, i));
    way = inspect_way(settings, trust ? trust : settings->trust, dns, header);
    return trust_row_new(way.fields.message, way.walk, way.sender);
}

/* A path that is full says nothing of what comes behind its last row. */
static bool
is_full(const GString *path)
{
    Cursor c = cursor_over_string(path);
    unsigned rows = 0;

    for (; cursor_more(&c); rows++)
        cursor_sub(&c, cursor_u32(&c));
    return rows == TRUST_PATH_MAX;
}

static void
check_message(const Settings *settings, unsigned bits, Dns *dns, const char *octets, size_t len)
{
    const HeaderBlock header = { .octets = octets, .len = len };
    g_autoptr(GString) path = g_string_new(NULL), got = g_string_new(NULL);
    g_autoptr(GString) want = g_string_new(NULL);
    g_autoptr(GArray) relays = NULL;
    g_autoptr(TrustRow) found = NULL, walked = NULL;

    trust_look_for_path(settings, dns, &header, path);
    relays = choose_relays(path, bits);
    found = trust_path_read(path->str, path->len, relays);
    walked = walk_directly(settings, relays, dns, &header);
    trust_row_write(found, got);
    trust_row_write(walked, want);
    g_assert(is_full(path) || g_string_equal(got, want));
}

/* --- octets of another process --- */

static void
check_row(const TrustRow *row)
{
    g_autoptr(GString) octets = g_string_new(NULL), again = g_string_new(NULL);
    g_autoptr(TrustRow) read = NULL;

    trust_row_write(row, octets);
    read = trust_row_read(cursor_over_string(octets));
    trust_row_write(read, again);
    g_assert(g_string_equal(octets, again));
    g_assert(*row->sender == '\0' || trust_row_is_domain(row->sender));
    g_assert(row->via->len <= TRUST_ROW_VIA && row->below->len <= TRUST_ROW_BELOW);
}

/* What is learnt of the row, judged without the DNS. */
static void
check_layer(const TrustRow *row)
{
    g_autoptr(TrustTally) tally = trust_tally_new();
    g_autoptr(TrustPlan) plan = trust_plan_new();
    const TrustQuestion question = { .tally = tally };

    trust_tally_add(tally, row, "x");
    trust_plan_add_layer(plan, &question);
    trust_plan_finish(plan, NULL, NULL);
}

static void
check_rows(const char *octets, size_t len)
{
    g_autoptr(TrustRow) first = trust_path_read(octets, len, NULL), changed = NULL;
    TrustVerdicts verdicts;

    changed = trust_change_read(octets, len, &verdicts);
    g_assert(verdicts.was < TRUST_RESULTS && verdicts.now < TRUST_RESULTS);
    check_row(first);
    check_row(changed);
    check_layer(first);
}

/* --- plans --- */

static void
check_is_text(const char *text)
{
    g_autofree char *finished = page_finished(text);

    g_assert(g_utf8_validate(finished, -1, NULL));
    for (const char *at = finished; *at; at++)
        g_assert((unsigned char)*at >= ' ' || *at == '\n');
}

static void
check_plan(const char *octets, size_t len)
{
    g_autoptr(TrustPlan) plan = trust_plan_read(octets, len), again = NULL;
    g_autoptr(GBytes) written = trust_plan_write(plan), rewritten = NULL;
    const TrustReport report = { .plan = plan };
    g_autofree char *text = trust_text(&report), *json = trust_json(&report);
    g_autoptr(TrustList) list = trust_list_new();

    for (guint i = 0; i < plan->entries->len; i++)
        g_assert(trust_list_add(list, ((TrustPlanEntry *)plan->entries->pdata[i])->entry, NULL));
    again = trust_plan_read(g_bytes_get_data(written, NULL), g_bytes_get_size(written));
    rewritten = trust_plan_write(again);
    g_assert(g_hash_table_size(plan->sure) > 1 || g_bytes_equal(written, rewritten));
    check_is_text(text);
    check_is_text(json);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *copy = size > 1 ? g_memdup2(data + 1, size - 1) : g_strdup("");
    const Settings *settings = settings_of(size > 0 ? data[0] % 4 : 0);
    g_autoptr(Dns) dns = dns_new_zone_text("none", "", NULL);
    size_t len = size > 1 ? size - 1 : 0;

    check_message(settings, size > 0 ? data[0] / 4 : 0, dns, copy, len);
    check_rows(copy, len);
    check_plan(copy, len);
    return 0;
}
