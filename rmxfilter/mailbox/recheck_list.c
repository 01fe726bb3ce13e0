/* SPDX-License-Identifier: ISC */
#include "mailbox/recheck_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
maildir_open(const char *path)
{
    static const char *const subfolders[] = { "cur", "new", "tmp" };
    int maildir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat about;

    for (size_t i = 0; maildir >= 0 && i < G_N_ELEMENTS(subfolders); i++)
        if (fstatat(maildir, subfolders[i], &about, 0) != 0 || !S_ISDIR(about.st_mode)) {
            close(maildir);
            maildir = -1;
            errno = ENOTDIR;
        }
    return maildir;
}

static int
compare_texts(const void *one, const void *other)
{
    const char *const *first = one, *const *second = other;

    return strcmp(*first, *second);
}

static bool
is_maildir(const char *path)
{
    int maildir = maildir_open(path);

    if (maildir >= 0)
        close(maildir);
    return maildir >= 0;
}

GPtrArray *
maildir_folders(const char *path)
{
    GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) listing = g_dir_open(path, 0, NULL);
    const char *name;

    while (listing && (name = g_dir_read_name(listing)) != NULL) {
        g_autofree char *folder = g_build_filename(path, name, NULL);

        if (name[0] == '.' && is_maildir(folder))
            g_ptr_array_add(folders, g_steal_pointer(&folder));
    }
    g_ptr_array_add(folders, g_strdup(path));
    g_ptr_array_sort(folders, compare_texts);
    return folders;
}

GPtrArray *
maildir_names(int maildir, const char *subfolder)
{
    int descriptor = openat(maildir, subfolder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = descriptor < 0 ? NULL : fdopendir(descriptor);
    struct dirent *entry;
    GPtrArray *names;

    if (!listing) {
        if (descriptor >= 0)
            close(descriptor);
        return NULL;
    }
    names = g_ptr_array_new_with_free_func(g_free);
    while ((entry = readdir(listing)) != NULL)
        if (entry->d_name[0] != '.')
            g_ptr_array_add(names, g_strdup(entry->d_name));
    closedir(listing);
    g_ptr_array_sort(names, compare_texts);
    return names;
}
