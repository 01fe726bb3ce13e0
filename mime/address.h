/* SPDX-License-Identifier: ISC */
/* Mail addresses, and the envelope's (RFC 5321 section 4.1.2) read; the header's are read in
 * mime/mailboxes.h. A domain leaves this room in the form the DNS knows: lower case, A-labels
 * (RFC 5891), no last dot. */
#ifndef MIME_ADDRESS_H
#define MIME_ADDRESS_H

#include "mime/destroy.h"

#include <glib.h>
#include <stdbool.h>

/* Strings belong to the address. */
typedef struct {
    char *local;      /* quotes and backslashes undone; "" is possible; never NULL */
    char *domain;     /* NULL: the null sender "<>", or an address without a domain (local then says
                         which) */
    bool domain_only; /* nothing but the domain is known: local stands in */
} MailAddress;

/* Reads a reverse-path, with or without angle brackets and source route ("<@a,@b:c@d>"), from len
 * octets. "<>" and "" give the null sender, "@d" an empty local part (RFC 7208 section 4.3 has
 * postmaster for it).
 * Strict about the domain: NULL where it is empty or cannot be read, where more text stands behind
 * it, or two readers could take two. Lenient about the local part, which the sender chooses: as it
 * came where it breaks the grammar, whatever is in it but NUL, CR and LF. The caller owns it. */
MailAddress *mail_address_parse(const char *text, size_t len);

/* Whether the text of a reverse-path says the null sender, in one of the forms that mail systems
 * write: nothing, "<>", MAILER-DAEMON without a domain and in any case (sendmail; Postfix's pipe),
 * with or without angle brackets. Blanks about it do not count. Who sends one of these words as his
 * address is taken to have sent "<>", which anybody may. Not "#@[]", qmail's for a bounce that
 * bounced: that never leaves a host, and from outside it says nothing. */
bool mail_address_is_null(const char *text, size_t len);

/* Whether it is MAILER-DAEMON at some domain: the null sender again where that is the name of a
 * host that added its own (which the caller has to know), anybody's address where it is not. */
bool mail_address_is_daemon(const MailAddress *address);

/* With copies of both, which are taken as they are: local is never NULL, domain may be (see above).
 * The caller owns it, and likewise the one below. */
MailAddress *mail_address_new(const char *local, const char *domain);

/* One that is known by its domain only; local is "postmaster" (RFC 7208 section 4.3). */
MailAddress *mail_address_of_domain(const char *domain);
void mail_address_free(MailAddress *address);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailAddress, mail_address_free)
DESTROY_NOTIFY(mail_address_free)

/* "local@domain", local quoted where it must be; the domain alone where no more is known; "" for
 * the null sender. The caller frees. */
char *mail_address_text(const MailAddress *address);

/* The DNS form of a domain that may hold U-labels, or an address literal in its brackets (RFC 5321
 * section 4.1.3); NULL where there is none. The caller frees. */
char *mail_domain(const char *domain);

#endif
