/* SPDX-License-Identifier: ISC */
/* A domain's SPF record, and what is published beside it: a second record, a record of the obsolete
 * type, text that was meant to be a record. */
#include "lint/lint_spf.h"

#include "lint/linters.h"

#include <string.h>

/* The obsolete type SPF (RFC 7208 section 3.1). */
#define TYPE_SPF 99

/* The longest UDP answer without EDNS (RFC 1035 section 4.2.1), and with it: the size up to which
 * no packet is fragmented. */
#define ANSWER_MAX      512
#define ANSWER_MAX_EDNS 1232

#define STRING_MAX 255 /* RFC 1035 section 3.3 */

static bool
is_quote_or_blank(unsigned char octet)
{
    return octet == ' ' || octet == '\t' || octet == '"' || octet == '\'' || octet == '\\';
}

/* --- texts that look like a record --- */

/* Why a text that was meant to be a record is none, a literal; NULL: it was not meant to be one. */
static const char *
problem_of_lookalike(const GString *text)
{
    Cursor c = cursor_over_string(text);
    size_t before = cursor_span(&c, is_quote_or_blank);

    if (!cursor_begins(&c, "v=spf") && !cursor_begins(&c, "spf1") && !cursor_begins(&c, "v= spf") &&
        !cursor_begins(&c, "v =spf") && !cursor_begins(&c, "v = spf"))
        return NULL;
    if (before > 0)
        return "quotes or blanks stand before v=spf1: write no quotes but the master file's own";
    if (cursor_begins(&c, "v=spf1"))
        return "v=spf1 is not followed by a blank";
    return "a record begins with v=spf1";
}

static void
check_lookalikes(Lint *lint, const DnsAnswer *answer, unsigned count)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const GString *text = ((const DnsRecord *)answer->records->pdata[i])->data;
        const char *why =
            spf_version1(text->str, text->len) > 0 ? NULL : problem_of_lookalike(text);
        g_autofree char *words = cursor_text(cursor_over_string(text));

        if (why)
            lint_report_at(lint, count > 0 ? LINT_WARNING : LINT_ERROR, lint->domain, words, 0,
                           "RFC 7208 section 4.5", "looks like an SPF record and is none: %s", why);
    }
}

static void
check_sender_id_alone(Lint *lint, const DnsAnswer *answer)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const GString *text = ((const DnsRecord *)answer->records->pdata[i])->data;
        Cursor c = cursor_over_string(text);
        g_autofree char *words = cursor_text(c);

        if (cursor_begins(&c, "spf2.0/"))
            lint_report_at(lint, LINT_WARNING, lint->domain, words, 0, "RFC 7208 section 4.5",
                           "Sender ID's record alone: SPF takes no notice of it; publish one that "
                           "begins with v=spf1, too");
    }
}

/* --- what is published beside the record --- */

/* The strings of RDATA of TXT's form, joined. The caller frees. */
static char *
join_txt_strings(Cursor *c)
{
    g_autoptr(GString) text = g_string_new(NULL);

    while (cursor_more(c)) {
        Cursor string = cursor_sub(c, cursor_u8(c));

        g_string_append_len(text, string.at, (gssize)cursor_left(&string));
    }
    return cursor_text(cursor_over_string(text));
}

/* Nobody needs this type, so an answer that cannot be had is no finding. */
static void
check_obsolete_type(Lint *lint, const GString *text)
{
    const DnsAnswer *answer = dns_ask(lint->dns, lint->domain, TYPE_SPF);
    const DnsRecord *record;
    Cursor c;
    g_autofree char *old = NULL, *now = NULL;

    if (answer->status != DNS_OK)
        return;
    record = answer->records->pdata[0];
    c = cursor_over_string(record->data);
    old = join_txt_strings(&c);
    now = text ? cursor_text(cursor_over_string(text)) : NULL;
    lint_report_at(lint, LINT_WARNING, lint->domain, old, 0, "RFC 7208 section 3.1",
                   "a record of the obsolete type SPF (99)%s: nobody asks for it; remove it",
                   g_strcmp0(old, now) == 0 ? "" : ", which is not the TXT record's text");
}

/* As a name server would send it: one answer with all TXT records of the name (section 3.4). */
static size_t
answer_size(const char *domain, const DnsAnswer *answer)
{
    size_t size = 12 + strlen(domain) + 2 + 4;

    for (guint i = 0; i < answer->records->len; i++) {
        size_t len = ((const DnsRecord *)answer->records->pdata[i])->data->len;

        size += 12 + len + (len + STRING_MAX - 1) / STRING_MAX;
    }
    return size;
}

static void
check_answer_size(Lint *lint, const DnsAnswer *answer)
{
    static const char rule[] = "RFC 7208 section 3.4";
    size_t size = answer_size(lint->domain, answer);

    if (size > ANSWER_MAX_EDNS)
        lint_report(lint, LINT_WARNING, lint->domain, rule,
                    "all TXT records together make an answer of %zu octets: too long for UDP",
                    size);
    else if (size > ANSWER_MAX)
        lint_report(lint, LINT_NOTE, lint->domain, rule,
                    "all TXT records together make an answer of %zu octets: too long for UDP "
                    "without EDNS",
                    size);
}

/* All of them are shown: which of them is meant cannot be known. */
static void
add_spf_records(Lint *lint, const DnsAnswer *answer, unsigned count)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new();
    g_autofree char *merged = NULL;

    for (guint i = 0; i < answer->records->len; i++) {
        const GString *text = ((const DnsRecord *)answer->records->pdata[i])->data;
        LintRecord *shown;

        if (spf_version1(text->str, text->len) == 0)
            continue;
        shown = lint_add_record(lint, lint->domain, DNS_TXT, cursor_text(cursor_over_string(text)));
        g_ptr_array_add(texts, shown->text);
    }
    merged = lint_spf_merge(texts);
    lint_report_details(
        lint, LINT_ERROR,
        &(LintDetails){ .name = lint->domain, .rule = "RFC 7208 section 4.5", .proposal = merged },
        "%u records where one is allowed: permerror%s", count,
        merged ? "; all in one record:" : "");
}

void
lint_spf(Lint *lint)
{
    const DnsAnswer *answer = lint_ask(lint, lint->domain, DNS_TXT);
    unsigned count;
    const GString *text = spf_select(answer, spf_version1, &count);

    dns_prefetch(lint->dns, lint->domain, TYPE_SPF);
    if (count > 1)
        add_spf_records(lint, answer, count);
    else if (text)
        lint_spf_record(lint, spf_version1, text->str, text->len);
    else
        check_sender_id_alone(lint, answer);
    check_lookalikes(lint, answer, count);
    if (count > 0)
        check_answer_size(lint, answer);
    check_obsolete_type(lint, text);
}
