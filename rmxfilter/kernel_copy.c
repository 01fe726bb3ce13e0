/* SPDX-License-Identifier: ISC */
/* Not all ends can do it: a file that is opened to append refuses, and so do file systems and
 * kernels. What is refused has moved nothing, so that reading and writing can always take over. */
#include "kernel_copy.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#if HAVE_SENDFILE
#include <sys/sendfile.h>
#endif
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_MAX ((size_t)4 << 20) /* octets in one call, so that a signal need not wait long */

#if HAVE_SPLICE
/* One of the ends is a pipe. */
static ssize_t
splice_piece(int in, int out, size_t len)
{
    return splice(in, NULL, out, NULL, len, 0);
}
#endif

#if HAVE_COPY_FILE_RANGE
/* Both are files. */
static ssize_t
copy_piece(int in, int out, size_t len)
{
    return copy_file_range(in, NULL, out, NULL, len, 0);
}
#endif

#if HAVE_SENDFILE
/* From a file. */
static ssize_t
send_piece(int in, int out, size_t len)
{
    return sendfile(out, in, NULL, len);
}
#endif

typedef struct {
    ssize_t (*move)(int in, int out, size_t len); /* NULL: there is none */
    int64_t most;                                 /* octets */
} KernelCopy;

#if HAVE_SPLICE
/* The last octets of a file fill the whole pipe, and are no pages of the file: when they are in the
 * pipe, the others are out of it. */
static int64_t
octets_to_splice(int in, int out, const struct stat *in_about)
{
    off_t at = lseek(in, 0, SEEK_CUR);
    int room = fcntl(out, F_GETPIPE_SZ);

    return at < 0 || room < 0 ? 0 : in_about->st_size - at - room;
}
#endif

/* A socket could hold the file's pages as a pipe does, and does not say how many: it gets copies.
 */
static KernelCopy
choose_way(int in, int out)
{
    const KernelCopy none = { .move = NULL };
    struct stat in_about, out_about;

    if (fstat(in, &in_about) != 0 || fstat(out, &out_about) != 0)
        return none;
#if HAVE_SPLICE
    if (S_ISFIFO(in_about.st_mode))
        return (KernelCopy){ .move = splice_piece, .most = INT64_MAX };
    if (S_ISREG(in_about.st_mode) && S_ISFIFO(out_about.st_mode))
        return (KernelCopy){ .move = splice_piece, .most = octets_to_splice(in, out, &in_about) };
#endif
#if HAVE_COPY_FILE_RANGE
    if (S_ISREG(in_about.st_mode) && S_ISREG(out_about.st_mode))
        return (KernelCopy){ .move = copy_piece, .most = INT64_MAX };
#endif
#if HAVE_SENDFILE
    if (S_ISREG(in_about.st_mode) && S_ISCHR(out_about.st_mode))
        return (KernelCopy){ .move = send_piece, .most = INT64_MAX };
#endif
    return none;
}

/* Whether the call was not made for these ends, and not one of them failed. EAGAIN: one end does
 * not wait, and which one it is the call does not say. */
static bool
is_call_refused(int error)
{
    static const int refusals[] = { EINVAL, ENOSYS, EBADF,   EXDEV,     EOPNOTSUPP, EPERM,
                                    EACCES, EAGAIN, ETXTBSY, EOVERFLOW, ENOMEM };

    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
        if (error == refusals[i])
            return true;
    return false;
}

bool
kernel_copy(int in, int out)
{
    KernelCopy way = choose_way(in, out);

    while (way.move && way.most > 0) {
        size_t len = way.most < (int64_t)PIECE_MAX ? (size_t)way.most : PIECE_MAX;
        ssize_t moved = way.move(in, out, len);

        if (moved == 0)
            return true; /* not always the end: some files say so that have more */
        if (moved > 0)
            way.most -= moved;
        else if (errno != EINTR)
            return is_call_refused(errno);
    }
    return true;
}
