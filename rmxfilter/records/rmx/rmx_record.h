/* SPDX-License-Identifier: ISC */
/* RMX records read into a list of entries (draft-danisch-dns-rr-smtp-03 and -04, settled in the
 * manual): the whole record before anything in it is asked. What entries match is rmx.c's business.
 */
#ifndef RECORDS_RMX_RECORD_H
#define RECORDS_RMX_RECORD_H

#include "mime/cursor.h"
#include "mime/ip.h"

/* The numbers of the drafts; the last two came later and have none on the wire. */
typedef enum {
    RMX_IPV4 = 1,
    RMX_IPV6 = 2,
    RMX_HOST = 3,
    RMX_APL = 4,
    RMX_DOMAIN = 5,
    RMX_UNUSED = 6,
    RMX_FULL = 7,
    RMX_MX,
    RMX_DNSMAP,
} RmxTag;

typedef struct {
    RmxTag tag;
    bool refuses;      /* "!", and always for unused */
    IpNetwork network; /* ipv4, ipv6 */
    char *name;        /* host, apl, domain, mx, dnsmap; NULL: the domain itself */
    size_t offset;     /* in the text form, in octets */
} RmxEntry;

typedef struct {
    GArray *entries;   /* RmxEntry, in order */
    unsigned asking;   /* how many of them ask the DNS */
    char *problem;     /* why the record is bad, with the place; NULL: it is in order */
    size_t problem_at; /* the entry's place in the text form, in octets */
} RmxRecord;

/* Reads the text form: entries "[!]TAG:DATA" between white space. in_full says that this is the
 * record of a full address, where the tag full may not stand. The caller owns the record. */
RmxRecord *rmx_record_parse_text(const char *text, size_t len, bool in_full);

/* True where the text is an RMX record, in order or not: one that is in order, or that has a word
 * "[!]TAG:DATA". What else stands at the name is somebody else's: a wildcard above answers for it
 * with an SPF record or the token of some service. */
bool rmx_record_is_text(const char *text, size_t len);

/* Reads the wire form, the RDATA of an RMX record, or of several, one behind the other. */
RmxRecord *rmx_record_parse_wire(const char *octets, size_t len);

/* An empty record, and an entry more in it; the entry's name becomes the record's. */
RmxRecord *rmx_record_new(void);
void rmx_record_add(RmxRecord *record, const RmxEntry *entry);

/* One entry in the text form, "!ipv4:192.0.2.0/24". The caller frees. */
char *rmx_entry_text(const RmxEntry *entry);

/* The record in the text form, "!ipv4:192.0.2.0/24 mx". The caller frees. */
char *rmx_record_text(const RmxRecord *record);
void rmx_record_free(RmxRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RmxRecord, rmx_record_free)

/* "ipv4"; a literal. */
const char *rmx_tag_text(RmxTag tag);

/* True where an entry of this tag asks the DNS; false also for what is no tag. */
bool rmx_tag_asks(RmxTag tag);

#endif
