/* SPDX-License-Identifier: ISC */
#include "reply_write.h"

#include <errno.h>
#include <unistd.h>

void
reply_write(int fd, const GString *text)
{
    for (size_t at = 0; at < text->len;) {
        ssize_t put = write(fd, text->str + at, text->len - at);

        if (put == 0 || (put < 0 && errno != EINTR))
            return; /* the guard is gone, or does not listen any more */
        at += put > 0 ? (size_t)put : 0;
    }
}

void
reply_write_preamble(int fd, const Settings *settings)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, "wait %d\n", settings_wait_ms(settings));
    if (settings->fields & FIELD_AUTHENTICATION_RESULTS)
        g_string_append_printf(text, "strip %s\n", settings->authserv_id);
    reply_write(fd, text);
}

void
reply_write_fields(int fd, const char *fields)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, "fields\n%s.\n", fields);
    reply_write(fd, text);
}

/* Results of other hosts under this host's name stay where believed hosts wrote them. */
void
reply_write_strip(int fd, const Settings *settings, const Evidence *evidence)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (!(settings->fields & FIELD_AUTHENTICATION_RESULTS) || evidence->believed == 0)
        return;
    g_string_append_printf(text, "strip-from %zu\n", evidence->believed);
    reply_write(fd, text);
}
