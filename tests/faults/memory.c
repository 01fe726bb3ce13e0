/* SPDX-License-Identifier: ISC */
/* The part of the library that lets memory end. It stands before glibc's allocator, so it cannot be
 * where AddressSanitizer has its own: the build with sanitizers leaves it out. */
#include "plan.h"

#include <dlfcn.h>
#include <errno.h>
#include <seccomp.h>
#include <stddef.h>

/* glibc's own, for programs that put something before them. */
void *__libc_malloc(size_t size);                /* NOLINT(bugprone-reserved-identifier) */
void *__libc_calloc(size_t count, size_t size);  /* NOLINT(bugprone-reserved-identifier) */
void *__libc_realloc(void *memory, size_t size); /* NOLINT(bugprone-reserved-identifier) */

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *memory, size_t size);

/* libseccomp 2.5, where memory ends while it writes a filter, crashes or goes on for ever. No
 * message has been looked at by then, and the guard bounds both; but it would hide such a thing
 * elsewhere. */
static bool in_libseccomp;

scmp_filter_ctx
seccomp_init(uint32_t def_action)
{
    union {
        void *symbol;
        scmp_filter_ctx (*call)(uint32_t def_action);
    } library = { .symbol = dlsym(RTLD_NEXT, "seccomp_init") };

    in_libseccomp = true;
    return library.call(def_action);
}

void
seccomp_release(scmp_filter_ctx ctx)
{
    union {
        void *symbol;
        void (*call)(scmp_filter_ctx ctx);
    } library = { .symbol = dlsym(RTLD_NEXT, "seccomp_release") };

    library.call(ctx);
    in_libseccomp = false;
}

static bool
fails(void)
{
    if (in_libseccomp)
        return false;
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
