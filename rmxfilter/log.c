/* SPDX-License-Identifier: ISC */
/* A datagram is sent whole or not at all, so nothing has to be repeated. */
#include "log.h"

#include <paths.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#define DATAGRAM_MAX 1024 /* octets (RFC 3164 section 4.1) */

static void
send_log_line(int severity, const char *text)
{
    const struct sockaddr_un daemon = { .sun_family = AF_UNIX, .sun_path = _PATH_LOG };
    char datagram[DATAGRAM_MAX];
    int len = snprintf(datagram, sizeof(datagram), "<%d>rmxfilter[%d]: %.950s", LOG_MAIL | severity,
                       (int)getpid(), text);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        return;
    (void)!sendto(fd, datagram, (size_t)len, MSG_NOSIGNAL, (const struct sockaddr *)&daemon,
                  sizeof(daemon));
    close(fd);
}

void
log_warning(const char *text)
{
    send_log_line(LOG_WARNING, text);
}

void
log_message(const char *text)
{
    send_log_line(LOG_INFO, text);
}
