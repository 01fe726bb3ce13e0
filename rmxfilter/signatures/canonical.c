/* SPDX-License-Identifier: ISC */
/* What a canonical form leaves as it is, which is nearly all of most mail, goes to the sink in runs
 * as long as can be: octets that are held back part them, and nothing else. */
#include "signatures/canonical.h"

#include "mime/cursor.h"

#include <string.h>

/* Where the form's octets go. */
typedef struct {
    CanonicalSink put;
    void *context;
} Outlet;

static void
put_form(Outlet out, const char *octets, size_t len)
{
    if (len > 0)
        out.put(out.context, octets, len);
}

/* A body may be nothing but line ends, so they are not put one at a time. */
static void
put_line_ends(Outlet out, uint64_t count)
{
    static const char ends[] = "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n";
    static const uint64_t at_once = (sizeof ends - 1) / 2;

    for (; count > at_once; count -= at_once)
        put_form(out, ends, sizeof ends - 1);
    put_form(out, ends, 2 * (size_t)count);
}

static bool
is_line_end_octet(unsigned char octet)
{
    return octet == '\r' || octet == '\n';
}

/* Takes CRLF or LF. */
static bool
skip_line_end(Cursor *c)
{
    if (cursor_peek(c) == '\r' && cursor_peek_at(c, 1) == '\n')
        cursor_take(c);
    return cursor_skip(c, '\n');
}

/* --- fields ---------------------------------------------------------------------------------- */

/* Section 3.4.1: nothing changes but the kind of line end. */
static void
put_field_simple(Cursor c, Outlet out)
{
    while (cursor_more(&c)) {
        const char *begin = c.at;

        cursor_span_until(&c, is_line_end_octet);
        put_form(out, begin, (size_t)(c.at - begin));
        begin = c.at;
        if (skip_line_end(&c))
            put_line_ends(out, 1);
        else
            put_form(out, begin, cursor_skip(&c, '\r'));
    }
}

/* Takes blanks and the line ends among them, and says whether there were any. */
static bool
skip_folds(Cursor *c)
{
    const char *begin = c->at;

    while (cursor_span(c, cursor_is_wsp) > 0 || skip_line_end(c))
        ;
    return c->at > begin;
}

/* Section 3.4.2: runs of blanks are one space, and none at the ends. *is_blank: blanks are held
 * back, and *has_begun: an octet came out, in what stood before. */
static void
put_value_relaxed(Cursor c, bool *is_blank, bool *has_begun, Outlet out)
{
    while (cursor_more(&c)) {
        const char *begin = c.at;

        if (skip_folds(&c)) {
            *is_blank = *has_begun;
            continue;
        }
        cursor_skip(&c, '\r');
        cursor_span_until(&c, cursor_is_blank);
        put_form(out, " ", *is_blank);
        put_form(out, begin, (size_t)(c.at - begin));
        *is_blank = false;
        *has_begun = true;
    }
}

static void
put_name_relaxed(Cursor name, Outlet out)
{
    cursor_trim(&name, cursor_is_blank);
    while (cursor_more(&name)) {
        char lower = g_ascii_tolower((char)cursor_take(&name));

        put_form(out, &lower, 1);
    }
    put_form(out, ":", 1);
}

static void
put_field_relaxed(Cursor before_gap, Cursor after_gap, Outlet out)
{
    bool is_blank = false, has_begun = false;
    Cursor name;

    /* the gap lies in the value: what has no colon before it is no field */
    if (!cursor_split(&before_gap, ':', &name))
        return;
    put_name_relaxed(name, out);
    put_value_relaxed(before_gap, &is_blank, &has_begun, out);
    put_value_relaxed(after_gap, &is_blank, &has_begun, out);
}

void
canonical_field(Canonical canonical, const CanonicalField *field, bool is_last, CanonicalSink sink,
                void *context)
{
    Cursor c = cursor_over(field->octets, field->len);
    Cursor before_gap = cursor_sub(&c, field->gap_len > 0 ? field->gap_at : field->len);
    Outlet out = { .put = sink, .context = context };

    cursor_sub(&c, field->gap_len);
    g_assert(!c.problem);
    if (canonical == CANONICAL_SIMPLE) {
        put_field_simple(before_gap, out);
        put_field_simple(c, out);
    } else {
        put_field_relaxed(before_gap, c, out);
    }
    if (!is_last)
        put_line_ends(out, 1);
}

/* --- bodies ---------------------------------------------------------------------------------- */

CanonicalBody
canonical_body(Canonical canonical)
{
    return (CanonicalBody){ .canonical = canonical };
}

/* These octets count, and so does what was held back before them. */
static void
put_text(CanonicalBody *body, const char *octets, size_t len, Outlet out)
{
    put_line_ends(out, body->ends);
    put_form(out, " ", body->is_blank);
    put_form(out, octets, len);
    body->ends = 0;
    body->is_blank = false;
    body->has_begun = true;
}

static void
end_line(CanonicalBody *body)
{
    body->ends++;
    body->is_blank = false;
}

/* Takes a line end, or a blank, that stays as it is because text comes after it. */
static bool
skip_kept_blank(Cursor *c)
{
    size_t len = 0;
    int next;

    if (cursor_peek(c) == ' ')
        len = 1;
    else if (cursor_peek(c) == '\r' && cursor_peek_at(c, 1) == '\n')
        len = 2;
    next = cursor_peek_at(c, len);
    if (len == 0 || next < 0 || cursor_is_blank((unsigned char)next))
        return false;
    while (len-- > 0)
        cursor_take(c);
    return true;
}

/* Takes as much as stays as it is; at least one octet, for the first one is text. */
static void
span_kept(Cursor *c, Canonical canonical)
{
    do {
        if (canonical == CANONICAL_RELAXED)
            cursor_span_until(c, cursor_is_blank);
        else
            cursor_span_until(c, is_line_end_octet);
    } while (skip_kept_blank(c));
}

void
canonical_body_add(CanonicalBody *body, const char *octets, size_t len, CanonicalSink sink,
                   void *context)
{
    Outlet out = { .put = sink, .context = context };
    Cursor c = cursor_over(octets, len);

    while (cursor_more(&c)) {
        const char *begin = c.at;

        if (cursor_skip(&c, '\n')) {
            body->is_cr = false;
            end_line(body);
        } else if (body->is_cr) {
            body->is_cr = false;
            put_text(body, "\r", 1, out);
        } else if (cursor_skip(&c, '\r')) {
            body->is_cr = true;
        } else if (body->canonical == CANONICAL_RELAXED && cursor_span(&c, cursor_is_wsp) > 0) {
            body->is_blank = true;
        } else {
            span_kept(&c, body->canonical);
            put_text(body, begin, (size_t)(c.at - begin), out);
        }
    }
}

void
canonical_body_end(CanonicalBody *body, CanonicalSink sink, void *context)
{
    Outlet out = { .put = sink, .context = context };

    if (body->is_cr)
        put_text(body, "\r", 1, out);
    if (body->has_begun || body->canonical == CANONICAL_SIMPLE)
        put_line_ends(out, 1);
    *body = canonical_body(body->canonical);
}
