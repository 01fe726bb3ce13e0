/* SPDX-License-Identifier: ISC */
/* A message's way through the guard, by the real code over system calls that are made up: reads and
 * writes as short as the input says, interrupted, and memory that ends. What comes out must be what
 * the simplest thinkable program, line after line, makes of the same message; and the header block
 * is cut into the same parts however its octets arrive.
 *
 * The first octet of an input chooses the circumstances (a bit each, below), the second one how
 * much one read or write takes; the message follows. */
#include "transfer.h"

#include "mime/header.h"
#include "mime/message.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME      "mx.example.net"
#define IN        1000 /* descriptors that nobody has */
#define OUT       1001
#define RUN       9000 /* octets that stand for one in the input; RUNS_MAX fill a buffer */
#define RUNS_MAX  8
#define CHUNK_MAX 64
#define LONG      4096 /* octets: of longer messages, chunks are as many times longer */

enum {
    MODE_STRIP = 1,
    MODE_NO_MEMORY = 2,
    MODE_INTERRUPTED = 4,
    MODE_RUNS = 8 + 16 + 32,
    MODE_LATE = 64
};

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

/* The linker puts these in the place of the system's (-Wl,--wrap). */
ssize_t __real_read(int fd, void *buffer, size_t len);
ssize_t __wrap_read(int fd, void *buffer, size_t len);
ssize_t __real_write(int fd, const void *octets, size_t len);
ssize_t __wrap_write(int fd, const void *octets, size_t len);
int __real_close(int fd);
int __wrap_close(int fd);
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static struct {
    GString *in, *out;
    size_t taken;     /* of in */
    size_t chunk;     /* octets that a call takes at most */
    unsigned calls;   /* for MODE_INTERRUPTED */
    bool interrupted; /* every other call fails with EINTR */
    bool no_memory;
    bool running; /* the code under test is */
    bool closed;
    void *memory; /* what it got; it never frees: it is a program that ends */
} world;

static bool
interrupts(void)
{
    if (!world.interrupted || ++world.calls % 2 == 0)
        return false;
    errno = EINTR;
    return true;
}

ssize_t
__wrap_read(int fd, void *buffer, size_t len)
{
    if (fd != IN)
        return __real_read(fd, buffer, len);
    if (interrupts())
        return -1;
    len = MIN(MIN(len, world.chunk), world.in->len - world.taken);
    memcpy(buffer, world.in->str + world.taken, len);
    world.taken += len;
    return (ssize_t)len;
}

ssize_t
__wrap_write(int fd, const void *octets, size_t len)
{
    if (fd != OUT)
        return __real_write(fd, octets, len);
    if (interrupts())
        return -1;
    len = MIN(len, world.chunk);
    g_string_append_len(world.out, octets, (gssize)len);
    return (ssize_t)len;
}

int
__wrap_close(int fd)
{
    if (fd != OUT)
        return __real_close(fd);
    g_assert_false(world.closed);
    world.closed = true;
    return 0;
}

void *
__wrap_malloc(size_t size)
{
    if (!world.running)
        return __real_malloc(size);
    world.memory = world.no_memory ? NULL : __real_malloc(size);
    return world.memory;
}

void *
__wrap_realloc(void *memory, size_t size)
{
    if (!world.running)
        return __real_realloc(memory, size);
    world.memory = __real_realloc(memory, size);
    return world.memory;
}

/* --- what should come out --- */

static bool
is_blank(char octet)
{
    return octet == ' ' || octet == '\t';
}

/* Length of the line at offset at, its LF included. */
static size_t
line_len(const GString *text, size_t at)
{
    const char *newline = memchr(text->str + at, '\n', text->len - at);

    return newline ? (size_t)(newline - text->str) + 1 - at : text->len - at;
}

/* strchr() finds NUL in every set. */
static bool
is_one_of(char octet, const char *set)
{
    return octet != '\0' && strchr(set, octet);
}

/* Control octets that are to be read as if they were not there. */
static bool
drops(const GString *text, size_t at)
{
    return at < text->len &&
           (g_ascii_iscntrl(text->str[at]) && text->str[at] != '\t' && text->str[at] != '\n');
}

/* Offset behind the word, between whose letters such octets may stand; 0: the line does not begin
 * so. cut: what is there may be a part of it. */
static size_t
behind_word(const GString *text, const char *word, bool cut)
{
    size_t at = 0;

    for (size_t i = 0; word[i]; i++, at++) {
        while (drops(text, at))
            at++;
        if (cut && i > 0 && at == text->len)
            break;
        if (g_ascii_tolower(text->str[at]) != g_ascii_tolower(word[i]))
            return 0;
    }
    return at;
}

static bool
line_is_empty(const GString *text, size_t at)
{
    return text->str[at] == '\n' || (text->str[at] == '\r' && text->str[at + 1] == '\n');
}

/* Where the value begins of a field whose name begins with (or, whole, is) this one, or its end
 * where nothing but blanks follow; 0: it is no such field. */
static size_t
field_value(const GString *field, const char *name, bool whole, bool cut)
{
    size_t at = behind_word(field, name, cut);

    if (at == 0)
        return 0;
    while (!whole && at < field->len && !is_one_of(field->str[at], ":\n \t"))
        at++;
    while (at < field->len && (is_one_of(field->str[at], " \t\n") || drops(field, at)))
        at++;
    if (at == field->len)
        return at;
    return field->str[at] == ':' ? at + 1 : 0;
}

/* Offset behind blanks, line ends and comments, nested ones too. */
static size_t
behind_comments(const GString *value)
{
    size_t at = 0;
    int depth = 0;

    for (; at < value->len; at++) {
        char octet = value->str[at];

        if (depth > 0 && octet == '\\')
            at++;
        else if (octet == '(')
            depth++;
        else if (octet == ')' && depth > 0)
            depth--;
        else if (depth == 0 && !is_one_of(octet, " \t\n") && !(octet & 0x80) && !drops(value, at))
            break;
    }
    return MIN(at, value->len);
}

/* Whether an encoded word begins at offset at, or may begin where the value is cut. */
static bool
is_encoded(const GString *value, size_t at, bool cut)
{
    if (at + 1 == value->len)
        return cut && value->str[at] == '=';
    return at < value->len && memcmp(value->str + at, "=?", 2) == 0;
}

/* Whether the first word of the value, in quotes or not, is NAME, perhaps with a dot, or encoded in
 * part. cut: the value goes on, and what is there may be all of its word or a part. */
static bool
bears_name(const GString *value, bool cut)
{
    size_t at = behind_comments(value);
    bool quoted = value->str[at] == '"', dotted = false;
    g_autoptr(GString) word = g_string_new(NULL);

    for (at += quoted; at < value->len; at++) {
        bool named = g_ascii_strcasecmp(word->str, NAME) == 0, escaped;

        if (named && !quoted && drops(value, at))
            break;
        while (drops(value, at))
            at++;
        if (named && !dotted && at < value->len && value->str[at] == '.') {
            dotted = true;
            continue;
        }
        escaped = quoted && value->str[at] == '\\';
        at += escaped;
        if (!(named && escaped) && is_encoded(value, at, cut) &&
            g_ascii_strncasecmp(word->str, NAME, word->len) == 0)
            return true;
        if (at < value->len && !escaped &&
            (is_one_of(value->str[at], quoted ? "\"" : " \t\n()<>@,;:\\\"/[]?=") ||
             (!quoted && value->str[at] & 0x80)))
            break;
        if (at < value->len)
            g_string_append_c(word, value->str[at]);
    }
    if (at >= value->len && cut)
        return g_ascii_strncasecmp(word->str, NAME, word->len) == 0;
    if (quoted && value->str[MIN(at, value->len)] != '"')
        return false;
    return word->len == strlen(NAME) && g_ascii_strcasecmp(word->str, NAME) == 0;
}

/* Length of the field at offset at, with the lines that continue it. */
static size_t
field_len(const GString *text, size_t at)
{
    size_t len = line_len(text, at);

    while (at + len < text->len && is_blank(text->str[at + len]))
        len += line_len(text, at + len);
    return len;
}

typedef struct {
    bool strip, body;
    size_t from; /* what begins before is not stripped for its authserv-id */
    size_t size; /* octets that can be held */
    bool crlf;
} Judge;

/* By what of the field is within size octets: of longer ones no more is in memory at a time. */
static bool
is_forged(const GString *text, size_t at, Judge judge)
{
    size_t len = field_len(text, at);
    g_autoptr(GString) field = g_string_new_len(text->str + at, (gssize)MIN(len, judge.size));
    bool cut = len >= judge.size;
    size_t value = field_value(field, "X-RMX", false, cut);

    if (judge.body ? value > 0 && (cut || field->str[value - 1] == ':')
                   : behind_word(field, "X-RMX", cut) > 0)
        return true;
    value = judge.strip && at >= judge.from
                ? field_value(field, "Authentication-Results", true, cut)
                : 0;
    if (value == 0)
        return false;
    g_string_erase(field, 0, (gssize)value);
    return bears_name(field, cut);
}

/* Appends what is to be left of the part at offset at: what drops in front, more than can be held,
 * always stays. */
static void
append_part(GString *want, const GString *in, size_t at, size_t len, Judge judge)
{
    size_t front = at;

    while (front < at + len && drops(in, front))
        front++;
    if (front - at < judge.size)
        front = at;
    g_string_append_len(want, in->str + at, (gssize)(front - at));
    if (front == at + len)
        return;
    if (!is_forged(in, front, judge))
        g_string_append_len(want, in->str + front, (gssize)(at + len - front));
    else if (front > at && in->str[at + len - 1] == '\n')
        g_string_append(want, judge.crlf ? "\r\n" : "\n");
}

/* seen: octets that had been read when the fields had to be put somewhere; size: those that can be
 * held. *header is the length of the header block. */
static GString *
wanted(const GString *in, size_t seen, size_t size, bool strip, size_t from, size_t *header)
{
    g_autoptr(GString) early = g_string_new_len(in->str, (gssize)seen);
    GString *want = g_string_new(NULL);
    const char *word = "From ";
    size_t at = 0, first, front;
    bool crlf;

    while (at < seen && strncmp(early->str + at, word, strlen(word)) == 0 &&
           memchr(early->str + at, '\n', seen - at)) {
        at += line_len(early, at);
        word = ">From ";
    }
    g_string_append_len(want, in->str, (gssize)at);
    first = line_len(early, at);
    crlf = first > 1 && memcmp(early->str + at + first - 2, "\r\n", 2) == 0;
    g_string_append(want,
                    crlf ? "X-RMX-Status: new\r\n\tfolded\r\n" : "X-RMX-Status: new\n\tfolded\n");
    for (front = at; drops(early, front); front++)
        continue;
    if (is_blank(early->str[front]))
        g_string_append_printf(want, "%.*s%s", (int)strlen(TRANSFER_STRAY) - 1, TRANSFER_STRAY,
                               crlf ? "\r\n" : "\n");
    *header = 0;
    /* a line of CR ends the header block, but not what is looked through, unless all ends so */
    while (at < in->len) {
        bool empty = line_is_empty(in, at);
        size_t len = empty ? line_len(in, at) : field_len(in, at);

        if (empty && *header == 0)
            *header = at + len;
        if (empty && (crlf || len == 1))
            break;
        if (empty)
            g_string_append_len(want, in->str + at, (gssize)len);
        else
            append_part(want, in, at, len, (Judge){ strip, *header > 0, from, size, crlf });
        at += len;
    }
    if (*header == 0)
        *header = at;
    g_string_append_len(want, in->str + at, (gssize)(in->len - at));
    return want;
}

/* --- what does --- */

/* Much of one kind, so that short inputs reach the ends of the buffers: what the octets 1 to
 * G_N_ELEMENTS(runs) stand for. */
static const struct {
    char octet;
    bool folded;
} runs[] = { { 'x', false }, { 'x', true }, { ' ', false }, { ' ', true }, { '\r', false } };

static void
append_run(GString *text, size_t kind)
{
    size_t begin = text->len;

    g_string_set_size(text, begin + RUN);
    memset(text->str + begin, runs[kind].octet, RUN);
    if (runs[kind].folded)
        memcpy(text->str + begin + RUN / 2, "\n ", 2);
}

/* The message of an input: with MODE_RUNS, some octets stand for runs. */
static GString *
message_of(const uint8_t *octets, size_t len, bool with_runs)
{
    GString *text = g_string_sized_new(len);
    unsigned count = 0;

    for (size_t i = 0; i < len; i++)
        if (with_runs && octets[i] >= 1 && octets[i] <= G_N_ELEMENTS(runs) && count++ < RUNS_MAX)
            append_run(text, octets[i] - 1U);
        else
            g_string_append_c(text, (char)octets[i]);
    return text;
}

/* What the inspector gets of a header block that is too long ends where a field does. */
static void
check_cut(const GString *in, size_t len, size_t header)
{
    g_assert_true(world.no_memory);
    g_assert_cmpuint(len, <, header);
    g_assert_true(len == 0 || (in->str[len - 1] == '\n' && !is_blank(in->str[len])));
}

static bool
wait_for_nothing(int in)
{
    (void)in;
    return true;
}

/* A body that is lent is whole. */
static void
check_body(const GString *in, const HeldBody *body, size_t header)
{
    g_assert_cmpint(body->file, <, 0); /* for a file it would have to be longer */
    g_assert_cmpuint(body->len, ==, in->len - header);
    g_assert_cmpint(memcmp(body->octets, in->str + header, body->len), ==, 0);
}

static void
check_transfer(const GString *in, bool strip, bool late)
{
    static const char fields[] = "X-RMX-Status: new\n\tfolded\n";
    static Transfer t;
    HeldBody body;
    size_t header, from;

    world.running = true;
    g_assert_true(transfer_begin(&t, IN, OUT));
    g_assert_true(transfer_hold(&t, wait_for_nothing, &body));
    world.running = false;
    from = late ? t.header_len / 2 : 0;

    g_autoptr(GString) want = wanted(in, t.len, t.size, strip, from, &header);

    if (t.held)
        g_assert_cmpuint(t.header_len, ==, header);
    else
        check_cut(in, t.header_len, header);
    if (!body.missing)
        check_body(in, &body, header);
    g_assert_true(transfer_finish(&t, fields, strlen(fields), strip ? NAME : NULL, from));
    g_assert_true(world.closed);
    g_assert_true(g_string_equal(world.out, want));
}

/* Every octet in one part, and the same parts where only some of the octets have been read. */
static void
check_parts(const GString *in)
{
    size_t at = header_from_line(in->str, in->len);
    g_autoptr(Message) message = message_new(in->str, in->len);
    HeaderPart part;

    do {
        HeaderPart early = header_part(in->str, at + (in->len - at) / 2, at, false);

        part = header_part(in->str, in->len, at, true);
        g_assert(part.kind != HEADER_MORE && part.at == at && at + part.len <= in->len);
        g_assert(part.len > 0 || at == in->len);
        g_assert(early.kind == HEADER_MORE || (early.kind == part.kind && early.len == part.len));
        if (part.kind == HEADER_FIELD)
            g_assert(part.value_at + part.value_len <= at + part.len && part.name_len > 0);
        at += part.len;
    } while (part.kind != HEADER_END);

    for (guint i = 0; i < message->fields->len; i++) {
        g_autofree char *text =
            message_field_text(&g_array_index(message->fields, MessageField, i));

        g_assert(!strchr(text, '\n'));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    unsigned mode = len > 0 ? octets[0] : 0;
    size_t chunk = len > 1 ? octets[1] % CHUNK_MAX : 0;
    g_autoptr(GString) in =
        message_of(octets + MIN(len, 2), len - MIN(len, 2), (mode & MODE_RUNS) == MODE_RUNS);
    g_autoptr(GString) out = g_string_new(NULL);

    /* many octets in small chunks would only take long */
    chunk = chunk == 0 ? SIZE_MAX : in->len > LONG ? chunk * LONG : chunk;
    world.in = in;
    world.out = out;
    world.taken = 0;
    world.chunk = chunk;
    world.interrupted = mode & MODE_INTERRUPTED;
    world.no_memory = mode & MODE_NO_MEMORY;
    world.closed = false;
    world.memory = NULL;
    check_transfer(in, mode & MODE_STRIP, mode & MODE_LATE);
    free(world.memory);
    check_parts(in);
    return 0;
}
