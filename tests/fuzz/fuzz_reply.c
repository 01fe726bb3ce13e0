/* SPDX-License-Identifier: ISC */
/* What the guard takes from an inspector gone wrong: lines of printable ASCII that are its own
 * fields. */
#include "reply.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Reply reply;
    const char *problem = reply_read((const char *)data, size, &reply);

    g_assert(reply.wait >= 0 && reply.wait <= REPLY_WAIT_MAX);
    g_assert(reply.strip_from >= 0 && reply.strip_from <= REPLY_FROM_MAX);
    g_assert(reply.exit_code == 0 || reply.exit_code == 75);
    g_assert(strlen(reply.strip) <= REPLY_NAME_MAX && strlen(reply.complaint) <= REPLY_TEXT_MAX);
    g_assert(strlen(reply.log) <= REPLY_LOG_MAX);
    g_assert(strspn(reply.now, "abcdefghijklmnopqrstuvwxyz ") == strlen(reply.now));
    for (const char *octet = reply.log; *octet; octet++)
        g_assert(*octet == '\t' || (*octet >= ' ' && *octet <= '~'));
    if (problem || !reply.complete)
        return 0;
    for (size_t i = 0; i < reply.fields_len; i++) {
        char octet = reply.fields[i];

        g_assert(octet == '\n' || octet == '\t' || (octet >= ' ' && octet <= '~'));
        if (i == 0 || reply.fields[i - 1] == '\n')
            g_assert(octet == ' ' || octet == '\t' || octet == 'X' || octet == 'A' || octet == 'R');
    }
    g_assert(reply.fields_len == 0 || reply.fields[reply.fields_len - 1] == '\n');
    return 0;
}
