/* SPDX-License-Identifier: ISC */
/* One block holds many names: a folder of a hundred thousand messages takes ten megabytes. */
#include "mailbox/mailbox_list.h"

#include "mailbox/open_entry.h"

#include <string.h>

#define NAMES_BLOCK ((gsize)64 << 10) /* octets */

static gint
compare_entries(gconstpointer one, gconstpointer other)
{
    const MailboxEntry *a = one, *b = other;

    return strcmp(a->name, b->name);
}

static void
add_entry(MailboxList *list, const struct dirent *found, bool hidden)
{
    MailboxEntry entry = { .type = found->d_type };

    if (found->d_name[0] == '.' &&
        (!hidden || g_str_equal(found->d_name, ".") || g_str_equal(found->d_name, "..")))
        return;
    entry.name = g_string_chunk_insert(list->names, found->d_name);
    g_array_append_val(list->entries, entry);
}

MailboxList *
mailbox_list_new(int descriptor, const char *path, bool hidden)
{
    DIR *listing = open_entry_folder(descriptor, path);
    const struct dirent *found;
    MailboxList *list;

    if (!listing)
        return NULL;
    list = g_new(MailboxList, 1);
    list->names = g_string_chunk_new(NAMES_BLOCK);
    list->entries = g_array_new(FALSE, FALSE, sizeof(MailboxEntry));
    while ((found = readdir(listing)) != NULL)
        add_entry(list, found, hidden);
    closedir(listing);
    g_array_sort(list->entries, compare_entries);
    return list;
}

void
mailbox_list_free(MailboxList *list)
{
    g_string_chunk_free(list->names);
    g_array_unref(list->entries);
    g_free(list);
}

const MailboxEntry *
mailbox_list_entry(const MailboxList *list, guint at)
{
    return &g_array_index(list->entries, MailboxEntry, at);
}
