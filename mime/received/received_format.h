/* SPDX-License-Identifier: ISC */
/* Who wrote a Received field, told from what the server itself puts behind "by": where that server
 * shows the client, and what kind of hop it tells of. */
#ifndef MIME_RECEIVED_FORMAT_H
#define MIME_RECEIVED_FORMAT_H

#include "mime/received/received_clauses.h"

/* Where a server shows the client's address. */
typedef enum {
    CLIENT_IN_COMMENT,    /* from HELO (RDNS [IP]) by: the last comment */
    CLIENT_BEHIND_HELO,   /* likewise, and HELO is a single word: Postfix */
    CLIENT_ADDRESS_FIRST, /* from [IP] (helo=HELO) by, from RDNS ([IP] helo=HELO) by: Exim */
    CLIENT_UNNAMED_EXIM,  /* from [IP] (helo=HELO) by: an Exim that leaves out its name */
    CLIENT_BARE,          /* from [IP] (HELO HELO) by, from IP by: no HELO name stands in front */
    CLIENT_LAST_WORD,     /* from NAME [IP] by */
    CLIENT_LOCAL,         /* nowhere: only local users are written so */
    CLIENT_CLAIMING,      /* from RDNS(IP), claiming to be "HELO" via SMTP by */
} ClientPlace;

/* Where a mail system shows the account that handed a message in. */
typedef enum {
    USER_NONE,
    USER_MARK,    /* by HOST (Postfix, from userid N) */
    USER_CLIENT,  /* from NAME by HOST, from NAME (uid N) by HOST, NAME (helo=HELO) by HOST */
    USER_COMMENT, /* from NAME (USER@localhost) by HOST: sendmail, where NAME is the user's choice
                   */
    USER_SCANNER, /* by HOST by uid N, by HOST (envelope-from <SENDER>, uid N): qmail-scanner */
    USER_QUEUE,   /* (qmail 7 invoked by uid N) */
    USER_OPENING, /* (from USER@localhost) by HOST */
} UserPlace;

typedef struct {
    const char *name; /* a literal; NULL: the format says where the client is, but not the kind */
    HopKind kind;     /* where there is a name */
    ClientPlace place;
    bool name_is_rdns;  /* the one name in front of "([IP])" is the reverse name, not the HELO's */
    bool plain_is_rdns; /* likewise in front of "(IP)" */
    const char *auth;   /* how the client logged in, where "with" does not say */
    bool names_sender;  /* in a comment in front of by */
    bool handed_in;     /* by an account of the host */
    UserPlace user;
} ReceivedFormat;

/* Never NULL: the general form has no name. */
const ReceivedFormat *received_format(const ReceivedClauses *clauses, const ReceivedHop *hop);

/* Sets hop's kind, format, handed_in and, where the protocol shows that the client logged in, auth.
 * unread: "from" shows something about the client that could not be read. */
void received_kind(const ReceivedFormat *format, const ReceivedProtocol *protocol, bool unread,
                   ReceivedHop *hop);

#endif
