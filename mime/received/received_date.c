/* SPDX-License-Identifier: ISC */
/* RFC 5322 section 3.3:
 *
 *     [ day-name "," ] day month year hour ":" minute [ ":" second ] zone
 *
 * with blanks and comments between. */
#include "mime/received/received_date.h"

#include "mime/cursor.h"

#define YEAR_DIGITS 4
#define COMMENT_END ')'

const char *const date_months[12] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static bool
is_alpha(unsigned char octet)
{
    return g_ascii_isalpha((gchar)octet);
}

static bool
is_comment_end(unsigned char octet)
{
    return octet == COMMENT_END;
}

/* Comments do not nest where servers write dates; what stands behind the zone is not read. */
static void
skip_date_blanks(Cursor *c)
{
    do {
        cursor_span(c, cursor_is_blank);
        if (!cursor_skip(c, '('))
            return;
        cursor_span_until(c, is_comment_end);
    } while (cursor_skip(c, COMMENT_END));
}

/* The number that stands next, of digits_min digits at least. */
static int
read_date_number(Cursor *c, size_t digits_min, size_t digits_max)
{
    unsigned number;

    skip_date_blanks(c);
    if (cursor_number(c, digits_max, &number) < digits_min)
        cursor_fail(c, "no number in the date");
    return (int)number;
}

static int
read_month(Cursor *c)
{
    skip_date_blanks(c);
    for (size_t i = 0; i < G_N_ELEMENTS(date_months); i++)
        if (cursor_skip_text(c, date_months[i]))
            return (int)i;
    cursor_fail(c, "no month in the date");
    return 0;
}

/* Years of two and three digits: section 4.3. */
static int
read_year(Cursor *c)
{
    const char *begin;
    int year;

    skip_date_blanks(c);
    begin = c->at;
    year = read_date_number(c, 2, YEAR_DIGITS);
    if (c->at - begin == YEAR_DIGITS)
        return year;
    return year + (c->at - begin == 2 && year < 50 ? 2000 : 1900);
}

/* Seconds east of UTC. */
static long
read_zone(Cursor *c)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = { { "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
                  { "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 } };
    int sign, number;

    skip_date_blanks(c);
    sign = cursor_skip(c, '-') ? -1 : cursor_skip(c, '+') ? 1 : 0;
    if (sign != 0) {
        number = read_date_number(c, 4, 4);
        return sign * (number / 100 * 60L + number % 100) * 60L;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(zones); i++)
        if (cursor_skip_text(c, zones[i].name))
            return zones[i].hours * 3600L;
    return 0;
}

bool
received_date_read(const char *text, time_t *when)
{
    Cursor c = cursor_over_text(text);
    struct tm tm = { .tm_mday = 0 };
    long zone;
    time_t read;

    skip_date_blanks(&c);
    if (cursor_span(&c, is_alpha) > 0) {
        skip_date_blanks(&c);
        cursor_skip(&c, ',');
    }
    tm.tm_mday = read_date_number(&c, 1, 2);
    tm.tm_mon = read_month(&c);
    tm.tm_year = read_year(&c) - 1900;
    tm.tm_hour = read_date_number(&c, 1, 2);
    if (!cursor_skip(&c, ':'))
        cursor_fail(&c, "no time in the date");
    tm.tm_min = read_date_number(&c, 2, 2);
    if (cursor_skip(&c, ':'))
        tm.tm_sec = read_date_number(&c, 2, 2);
    zone = read_zone(&c);
    if (c.problem || tm.tm_mday < 1 || tm.tm_mday > 31 || tm.tm_hour > 23 || tm.tm_min > 59 ||
        tm.tm_sec > 60)
        return false;
    read = timegm(&tm) - zone;
    if (read < 0)
        return false;
    *when = read;
    return true;
}
