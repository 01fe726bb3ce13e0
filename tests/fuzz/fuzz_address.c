/* SPDX-License-Identifier: ISC */
/* Reverse-paths: what is read can be written and read again, and is the same; header lists: only
 * that they end. */
#include "mime/address.h"

#include <gmime/gmime.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
address_free(void *address)
{
    mail_address_free(address);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static gsize begun;
    g_autoptr(MailAddress) address = mail_address_parse((const char *)data, size);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(address_free);
    g_autofree char *text = g_strndup((const char *)data, size);

    if (g_once_init_enter(&begun)) {
        g_mime_init();
        g_once_init_leave(&begun, 1);
    }
    mail_address_list_parse(text, list);
    if (address) {
        g_autofree char *written = mail_address_text(address);
        g_autoptr(MailAddress) again = mail_address_parse(written, strlen(written));

        g_assert(again && g_strcmp0(again->domain, address->domain) == 0);
        g_assert(strcmp(again->local, address->local) == 0);
    }
    return 0;
}
