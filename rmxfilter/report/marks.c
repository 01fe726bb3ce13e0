/* SPDX-License-Identifier: ISC */
/* The grammar of each field stands above its reader; what is written stands in fields.c and
 * mime/quote.c. Folds are blanks here. */
#include "report/marks.h"

#include "mime/quote.h"

#define HOP_DIGITS_MAX 6

static const char not_written_so[] = "not as this program writes it";

/* --- words --- */

static bool
is_quoted_octet(unsigned char octet)
{
    return octet == ' ' || (cursor_is_graphic(octet) && octet != '"' && octet != '\\');
}

static bool
is_small_letter(unsigned char octet)
{
    return g_ascii_islower(octet);
}

/* value = token / DQUOTE *( SP / VCHAR but DQUOTE and "\" ) DQUOTE. The caller frees; NULL, and a
 * problem, where there is none. */
static char *
take_mark_value(Cursor *c)
{
    bool quoted = cursor_skip(c, '"');
    Cursor text = cursor_sub_span(c, quoted ? is_quoted_octet : quote_is_token_octet);

    if (quoted ? !cursor_skip(c, '"') : !cursor_more(&text))
        cursor_fail(c, not_written_so);
    return c->problem ? NULL : cursor_text(text);
}

/* comment = "(" *( SP / VCHAR but "\" / comment ) ")", what stands inside. Likewise. */
static char *
take_mark_comment(Cursor *c)
{
    const char *begin = c->at + 1;
    size_t depth = 0;

    do {
        int octet = cursor_take(c);

        if (octet != ' ' && (octet == '\\' || !cursor_is_graphic((unsigned char)octet)))
            cursor_fail(c, not_written_so);
        if (octet == '(')
            depth++;
        else if (octet == ')')
            depth--;
    } while (depth > 0 && !c->problem);
    return c->problem ? NULL : g_strndup(begin, (gsize)(c->at - 1 - begin));
}

/* A word in small letters, which ends the value or has a blank behind it. */
static char *
take_mark_word(Cursor *c)
{
    Cursor word = cursor_sub_span(c, is_small_letter);

    if (!cursor_more(&word) || (cursor_more(c) && cursor_peek(c) != ' '))
        cursor_fail(c, not_written_so);
    return cursor_text(word);
}

/* --- fields --- */

static bool
result_of_text(const char *text, Result *result)
{
    for (int i = RESULT_NONE; i <= RESULT_PERMERROR; i++) {
        if (!g_str_equal(text, result_text((Result)i)))
            continue;
        *result = (Result)i;
        return true;
    }
    return false;
}

static bool
author_word_of_text(const char *text, AuthorWord *word)
{
    for (int i = AUTHOR_AMBIGUOUS; i <= AUTHOR_NONE; i++) {
        if (!g_str_equal(text, author_word_text((AuthorWord)i)))
            continue;
        *word = (AuthorWord)i;
        return true;
    }
    return false;
}

/* result SP comment */
static void
read_status_mark(Cursor *c, Marks *marks)
{
    g_autofree char *word = take_mark_word(c);

    marks->error = g_str_equal(word, "error");
    if (!marks->error && !result_of_text(word, &marks->result))
        cursor_fail(c, not_written_so);
    if (!cursor_skip(c, ' ') || cursor_peek(c) != '(')
        cursor_fail(c, not_written_so);
    else
        marks->reason = take_mark_comment(c);
    marks->marked = true;
}

/* "..." says that there are other domains: no domain is written so. */
static void
take_author_domain(Cursor *c, Marks *marks)
{
    g_autofree char *domain = take_mark_value(c);

    if (!domain)
        return;
    if (marks->more || marks->domains->len > AUTHOR_DOMAINS_MAX)
        cursor_fail(c, not_written_so);
    else if (g_str_equal(domain, "..."))
        marks->more = true;
    else
        g_ptr_array_add(marks->domains, g_steal_pointer(&domain));
}

/* Remarks hold no parenthesis that a stranger wrote (quote_flat_comment), so that none of their
 * words can be one of his. */
static void
take_author_remark(Cursor *c, Marks *marks)
{
    g_autofree char *remark = take_mark_comment(c);

    if (remark && (strchr(remark, '(') || strchr(remark, ')')))
        cursor_fail(c, not_written_so);
    else if (remark && g_str_has_prefix(remark, "unknown if "))
        marks->unknown = true;
}

/* word *( SP domain ) [ SP "..." ] *( SP comment ) */
static void
read_from_mark(Cursor *c, Marks *marks)
{
    g_autofree char *word = take_mark_word(c);
    bool remarks = false;

    if (!author_word_of_text(word, &marks->word))
        cursor_fail(c, not_written_so);
    while (cursor_more(c)) {
        if (!cursor_skip(c, ' '))
            cursor_fail(c, not_written_so);
        remarks = remarks || cursor_peek(c) == '(';
        if (remarks && cursor_peek(c) == '(')
            take_author_remark(c, marks);
        else if (remarks)
            cursor_fail(c, not_written_so);
        else
            take_author_domain(c, marks);
    }
    marks->has_author = true;
}

/* True, and taken, where " key=" stands next. */
static bool
skip_relay_key(Cursor *c, const char *key)
{
    g_autofree char *text = g_strdup_printf(" %s=", key);

    return cursor_skip_text(c, text);
}

/* address [ SP "helo=" value ] [ SP "rdns=" value ] [ SP "by=" value ] [ SP "hop=" number ] */
static void
read_relay_mark(Cursor *c, Marks *marks)
{
    const struct {
        const char *key;
        char **value;
    } values[] = { { "helo", &marks->helo }, { "rdns", &marks->rdns }, { "by", &marks->by } };
    Cursor ip = cursor_sub_until(c, cursor_is_blank);
    g_autofree char *text = cursor_text(ip);

    if (!ip_parse(text, strlen(text), &marks->client))
        cursor_fail(c, not_written_so);
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
        if (skip_relay_key(c, values[i].key))
            *values[i].value = take_mark_value(c);
    if (skip_relay_key(c, "hop") &&
        (cursor_number(c, HOP_DIGITS_MAX, &marks->hop) == 0 || marks->hop == 0))
        cursor_fail(c, not_written_so);
}

static const struct {
    const char *name;
    void (*read)(Cursor *c, Marks *marks); /* NULL: what it says is not wanted here */
} mark_fields[] = {
    { "X-RMX-Status", read_status_mark },
    { "X-RMX-From", read_from_mark },
    { "X-RMX-Relay", read_relay_mark },
    { "X-RMX-Authentication-Results", NULL },
    { "X-RMX", NULL },
};

/* The index of its row; -1: it has none. */
static int
mark_field_index(const char *name, size_t len)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mark_fields); i++)
        if (strlen(mark_fields[i].name) == len &&
            g_ascii_strncasecmp(name, mark_fields[i].name, len) == 0)
            return (int)i;
    return -1;
}

bool
mark_is_named(const char *name, size_t len)
{
    return mark_field_index(name, len) >= 0;
}

/* --- the message --- */

static void
marks_clear(Marks *marks)
{
    unsigned disbelieved = marks->disbelieved;

    g_free(marks->reason);
    g_free(marks->helo);
    g_free(marks->rdns);
    g_free(marks->by);
    g_ptr_array_set_size(marks->domains, 0);
    *marks = (Marks){ .domains = marks->domains, .disbelieved = disbelieved };
}

/* A run of blanks and folds as one blank: a fold is written as a line break and a tab or a blank.
 */
static char *
mark_text(const MessageField *field)
{
    g_autofree char *text = message_field_text(field);
    g_auto(GStrv) words = g_strsplit_set(text, " \t", -1);
    GString *out = g_string_new(NULL);

    for (char **word = words; *word; word++)
        if (**word)
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", *word);
    return g_string_free(out, FALSE);
}

/* False where it is not as it is written here. */
static bool
read_mark(const MessageField *field, int index, Marks *marks)
{
    g_autofree char *text = NULL;
    Cursor c;

    if (!mark_fields[index].read)
        return true;
    text = mark_text(field);
    c = cursor_over_text(text);
    mark_fields[index].read(&c, marks);
    return !c.problem && !cursor_more(&c);
}

/* Fields above the first Received field; all of them where there is none. */
static guint
fields_on_top(const Message *message)
{
    for (guint i = 0; i < message->fields->len; i++)
        if (message_field_is(&g_array_index(message->fields, MessageField, i), "Received"))
            return i;
    return message->fields->len;
}

/* Reads those on top; false where one of them cannot be believed. */
static bool
read_marks_on_top(const Message *message, guint top, Marks *marks)
{
    bool seen[G_N_ELEMENTS(mark_fields)] = { false };
    bool good = top < message->fields->len;

    for (guint i = 0; i < top && good; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);
        int index = mark_field_index(field->name, field->name_len);

        if (index < 0)
            continue;
        good = !seen[index] && read_mark(field, index, marks);
        seen[index] = true;
    }
    return good && marks->marked;
}

Marks *
marks_read(const Message *message)
{
    Marks *marks = g_new0(Marks, 1);
    guint top = fields_on_top(message);

    marks->domains = g_ptr_array_new_with_free_func(g_free);
    if (!read_marks_on_top(message, top, marks)) {
        marks_clear(marks);
        top = 0;
    }
    for (guint i = top; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        marks->disbelieved += mark_is_named(field->name, field->name_len);
    }
    return marks;
}

void
marks_free(Marks *marks)
{
    if (!marks)
        return;
    marks_clear(marks);
    g_ptr_array_unref(marks->domains);
    g_free(marks);
}
