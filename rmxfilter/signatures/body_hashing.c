/* SPDX-License-Identifier: ISC */
/* All forms of a reading get the same octets. The readings are one until a line begins with ">From
 * ": there each row is copied, and from there on every octet goes to twice as many. */
#include "signatures/body_hashing.h"

#include "mime/cursor.h"
#include "signatures/canonical.h"
#include "signatures/digest.h"

#include <string.h>

/* What delivery agents make of "From " at the beginning of a line. */
static const char quoted_from[] = ">From ";
enum { QUOTED_FROM_LEN = sizeof quoted_from - 1 };

typedef struct {
    CanonicalBody body;
    Digest *digest; /* NULL: nobody wants it, or the readings are one */
} HashedRow;

struct BodyHashing {
    HashedRow rows[BODY_CANONICALS][BODY_READINGS];
    bool in_line;     /* past where ">From " could stand */
    unsigned matched; /* octets of ">From " that the line began with so far; not yet in the rows */
};

BodyHashing *
body_hashing_new(const bool wanted[BODY_CANONICALS])
{
    BodyHashing *hashing = g_new0(BodyHashing, 1);

    for (int form = 0; form < BODY_CANONICALS; form++)
        if (wanted[form])
            hashing->rows[form][BODY_AS_IT_IS] = (HashedRow){
                .body = canonical_body((Canonical)form),
                .digest = digest_new(),
            };
    return hashing;
}

void
body_hashing_free(BodyHashing *hashing)
{
    if (!hashing)
        return;
    for (int form = 0; form < BODY_CANONICALS; form++)
        for (int reading = 0; reading < BODY_READINGS; reading++)
            digest_free(hashing->rows[form][reading].digest);
    g_free(hashing);
}

static void
add_to_reading(BodyHashing *hashing, BodyReading reading, const char *octets, size_t len)
{
    for (int form = 0; form < BODY_CANONICALS; form++) {
        HashedRow *row = &hashing->rows[form][reading];

        if (row->digest && len > 0)
            canonical_body_add(&row->body, octets, len, digest_add, row->digest);
    }
}

static void
add_to_all(BodyHashing *hashing, const char *octets, size_t len)
{
    add_to_reading(hashing, BODY_AS_IT_IS, octets, len);
    add_to_reading(hashing, BODY_FROM_UNQUOTED, octets, len);
}

/* The first line with ">From " begins here. */
static void
part_readings(BodyHashing *hashing)
{
    for (int form = 0; form < BODY_CANONICALS; form++) {
        const HashedRow *row = &hashing->rows[form][BODY_AS_IT_IS];
        HashedRow *parted = &hashing->rows[form][BODY_FROM_UNQUOTED];

        if (row->digest && !parted->digest)
            *parted = (HashedRow){ .body = row->body, .digest = digest_copy(row->digest) };
    }
}

/* At the beginning of a line, or of what is left of it behind an earlier chunk. */
static void
match_quoted_from(BodyHashing *hashing, Cursor *c)
{
    while (hashing->matched < QUOTED_FROM_LEN && cursor_skip(c, quoted_from[hashing->matched]))
        hashing->matched++;
    if (hashing->matched < QUOTED_FROM_LEN && !cursor_more(c))
        return;
    if (hashing->matched == QUOTED_FROM_LEN) {
        part_readings(hashing);
        add_to_reading(hashing, BODY_AS_IT_IS, quoted_from, QUOTED_FROM_LEN);
        add_to_reading(hashing, BODY_FROM_UNQUOTED, quoted_from + 1, QUOTED_FROM_LEN - 1);
    } else {
        add_to_all(hashing, quoted_from, hashing->matched);
    }
    hashing->matched = 0;
    hashing->in_line = true;
}

/* Up to the next line that may begin with ">From ". */
static void
add_lines(BodyHashing *hashing, Cursor *c)
{
    const char *begin = c->at;
    Cursor line;

    do {
        hashing->in_line = !cursor_split(c, '\n', &line);
        if (hashing->in_line)
            cursor_sub(c, cursor_left(c));
    } while (cursor_more(c) && cursor_peek(c) != quoted_from[0]);
    add_to_all(hashing, begin, (size_t)(c->at - begin));
}

void
body_hashing_add(BodyHashing *hashing, const char *octets, size_t len)
{
    Cursor c = cursor_over(octets, len);

    while (cursor_more(&c))
        if (hashing->in_line)
            add_lines(hashing, &c);
        else
            match_quoted_from(hashing, &c);
}

void
body_hashing_end(BodyHashing *hashing, BodyDigests *digests)
{
    *digests = (BodyDigests){ 0 };
    add_to_all(hashing, quoted_from, hashing->matched);
    for (int form = 0; form < BODY_CANONICALS; form++)
        for (int reading = 0; reading < BODY_READINGS; reading++) {
            HashedRow *row = &hashing->rows[form][reading];
            BodyDigest *found = &digests->rows[form][reading];

            if (!row->digest)
                continue;
            canonical_body_end(&row->body, digest_add, row->digest);
            digest_end(row->digest, found->sha256);
            found->known = true;
            g_clear_pointer(&row->digest, digest_free);
        }
}
