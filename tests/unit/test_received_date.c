/* SPDX-License-Identifier: ISC */
/* Dates as servers write them, and what is none. */
#include "mime/received/received_date.h"

#include <criterion/criterion.h>
#include <glib.h>

static const struct {
    const char *text;
    time_t want; /* -1: it is no date */
} cases[] = {
    { "Sat, 1 Mar 2003 17:25:48 -0800", 1046568348 },
    { "1 Mar 2003 17:25:48 -0800 (PST)", 1046568348 },
    { "Sat,  1 Mar 2003 17:25:48 PST", 1046568348 },
    { "Sat (x), 01 mar 2003\r\n\t17:25:48\t-0800", 1046568348 },
    { "Sat 1 Mar 03 17:25:48 -0800", 1046568348 },
    { "Sun, 2 Mar 2003 06:55:48 +0530", 1046568348 },
    { "Sun, 2 Mar 2003 01:25:48", 1046568348 },
    { "Sun, 2 Mar 2003 01:25:48 GMT", 1046568348 },
    { "Sun, 2 Mar 2003 01:25:48 -0000", 1046568348 },
    { "Sun, 2 Mar 2003 01:25 +0000", 1046568300 },
    { "Thu, 29 Feb 2024 23:59:60 +0000", 1709251200 },
    { "1 Jan 1970 00:00:00 +0000", 0 },
    { "1 Jan 98 00:00:00 +0000", 883612800 },
    { "1 Jan 103 00:00:00 +0000", 1041379200 },
    { "31 Dec 1969 23:59:59 +0000", -1 },
    { "", -1 },
    { "Sat", -1 },
    { "1 Mar", -1 },
    { "1 Foo 2003 17:25:48 -0800", -1 },
    { "1 Mar 2003 17.25.48", -1 },
    { "32 Mar 2003 17:25:48 -0800", -1 },
    { "0 Mar 2003 17:25:48 -0800", -1 },
    { "1 Mar 2003 24:25:48 -0800", -1 },
    { "1 Mar 2003 17:60:48 -0800", -1 },
    { "1 Mar 2003 17:25:48 -08", -1 },
    { "(1 Mar 2003 17:25:48 -0800", -1 },
    { "2003-03-01 17:25:48", -1 },
};

Test(received_date, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        time_t got = -1;
        bool is_date = received_date_read(cases[i].text, &got);

        cr_expect_eq(is_date, cases[i].want >= 0, "%s: %d", cases[i].text, is_date);
        cr_expect_eq(got, cases[i].want, "%s: %lld", cases[i].text, (long long)got);
    }
}
