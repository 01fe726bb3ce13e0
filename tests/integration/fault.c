/* SPDX-License-Identifier: ISC */
/* Loaded with LD_PRELOAD before a real rmxfilter: takes the place of g_mime_init, which only the
 * inspector calls, right before it looks at the message, and does there what a message that took
 * the inspector over might do. FAULT in the environment says what. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void g_mime_init(void);

/* Writes text to every pipe there is: one of them leads to the guard. */
static void
tell_guard(const char *text)
{
    struct stat about;

    for (int fd = 3; fd < 64; fd++)
        if (fstat(fd, &about) == 0 && S_ISFIFO(about.st_mode) && write(fd, text, strlen(text)) < 0)
            continue;
}

static void
flood_guard(void)
{
    tell_guard("fields\n");
    for (int i = 0; i < 100000; i++)
        tell_guard("X-RMX-Relay: a\n\tb\n");
}

void
g_mime_init(void)
{
    const char *fault = getenv("FAULT");

    if (!fault)
        return;
    if (strcmp(fault, "crash") == 0)
        raise(SIGSEGV);
    if (strcmp(fault, "abort") == 0)
        abort();
    if (strcmp(fault, "hang") == 0)
        for (;;)
            pause();
    if (strcmp(fault, "exit") == 0)
        _exit(3);
    if (strcmp(fault, "stdout") == 0)
        if (write(STDOUT_FILENO, "Subject: taken over\n\n", 21) < 0)
            _exit(3);
    if (strcmp(fault, "lie") == 0)
        tell_guard("fields\nSubject: taken over\n.\n");
    if (strcmp(fault, "body") == 0)
        tell_guard("fields\nX-RMX-Status: pass\n\ntaken over\n.\n");
    if (strcmp(fault, "half") == 0) {
        tell_guard("fields\nX-RMX-Status: pass\n");
        raise(SIGKILL);
    }
    if (strcmp(fault, "flood") == 0)
        flood_guard();
    _exit(0);
}
