/* SPDX-License-Identifier: ISC */
/* The part of the library that lets memory end. It stands before glibc's allocator, so it cannot be
 * where AddressSanitizer has its own: the build with sanitizers leaves it out. */
#include "plan.h"

#include <errno.h>
#include <stddef.h>

/* glibc's own, for programs that put something before them. */
void *__libc_malloc(size_t size);                /* NOLINT(bugprone-reserved-identifier) */
void *__libc_calloc(size_t count, size_t size);  /* NOLINT(bugprone-reserved-identifier) */
void *__libc_realloc(void *memory, size_t size); /* NOLINT(bugprone-reserved-identifier) */

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *memory, size_t size);

static bool
fails(void)
{
    if (fault_plan)
        fault_plan->memory = true;
    if (!fault_due(CALL_MEMORY))
        return false;
    errno = ENOMEM;
    return true;
}

void *
malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *memory, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, size);
}
