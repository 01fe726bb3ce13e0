/* SPDX-License-Identifier: ISC */
/* Any octets as a body and as a field: chunk borders change nothing, a canonical form is its own
 * canonical form, and no form is longer than can be. The first octet says how long chunks are. */
#include "signatures/body_hashing.h"
#include "signatures/canonical.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const bool all_forms[BODY_CANONICALS] = { true, true };

static void
append(void *context, const char *octets, size_t len)
{
    g_assert(len > 0);
    g_string_append_len(context, octets, (gssize)len);
}

static GString *
form_of_body(Canonical canonical, const char *body, size_t len, size_t chunk)
{
    GString *form = g_string_new(NULL);
    CanonicalBody state = canonical_body(canonical);

    for (size_t at = 0; at < len; at += chunk)
        canonical_body_add(&state, body + at, MIN(chunk, len - at), append, form);
    canonical_body_end(&state, append, form);
    return form;
}

static BodyDigests
digests_of_body(const char *body, size_t len, size_t chunk)
{
    g_autoptr(BodyHashing) hashing = body_hashing_new(all_forms);
    BodyDigests digests;

    for (size_t at = 0; at < len; at += chunk)
        body_hashing_add(hashing, body + at, MIN(chunk, len - at));
    body_hashing_end(hashing, &digests);
    return digests;
}

/* All line ends are CRLF, and but for one there is none at the end. */
static void
check_line_ends(const GString *form)
{
    for (size_t at = 0; at < form->len; at++)
        g_assert(form->str[at] != '\n' || (at > 0 && form->str[at - 1] == '\r'));
    g_assert(form->len == 0 || memcmp(form->str + form->len - 2, "\r\n", 2) == 0);
    g_assert(form->len < 4 || memcmp(form->str + form->len - 4, "\r\n\r\n", 4) != 0);
}

static void
check_body(Canonical canonical, const char *body, size_t len, size_t chunk)
{
    g_autoptr(GString) form = form_of_body(canonical, body, len, len + 1);
    g_autoptr(GString) in_chunks = form_of_body(canonical, body, len, chunk);
    g_autoptr(GString) again = form_of_body(canonical, form->str, form->len, chunk);

    g_assert(form->len <= 2 * len + 2);
    g_assert(g_string_equal(form, in_chunks) && g_string_equal(form, again));
    check_line_ends(form);
}

/* What simple form changes, relaxed form changes too. */
static void
check_relaxed_of_simple(const char *body, size_t len, size_t chunk)
{
    g_autoptr(GString) simple = form_of_body(CANONICAL_SIMPLE, body, len, chunk);
    g_autoptr(GString) relaxed = form_of_body(CANONICAL_RELAXED, body, len, chunk);
    g_autoptr(GString) both = form_of_body(CANONICAL_RELAXED, simple->str, simple->len, chunk);

    g_assert(g_string_equal(relaxed, both));
}

static void
check_digests(const char *body, size_t len, size_t chunk)
{
    BodyDigests whole = digests_of_body(body, len, len + 1);
    BodyDigests in_chunks = digests_of_body(body, len, chunk);

    for (int form = 0; form < BODY_CANONICALS; form++) {
        g_assert(whole.rows[form][BODY_AS_IT_IS].known);
        for (int reading = 0; reading < BODY_READINGS; reading++) {
            const BodyDigest *one = &whole.rows[form][reading];
            const BodyDigest *other = &in_chunks.rows[form][reading];

            g_assert(one->known == other->known);
            g_assert(!one->known || memcmp(one->sha256, other->sha256, BODY_DIGEST_SIZE) == 0);
        }
    }
}

static GString *
form_of_field(Canonical canonical, const CanonicalField *field, bool is_last)
{
    GString *form = g_string_new(NULL);

    canonical_field(canonical, field, is_last, append, form);
    return form;
}

static void
check_field(Canonical canonical, const char *octets, size_t len)
{
    CanonicalField field = { .octets = octets, .len = len };
    g_autoptr(GString) form = form_of_field(canonical, &field, true);
    g_autoptr(GString) with_end = form_of_field(canonical, &field, false);
    CanonicalField of_form = { .octets = form->str, .len = form->len };
    g_autoptr(GString) again = form_of_field(canonical, &of_form, true);

    g_assert(form->len <= 2 * len && with_end->len == form->len + 2);
    g_assert(g_string_equal(form, again));
    if (canonical == CANONICAL_RELAXED) /* unfolded */
        g_assert(!memchr(form->str, '\n', form->len));
}

/* Leaving out is the same as never having been there, where no line end begins before the gap. */
static void
check_gap(Canonical canonical, const char *octets, size_t len, size_t value_at, size_t gap_len)
{
    CanonicalField field = { .octets = octets, .len = len, .gap_at = value_at, .gap_len = gap_len };
    g_autoptr(GString) form = form_of_field(canonical, &field, true);
    g_autoptr(GString) cut = g_string_new_len(octets, (gssize)len);
    CanonicalField of_cut = { .octets = cut->str, .len = len - gap_len };
    g_autoptr(GString) want = NULL;

    g_string_erase(cut, (gssize)value_at, (gssize)gap_len);
    want = form_of_field(canonical, &of_cut, true);
    g_assert(g_string_equal(form, want));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t chunk = size > 0 ? data[0] % 16 + 1U : 1, len = size > 0 ? size - 1 : 0;
    g_autofree char *octets = g_memdup2(data + (size > 0), len); /* a sanitizer sees its end */
    const char *colon = len > 0 ? memchr(octets, ':', len) : NULL;

    for (int form = 0; form < BODY_CANONICALS; form++) {
        check_body((Canonical)form, octets, len, chunk);
        if (colon && !memchr(octets, '\n', (size_t)(colon - octets))) {
            size_t value_at = (size_t)(colon - octets) + 1;

            check_field((Canonical)form, octets, len);
            check_gap((Canonical)form, octets, len, value_at, MIN(chunk, len - value_at));
        }
    }
    check_relaxed_of_simple(octets, len, chunk);
    check_digests(octets, len, chunk);
    return 0;
}
