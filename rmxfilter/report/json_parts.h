/* SPDX-License-Identifier: ISC */
/* What every JSON text that is written here has in common, whatever it is about. */
#ifndef REPORT_JSON_PARTS_H
#define REPORT_JSON_PARTS_H

#include <glib.h>
#include <jansson.h>

/* Adds a member. Octets that are not UTF-8, which jansson would refuse, become U+FFFD; NULL is left
 * out. */
void json_add_text(json_t *object, const char *name, const char *text);

/* The object (taken) as indented text that ends in a newline. The caller frees. */
char *json_object_text(json_t *object);

/* The object (taken) as one line that ends in a newline. The caller frees. */
char *json_object_line(json_t *object);

/* Indented text of an object with the one member "domains", an array (taken). */
char *json_domains_text(json_t *domains);

#endif
