/* SPDX-License-Identifier: ISC */
#include "reply_write.h"

#include "mime/descriptor.h"
#include "reply.h"

void
reply_write(int fd, const GString *text)
{
    /* Where this fails the guard is gone, or does not listen any more. */
    (void)descriptor_write(fd, text->str, text->len);
}

void
reply_write_preamble(int fd, const Settings *settings)
{
    g_autoptr(GString) text = g_string_new(NULL);
    int wait = settings_wait_ms(settings);

    if (wait != REPLY_WAIT_DEFAULT) /* each line that is written wakes the guard */
        g_string_append_printf(text, "wait %d\n", wait);
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
