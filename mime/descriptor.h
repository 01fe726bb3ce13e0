/* SPDX-License-Identifier: ISC */
/* Descriptors: calls that are worth repeating, octets written whole, a file opened once more, and
 * one without a name. Plain POSIX, and no memory but the stack: the guard needs it. */
#ifndef MIME_DESCRIPTOR_H
#define MIME_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the call that has just failed, says errno, is worth repeating: after EINTR, and after
 * EAGAIN (somebody made the pipe non-blocking), for which it waits here. events, of poll(2), is
 * what is waited for at fd: POLLIN or POLLOUT. Else errno stays. */
bool descriptor_may_repeat(int fd, short events);

/* Writes all len octets. False with errno; then some of them may be written. */
bool descriptor_write(int fd, const void *octets, size_t len);

/* Room for the path of a descriptor, NUL included. */
#define DESCRIPTOR_PATH_SIZE sizeof("/proc/self/fd/-2147483648")

/* Writes the path by which this process finds the file of an open descriptor again. It leads
 * nowhere where there is no /proc. */
void descriptor_path(char path[DESCRIPTOR_PATH_SIZE], int fd);

/* Opens the file of an open descriptor once more, for reading only: with an offset and rights of
 * its own. -1 with errno, too where there is no /proc. The caller closes. */
int descriptor_open_again(int fd);

/* In the environment: the folder for files without a name. */
#define NAMELESS_FILE_FOLDER "TMPDIR"

/* Temporary files may be large there, and are on a disk. */
#define NAMELESS_FILE_DEFAULT "/var/tmp"

/* One file, opened twice; -1: not open. It goes when both are closed. */
typedef struct {
    int writing;
    int reading; /* for reading only, so that nobody who gets it can change the file */
} NamelessFile;

/* The folder, as the environment says; who sets TMPDIR may not want mail anywhere else. Lent by the
 * environment. */
const char *nameless_file_folder(void);

/* Makes one there. False with errno: none can be made, and both are -1. The caller closes both. */
bool nameless_file_make(NamelessFile *file);

/* Closes what is open of it. */
void nameless_file_close(NamelessFile *file);

#endif
