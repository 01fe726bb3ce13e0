/* SPDX-License-Identifier: ISC */
#include "mailbox/stats_message.h"

#include "author/organization.h"
#include "mime/received/received.h"
#include "mime/received/received_date.h"

#define YEAR_MAX 9999

/* --- words --- */

static StatsStatus
status_of_result(Result result)
{
    switch (result) {
    case RESULT_NONE:
        return STATS_NONE;
    case RESULT_PASS:
        return STATS_PASS;
    case RESULT_FAIL:
        return STATS_FAIL;
    case RESULT_SOFTFAIL:
        return STATS_SOFTFAIL;
    case RESULT_NEUTRAL:
        return STATS_NEUTRAL;
    case RESULT_TEMPERROR:
        return STATS_TEMPERROR;
    case RESULT_PERMERROR:
        return STATS_PERMERROR;
    }
    g_assert_not_reached();
}

static StatsWord
word_of_author(AuthorWord word)
{
    switch (word) {
    case AUTHOR_AMBIGUOUS:
        return STATS_WORD_AMBIGUOUS;
    case AUTHOR_ALIGNED:
        return STATS_WORD_ALIGNED;
    case AUTHOR_REFUSED:
        return STATS_WORD_REFUSED;
    case AUTHOR_UNALIGNED:
        return STATS_WORD_UNALIGNED;
    case AUTHOR_NONE:
        return STATS_WORD_NONE;
    }
    g_assert_not_reached();
}

/* --- names --- */

/* As in a field: what is no printable ASCII escaped, which it is already where it came from one.
 * Small letters, and no dot at the end: one name is counted in one row. */
static void
set_stats_name(char place[STATS_NAME_MAX + 1], const char *name)
{
    g_autofree char *text = quote_words_text(name ? name : "", QUOTE_ALL);
    g_autofree char *small = g_ascii_strdown(text, -1);
    size_t len = strlen(small);

    if (len > 1 && small[len - 1] == '.')
        small[len - 1] = '\0';
    g_strlcpy(place, small, STATS_NAME_MAX + 1);
}

static void
set_author_name(StatsMessage *counted, const GPtrArray *domains, bool more)
{
    if (domains->len == 1 && !more)
        set_stats_name(counted->domain, domains->pdata[0]);
}

static void
set_helo_name(StatsMessage *counted, const char *helo)
{
    set_stats_name(counted->helo, helo);
    counted->strange_helo =
        *counted->helo && *counted->domain && !organization_is_same(counted->helo, counted->domain);
}

/* Without a word about him: who the author is stands in the header. */
static void
set_author_of_header(const HeaderBlock *header, const Message *message, StatsMessage *counted)
{
    g_autoptr(Evidence) evidence = evidence_new();
    g_autoptr(Verdict) verdict = NULL;
    g_autoptr(AuthorAnswer) answer = NULL;

    evidence->author = author_read(message, header->octets, header->len);
    evidence->cut = header->cut;
    verdict = verdict_of(evidence);
    answer = author_answer_of(evidence, verdict);
    set_author_name(counted, answer->domains, answer->more);
}

/* --- months --- */

/* The Received field with that index, counted from the top; NULL: there are not so many. */
static const MessageField *
received_field_at(const Message *message, guint index)
{
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received") && index-- == 0)
            return field;
    }
    return NULL;
}

static bool
set_month_of_field(StatsMessage *counted, const MessageField *field)
{
    g_autoptr(ReceivedHop) hop = field ? received_parse(field->value, field->value_len) : NULL;
    struct tm utc;
    time_t when;

    if (!hop || !hop->date || !received_date_read(hop->date, &when) || !gmtime_r(&when, &utc) ||
        utc.tm_year + 1900 > YEAR_MAX)
        return false;
    g_snprintf(counted->month, sizeof(counted->month), "%04d-%02d", utc.tm_year + 1900,
               utc.tm_mon + 1);
    return true;
}

/* boundary: the index of the Received field there; -1: none. Both it and the top one were written
 * by hosts that are believed. Date is the sender's own word. */
static void
set_month(StatsMessage *counted, const Message *message, int boundary)
{
    if (boundary < 0 || !set_month_of_field(counted, received_field_at(message, (guint)boundary)))
        set_month_of_field(counted, received_field_at(message, 0));
}

/* --- messages --- */

static bool
is_forged(const StatsMessage *counted)
{
    return counted->word == STATS_WORD_REFUSED ||
           (counted->status == STATS_FAIL && counted->word != STATS_WORD_ALIGNED &&
            !counted->unknown);
}

/* What was true when it came in. */
static void
count_by_marks(const HeaderBlock *header, const Message *message, const Marks *marks,
               StatsMessage *counted)
{
    *counted = (StatsMessage){
        .marked = 1,
        .status = marks->error ? STATS_ERROR : status_of_result(marks->result),
        .word = marks->has_author ? word_of_author(marks->word) : STATS_WORD_MISSING,
    };
    if (marks->has_author)
        set_author_name(counted, marks->domains, marks->more);
    else
        set_author_of_header(header, message, counted);
    set_helo_name(counted, marks->helo);
    set_month(counted, message, (int)marks->hop - 1);
    counted->unknown = marks->unknown && counted->word != STATS_WORD_ALIGNED;
    counted->forged = is_forged(counted);
}

static void
count_by_evidence(const Message *message, const Evidence *evidence, StatsMessage *counted)
{
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);

    g_assert(answer);
    *counted = (StatsMessage){ .status = status_of_result(verdict->result),
                               .word = word_of_author(answer->word) };
    set_author_name(counted, answer->domains, answer->more);
    if (evidence->client.bits > 0)
        set_helo_name(counted, evidence->helo);
    set_month(counted, message, evidence->boundary);
    counted->unknown = answer->unknown.by && counted->word != STATS_WORD_ALIGNED;
    counted->forged = is_forged(counted);
}

void
stats_message_look(const HeaderBlock *header, const Message *message, StatsJudge judge, void *data,
                   StatsMessage *counted)
{
    g_autoptr(Marks) marks = marks_read(message);
    g_autoptr(Evidence) evidence = !marks->marked && judge ? judge(header, data) : NULL;

    if (marks->marked) {
        count_by_marks(header, message, marks, counted);
    } else if (evidence) {
        count_by_evidence(message, evidence, counted);
    } else {
        *counted = (StatsMessage){ .status = STATS_UNMARKED, .word = STATS_WORD_MISSING };
        set_author_of_header(header, message, counted);
        set_month(counted, message, -1);
    }
    counted->disbelieved = marks->disbelieved;
}

/* --- between processes --- */

/* row = status word flags disbelieved month LF domain LF helo LF: three octets, four in network
 * order, and three texts. */
enum {
    FLAG_MARKED = 1,
    FLAG_FORGED = 2,
    FLAG_STRANGE_HELO = 4,
    FLAG_UNKNOWN = 8,
    FLAGS_ALL = 15,
};

void
stats_message_write(const StatsMessage *counted, GString *row)
{
    guint32 disbelieved = GUINT32_TO_BE(counted->disbelieved);

    g_string_append_c(row, (char)counted->status);
    g_string_append_c(row, (char)counted->word);
    g_string_append_c(row, (char)((counted->marked ? FLAG_MARKED : 0) |
                                  (counted->forged ? FLAG_FORGED : 0) |
                                  (counted->strange_helo ? FLAG_STRANGE_HELO : 0) |
                                  (counted->unknown ? FLAG_UNKNOWN : 0)));
    g_string_append_len(row, (const char *)&disbelieved, sizeof(disbelieved));
    g_string_append_printf(row, "%s\n%s\n%s\n", counted->month, counted->domain, counted->helo);
}

static bool
is_text_octet(unsigned char octet)
{
    return octet >= ' ' && octet < 127;
}

static void
take_row_text(Cursor *c, char *place, size_t size)
{
    Cursor text = cursor_sub_span(c, is_text_octet);
    size_t len = cursor_left(&text);

    if (!cursor_skip(c, '\n') || len >= size) {
        cursor_fail(c, "no text");
        return;
    }
    memcpy(place, text.at, len);
    place[len] = '\0';
}

static bool
is_stats_month(const char *text)
{
    static const char shape[] = "0000-00";

    if (*text == '\0')
        return true;
    for (size_t i = 0; i < sizeof(shape) - 1; i++)
        if (shape[i] == '0' ? !g_ascii_isdigit(text[i]) : text[i] != shape[i])
            return false;
    return text[sizeof(shape) - 1] == '\0';
}

bool
stats_message_read(const char *row, size_t len, StatsMessage *counted)
{
    Cursor c = cursor_over(row, len);
    guint status = cursor_u8(&c), word = cursor_u8(&c), flags = cursor_u8(&c);

    *counted = (StatsMessage){ .status = (StatsStatus)status,
                               .word = (StatsWord)word,
                               .marked = (flags & FLAG_MARKED) != 0,
                               .forged = (flags & FLAG_FORGED) != 0,
                               .strange_helo = (flags & FLAG_STRANGE_HELO) != 0,
                               .unknown = (flags & FLAG_UNKNOWN) != 0,
                               .disbelieved = cursor_u32(&c) };
    take_row_text(&c, counted->month, sizeof(counted->month));
    take_row_text(&c, counted->domain, sizeof(counted->domain));
    take_row_text(&c, counted->helo, sizeof(counted->helo));
    return !c.problem && !cursor_more(&c) && status < STATS_STATUSES && word < STATS_WORDS &&
           flags <= FLAGS_ALL && is_stats_month(counted->month) &&
           !(counted->strange_helo && *counted->helo == '\0') &&
           !((counted->forged || counted->unknown) && counted->word == STATS_WORD_ALIGNED);
}
