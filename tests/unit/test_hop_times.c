/* SPDX-License-Identifier: ISC */
/* How long hops took, by dates that may be anything; and bars on a line of time. */
#include "report/hop_times.h"

#include "evidence.h"
#include "report/chart.h"

#define DAY "Sat, 1 Mar 2003 "

static const struct {
    const char *dates[ROW_MAX]; /* newest first; "": none */
    int boundary;               /* from 0; -1: none */
    const char *want;           /* the words of each, and the sum since the boundary */
} hop_time_cases[] = {
    { { DAY "10:00:05 +0000", DAY "10:00:02 +0000", DAY "09:00:00 +0000" },
      2,
      "after 3 s|after 1 h|| 1 h" },
    { { DAY "10:00:05 +0100", DAY "09:00:05 +0000" }, 1, "after 0 s|| 0 s" },
    /* clocks that disagree, and dates that a sender made up */
    { { DAY "10:00:00 +0000", DAY "10:00:12 +0000" }, 1, "12 s before the field below|| -12 s" },
    { { DAY "10:00:00 +0000", "Thu, 1 Jan 1970 00:00:00 +0000" }, 0, "after 33 years 59 days|" },
    { { DAY "10:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 +0000" },
      0,
      "7996 years 245 days before the field below|" },
    /* some that cannot be read */
    { { DAY "10:05:05 +0000", "", DAY "10:00:00 +0000" },
      2,
      "after 5 min 5 s|no date|| 5 min 5 s" },
    { { "", "yesterday", DAY "10:00:00 +0000" }, 2, "no date|no date|" },
    { { DAY "10:00:00 +0000", "", "" }, 1, "|no date|no date" },
    { { DAY "10:00:00 +0000", DAY "08:00:00 +0000" }, -1, "after 2 h|" },
};

static char *
hop_times_text(const Walk *walk)
{
    GString *text = g_string_new(NULL);
    gint64 sum;

    for (int i = 0; i < (int)walk->steps->len; i++) {
        g_autofree char *words = hop_time_words(walk, i);

        g_string_append_printf(text, "%s%s", i > 0 ? "|" : "", words);
    }
    if (hops_seconds_since_boundary(walk, &sum)) {
        g_autofree char *duration = hop_duration_text(sum);

        g_string_append_printf(text, "| %s%s", sum < 0 ? "-" : "", duration);
    }
    return g_string_free(text, FALSE);
}

Test(hop_times, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hop_time_cases); i++) {
        static EvidenceRow row;
        g_autoptr(Evidence) evidence = NULL;
        g_autofree char *got = NULL;

        row = (EvidenceRow){ .walked = true, .hop = hop_time_cases[i].boundary + 1 };
        for (size_t hop = 0; hop < ROW_MAX && hop_time_cases[i].dates[hop]; hop++)
            row.hops[hop] =
                (HopRow){ .is_there = true,
                          .date =
                              *hop_time_cases[i].dates[hop] ? hop_time_cases[i].dates[hop] : NULL };
        evidence = test_evidence_new(&row);
        got = hop_times_text(evidence->walk);
        cr_expect_str_eq(got, hop_time_cases[i].want, "case %zu: %s", i, got);
    }
}

static const struct {
    gint64 seconds;
    const char *want;
} duration_cases[] = {
    { 0, "0 s" },
    { 1, "1 s" },
    { -59, "59 s" },
    { 60, "1 min" },
    { 3599, "59 min 59 s" },
    { 3600, "1 h" },
    { 3661, "1 h 1 min" },
    { 86400, "1 day" },
    { 93600, "1 day 2 h" },
    { 2 * 86400 + 59, "2 days" },
    { 31557600, "1 year" },
    { G_MAXINT64, "292271023045 years 114 days" },
};

Test(hop_times, durations)
{
    for (size_t i = 0; i < G_N_ELEMENTS(duration_cases); i++) {
        g_autofree char *got = hop_duration_text(duration_cases[i].seconds);

        cr_expect(
            g_str_has_prefix(got, duration_cases[i].want) &&
                (i + 1 == G_N_ELEMENTS(duration_cases) || g_str_equal(got, duration_cases[i].want)),
            "%s", got);
    }
}

static const struct {
    double started, ms, end;
    const char *want;
} bar_cases[] = {
    { 0, 100, 100, "==========" },   { 0, 0, 100, "=........." },
    { 50, 20, 100, ".....===.." },   { 99.9, 0.1, 100, ".........=" },
    { 100, 0, 100, ".........=" },   { 200, 50, 100, ".........=" },
    { 10, 1000, 100, ".=========" }, { 0.2, 12.5, 50, "===......." },
};

Test(chart, bars)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bar_cases); i++) {
        g_autofree char *got =
            chart_bar(bar_cases[i].started, bar_cases[i].ms, bar_cases[i].end, 10);

        cr_expect_str_eq(got, bar_cases[i].want, "%s, want %s", got, bar_cases[i].want);
    }
}
