/* SPDX-License-Identifier: ISC */
/* The version section is the whole test: a record that begins rightly and goes wrong after is an
 * SPF record with an error, not a note of somebody else's. */
#include "records/spf/spf_select.h"

#include "mime/cursor.h"

size_t
spf_version1(const char *octets, size_t len)
{
    Cursor c = cursor_over(octets, len);

    if (!cursor_skip_text(&c, "v=spf1") || (cursor_more(&c) && cursor_peek(&c) != ' '))
        return 0;
    return cursor_offset(&c);
}

static const GString *
select_among(const DnsAnswer *answer, SpfVersion version, bool spf1, unsigned *count)
{
    const GString *first = NULL;

    *count = 0;
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = g_ptr_array_index(answer->records, i);

        if (version(record->data->str, record->data->len) == 0 ||
            (spf_version1(record->data->str, record->data->len) > 0) != spf1)
            continue;
        if (!first)
            first = record->data;
        ++*count;
    }
    return first;
}

/* A record of a later version makes those of version 1 invisible (RFC 4406 section 4.4). */
const GString *
spf_select(const DnsAnswer *answer, SpfVersion version, unsigned *count)
{
    const GString *later = select_among(answer, version, false, count);

    return later ? later : select_among(answer, version, true, count);
}
