/* SPDX-License-Identifier: ISC */
/* Everything unexpected is refused: what is accepted here stands on top of somebody's mail. */
#include "reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The names that may stand on top of a message. The guard has its own list, not that of the code
 * that writes fields, on purpose. */
static const char *const names[] = {
    "X-RMX-Status", "X-RMX-Authentication-Results", "X-RMX-Relay",  "X-RMX",
    "X-RMX-From",   "Authentication-Results",       "Received-SPF",
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* One line, without its LF. */
typedef struct {
    const char *at;
    size_t len;
} ReplyLine;

/* Takes the next whole line from octets; false where there is none. */
static bool
next_reply_line(const char **octets, size_t *len, ReplyLine *line)
{
    const char *newline = memchr(*octets, '\n', *len);

    if (!newline)
        return false;
    *line = (ReplyLine){ .at = *octets, .len = (size_t)(newline - *octets) };
    *len -= line->len + 1;
    *octets = newline + 1;
    return true;
}

static bool
line_is(const ReplyLine *line, const char *text)
{
    return line->len == strlen(text) && memcmp(line->at, text, line->len) == 0;
}

static bool
is_printable_line(const ReplyLine *line)
{
    for (size_t i = 0; i < line->len; i++)
        if ((line->at[i] < ' ' && line->at[i] != '\t') || line->at[i] > '~')
            return false;
    return true;
}

/* What follows a keyword and a blank, copied into text; false where the line is another, or too
 * long. */
static bool
read_keyword_value(const ReplyLine *line, const char *word, char *text, size_t size)
{
    size_t skip = strlen(word);

    if (line->len <= skip || memcmp(line->at, word, skip) != 0 || line->at[skip] != ' ')
        return false;
    skip++;
    if (line->len - skip >= size || !is_printable_line(line))
        return false;
    memcpy(text, line->at + skip, line->len - skip);
    text[line->len - skip] = '\0';
    return true;
}

/* A decimal number from 0 to most; -1 where it is none. */
static int
read_decimal(const char *text, int most)
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

static bool
are_small_words(const char *text)
{
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz ")] == '\0';
}

static const char *
read_reply_line(const ReplyLine *line, Reply *reply)
{
    char text[REPLY_NAME_MAX + 1];

    if (read_keyword_value(line, "wait", text, sizeof(text))) {
        int wait = read_decimal(text, REPLY_WAIT_MAX);

        reply->wait = wait > 0 ? wait : 0;
        return wait > 0 ? NULL : "bad time to wait";
    }
    if (read_keyword_value(line, "strip", reply->strip, sizeof(reply->strip)))
        return NULL;
    if (read_keyword_value(line, "strip-from", text, sizeof(text))) {
        int from = read_decimal(text, REPLY_FROM_MAX);

        reply->strip_from = from > 0 ? from : 0;
        return from > 0 ? NULL : "bad offset to strip from";
    }
    if (read_keyword_value(line, "exit", text, sizeof(text))) {
        reply->exit_code = 75;
        return strcmp(text, "75") == 0 ? NULL : "bad exit code";
    }
    if (read_keyword_value(line, "sandbox", text, sizeof(text))) {
        reply->call = read_decimal(text, REPLY_CALL_MAX);
        reply->call_forbidden = reply->call >= 0;
        return reply->call_forbidden ? NULL : "bad system call";
    }
    if (read_keyword_value(line, "complain", reply->complaint, sizeof(reply->complaint)))
        return NULL;
    if (read_keyword_value(line, "log", reply->log, sizeof(reply->log)))
        return NULL;
    if (read_keyword_value(line, "now", reply->now, sizeof(reply->now))) {
        if (are_small_words(reply->now))
            return NULL;
        reply->now[0] = '\0';
        return "bad result";
    }
    return "unknown line";
}

/* Index into names of the field that begins here; NAMES where it is none. */
static size_t
find_field_name(const ReplyLine *line)
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
is_continuation(const ReplyLine *line)
{
    const char *blanks = "\t ";

    for (size_t i = 0; i < line->len; i++)
        if (!strchr(blanks, line->at[i]))
            return i > 0;
    return false;
}

/* Checks one line of the fields; seen has a place for each name. */
static const char *
check_field_line(const ReplyLine *line, bool *seen, bool first)
{
    size_t name;

    if (line->len > REPLY_LINE_MAX)
        return "line too long";
    if (!is_printable_line(line))
        return "octet that does not belong into a field";
    if (is_continuation(line))
        return first ? "continuation of no field" : NULL;
    name = find_field_name(line);
    if (name == NAMES)
        return "unknown field";
    if (seen[name])
        return "field twice";
    seen[name] = true;
    return NULL;
}

static const char *
read_reply_fields(const char *octets, size_t len, Reply *reply)
{
    bool seen[NAMES] = { false };
    ReplyLine line;

    reply->fields = octets;
    while (next_reply_line(&octets, &len, &line)) {
        const char *problem;

        if (line_is(&line, ".")) {
            reply->fields_len = (size_t)(line.at - reply->fields);
            reply->complete = len == 0;
            return len == 0 ? NULL : "octets behind the end";
        }
        problem = check_field_line(&line, seen, line.at == reply->fields);
        if (problem)
            return problem;
    }
    return NULL;
}

const char *
reply_read(const char *octets, size_t len, Reply *reply)
{
    const char *problem = NULL;
    ReplyLine line;

    *reply = (Reply){ .wait = 0 };
    if (len > REPLY_MAX)
        return "too long";
    while (!problem && next_reply_line(&octets, &len, &line)) {
        if (line_is(&line, "fields"))
            return read_reply_fields(octets, len, reply);
        problem = read_reply_line(&line, reply);
    }
    return problem;
}
