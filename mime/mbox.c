/* SPDX-License-Identifier: ISC */
/* Programs differ in where they write the zone of the time, and whether at all; the day and the
 * month stand side by side in all of them. */
#include "mime/mbox.h"

#include "mime/cursor.h"

#include <string.h>

/* names: three letters each. */
static bool
is_abbreviation_of(const char *word, const char *names)
{
    const char *found = strlen(word) == 3 ? strstr(names, word) : NULL;

    return found && (found - names) % 3 == 0;
}

bool
mbox_is_from_line(const char *line, size_t len)
{
    Cursor c = cursor_over(line, len);
    bool day = false;

    if (len < 5 || memcmp(line, "From ", 5) != 0)
        return false;
    while (cursor_more(&c)) {
        const char *begin = c.at;
        g_autofree char *word = cursor_span_until(&c, cursor_is_blank) > 0
                                    ? cursor_text_since(&c, begin)
                                    : g_strdup("");

        if (day && is_abbreviation_of(word, "JanFebMarAprMayJunJulAugSepOctNovDec"))
            return true;
        day = is_abbreviation_of(word, "MonTueWedThuFriSatSun");
        cursor_span(&c, cursor_is_blank);
    }
    return false;
}
