/* SPDX-License-Identifier: ISC */
/* One socket to one name server: a message out, messages in, over UDP or TCP (RFC 1035
 * section 4.2), never waiting. The socket is connected: the kernel chooses a port that is hard to
 * guess, drops what other hosts send, and passes on that nobody listens there. */
#ifndef DNS_CHANNEL_H
#define DNS_CHANNEL_H

#include "dns/servers.h"

#define CHANNEL_MESSAGE_MAX 65535

typedef struct {
    int fd; /* -1: closed */
    bool tcp;
    GByteArray *out; /* TCP: what is to be sent, its length in front */
    size_t sent;     /* of it */
    GByteArray *in;  /* TCP: what has come so far, likewise */
} Channel;

typedef enum {
    CHANNEL_WAIT,    /* nothing whole yet */
    CHANNEL_MESSAGE, /* a message has come */
    CHANNEL_BROKEN,  /* nothing will come: errno says why */
} ChannelEvent;

/* Opens a channel and sends the message, or begins to. False with errno where that cannot be; the
 * channel is closed then. */
bool channel_open(Channel *channel, const NameServer *server, bool tcp, const GByteArray *message);

/* Sends one more message, UDP only. */
bool channel_send(Channel *channel, const GByteArray *message);

void channel_close(Channel *channel);

/* What to poll for. */
short channel_events(const Channel *channel);

/* Does what can be done once poll has said so. buffer, of CHANNEL_MESSAGE_MAX octets, takes the
 * message. */
ChannelEvent channel_continue(Channel *channel, uint8_t *buffer, size_t *len);

#endif
