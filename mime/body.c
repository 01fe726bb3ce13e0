/* SPDX-License-Identifier: ISC */
/* A child that was forked has a copy of all that its parent had read: it has to forget it itself.
 */
#include "mime/body.h"

#include <string.h>
#include <unistd.h>

HeldBody
held_body_missing(const char *why)
{
    return (HeldBody){ .file = -1, .missing = why };
}

void
held_body_forget(HeldBody *body)
{
    if (body->len > 0)
        explicit_bzero(body->octets, body->len);
    if (body->file >= 0)
        close(body->file);
    *body = held_body_missing("it was forgotten");
}
