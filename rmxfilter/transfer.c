/* SPDX-License-Identifier: ISC */
/* The first buffers are static, so that a message passes through also when malloc fails. */
#include "transfer.h"

#include "kernel_copy.h"
#include "mime/authserv.h"
#include "mime/descriptor.h"
#include "mime/header.h"
#include "mime/wipe.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE (64U << 10)
#define BODY_SIZE   (256U << 10) /* of a body that is held back */

/* Pages that nobody writes to take no memory: only for a body that is held back more than
 * BUFFER_SIZE is used. */
static char first_in[BUFFER_SIZE + BODY_SIZE];
static char out_buffer[BUFFER_SIZE];
static size_t out_len;

/* --- in --- */

/* Makes room behind len. False if the buffer has its largest size, or malloc fails. */
static bool
grow_buffer(Transfer *t)
{
    size_t size = t->size * 2;
    char *octets;

    if (t->len < t->size)
        return true;
    if (size > HEADER_MAX)
        return false;
    octets = t->octets == first_in ? malloc(size) : realloc(t->octets, size);
    if (!octets)
        return false;
    if (t->octets == first_in)
        memcpy(octets, first_in, t->len);
    t->octets = octets;
    t->size = size;
    return true;
}

/* What was held back comes first. */
ssize_t
transfer_take(Transfer *t, char *octets, size_t size)
{
    ssize_t got = body_file_take(&t->rest, octets, size);

    return got != 0 || t->rest.ended ? got : read(t->in, octets, size);
}

/* Reads once, to behind len, where there must be room. Sets ended or failure. */
static bool
read_once(Transfer *t)
{
    ssize_t got;

    do
        got = transfer_take(t, t->octets + t->len, t->size - t->len);
    while (got < 0 && descriptor_may_repeat(t->in, POLLIN));
    if (got < 0) {
        t->failure = errno;
        return false;
    }
    t->ended = got == 0;
    t->len += (size_t)got;
    return true;
}

/* True where behind offset from a line begins that is no continuation; the line ending before it
 * may be in the two octets before from. */
static bool
line_begins(const Transfer *t, size_t from)
{
    const char *end = t->octets + t->len, *at = t->octets + (from < 2 ? 0 : from - 2);

    while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL && ++at < end)
        if (*at != ' ' && *at != '\t')
            return true;
    return false;
}

/* Reads to behind len, where there must be room, until a new line begins, which can end a part. So
 * a long field that arrives in pieces is not searched from its beginning for each piece. */
static bool
read_part(Transfer *t)
{
    size_t from;

    do {
        from = t->len;
        if (!read_once(t))
            return false;
    } while (from > 0 && !t->ended && t->len < t->size && !line_begins(t, from));
    return true;
}

/* As lenient as the most lenient reader: whoever checks signatures is not to miss the body. */
static bool
is_signature(const char *octets, const HeaderPart *part)
{
    static const char *const names[] = { "DKIM-Signature", "ARC-Message-Signature" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (header_part_value(octets, part, names[i], false) > 0)
            return true;
    return false;
}

bool
transfer_begin(Transfer *t, int in, int out)
{
    HeaderPart part = { .kind = HEADER_MORE };
    size_t at = 0;

    out_len = 0;
    *t = (Transfer){
        .in = in, .out = out, .octets = first_in, .size = BUFFER_SIZE, .rest = body_file_none()
    };
    while (part.kind != HEADER_END) {
        part = header_part(t->octets, t->len, at, t->ended);
        if (part.kind != HEADER_MORE) {
            t->is_signed = t->is_signed || is_signature(t->octets, &part);
            t->header_len = at += part.len;
        } else if (!grow_buffer(t))
            return true;
        else if (!read_part(t))
            return false;
    }
    t->held = true;
    return true;
}

/* --- holding the body back --- */

/* Reads until there is no room, or no more to read. */
static bool
fill_memory(Transfer *t, BodyWait wait)
{
    if (t->octets == first_in)
        t->size = sizeof(first_in);
    while (!t->ended && t->len < t->size) {
        if (!wait(t->in)) {
            t->rest.missing = BODY_STOPPED;
            return true;
        }
        if (!read_once(t))
            return false;
    }
    return true;
}

/* Copies what was not read yet into memory and a file. */
static bool
hold_copy(Transfer *t, BodyWait wait)
{
    if (!fill_memory(t, wait))
        return false;
    if (t->ended || t->rest.missing || body_file_fill(&t->rest, t->in, wait))
        return true;
    t->failure = errno;
    return false;
}

/* at: where in the file the rest of the body begins. */
static HeldBody
lend_body(const Transfer *t, off_t at)
{
    if (t->rest.missing)
        return held_body_missing(t->rest.missing);
    return (HeldBody){ .octets = t->octets + t->header_len,
                       .len = t->len - t->header_len,
                       .file = t->rest.file,
                       .at = at };
}

bool
transfer_hold(Transfer *t, BodyWait wait, HeldBody *body)
{
    off_t at = 0, rest = 0;

    *body = held_body_missing(t->held ? BODY_UNSIGNED : BODY_LONG_HEADER);
    if (!t->is_signed || !t->held)
        return true;
    /* Nothing of it is taken out: it is read from the input itself. */
    t->rest.file = body_file_open_input(t->in, &at, &rest);
    if (rest > BODY_FILE_MAX) {
        t->rest.missing = BODY_TOO_LONG;
    } else if (t->rest.file < 0) {
        at = 0;
        if (!hold_copy(t, wait))
            return false;
    }
    *body = lend_body(t, at);
    return true;
}

/* No octet of the body is in any other buffer: a buffer that became too small held header only. */
void
transfer_forget_body(const Transfer *t, const HeldBody *body)
{
    body_file_forget(&t->rest);
    if (!body->missing)
        return;
    wipe(t->octets + t->header_len, t->len - t->header_len);
    if (t->rest.file >= 0)
        close(t->rest.file);
}

/* --- out --- */

static bool
write_out(Transfer *t, const char *octets, size_t len)
{
    if (descriptor_write(t->out, octets, len))
        return true;
    t->failure = errno;
    return false;
}

/* Small pieces are gathered, so that a message of common size goes out in one write. */
static bool
put_octets(Transfer *t, const char *octets, size_t len)
{
    if (len > sizeof(out_buffer) - out_len) {
        size_t gathered = out_len;

        out_len = 0;
        if (!write_out(t, out_buffer, gathered))
            return false;
    }
    if (len > sizeof(out_buffer))
        return write_out(t, octets, len);
    memcpy(out_buffer + out_len, octets, len);
    out_len += len;
    return true;
}

/* Whether the first line from at on ends in CR LF: the message's own line ending. */
static bool
ends_in_crlf(const Transfer *t, size_t at)
{
    const char *newline = memchr(t->octets + at, '\n', t->len - at);

    return newline && newline > t->octets + at && newline[-1] == '\r';
}

static bool
put_fields(Transfer *t, const char *fields, size_t len, bool crlf)
{
    const char *ending = crlf ? "\r\n" : "\n";

    while (len > 0) {
        const char *newline = memchr(fields, '\n', len);
        size_t line = newline ? (size_t)(newline - fields) : len;

        if (!put_octets(t, fields, line) || !put_octets(t, ending, strlen(ending)))
            return false;
        line += newline != NULL;
        fields += line;
        len -= line;
    }
    return true;
}

/* What is stripped from the header block. */
typedef struct {
    const char *authserv_id; /* NULL: Authentication-Results stay */
    size_t from;             /* so do those that begin before this offset of the buffer */
    bool crlf;               /* the message's own line ending */
    bool in_body; /* behind a line of CR: a body to most, whose text must stay; more header to
                     procmail */
} StripRules;

/* True where a part is to be left out. HEADER_MORE: it is the beginning of a part that is longer
 * than the buffer. */
static bool
is_stripped(const char *octets, const HeaderPart *part, const StripRules *rules)
{
    bool whole = part->kind != HEADER_MORE;
    size_t value = header_part_value(octets, part, "X-RMX", true);

    if (rules->in_body ? value > 0 && (octets[value - 1] == ':' || !whole)
                       : header_part_begins(octets, part, "X-RMX"))
        return true;
    if (!rules->authserv_id || part->at < rules->from)
        return false;
    value = header_part_value(octets, part, "Authentication-Results", false);
    return value > 0 &&
           authserv_is(octets + value, part->at + part->len - value, rules->authserv_id, whole);
}

/* Drops the octets before *at, which were written or left out, and reads more. */
static bool
drop_and_read(Transfer *t, size_t *at)
{
    memmove(t->octets, t->octets + *at, t->len - *at);
    t->len -= *at;
    *at = 0;
    return t->ended || read_part(t);
}

/* How many octets at the beginning of the buffer mail readers drop (header_octet_drops). */
static size_t
count_dropped_octets(const Transfer *t)
{
    size_t count = 0;

    while (count < t->len && header_octet_drops((unsigned char)t->octets[count]))
        count++;
    return count;
}

/* Writes octets that mail readers drop, more than the buffer holds, and fills the buffer with what
 * follows them. */
static bool
pass_dropped_octets(Transfer *t, size_t *at)
{
    while ((*at = count_dropped_octets(t)) > 0)
        if (!put_octets(t, t->octets, *at) || !drop_and_read(t, at))
            return false;
    while (t->len < t->size && !t->ended)
        if (!read_once(t))
            return false;
    return true;
}

/* Handles one part that fills the whole buffer: its beginning decides whether it is left out, and
 * it ends where a line begins without a blank. Octets that mail readers drop do not decide, however
 * many: they are written, on a line of their own if the part behind them is left out. */
static bool
pass_long_part(Transfer *t, size_t *at, const StripRules *rules)
{
    bool hidden = count_dropped_octets(t) == t->len;
    const char *newline = NULL;
    HeaderPart start;
    bool keep;

    if (hidden && !pass_dropped_octets(t, at))
        return false;
    start = header_part(t->octets, t->len, 0, t->ended);
    if (start.kind == HEADER_MORE)
        start.len = t->len;
    keep = !is_stripped(t->octets, &start, rules);
    for (size_t line = 0; *at < t->len; *at = line) {
        newline = memchr(t->octets + *at, '\n', t->len - *at);
        line = newline ? (size_t)(newline - t->octets) + 1 : t->len;
        if (keep && !put_octets(t, t->octets + *at, line - *at))
            return false;
        *at = line;
        if (line == t->len && !drop_and_read(t, at))
            return false;
        line = *at;
        if (newline && line < t->len && t->octets[line] != ' ' && t->octets[line] != '\t')
            break;
    }
    return keep || !hidden || !newline || put_fields(t, "\n", 1, rules->crlf);
}

/* Writes the header block from *at on without the parts to strip, and reads what of it is not yet
 * in memory. In a message whose lines end in LF a line of CR alone is no end to procmail, which
 * reads on to the first line that is empty; and senders can write one (CR CR LF, by SMTP). */
static bool
put_header(Transfer *t, size_t *at, StripRules *rules)
{
    for (;;) {
        HeaderPart part = header_part(t->octets, t->len, *at, t->ended);

        if (part.kind == HEADER_MORE) {
            rules->from = 0; /* all that begins before it has been written */
            if (*at == 0 && t->len == t->size ? !pass_long_part(t, at, rules)
                                              : !drop_and_read(t, at))
                return false;
            continue;
        }
        if (!is_stripped(t->octets, &part, rules) && !put_octets(t, t->octets + *at, part.len))
            return false;
        *at += part.len;
        if (part.kind != HEADER_END)
            continue;
        if (rules->crlf || part.len != strlen("\r\n"))
            return true;
        rules->in_body = true;
    }
}

/* True where the message begins with a continuation line. It would continue the last of our fields,
 * so that a sender could write into it. */
static bool
begins_with_continuation(const Transfer *t, size_t at)
{
    while (at < t->len && header_octet_drops((unsigned char)t->octets[at]))
        at++;
    return at < t->len && (t->octets[at] == ' ' || t->octets[at] == '\t');
}

/* Passes on what was not read yet. Most messages have nothing left, or a few octets; of a longer
 * one the kernel moves what it can by itself, once nothing is left that was held back. */
static bool
pass_rest(Transfer *t)
{
    bool moved = false;

    while (!t->ended) {
        t->len = 0;
        if (!read_once(t) || !write_out(t, t->octets, t->len))
            return false;
        if (moved || t->ended || !body_file_is_taken(&t->rest))
            continue;
        moved = true;
        if (!kernel_copy(t->in, t->out)) {
            t->failure = errno;
            return false;
        }
    }
    return true;
}

bool
transfer_put_top(Transfer *t, const char *fields, size_t len, const char *authserv_id,
                 size_t strip_from)
{
    size_t at = header_from_line(t->octets, t->len);
    bool crlf = ends_in_crlf(t, at);
    StripRules rules = { .authserv_id = authserv_id, .from = strip_from, .crlf = crlf };
    size_t stray = len > 0 && begins_with_continuation(t, at) ? strlen(TRANSFER_STRAY) : 0;
    size_t gathered;

    if (!put_octets(t, t->octets, at) || !put_fields(t, fields, len, crlf) ||
        !put_fields(t, TRANSFER_STRAY, stray, crlf) || !put_header(t, &at, &rules) ||
        !put_octets(t, t->octets + at, t->len - at))
        return false;
    gathered = out_len;
    out_len = 0;
    return write_out(t, out_buffer, gathered);
}

bool
transfer_put_rest(Transfer *t)
{
    if (!pass_rest(t))
        return false;
    /* A full disk or quota may show only here, on network file systems. */
    if (close(t->out) != 0) {
        t->failure = errno;
        return false;
    }
    return true;
}

bool
transfer_finish(Transfer *t, const char *fields, size_t len, const char *authserv_id,
                size_t strip_from)
{
    return transfer_put_top(t, fields, len, authserv_id, strip_from) && transfer_put_rest(t);
}
