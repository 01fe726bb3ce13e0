/* SPDX-License-Identifier: ISC */
/* A message replaced in place, while each call that it makes is the last one (kill -9), fails, or
 * comes right behind what another program does to the Maildir. The calls are this file's own, which
 * count, and then ask the kernel. */
#include "mailbox/recheck_replace.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define OLD "X-RMX-Status: temperror (DNS)\nA: 1\n\nbody\n"
#define NEW "X-RMX-Status: pass (192.0.2.5 may send for a.example)\nA: 1\n\nbody\n"

#define STEPS_MAX 100

/* --- what happens at which call --- */

typedef enum {
    NOTHING,
    KILL,      /* the process ends before the call */
    KILL_LATE, /* and right behind it */
    FAIL,      /* the call does nothing, and fails with trouble.value */
    ACT,       /* another program's turn comes right before the call */
} Kind;

static struct {
    Kind kind;
    unsigned at;      /* the how-manieth call, from 1 */
    unsigned count;   /* so far */
    int value;        /* errno */
    bool no_exchange; /* as on NFS */
    void (*act)(void);
    unsigned then;      /* so many calls behind that one comes next; 0: nothing */
    void (*next)(void); /* another turn of the other program; NULL: the call fails with value */
} trouble;

static bool is_counting;

static void
act_now(void (*act)(void))
{
    is_counting = false;
    act();
    is_counting = true;
}

/* True where the call is to fail. */
static bool
before_call(void)
{
    if (is_counting && trouble.then > 0 && trouble.count + 1 == trouble.at + trouble.then) {
        trouble.count++;
        if (trouble.next)
            act_now(trouble.next);
        errno = trouble.value;
        return !trouble.next;
    }
    if (!is_counting || ++trouble.count != trouble.at)
        return false;
    if (trouble.kind == KILL)
        kill(getpid(), SIGKILL);
    if (trouble.kind == ACT)
        act_now(trouble.act);
    errno = trouble.value;
    return trouble.kind == FAIL;
}

static long
after_call(long result)
{
    if (is_counting && trouble.count == trouble.at && trouble.kind == KILL_LATE)
        kill(getpid(), SIGKILL);
    return result;
}

#define CALL(number, ...) (before_call() ? -1 : after_call(syscall(number, __VA_ARGS__)))

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the names are the library's */
int
openat(int folder, const char *path, int flags, ...)
{
    return (int)CALL(SYS_openat, folder, path, flags, 0600);
}

ssize_t
write(int fd, const void *octets, size_t len)
{
    return CALL(SYS_write, fd, octets, len);
}

int
close(int fd)
{
    return (int)CALL(SYS_close, fd);
}

int
fsync(int fd)
{
    return (int)CALL(SYS_fsync, fd);
}

int
fchmod(int fd, mode_t mode)
{
    return (int)CALL(SYS_fchmod, fd, mode);
}

int
futimens(int fd, const struct timespec times[2])
{
    return (int)CALL(SYS_utimensat, fd, NULL, times, 0);
}

int
renameat(int from, const char *old, int to, const char *new)
{
    return (int)CALL(SYS_renameat2, from, old, to, new, 0);
}

int
renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    if (trouble.no_exchange && is_counting) {
        errno = EINVAL;
        return -1;
    }
    return (int)CALL(SYS_renameat2, from, old, to, new, flags);
}

int
unlinkat(int folder, const char *path, int flags)
{
    return (int)CALL(SYS_unlinkat, folder, path, flags);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

/* --- the Maildir --- */

static char maildir[] = "/tmp/rmxfilter-unit-XXXXXX";
static const char *base; /* of the message's name, up to its sizes */

/* Descriptors are closed by whoever opened them: the folder of the Maildir stays open for the next
 * run. */
static int root = -1;

typedef struct {
    unsigned old, new, other; /* files in cur and new, by what is in them */
    unsigned left;            /* files in tmp */
    char name[NAME_MAX + 1];  /* of the last in cur or new */
    const char *folder;       /* its folder */
    struct stat about;        /* of it */
} Sight;

static void
look_into(const char *folder, Sight *sight)
{
    g_autofree char *path = g_build_filename(maildir, folder, NULL);
    DIR *listing = opendir(path);
    struct dirent *entry;

    cr_assert(listing);
    while ((entry = readdir(listing)) != NULL) {
        g_autofree char *file = g_build_filename(path, entry->d_name, NULL);
        g_autofree char *octets = NULL;

        if (entry->d_name[0] == '.')
            continue;
        if (g_str_equal(folder, "tmp")) {
            sight->left++;
            continue;
        }
        cr_assert(g_file_get_contents(file, &octets, NULL, NULL));
        sight->old += g_str_equal(octets, OLD);
        sight->new += g_str_equal(octets, NEW);
        sight->other += !g_str_equal(octets, OLD) && !g_str_equal(octets, NEW);
        g_strlcpy(sight->name, entry->d_name, sizeof(sight->name));
        sight->folder = folder;
        cr_assert_eq(stat(file, &sight->about), 0);
    }
    closedir(listing);
}

static Sight
look(void)
{
    Sight sight = { .old = 0 };

    look_into("tmp", &sight);
    look_into("new", &sight);
    look_into("cur", &sight);
    return sight;
}

static void
empty_folder(const char *folder)
{
    g_autofree char *path = g_build_filename(maildir, folder, NULL);
    DIR *listing = opendir(path);
    struct dirent *entry;

    while (listing && (entry = readdir(listing)) != NULL) {
        g_autofree char *file = g_build_filename(path, entry->d_name, NULL);

        unlink(file);
    }
    if (listing)
        closedir(listing);
}

static void
list_maildir(bool listed)
{
    g_autofree char *path = g_build_filename(maildir, "dovecot-uidlist", NULL);

    if (listed)
        cr_assert(g_file_set_contents(path, "", 0, NULL));
    else
        unlink(path);
}

static void
put_message(const char *folder, const char *name)
{
    const struct timespec times[] = { { .tv_sec = 1000000000, .tv_nsec = 5 },
                                      { .tv_sec = 1100000000, .tv_nsec = 123456789 } };
    g_autofree char *path = g_build_filename(maildir, folder, name, NULL);

    empty_folder("cur");
    empty_folder("new");
    empty_folder("tmp");
    cr_assert(g_file_set_contents(path, OLD, -1, NULL));
    cr_assert_eq(chmod(path, 0640), 0);
    cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0);
    base = name;
}

static void
make_maildir(void)
{
    static const char *const folders[] = { "cur", "new", "tmp" };

    cr_assert(g_mkdtemp(maildir));
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(maildir, folders[i], NULL);

        cr_assert_eq(mkdir(path, 0700), 0);
    }
    root = open(maildir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    cr_assert(root >= 0);
}

static void
remove_maildir(void)
{
    static const char *const folders[] = { "cur", "new", "tmp" };

    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(maildir, folders[i], NULL);

        empty_folder(folders[i]);
        rmdir(path);
    }
    list_maildir(false);
    rmdir(maildir);
}

/* --- a run --- */

static bool
fill(int out, void *data)
{
    size_t half = strlen(NEW) / 2;

    (void)data;
    if (write(out, NEW, half) == (ssize_t)half &&
        write(out, &NEW[half], strlen(NEW) - half) == (ssize_t)(strlen(NEW) - half))
        return close(out) == 0;
    return false;
}

#define NOT_OPENED 77

/* In a process of its own. Returns what waitpid says; its exit code is the outcome. */
static int
replace_in(const char *folder)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        MaildirMessage message;
        ReplaceOutcome outcome;

        is_counting = true;
        if (!maildir_message_open(&message, root, folder, base))
            _exit(NOT_OPENED);
        outcome = maildir_message_replace(&message, fill, NULL);
        is_counting = false;
        _exit(trouble.at > trouble.count ? NOT_OPENED + 1 : (int)outcome);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return status;
}

static const struct {
    const char *folder, *name, *want;
    bool listed; /* by an IMAP server */
} names[] = {
    { "cur", "1.a.host,S=41,W=45:2,S", "1.a.host,S=65,W=69:2,S", false },
    { "cur", "1.a.host:2,", "1.a.host:2,", false },
    { "new", "1.a.host,S=41", "1.a.host,S=65", false },
    { "new", "1.a.host", "1.a.host", false },
    { "cur", "1.a.host:2,S", "1.a.host,S=65:2,S", true },
    /* the size stays, so that the rest of the name changes */
    { "cur", "1.a.host,S=65:2,S", "1.a.host.rmxfilter,S=65:2,S", true },
};

/* Whether the sizes in a name are right. */
static bool
sizes_fit(const Sight *sight)
{
    const char *size = strstr(sight->name, ",S=");

    return !size || strtol(size + 3, NULL, 10) == (long)sight->about.st_size;
}

/* Tries trouble at each call of a run on names[i], one after the other; check looks at what came of
 * it. */
static void
try_each_call(size_t i, void (*check)(size_t i, int status, const char *where))
{
    for (trouble.at = 1; trouble.at < STEPS_MAX; trouble.at++) {
        g_autofree char *where =
            g_strdup_printf("%s/%s, %s, call %u", names[i].folder, names[i].name,
                            trouble.no_exchange ? "renaming over" : "exchanging", trouble.at);
        int status;

        put_message(names[i].folder, names[i].name);
        list_maildir(names[i].listed);
        status = replace_in(names[i].folder);
        if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_OPENED + 1)
            break;
        check(i, status, where);
    }
    cr_expect_gt(trouble.at, 10);
    cr_expect_lt(trouble.at, STEPS_MAX);
    trouble.at = 0;
}

static void
try_all(void (*check)(size_t i, int status, const char *where))
{
    for (size_t i = 0; i < G_N_ELEMENTS(names) * 2; i++) {
        trouble.no_exchange = i >= G_N_ELEMENTS(names);
        try_each_call(i % G_N_ELEMENTS(names), check);
    }
}

TestSuite(recheck_replace, .init = make_maildir, .fini = remove_maildir, .timeout = 120);

Test(recheck_replace, all_but_the_text_stays)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names) * 2; i++) {
        Sight sight;

        trouble.no_exchange = i >= G_N_ELEMENTS(names);
        put_message(names[i % G_N_ELEMENTS(names)].folder, names[i % G_N_ELEMENTS(names)].name);
        list_maildir(names[i % G_N_ELEMENTS(names)].listed);
        cr_expect_eq(replace_in(names[i % G_N_ELEMENTS(names)].folder), REPLACE_DONE << 8);
        sight = look();
        cr_expect_eq(sight.new, 1);
        cr_expect_eq(sight.old + sight.other + sight.left, 0);
        cr_expect_str_eq(sight.name, names[i % G_N_ELEMENTS(names)].want);
        cr_expect_str_eq(sight.folder, names[i % G_N_ELEMENTS(names)].folder);
        cr_expect_eq(sight.about.st_mode & 07777, 0640);
        cr_expect_eq(sight.about.st_mtim.tv_sec, 1100000000);
        cr_expect_eq(sight.about.st_mtim.tv_nsec, 123456789);
    }
}

/* --- kill -9 --- */

static void
check_killed(size_t i, int status, const char *where)
{
    Sight sight = look();

    (void)i;
    cr_expect(WIFSIGNALED(status), "%s", where);
    cr_expect_eq(sight.old + sight.new, 1, "%s: %u old, %u new", where, sight.old, sight.new);
    cr_expect_eq(sight.other, 0, "%s", where);
    cr_expect(sight.old || sizes_fit(&sight), "%s: %s", where, sight.name);
    /* the next run completes it */
    trouble.kind = NOTHING;
    base = sight.name;
    if (sight.old)
        cr_expect_eq(replace_in(sight.folder), REPLACE_DONE << 8, "%s", where);
    sight = look();
    cr_expect_eq(sight.new, 1, "%s", where);
    cr_expect_eq(sight.old, 0, "%s", where);
    cr_expect(sizes_fit(&sight), "%s: %s", where, sight.name);
    cr_expect_leq(sight.left, 1, "%s", where);
}

static void
check_killed_before(size_t i, int status, const char *where)
{
    check_killed(i, status, where);
    trouble.kind = KILL;
}

static void
check_killed_behind(size_t i, int status, const char *where)
{
    check_killed(i, status, where);
    trouble.kind = KILL_LATE;
}

Test(recheck_replace, killed_at_any_call_it_is_there_once_and_whole)
{
    trouble.kind = KILL;
    try_all(check_killed_before);
    trouble.kind = KILL_LATE;
    try_all(check_killed_behind);
}

/* --- calls that fail --- */

static void
check_failed(size_t i, int status, const char *where)
{
    Sight sight = look();

    cr_expect(WIFEXITED(status), "%s", where);
    cr_expect_eq(sight.old + sight.new, 1, "%s: %u old, %u new", where, sight.old, sight.new);
    cr_expect_eq(sight.other, 0, "%s", where);
    if (WEXITSTATUS(status) == REPLACE_DONE)
        cr_expect(sight.new &&g_str_equal(sight.name, names[i].want), "%s: %s", where, sight.name);
    else
        cr_expect(sight.old && sight.about.st_mtim.tv_sec == 1100000000, "%s", where);
    cr_expect(sight.old == 0 || g_str_equal(sight.name, names[i].name), "%s: %s", where,
              sight.name);
    cr_expect_leq(sight.left, 1, "%s", where);
}

Test(recheck_replace, whatever_fails_it_is_there_once_and_whole)
{
    static const int errors[] = { ENOSPC, EDQUOT, EIO, EACCES, EROFS, ENOMEM };

    trouble.kind = FAIL;
    for (size_t i = 0; i < G_N_ELEMENTS(errors); i++) {
        trouble.value = errors[i];
        try_all(check_failed);
    }
}

/* --- other programs --- */

/* The file where it is by now. */
static char *
present_path(void)
{
    Sight sight = look();

    return sight.old + sight.new + sight.other == 0
               ? NULL
               : g_build_filename(maildir, sight.folder, sight.name, NULL);
}

static void
set_flags(void)
{
    g_autofree char *path = present_path(), *flagged = NULL, *name = NULL;

    name = g_path_get_basename(path);
    name[maildir_name_base(name)] = '\0';
    flagged = g_strdup_printf("%s/cur/%s:2,RS", maildir, name);
    cr_assert_eq(rename(path, flagged), 0);
}

static void
delete_it(void)
{
    g_autofree char *path = present_path();

    cr_assert_eq(unlink(path), 0);
}

static void
replace_it(void)
{
    g_autofree char *path = present_path();

    cr_assert(g_file_set_contents(path, "another\n", -1, NULL));
}

static void
check_flagged(size_t i, int status, const char *where)
{
    Sight sight = look();

    (void)i;
    cr_expect_eq(status, REPLACE_DONE << 8, "%s", where);
    cr_expect_eq(sight.new, 1, "%s: %u old, %u new", where, sight.old, sight.new);
    cr_expect_eq(sight.old + sight.other + sight.left, 0, "%s", where);
    cr_expect_str_eq(sight.folder, "cur", "%s", where);
    cr_expect(g_str_has_suffix(sight.name, ":2,RS"), "%s: %s", where, sight.name);
    cr_expect(sizes_fit(&sight), "%s: %s", where, sight.name);
}

static void
check_deleted(size_t i, int status, const char *where)
{
    Sight sight = look();

    (void)i;
    cr_expect(WIFEXITED(status), "%s", where);
    cr_expect_eq(sight.old + sight.new + sight.other, 0, "%s: it came back", where);
    cr_expect_eq(sight.left, 0, "%s", where);
}

/* What another program wrote is there; before the message is opened, at the first call, it is what
 * is replaced. */
static void
check_replaced(size_t i, int status, const char *where)
{
    Sight sight = look();

    (void)i;
    cr_expect(WIFEXITED(status), "%s", where);
    cr_expect_eq(sight.old + sight.new + sight.other, 1, "%s", where);
    cr_expect_eq(sight.other, trouble.at > 1, "%s: what another program wrote is gone", where);
    cr_expect_eq(sight.left, 0, "%s", where);
}

/* Only an exchange sees all of it: without one, the last moment is not watched. */
static void
try_exchanging(void (*check)(size_t i, int status, const char *where))
{
    trouble.no_exchange = false;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        try_each_call(i, check);
}

Test(recheck_replace, flags_that_change_meanwhile_stay)
{
    trouble.kind = ACT;
    trouble.act = set_flags;
    try_exchanging(check_flagged);
}

Test(recheck_replace, what_is_deleted_meanwhile_does_not_come_back)
{
    trouble.kind = ACT;
    trouble.act = delete_it;
    try_exchanging(check_deleted);
}

Test(recheck_replace, what_another_program_writes_meanwhile_stays)
{
    trouble.kind = ACT;
    trouble.act = replace_it;
    try_exchanging(check_replaced);
}

/* Wherever it is: another name, or in tmp, where the call that would put it back fails. */
static void
check_not_lost(size_t i, int status, const char *where)
{
    Sight sight = look();

    if (trouble.at == 1) /* it is what is to be replaced, and the next call failed */
        return;
    if (sight.left > 0) {
        g_autofree char *path = g_build_filename(maildir, "tmp", NULL);
        g_autoptr(GDir) listing = g_dir_open(path, 0, NULL);
        g_autofree char *file = g_build_filename(path, g_dir_read_name(listing), NULL),
                        *text = NULL;

        cr_assert(g_file_get_contents(file, &text, NULL, NULL));
        cr_expect(sight.other == 1 || g_str_equal(text, "another\n"), "%s: %s", where, text);
        return;
    }
    check_replaced(i, status, where);
}

Test(recheck_replace, what_another_program_writes_and_renames_meanwhile_stays)
{
    trouble.kind = ACT;
    trouble.act = replace_it;
    trouble.next = set_flags;
    for (trouble.then = 1; trouble.then <= 2; trouble.then++)
        try_each_call(0, check_replaced);
    trouble.next = NULL;
    trouble.value = EIO;
    for (trouble.then = 1; trouble.then <= 2; trouble.then++)
        try_each_call(0, check_not_lost);
    trouble.then = 0;
}

/* The only one that finds it under neither name is the first look at each folder. */
static void
move_between_looks(void)
{
    g_autofree char *path = g_build_filename(maildir, "new", "1.a.host", NULL);
    g_autofree char *moved = g_build_filename(maildir, "cur", "1.a.host:2,S", NULL);

    cr_assert_eq(rename(path, moved), 0);
}

Test(recheck_replace, what_moves_between_two_looks_is_found)
{
    trouble.kind = ACT;
    trouble.act = move_between_looks;
    trouble.no_exchange = false;
    /* opening its first name fails: the looks begin */
    put_message("new", "1.a.host");
    base = "1.a.host:2,R";
    for (trouble.at = 2; trouble.at <= 4; trouble.at++) {
        int status = replace_in("cur");
        Sight sight = look();

        cr_expect_eq(status, REPLACE_DONE << 8, "call %u: %d", trouble.at, status);
        cr_expect_eq(sight.new, 1, "call %u", trouble.at);
        put_message("new", "1.a.host");
        base = "1.a.host:2,R";
    }
    trouble.at = 0;
}

/* --- what is no message --- */

Test(recheck_replace, links_folders_and_pipes_are_not_opened)
{
    g_autofree char *link_path = g_build_filename(maildir, "cur", "link", NULL);
    g_autofree char *pipe_path = g_build_filename(maildir, "cur", "pipe", NULL);
    char long_name[NAME_MAX + 10];
    MaildirMessage message;

    put_message("cur", "1.a");
    cr_assert_eq(symlink("1.a", link_path), 0);
    cr_assert_eq(mkfifo(pipe_path, 0600), 0);
    cr_expect(!maildir_message_open(&message, root, "cur", "link"));
    cr_expect(!maildir_message_open(&message, root, "cur", "pipe"));
    cr_expect(!maildir_message_open(&message, root, "cur", "."));
    cr_expect(!maildir_message_open(&message, root, "cur", "absent"));
    memset(long_name, 'a', sizeof(long_name));
    long_name[sizeof(long_name) - 1] = '\0';
    cr_expect(!maildir_message_open(&message, root, "cur", long_name));
    cr_expect(maildir_message_open(&message, root, "new", "1.a:2,S"), "found where it is by now");
    cr_expect_str_eq(message.folder, "cur");
    cr_expect_str_eq(message.name.text, "1.a");
    close(message.file);
}
