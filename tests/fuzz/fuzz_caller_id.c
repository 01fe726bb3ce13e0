/* SPDX-License-Identifier: ISC */
/* Caller ID's documents from strangers: a document is in order or has a problem, and entries hold
 * what their elements need. */
#include "records/caller_id/caller_id_document.h"

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    g_autoptr(CallerDocument) document = caller_id_parse((const char *)octets, len);

    for (guint i = 0; i < document->entries->len; i++) {
        const CallerEntry *entry = &g_array_index(document->entries, CallerEntry, i);
        bool network = entry->kind == CALLER_ADDRESS || entry->kind == CALLER_RANGE;

        g_assert_nonnull(caller_id_kind_text(entry->kind));
        g_assert_true(network == (entry->network.address.bits != 0));
        g_assert_true((entry->kind == CALLER_INDIRECT) == (entry->name != NULL));
        g_assert_true(network || !entry->excludes);
    }
    return 0;
}
