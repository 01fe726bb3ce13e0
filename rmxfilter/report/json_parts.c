/* SPDX-License-Identifier: ISC */
/* Texts come from the message and the DNS: any octet but NUL. */
#include "report/json_parts.h"

#include <stdlib.h>

/* Significant digits: milliseconds are rounded to a tenth. */
#define REAL_PRECISION 8

void
json_add_text(json_t *object, const char *name, const char *text)
{
    if (!text)
        return;

    g_autofree char *valid = g_utf8_make_valid(text, -1);

    json_object_set_new(object, name, json_string(valid));
}

json_t *
json_array_of(const GPtrArray *items, json_t *(*make)(const void *item))
{
    json_t *array = json_array();

    for (guint i = 0; items && i < items->len; i++)
        json_array_append_new(array, make(items->pdata[i]));
    return array;
}

void
json_add_unless_empty(json_t *object, const char *name, json_t *member)
{
    if (json_object_size(member) > 0 || json_array_size(member) > 0)
        json_object_set_new(object, name, member);
    else
        json_decref(member);
}

void
json_append_texts(json_t *array, const GPtrArray *texts)
{
    for (guint i = 0; texts && i < texts->len; i++) {
        g_autofree char *valid = g_utf8_make_valid(texts->pdata[i], -1);

        json_array_append_new(array, json_string(valid));
    }
}

void
json_add_address(json_t *object, const char *name, const MailAddress *address)
{
    g_autofree char *text = address ? mail_address_text(address) : NULL;

    json_add_text(object, name, text);
}

/* In ASCII: the object may be shown on a terminal, which obeys U+0080 to U+009F. */
static json_t *
ports_json(const uint16_t *ports)
{
    json_t *array = json_array();

    for (; *ports; ports++)
        json_array_append_new(array, json_integer(*ports));
    return array;
}

json_t *
json_sandbox(const Sandbox *sandbox, bool with_ports)
{
    json_t *object = json_object();

    json_object_set_new(object, "seccomp", json_boolean(sandbox->seccomp));
    if (sandbox->landlock > 0)
        json_object_set_new(object, "landlock", json_integer(sandbox->landlock));
    if (with_ports && sandbox->tcp_ports)
        json_object_set_new(object, "tcp_ports", ports_json(sandbox->tcp_ports));
    json_object_set_new(object, "capabilities", json_boolean(!sandbox->no_capabilities));
    json_object_set_new(object, "limits", json_boolean(sandbox->limits));
    json_add_text(object, "problem", *sandbox->problem ? sandbox->problem : NULL);
    return object;
}

static char *
dump_object(json_t *object, size_t flags)
{
    char *dumped =
        json_dumps(object, flags | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(REAL_PRECISION));
    char *text = g_strconcat(dumped ? dumped : "{}", "\n", NULL);

    free(dumped);
    json_decref(object);
    return text;
}

char *
json_object_text(json_t *object)
{
    return dump_object(object, JSON_INDENT(2));
}

char *
json_object_line(json_t *object)
{
    return dump_object(object, 0);
}

char *
json_domains_text(json_t *domains)
{
    json_t *object = json_object();

    json_object_set_new(object, "domains", domains);
    return json_object_text(object);
}
