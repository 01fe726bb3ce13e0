/* SPDX-License-Identifier: ISC */
/* The administrator writes this file, and so nothing in it is hostile. What is not understood is
 * passed over, as C libraries do. */
#include "dns/resolv_conf.h"

#include <glib.h>
#include <string.h>

#define TIMEOUT_MAX 30 /* seconds */

static void
read_server(const char *word, ResolvConf *conf)
{
    IpAddress ip;

    if (conf->count < RESOLV_CONF_SERVERS_MAX && ip_parse(word, strlen(word), &ip))
        conf->servers[conf->count++] = ip;
}

static void
read_option(const char *word, ResolvConf *conf)
{
    guint64 seconds;

    if (g_str_equal(word, "rotate"))
        conf->rotate = true;
    else if (g_str_equal(word, "trust-ad"))
        conf->trust_ad = true;
    else if (g_str_has_prefix(word, "timeout:") &&
             g_ascii_string_to_unsigned(word + strlen("timeout:"), 10, 1, G_MAXUINT, &seconds,
                                        NULL))
        conf->timeout = (unsigned)MIN(seconds, TIMEOUT_MAX);
}

static void
read_line(const char *line, ResolvConf *conf)
{
    g_auto(GStrv) words = g_strsplit_set(line, " \t\r", -1);

    if (!*words)
        return;
    for (char **word = words + 1; *word; word++)
        if (g_str_equal(*words, "nameserver"))
            read_server(*word, conf);
        else if (g_str_equal(*words, "options"))
            read_option(*word, conf);
}

void
resolv_conf_parse(const char *text, ResolvConf *conf)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    *conf = (ResolvConf){ .count = 0 };
    for (char **line = lines; *line; line++)
        read_line(*line, conf);
}
