/* SPDX-License-Identifier: ISC */
/* Which fields of a message this program wrote when it came in. */
#include "mailbox/recheck_own.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#define RECEIVED "Received: from a.example by mx.example.net; Sat, 7 Nov 2026 09:14:03 +0000\n"
#define MARKS    "X-RMX-Status: temperror (no answer)\nX-RMX-Relay: 192.0.2.5\n\thop=1\n"
#define STRAY    "X-RMX-Stray: (the message began with a line that continues no field)\n"
#define RESULTS  "Authentication-Results: mx.example.net; spf=temperror\n"
#define SPF      "Received-SPF: temperror\n"

enum { TEMPORARY = 1, PROBLEM = 2 };

/* want: what remains when they are taken out; NULL: nothing is. */
static const struct {
    const char *name, *octets, *want, *want_status, *want_from;
    unsigned want_kind;
} cases[] = {
    { "as written", MARKS RECEIVED "A: 1\n\nbody", RECEIVED "A: 1\n\nbody", "temperror", "",
      TEMPORARY },
    { "below what the delivery agent wrote", "Return-Path: <a@b>\nDelivered-To: c\n" MARKS RECEIVED,
      "Return-Path: <a@b>\nDelivered-To: c\n" RECEIVED, "temperror", "", TEMPORARY },
    { "CRLF", "X-RMX-Status: pass (x)\r\nReceived: x\r\n\r\n", "Received: x\r\n\r\n", "pass", "",
      0 },
    { "mbox line", "From a b\n" MARKS RECEIVED, "From a b\n" RECEIVED, "temperror", "", TEMPORARY },
    { "other case", "x-rmx-status: fail\n" RECEIVED, RECEIVED, "fail", "", 0 },
    { "below a Received field", RECEIVED MARKS "\n", NULL, "", "", 0 },
    { "below a line that is no field", "junk\n" MARKS RECEIVED, NULL, "", "", 0 },
    { "in the body", "A: 1\n\n" MARKS, NULL, "", "", 0 },
    { "not one block", "X-RMX-Status: pass\nA: 1\nX-RMX-From: aligned a.example\n" RECEIVED,
      "A: 1\nX-RMX-From: aligned a.example\n" RECEIVED, "pass", "", 0 },
    { "other names that begin so", "X-RMX-Statuses: temperror\n" RECEIVED, NULL, "", "", 0 },
    { "the first counts", "X-RMX-Status: pass\nX-RMX-Status: temperror\n" RECEIVED, RECEIVED,
      "pass", "", 0 },
    { "the author",
      "X-RMX-Status: fail (x)\nX-RMX-From: none a.example (unknown if signed by "
      "a.example)\n" RECEIVED,
      RECEIVED, "fail", "none", TEMPORARY },
    { "the author, folded",
      "X-RMX-Status: fail (x)\nX-RMX-From: none a.example\n\t(unknown if "
      "for a.example)\n" RECEIVED,
      RECEIVED, "fail", "none", TEMPORARY },
    { "the author is known", "X-RMX-Status: fail\nX-RMX-From: none a.example\n" RECEIVED, RECEIVED,
      "fail", "none", 0 },
    { "a domain called temperror",
      "X-RMX-Status: fail (temperror)\nX-RMX-From: none temperror\n" RECEIVED, RECEIVED, "fail",
      "none", 0 },
    { "no result", "X-RMX-Status: temperror-x\n" RECEIVED, RECEIVED, "", "", 0 },
    { "no word", "X-RMX-Status: (temperror)\n" RECEIVED, RECEIVED, "", "", 0 },
    { "a word that is too long", "X-RMX-Status: temperrortemperror x\n" RECEIVED, RECEIVED, "", "",
      0 },
    { "only a word", "X-RMX-Status: temperror\n" RECEIVED, RECEIVED, "temperror", "", TEMPORARY },
    { "no value", "X-RMX-Status:\n" RECEIVED, RECEIVED, "", "", 0 },

    { "standard fields", MARKS RESULTS SPF "A: 1\n", "A: 1\n", "temperror", "", TEMPORARY },
    { "standard fields, and those of the host", MARKS RESULTS SPF RESULTS SPF, RESULTS SPF,
      "temperror", "", TEMPORARY },
    { "standard fields that stand above", RESULTS SPF MARKS "A: 1\n", RESULTS SPF "A: 1\n",
      "temperror", "", TEMPORARY },
    { "another host's results", MARKS "Authentication-Results: b.example; spf=pass\n" SPF,
      "Authentication-Results: b.example; spf=pass\n" SPF, "temperror", "", TEMPORARY },
    { "not right below", MARKS "A: 1\n" RESULTS, "A: 1\n" RESULTS, "temperror", "", TEMPORARY },
    { "alone", RESULTS SPF RECEIVED, NULL, "", "", 0 },

    { "a line that continues nothing", MARKS STRAY " pass\nA: 1\n\n", " pass\nA: 1\n\n",
      "temperror", "", TEMPORARY },
    { "likewise, behind what was written later", "Return-Path: <a@b>\n" MARKS STRAY " pass\nA: 1\n",
      "Return-Path: <a@b>\n pass\nA: 1\n", "temperror", "", TEMPORARY | PROBLEM },
    { "likewise, and no line", "X-RMX-Status: pass\nX-RMX-Stray: x", "", "pass", "", 0 },
    { "empty", "", NULL, "", "", 0 },
    { "nothing else", "X-RMX-Status: temperror", "", "temperror", "", TEMPORARY },
};

Test(recheck_own, found_by_place)
{
    const OwnRules rules = { .authserv_id = "mx.example.net", .received_spf = true };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *name = cases[i].name;
        g_autoptr(GString) rest = g_string_new(cases[i].octets);
        OwnFields own = own_fields_find(rest->str, rest->len, true, &rules);

        cr_expect_eq(own.len == 0, cases[i].want == NULL, "%s: %zu octets", name, own.len);
        g_string_erase(rest, (gssize)own.at, (gssize)own.len);
        if (cases[i].want)
            cr_expect_str_eq(rest->str, cases[i].want, "%s", name);
        cr_expect_str_eq(own.status, cases[i].want_status, "%s", name);
        cr_expect_str_eq(own.from, cases[i].want_from, "%s", name);
        cr_expect_eq(own_fields_are_temporary(&own), (cases[i].want_kind & TEMPORARY) != 0, "%s",
                     name);
        cr_expect_eq(own.problem != NULL, (cases[i].want_kind & PROBLEM) != 0, "%s", name);
    }
}

Test(recheck_own, standard_fields_stay_where_they_are_not_written)
{
    const OwnRules rules = { .authserv_id = NULL };
    OwnFields own = own_fields_find(MARKS RESULTS SPF, strlen(MARKS RESULTS SPF), true, &rules);

    cr_expect_eq(own.at, 0);
    cr_expect_eq(own.len, strlen(MARKS));
}

/* Whatever is cut off, what is found ends within it. */
Test(recheck_own, cut_anywhere)
{
    static const char octets[] = "Return-Path: <a@b>\n" MARKS RESULTS SPF STRAY " a\n" RECEIVED;
    const OwnRules rules = { .authserv_id = "mx.example.net", .received_spf = true };

    for (size_t len = 0; len <= strlen(octets); len++)
        for (int whole = 0; whole < 2; whole++) {
            g_autofree char *copy = g_memdup2(octets, len ? len : 1);
            OwnFields own = own_fields_find(copy, len, whole, &rules);

            cr_expect_leq(own.at + own.len, len);
        }
}
