/* SPDX-License-Identifier: ISC */
#include "mime/descriptor.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG ((size_t)300 << 10) /* octets: more than a pipe takes */

/* A child reads so many octets, and ends with how many of them are as written. */
static pid_t
read_in_child(int in, size_t most)
{
    pid_t child = fork();
    size_t count = 0;
    char octet;

    if (child != 0)
        return child;
    while (count < most && read(in, &octet, 1) == 1)
        if (octet != (char)(count++ * 7))
            _exit(1);
    _exit(count == most ? 0 : 2);
}

Test(descriptor, all_is_written_into_a_pipe_that_does_not_block)
{
    g_autofree char *octets = g_malloc(LONG);
    int ends[2], status;
    pid_t child;

    for (size_t i = 0; i < LONG; i++)
        octets[i] = (char)(i * 7);
    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    child = read_in_child(ends[0], LONG);
    cr_assert_eq(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    cr_expect(descriptor_write(ends[1], octets, LONG));
    close(ends[1]);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect_eq(status, 0, "status %d", status);
}

Test(descriptor, a_write_that_fails_says_why)
{
    int ends[2];

    signal(SIGPIPE, SIG_IGN);
    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    close(ends[0]);
    cr_expect_not(descriptor_write(ends[1], "a", 1));
    cr_expect_eq(errno, EPIPE);
    cr_expect(descriptor_write(ends[1], "a", 0), "nothing is always written");
    close(ends[1]);
    cr_expect_not(descriptor_write(ends[1], "a", 1));
    cr_expect_eq(errno, EBADF);
}

/* The names of all that a folder holds. */
static guint
count_names(const char *folder)
{
    g_autoptr(GDir) listing = g_dir_open(folder, 0, NULL);
    guint count = 0;

    cr_assert(listing);
    while (g_dir_read_name(listing))
        count++;
    return count;
}

Test(descriptor, a_nameless_file_cannot_be_changed_by_who_reads_it)
{
    g_autofree char *folder = g_dir_make_tmp("rmxfilter-unit-XXXXXX", NULL);
    NamelessFile file;
    char octets[4] = "";
    struct stat about;

    setenv(NAMELESS_FILE_FOLDER, folder, 1);
    cr_expect_str_eq(nameless_file_folder(), folder);
    cr_assert(nameless_file_make(&file));
    cr_expect_eq(count_names(folder), 0);
    cr_expect(descriptor_write(file.writing, "abc", 3));
    cr_expect_eq(read(file.reading, octets, sizeof(octets)), 3, "an offset of its own");
    cr_expect_str_eq(octets, "abc");
    cr_expect_lt(write(file.reading, "d", 1), 0);
    cr_assert_eq(fstat(file.reading, &about), 0);
    cr_expect_eq(about.st_mode & 07777, 0600);
    cr_expect_eq(about.st_nlink, 0);
    nameless_file_close(&file);
    cr_expect_eq(file.writing, -1);
    cr_expect_eq(file.reading, -1);
    cr_assert_eq(rmdir(folder), 0);
}

Test(descriptor, no_nameless_file_where_there_is_no_folder)
{
    NamelessFile file;

    setenv(NAMELESS_FILE_FOLDER, "", 1);
    cr_expect_str_eq(nameless_file_folder(), NAMELESS_FILE_DEFAULT);
    setenv(NAMELESS_FILE_FOLDER, "/nonexistent", 1);
    cr_expect_not(nameless_file_make(&file));
    cr_expect_eq(errno, ENOENT);
    cr_expect_eq(file.writing, -1);
    cr_expect_eq(file.reading, -1);
}
