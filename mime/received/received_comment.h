/* SPDX-License-Identifier: ISC */
/* The comment in which a server shows the client: "(rdns.example [192.0.2.1])" and its kin. */
#ifndef MIME_RECEIVED_COMMENT_H
#define MIME_RECEIVED_COMMENT_H

#include "mime/cursor.h"
#include "mime/ip.h"

typedef enum {
    COMMENT_OTHER,   /* shows no address */
    COMMENT_ADDRESS, /* ip is what the server saw */
    COMMENT_EMPTY,   /* "[]", "[unix socket]": the server says that there is none */
    COMMENT_UNCLEAR, /* shows something like an address that is none, or more than one */
} CommentKind;

/* Cursors with at NULL: not shown. */
typedef struct {
    CommentKind kind;
    IpAddress ip;
    Cursor rdns, helo, ident;
    bool said_last; /* the comment ends in the client's words: they may have closed it */
} ClientComment;

/* Reads a comment's inside. address_leads: the writer is known to put the address in front of
 * anything that the client said. */
ClientComment received_comment(Cursor text, bool address_leads);

/* Reads "HELO a.example", "helo=a.example ident=b", "port=25 helo=...", "account b HELO a.example":
 *
 * "HELO" where the client gave no name. False, and *comment left alone, for anything else. */
bool received_helo_comment(Cursor text, ClientComment *comment);

/* Reads "ident@rdns" into comment. */
void received_names(Cursor names, ClientComment *comment);

/* "192.0.2.1", "[192.0.2.1]", "[192.0.2.1]:25", "[IPv6:2001:db8::1]", "fe80::1%eth0". */
bool received_address(Cursor text, IpAddress *ip);

#endif
