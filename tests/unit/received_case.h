/* SPDX-License-Identifier: ISC */
/* One Received value and all that is wanted of it: every member of the hop but by_comment and
 * shows_address is compared, and one that a row does not name must not be there. Then the property
 * that a fold is a blank: each of the value's blanks is made a fold, and nothing of the hop
 * changes.
 */
#ifndef TESTS_UNIT_RECEIVED_CASE_H
#define TESTS_UNIT_RECEIVED_CASE_H

#include "mime/received/received.h"

#include <criterion/criterion.h>
#include <string.h>

#define DATE "Sat, 1 Mar 2003 17:25:48 -0800"

typedef struct {
    const char *name, *value;
    HopKind want_kind;
    const char *want_format, *want_ip, *want_rdns, *want_helo, *want_ident, *want_by, *want_with,
        *want_id, *want_for_address, *want_envelope_from, *want_auth, *want_date, *want_problem;
    bool want_handed_in;
    const char *want_user;
    size_t want_problem_at;
} ReceivedCase;

static inline void
expect_text(const ReceivedCase *row, const char *member, const char *got, const char *want)
{
    cr_expect(g_strcmp0(got, want) == 0, "%s: %s is %s, want %s", row->name, member, got, want);
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
    g_autoptr(ReceivedHop) got = received_parse(row->value, strlen(row->value));
    g_autofree char *ip = ip_text(&got->ip);

    expect_text(row, "kind", hop_kind_text(got->kind), hop_kind_text(row->want_kind));
    expect_text(row, "format", got->format, row->want_format);
    expect_text(row, "ip", ip, row->want_ip);
    expect_text(row, "rdns", got->rdns, row->want_rdns);
    expect_text(row, "helo", got->helo, row->want_helo);
    expect_text(row, "ident", got->ident, row->want_ident);
    expect_text(row, "by", got->by, row->want_by);
    expect_text(row, "with", got->with, row->want_with);
    expect_text(row, "id", got->id, row->want_id);
    expect_text(row, "for", got->for_address, row->want_for_address);
    expect_text(row, "envelope_from", got->envelope_from, row->want_envelope_from);
    expect_text(row, "auth", got->auth, row->want_auth);
    expect_text(row, "date", got->date, row->want_date);
    cr_expect(got->handed_in == row->want_handed_in, "%s: handed in", row->name);
    expect_text(row, "user", got->user, row->want_user);
    expect_text(row, "problem", got->problem, row->want_problem);
    expect_fold_is_blank(row->name, row->value);
    cr_expect(got->problem_at == row->want_problem_at, "%s: problem at %zu, want %zu", row->name,
              got->problem_at, row->want_problem_at);
}

#endif
