/* SPDX-License-Identifier: ISC */
/* Each TCP connection carries one question: TCP is rare, and on a shared connection one bad answer
 * would end all questions. */
#include "dns/channel.h"

#include "dns/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define LENGTH_OCTETS 2U /* in front of a message over TCP */

static bool
is_transient_error(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR || error == EINPROGRESS;
}

bool
channel_send(Channel *channel, const GByteArray *message)
{
    g_assert(channel->fd >= 0 && !channel->tcp);
    /* A datagram that finds the queue full is lost like any other: the next try sends it again. */
    return send(channel->fd, message->data, message->len, MSG_NOSIGNAL) >= 0 ||
           is_transient_error(errno);
}

static bool
send_rest_of_message(Channel *channel)
{
    ssize_t sent = send(channel->fd, channel->out->data + channel->sent,
                        channel->out->len - channel->sent, MSG_NOSIGNAL);

    if (sent > 0)
        channel->sent += (size_t)sent;
    return sent >= 0 || is_transient_error(errno);
}

bool
channel_open(Channel *channel, const NameServer *server, bool tcp, const GByteArray *message)
{
    int type = (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    int saved;

    g_assert(channel->fd < 0 && message->len <= CHANNEL_MESSAGE_MAX);
    *channel = (Channel){ .fd = socket(server->address.ss_family, type, 0), .tcp = tcp };
    if (channel->fd < 0)
        return false;
    if (tcp) {
        channel->in = g_byte_array_new();
        channel->out = g_byte_array_sized_new(message->len + LENGTH_OCTETS);
        wire_put16(channel->out, (uint16_t)message->len);
        g_byte_array_append(channel->out, message->data, message->len);
    }
    if ((connect(channel->fd, (const struct sockaddr *)&server->address, server->address_len) ==
             0 ||
         is_transient_error(errno)) &&
        (tcp || channel_send(channel, message)))
        return true;
    saved = errno;
    channel_close(channel);
    errno = saved;
    return false;
}

void
channel_close(Channel *channel)
{
    if (channel->fd >= 0)
        close(channel->fd);
    if (channel->out)
        g_byte_array_unref(channel->out);
    if (channel->in)
        g_byte_array_unref(channel->in);
    *channel = (Channel){ .fd = -1 };
}

static bool
is_sending(const Channel *channel)
{
    return channel->tcp && channel->sent < channel->out->len;
}

short
channel_events(const Channel *channel)
{
    g_assert(channel->fd >= 0);
    return is_sending(channel) ? POLLOUT : POLLIN;
}

/* Adds the *len octets in buffer to what was received over TCP. Once a message is whole, it is put
 * into buffer. */
static ChannelEvent
collect_tcp_message(Channel *channel, uint8_t *buffer, size_t *len)
{
    Cursor c;
    size_t length;

    g_byte_array_append(channel->in, buffer, (guint)*len);
    c = cursor_over(channel->in->data, channel->in->len);
    length = cursor_u16(&c);
    if (c.problem || cursor_left(&c) < length)
        return CHANNEL_WAIT;
    memcpy(buffer, c.at, length);
    *len = length;
    return CHANNEL_MESSAGE;
}

ChannelEvent
channel_continue(Channel *channel, uint8_t *buffer, size_t *len)
{
    ssize_t got;

    if (is_sending(channel))
        return send_rest_of_message(channel) ? CHANNEL_WAIT : CHANNEL_BROKEN;
    got = recv(channel->fd, buffer, CHANNEL_MESSAGE_MAX, 0);
    if (got < 0)
        return is_transient_error(errno) ? CHANNEL_WAIT : CHANNEL_BROKEN;
    *len = (size_t)got;
    if (!channel->tcp)
        return CHANNEL_MESSAGE;
    errno = ECONNRESET; /* for an end of the stream */
    return got == 0 ? CHANNEL_BROKEN : collect_tcp_message(channel, buffer, len);
}
