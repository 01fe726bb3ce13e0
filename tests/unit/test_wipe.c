/* SPDX-License-Identifier: ISC */
/* What is wiped is 0, whatever the system does with pages, and nothing beside it changes. */
#include "mime/wipe.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
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

/* Wipes len octets from first on; returns where an octet is not what it should be then, or size. */
static size_t
wipe_wrongly(size_t first, size_t len)
{
    size_t at = 0;

    memset(room, 'x', size);
    wipe(room + first, len);
    while (at < size && room[at] == (at >= first && at < first + len ? '\0' : 'x'))
        at++;
    return at;
}

/* Each end at, before and behind the borders of pages. */
Test(wipe, these_octets_and_no_others)
{
    const size_t ends[] = { 0,        1,        page - 1,     page,         page + 1,
                            2 * page, 3 * page, 4 * page - 1, 4 * page + 1, size };

    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        for (size_t j = i; j < G_N_ELEMENTS(ends); j++)
            cr_expect_eq(wipe_wrongly(ends[i], ends[j] - ends[i]), size, "from %zu to %zu", ends[i],
                         ends[j]);
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

/* As huge pages, an emulator or a sandbox may have it: the call that gives pages back says that it
 * did, and nothing was done. */
static void
pretend_to_give_back(void)
{
    scmp_filter_ctx system = seccomp_init(SCMP_ACT_ALLOW);

    if (!system || seccomp_rule_add(system, SCMP_ACT_ERRNO(0), SCMP_SYS(madvise), 0) != 0 ||
        seccomp_load(system) != 0)
        _exit(EX_UNAVAILABLE);
    seccomp_release(system);
}

Test(wipe, where_no_page_is_given_back)
{
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        pretend_to_give_back();
        _exit(wipe_wrongly(1, size - 2) == size ? EX_OK : EX_SOFTWARE);
    }
    cr_assert(waitpid(child, &status, 0) == child && WIFEXITED(status));
    if (WEXITSTATUS(status) == EX_UNAVAILABLE)
        cr_skip_test("no filter of system calls here");
    cr_expect_eq(WEXITSTATUS(status), EX_OK);
}
