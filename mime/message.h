/* SPDX-License-Identifier: ISC */
/* A header block for analysis: its fields, in order, over the raw octets. Decoding is done field by
 * field, on demand; nothing here is ever written back into the message. */
#ifndef MIME_MESSAGE_H
#define MIME_MESSAGE_H

#include "mime/cursor.h"

/* Lent: points into the header block. */
typedef struct {
    const char *name; /* name_len octets, blanks before the colon left out */
    size_t name_len;
    const char *value; /* what follows the colon, folds included, the last line ending left out */
    size_t value_len;
} MessageField;

typedef struct {
    GArray *fields;    /* MessageField, in the order of the message */
    char *mbox_sender; /* of the "From " line; NULL: there is none */
    bool junk; /* behind the fields stands a line that is neither field nor continuation: some
                  readers take it for the first one of the body */
} Message;

/* Reads len octets of header block, up to the first empty line or the first line that is neither
 * field nor continuation. octets must outlive the message. Never fails. The caller owns the
 * message. */
Message *message_new(const char *octets, size_t len);
void message_free(Message *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Message, message_free)

/* All of the field, from the first octet of its name to the last of its value. */
Cursor message_field_octets(const MessageField *field);

/* ASCII case is ignored. */
bool message_field_is(const MessageField *field, const char *name);

/* The value with folds undone and blanks at both ends left out (RFC 5322 section 2.2.3), NULs as
 * '?'. The caller frees. */
char *message_field_text(const MessageField *field);

#endif
