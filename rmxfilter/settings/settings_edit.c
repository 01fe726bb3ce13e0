/* SPDX-License-Identifier: ISC */
/* GKeyFile could write the file itself, but it would lose blanks and line endings. So one line of
 * the text is changed here, and GKeyFile is asked afterwards whether the new text says what the old
 * one said. */
#include "settings/settings_edit.h"

#include "mime/quote.h"
#include "relay/trust.h"
#include "settings/settings_file.h"

#include <string.h>

#define GROUP "relays"
#define KEY   "trust"

/* --- the place --- */

/* One line of the text: where it begins, how long it is without its ending, and the ending. */
typedef struct {
    gsize begin, len;
    const char *ending;
} TextLine;

static TextLine
text_line_at(const char *text, gsize len, gsize begin)
{
    const char *feed = memchr(text + begin, '\n', len - begin);
    gsize end = feed ? (gsize)(feed - text) : len;
    bool is_dos = feed && end > begin && text[end - 1] == '\r';

    return (TextLine){
        .begin = begin,
        .len = end - begin - is_dos,
        .ending = !feed    ? ""
                  : is_dos ? "\r\n"
                           : "\n",
    };
}

static gsize
text_line_next(const TextLine *line)
{
    return line->begin + line->len + strlen(line->ending);
}

/* The line with that number, counted from 1, which the text has. */
static TextLine
text_line_numbered(const char *text, gsize len, guint number)
{
    TextLine line = text_line_at(text, len, 0);

    while (--number > 0)
        line = text_line_at(text, len, text_line_next(&line));
    return line;
}

/* The number of the line that begins the group; 0: none does. */
static guint
group_line(const char *text, gsize len)
{
    guint number = 1;

    for (gsize at = 0; at < len; number++) {
        TextLine line = text_line_at(text, len, at);
        g_autofree char *words = g_strndup(text + line.begin, line.len);

        if (g_str_equal(g_strstrip(words), "[" GROUP "]"))
            return number;
        at = text_line_next(&line);
    }
    return 0;
}

static guint
count_lines(const char *text, gsize len)
{
    guint count = 0;

    for (gsize at = 0; at < len; count++) {
        TextLine line = text_line_at(text, len, at);

        at = text_line_next(&line);
    }
    return count;
}

/* --- the change --- */

/* Puts insert at an offset of the old text, in place of so many octets. */
static void
splice_text(SettingsEdit *edit, gsize at, gsize gone, const char *insert)
{
    GString *after = g_string_new_len(edit->before, (gssize)at);

    g_string_append(after, insert);
    g_string_append_len(after, edit->before + at + gone, (gssize)(edit->before_len - at - gone));
    edit->after_len = after->len;
    edit->after = g_string_free(after, FALSE);
}

/* Behind the entries that the line has. */
static void
extend_key_line(SettingsEdit *edit, guint number, const char *joined)
{
    TextLine line = text_line_numbered(edit->before, edit->before_len, number);
    g_autofree char *insert = NULL;
    char last;

    edit->line = number;
    edit->removed = g_strndup(edit->before + line.begin, line.len);
    edit->added = g_strchomp(g_strdup(edit->removed));
    last = edit->added[strlen(edit->added) - 1]; /* there is a "=" at least */
    insert = g_strconcat(edit->added, last == ';' || last == '=' ? "" : ";", joined, NULL);
    g_free(edit->added);
    edit->added = g_strdup(insert);
    splice_text(edit, line.begin, line.len, insert);
}

/* Below the line that begins the group. */
static void
add_key_line(SettingsEdit *edit, guint number, const char *joined)
{
    TextLine line = text_line_numbered(edit->before, edit->before_len, number);
    const char *ending = *line.ending ? line.ending : "\n";
    g_autofree char *insert = NULL;

    edit->line = number + 1;
    edit->added = g_strconcat(KEY "=", joined, NULL);
    insert = g_strconcat(*line.ending ? "" : "\n", edit->added, ending, NULL);
    splice_text(edit, text_line_next(&line), 0, insert);
}

/* At the end of the text, a blank line above. */
static void
add_group_lines(SettingsEdit *edit, const char *joined)
{
    bool open = edit->before_len > 0 && edit->before[edit->before_len - 1] != '\n';
    bool is_dos = strstr(edit->before, "\r\n") != NULL;
    const char *ending = is_dos ? "\r\n" : "\n";
    g_autofree char *insert = NULL;

    edit->line = count_lines(edit->before, edit->before_len) + 1;
    edit->added =
        g_strconcat(edit->before_len > 0 ? "\n" : "", "[" GROUP "]\n" KEY "=", joined, NULL);
    insert = g_strconcat(open ? ending : "", edit->before_len > 0 ? ending : "", "[" GROUP "]",
                         ending, KEY "=", joined, ending, NULL);
    splice_text(edit, edit->before_len, 0, insert);
}

/* --- the proof --- */

/* The values of [relays] trust=, "" where there are none. The caller frees. */
static char *
trust_value(const SettingsFile *file)
{
    char *value = g_key_file_get_string(file->keys, GROUP, KEY, NULL);

    return value ? g_strchomp(value) : g_strdup("");
}

/* All groups and keys with their values, but for [relays] trust=. The caller frees. */
static char *
other_settings(const SettingsFile *file)
{
    GString *all = g_string_new(NULL);
    g_auto(GStrv) groups = g_key_file_get_groups(file->keys, NULL);

    for (char **group = groups; *group; group++) {
        g_auto(GStrv) keys = g_key_file_get_keys(file->keys, *group, NULL, NULL);

        for (char **key = keys; key && *key; key++) {
            g_autofree char *value = g_key_file_get_value(file->keys, *group, *key, NULL);

            if (!g_str_equal(*group, GROUP) || !g_str_equal(*key, KEY))
                g_string_append_printf(all, "[%s] %s=%s\n", *group, *key, value);
        }
    }
    return g_string_free(all, FALSE);
}

/* Whether the new text says what the old one says, and the entries behind the old ones. */
static bool
says_no_more(const SettingsFile *before, const SettingsFile *after, const char *joined)
{
    g_autofree char *old = trust_value(before), *new = trust_value(after);
    g_autofree char *old_others = other_settings(before), *new_others = other_settings(after);
    g_autofree char *want =
        g_strconcat(old, *old && !g_str_has_suffix(old, ";") ? ";" : "", joined, NULL);

    return g_str_equal(new, want) && g_str_equal(old_others, new_others);
}

static bool
check_new_entry(const char *name, const SettingsFile *file, const char *entry, GError **error)
{
    g_autoptr(TrustList) list = trust_list_new();
    g_autofree char *value = trust_value(file);
    g_auto(GStrv) present = g_strsplit(value, ";", -1);

    if (strpbrk(entry, ";\\ \t\r\n") || !trust_list_add(list, entry, error)) {
        if (error && !*error)
            g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                        "%s: \"%s\" is no trust entry", name, entry);
        return false;
    }
    for (char **word = present; *word; word++)
        if (g_ascii_strcasecmp(g_strstrip(*word), entry) == 0) {
            g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                        "%s: [" GROUP "] " KEY " has \"%s\" already", name, entry);
            return false;
        }
    return true;
}

static bool
prove_edit(const SettingsEdit *edit, const char *name, const SettingsFile *before,
           const char *joined, GError **error)
{
    g_autoptr(SettingsFile) after = settings_file_parse(name, edit->after, edit->after_len, error);

    if (!after)
        return false;
    if (says_no_more(before, after, joined))
        return true;
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                "%s: cannot add to it without changing what it says; add [" GROUP "] " KEY "=%s "
                "by hand",
                name, joined);
    return false;
}

/* "mx:foo.edu;192.0.2.7". The caller frees. */
static char *
join_entries(const char *const *entries)
{
    GString *joined = g_string_new(*entries);

    while (*++entries)
        g_string_append_printf(joined, ";%s", *entries);
    return g_string_free(joined, FALSE);
}

SettingsEdit *
settings_edit_trust(const char *name, const char *text, gsize len, const char *const *entries,
                    GError **error)
{
    g_autoptr(SettingsFile) file = settings_file_parse(name, text, len, error);
    g_autoptr(SettingsEdit) edit = g_new0(SettingsEdit, 1);
    g_autofree char *joined = join_entries(entries);
    guint key, group;

    g_assert(*entries);
    for (const char *const *entry = entries; file && *entry; entry++)
        if (!check_new_entry(name, file, *entry, error))
            return NULL;
    if (!file)
        return NULL;
    edit->before = g_strndup(text, len);
    edit->before_len = len;
    key = settings_file_line(file, GROUP, KEY);
    group = group_line(text, len);
    if (key > 0)
        extend_key_line(edit, key, joined);
    else if (group > 0)
        add_key_line(edit, group, joined);
    else
        add_group_lines(edit, joined);
    return prove_edit(edit, name, file, joined, error) ? g_steal_pointer(&edit) : NULL;
}

void
settings_edit_free(SettingsEdit *edit)
{
    if (!edit)
        return;
    g_free(edit->before);
    g_free(edit->after);
    g_free(edit->removed);
    g_free(edit->added);
    g_free(edit);
}

static void
append_difference_lines(GString *out, char mark, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line; line++) {
        g_string_append_c(out, mark);
        quote_words(out, *line, QUOTE_ALL);
        g_string_append_c(out, '\n');
    }
}

char *
settings_edit_difference(const SettingsEdit *edit)
{
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "line %u:\n", edit->line);
    if (edit->removed)
        append_difference_lines(out, '-', edit->removed);
    append_difference_lines(out, '+', edit->added);
    return g_string_free(out, FALSE);
}
