/* SPDX-License-Identifier: ISC */
/* Loaded with LD_PRELOAD before a real rmxfilter: makes calls of the guard's fail, or takes the
 * place of g_mime_init, which only the inspector calls, right before it looks at the message, and
 * does there what a message that took the inspector over might do. FAULT in the environment says
 * which. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void g_mime_init(void);

static int
is_fault(const char *name)
{
    const char *fault = getenv("FAULT");

    return fault && strcmp(fault, name) == 0;
}

/* The guard's calls: no more processes, no more descriptors. */
pid_t
fork(void)
{
    errno = EAGAIN;
    return is_fault("fork") ? -1 : _Fork();
}

int
pipe2(int ends[2], int flags) /* NOLINT(readability-inconsistent-declaration-parameter-name) */
{
    errno = EMFILE;
    return is_fault("pipe") ? -1 : (int)syscall(SYS_pipe2, ends, flags);
}

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
    if (!getenv("FAULT"))
        return;
    if (is_fault("crash"))
        raise(SIGSEGV);
    if (is_fault("abort"))
        abort();
    if (is_fault("hang"))
        for (;;)
            pause();
    if (is_fault("exit"))
        _exit(3);
    if (is_fault("stdout") && write(STDOUT_FILENO, "Subject: taken over\n\n", 21) < 0)
        _exit(3);
    if (is_fault("lie"))
        tell_guard("fields\nSubject: taken over\n.\n");
    if (is_fault("body"))
        tell_guard("fields\nX-RMX-Status: pass\n\ntaken over\n.\n");
    if (is_fault("half")) {
        tell_guard("fields\nX-RMX-Status: pass\n");
        raise(SIGKILL);
    }
    if (is_fault("flood"))
        flood_guard();
    _exit(0);
}
