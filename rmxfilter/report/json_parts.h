/* SPDX-License-Identifier: ISC */
/* What JSON texts that are written here have in common, whatever they are about. */
#ifndef REPORT_JSON_PARTS_H
#define REPORT_JSON_PARTS_H

#include "mime/address.h"
#include "sandbox/sandbox.h"

#include <glib.h>
#include <jansson.h>

/* Adds a member. Octets that are not UTF-8, which jansson would refuse, become U+FFFD; NULL is left
 * out. */
void json_add_text(json_t *object, const char *name, const char *text);

/* An array of what make gives for each item; items NULL: there is none. The caller owns it. */
json_t *json_array_of(const GPtrArray *items, json_t *(*make)(const void *item));

/* Adds an object or an array (taken), or leaves it out where it has no members. */
void json_add_unless_empty(json_t *object, const char *name, json_t *member);

/* Appends char *; NULL: none. */
void json_append_texts(json_t *array, const GPtrArray *texts);

/* NULL is left out. */
void json_add_address(json_t *object, const char *name, const MailAddress *address);

/* What is in force of a sandbox; with_ports: with the ports that can be connected to. The caller
 * owns it. */
json_t *json_sandbox(const Sandbox *sandbox, bool with_ports);

/* The object (taken) as indented text that ends in a newline. The caller frees. */
char *json_object_text(json_t *object);

/* The object (taken) as one line that ends in a newline. The caller frees. */
char *json_object_line(json_t *object);

/* Indented text of an object with the one member "domains", an array (taken). The caller frees. */
char *json_domains_text(json_t *domains);

#endif
