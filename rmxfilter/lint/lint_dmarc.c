/* SPDX-License-Identifier: ISC */
/* DMARC (RFC 9989): the record of the domain, or the one that it inherits, read whole. Old
 * receivers follow RFC 7489, which differs in tags and in strictness. */
#include "lint/linters.h"

#include "author/dmarc_walk.h"
#include "author/organization.h"
#include "lint/lint_tags.h"

#include <string.h>

#define DMARC_RULE "RFC 9989 section 4.7"

/* Of a domain at most so many records, and addresses for reports in each tag, are looked at: each
 * address may cost a question. */
#define DMARC_RECORDS_MAX   5
#define DMARC_ADDRESSES_MAX 10

static const LintTagValue policies[] = {
    { "none", "mail of the domain that fails is delivered all the same" },
    { "quarantine", "mail of the domain that fails is to be put aside" },
    { "reject", "mail of the domain that fails is to be refused" },
    { NULL, NULL },
};
static const LintTagValue subdomain_policies[] = {
    { "none", "mail of subdomains that fails is delivered all the same" },
    { "quarantine", "mail of subdomains that fails is to be put aside" },
    { "reject", "mail of subdomains that fails is to be refused" },
    { NULL, NULL },
};
static const LintTagValue missing_policies[] = {
    { "none", "mail of subdomains that do not exist is delivered all the same" },
    { "quarantine", "mail of subdomains that do not exist is to be put aside" },
    { "reject", "mail of subdomains that do not exist is to be refused" },
    { NULL, NULL },
};
static const LintTagValue signature_modes[] = {
    { "r", "signatures of the organization's other domains count, too" },
    { "s", "strict: signatures of the very domain in From count, and no others" },
    { NULL, NULL },
};
static const LintTagValue sender_modes[] = {
    { "r", "envelope senders in the organization's other domains count, too" },
    { "s", "strict: envelope senders in the very domain in From count, and no others" },
    { NULL, NULL },
};
static const LintTagValue tests[] = {
    { "y", "only a test: receivers do one level less" },
    { "n", "no test: receivers do what it says" },
    { NULL, NULL },
};
static const LintTagValue suffix_words[] = {
    { "y", "others register domains below it" },
    { "n", "nobody else has domains below it: here an organization begins" },
    { "u", "whether others register domains below it is not said" },
    { NULL, NULL },
};

static const LintTagKind dmarc_kinds[] = {
    { .name = "v" },
    { .name = "p", .values = policies, .meaning = "mail of the domain that fails" },
    { .name = "sp", .values = subdomain_policies, .meaning = "mail of subdomains that fails" },
    { .name = "np", .values = missing_policies, .meaning = "mail of subdomains that do not exist" },
    { .name = "adkim",
      .values = signature_modes,
      .unset = "the default, r,",
      .meaning = "whether signatures of the organization's other domains count" },
    { .name = "aspf",
      .values = sender_modes,
      .unset = "the default, r,",
      .meaning = "whether senders in the organization's other domains count" },
    { .name = "psd",
      .values = suffix_words,
      .unset = "the default, u,",
      .meaning = "whether others register domains below it" },
    { .name = "t", .values = tests, .unset = "the default, n,", .meaning = "whether it is a test" },
    { .name = "rua", .meaning = "where reports about all mail go" },
    { .name = "ruf", .meaning = "where reports about single messages go" },
    { .name = "fo", .meaning = "which single messages are reported" },
    { .name = "pct" },
    { .name = "rf" },
    { .name = "ri" },
    { .name = NULL },
};

/* --- addresses for reports --- */

/* The domain of "mailto:LOCAL@DOMAIN!SIZE"; NULL: it has none. The caller frees. */
static char *
domain_of_uri(Cursor uri)
{
    g_autofree char *text = NULL;
    char *at;

    if (!cursor_skip_text(&uri, "mailto:"))
        return NULL;
    text = cursor_text(uri);
    text[strcspn(text, "?!")] = '\0';
    at = strrchr(text, '@');
    return at && at > text && at[1] != '\0' ? g_strdup(at + 1) : NULL;
}

/* A domain that gets reports about another organization's must say that it wants them (RFC 9990
 * section 4): else anybody could have it flooded. */
static void
check_permission(const LintTags *list, Cursor uri, const char *receiver)
{
    const char *domain = list->lint->domain;
    g_autofree char *name = g_strconcat(domain, "._report." DMARC_PREFIX, receiver, NULL);
    const DnsAnswer *answer;

    if (organization_is_same(domain, receiver))
        return;
    answer = lint_ask(list->lint, name, DNS_TXT);
    if (answer->status == DNS_TEMPERROR)
        return;
    for (guint i = 0; i < answer->records->len; i++) {
        const GString *text = ((const DnsRecord *)answer->records->pdata[i])->data;
        g_autoptr(LintTags) permission =
            lint_tags_read(list->lint, name, text, dmarc_kinds, DMARC_RULE);

        if (tag_list_has_version(permission->tags, DMARC_VERSION))
            return;
    }
    lint_tags_report_rule(list, LINT_WARNING, uri, "RFC 9990 section 4",
                          "no reports are sent there: %s does not say that it takes them, by a TXT "
                          "record v=DMARC1 at %s",
                          receiver, name);
}

static void
check_uri(const LintTags *list, Cursor uri)
{
    g_autofree char *receiver = domain_of_uri(uri);
    g_autofree char *text = cursor_text(uri);

    if (receiver) {
        if (cursor_has(&uri, '!'))
            lint_tags_report_part(list, LINT_NOTE, uri, "\"!\" and a size: removed by RFC 9989");
        check_permission(list, uri, receiver);
    } else if (cursor_has(&uri, '@') && !cursor_has(&uri, ':')) {
        lint_tags_report_part(list, LINT_ERROR, uri, "no URI: an address is written mailto:%s",
                              text);
    } else if (cursor_begins(&uri, "mailto:") || !cursor_has(&uri, ':')) {
        lint_tags_report_part(list, LINT_ERROR, uri, "no URI with an address: mailto:NAME@DOMAIN");
    } else {
        lint_tags_report_part(list, LINT_NOTE, uri, "receivers need only know mailto: URIs");
    }
}

static void
check_uris(const LintTags *list, const char *name)
{
    const Tag *tag = tag_list_find(list->tags, name);
    bool more = true;
    Cursor c, uri;

    if (!tag)
        return;
    c = tag->value;
    for (unsigned i = 0; more && i < DMARC_ADDRESSES_MAX; i++) {
        more = tag_next_part(&c, ',', &uri);
        check_uri(list, uri);
    }
}

/* --- the other tags --- */

/* Colons between the words; RFC 7489 lets 0 and 1 stand among them, too. */
static void
check_fo(const LintTags *list)
{
    const Tag *tag = tag_list_find(list->tags, "fo");
    bool known = true;
    Cursor c;

    if (!tag)
        return;
    c = tag->value;
    while (known && cursor_more(&c)) {
        int word = cursor_take(&c);

        known = word == '0' || word == '1' || word == 'd' || word == 's';
        known &= !cursor_more(&c) || (cursor_skip(&c, ':') && cursor_more(&c));
    }
    if (!known || !cursor_more(&tag->value))
        lint_tags_report(list, LINT_WARNING, tag,
                         "unknown value: the default, 0, counts; known: 0, 1, d, s, d:s");
    if (!tag_list_find(list->tags, "ruf"))
        lint_tags_report(list, LINT_NOTE, tag, "has no effect without ruf");
}

static void
check_removed(const LintTags *list)
{
    static const struct {
        const char *name, *instead;
    } removed[] = { { "pct", "; t=y says that the policy is only a test" },
                    { "rf", "" },
                    { "ri", "" } };

    for (size_t i = 0; i < G_N_ELEMENTS(removed); i++) {
        const Tag *tag = tag_list_find(list->tags, removed[i].name);

        if (tag)
            lint_tags_report(list, LINT_NOTE, tag, "removed by RFC 9989%s", removed[i].instead);
    }
}

/* A forger takes the name that is protected least. */
static void
check_subdomains(const LintTags *list)
{
    static const char *const names[] = { "sp", "np" };
    DmarcWish own, below;

    dmarc_wish_read(list->tags, "p", &own);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const Tag *tag = tag_list_find(list->tags, names[i]);

        dmarc_wish_read(list->tags, names[i], &below);
        if (tag && below.wish < own.wish)
            lint_tags_report(list, LINT_WARNING, tag,
                             "weaker than p: a forger takes a subdomain's name");
    }
}

/* What receivers make of a record, as it stands, whose policy they cannot read. True where they
 * read it. */
static bool
check_readable(const LintTags *list)
{
    DmarcRecord record;

    if (!dmarc_record_parse(cursor_over_text(list->text), &record))
        return false;
    if (!record.problem)
        return true;
    lint_report(list->lint, record.usable ? LINT_WARNING : LINT_ERROR, list->owner,
                "RFC 9989 section 4.10.1",
                record.usable ? "receivers do as with p=none: %s"
                              : "receivers ignore it: %s, and no reports are wanted",
                record.problem);
    return false;
}

static void
check_policy(const LintTags *list)
{
    const Tag *p = tag_list_find(list->tags, "p"), *test = tag_list_find(list->tags, "t");
    bool reports = tag_list_find(list->tags, "rua") != NULL, is_record;

    is_record = check_readable(list);
    if (!p)
        return;
    if (is_record && p != tag_list_at(list->tags, 1))
        lint_tags_report_rule(list, LINT_NOTE, p->text, "RFC 7489 section 6.3",
                              "old receivers want it right behind v");
    if (tag_list_is(list->tags, "p", "none"))
        lint_tags_report(list, reports ? LINT_NOTE : LINT_WARNING, p,
                         reports ? "a forgery is reported, and delivered all the same"
                                 : "without rua it does nothing at all");
    if (test && tag_list_is(list->tags, "t", "y"))
        lint_tags_report(list, LINT_NOTE, test, "a test: receivers do one level less");
}

/* --- the record --- */

static void
lint_dmarc_record(const LintTags *list)
{
    lint_tags_add(list);
    if (!tag_list_has_version(list->tags, DMARC_VERSION))
        lint_tags_report(list, LINT_ERROR, tag_list_at(list->tags, 0),
                         "no DMARC record, though it looks like one: it begins with v=DMARC1, in "
                         "capitals, and \";\" behind it");
    lint_tags_check(list);
    check_policy(list);
    check_subdomains(list);
    check_fo(list);
    check_removed(list);
    check_uris(list, "rua");
    check_uris(list, "ruf");
}

/* The TXT records at a name that are, or were meant to be, DMARC records: LintTags *. count: those
 * that are. */
static GPtrArray *
read_dmarc_records(Lint *lint, const char *name, unsigned *count)
{
    GPtrArray *lists = g_ptr_array_new_with_free_func(lint_tags_free_item);
    const DnsAnswer *answer = lint_ask(lint, name, DNS_TXT);

    *count = 0;
    for (guint i = 0; i < answer->records->len; i++) {
        LintTags *list = lint_tags_read(lint, name, ((DnsRecord *)answer->records->pdata[i])->data,
                                        dmarc_kinds, DMARC_RULE);

        *count += tag_list_has_version(list->tags, DMARC_VERSION);
        if (tag_list_mentions_version(list->tags, DMARC_VERSION))
            g_ptr_array_add(lists, list);
        else
            lint_tags_free(list);
    }
    return lists;
}

/* A record that nobody looks for: it is at the domain, and not below it. */
static bool
check_wrong_place(Lint *lint, const char *name)
{
    unsigned count;
    g_autoptr(GPtrArray) lists = read_dmarc_records(lint, lint->domain, &count);
    const LintTags *list = lists->len > 0 ? lists->pdata[0] : NULL;

    if (list)
        lint_report_details(lint, LINT_ERROR,
                            &(LintDetails){ .name = lint->domain,
                                            .rule = "RFC 9989 section 4.5",
                                            .words = list->text },
                            "a DMARC record where nobody looks for it: its place is %s", name);
    return list != NULL;
}

/* --- the record that a domain inherits (section 4.10) --- */

/* Asks for all that the walk asks, and reports what cannot be had. */
static void
ask_walk_names(Lint *lint)
{
    for (const char *domain = lint->domain; domain; domain = dmarc_walk_next(domain)) {
        g_autofree char *name = dmarc_name(domain);

        lint_ask(lint, name, DNS_TXT);
    }
}

/* The record of the organization, or of the registry above it; NULL: there is none, or that is not
 * known. The caller owns it. */
static LintTags *
inherited_record(Lint *lint)
{
    g_autoptr(DmarcWalk) walk = NULL;
    g_autofree char *name = NULL;
    const DmarcStep *step;

    dmarc_walk_prefetch(lint->dns, lint->domain);
    ask_walk_names(lint);
    walk = dmarc_walk_take(lint->dns, lint->domain);
    step = dmarc_walk_doubt(walk) ? NULL : dmarc_walk_policy(walk);
    if (!step)
        return NULL;
    name = dmarc_name(step->domain);
    return lint_tags_read(lint, name, step->text, dmarc_kinds, DMARC_RULE);
}

static void
lint_inherited(Lint *lint, const char *name)
{
    g_autoptr(LintTags) list = inherited_record(lint);

    if (list)
        lint_tags_add(list);
    else if (!lint_has_unknown(lint))
        lint_report(lint, LINT_NOTE, name, "RFC 9989 section 4.10.1",
                    "no DMARC record: nothing says what to do with mail whose From field is "
                    "forged");
}

void
lint_dmarc(Lint *lint)
{
    g_autofree char *name = dmarc_name(lint->domain);
    unsigned count;
    g_autoptr(GPtrArray) lists = read_dmarc_records(lint, name, &count);

    if (count > 1)
        lint_report(lint, LINT_ERROR, name, "RFC 9989 section 4.10",
                    "%u DMARC records where one is allowed: none of them counts", count);
    for (guint i = 0; i < MIN(lists->len, DMARC_RECORDS_MAX); i++)
        lint_dmarc_record(lists->pdata[i]);
    if (lists->len == 0 && !check_wrong_place(lint, name))
        lint_inherited(lint, name);
}
