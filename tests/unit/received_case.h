/* SPDX-License-Identifier: ISC */
/* One Received value and the hop that is wanted of it, as one line of text:
 *
 *     smtp ip=192.0.2.1 rdns=b.example helo='a.example (x)' by=mx.example.net with=ESMTP id=17 date
 *
 * That is the kind, then each member of the hop that is set, in this order: format, ip, rdns, helo,
 * ident, by, with, id, for, envelope-from, auth, date, handed-in, user, problem and the octet at
 * which it stands. What is empty or holds a blank, "=" or "'" is quoted, "'" doubled. A bare "date"
 * is what follows the value's last semicolon. by_comment and shows_address are left out. Then the
 * property that a fold is a blank: each of the value's blanks is made a fold, and nothing of the
 * hop changes. */
#ifndef TESTS_UNIT_RECEIVED_CASE_H
#define TESTS_UNIT_RECEIVED_CASE_H

#include "mime/received/received.h"

#include <criterion/criterion.h>
#include <string.h>

#define DATE "Sat, 1 Mar 2003 17:25:48 -0800"

typedef struct {
    const char *name, *value, *want;
} ReceivedCase;

static inline void
append_member(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(out, " %s=", name);
    if (*text && !strpbrk(text, " \t='")) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '\'');
    for (; *text; text++) {
        g_string_append_c(out, *text);
        if (*text == '\'') /* twice */
            g_string_append_c(out, '\'');
    }
    g_string_append_c(out, '\'');
}

static inline void
append_date(GString *out, const char *value, const char *date)
{
    const char *last = strrchr(value, ';');
    g_autofree char *tail = last ? g_strstrip(g_strdup(last + 1)) : NULL;

    if (date && g_strcmp0(tail, date) == 0)
        g_string_append(out, " date");
    else
        append_member(out, "date", date);
}

/* The caller frees. */
static inline char *
hop_line(const ReceivedHop *hop, const char *value)
{
    g_autofree char *ip = ip_text(&hop->ip);
    GString *out = g_string_new(hop_kind_text(hop->kind));

    append_member(out, "format", hop->format);
    append_member(out, "ip", ip);
    append_member(out, "rdns", hop->rdns);
    append_member(out, "helo", hop->helo);
    append_member(out, "ident", hop->ident);
    append_member(out, "by", hop->by);
    append_member(out, "with", hop->with);
    append_member(out, "id", hop->id);
    append_member(out, "for", hop->for_address);
    append_member(out, "envelope-from", hop->envelope_from);
    append_member(out, "auth", hop->auth);
    append_date(out, value, hop->date);
    if (hop->handed_in)
        g_string_append(out, " handed-in");
    append_member(out, "user", hop->user);
    append_member(out, "problem", hop->problem);
    if (hop->problem || hop->problem_at > 0)
        g_string_append_printf(out, " at=%zu", hop->problem_at);
    return g_string_free(out, FALSE);
}

/* The hop as one text: blanks are all alike, and places left out. */
static inline char *
hop_text(const char *value, size_t len)
{
    g_autoptr(ReceivedHop) hop = received_parse(value, len);
    g_autofree char *ip = ip_text(&hop->ip);
    g_autofree char *text = g_strjoin(
        "|", hop_kind_text(hop->kind), hop->format ? hop->format : "-", ip ? ip : "-",
        hop->rdns ? hop->rdns : "-", hop->helo ? hop->helo : "-", hop->ident ? hop->ident : "-",
        hop->by ? hop->by : "-", hop->by_comment ? hop->by_comment : "-",
        hop->with ? hop->with : "-", hop->id ? hop->id : "-",
        hop->for_address ? hop->for_address : "-", hop->envelope_from ? hop->envelope_from : "-",
        hop->auth ? hop->auth : "-", hop->date ? hop->date : "-", hop->user ? hop->user : "-",
        hop->handed_in ? "handed in" : "-", hop->shows_address ? "address" : "-",
        hop->problem ? hop->problem : "-", NULL);
    g_auto(GStrv) words = g_strsplit_set(text, " \t\r\n", -1);
    GString *plain = g_string_new(NULL);

    for (char **word = words; *word; word++)
        if (**word)
            g_string_append_printf(plain, " %s", *word);
    return g_string_free(plain, FALSE);
}

/* Blanks in a row count as one, the first is number 0. number: the one to be made a fold; -1: all.
 */
static inline char *
folded(const char *value, int number, const char *fold)
{
    GString *text = g_string_new(NULL);

    for (int at = 0; *value; at++) {
        size_t len = strcspn(value, " \t\r\n"), blanks = strspn(value + len, " \t\r\n");

        g_string_append_len(text, value, (gssize)len);
        if (blanks > 0 && (number < 0 || number == at))
            g_string_append(text, fold);
        else
            g_string_append_len(text, value + len, (gssize)blanks);
        value += len + blanks;
    }
    return g_string_free(text, FALSE);
}

static inline void
expect_fold_is_blank(const char *name, const char *value)
{
    static const char *const folds[] = { " ", "\n\t", "\r\n ", "  ", "\t", " \r\n\t " };
    g_autofree char *want = hop_text(value, strlen(value));
    int blanks = 0;

    for (const char *at = value; *(at += strcspn(at, " \t\r\n")); blanks++)
        at += strspn(at, " \t\r\n");
    for (size_t i = 0; i < G_N_ELEMENTS(folds); i++) {
        for (int at = -1; at < blanks; at++) {
            g_autofree char *text = folded(value, at, folds[i]);
            g_autofree char *got = hop_text(text, strlen(text));

            if (at >= 0 && strcmp(text, value) == 0)
                continue;
            cr_expect(strcmp(got, want) == 0, "%s, folded: %s\n%s\n%s", name, text, got, want);
        }
    }
}

static inline void
expect_case(const ReceivedCase *row)
{
    g_autoptr(ReceivedHop) hop = received_parse(row->value, strlen(row->value));
    g_autofree char *got = hop_line(hop, row->value);

    cr_expect(strcmp(got, row->want) == 0, "%s:\n got %s\nwant %s", row->name, got, row->want);
    expect_fold_is_blank(row->name, row->value);
}

#endif
