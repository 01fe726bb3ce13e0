/* SPDX-License-Identifier: ISC */
/* One Received value and all that is wanted of it: every member of the hop is compared, and one
 * that a row does not name must not be there. */
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
    cr_expect(got->problem_at == row->want_problem_at, "%s: problem at %zu, want %zu", row->name,
              got->problem_at, row->want_problem_at);
}

#endif
