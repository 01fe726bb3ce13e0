/* SPDX-License-Identifier: ISC */
/* Nobody else can write to the file: what comes out of it is what went in. */
#include "mailbox/trust_kept.h"

#include "mime/descriptor.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Stands before the place, with its NUL, and the octets. */
typedef struct {
    guint32 place_len, len;
} TrustKeptHead;

struct TrustKept {
    FILE *writing, *reading;
    GByteArray *held; /* what message lends */
    TrustKeptMessage message;
};

TrustKept *
trust_kept_new(void)
{
    g_autoptr(TrustKept) kept = g_new0(TrustKept, 1);
    NamelessFile file;

    kept->held = g_byte_array_new();
    if (!nameless_file_make(&file))
        return NULL;
    kept->writing = fdopen(file.writing, "w");
    kept->reading = fdopen(file.reading, "r");
    g_assert(kept->writing && kept->reading);
    return g_steal_pointer(&kept);
}

void
trust_kept_free(TrustKept *kept)
{
    if (!kept)
        return;
    g_clear_pointer(&kept->writing, fclose);
    g_clear_pointer(&kept->reading, fclose);
    g_byte_array_unref(kept->held);
    g_free(kept);
}

bool
trust_kept_add(TrustKept *kept, const char *place, const void *octets, gsize len)
{
    const TrustKeptHead head = { (guint32)strlen(place) + 1, (guint32)len };

    return fwrite(&head, sizeof(head), 1, kept->writing) == 1 &&
           fwrite(place, head.place_len, 1, kept->writing) == 1 &&
           (len == 0 || fwrite(octets, len, 1, kept->writing) == 1);
}

bool
trust_kept_rewind(TrustKept *kept)
{
    if (fflush(kept->writing) != 0)
        return false;
    errno = EIO; /* what was lost in between, when another process was made */
    return !ferror(kept->writing) && fseek(kept->reading, 0, SEEK_SET) == 0;
}

const TrustKeptMessage *
trust_kept_next(TrustKept *kept)
{
    TrustKeptHead head;

    errno = 0;
    if (fread(&head, sizeof(head), 1, kept->reading) != 1)
        return NULL;
    g_byte_array_set_size(kept->held, head.place_len + head.len);
    if (fread(kept->held->data, kept->held->len, 1, kept->reading) != 1)
        return NULL;
    kept->message.place = (const char *)kept->held->data;
    kept->message.octets = kept->message.place + head.place_len;
    kept->message.len = head.len;
    return &kept->message;
}
