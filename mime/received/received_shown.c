/* SPDX-License-Identifier: ISC */
/* Rather too often than too seldom: what shows no address at all may be passed over by count, and
 * that advice is wrong where the address could only not be read. */
#include "mime/received/received_shown.h"

#include "mime/ip.h"

static bool
may_be_address(unsigned char octet)
{
    return g_ascii_isxdigit(octet) || octet == '.' || octet == ':';
}

/* Four numbers with dots between them, wherever they stand. */
static bool
shows_quad(Cursor run)
{
    size_t numbers = 0;

    while (cursor_more(&run)) {
        size_t digits = cursor_span(&run, cursor_is_digit);

        numbers = digits > 0 && digits <= 3 ? numbers + 1 : 0;
        if (numbers == 4)
            return true;
        if (cursor_take(&run) != '.')
            numbers = 0;
    }
    return false;
}

bool
received_shows_address(Cursor value)
{
    while (cursor_more(&value)) {
        const char *begin = value.at;
        IpAddress ip;
        Cursor run;

        if (cursor_span(&value, may_be_address) == 0) {
            cursor_take(&value);
            continue;
        }
        run = cursor_since(&value, begin);
        if (shows_quad(run) || ip_parse(run.at, cursor_left(&run), &ip))
            return true;
    }
    return false;
}
