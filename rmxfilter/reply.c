/* SPDX-License-Identifier: ISC */
/* Everything is refused that is not expected: a line that the guard does not know would end up on
 * top of somebody's mail. */
#include "reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The guard's own list, on purpose not the writer's: names that may stand on top of a message. */
static const char *const names[] = {
    "X-RMX-Status", "X-RMX-Authentication-Results", "X-RMX-Relay",  "X-RMX",
    "X-RMX-From",   "Authentication-Results",       "Received-SPF",
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* One line, its LF left out. */
typedef struct {
    const char *at;
    size_t len;
} Line;

/* Takes the next whole line from octets; false where there is none. */
static bool
next_line(const char **octets, size_t *len, Line *line)
{
    const char *newline = memchr(*octets, '\n', *len);

    if (!newline)
        return false;
    *line = (Line){ .at = *octets, .len = (size_t)(newline - *octets) };
    *len -= line->len + 1;
    *octets = newline + 1;
    return true;
}

static bool
line_is(const Line *line, const char *text)
{
    return line->len == strlen(text) && memcmp(line->at, text, line->len) == 0;
}

static bool
printable(const Line *line)
{
    for (size_t i = 0; i < line->len; i++)
        if ((line->at[i] < ' ' && line->at[i] != '\t') || line->at[i] > '~')
            return false;
    return true;
}

/* What follows a keyword and a blank, copied into text; false where the line is another, or too
 * long. */
static bool
word_value(const Line *line, const char *word, char *text, size_t size)
{
    size_t skip = strlen(word);

    if (line->len <= skip || memcmp(line->at, word, skip) != 0 || line->at[skip] != ' ')
        return false;
    skip++;
    if (line->len - skip >= size || !printable(line))
        return false;
    memcpy(text, line->at + skip, line->len - skip);
    text[line->len - skip] = '\0';
    return true;
}

/* A decimal number from 0 to most; -1 where it is none. */
static int
number(const char *text, int most)
{
    long value = 0;

    if (*text == '\0')
        return -1;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || value > most)
            return -1;
        value = value * 10 + (*text - '0');
    }
    return value <= most ? (int)value : -1;
}

static const char *
read_preamble(const Line *line, Reply *reply)
{
    char text[REPLY_NAME_MAX + 1];

    if (word_value(line, "wait", text, sizeof(text))) {
        int wait = number(text, REPLY_WAIT_MAX);

        reply->wait = wait > 0 ? wait : 0;
        return wait > 0 ? NULL : "bad time to wait";
    }
    if (word_value(line, "strip", reply->strip, sizeof(reply->strip)))
        return NULL;
    if (word_value(line, "exit", text, sizeof(text))) {
        reply->exit_code = 75;
        return strcmp(text, "75") == 0 ? NULL : "bad exit code";
    }
    if (word_value(line, "sandbox", text, sizeof(text))) {
        reply->call = number(text, REPLY_CALL_MAX);
        reply->call_forbidden = reply->call >= 0;
        return reply->call_forbidden ? NULL : "bad system call";
    }
    if (word_value(line, "complain", reply->complaint, sizeof(reply->complaint)))
        return NULL;
    if (word_value(line, "log", reply->log, sizeof(reply->log)))
        return NULL;
    return "unknown line";
}

/* Index into names of the field that begins here; NAMES where it is none. */
static size_t
field_name(const Line *line)
{
    size_t i = 0;

    for (; i < NAMES; i++) {
        size_t len = strlen(names[i]);

        if (line->len > len + 2 && memcmp(line->at, names[i], len) == 0 &&
            memcmp(line->at + len, ": ", 2) == 0)
            break;
    }
    return i;
}

static bool
is_continuation(const Line *line)
{
    const char *blanks = "\t ";

    for (size_t i = 0; i < line->len; i++)
        if (!strchr(blanks, line->at[i]))
            return i > 0;
    return false;
}

/* Checks one line of the fields; seen has a place for each name. */
static const char *
check_line(const Line *line, bool *seen, bool first)
{
    size_t name;

    if (line->len > REPLY_LINE_MAX)
        return "line too long";
    if (!printable(line))
        return "octet that does not belong into a field";
    if (is_continuation(line))
        return first ? "continuation of no field" : NULL;
    name = field_name(line);
    if (name == NAMES)
        return "unknown field";
    if (seen[name])
        return "field twice";
    seen[name] = true;
    return NULL;
}

static const char *
read_fields(const char *octets, size_t len, Reply *reply)
{
    bool seen[NAMES] = { false };
    Line line;

    reply->fields = octets;
    while (next_line(&octets, &len, &line)) {
        const char *problem;

        if (line_is(&line, ".")) {
            reply->fields_len = (size_t)(line.at - reply->fields);
            reply->complete = len == 0;
            return len == 0 ? NULL : "octets behind the end";
        }
        problem = check_line(&line, seen, line.at == reply->fields);
        if (problem)
            return problem;
    }
    return NULL;
}

const char *
reply_read(const char *octets, size_t len, Reply *reply)
{
    const char *problem = NULL;
    Line line;

    *reply = (Reply){ .wait = 0 };
    if (len > REPLY_MAX)
        return "too long";
    while (!problem && next_line(&octets, &len, &line)) {
        if (line_is(&line, "fields"))
            return read_fields(octets, len, reply);
        problem = read_preamble(&line, reply);
    }
    return problem;
}
