/* SPDX-License-Identifier: ISC */
/* The names that terms of SPF records ask about, as far as they are the same for every client and
 * every sender. */
#ifndef CONVERT_SPF_TARGET_H
#define CONVERT_SPF_TARGET_H

#include "records/spf/spf_record.h"

/* Macro letters that stand for the same whoever the client and the sender at the domain are: the
 * domain of the record, and the domain that is asked about. */
#define SPF_TARGET_LETTERS "do"

/* The name that a term of a record at record_domain asks about when domain is checked. NULL: it
 * depends on the client or the sender. The caller frees. */
char *spf_target_name(const SpfTerm *term, const char *record_domain, const char *domain);

#endif
