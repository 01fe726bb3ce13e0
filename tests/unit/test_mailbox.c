/* SPDX-License-Identifier: ISC */
/* What is a message in files and folders of all kinds, and what is not. Each case makes its own
 * folder; what comes out is one line a message. */
#include "mailbox/mailbox.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define FROM "From a@b.example Sat Mar  1 17:25:48 2003\n"

static char *place; /* the folder that the test may use */

static void
make_place(void)
{
    place = g_dir_make_tmp("mailboxXXXXXX", NULL);
    cr_assert_not_null(place);
}

static void
remove_tree(const char *path)
{
    g_autoptr(GDir) folder =
        g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *inside = g_build_filename(path, name, NULL);

        remove_tree(inside);
    }
    g_remove(path);
}

static void
remove_place(void)
{
    remove_tree(place);
    g_free(place);
}

/* The limit is for a test that hangs; those of single tests Criterion leaks. */
TestSuite(mailbox, .init = make_place, .fini = remove_place, .timeout = 120);

static char *
path_of(const char *name)
{
    return g_build_filename(place, name, NULL);
}

static void
write_octets(const char *name, const char *octets, size_t len)
{
    g_autofree char *path = path_of(name), *folder = g_path_get_dirname(path);

    cr_assert_eq(g_mkdir_with_parents(folder, 0700), 0);
    g_remove(path); /* GLib waits for the disk where a file is replaced */
    cr_assert(g_file_set_contents(path, octets, (gssize)len, NULL), "%s", path);
}

static void
write_file(const char *name, const char *text)
{
    write_octets(name, text, strlen(text));
}

static void
make_maildir(const char *name)
{
    static const char *const subfolders[] = { "cur", "new", "tmp" };

    for (size_t i = 0; i < G_N_ELEMENTS(subfolders); i++) {
        g_autofree char *path = g_build_filename(place, name, subfolders[i], NULL);

        cr_assert_eq(g_mkdir_with_parents(path, 0700), 0);
    }
}

static GPtrArray *
paths_of(const char *name)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(paths, path_of(name));
    return paths;
}

static const char *
state_name(MailboxState state)
{
    static const char *const names[] = {
        [MAILBOX_READ] = "read",   [MAILBOX_UNREADABLE] = "unreadable",
        [MAILBOX_EMPTY] = "empty", [MAILBOX_NO_MESSAGE] = "no message",
        [MAILBOX_LOST] = "lost",   [MAILBOX_LATE] = "late",
    };

    return names[state];
}

/* "FILE#NUMBER OFFSET+LENGTH HEADER" for each message, the header's length with a "+" if it is cut;
 * "FILE STATE" for each problem; files are named below the test's folder. */
static char *
listing(const char *name, bool tree)
{
    g_autoptr(GPtrArray) paths = paths_of(name);
    g_autoptr(MailboxReader) reader = mailbox_open(paths, tree);
    GString *out = g_string_new(NULL);
    const MailboxMessage *message;
    double share = 0;

    while ((message = mailbox_next(reader)) != NULL) {
        const char *file = message->file + strlen(place) + 1;

        if (message->state == MAILBOX_READ)
            g_string_append_printf(
                out, "%s#%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT " %zu%s\n",
                file, message->number, message->offset, message->length, message->header.len,
                message->header.cut ? "+" : "");
        else
            g_string_append_printf(out, "%s %s\n", file, state_name(message->state));
        cr_expect_eq(message->problem == NULL, message->state == MAILBOX_READ);
        cr_expect(mailbox_share(reader) >= share && mailbox_share(reader) <= 1);
        share = mailbox_share(reader);
    }
    cr_expect_eq(mailbox_share(reader), 1);
    return g_string_free(out, FALSE);
}

static void
expect_listing(const char *what, const char *name, bool tree, const char *want)
{
    g_autofree char *got = listing(name, tree);

    cr_expect_str_eq(got, want, "%s: got\n%swant\n%s", what, got, want);
}

/* --- one file --- */

static const struct {
    const char *name, *octets, *want;
} file_cases[] = {
    { "a message", "A: x\n\nbody\n", "f#0 0+11 6\n" },
    { "without a body", "A: x\n", "f#0 0+5 5\n" },
    { "without an end of its last line", "A: x", "f#0 0+4 4\n" },
    { "CRLF", "A: x\r\nB: y\r\n\r\nbody\r\n", "f#0 0+20 14\n" },
    { "a line of blanks is no empty line", "A: x\n \nB: y\n\nb", "f#0 0+14 13\n" },
    { "a body that looks like an mbox", "A: x\n\nb\n\n" FROM "A: y\n\n", "f#0 0+57 6\n" },
    { "nothing", "", "f empty\n" },
    { "an empty line", "\nA: x\n", "f no message\n" },
    { "HTML", "<html>\n\n" FROM "A: x\n\n", "f no message\n" },
    { "an mbox of one", FROM "A: x\n\nbody\n", "f#1 0+53 48\n" },
    { "of two", FROM "A: x\n\nbody\n\n" FROM "B: y\n\nb\n", "f#1 0+54 48\nf#2 54+50 48\n" },
    { "two without bodies", FROM "A: x\n\n" FROM "B: y\n\n", "f#1 0+48 48\nf#2 48+48 48\n" },
    { "the last one without an end", FROM "A: x\n\nb\n\n" FROM "B: y",
      "f#1 0+51 48\nf#2 51+46 46\n" },
    { "only a From line, and another message", FROM "\n" FROM "B: y\n\n",
      "f no message\nf#2 43+48 48\n" },
    { "CRLF mbox",
      "From a Sat Mar 1 17:25:48 2003\r\nA: x\r\n\r\nb\r\n\r\n"
      "From a Sat Mar 1 17:25:48 2003\r\nA: x\r\n\r\n",
      "f#1 0+45 40\nf#2 45+40 40\n" },
    { "quoted lines", FROM "A: x\n\nb\n\n>" FROM "\n>>" FROM "A: y\n\n", "f#1 0+145 48\n" },
    { "a line of prose", FROM "A: x\n\nb\n\nFrom my point of view\n\nFrom May to March\n",
      "f#1 0+92 48\n" },
    { "no empty line above", FROM "A: x\n\nb\n" FROM "A: y\n\n", "f#1 0+98 48\n" },
    { "a From line quoted below the first", FROM ">From x\nA: x\n\nb\n\n" FROM "A: y\n\n",
      "f#1 0+59 56\nf#2 59+48 48\n" },
    { "a From line in the header is junk of it", FROM "A: x\n" FROM "B: y\n\nb\n",
      "f#1 0+97 95\n" },
};

Test(mailbox, files)
{
    for (size_t i = 0; i < G_N_ELEMENTS(file_cases); i++) {
        write_file("f", file_cases[i].octets);
        expect_listing(file_cases[i].name, "f", false, file_cases[i].want);
    }
}

/* --- bodies of a stated length --- */

#define LENGTH(n) FROM "Content-Length: " n "\n\n"
#define FAKE      FROM "A: x\n\n" /* 48 octets, of which a body may have any number */
#define LAST      FROM "B: y\n\nb\n"

static const struct {
    const char *name, *octets;
    guint64 messages, unsure;
} length_cases[] = {
    { "what procmail leaves: the octets of the body", LENGTH("51") "b\n\n" FAKE "\n" LAST, 2, 0 },
    { "the empty line counted, too", LENGTH("52") "b\n\n" FAKE "\n" LAST, 2, 0 },
    { "several in one body", LENGTH("147") "b\n\n" FAKE FAKE FAKE "\n" LAST, 2, 0 },
    { "a body that ends in the middle of a line", LENGTH("52") "b\n\n" FAKE "b\n" LAST, 2, 0 },
    { "at the end of the file", LENGTH("51") "b\n\n" FAKE "\n", 1, 0 },
    { "there without an empty line", LENGTH("51") "b\n\n" FAKE, 1, 0 },
    { "no body", LENGTH("0") "\n" LAST, 2, 0 },
    { "of CRLF", "From a Sat Mar 1 17:25:48 2003\r\nContent-Length: 6\r\n\r\nb\r\n\r\n\n\r\n" LAST,
      2, 0 },
    { "any case, blanks, what stands behind",
      FROM "content-LENGTH:\t 51 octets\n\nb\n\n" FAKE "\n" LAST, 2, 0 },
    { "a right one behind a wrong one",
      FROM "Content-Length: 3\nContent-Length: 51\n\nb\n\n" FAKE "\n" LAST, 2, 0 },
    { "too long", LENGTH("500") "b\n\n" LAST, 2, 1 },
    { "too short, as where procmail had no room for the digits", LENGTH("9") "b\n\n" FAKE "\n" LAST,
      3, 1 },
    { "one octet more", LENGTH("53") "b\n\n" FAKE "\n" LAST, 3, 1 },
    { "one octet less", LENGTH("50") "b\n\n" FAKE "\n" LAST, 3, 1 },
    { "no number", LENGTH("-51") "b\n\n" FAKE "\n" LAST, 3, 1 },
    { "a number that is none of a file", LENGTH("18446744073709551667") "b\n\n" FAKE "\n" LAST, 3,
      1 },
    { "nothing", LENGTH("") "b\n\n" LAST, 2, 1 },
    { "more of them than are looked at",
      FROM "Content-Length: 51\nContent-Length:\nContent-Length:\nContent-Length:\n"
           "Content-Length:\nContent-Length:\nContent-Length:\nContent-Length:\n"
           "Content-Length:\nContent-Length:\nContent-Length: 51\n\nb\n\n" FAKE "\n" LAST,
      2, 1 },
    { "another field", FROM "X-Content-Length: 51\n\nb\n\n" LAST, 2, 0 },
};

static void
expect_counts(const char *what, GPtrArray *paths, guint64 messages, guint64 unsure)
{
    g_autoptr(MailboxReader) reader = mailbox_open(paths, false);

    while (mailbox_next(reader))
        continue;
    cr_expect_eq(mailbox_counts(reader)->messages, messages, "%s: %" G_GUINT64_FORMAT, what,
                 mailbox_counts(reader)->messages);
    cr_expect_eq(mailbox_counts(reader)->unsure, unsure, "%s: unsure %" G_GUINT64_FORMAT, what,
                 mailbox_counts(reader)->unsure);
}

Test(mailbox, stated_lengths)
{
    for (size_t i = 0; i < G_N_ELEMENTS(length_cases); i++) {
        g_autoptr(GPtrArray) paths = paths_of("f");

        write_file("f", length_cases[i].octets);
        expect_counts(length_cases[i].name, paths, length_cases[i].messages,
                      length_cases[i].unsure);
    }
}

/* Bodies that are longer than what is read at once, and a file behind it that knows nothing. */
Test(mailbox, stated_length_of_a_long_body)
{
    static const size_t lengths[] = { 1000, 16300, 16384, 16500, 131072, 150000, 300000 };

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(GPtrArray) paths = paths_of("f");
        g_autoptr(GString) octets = g_string_new(NULL);

        g_string_append_printf(octets, LENGTH("%zu") "\n", lengths[i]);
        for (size_t filled = 1; filled < lengths[i];) {
            g_autofree char *more = g_strndup(FAKE, lengths[i] - filled);

            g_string_append(octets, more);
            filled += strlen(more);
        }
        g_string_append(octets, "\n" LAST);
        write_octets("f", octets->str, octets->len);
        write_file("g", FROM "A: x\n\nb\n");
        g_ptr_array_add(paths, path_of("g"));
        expect_counts("long", paths, 3, 0);
    }
}

/* A message that ends where what was read at once does, and another one behind it. */
Test(mailbox, stated_length_up_to_the_end_of_the_window)
{
    static const size_t ends[] = { 16 << 10, (16 << 10) + (128 << 10), (16 << 10) + (256 << 10) };
    const size_t header = strlen(LENGTH("      "));

    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autoptr(GPtrArray) paths = paths_of("f");
        g_autofree char *body = g_strnfill(ends[i] - header - 1, 'x');
        g_autofree char *octets = g_strdup_printf(LENGTH("%6zu") "%s\n" LAST, strlen(body), body);

        write_file("f", octets);
        expect_counts("up to the end of the window", paths, 2, 0);
    }
}

/* A pipe shows a place once: what its messages say of their length is known to nobody. */
Test(mailbox, stated_length_in_a_pipe)
{
    static const char octets[] = LENGTH("51") "b\n\n" FAKE "\n" LAST;
    char input[] = MAILBOX_STANDARD_INPUT;
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], octets, strlen(octets)), (ssize_t)strlen(octets));
    close(ends[1]);
    cr_assert_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    g_ptr_array_add(paths, input);
    expect_counts("pipe", paths, 3, 1);
}

/* The window moves on in steps; wherever a "From " line stands in it, it is found once. */
Test(mailbox, long_bodies)
{
    static const size_t lengths[] = { 16 << 10, 128 << 10, 144 << 10, (144 << 10) - 600 };

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
        for (size_t more = 0; more < 60; more++) {
            g_autoptr(GString) octets = g_string_new(FROM "A: x\n\n");
            g_autofree char *want = NULL;
            size_t first;

            first = octets->len;
            g_string_set_size(octets, lengths[i] + more);
            for (size_t at = first; at < octets->len; at++)
                octets->str[at] = at % 60 == 59 ? '\n' : 'y';
            g_string_append(octets, "\n\n");
            first = octets->len;
            g_string_append(octets, FROM "B: y\n\n");
            write_octets("f", octets->str, octets->len);
            want = g_strdup_printf("f#1 0+%zu 48\nf#2 %zu+48 48\n", first, first);
            expect_listing("long", "f", false, want);
        }
}

Test(mailbox, long_header_blocks)
{
    g_autoptr(GString) octets = g_string_new(FROM);
    g_autofree char *want = NULL;
    size_t first, cut = 0;

    while (octets->len < MAILBOX_HEADER_MAX + 5000) {
        if (octets->len <= MAILBOX_HEADER_MAX)
            cut = octets->len;
        g_string_append_printf(octets, "X-%zu: yyyyyyyyyyyyyyyyyyyy\n", octets->len);
    }
    g_string_append(octets, "\nbody\n\n");
    first = octets->len;
    g_string_append(octets, FROM "A: y\n\n");
    write_octets("f", octets->str, octets->len);
    want = g_strdup_printf("f#1 0+%zu %zu+\nf#2 %zu+48 48\n", first, cut, first);
    expect_listing("cut", "f", false, want);
}

/* --- folders --- */

Test(mailbox, maildir)
{
    make_maildir("M");
    write_file("M/cur/1.a:2,S", "A: x\n\n");
    write_file("M/cur/3.c:2,", FROM "A: x\n\nb\n\n" FROM "A: y\n\n"); /* one message all the same */
    write_file("M/new/2.b", "A: x\n\n");
    write_file("M/new/.nfs01", "A: x\n\n");
    write_file("M/tmp/9.z", "A: x\n\n");
    write_file("M/dovecot.index", "index");
    make_maildir("M/.Sent");
    write_file("M/.Sent/cur/4.d:2,", "A: x\n\n");
    make_maildir("M/Lists");
    write_file("M/Lists/new/5.e", "");
    make_maildir("M/plain/in");
    write_file("M/plain/in/new/6.f", "A: x\n\n");
    expect_listing("alone", "M", false,
                   "M/new/2.b#0 0+6 6\nM/cur/1.a:2,S#0 0+6 6\nM/cur/3.c:2,#0 0+99 48\n");
    expect_listing("tree", "M", true,
                   "M/new/2.b#0 0+6 6\nM/cur/1.a:2,S#0 0+6 6\nM/cur/3.c:2,#0 0+99 48\n"
                   "M/.Sent/cur/4.d:2,#0 0+6 6\nM/Lists/new/5.e empty\n");
    expect_listing("cur alone", "M/cur", false,
                   "M/cur/1.a:2,S#0 0+6 6\nM/cur/3.c:2,#1 0+51 48\nM/cur/3.c:2,#2 51+48 48\n");
}

Test(mailbox, folder_of_everything)
{
    make_maildir("F/b");
    write_file("F/b/cur/1:2,S", "A: x\n\n");
    make_maildir("F/.hidden");
    write_file("F/.hidden/new/2", "A: x\n\n");
    write_file("F/.dot/3", "A: x\n\n");
    write_file("F/.mh_sequences", "unseen: 1\n");
    write_file("F/a", FROM "A: x\n\n" FROM "A: y\n\n");
    write_file("F/c/d/4", "A: x\n\n");
    write_file("F/e.gz", "\x1f\x8b..");
    expect_listing("all kinds", "F", true,
                   "F/.hidden/new/2#0 0+6 6\nF/a#1 0+48 48\nF/a#2 48+48 48\nF/b/cur/1:2,S#0 0+6 6\n"
                   "F/c/d/4#0 0+6 6\nF/e.gz no message\n");
    expect_listing("nothing there", "G", true, "G unreadable\n");
}

static void
make_socket(const char *name)
{
    g_autofree char *path = path_of(name);
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int one = socket(AF_UNIX, SOCK_STREAM, 0);

    g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
    cr_assert_eq(bind(one, (const struct sockaddr *)(const void *)&address, sizeof(address)), 0);
    close(one);
}

static void
make_link(const char *target, const char *name)
{
    g_autofree char *path = path_of(name);

    cr_assert_eq(symlink(target, path), 0);
}

/* A test that opens the FIFO hangs. */
Test(mailbox, special_files_and_links)
{
    g_autofree char *fifo = path_of("F/fifo"), *cur_fifo = path_of("F/M/cur/fifo");

    make_maildir("F/M");
    write_file("F/M/cur/1", "A: x\n\n");
    write_file("F/z", "A: x\n\n");
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    cr_assert_eq(mkfifo(cur_fifo, 0600), 0);
    make_socket("F/socket");
    make_socket("F/M/new/socket");
    make_link("/dev/zero", "F/device");
    make_link("/dev/zero", "F/M/new/device");
    make_link("fifo", "F/to_fifo");
    make_link("z", "F/to_z");
    make_link("../../z", "F/M/cur/to_z");
    make_link(".", "F/M/.loop");
    make_link("..", "F/up");
    make_link("M", "F/again");
    make_link("round", "F/round");
    make_link("nowhere", "F/dangling");
    expect_listing("links", "F", true, "F/M/cur/1#0 0+6 6\nF/to_z#0 0+6 6\nF/z#0 0+6 6\n");
}

Test(mailbox, deep_folders)
{
    g_autoptr(GString) path = g_string_new("F");

    for (int i = 0; i < MAILBOX_DEPTH_MAX; i++)
        g_string_append(path, "/d");
    write_file("F/d/m", "A: x\n\n");
    g_string_append(path, "/m");
    write_file(path->str, "A: x\n\n");
    g_string_truncate(path, path->len - 2);
    g_string_append(path, " unreadable\nF/d/m#0 0+6 6\n");
    expect_listing("deep", "F", true, path->str);
}

Test(mailbox, what_paths_are)
{
    static const struct {
        const char *name;
        MailboxPath want;
    } paths[] = {
        { "M", MAILBOX_PATH_MAILDIR },    { "M/cur", MAILBOX_PATH_FOLDER },
        { "M/cur/1", MAILBOX_PATH_FILE }, { "none", MAILBOX_PATH_OTHER },
        { "link", MAILBOX_PATH_MAILDIR }, { "fifo", MAILBOX_PATH_OTHER },
    };
    g_autofree char *fifo = path_of("fifo");

    make_maildir("M");
    write_file("M/cur/1", "");
    make_link("M", "link");
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autofree char *path = path_of(paths[i].name);

        cr_expect_eq(mailbox_path(path), paths[i].want, "%s", paths[i].name);
    }
}

/* --- while others work in the mailbox --- */

static void
rename_file(const char *from, const char *to)
{
    g_autofree char *old = path_of(from), *new = path_of(to);

    cr_assert_eq(g_rename(old, new), 0);
}

Test(mailbox, messages_that_move)
{
    g_autoptr(GPtrArray) paths = paths_of("M");
    g_autoptr(MailboxReader) reader = mailbox_open(paths, false);
    g_autofree char *gone = path_of("M/new/4");
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const MailboxMessage *message;
    int cur = 0;

    make_maildir("M");
    for (int i = 1; i <= 5; i++) {
        g_autofree char *fresh = g_strdup_printf("M/new/%d", i);
        g_autofree char *old = g_strdup_printf("M/cur/%d.old:2,", i);

        write_file(fresh, "A: x\n\n");
        write_file(old, "A: x\n\n");
    }
    while ((message = mailbox_next(reader)) != NULL) {
        g_autofree char *name = g_path_get_basename(message->file);

        name[strcspn(name, ":")] = '\0';
        cr_expect(g_hash_table_add(seen, g_steal_pointer(&name)), "%s again", message->file);
        cr_expect_eq(message->state, MAILBOX_READ);
        if (g_str_has_suffix(message->file, "new/1")) {
            rename_file("M/new/1", "M/cur/1:2,S"); /* was read */
            rename_file("M/new/3", "M/cur/3:2,");  /* was not */
            g_remove(gone);
        }
        if (strstr(message->file, "cur") && cur++ == 0) {
            rename_file("M/cur/2.old:2,", "M/cur/2.old:2,RS");
            rename_file("M/cur/5.old:2,", "M/cur/5.old:2,F");
        }
    }
    cr_expect_eq(g_hash_table_size(seen), 9);
    cr_expect_eq(mailbox_counts(reader)->messages, 9);
    cr_expect_eq(mailbox_counts(reader)->problems, 0);
    cr_expect_eq(mailbox_counts(reader)->vanished, 1);
}

/* --- how much memory it takes --- */

/* AddressSanitizer keeps what was freed for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MESSAGES        20000
#define MORE_MEMORY_MAX (512L << 10) /* KiB */
#else
#define MESSAGES        100000
#define MORE_MEMORY_MAX (32L << 10)
#endif

static long
most_memory(void) /* KiB */
{
    struct rusage used;

    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

/* Links to one file stand for files. */
Test(mailbox, many_messages)
{
    enum { LINKS = 30000 };
    g_autofree char *first = path_of("M/cur/0.0:2,S");
    long before;

    make_maildir("M");
    write_file("M/cur/0.0:2,S", "A: x\n\n");
    for (int i = 1; i < MESSAGES; i++) {
        g_autofree char *name = g_strdup_printf("M/cur/%d.%d:2,S", i / LINKS, i);
        g_autofree char *path = path_of(name);

        if (i % LINKS == 0) {
            write_file(name, "A: x\n\n");
            g_free(first);
            first = g_strdup(path);
        } else {
            cr_assert_eq(link(first, path), 0, "%s", g_strerror(errno));
        }
    }
    before = most_memory();
    {
        g_autoptr(GPtrArray) paths = paths_of("M");
        g_autoptr(MailboxReader) reader = mailbox_open(paths, true);

        while (mailbox_next(reader))
            continue;
        cr_expect_eq(mailbox_counts(reader)->messages, MESSAGES);
    }
    cr_expect(most_memory() - before < MORE_MEMORY_MAX, "%ld KiB more", most_memory() - before);
}
