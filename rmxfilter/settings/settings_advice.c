/* SPDX-License-Identifier: ISC */
/* Advice stands in place of what the reader said, and quotes the slip alone, cut to a few words: an
 * error in a header field is cut, too, and what would be right shall be read. */
#include "settings/settings_advice.h"

#include "mime/quote.h"

#include <string.h>

#define SLIP_MAX 60 /* octets of a slip that are shown */

#define COMMENT_ADVICE "a comment needs a line of its own, which begins with #"

static char *
advise_on(const char *text, const char *advice)
{
    g_autofree char *shown = quote_words_text(text, SLIP_MAX);

    return g_strdup_printf("\"%s\": %s", shown, advice);
}

/* The comment that one of the marks begins, at the beginning of the text or behind a blank or a
 * separator; NULL: there is none. */
static const char *
find_comment(const char *text, const char *marks)
{
    for (const char *c = text; *c; c++)
        if (strchr(marks, *c) && (c == text || strchr(" \t;,", c[-1])))
            return c;
    return NULL;
}

static bool
is_in_quotation_marks(const char *text)
{
    size_t len = strlen(text);

    return len >= 2 && (*text == '"' || *text == '\'') && text[len - 1] == *text;
}

/* Whether a word of a list holds what other programs put between words. "! NAME" is another slip.
 */
static bool
holds_separator(const char *word)
{
    return strpbrk(word + strspn(word, "! \t"), " \t,;") != NULL;
}

static char *
advise_on_separator(const char *value, char separator, bool in_file)
{
    const char set[] = { separator, '\0' };
    g_auto(GStrv) words = g_strsplit(value, set, -1);
    g_autofree char *advice =
        g_strdup_printf("put \"%s\" between the words of this list%s", set,
                        in_file ? ", and a comment on a line of its own" : "");

    for (char **word = words; *word; word++)
        if (holds_separator(g_strstrip(*word)))
            return advise_on(*word, advice);
    return NULL;
}

char *
settings_value_advice(const char *value, char separator, bool in_file)
{
    const char *comment = in_file ? find_comment(value, separator ? "#" : "#;") : NULL;

    if (comment)
        return advise_on(comment, COMMENT_ADVICE);
    if (is_in_quotation_marks(value))
        return advise_on(value, "give it without quotation marks");
    return separator ? advise_on_separator(value, separator, in_file) : NULL;
}

const char *
settings_line_advice(const char *line)
{
    const char *text = line + strspn(line, " \t");

    if (*text == ';' || g_str_has_prefix(text, "//"))
        return "a comment begins with #";
    if (*text == '[' && strchr(text, ']') && find_comment(text, "#;"))
        return COMMENT_ADVICE;
    return "there are [GROUP], KEY=VALUE below a group, # COMMENT and empty lines";
}

double
settings_seconds_with_unit(const char *value)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {
        { "ms", 0.001 },   { "s", 1 },    { "sec", 1 },     { "secs", 1 },     { "second", 1 },
        { "seconds", 1 },  { "m", 60 },   { "min", 60 },    { "mins", 60 },    { "minute", 60 },
        { "minutes", 60 }, { "h", 3600 }, { "hour", 3600 }, { "hours", 3600 },
    };
    char *unit;
    double number = g_ascii_strtod(value, &unit);

    unit += strspn(unit, " ");
    for (size_t i = 0; i < G_N_ELEMENTS(units) && g_ascii_isdigit(*value); i++)
        if (g_ascii_strcasecmp(unit, units[i].name) == 0)
            return number * units[i].seconds;
    return -1;
}
