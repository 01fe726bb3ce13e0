/* SPDX-License-Identifier: ISC */
/* DKIM's keys (RFC 6376 section 3.6.1), those whose selectors the user names: the DNS does not list
 * them. Only what the record says is looked at: whether mail is signed with it, nobody knows here.
 */
#include "lint/linters.h"

#include "lint/lint_tags.h"
#include "mime/base64.h"
#include "signatures/key.h"

#define DKIM_RULE "RFC 6376 section 3.6.1"

static const LintTagValue key_types[] = { { "rsa", NULL }, { "ed25519", NULL }, { NULL, NULL } };

static const LintTagKind dkim_kinds[] = {
    { .name = "v" },
    { .name = "k", .values = key_types, .meaning = "what kind of key it is" },
    { .name = "h", .meaning = "hashes that signatures may use" },
    { .name = "p", .meaning = "the key, in base64" },
    { .name = "s", .meaning = "services that the key is for" },
    { .name = "t", .meaning = "flags" },
    { .name = "n", .meaning = "a note for people" },
    { .name = "g" },
    { .name = NULL },
};

/* --- the key --- */

/* The octets of the key; NULL: it is no base64, which is reported. The caller owns them. */
static GByteArray *
decode_key(const LintTags *list, const Tag *tag)
{
    Cursor bad;
    GByteArray *octets = base64_read(tag->value, &bad);

    if (!octets)
        lint_tags_report_part(list, LINT_ERROR, bad,
                              cursor_more(&bad) ? "no base64" : "base64 that is cut short");
    return octets;
}

static void
check_rsa_key(const LintTags *list, const Tag *tag, const GByteArray *octets)
{
    RsaKey key;
    bool is_key = rsa_key_read(cursor_over(octets->data, octets->len), &key);
    const char *problem = is_key ? rsa_key_problem(&key) : NULL;

    if (!is_key)
        lint_tags_report(list, LINT_ERROR, tag, "no RSA key: it is damaged, or of another kind");
    else if (problem)
        lint_tags_report(list, LINT_ERROR, tag, "no signature can be checked with this key: %s",
                         problem);
    else if (key.bits < RSA_BITS_MIN)
        lint_tags_report(list, LINT_ERROR, tag,
                         "a key of %u bits: signatures count from %d on (RFC 8301 section 3.2)",
                         key.bits, RSA_BITS_MIN);
    else if (key.bits < RSA_BITS_WISE)
        lint_tags_report(list, LINT_WARNING, tag,
                         "a key of %u bits: it should have %d (RFC 8301 section 3.2)", key.bits,
                         RSA_BITS_WISE);
    else if (key.bits > RSA_BITS_MAX)
        lint_tags_report(list, LINT_WARNING, tag,
                         "a key of %u bits: not everybody can check more than %d", key.bits,
                         RSA_BITS_MAX);
}

static void
check_key(const LintTags *list)
{
    const Tag *tag = tag_list_find(list->tags, "p");
    g_autoptr(GByteArray) octets = NULL;

    if (!tag) {
        lint_report(list->lint, LINT_ERROR, list->owner, DKIM_RULE,
                    "no p: without a key every signature fails");
        return;
    }
    if (!cursor_more(&tag->value)) {
        lint_tags_report(list, LINT_WARNING, tag, "revoked: every signature with it fails");
        return;
    }
    octets = decode_key(list, tag);
    if (!octets)
        return;
    if (!tag_list_find(list->tags, "k") || tag_list_is(list->tags, "k", "rsa"))
        check_rsa_key(list, tag, octets);
    else if (tag_list_is(list->tags, "k", "ed25519") && octets->len != ED25519_OCTETS)
        lint_tags_report(list, LINT_ERROR, tag, "no Ed25519 key: it has %u octets, not %d",
                         octets->len, ED25519_OCTETS);
}

/* --- the other tags --- */

static void
check_version(const LintTags *list)
{
    const Tag *tag = tag_list_find(list->tags, "v");

    if (tag && !tag_list_has_version(list->tags, "DKIM1"))
        lint_tags_report(list, LINT_ERROR, tag,
                         "no key record: v comes first, and its value is DKIM1");
}

static void
check_dkim_words(const LintTags *list)
{
    const Tag *hashes = tag_list_find(list->tags, "h"), *services = tag_list_find(list->tags, "s");
    const Tag *flags = tag_list_find(list->tags, "t"),
              *granularity = tag_list_find(list->tags, "g");

    if (hashes && !tag_has_word(hashes, "sha256"))
        lint_tags_report(list, LINT_ERROR, hashes,
                         tag_has_word(hashes, "sha1")
                             ? "SHA-1 only: no such signature counts (RFC 8301 section 3.1)"
                             : "without sha256, which is the only hash that counts");
    if (services && !tag_has_word(services, "*") && !tag_has_word(services, "email"))
        lint_tags_report(list, LINT_ERROR, services, "not for mail: it lacks email, or *");
    if (tag_has_word(flags, "y"))
        lint_tags_report(list, LINT_WARNING, flags,
                         "a test: receivers take the mail as if it were not signed");
    if (granularity)
        lint_tags_report(list, LINT_NOTE, granularity, "removed by RFC 6376");
}

static void
lint_dkim_record(const LintTags *list)
{
    lint_tags_add(list);
    check_version(list);
    lint_tags_check(list);
    check_key(list);
    check_dkim_words(list);
}

static void
lint_selector(Lint *lint, const char *selector)
{
    g_autofree char *name = key_name(selector, lint->domain);
    const DnsAnswer *answer = lint_ask(lint, name, DNS_TXT);

    if (answer->status != DNS_TEMPERROR && answer->records->len == 0)
        lint_report(lint, LINT_ERROR, name, "RFC 6376 section 6.1.2",
                    "no key: every signature with this selector fails");
    if (answer->records->len > 1)
        lint_report(lint, LINT_ERROR, name, "RFC 6376 section 3.6.2.2",
                    "%u TXT records where one is allowed: it is open which of them counts",
                    answer->records->len);
    for (guint i = 0; i < MIN(answer->records->len, LINT_LOOKUPS_MAX); i++) {
        g_autoptr(LintTags) list =
            lint_tags_read(lint, name, ((const DnsRecord *)answer->records->pdata[i])->data,
                           dkim_kinds, DKIM_RULE);

        lint_dkim_record(list);
    }
}

void
lint_dkim(Lint *lint)
{
    for (guint i = 0; lint->selectors && lint->selectors[i]; i++) {
        g_autofree char *name = key_name(lint->selectors[i], lint->domain);

        dns_prefetch(lint->dns, name, DNS_TXT);
    }
    for (guint i = 0; lint->selectors && lint->selectors[i]; i++)
        lint_selector(lint, lint->selectors[i]);
}
