/* SPDX-License-Identifier: ISC */
/* A child that was forked has a copy of all that its parent had read: it has to forget it itself.
 */
#include "mime/body.h"

#include "mime/wipe.h"

#include <unistd.h>

static const struct {
    const char *text;
    bool may_end;
} lacks[] = {
    [BODY_AT_HAND] = { NULL, false },
    [BODY_UNSIGNED] = { "no signature stands in the header block", false },
    [BODY_LONG_HEADER] = { "the header block is too long", false },
    [BODY_TOO_LONG] = { "it is longer than 256 MiB", false },
    [BODY_STOPPED] = { "the filter was stopped", true },
    [BODY_NO_ROOM] = { "there is no room for it on the disk", true },
    [BODY_NO_FILE] = { "no file can be made for it", true },
    [BODY_FILE_FAILS] = { "the file for it cannot be written", true },
    [BODY_OF_SEVERAL] = { "of several messages only the headers are read", false },
    [BODY_FORGOTTEN] = { "it was forgotten", false },
    [BODY_NO_DESCRIPTOR] = { "there is no descriptor", true },
    [BODY_NO_PIPE] = { "there is no pipe for its digests", true },
    [BODY_NO_PROCESS] = { "there is no process to hash it", true },
    [BODY_NOT_IN_TIME] = { "it was not hashed in time", true },
    [BODY_DIGESTS_FAIL] = { "its digests cannot be read", true },
    [BODY_HASHER_LEFT] = { "the hasher left early", true },
    [BODY_BAD_DIGESTS] = { "bad digests from the hasher", false },
    [BODY_UNWANTED] = { "no signature wants it", false },
    [BODY_DIGESTS_TAKEN] = { "its digests were taken already", false },
};

const char *
body_lack_text(BodyLack lack)
{
    return lacks[lack].text;
}

bool
body_lack_may_end(BodyLack lack)
{
    return lacks[lack].may_end;
}

HeldBody
held_body_missing(BodyLack why)
{
    return (HeldBody){ .file = -1, .missing = why };
}

void
held_body_forget(HeldBody *body)
{
    if (body->len > 0)
        wipe(body->octets, body->len);
    if (body->file >= 0)
        close(body->file);
    *body = held_body_missing(BODY_FORGOTTEN);
}
