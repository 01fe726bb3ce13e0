/* SPDX-License-Identifier: ISC */
/* Of what is no header only the places are looked at where an mbox could go on: it streams through.
 */
#include "mailbox/mailbox_stream.h"

#include "mailbox/mbox_length.h"
#include "mime/descriptor.h"
#include "mime/mbox.h"
#include "mime/no_header.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define WINDOW_FIRST ((size_t)16 << 10)  /* octets: most header blocks fit */
#define WINDOW_BODY  ((size_t)128 << 10) /* for what is passed over */

void
mailbox_stream_init(MailboxStream *stream)
{
    *stream = (MailboxStream){ .file = -1, .copy = -1, .header = g_string_new(NULL) };
}

/* Bodies pass through it, and are to be left in no memory of a process that looks at a message. */
static void
wipe_window(MailboxStream *stream)
{
    if (stream->filled > 0)
        explicit_bzero(stream->octets, stream->filled);
    stream->filled = 0;
}

static void
free_window(MailboxStream *stream)
{
    wipe_window(stream);
    g_free(stream->octets);
    stream->octets = NULL;
    stream->size = 0;
}

static void
close_stream(MailboxStream *stream)
{
    if (stream->file >= 0 && stream->file != STDIN_FILENO)
        close(stream->file);
    stream->file = -1;
    wipe_window(stream);
}

void
mailbox_stream_clear(MailboxStream *stream)
{
    close_stream(stream);
    free_window(stream);
    g_free(stream->problem);
    g_string_free(stream->header, TRUE);
}

void
mailbox_stream_forget(MailboxStream *stream)
{
    wipe_window(stream);
    stream->len = 0;
    stream->ended = true;
}

void
mailbox_stream_begin(MailboxStream *stream, int file, guint64 total, bool single)
{
    close_stream(stream);
    stream->file = file;
    stream->start = lseek(file, 0, SEEK_CUR);
    stream->len = 0;
    stream->at = 0;
    stream->total = total;
    stream->ended = false;
    stream->failure = 0;
    stream->is_mbox = !single;
}

/* --- the window --- */

/* Makes room for at least so many octets more. */
static void
grow_window(MailboxStream *stream, size_t more)
{
    size_t size = stream->len + more;
    char *octets;

    if (stream->size >= size)
        return;
    octets = g_malloc(size);
    if (stream->len > 0)
        memcpy(octets, stream->octets, stream->len);
    free_window(stream);
    stream->octets = octets;
    stream->size = size;
    stream->filled = stream->len;
}

/* Where it fails once nothing more is copied: who needs the copy asks. */
static void
copy_octets(MailboxStream *stream, const char *octets, size_t len)
{
    if (stream->copy < 0 || descriptor_write(stream->copy, octets, len))
        return;
    stream->copy_failure = errno;
    stream->copy = -1;
}

/* Reads on, up to more octets. */
static void
read_window(MailboxStream *stream, size_t more)
{
    ssize_t got;

    grow_window(stream, more);
    do
        got = read(stream->file, stream->octets + stream->len, more);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        stream->failure = errno;
    stream->ended = got <= 0;
    if (stream->ended)
        return;
    copy_octets(stream, stream->octets + stream->len, (size_t)got);
    stream->len += (size_t)got;
    stream->filled = MAX(stream->filled, stream->len);
}

/* Moves the window on by so many octets of it. */
static void
move_window(MailboxStream *stream, size_t by)
{
    memmove(stream->octets, stream->octets + by, stream->len - by);
    stream->len -= by;
    stream->at += by;
}

/* --- the header block --- */

/* Length of the block with its empty line; 0: it does not end before offset len. *from is where to
 * look, and where to go on. An empty line stands at the start, or behind a line's end. */
static size_t
find_empty_line(const char *octets, size_t len, size_t *from)
{
    const char *at, *end;

    if (len == 0) /* there may be no window yet */
        return 0;
    at = octets + *from;
    end = octets + len;
    if (*from == 0 && *octets == '\n')
        return 1;
    if (*from == 0 && len > 1 && memcmp(octets, "\r\n", 2) == 0)
        return 2;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        if (end - at > 1 && at[1] == '\n')
            return (size_t)(at - octets) + 2;
        if (end - at > 2 && at[1] == '\r' && at[2] == '\n')
            return (size_t)(at - octets) + 3;
        if (end - at < 3)
            break;
        at++;
    }
    *from = at ? (size_t)(at - octets) : len;
    return 0;
}

/* Length of the whole fields in a block that goes on behind len octets. */
static size_t
whole_fields(const char *octets, size_t len)
{
    HeaderPart part = { .at = header_from_line(octets, len) };

    do
        part = header_part(octets, len, part.at + part.len, false);
    while (part.kind != HEADER_MORE && part.kind != HEADER_END);
    return part.at;
}

/* Reads on in a header block: into the room that there is, so that reads as short as those of a
 * pipe do not make the window anew each time; without any as much as is there already. */
static void
read_header_window(MailboxStream *stream)
{
    size_t more = MIN(MAX(stream->len, WINDOW_FIRST), MAILBOX_HEADER_MAX - stream->len);
    size_t room = stream->size - stream->len;

    read_window(stream, room > 0 ? MIN(more, room) : more);
}

/* Reads until the window begins with a whole header block, or as much of one as may be. Returns its
 * length. */
static size_t
read_header_block(MailboxStream *stream, bool *cut)
{
    size_t from = 0, len = 0;

    *cut = false;
    for (;;) {
        len = find_empty_line(stream->octets, stream->len, &from);
        if (len > 0)
            return len;
        if (stream->ended)
            return stream->len;
        if (stream->len >= MAILBOX_HEADER_MAX)
            break;
        read_header_window(stream);
    }
    *cut = true;
    return whole_fields(stream->octets, stream->len);
}

/* --- the next message of an mbox --- */

/* Whether a "From " line stands in the window at offset at. A line that does not end counts as far
 * as MBOX_LINE_MAX octets, or not at all. */
static bool
begins_message(const MailboxStream *stream, size_t at)
{
    const char *line = stream->octets + at;
    size_t len = MIN(stream->len - at, (size_t)MBOX_LINE_MAX);
    const char *end = memchr(line, '\n', len);

    if (!end && len < MBOX_LINE_MAX)
        return false;
    return mbox_is_from_line(line, end ? (size_t)(end - line) : len);
}

/* Whether an empty line stands above the line that begins at offset at. */
static bool
is_below_empty_line(const MailboxStream *stream, size_t at)
{
    const char *octets = stream->octets;

    return (at >= 2 && octets[at - 2] == '\n') ||
           (at >= 3 && octets[at - 2] == '\r' && octets[at - 3] == '\n');
}

/* The offset in the window, from offset from, of the next "From " line; 0: none is there. */
static size_t
find_from_line(const MailboxStream *stream, size_t from)
{
    const char *at = stream->octets + from, *end = stream->octets + stream->len;

    while (at < end && (at = memmem(at, (size_t)(end - at), "\nFrom ", 6)) != NULL) {
        size_t line = (size_t)(++at - stream->octets);

        if (is_below_empty_line(stream, line) && begins_message(stream, line))
            return line;
    }
    return 0;
}

/* Moves the window on by so many octets, or to the end of the file. It is empty only there. */
static void
pass_octets_over(MailboxStream *stream, off_t octets)
{
    while (octets > (off_t)stream->len && !stream->ended) {
        octets -= (off_t)stream->len;
        move_window(stream, stream->len);
        read_window(stream, WINDOW_BODY);
    }
    move_window(stream, MIN((size_t)octets, stream->len));
    if (stream->len == 0 && !stream->ended)
        read_window(stream, WINDOW_BODY);
}

/* Moves the window on to the next message, or the end of the file. The octets that stand right
 * behind the header block are looked at together with its end: a message without a body. */
static void
pass_body_over(MailboxStream *stream, size_t header_len)
{
    size_t from = header_len > 3 ? header_len - 3 : 0, keep, found;

    while ((found = find_from_line(stream, from)) == 0 && !stream->ended) {
        /* A line that begins in what is kept is looked at again, when all of it is there. */
        keep = MIN(stream->len, (size_t)MBOX_LINE_MAX + 3);
        move_window(stream, stream->len - keep);
        from = 0;
        read_window(stream, WINDOW_BODY);
    }
    move_window(stream, found > 0 ? found : stream->len);
}

/* --- a message --- */

/* Takes problem over. */
static void
set_stream_problem(MailboxStream *stream, MailboxMessage *message, MailboxState state,
                   char *problem)
{
    stream->problem = problem;
    message->problem = problem;
    message->state = state;
    message->header = (HeaderBlock){ .octets = "" };
}

static void
judge_block(MailboxStream *stream, MailboxMessage *message)
{
    const GString *header = stream->header;
    NoHeader why;

    if (stream->failure)
        set_stream_problem(stream, message, MAILBOX_UNREADABLE,
                           g_strdup(g_strerror(stream->failure)));
    else if (header->len == 0 && !message->header.cut)
        set_stream_problem(stream, message, MAILBOX_EMPTY, g_strdup("is empty: no message"));
    else if (header->len > 0 && no_header(header->str, header->len, &why))
        set_stream_problem(stream, message, MAILBOX_NO_MESSAGE, no_header_text(&why));
}

/* Where there is more than one message the window stands on the next one afterwards. */
static void
pass_message_over(MailboxStream *stream, MailboxMessage *message, const HeaderBlock *header)
{
    MboxLength length;

    if (!stream->is_mbox) {
        message->length = stream->total;
        close_stream(stream);
        return;
    }
    length = mbox_length_find(header, stream->file,
                              stream->start < 0 ? -1 : stream->start + (off_t)stream->at);
    stream->unsure = length.wrong;
    if (length.octets > 0)
        pass_octets_over(stream, length.octets);
    else
        pass_body_over(stream, header->len);
    message->length = stream->at - message->offset;
    if (stream->len == 0)
        close_stream(stream);
}

bool
mailbox_stream_next(MailboxStream *stream, MailboxMessage *message)
{
    bool cut, first = stream->at == 0;
    HeaderBlock header;
    size_t len;

    if (stream->file < 0)
        return false;
    len = read_header_block(stream, &cut);
    stream->is_mbox &= header_from_line(stream->octets, stream->len) > 0;
    message->number = !stream->is_mbox ? 0 : first ? 1 : message->number + 1;
    message->offset = stream->at;
    message->state = MAILBOX_READ;
    message->problem = NULL;
    stream->unsure = false;
    g_clear_pointer(&stream->problem, g_free);
    g_string_truncate(stream->header, 0);
    g_string_append_len(stream->header, stream->octets, (gssize)len);
    header = (HeaderBlock){ .octets = stream->header->str, .len = len, .cut = cut };
    message->header = header;
    judge_block(stream, message);
    pass_message_over(stream, message, &header);
    return true;
}
