/* SPDX-License-Identifier: ISC */
/* Any octets as an mbox, or a message, that is read from a file or a pipe. What is read of it does
 * not depend on how many octets each read takes; messages follow one another without a gap; and a
 * header block is what stands in the file where its message begins.
 *
 * The first octet of an input chooses the circumstances (a bit each, below), the second one how
 * much one read takes; the file follows. */
#include "mailbox/mailbox_stream.h"

#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define RUN       1 /* the octet that stands for RUN_LEN of them, so that windows end in the middle */
#define RUN_LEN   9000
#define RUNS_MAX  40
#define BLOCK     2 /* the octet that stands for more fields than a header block may have, once */
#define FIELD_LEN 4000 /* of these: few, as each is looked at several times */
#define LONG      4096 /* octets: of longer files, reads are as many times longer */
#define CHUNK_MAX 64
#define PIPE_MAX                                                                                   \
    ((size_t)64 << 10) /* octets that a pipe holds, so that nobody has to write meanwhile */

enum { MODE_SINGLE = 1, MODE_PIPE = 2, MODE_LONG = 4, MODE_BLOCK = 8 };

/* The linker puts this in the place of the system's (-Wl,--wrap). */
ssize_t __real_read(int fd, void *buffer, size_t len);
ssize_t __wrap_read(int fd, void *buffer, size_t len);

static size_t chunk; /* octets that a read takes at most; 0: as many as there are */

ssize_t
__wrap_read(int fd, void *buffer, size_t len)
{
    return __real_read(fd, buffer, chunk > 0 ? MIN(len, chunk) : len);
}

/* --- the file --- */

static void
append_block(GString *file)
{
    g_autofree char *value = g_strnfill(FIELD_LEN, 'y');

    for (size_t i = 0; i <= MAILBOX_HEADER_MAX / FIELD_LEN; i++)
        g_string_append_printf(file, "X: %s\n", value);
}

static GString *
file_of(const uint8_t *octets, size_t len, unsigned mode)
{
    GString *file = g_string_new(NULL);
    unsigned runs = 0, blocks = 0;

    for (size_t i = 0; i < len; i++)
        if ((mode & MODE_LONG) && octets[i] == RUN && runs++ < RUNS_MAX)
            for (size_t n = 0; n < RUN_LEN; n++)
                g_string_append_c(file, 'x');
        else if ((mode & MODE_BLOCK) && octets[i] == BLOCK && blocks++ == 0)
            append_block(file);
        else
            g_string_append_c(file, (char)octets[i]);
    return file;
}

/* A descriptor that the file can be read from, from its beginning. */
static int
open_octets(const GString *file, bool is_piped)
{
    int ends[2] = { -1, -1 };
    ssize_t written;

    if (is_piped)
        g_assert(pipe(ends) == 0);
    else
        ends[0] = ends[1] = memfd_create("mbox", MFD_CLOEXEC);
    g_assert(ends[1] >= 0);
    written = write(ends[1], file->str, file->len);
    g_assert(written == (ssize_t)file->len);
    if (is_piped)
        close(ends[1]);
    else
        lseek(ends[0], 0, SEEK_SET);
    return ends[0];
}

/* --- what is read of it --- */

static void
check_message(const GString *file, const MailboxMessage *message, guint64 end)
{
    const HeaderBlock *header = &message->header;

    g_assert(message->offset == end);
    g_assert(message->offset + header->len <= file->len);
    g_assert(memcmp(file->str + message->offset, header->octets, header->len) == 0);
    g_assert(header->len <= MAILBOX_HEADER_MAX);
    g_assert((message->state == MAILBOX_READ) == !message->problem);
}

/* All of it as text. */
static GString *
read_all(const GString *file, bool is_piped, bool is_single)
{
    GString *text = g_string_new(NULL);
    MailboxMessage message = { .file = "mbox" };
    MailboxStream stream;
    guint64 end = 0, messages = 0;

    mailbox_stream_init(&stream);
    mailbox_stream_begin(&stream, open_octets(file, is_piped), is_piped ? 0 : file->len, is_single);
    while (mailbox_stream_next(&stream, &message)) {
        check_message(file, &message, end);
        end = message.offset + message.length;
        messages++;
        g_string_append_printf(text, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %d%d%d %s ",
                               message.number, message.length, (int)message.state,
                               message.header.cut, stream.unsure,
                               message.problem ? message.problem : "");
        g_string_append_len(text, message.header.octets, (gssize)message.header.len);
        g_assert(message.number == 0 || message.number == messages);
        g_assert(message.number == 0 || message.length > 0);
    }
    g_assert(messages > 0);
    g_assert(end == file->len || (messages == 1 && message.number == 0 && is_piped));
    mailbox_stream_clear(&stream);
    return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    unsigned mode = len > 0 ? octets[0] : 0;
    size_t short_read = len > 1 ? octets[1] % CHUNK_MAX + 1U : 1;
    g_autoptr(GString) file = file_of(octets + MIN(len, 2), len - MIN(len, 2), mode);
    bool is_piped = (mode & MODE_PIPE) && file->len < PIPE_MAX, is_single = mode & MODE_SINGLE;
    g_autoptr(GString) whole = NULL, in_parts = NULL;

    chunk = 0;
    whole = read_all(file, is_piped, is_single);
    chunk = short_read * (1 + file->len / LONG);
    in_parts = read_all(file, is_piped, is_single);
    chunk = 0;
    g_assert(g_string_equal(whole, in_parts));
    return 0;
}
