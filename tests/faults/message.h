/* SPDX-License-Identifier: ISC */
/* The messages that are sent through a failing filter, and what must be true of whatever comes out.
 * What must come out is put together here from the same pieces as the message, not taken from the
 * program under test. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *name;
    bool forged;        /* the filter must not say pass, whatever fails */
    const char *ending; /* of lines */
    const char *mbox;   /* the line on top of all, its LF included; "": none */
    size_t header_fill; /* octets of fields that say nothing */
    size_t body;        /* octets; 0: there is not even an empty line */
    bool is_signed;     /* so that the body is held back */
    bool is_piped;      /* it comes by a pipe; else by a file */
} Shape;

typedef struct {
    const Shape *shape;
    char *in; /* owned */
    size_t in_len;
    char *rest; /* owned: what must follow the mbox line and the new fields */
    size_t rest_len;
} Message;

/* Makes message number index; false behind the last. Ends the program where memory ends. */
bool message_make(Message *message, unsigned index);
void message_clear(Message *message);

/* NULL where out, len octets, is the message, whole, behind well-formed fields of the filter's;
 * else what is wrong with it, a literal. */
const char *message_problem(const Message *message, const char *out, size_t len);

/* Whether the status on top of out begins with words. */
bool message_status_is(const Message *message, const char *out, size_t len, const char *words);

#endif
