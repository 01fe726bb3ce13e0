/* SPDX-License-Identifier: ISC */
/* A child that was forked shares all pages with its parent until one of them writes. */
#include "mime/wipe.h"

#include "config.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Gives whole pages back; what is read there later is 0. To write zeros into them the kernel would
 * copy each first, as the parent has them, too. False: not all of it was done. The call can succeed
 * and do nothing, or less: of huge pages that malloc was told to use it gives back none in part,
 * and emulators and sandboxes have pretended. A mark at the end shows it. */
static bool
give_pages_back(char *first, size_t len)
{
#if HAVE_LINUX /* elsewhere the old octets may stay */
    volatile char *mark;

    if (len == 0)
        return false;
    mark = first + len - 1;
    *mark = 'x';
    return madvise(first, len, MADV_DONTNEED) == 0 && *mark == '\0';
#else
    (void)first;
    (void)len;
    return false;
#endif
}

void
wipe(void *octets, size_t len)
{
    char *first = octets;
    size_t page = (size_t)sysconf(_SC_PAGESIZE), before = -(uintptr_t)first % page;
    size_t pages = len > before ? (len - before) / page * page : 0;

    if (!give_pages_back(first + before, pages)) {
        explicit_bzero(first, len);
        return;
    }
    explicit_bzero(first, before);
    explicit_bzero(first + before + pages, len - before - pages);
}
