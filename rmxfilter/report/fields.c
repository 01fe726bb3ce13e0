/* SPDX-License-Identifier: ISC */
/* X-RMX-* fields, and the table of all fields. A writer appends a value for quote_field, and
 * returns false where its field has nothing to say. */
#include "report/fields.h"

#include "mime/quote.h"
#include "mime/received/received_date.h"
#include "report/author_word.h"
#include "report/results.h"

static bool
write_status(GString *value, const Evidence *evidence, const Verdict *verdict)
{
    (void)evidence;
    g_string_append_printf(value, "%s ", result_text(verdict->result));
    quote_comment(value, verdict->reason, QUOTE_ALL);
    return true;
}

static void
append_known(GString *value, const char *key, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(value, " %s=", key);
    quote_value(value, text, QUOTE_NAME_MAX);
}

static bool
write_relay(GString *value, const Evidence *evidence, const Verdict *verdict)
{
    g_autofree char *client = ip_text(&evidence->client);

    (void)verdict;
    if (!client)
        return false;
    g_string_append(value, client);
    append_known(value, "helo", evidence->helo);
    append_known(value, "rdns", evidence->rdns);
    append_known(value, "by", evidence->by);
    /* Counted from 1, as --hops counts. */
    if (evidence->boundary >= 0)
        g_string_append_printf(value, " hop=%d", evidence->boundary + 1);
    return true;
}

/* RFC 5322 section 3.3, whatever the locale says: "Sat, 1 Mar 2003 17:25:48 -0800". */
static void
append_date(GString *value, time_t now)
{
    static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    struct tm local = { .tm_mday = 1 };

    localtime_r(&now, &local);

    long minutes = local.tm_gmtoff / 60;

    g_string_append_printf(value, "%s, %d %s %d %02d:%02d:%02d %c%02ld%02ld", days[local.tm_wday],
                           local.tm_mday, date_months[local.tm_mon], local.tm_year + 1900,
                           local.tm_hour, local.tm_min, local.tm_sec, minutes < 0 ? '-' : '+',
                           labs(minutes) / 60, labs(minutes) % 60);
}

/* The finding of the scheme that has words of its own; NULL: it was not asked. */
static const Finding *
worded_finding(const Evidence *evidence)
{
    for (guint i = 0; i < evidence->findings->len; i++) {
        const Finding *finding = evidence->findings->pdata[i];

        if (finding->word)
            return finding;
    }
    return NULL;
}

/* The word for local mail, where no scheme was asked; NULL: the mail is not local, or the user does
 * not want the scheme asked that has one. */
static const char *
local_word(const Evidence *evidence)
{
    if (evidence->findings->len > 0 || !evidence->walk || evidence->walk->end != WALK_LOCAL)
        return NULL;
    for (guint i = 0; i < evidence->schemes->len; i++) {
        const Scheme *scheme = evidence->schemes->pdata[i];

        if (scheme->local_word)
            return scheme->local_word;
    }
    return NULL;
}

/* draft-danisch-dns-rr-smtp section 8. */
static bool
write_rmx(GString *value, const Evidence *evidence, const Verdict *verdict)
{
    const Finding *finding = worded_finding(evidence);
    const char *word = finding ? finding->word : local_word(evidence);
    g_autofree char *client = ip_text(&evidence->client);

    (void)verdict;
    if (!word)
        return false;
    g_string_append(value, word);
    if (client)
        g_string_append_printf(value, " addr %s", client);
    g_string_append(value, " by ");
    quote_value(value, evidence->receiver, QUOTE_NAME_MAX);
    g_string_append(value, " on ");
    append_date(value, evidence->now);
    if (finding && finding->mechanism) {
        g_string_append(value, " mechanism ");
        quote_value(value, finding->mechanism, QUOTE_NAME_MAX);
    }
    return true;
}

/* " (WORD TEXT)". */
static void
append_from_remark(GString *value, const char *word, const char *text)
{
    g_autofree char *remark = g_strdup_printf("%s %s", word, text);

    g_string_append_c(value, ' ');
    quote_flat_comment(value, remark, QUOTE_NAME_MAX);
}

static bool
write_from(GString *value, const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);

    if (!answer)
        return false;
    g_string_append(value, author_word_text(answer->word));
    for (guint i = 0; i < answer->domains->len; i++) {
        g_string_append_c(value, ' ');
        quote_value(value, answer->domains->pdata[i], QUOTE_NAME_MAX);
    }
    if (answer->more)
        g_string_append(value, " ...");
    if (answer->word == AUTHOR_REFUSED)
        append_from_remark(value, "its policy:", policy_wish_text(evidence->policy->wish));
    else if (answer->passed.by)
        append_from_remark(value, pass_is_signature(&answer->passed) ? "signed by" : "for",
                           answer->passed.domain);
    if (answer->unknown.by)
        append_from_remark(
            value, pass_is_signature(&answer->unknown) ? "unknown if signed by" : "unknown if for",
            answer->unknown.domain);
    if (answer->shown) {
        g_autofree char *shown = mail_address_text(answer->shown);

        append_from_remark(value, "shows", shown);
    }
    return true;
}

static const struct {
    FieldSet field;
    const char *word; /* in --headers */
    const char *name;
    bool (*write)(GString *value, const Evidence *evidence, const Verdict *verdict);
} fields_table[] = {
    { FIELD_STATUS, "status", "X-RMX-Status", write_status },
    { FIELD_RESULTS, "results", "X-RMX-Authentication-Results", results_own },
    { FIELD_RELAY, "relay", "X-RMX-Relay", write_relay },
    { FIELD_RMX, "rmx", "X-RMX", write_rmx },
    { FIELD_FROM, "from", "X-RMX-From", write_from },
    { FIELD_AUTHENTICATION_RESULTS, "authentication-results", "Authentication-Results",
      results_standard },
    { FIELD_RECEIVED_SPF, "received-spf", "Received-SPF", results_received_spf },
};

static FieldSet
field_of_word(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fields_table); i++)
        if (g_ascii_strcasecmp(word, fields_table[i].word) == 0)
            return fields_table[i].field;
    return 0;
}

static void
set_bad_word(GError **error, const char *word)
{
    g_autofree char *shown = quote_words_text(word, QUOTE_NAME_MAX);
    GString *known = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(fields_table); i++)
        g_string_append_printf(known, "%s%s", i > 0 ? ", " : "", fields_table[i].word);
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "\"%s\" is no field; there are %s",
                shown, known->str);
    g_string_free(known, TRUE);
}

bool
fields_parse(const char *list, FieldSet *fields, GError **error)
{
    g_auto(GStrv) words = g_strsplit(list, ",", -1);
    FieldSet set = 0;

    for (char **word = words; *word; word++) {
        FieldSet field = field_of_word(g_strstrip(*word));

        if (field == 0) {
            set_bad_word(error, *word);
            return false;
        }
        set |= field;
    }
    if (set == 0) { /* g_strsplit finds no word at all in "" */
        set_bad_word(error, "");
        return false;
    }
    *fields = set;
    return true;
}

char *
fields_text(const Evidence *evidence, const Verdict *verdict, FieldSet fields)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GString) value = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(fields_table); i++) {
        g_string_truncate(value, 0);
        if ((fields & fields_table[i].field) && fields_table[i].write(value, evidence, verdict))
            quote_field(out, fields_table[i].name, value->str);
    }
    return g_string_free(out, FALSE);
}

char *
fields_error_text(const char *why)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GString) value = g_string_new("error ");

    quote_comment(value, why, QUOTE_REASON_MAX);
    quote_field(out, "X-RMX-Status", value->str);
    return g_string_free(out, FALSE);
}
