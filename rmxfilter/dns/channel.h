/* SPDX-License-Identifier: ISC */
/* One socket to one name server: a message out, messages in, over UDP or TCP (RFC 1035
 * section 4.2), never waiting. The socket is connected: so the kernel chooses a port that is hard
 * to guess, drops what other hosts send, and reports that nobody listens there. */
#ifndef DNS_CHANNEL_H
#define DNS_CHANNEL_H

#include "dns/servers.h"

#define CHANNEL_MESSAGE_MAX 65535

typedef struct {
    int fd; /* -1: closed */
    bool tcp;
    GByteArray *out; /* TCP: what is to be sent, its length in front */
    size_t sent;     /* octets of out that are sent */
    GByteArray *in;  /* TCP: what has been received, its length in front */
} Channel;

typedef enum {
    CHANNEL_WAIT,    /* no whole message yet */
    CHANNEL_MESSAGE, /* a message was received */
    CHANNEL_BROKEN,  /* none can be received any more: errno says why */
} ChannelEvent;

/* Opens a channel and sends the message, or begins to. False with errno if that fails; the channel
 * is closed then. */
bool channel_open(Channel *channel, const NameServer *server, bool tcp, const GByteArray *message);

/* Sends one more message, on an open channel over UDP only. False with errno if that fails; the
 * channel stays open. */
bool channel_send(Channel *channel, const GByteArray *message);

void channel_close(Channel *channel);

/* What to poll for. */
short channel_events(const Channel *channel);

/* Sends or receives, once poll has said that it is possible. A message that is received whole goes
 * to buffer, which has CHANNEL_MESSAGE_MAX octets, and its length to *len. */
ChannelEvent channel_continue(Channel *channel, uint8_t *buffer, size_t *len);

#endif
