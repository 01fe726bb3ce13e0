/* SPDX-License-Identifier: ISC */
/* DMP has a record for each address, so networks become wildcards on the borders of labels: octets
 * of IPv4 addresses, nibbles of IPv6 ones. The names are kept as two trees. Every name that exists,
 * be it only because one below it does, hides the wildcards above from its own depth on (RFC 4592
 * section 3.3.1): each inner node needs a wildcard of its own. */
#include "records/dmp_policy.h"

#include "dns/name.h"
#include "records/policy/policy_say.h"

#include <string.h>

#define OWNER "_smtp-client"

/* One of the two trees. */
typedef struct {
    uint8_t bits;       /* of an address */
    uint8_t label_bits; /* of the address that a label stands for */
    const char *suffix;
} DmpFamily;

static const DmpFamily families[] = { { 32, 8, "in-addr" }, { 128, 4, "ip6" } };

/* All clients whose address begins with the labels from the root to here. */
typedef struct DmpNode DmpNode;
struct DmpNode {
    const char *word;  /* "allow", "deny"; NULL: no record */
    DmpNode *children; /* one for each value of a label; NULL: all of them are as this node */
    bool exists;       /* false: it is as the node above */
};

typedef struct {
    Policy *policy;
    GArray *rules; /* PolicyRule: networks and everyone, in order; what they point to is lent */
} DmpWriter;

static unsigned
label_values(const DmpFamily *family)
{
    return 1U << family->label_bits;
}

static void
node_clear(const DmpFamily *family, DmpNode *node)
{
    for (unsigned i = 0; node->children && i < label_values(family); i++)
        node_clear(family, &node->children[i]);
    g_free(node->children);
    node->children = NULL;
    node->exists = false;
}

/* --- from rules to a tree --- */

/* The label at this depth of an address. */
static unsigned
label_of(const DmpFamily *family, const IpAddress *ip, unsigned depth)
{
    uint8_t octet = ip->octets[depth * family->label_bits / 8];

    if (family->label_bits == 8)
        return octet;
    return depth % 2 == 0 ? octet >> 4 : octet & 0xfU;
}

static DmpNode *
child_of(const DmpFamily *family, DmpNode *node, unsigned label)
{
    DmpNode *child;

    if (!node->children)
        node->children = g_new0(DmpNode, label_values(family));
    child = &node->children[label];
    if (!child->exists)
        child->word = node->word;
    child->exists = true;
    return child;
}

static void
paint_node(const DmpFamily *family, DmpNode *node, const char *word)
{
    node_clear(family, node);
    node->exists = true;
    node->word = word;
}

/* A network that ends inside a label is as many labels as that leaves open. */
static void
paint(const DmpFamily *family, DmpNode *root, const IpNetwork *network, const char *word)
{
    unsigned whole = network->length / family->label_bits;
    unsigned open_bits = family->label_bits - network->length % family->label_bits;
    DmpNode *node = root;
    unsigned first;

    for (unsigned depth = 0; depth < whole; depth++)
        node = child_of(family, node, label_of(family, &network->address, depth));
    if (network->length % family->label_bits == 0) {
        paint_node(family, node, word);
        return;
    }
    first = label_of(family, &network->address, whole);
    for (unsigned i = 0; i < 1U << open_bits; i++)
        paint_node(family, child_of(family, node, first + i), word);
}

/* Takes away what says no more than the node above it, from the bottom. */
static void
prune(const DmpFamily *family, DmpNode *node, const char *above)
{
    bool alone = true;

    for (unsigned i = 0; node->children && i < label_values(family); i++) {
        DmpNode *child = &node->children[i];

        if (child->exists)
            prune(family, child, node->word);
        alone &= !child->exists;
    }
    if (alone) {
        g_free(node->children);
        node->children = NULL;
    }
    node->exists = !alone || g_strcmp0(node->word, above) != 0;
}

/* The last rule first: what an earlier one paints over it counts. */
static void
paint_all(const DmpWriter *w, const DmpFamily *family, DmpNode *root)
{
    for (guint i = w->rules->len; i-- > 0;) {
        const PolicyRule *rule = &g_array_index(w->rules, PolicyRule, i);
        const char *word = rule->result == RESULT_PASS ? "allow" : "deny";

        if (rule->kind == POLICY_EVERYONE)
            paint_node(family, root, word);
        else if (rule->network.address.bits == family->bits)
            paint(family, root, &rule->network, word);
    }
}

/* --- from a tree to records --- */

static unsigned
count_records(const DmpFamily *family, const DmpNode *node)
{
    unsigned count = node->word != NULL;

    for (unsigned i = 0; node->children && i < label_values(family); i++)
        if (node->children[i].exists)
            count += count_records(family, &node->children[i]);
    return count;
}

static void
write_node(Policy *policy, const DmpFamily *family, const DmpNode *node, unsigned depth,
           const char *name)
{
    bool is_address = depth * family->label_bits == family->bits;
    g_autofree char *owner = g_strconcat(is_address ? "" : "*.", name, NULL);
    g_autofree char *text = g_strconcat("dmp=", node->word, NULL);

    for (unsigned i = 0; node->children && i < label_values(family); i++) {
        g_autofree char *label = g_strdup_printf(family->label_bits == 8 ? "%u" : "%x", i);
        g_autofree char *below = g_strconcat(label, ".", name, NULL);

        if (node->children[i].exists)
            write_node(policy, family, &node->children[i], depth + 1, below);
    }
    if (node->word)
        policy_write_text(policy, owner, text);
}

/* True where the longest name that any record has is one. */
static bool
has_room(const Policy *policy)
{
    g_autofree char *nibbles = g_strnfill(64, '.');
    g_autofree char *longest = NULL;
    DnsName name;

    for (unsigned i = 0; i < 64; i += 2)
        nibbles[i] = 'f';
    longest = g_strconcat(nibbles, "ip6." OWNER ".", policy->domain, NULL);
    return name_from_text(longest, &name) == NULL;
}

static void
write_trees(Policy *policy, const DmpNode roots[])
{
    unsigned count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
        count += count_records(&families[i], &roots[i]);
    if (count > DMP_RECORDS_MAX) {
        g_autofree char *why =
            g_strdup_printf("it would take %u records, more than %d", count, DMP_RECORDS_MAX);

        policy_cannot(policy, "all of it", why);
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(families); i++) {
        g_autofree char *name = g_strconcat(families[i].suffix, "." OWNER, NULL);

        write_node(policy, &families[i], &roots[i], 0, name);
    }
}

static const char *
say(void *writer, const PolicyRule *rule)
{
    DmpWriter *w = writer;

    if (rule->kind != POLICY_NETWORK && rule->kind != POLICY_EVERYONE)
        return "DMP lists addresses only";
    if (rule->result != RESULT_PASS && rule->result != RESULT_FAIL)
        policy_cannot(w->policy, rule->term, "DMP has no softfail and no neutral: it becomes fail");
    g_array_append_vals(w->rules, rule, 1);
    return NULL;
}

/* Where the policy is no more than suspicious of all others, they get no record at all: unlike a
 * network, they need not be told apart from anything above. */
static const char *
word_otherwise(Policy *policy)
{
    const char *term = policy_otherwise_text(policy);

    if (policy->otherwise == RESULT_FAIL)
        return "deny";
    policy_cannot(policy, term,
                  "DMP has no softfail and no neutral: these get no record, and none");
    return NULL;
}

void
dmp_policy_write(Policy *policy)
{
    static const PolicyWords words = { .say = say };
    g_autoptr(GArray) rules = g_array_new(FALSE, FALSE, sizeof(PolicyRule));
    DmpWriter writer = { .policy = policy, .rules = rules };
    DmpNode roots[G_N_ELEMENTS(families)] = { { .word = NULL } };
    const char *otherwise;

    if (!policy_say(policy, &words, &writer))
        return;
    otherwise = word_otherwise(policy);
    if (!has_room(policy)) {
        policy_cannot(policy, "all of it", "the domain's name leaves no room for the addresses");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(families); i++) {
        roots[i].word = otherwise;
        paint_all(&writer, &families[i], &roots[i]);
        prune(&families[i], &roots[i], NULL);
    }
    write_trees(policy, roots);
    for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
        node_clear(&families[i], &roots[i]);
}
