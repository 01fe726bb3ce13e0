/* SPDX-License-Identifier: ISC */
/* A name server for tests and benchmarks: answers from a zone file, over UDP, each answer a fixed
 * time after its question, however many there are at once.
 *
 *   serve ZONE [MILLISECONDS [PORT]]
 *
 * Listens on 127.0.0.1, on a free port where none is given, prints the port, and runs until it is
 * killed. */
#include "dns/wire.h"
#include "dns/zone.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/socket.h>

#define HEADER_OCTETS 12U
#define UDP_PLAIN_MAX 512U

typedef struct {
    gint64 due; /* monotonic microseconds */
    struct sockaddr_in to;
    GByteArray *message;
} Reply;

static int
listen_on(uint16_t port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0) {
        perror("serve");
        exit(1);
    }
    printf("%u\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

/* Answers over the limit are cut to their question and marked: there is no TCP here. */
static GByteArray *
answer_question(const Zone *zone, const uint8_t *octets, size_t len)
{
    Cursor c = cursor_over(octets, len);
    uint16_t id = cursor_u16(&c);
    bool edns;
    DnsName name;
    GByteArray *message;
    uint16_t type;

    cursor_sub(&c, HEADER_OCTETS - 3);
    edns = cursor_take(&c) == 1;
    name_read(&c, &name);
    type = cursor_u16(&c);
    if (c.problem)
        return NULL;
    message = zone_answer(zone, id, &name, type);
    if (message && message->len > (edns ? WIRE_UDP_MAX : UDP_PLAIN_MAX)) {
        g_byte_array_unref(message);
        message = wire_message(id, FLAG_RESPONSE | FLAG_TRUNCATED, &name, type);
    }
    return message;
}

static void
receive(const Zone *zone, int fd, GQueue *replies, gint64 delay)
{
    static uint8_t buffer[65536];
    Reply reply = { .due = 0 };
    socklen_t len = sizeof(reply.to);
    ssize_t got =
        recvfrom(fd, buffer, sizeof(buffer), MSG_DONTWAIT, (struct sockaddr *)&reply.to, &len);

    if (got < 0)
        return;
    reply.due = g_get_monotonic_time() + delay;
    reply.message = answer_question(zone, buffer, (size_t)got);
    if (reply.message)
        g_queue_push_tail(replies, g_memdup2(&reply, sizeof(reply)));
}

static void
send_due(int fd, GQueue *replies)
{
    Reply *reply;

    while ((reply = g_queue_peek_head(replies)) && reply->due <= g_get_monotonic_time()) {
        sendto(fd, reply->message->data, reply->message->len, 0, (struct sockaddr *)&reply->to,
               sizeof(reply->to));
        g_byte_array_unref(reply->message);
        g_free(g_queue_pop_head(replies));
    }
}

/* The kernel lets a process sleep some 50 microseconds longer than it asked for. */
static void
sleep_exactly(void)
{
#ifdef __linux__
    prctl(PR_SET_TIMERSLACK, 1UL);
#endif
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_autoptr(Zone) zone = NULL;
    guint64 port = argc > 3 ? g_ascii_strtoull(argv[3], NULL, 10) : 0; /* 0: any */
    gint64 delay = argc > 2 ? (gint64)(g_ascii_strtod(argv[2], NULL) * 1000) : 0;
    GQueue replies = G_QUEUE_INIT;
    size_t len;
    int fd;

    if (argc < 2 || !g_file_get_contents(argv[1], &text, &len, &error) ||
        !(zone = zone_read(argv[1], text, len, &error))) {
        fprintf(stderr, "serve: %s\n", error ? error->message : "which zone?");
        return 64;
    }
    sleep_exactly();
    fd = listen_on((uint16_t)port);
    for (;;) {
        const Reply *next = g_queue_peek_head(&replies);
        gint64 left = next ? MAX(next->due - g_get_monotonic_time(), 0) : G_USEC_PER_SEC;
        struct timespec wait = { .tv_sec = left / G_USEC_PER_SEC,
                                 .tv_nsec = left % G_USEC_PER_SEC * 1000 };

        if (ppoll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, &wait, NULL) > 0)
            receive(zone, fd, &replies, delay);
        send_due(fd, &replies);
    }
}
