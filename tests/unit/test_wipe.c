/* SPDX-License-Identifier: ISC */
#include "mime/wipe.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Pages at most; a page has at least 4 KiB, and test octets stand on both sides. */
enum { PAGES = 6 };

static char *room;
static size_t page, size;

static void
make_room(void)
{
    page = (size_t)sysconf(_SC_PAGESIZE);
    size = PAGES * page;
    cr_assert_eq(posix_memalign((void **)&room, page, size), 0);
}

static void
free_room(void)
{
    free(room);
}

TestSuite(wipe, .init = make_room, .fini = free_room);

static void
expect_wiped(size_t first, size_t len)
{
    memset(room, 'x', size);
    wipe(room + first, len);
    for (size_t i = 0; i < size; i++)
        cr_assert_eq(room[i], i >= first && i < first + len ? '\0' : 'x', "%zu of %zu from %zu", i,
                     len, first);
}

/* Each end at, before and behind the borders of pages. */
Test(wipe, these_octets_and_no_others)
{
    const size_t ends[] = { 0,        1,        page - 1,     page,         page + 1,
                            2 * page, 3 * page, 4 * page - 1, 4 * page + 1, size };

    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        for (size_t j = i; j < G_N_ELEMENTS(ends); j++)
            expect_wiped(ends[i], ends[j] - ends[i]);
}

/* What a child forgets its parent keeps. */
Test(wipe, of_this_process_alone)
{
    int status = -1;
    pid_t child;

    memset(room, 'x', size);
    child = fork();
    if (child == 0) {
        wipe(room + 1, size - 2);
        _exit(room[1] == '\0' && room[size - 2] == '\0' && room[0] == 'x' ? 0 : 1);
    }
    cr_assert(waitpid(child, &status, 0) == child && status == 0);
    for (size_t i = 0; i < size; i++)
        cr_assert_eq(room[i], 'x', "%zu", i);
}
