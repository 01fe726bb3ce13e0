/* SPDX-License-Identifier: ISC */
/* Chains of seals: whole ones, and what a forger might make of them. */
#include "signatures/arc.h"

#include "signatures/canonical.h"
#include "signatures/digest.h"
#include "signatures/wanted_digests.h"
#include "signed_message.h"

#define LIST    "lists.example"
#define FORWARD "forward.example"
#define STRANGE "strange.example"

#define MESSAGE                                                                                    \
    "DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=s; h=From; bh=AAAA; b=BBBB\r\n"          \
    "From: Joe <joe@bank.example>\r\nSubject: dinner\r\nTo: suzie@bar.example\r\n\r\n"             \
    "Are you hungry yet?\r\n"

#define NOW 1600000000

/* --- sealing --- */

/* One set; what is NULL or 0 is as usual. */
typedef struct {
    const char *domain; /* NULL: there is no such set */
    unsigned instance;  /* 0: its place among the sets, counted from 1 */
    const char *chain;  /* cv= */
    const char *results;
    const char *tags;  /* more of the ARC-Message-Signature */
    const char *names; /* its h= */
    const char *seal_tags;
    const char *selector;
} SetCase;

/* The field of this name whose value begins with this i=. */
static const MessageField *
find_part(const Message *message, const char *name, unsigned instance)
{
    g_autofree char *begin = g_strdup_printf("i=%u;", instance);

    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);
        g_autofree char *text = message_field_text(field);

        if (message_field_is(field, name) && g_str_has_prefix(text, begin))
            return field;
    }
    return NULL;
}

static void
fill_value(GString *text, const uint8_t sha256[BODY_DIGEST_SIZE])
{
    uint8_t public[ED25519_KEY_SIZE], value[ED25519_SIGNATURE_SIZE];
    g_autofree char *base64 = NULL;

    ed25519_sha512_public_key(public, signer_private);
    ed25519_sha512_sign(public, signer_private, BODY_DIGEST_SIZE, sha256, value);
    base64 = g_base64_encode(value, sizeof value);
    g_string_replace(text, "@B@", base64, 1);
}

static void
sign_content(GString *text, const SetCase *set, unsigned instance)
{
    BodyDigests digests = digests_of(text->str);
    g_autofree char *hash =
        g_base64_encode(digests.rows[CANONICAL_RELAXED][BODY_AS_IT_IS].sha256, BODY_DIGEST_SIZE);
    g_autofree char *field = g_strdup_printf(
        "ARC-Message-Signature: i=%u; a=ed25519-sha256; c=relaxed/relaxed; d=%s; s=%s;\r\n"
        " h=%s; bh=%s; %sb=@B@\r\n",
        instance, set->domain, set->selector ? set->selector : "s1",
        set->names ? set->names : "From:Subject:DKIM-Signature", hash, set->tags ? set->tags : "");
    uint8_t sha256[BODY_DIGEST_SIZE];

    g_string_prepend(text, field);

    g_autoptr(Message) message = message_new(text->str, header_block_len(text->str));
    g_autoptr(SignedHeader) header = signed_header_new(message);
    g_autoptr(Signature) signature =
        signature_read_form(&g_array_index(message->fields, MessageField, 0), SIGNATURE_OF_MESSAGE);

    signed_header_digest(header, signature, sha256);
    fill_value(text, sha256);
}

static void
seal_sets(GString *text, const SetCase *set, unsigned instance)
{
    static const char *const order[] = { "ARC-Authentication-Results", "ARC-Message-Signature",
                                         "ARC-Seal" };
    const char *usual = instance == 1 ? "none" : "pass";
    g_autofree char *field =
        g_strdup_printf("ARC-Seal: i=%u; a=ed25519-sha256; cv=%s; d=%s; s=%s; %sb=@B@\r\n",
                        instance, set->chain ? set->chain : usual, set->domain,
                        set->selector ? set->selector : "s1", set->seal_tags ? set->seal_tags : "");
    g_autoptr(Digest) digest = digest_new();
    uint8_t sha256[BODY_DIGEST_SIZE];

    g_string_prepend(text, field);

    g_autoptr(GString) bare = g_string_new(text->str);

    g_string_replace(bare, "@B@", "", 1);

    g_autoptr(Message) message = message_new(bare->str, header_block_len(bare->str));

    for (unsigned i = 1; i <= instance; i++)
        for (size_t part = 0; part < G_N_ELEMENTS(order); part++) {
            const MessageField *one = find_part(message, order[part], i);
            Cursor octets = one ? message_field_octets(one) : cursor_over("", 0);
            const CanonicalField canonical = { .octets = octets.at, .len = cursor_left(&octets) };

            if (one)
                canonical_field(CANONICAL_RELAXED, &canonical, i == instance && part == 2,
                                digest_add, digest);
        }
    digest_end(digest, sha256);
    fill_value(text, sha256);
}

static void
add_set(GString *text, const SetCase *set, unsigned instance)
{
    g_autofree char *results = g_strdup_printf(
        "ARC-Authentication-Results: i=%u; %s\r\n", instance,
        set->results ? set->results : LIST "; dkim=pass header.d=bank.example header.s=s");

    sign_content(text, set, instance);
    g_string_prepend(text, results);
    seal_sets(text, set, instance);
}

/* --- checking --- */

/* All domains have this key at s1; s2 is revoked, s3 only being tried, s4 of another kind. */
static char *
keys_zone(const char *more)
{
    static const char *const domains[] = { LIST, FORWARD, STRANGE };
    g_autoptr(GString) zone = g_string_new("$ORIGIN .\n");
    g_autofree char *key = signer_public_text();

    for (size_t i = 0; i < G_N_ELEMENTS(domains); i++)
        g_string_append_printf(zone,
                               "s1._domainkey.%s TXT \"v=DKIM1; k=ed25519; p=%s\"\n"
                               "s2._domainkey.%s TXT \"v=DKIM1; k=ed25519; p=\"\n"
                               "s3._domainkey.%s TXT \"v=DKIM1; k=ed25519; t=y; p=%s\"\n",
                               domains[i], key, domains[i], domains[i], key);
    g_string_append(zone, more ? more : "");
    return g_string_free(g_steal_pointer(&zone), FALSE);
}

static ArcFinding *
check_chain_of(const char *text, const char *const *sealers, const char *more)
{
    g_autofree char *zone = keys_zone(more);
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, &error);
    BodyDigests digests = digests_of(text);
    g_autoptr(Message) message = message_new(text, header_block_len(text));

    cr_assert(dns, "%s", error ? error->message : "");

    g_autoptr(Arc) arc = arc_new(message, dns, sealers);

    return arc ? arc_check(arc, &digests, NOW) : NULL;
}

#define SETS_MAX 4

typedef struct {
    const char *name;
    SetCase sets[SETS_MAX];
    const char *old, *new; /* in the sealed message the one is replaced by the other */
    const char *top;       /* put on top of it */
    const char *sealers;   /* with blanks between; NULL: LIST */
    const char *zone;      /* more lines of it */
    ArcResult want;
    const char *want_problem; /* how it begins; NULL: there is none */
    guint want_believed;
} ArcCase;

static char *
sealed_message(const ArcCase *row)
{
    g_autoptr(GString) text = g_string_new(MESSAGE);

    for (unsigned i = 0; i < SETS_MAX && row->sets[i].domain; i++)
        add_set(text, &row->sets[i], row->sets[i].instance ? row->sets[i].instance : i + 1);
    if (row->old)
        cr_assert(g_string_replace(text, row->old, row->new, 1) == 1, "%s", row->name);
    g_string_prepend(text, row->top ? row->top : "");
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
run_case(const ArcCase *row)
{
    g_autofree char *text = sealed_message(row);
    g_auto(GStrv) sealers = g_strsplit(row->sealers ? row->sealers : LIST, " ", -1);
    g_autoptr(ArcFinding) finding = check_chain_of(text, (const char *const *)sealers, row->zone);

    cr_assert(finding, "%s", row->name);
    cr_expect(finding->result == row->want, "%s: %s: %s", row->name,
              arc_result_text(finding->result), finding->problem);
    cr_expect(row->want_problem
                  ? finding->problem && g_str_has_prefix(finding->problem, row->want_problem)
                  : !finding->problem,
              "%s: %s", row->name, finding->problem);
    cr_expect(finding->believed->len == row->want_believed, "%s: %u", row->name,
              finding->believed->len);
}

static const ArcCase cases[] = {
    { .name = "one set", .sets = { { .domain = LIST } }, .want = ARC_PASS, .want_believed = 1 },
    { .name = "two sets of named sealers",
      .sets = { { .domain = FORWARD }, { .domain = LIST } },
      .sealers = LIST " " FORWARD,
      .want = ARC_PASS,
      .want_believed = 2 },
    { .name = "two sets of one sealer",
      .sets = { { .domain = LIST }, { .domain = LIST } },
      .want = ARC_PASS,
      .want_believed = 2 },
    { .name = "fields added above",
      .sets = { { .domain = LIST } },
      .top = "Received: from a by b; Mon, 1 Jan 2024 00:00:00 +0000\r\n",
      .want = ARC_PASS,
      .want_believed = 1 },
    { .name = "names of fields in other cases, folds, blanks",
      .sets = { { .domain = LIST } },
      .old = "ARC-Authentication-Results: i=1; ",
      .new = "arc-authentication-results:\r\n\ti=1;  ",
      .want = ARC_PASS,
      .want_believed = 1 },
    /* who sealed */
    { .name = "not named",
      .sets = { { .domain = STRANGE } },
      .want = ARC_NONE,
      .want_problem = "the newest seal is of strange.example, which" },
    { .name = "a name below a named one is another",
      .sets = { { .domain = "sub." LIST } },
      .want = ARC_NONE,
      .want_problem = "the newest seal is of sub.lists.example, which" },
    { .name = "a named one, but not the newest: whoever came later can have written it all",
      .sets = { { .domain = LIST }, { .domain = STRANGE } },
      .want = ARC_NONE,
      .want_problem = "the newest seal is of strange.example, which" },
    { .name = "a named one behind a stranger: what the stranger said is not believed",
      .sets = { { .domain = STRANGE }, { .domain = LIST } },
      .want = ARC_PASS,
      .want_believed = 1 },
    { .name = "named ones with a stranger between",
      .sets = { { .domain = LIST }, { .domain = STRANGE }, { .domain = LIST } },
      .want = ARC_PASS,
      .want_believed = 1 },
    { .name = "the newest seal claims a named domain, with a stranger's key",
      .sets = { { .domain = STRANGE } },
      .old = "cv=none; d=strange.example",
      .new = "cv=none; d=lists.example",
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal of i=1: the header" },
    { .name = "no seal", .want = ARC_NONE, .want_problem = "no ARC-Seal" },
    /* another message */
    { .name = "on another body",
      .sets = { { .domain = LIST } },
      .old = "hungry",
      .new = "thirsty",
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: the body" },
    { .name = "on another From",
      .sets = { { .domain = LIST } },
      .old = "joe@bank.example",
      .new = "ceo@bank.example",
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: the header" },
    { .name = "a second From",
      .sets = { { .domain = LIST } },
      .top = "From: ceo@bank.example\r\n",
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: a From" },
    { .name = "From not signed",
      .sets = { { .domain = LIST, .names = "Subject" } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: From" },
    { .name = "a seal signed",
      .sets = { { .domain = LIST, .names = "From:arc-seal" } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: ARC-Seal is signed" },
    { .name = "room to add to the body",
      .sets = { { .domain = LIST, .tags = "l=5; " } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: l=" },
    { .name = "expired",
      .sets = { { .domain = LIST, .tags = "x=1500000000; " } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: it has expired" },
    { .name = "an older signature of the message need not hold any more",
      .sets = { { .domain = LIST, .tags = "x=1500000000; " }, { .domain = LIST } },
      .want = ARC_PASS,
      .want_believed = 2 },
    /* other sets */
    { .name = "other results",
      .sets = { { .domain = LIST, .results = LIST "; dkim=fail header.d=bank.example" } },
      .old = "dkim=fail",
      .new = "dkim=pass",
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal of i=1: the header" },
    { .name = "other results of an older set",
      .sets = { { .domain = FORWARD, .results = LIST "; dkim=fail header.d=bank.example" },
                { .domain = LIST } },
      .old = "dkim=fail",
      .new = "dkim=pass",
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal of i=1: the header" },
    { .name = "two results of one instance",
      .sets = { { .domain = LIST } },
      .top = "ARC-Authentication-Results: i=1; " LIST "; dkim=pass header.d=bank.example\r\n",
      .want = ARC_FAIL,
      .want_problem = "i=1 has two fields ARC-Authentication-Results" },
    { .name = "two seals of one instance",
      .sets = { { .domain = LIST } },
      .top = "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=" LIST "; s=s1; b=AAAA\r\n",
      .want = ARC_FAIL,
      .want_problem = "i=1 has two fields ARC-Seal" },
    { .name = "the first set missing",
      .sets = { { .domain = LIST, .instance = 2 } },
      .want = ARC_FAIL,
      .want_problem = "i=1 has no ARC-Seal" },
    { .name = "one between missing",
      .sets = { { .domain = LIST }, { .domain = LIST, .instance = 3 } },
      .want = ARC_FAIL,
      .want_problem = "i=2 has no ARC-Seal" },
    { .name = "results of a later instance, without a seal",
      .sets = { { .domain = LIST } },
      .top = "ARC-Authentication-Results: i=2; " LIST "; dkim=pass header.d=bank.example\r\n",
      .want = ARC_FAIL,
      .want_problem = "i=2 has no ARC-Seal" },
    { .name = "a set without results",
      .sets = { { .domain = LIST } },
      .old = "ARC-Authentication-Results: i=1;",
      .new = "X-Results: i=1;",
      .want = ARC_FAIL,
      .want_problem = "i=1 has no ARC-Authentication-Results" },
    { .name = "results without an instance",
      .sets = { { .domain = LIST } },
      .old = "ARC-Authentication-Results: i=1;",
      .new = "ARC-Authentication-Results:",
      .want = ARC_FAIL,
      .want_problem = "ARC-Authentication-Results: i= is" },
    { .name = "i=0",
      .sets = { { .domain = LIST } },
      .top = "ARC-Message-Signature: i=0; a=rsa-sha256\r\n",
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature: i= is" },
    { .name = "i=51",
      .sets = { { .domain = LIST } },
      .top = "ARC-Seal: i=51; a=rsa-sha256; cv=pass; d=" LIST "; s=s1; b=AAAA\r\n",
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal: i= is" },
    /* cv= */
    { .name = "cv=fail",
      .sets = { { .domain = LIST, .chain = "fail" } },
      .want = ARC_FAIL,
      .want_problem = "the seal of i=1 does not say cv=none" },
    { .name = "cv=fail later",
      .sets = { { .domain = LIST }, { .domain = LIST, .chain = "fail" } },
      .want = ARC_FAIL,
      .want_problem = "the seal of i=2 does not say cv=pass" },
    { .name = "the first one says that there was one before",
      .sets = { { .domain = LIST, .chain = "pass" } },
      .want = ARC_FAIL,
      .want_problem = "the seal of i=1 does not say cv=none" },
    { .name = "a later one says that there was none",
      .sets = { { .domain = STRANGE }, { .domain = LIST, .chain = "none" } },
      .want = ARC_FAIL,
      .want_problem = "the seal of i=2 does not say cv=pass" },
    { .name = "no cv=",
      .sets = { { .domain = LIST } },
      .old = "cv=none; ",
      .new = "",
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal of i=1: no cv=" },
    { .name = "h= in a seal",
      .sets = { { .domain = LIST, .seal_tags = "h=From; " } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal of i=1: h= stands" },
    { .name = "a tag twice in a seal",
      .sets = { { .domain = LIST, .seal_tags = "d=" LIST "; " } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal of i=1: " },
    /* keys */
    { .name = "no key",
      .sets = { { .domain = LIST, .selector = "s9" } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: no key" },
    { .name = "a key that is revoked",
      .sets = { { .domain = LIST, .selector = "s2" } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: the key is revoked" },
    { .name = "a key that is only being tried",
      .sets = { { .domain = LIST, .selector = "s3" } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Message-Signature of i=1: the key is only being tried" },
    { .name = "the key of an older set gone",
      .sets = { { .domain = FORWARD, .selector = "s9" }, { .domain = LIST } },
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal of i=1: no key" },
    { .name = "a name server that fails",
      .sets = { { .domain = LIST, .selector = "s7" } },
      .zone = "s7._domainkey." LIST " ERROR SERVFAIL\n",
      .want = ARC_TEMPERROR,
      .want_problem = "ARC-Message-Signature of i=1: no answer with the key" },
    { .name = "one that fails of an older set",
      .sets = { { .domain = FORWARD, .selector = "s7" }, { .domain = LIST } },
      .zone = "s7._domainkey." FORWARD " ERROR SERVFAIL\n",
      .want = ARC_TEMPERROR,
      .want_problem = "ARC-Seal of i=1: no answer with the key" },
    { .name = "a seal that does not hold is worse than one whose key is not known",
      .sets = { { .domain = FORWARD, .selector = "s7" }, { .domain = LIST } },
      .old = "cv=pass; d=lists.example; s=s1; ",
      .new = "cv=pass; d=lists.example; s=s1; t=1; ",
      .zone = "s7._domainkey." FORWARD " ERROR SERVFAIL\n",
      .want = ARC_FAIL,
      .want_problem = "ARC-Seal of i=2: the header" },
};

Test(arc, chains)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        run_case(&cases[i]);
}

/* --- nothing for nobody --- */

Test(arc, nothing_where_nobody_is_named)
{
    static const char *const none[] = { NULL };
    const ArcCase row = { .sets = { { .domain = LIST } } };
    g_autofree char *text = sealed_message(&row);

    cr_expect_null(check_chain_of(text, none, NULL));
    cr_expect_null(check_chain_of(text, NULL, NULL));
}

/* Who is not named makes nobody ask. */
Test(arc, no_question_for_strangers)
{
    static const char *const sealers[] = { FORWARD, NULL };
    const ArcCase row = { .sets = { { .domain = LIST } } };
    g_autofree char *text = sealed_message(&row);
    g_autofree char *zone = keys_zone(NULL);
    g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
    g_autoptr(Message) message = message_new(text, header_block_len(text));
    g_autoptr(Arc) arc = arc_new(message, dns, sealers);

    cr_expect_not(arc_wants_body(arc));
    cr_expect_eq(dns_log(dns)->len, 0);
}

/* Where the body is not at hand nothing is known of the message, but the seals still are. */
Test(arc, no_body)
{
    static const char *const sealers[] = { LIST, NULL };
    const ArcCase row = { .sets = { { .domain = LIST } } };
    g_autofree char *text = sealed_message(&row);
    g_autofree char *zone = keys_zone(NULL);
    g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
    g_autoptr(Message) message = message_new(text, header_block_len(text));
    g_autoptr(Arc) arc = arc_new(message, dns, sealers);
    const BodyDigests digests = { .missing = BODY_TOO_LONG };
    g_autoptr(ArcFinding) finding = arc_check(arc, &digests, NOW);

    cr_expect_eq(finding->result, ARC_TEMPERROR);
    cr_expect_str_eq(finding->problem,
                     "ARC-Message-Signature of i=1: body not at hand: it is longer than 256 MiB");
    cr_expect_eq(finding->believed->len, 0);
}

/* --- many --- */

/* A chain of count sets, of which each has a domain of its own where apart. */
static char *
long_chain(unsigned count, bool apart)
{
    g_autoptr(GString) text = g_string_new(MESSAGE);

    for (unsigned i = 1; i <= count; i++) {
        g_autofree char *domain =
            apart && i < count ? g_strdup_printf("d%u.example", i) : g_strdup(LIST);
        const SetCase set = { .domain = domain };

        add_set(text, &set, i);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

Test(arc, as_many_sets_as_there_may_be)
{
    static const char *const sealers[] = { LIST, NULL };
    g_autofree char *text = long_chain(ARC_INSTANCE_MAX, false);
    g_autoptr(ArcFinding) finding = check_chain_of(text, sealers, NULL);

    cr_expect(finding->result == ARC_PASS, "%s", finding->problem);
    cr_expect_eq(finding->sealers->len, ARC_INSTANCE_MAX);
}

Test(arc, as_many_keys_as_there_may_be)
{
    static const char *const sealers[] = { LIST, NULL };
    g_autofree char *key = signer_public_text();
    g_autoptr(GString) zone = g_string_new(NULL);
    g_autofree char *ten = long_chain(ARC_KEYS_MAX, true);
    g_autofree char *eleven = long_chain(ARC_KEYS_MAX + 1, true);

    for (unsigned i = 1; i <= ARC_KEYS_MAX; i++)
        g_string_append_printf(zone, "s1._domainkey.d%u.example TXT \"k=ed25519; p=%s\"\n", i, key);

    g_autoptr(ArcFinding) holds = check_chain_of(ten, sealers, zone->str);
    g_autoptr(ArcFinding) fails = check_chain_of(eleven, sealers, zone->str);

    cr_expect(holds->result == ARC_PASS, "%s", holds->problem);
    cr_expect_eq(fails->result, ARC_FAIL);
    cr_expect(g_str_has_prefix(fails->problem, "not checked:"), "%s", fails->problem);
}

/* Where they are too many none is asked for. */
Test(arc, no_question_for_too_many_keys)
{
    static const char *const sealers[] = { LIST, NULL };
    g_autofree char *text = long_chain(ARC_KEYS_MAX + 1, true);
    g_autofree char *zone = keys_zone(NULL);
    g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
    g_autoptr(Message) message = message_new(text, header_block_len(text));
    g_autoptr(Arc) arc = arc_new(message, dns, sealers);

    cr_expect_not(arc_wants_body(arc));
    cr_expect_eq(dns_log(dns)->len, 0);
}

/* Two hundred of each part, on top of a chain that holds. */
Test(arc, fields_without_end)
{
    static const char *const sealers[] = { LIST, NULL };
    static const char *const parts[] = { "ARC-Seal: i=%u; d=" LIST "\r\n",
                                         "ARC-Message-Signature: i=%u\r\n",
                                         "ARC-Authentication-Results: i=%u; x\r\n" };
    const ArcCase row = { .sets = { { .domain = LIST } } };

    for (size_t part = 0; part < G_N_ELEMENTS(parts); part++) {
        g_autofree char *text = sealed_message(&row);
        g_autoptr(GString) many = g_string_new(NULL);
        g_auto(GStrv) halves = g_strsplit(parts[part], "%u", 2);

        for (unsigned i = 0; i < 200; i++)
            g_string_append_printf(many, "%s%u%s", halves[0], i % 50 + 1, halves[1]);
        g_string_append(many, text);

        g_autoptr(ArcFinding) finding = check_chain_of(many->str, sealers, NULL);

        cr_expect(finding->result == ARC_FAIL, "%s: %s", parts[part], finding->problem);
        cr_expect_eq(finding->believed->len, 0);
    }
}

/* A megabyte in a tag of each field that is signed. */
Test(arc, long_tags)
{
    static const char *const sealers[] = { LIST, NULL };
    g_autofree char *long_value = g_strnfill(1 << 20, 'x');
    g_autofree char *tag = g_strconcat("zz=", long_value, "; ", NULL);
    g_autofree char *results = g_strconcat(LIST "; dkim=none policy.x=", long_value, NULL);
    const SetCase set = { .domain = LIST, .tags = tag, .seal_tags = tag, .results = results };
    g_autoptr(GString) text = g_string_new(MESSAGE);

    add_set(text, &set, 1);

    g_autoptr(ArcFinding) finding = check_chain_of(text->str, sealers, NULL);

    cr_expect(finding->result == ARC_PASS, "%s", finding->problem);
}

/* --- what the hasher makes --- */

Test(arc, body_is_hashed)
{
    const ArcCase row = { .sets = { { .domain = LIST }, { .domain = LIST } } };
    g_autofree char *text = sealed_message(&row);
    const char *from = strstr(text, "From: ");
    const HeaderBlock header = { .octets = text, .len = header_block_len(text) };
    const HeaderBlock unsealed = { .octets = from, .len = header_block_len(from) };
    bool wanted[BODY_CANONICALS];

    cr_expect(wanted_digests(&header, wanted));
    cr_expect(wanted[CANONICAL_RELAXED] && !wanted[CANONICAL_SIMPLE]);
    cr_expect_not(wanted_digests(&unsealed, wanted));
    cr_expect_not(wanted[CANONICAL_RELAXED] || wanted[CANONICAL_SIMPLE]);
}
