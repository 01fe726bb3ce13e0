/* SPDX-License-Identifier: ISC */
/* All of them carry what a forger would put on top. The records that they are held against stand in
 * examples/demo/demo.zone. */
#include "message.h"

#include <stdlib.h>
#include <string.h>

#define DIGEST  "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" /* of nothing */
#define GENUINE "192.0.2.5"
#define FORGED  "203.0.113.9"

static const Shape shapes[] = {
    { .name = "genuine", .ending = "\n", .body = 100 },
    { .name = "forged", .forged = true, .ending = "\n", .body = 100 },
    { .name = "CRLF", .forged = true, .ending = "\r\n", .body = 100 },
    { .name = "mbox",
      .forged = true,
      .ending = "\n",
      .mbox = "From a@bank.example Sat Nov  7 09:14:03 2026\n",
      .body = 100 },
    { .name = "no body", .forged = true, .ending = "\n" },
    { .name = "long body", .forged = true, .ending = "\n", .body = 300000 },
    { .name = "long header", .ending = "\n", .header_fill = 200000, .body = 70000 },
    { .name = "signed", .ending = "\n", .body = 5000, .is_signed = true },
    { .name = "signed, in a pipe",
      .forged = true,
      .ending = "\n",
      .body = 600000,
      .is_signed = true,
      .is_piped = true },
    { .name = "endless header", .forged = true, .ending = "\r\n", .header_fill = 5U << 20 },
    { .name = "long body, in a pipe", .ending = "\n", .body = 400000, .is_piped = true },
};

/* A forged field goes, with its continuation lines; whatever else there is stays. */
static const struct {
    bool goes;
    bool signs; /* only where the message is signed: nobody has its key, but the body is hashed */
    const char *line;
} lines[] = {
    { .line = "Return-Path: <statements@bank.example>" },
    { .goes = true, .line = "X-RMX-Status: pass (so the sender says)" },
    { .goes = true, .line = "\tand goes on" },
    { .line = "Received: from mail.bank.example (mail.bank.example [%])" },
    { .line = "\tby mx.example.org (Postfix) with ESMTPS id 4XpQ6j0aX9z9v;" },
    { .line = "\tSat, 7 Nov 2026 09:20:43 +0000 (UTC)" },
    { .goes = true, .line = "x-rmx : pass" },
    { .line = "From: Your bank <statements@bank.example>" },
    { .line = "Subject: X-RMX-Status: pass" },
    { .signs = true, .line = "DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=x; h=from;" },
    { .signs = true, .line = "\tc=simple/relaxed; bh=" DIGEST "; b=AAAA" },
};

static const char *const names[] = {
    "X-RMX-Status: ", "X-RMX-Authentication-Results: ", "X-RMX-Relay: ",  "X-RMX: ",
    "X-RMX-From: ",   "Authentication-Results: ",       "Received-SPF: ",
};

enum {
    SHAPES = sizeof(shapes) / sizeof(shapes[0]),
    LINES = sizeof(lines) / sizeof(lines[0]),
    NAMES = sizeof(names) / sizeof(names[0]),
};

/* The room that len octets take: doubled where they need more. */
static size_t
room(size_t len)
{
    size_t size = 4096;

    while (size < len)
        size *= 2;
    return size;
}

static void
append(char **text, size_t *len, const char *more, size_t more_len)
{
    if (more_len == 0)
        return;
    if (!*text || room(*len) != room(*len + more_len))
        *text = realloc(*text, room(*len + more_len));
    if (!*text)
        abort();
    memcpy(*text + *len, more, more_len);
    *len += more_len;
}

static void
append_both(Message *m, const char *more, size_t len)
{
    append(&m->in, &m->in_len, more, len);
    append(&m->rest, &m->rest_len, more, len);
}

/* One line of the header; % in it stands for the client's address. */
static void
append_line(Message *m, const char *line, bool goes)
{
    const char *client = m->shape->forged ? FORGED : GENUINE, *mark = strchr(line, '%');
    const char *pieces[] = { line, mark ? client : "", mark ? mark + 1 : "", m->shape->ending };
    size_t first = mark ? (size_t)(mark - line) : strlen(line);

    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        size_t len = i == 0 ? first : strlen(pieces[i]);

        append(&m->in, &m->in_len, pieces[i], len);
        if (!goes)
            append(&m->rest, &m->rest_len, pieces[i], len);
    }
}

/* At least octets of it, each line another. */
static void
append_fill(Message *m, const char *before, size_t octets)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    char line[2048];

    memset(line, letters[0], sizeof(line));
    for (size_t i = 0; before[i]; i++)
        line[i] = before[i];
    for (size_t done = 0; done < octets; done += sizeof(line)) {
        line[sizeof(line) - 1] = letters[done / sizeof(line) % 26];
        append_both(m, line, sizeof(line));
        append_both(m, m->shape->ending, strlen(m->shape->ending));
    }
}

bool
message_make(Message *m, unsigned index)
{
    if (index >= SHAPES)
        return false;
    *m = (Message){ .shape = &shapes[index] };
    if (m->shape->mbox)
        append(&m->in, &m->in_len, m->shape->mbox, strlen(m->shape->mbox));
    for (size_t i = 0; i < LINES; i++)
        if (m->shape->is_signed || !lines[i].signs)
            append_line(m, lines[i].line, lines[i].goes);
    append_fill(m, "X-Fill: ", m->shape->header_fill);
    if (m->shape->body > 0) {
        append_both(m, m->shape->ending, strlen(m->shape->ending));
        append_both(m, "X-RMX-Status: pass\n\0\xff\r", 22);
        append_fill(m, "", m->shape->body);
    }
    return true;
}

void
message_clear(Message *m)
{
    free(m->in);
    free(m->rest);
    *m = (Message){ .in = NULL };
}

static size_t
mbox_len(const Message *m)
{
    return m->shape->mbox ? strlen(m->shape->mbox) : 0;
}

static bool
begins(const char *text, size_t len, const char *words)
{
    return len >= strlen(words) && memcmp(text, words, strlen(words)) == 0;
}

/* Whether fields, len octets, is made of whole lines in the message's line ending, each of them a
 * field that only the filter writes, or the continuation of one; none twice, the status first. */
static bool
fields_are_sound(const Message *m, const char *fields, size_t len)
{
    size_t ending = strlen(m->shape->ending);
    bool seen[NAMES] = { false };

    if (!begins(fields, len, names[0]))
        return false;
    while (len > 0) {
        const char *newline = memchr(fields, '\n', len);
        size_t line = newline ? (size_t)(newline - fields) + 1 : 0, name = 0;

        if (line <= ending || memcmp(newline + 1 - ending, m->shape->ending, ending) != 0)
            return false;
        for (size_t i = 0; i < line - ending; i++)
            if ((fields[i] < ' ' && fields[i] != '\t') || fields[i] > '~')
                return false;
        while (name < NAMES && !begins(fields, line, names[name]))
            name++;
        if (name < NAMES ? seen[name] : fields[0] != ' ' && fields[0] != '\t')
            return false;
        if (name < NAMES)
            seen[name] = true;
        fields += line;
        len -= line;
    }
    return true;
}

const char *
message_problem(const Message *m, const char *out, size_t len)
{
    size_t mbox = mbox_len(m);

    if (len < mbox + m->rest_len || (mbox > 0 && memcmp(out, m->in, mbox) != 0))
        return "not the whole message";
    if (memcmp(out + len - m->rest_len, m->rest, m->rest_len) != 0)
        return "the message was changed";
    if (!fields_are_sound(m, out + mbox, len - mbox - m->rest_len))
        return "the fields are not well-formed";
    if (m->shape->forged && message_status_is(m, out, len, "pass"))
        return "a forged message passes";
    return NULL;
}

bool
message_status_is(const Message *m, const char *out, size_t len, const char *words)
{
    size_t skip = mbox_len(m) + strlen(names[0]);

    return len > skip && begins(out + skip, len - skip, words);
}
