/* SPDX-License-Identifier: ISC */
/* Settings files that are written, in a directory of their own: what stays, and what becomes of
 * them where writing fails, ends early or is killed. */
#include "settings/settings_write.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static char *directory;

static const char *const one_entry[] = { "mx:foo.edu", NULL };

static const char old_text[] = "# mine\n[relays]\ntrust=192.0.2.7\n";
static const char new_text[] = "# mine\n[relays]\ntrust=192.0.2.7;mx:foo.edu\n";

static char *
path_of(const char *name)
{
    return g_build_filename(directory, name, NULL);
}

static char *
write_file(const char *name, const char *text)
{
    char *path = path_of(name);

    cr_assert(g_file_set_contents(path, text, -1, NULL));
    cr_assert_eq(g_chmod(path, 0600), 0);
    return path;
}

/* "" where there is none. */
static char *
text_of(const char *path)
{
    char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? text : g_strdup("");
}

static void
make_home(void)
{
    directory = g_dir_make_tmp("rmxfilter-write-XXXXXX", NULL);
    cr_assert_not_null(directory);
    g_setenv("HOME", directory, TRUE);
    g_unsetenv("XDG_CONFIG_HOME");
}

static void
remove_tree(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            remove_tree(inner);
        else
            g_unlink(inner);
    }
    g_rmdir(path);
}

static void
remove_home(void)
{
    remove_tree(directory);
    g_free(directory);
}

TestSuite(settings_write, .init = make_home, .fini = remove_home);

/* How many files the directory holds whose names are not the file's or a backup's. */
static guint
count_strays(void)
{
    g_autoptr(GDir) folder = g_dir_open(directory, 0, NULL);
    const char *name;
    guint strays = 0;

    while ((name = g_dir_read_name(folder)))
        strays += strstr(name, ".new-") != NULL;
    return strays;
}

/* Adds the entry to the file at path. */
static bool
add_entry(const char *path, char **backup, GError **error)
{
    g_autoptr(SettingsChange) change = settings_change_new(path, one_entry, error);

    *backup = NULL;
    return change && settings_change_write(change, backup, error);
}

Test(settings_write, a_file_that_is_there)
{
    g_autofree char *path = write_file("rc", old_text), *backup = NULL;
    g_autofree char *new = NULL, *old = NULL;
    struct stat before, after;
    GError *error = NULL;

    cr_assert_eq(g_chmod(path, 0640), 0);
    cr_assert_eq(stat(path, &before), 0);
    cr_assert(add_entry(path, &backup, &error), "%s", error ? error->message : "");
    cr_assert_eq(stat(path, &after), 0);
    new = text_of(path);
    old = text_of(backup);
    cr_expect_str_eq(new, new_text);
    cr_expect_str_eq(old, old_text);
    cr_expect(g_str_has_suffix(backup, "/rc.bak"));
    cr_expect_eq(after.st_mode, before.st_mode);
    cr_expect_eq(after.st_gid, before.st_gid);
    cr_expect_eq(count_strays(), 0);
}

/* An access list of Linux: the owner, user 1 with those rights, the group, the most, others. */
static bool
set_access_list(const char *path, const char *kind, guint16 rights)
{
    const struct {
        guint32 version;
        struct {
            guint16 tag, rights;
            guint32 id;
        } entries[5];
    } list = { 2,
               { { 0x01, 7, G_MAXUINT32 },
                 { 0x02, rights, 1 },
                 { 0x04, 4, G_MAXUINT32 },
                 { 0x10, 4, G_MAXUINT32 },
                 { 0x20, 0, G_MAXUINT32 } } };

    return setxattr(path, kind, &list, sizeof(list), 0) == 0;
}

/* Who may read the old file may read the new one, and nobody else, whatever new files in the folder
 * get. */
Test(settings_write, access_lists)
{
    static const char access[] = "system.posix_acl_access";
    g_autofree char *plain = write_file("plain", old_text),
                    *listed = write_file("listed", old_text);
    g_autofree char *backup = NULL, *other_backup = NULL;
    unsigned char before[200], after[200];
    ssize_t len;

    cr_assert_eq(g_chmod(plain, 0640), 0);
    if (!set_access_list(directory, "system.posix_acl_default", 4) ||
        !set_access_list(listed, access, 0))
        cr_skip_test("no access lists here");
    len = getxattr(listed, access, before, sizeof(before));
    cr_assert(add_entry(plain, &backup, NULL));
    cr_assert(add_entry(listed, &other_backup, NULL));
    cr_expect_lt(getxattr(plain, access, after, sizeof(after)), 0);
    cr_expect_lt(getxattr(backup, access, after, sizeof(after)), 0);
    cr_expect_eq(getxattr(listed, access, after, sizeof(after)), len);
    cr_expect_eq(memcmp(before, after, (size_t)MAX(len, 0)), 0);
}

Test(settings_write, no_backup_is_lost)
{
    g_autofree char *path = write_file("rc", old_text), *first = write_file("rc.bak", "first");
    g_autofree char *backup = NULL, *text = NULL;

    cr_assert(add_entry(path, &backup, NULL));
    text = text_of(first);
    cr_expect_str_eq(text, "first");
    cr_expect(g_str_has_suffix(backup, "/rc.bak2"));
}

Test(settings_write, a_link_stays_a_link)
{
    g_autofree char *path = write_file("dotfiles-rc", old_text), *link = path_of("rc");
    g_autofree char *backup = NULL, *text = NULL;

    cr_assert_eq(symlink("dotfiles-rc", link), 0);
    cr_assert(add_entry(link, &backup, NULL));
    text = text_of(path);
    cr_expect_str_eq(text, new_text);
    cr_expect(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    cr_expect(g_str_has_suffix(backup, "/dotfiles-rc.bak"));
}

Test(settings_write, a_file_is_made_with_its_folders)
{
    g_autofree char *path = settings_write_path(NULL), *want = path_of(".config/rmxfilter");
    g_autofree char *backup = NULL, *text = NULL;
    struct stat folder, file;
    GError *error = NULL;

    cr_assert(g_str_has_suffix(path, "/.config/rmxfilter/rmxfilter.conf"));
    cr_assert(add_entry(path, &backup, &error), "%s", error ? error->message : "");
    text = text_of(path);
    cr_expect_str_eq(text, "[relays]\ntrust=mx:foo.edu\n");
    cr_expect_null(backup);
    cr_assert_eq(stat(want, &folder) | stat(path, &file), 0);
    cr_expect_eq(folder.st_mode & 0777, 0700);
    cr_expect_eq(file.st_mode & 0777, 0600);
}

static const struct {
    const char *name, *in_config, *in_home, *config, *want; /* of files: their text, NULL: none */
} choices[] = {
    { "none is there", NULL, NULL, NULL, ".config/rmxfilter/rmxfilter.conf" },
    { "-c", old_text, old_text, "given", "given" },
    { "the one that has trust", old_text, "[dns]\ntimeout=3\n", NULL,
      ".config/rmxfilter/rmxfilter.conf" },
    { "both have", old_text, old_text, NULL, ".rmxfilterrc" },
    { "the one that is there", NULL, "[dns]\ntimeout=3\n", NULL, ".rmxfilterrc" },
};

Test(settings_write, which_file)
{
    g_autofree char *folder = path_of(".config/rmxfilter");

    cr_assert_eq(g_mkdir_with_parents(folder, 0700), 0);
    for (size_t i = 0; i < G_N_ELEMENTS(choices); i++) {
        g_autofree char *config = choices[i].config ? path_of(choices[i].config) : NULL;
        g_autofree char *want = path_of(choices[i].want), *got = NULL;
        g_autofree char *in_config = path_of(".config/rmxfilter/rmxfilter.conf");
        g_autofree char *in_home = path_of(".rmxfilterrc");

        g_unlink(in_config);
        g_unlink(in_home);
        if (choices[i].in_config)
            g_free(write_file(".config/rmxfilter/rmxfilter.conf", choices[i].in_config));
        if (choices[i].in_home)
            g_free(write_file(".rmxfilterrc", choices[i].in_home));
        got = settings_write_path(config);
        cr_expect_str_eq(got, want, "%s: got %s", choices[i].name, got);
    }
}

/* --- what is refused --- */

static void
expect_refusal(const char *path, const char *want)
{
    g_autofree char *backup = NULL, *before = text_of(path), *after = NULL;
    g_autoptr(GError) error = NULL;

    cr_expect_not(add_entry(path, &backup, &error), "%s", want);
    cr_expect(error && strstr(error->message, want), "%s: got %s", want,
              error ? error->message : "no error");
    after = text_of(path);
    cr_expect_str_eq(after, before);
    cr_expect_eq(count_strays(), 0);
}

Test(settings_write, files_that_are_not_ones_own_to_write)
{
    g_autofree char *open_to_all = write_file("open", old_text), *link = path_of("dangling");
    g_autofree char *wrong = write_file("wrong", "[nonsense\n");
    g_autofree char *long_text = g_strnfill((1 << 20) + 1, '\n');
    g_autofree char *too_long = write_file("long", long_text);

    cr_assert_eq(g_chmod(open_to_all, 0666), 0);
    cr_assert_eq(symlink("nowhere", link), 0);
    expect_refusal(open_to_all, "everybody may write it");
    expect_refusal(link, "is a link that leads nowhere");
    expect_refusal(directory, "is a directory");
    expect_refusal(wrong, "wrong:1:");
    expect_refusal(too_long, "too long");
    expect_refusal("/dev/null", "is not a file of your own");
}

Test(settings_write, a_file_that_changes_meanwhile)
{
    g_autofree char *path = write_file("rc", old_text), *backup = NULL, *text = NULL;
    g_autoptr(SettingsChange) change = settings_change_new(path, one_entry, NULL);
    g_autoptr(GError) error = NULL;

    cr_assert_not_null(change);
    g_free(write_file("rc", "# an editor's\n"));
    cr_expect_not(settings_change_write(change, &backup, &error));
    cr_expect(error && strstr(error->message, "was changed meanwhile"));
    text = text_of(path);
    cr_expect_str_eq(text, "# an editor's\n");
}

Test(settings_write, a_file_that_comes_meanwhile)
{
    g_autofree char *path = path_of("rc"), *backup = NULL, *text = NULL;
    g_autoptr(SettingsChange) change = settings_change_new(path, one_entry, NULL);

    cr_assert_not_null(change);
    g_free(write_file("rc", "# an editor's\n"));
    cr_expect_not(settings_change_write(change, &backup, NULL));
    text = text_of(path);
    cr_expect_str_eq(text, "# an editor's\n");
}

/* --- what fails --- */

/* In a process of its own, for which files may grow to so many octets: as on a full disk. */
static int
add_entry_with_room(const char *path, rlim_t room)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        const struct rlimit limit = { room, room };
        char *backup;

        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(add_entry(path, &backup, NULL) ? 0 : 1);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WEXITSTATUS(status);
}

/* No room for the backup, for all of the backup, for all of the new file. */
Test(settings_write, no_room)
{
    static const rlim_t rooms[] = { 0, 5, sizeof(old_text) - 1, sizeof(new_text) - 2 };

    for (size_t i = 0; i < G_N_ELEMENTS(rooms); i++) {
        g_autofree char *path = write_file("rc", old_text), *text = NULL;

        cr_expect_eq(add_entry_with_room(path, rooms[i]), 1, "room %zu", (size_t)rooms[i]);
        text = text_of(path);
        cr_expect_str_eq(text, old_text, "room %zu", (size_t)rooms[i]);
        cr_expect_eq(count_strays(), 0, "room %zu", (size_t)rooms[i]);
    }
    g_autofree char *path = write_file("rc", old_text), *text = NULL;

    cr_expect_eq(add_entry_with_room(path, sizeof(new_text) - 1), 0);
    text = text_of(path);
    cr_expect_str_eq(text, new_text);
}

/* Adds the entry to an old file again and again, until it is killed. */
static void
write_forever(const char *path)
{
    for (;;) {
        char *backup = NULL;

        if (!g_file_set_contents(path, old_text, -1, NULL) || g_chmod(path, 0600) != 0 ||
            !add_entry(path, &backup, NULL))
            _exit(1);
        g_unlink(backup);
        g_free(backup);
    }
}

/* Killed at any moment, at the path stands one of both texts, whole. */
Test(settings_write, kill)
{
    g_autofree char *path = write_file("rc", old_text);
    guint seen_new = 0;

    for (int i = 0; i < 60; i++) {
        g_autofree char *text = NULL;
        pid_t child = fork();
        int status;

        if (child == 0)
            write_forever(path);
        g_usleep(200 + (gulong)i * 97);
        kill(child, SIGKILL);
        cr_assert_eq(waitpid(child, &status, 0), child);
        cr_assert(WIFSIGNALED(status), "the writer failed");
        text = text_of(path);
        seen_new += g_str_equal(text, new_text);
        cr_expect(g_str_equal(text, old_text) || g_str_equal(text, new_text), "got \"%s\"", text);
    }
    cr_log_info("%u of 60 were written", seen_new);
}
