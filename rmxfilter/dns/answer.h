/* SPDX-License-Identifier: ISC */
/* From a DNS message to a DnsAnswer: the one reader of what servers send and of what zones answer.
 * Messages are hostile: anybody can publish a domain, and anybody can send a forged answer. */
#ifndef DNS_ANSWER_H
#define DNS_ANSWER_H

#include "dns/dns.h"
#include "dns/name.h"
#include "mime/destroy.h"

/* What to do with a message: exchange.c has other servers that it can ask. */
typedef enum {
    ANSWER_FOREIGN,   /* does not answer this question: ignore it, the right answer may follow */
    ANSWER_TRUNCATED, /* ask again over TCP */
    ANSWER_NO_EDNS,   /* FORMERR, NOTIMP or BADVERS: ask again without EDNS, if it was with */
    ANSWER_FAILED,    /* this server cannot say: SERVFAIL, REFUSED, malformed, a referral */
    ANSWER_COMPLETE,
} AnswerKind;

/* Reads a message that should answer the question id, name, type, class IN. *answer (the caller's)
 * is NULL for the first two kinds, DNS_TEMPERROR with a problem for the next two. CNAMEs that the
 * message holds are followed; records that the chain does not lead to are ignored. */
AnswerKind answer_read(const void *octets, size_t len, uint16_t id, const DnsName *name,
                       uint16_t type, DnsAnswer **answer);

/* An answer without records. problem is a literal, or NULL. */
DnsAnswer *answer_new(DnsStatus status, const char *problem);
void answer_free(DnsAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DnsAnswer, answer_free)
DESTROY_NOTIFY(answer_free)

#endif
