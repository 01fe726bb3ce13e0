/* SPDX-License-Identifier: ISC */
/* GKeyFile names no line in its errors. What it reads is a sequence of lines that each stand for
 * themselves, so the first bad one is the last line of the shortest beginning that it refuses. */
#include "settings/settings_file.h"

#include "mime/cursor.h"
#include "settings/settings_advice.h"
#include "settings/settings_open.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* With the keys of other locales ("trust[de]"), so that they are seen and refused: GKeyFile would
 * drop them, or not, as the caller's LANG has it. */
#define READ_FLAGS G_KEY_FILE_KEEP_TRANSLATIONS

static bool
is_line_feed(unsigned char octet)
{
    return octet == '\n';
}

/* Offsets of the ends of all lines: line n ends before offset ends[n - 1]. */
static GArray *
line_ends(const char *text, gsize len)
{
    GArray *ends = g_array_new(FALSE, FALSE, sizeof(gsize));
    Cursor c = cursor_over(text, len);

    while (cursor_more(&c)) {
        cursor_span_until(&c, is_line_feed);
        cursor_skip(&c, '\n');

        gsize end = cursor_offset(&c);

        g_array_append_val(ends, end);
    }
    return ends;
}

static bool
is_key_file(const char *text, gsize len)
{
    g_autoptr(GKeyFile) file = g_key_file_new();

    /* An empty run of octets is a key file, but GLib wants to see at least one. */
    return len == 0 || g_key_file_load_from_data(file, text, len, READ_FLAGS, NULL);
}

/* The number of the line, counted from 1, that GKeyFile stumbles over in a text that it refuses. */
static guint
first_bad_line(const char *text, gsize len)
{
    g_autoptr(GArray) ends = line_ends(text, len);
    guint good = 0, bad = ends->len;

    while (bad - good > 1) {
        guint middle = good + (bad - good) / 2;

        if (is_key_file(text, g_array_index(ends, gsize, middle - 1)))
            good = middle;
        else
            bad = middle;
    }
    return bad;
}

/* The line of that number, counted from 1. The caller frees. */
static char *
line_text(const char *text, gsize len, guint number)
{
    g_autoptr(GArray) ends = line_ends(text, len);
    gsize begin = number > 1 ? g_array_index(ends, gsize, number - 2) : 0;

    return g_strndup(text + begin, g_array_index(ends, gsize, number - 1) - begin);
}

/* Writes down where each key stands, and refuses a second value for one: GKeyFile would keep the
 * last and drop, say, the first line of trust entries. text is a key file. */
static bool
number_keys(GHashTable *lines, const char *name, const char *text, gsize len, GError **error)
{
    g_autofree char *copy = g_strndup(text, len);
    const char *group = "";
    guint number = 1;

    for (char *rest = copy; rest; number++) {
        char *line = g_strstrip(strsep(&rest, "\n"));
        char *equals = strchr(line, '=');

        if (*line == '[') {
            group = line;
        } else if (*line != '#' && equals) {
            *equals = '\0';
            g_strchomp(line);
            if (!g_hash_table_insert(lines, g_strconcat(group, " ", line, NULL),
                                     g_memdup2(&number, sizeof(number)))) {
                g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                            "%s:%u: %s %s is set a second time; give one line with all values",
                            name, number, group, line);
                return false;
            }
        }
    }
    return true;
}

void
settings_file_free(SettingsFile *file)
{
    if (!file)
        return;
    g_key_file_unref(file->keys);
    g_hash_table_unref(file->lines);
    g_free(file);
}

unsigned
settings_file_line(const SettingsFile *file, const char *group, const char *key)
{
    g_autofree char *place = g_strdup_printf("[%s] %s", group, key);

    const guint *number = g_hash_table_lookup(file->lines, place);

    return number ? *number : 0;
}

SettingsFile *
settings_file_parse(const char *name, const char *text, gsize len, GError **error)
{
    g_autoptr(SettingsFile) file = g_new0(SettingsFile, 1);
    g_autoptr(GError) problem = NULL;
    const char *end = text;

    file->keys = g_key_file_new();
    file->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!g_utf8_validate_len(text, len, &end)) { /* false at a NUL, too */
        g_autoptr(GArray) before = line_ends(text, (gsize)(end - text) + 1);

        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_UNKNOWN_ENCODING,
                    "%s:%u: an octet that is not UTF-8; a settings file is plain text", name,
                    before->len);
        return NULL;
    }
    if (len > 0 && !g_key_file_load_from_data(file->keys, text, len, READ_FLAGS, &problem)) {
        guint number = first_bad_line(text, len);
        g_autofree char *line = line_text(text, len, number);

        g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                    "%s:%u: not a line of a settings file; %s", name, number,
                    settings_line_advice(line));
        return NULL;
    }
    if (!number_keys(file->lines, name, text, len, error))
        return NULL;
    return g_steal_pointer(&file);
}

/* From errno; always false. */
static bool
refuse_unreadable(const char *path, GError **error)
{
    int problem = errno;

    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(problem), "%s: %s", path,
                g_strerror(problem));
    return false;
}

/* At most max octets; -1 and errno on failure. */
static ssize_t
read_file_text(int fd, char *text, size_t max)
{
    size_t len = 0;
    ssize_t got = 1;

    while (len < max && got > 0) {
        got = read(fd, text + len, max - len);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            len += (size_t)got;
    }
    return got < 0 ? -1 : (ssize_t)len;
}

bool
settings_file_read(const char *path, bool required, SettingsFile **file, GError **error)
{
    g_autofree char *text = NULL;
    GError *problem = NULL;
    int fd = settings_open(path, required, &problem);
    ssize_t len;

    *file = NULL;
    if (fd < 0) {
        if (problem)
            g_propagate_error(error, problem);
        return problem == NULL;
    }
    text = g_malloc(SETTINGS_FILE_MAX + 1);
    len = read_file_text(fd, text, SETTINGS_FILE_MAX + 1);
    close(fd);
    if (len < 0)
        return refuse_unreadable(path, error);
    if (len > SETTINGS_FILE_MAX) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "%s: over %d octets: no settings file", path, SETTINGS_FILE_MAX);
        return false;
    }
    *file = settings_file_parse(path, text, (gsize)len, error);
    return *file != NULL;
}
