/* SPDX-License-Identifier: ISC */
/* Where Caller ID's documents are: shared by the check (caller_id.c) and its prefetch. What is
 * returned is the caller's to free. */
#ifndef RECORDS_CALLER_ID_H
#define RECORDS_CALLER_ID_H

#include "records/caller_id/caller_id_document.h"
#include "records/scheme.h"

/* indirect elements that are followed; more is an error. */
#define CALLER_ID_INDIRECT_MAX 10

/* "_ep.NAME", or NAME where it is at or below such a name already; as domain_text writes it. */
char *caller_id_name(const char *name);

/* The domain whose document is at that name: what stands behind "_ep.". Lent from name. */
const char *caller_id_domain(const char *name);

/* The row's prefetch. */
void caller_id_prefetch(Dns *dns, const Claim *claim);

#endif
