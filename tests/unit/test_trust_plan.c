/* SPDX-License-Identifier: ISC */
/* What is learnt from whole mailboxes whose relays are known, which tests/mailboxes/generate makes:
 * layer by layer, each believing what the one before has found. */
#include "mailbox/trust_plan.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

#define MESSAGES "340"

static char *folder;

static void
make_folder(void)
{
    folder = g_dir_make_tmp("rmxfilter-mailbox-XXXXXX", NULL);
    cr_assert_not_null(folder);
}

static void
remove_tree(const char *path)
{
    g_autoptr(GDir) inside = g_dir_open(path, 0, NULL);
    const char *name;

    while (inside && (name = g_dir_read_name(inside))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        remove_tree(inner);
    }
    g_remove(path);
}

static void
remove_folder(void)
{
    remove_tree(folder);
    g_free(folder);
}

TestSuite(trust_plan, .init = make_folder, .fini = remove_folder);

static void
generate(const char *topology)
{
    g_autofree char *command =
        g_strdup_printf("tests/mailboxes/generate %s %s " MESSAGES, topology, folder);
    int status;

    cr_assert(g_spawn_command_line_sync(command, NULL, NULL, &status, NULL) && status == 0, "%s",
              topology);
}

/* The row of one message, through another process in thought. */
static TrustRow *
row_of(const char *text, gsize len, const TrustList *trust)
{
    g_autoptr(Message) message = message_new(text, len);
    g_autoptr(GPtrArray) hops = g_ptr_array_new_with_free_func(received_hop_free_item);
    const WalkRules rules = { .trust = trust };
    const SenderRules sender_rules = { .dns = NULL };
    g_autoptr(Walk) walk = NULL;
    g_autoptr(EnvelopeSender) sender = NULL;
    g_autoptr(TrustRow) row = NULL;
    g_autoptr(GString) sent = g_string_new(NULL);

    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received"))
            g_ptr_array_add(hops, received_parse(field->value, field->value_len));
    }
    walk = walk_new(hops, &rules);
    sender = envelope_sender(message, walk, &sender_rules);
    row = trust_row_new(message, walk, sender);
    trust_row_write(row, sent);
    return trust_row_read(cursor_over_string(sent));
}

/* plan: is to count the messages; NULL: none does. */
static TrustTally *
tally_of(const TrustList *trust, TrustPlan *plan)
{
    static const TrustVerdicts verdicts = { .known = false };
    TrustTally *tally = trust_tally_new();
    g_autofree char *cur = g_build_filename(folder, "Maildir", "cur", NULL);
    g_autoptr(GDir) mail = g_dir_open(cur, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(mail))) {
        g_autofree char *path = g_build_filename(cur, name, NULL), *text = NULL;
        g_autoptr(TrustRow) row = NULL;
        gsize len;

        cr_assert(g_file_get_contents(path, &text, &len, NULL));
        row = row_of(text, len, trust);
        trust_tally_add(tally, row, name);
        if (plan)
            trust_plan_count(plan, row, &verdicts, name);
    }
    return tally;
}

/* The plan, and its entries as lists: those without a doubt, and all. */
typedef struct {
    TrustPlan *plan;
    TrustList *sure, *all;
    GString *text; /* for people */
} Learnt;

static void
list_entries(Learnt *learnt)
{
    for (guint i = 0; i < learnt->plan->entries->len; i++) {
        const TrustPlanEntry *entry = learnt->plan->entries->pdata[i];

        cr_assert(trust_list_add(learnt->all, entry->entry, NULL));
        if (!entry->doubt)
            cr_assert(trust_list_add(learnt->sure, entry->entry, NULL));
        g_string_append_printf(learnt->text, "%s: %u relays, %u messages: %s; %s\n", entry->entry,
                               entry->relays->len, entry->messages, entry->proof,
                               entry->doubt ? entry->doubt : "no doubt");
    }
    for (guint i = 0; i < learnt->plan->refusals->len; i++) {
        const TrustPlanRefusal *refusal = learnt->plan->refusals->pdata[i];

        g_string_append_printf(learnt->text, "not %s: %u messages, %u senders: %s\n", refusal->who,
                               refusal->messages, refusal->organizations, refusal->why);
    }
}

/* As if another process had made the plan. */
static void
send_plan(Learnt *learnt)
{
    g_autoptr(GBytes) sent = trust_plan_write(learnt->plan);

    trust_plan_free(learnt->plan);
    learnt->plan = trust_plan_read(g_bytes_get_data(sent, NULL), g_bytes_get_size(sent));
}

static void
believe_relays(const TrustPlan *plan, TrustList *list)
{
    for (guint i = 0; i < plan->relays->len; i++) {
        g_autofree char *ip = ip_text(&g_array_index(plan->relays, IpAddress, i));

        cr_assert(trust_list_add(list, ip, NULL));
    }
}

/* dns NULL: nothing is asked. */
static Learnt
learn(Dns *dns)
{
    Learnt learnt = { trust_plan_new(), trust_list_new(), trust_list_new(), g_string_new(NULL) };

    for (int layer = 0; layer < TRUST_LAYERS_MAX; layer++) {
        g_autoptr(TrustList) believed = trust_list_new();
        g_autoptr(TrustTally) tally = NULL;

        believe_relays(learnt.plan, believed);
        tally = tally_of(believed, NULL);
        const TrustQuestion question = { .tally = tally, .dns = dns };

        if (!trust_plan_add_layer(learnt.plan, &question))
            break;
        send_plan(&learnt);
    }
    trust_plan_finish(learnt.plan, NULL, dns);
    g_autoptr(TrustList) believed = trust_list_new();

    believe_relays(learnt.plan, believed);
    trust_tally_free(tally_of(believed, learnt.plan));
    list_entries(&learnt);
    return learnt;
}

static void
forget(Learnt *learnt)
{
    trust_plan_free(learnt->plan);
    trust_list_free(learnt->sure);
    trust_list_free(learnt->all);
    g_string_free(learnt->text, TRUE);
}

static bool
is_trusted(const TrustList *entries, Dns *dns, const char *address)
{
    IpAddress ip;
    TrustDecision decision;

    cr_assert(ip_parse(address, strlen(address), &ip));
    decision = trust_decide(entries, dns, &ip);
    g_free(decision.why);
    g_free(decision.warning);
    return decision.trusted;
}

/* Whether each address of a list of want.json is trusted, or none is. */
static void
expect_all(const char *topology, const Learnt *learnt, const TrustList *entries, Dns *dns,
           const json_t *addresses, bool want)
{
    json_t *address;
    size_t i;

    json_array_foreach(addresses, i, address)
    {
        cr_expect_eq(is_trusted(entries, dns, json_string_value(address)), want, "%s: %s: %s\n%s",
                     topology, json_string_value(address), want ? "not found" : "trusted",
                     learnt->text->str);
    }
}

static void
expect_wanted(const char *topology, const Learnt *learnt, Dns *dns)
{
    g_autofree char *path = g_build_filename(folder, "want.json", NULL);
    json_t *want = json_load_file(path, 0, NULL), *covers = json_object_get(want, "covers");
    bool doubt = json_is_true(json_object_get(want, "doubt"));

    cr_assert_not_null(want);
    expect_all(topology, learnt, learnt->all, dns, covers, true);
    expect_all(topology, learnt, learnt->sure, dns, covers, !doubt);
    expect_all(topology, learnt, learnt->all, dns, json_object_get(want, "never"), false);
    expect_all(topology, learnt, learnt->sure, dns, json_object_get(want, "doubted"), false);
    for (int n = 0; n < 40; n++) {
        g_autofree char *sender = g_strdup_printf("198.18.%d.5", n);

        cr_expect_not(is_trusted(learnt->all, dns, sender), "%s: %s is trusted", topology, sender);
    }
    if (json_array_size(covers) == 0)
        cr_expect_eq(trust_list_len(learnt->sure), 0, "%s: %s", topology, learnt->text->str);
    if (json_array_size(covers) == 0 && json_array_size(json_object_get(want, "doubted")) == 0)
        cr_expect_eq(trust_list_len(learnt->all), 0, "%s: %s", topology, learnt->text->str);
    json_decref(want);
}

static const char *const topologies[] = {
    "own_mx",
    "gateway",
    "secondary_mx",
    "two_secondary_mx",
    "filtering_service",
    "university",
    "university_sent",
    "university_srs",
    "list_host_forwards",
    "gmail",
    "microsoft",
    "getmail",
    "lists",
    "bulk",
    "spammer",
    "spammer_as_home",
    "spammer_as_university",
    "spammer_careless",
    "spammer_as_forwarder",
    "spammer_names_others",
    "spammer_as_exchanger",
    "spammer_in_the_zone",
    "spammer_at_operator",
};

/* Makes the mailbox, and learns from it. */
static Dns *
learn_topology(const char *topology, Learnt *learnt)
{
    g_autofree char *zone = g_build_filename(folder, "zone", NULL);
    g_autofree char *mail = g_build_filename(folder, "Maildir", NULL);
    GError *error = NULL;
    Dns *dns;

    remove_tree(mail);
    generate(topology);
    dns = dns_new_zone(zone, &error);
    cr_assert(dns, "%s: %s", topology, error ? error->message : "");
    dns_set_question_limit(dns, 100000);
    *learnt = learn(dns);
    if (g_getenv("SHOW_LEARNT"))
        fprintf(stderr, "== %s\n%s", topology, learnt->text->str);
    return dns;
}

/* One operator's machines are one entry, as far as one entry covers them. */
static const struct {
    const char *topology;
    guint entries;
    const char *first;
    guint messages; /* that came through it */
} fewest[] = {
    { "gateway", 1, "mx:home.example", 340 },
    { "filtering_service", 1, ".filter.example", 340 },
    { "secondary_mx", 1, "mx:home.example", 33 },
    { "two_secondary_mx", 1, "mx:home.example", 48 },
    { "university", 2, "spf:foo.edu", 305 },
};

static void
expect_fewest(const char *topology, const Learnt *learnt)
{
    const TrustPlanEntry *first =
        learnt->plan->entries->len > 0 ? learnt->plan->entries->pdata[0] : NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(fewest); i++) {
        if (!g_str_equal(topology, fewest[i].topology))
            continue;
        cr_expect_eq(learnt->plan->entries->len, fewest[i].entries, "%s", learnt->text->str);
        cr_expect(first && g_str_equal(first->entry, fewest[i].first), "%s", learnt->text->str);
        cr_expect(first && first->messages == fewest[i].messages, "%s", learnt->text->str);
    }
}

/* Nothing was checked then, and nothing is sure. */
static void
expect_doubts_without_dns(const char *topology)
{
    Learnt learnt = learn(NULL);

    cr_expect_eq(trust_list_len(learnt.sure), 0, "%s: %s", topology, learnt.text->str);
    forget(&learnt);
}

Test(trust_plan, topologies)
{
    for (size_t i = 0; i < G_N_ELEMENTS(topologies); i++) {
        Learnt learnt;
        g_autoptr(Dns) dns = learn_topology(topologies[i], &learnt);

        expect_wanted(topologies[i], &learnt, dns);
        expect_fewest(topologies[i], &learnt);
        expect_doubts_without_dns(topologies[i]);
        forget(&learnt);
    }
}
