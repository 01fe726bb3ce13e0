/* SPDX-License-Identifier: ISC */
/* Domain names: between the text that the rest of the program uses and the form on the wire
 * (RFC 1035 section 3.1). All comparing is done on the wire form, where a dot inside a label cannot
 * be taken for one between labels. */
#ifndef DNS_NAME_H
#define DNS_NAME_H

#include "mime/cursor.h"

#define NAME_OCTETS_MAX  255 /* with the root's zero octet */
#define LABEL_OCTETS_MAX 63

/* A value: the labels, each behind its length octet, in lower case (a length octet is never a
 * letter), without the root's zero octet. The root has len 0. */
typedef struct {
    uint8_t octets[NAME_OCTETS_MAX - 1];
    uint8_t len;
} DnsName;

/* From labels between dots, each octet taken literally, the last dot optional; "" and "." are the
 * root. Labels in UTF-8 become A-labels (RFC 5891); octets that are not UTF-8 stay. NULL, or why
 * this is no name (a literal; *name is then undefined). */
const char *name_from_text(const char *text, DnsName *name);

/* Reads a name at the cursor, which must be over a whole message: compression pointers count from
 * its start. The cursor ends up behind the name; a bad name is a problem of the cursor. */
void name_read(Cursor *c, DnsName *name);

/* Text without the last dot; the root is "". A dot or NUL inside a label, which such text cannot
 * hold, becomes '?': no host has such a name. The caller frees. */
char *name_text(const DnsName *name);

/* A name in the form of name_text: A-labels (RFC 5891), no last dot. Text that is no name is copied
 * as it is. The caller frees. */
char *domain_text(const char *name);

/* Reads all octets left as one uncompressed name (RFC 1035 section 3.1), in the same form. If they
 * are none, or something follows it, that is a problem of the cursor. The caller frees. */
char *domain_from_wire(Cursor *c);

/* True where name is the domain, or below it, in any case; both as name_text writes them. */
bool domain_within(const char *name, const char *domain);

/* Adds one label at the end: false where it is empty or a limit is broken. */
bool name_add_label(DnsName *name, const void *octets, size_t len);

/* Adds all labels of tail at the end: false where the whole would be too long. */
bool name_add(DnsName *name, const DnsName *tail);

/* The name without its first label; name must not be the root. */
DnsName name_parent(const DnsName *name);

/* Adds the wire form, uncompressed, with its zero octet. */
void name_write(const DnsName *name, GByteArray *out);

/* For GHashTable: keys are DnsName *. */
guint name_hash(gconstpointer key);
gboolean name_equal(gconstpointer one, gconstpointer other);

#endif
