/* SPDX-License-Identifier: ISC */
/* What a domain's records say about who may send, in a form that is no scheme's own: an ordered
 * list of rules, of which the first that matches decides. The converter of one scheme reads its
 * records into it, that of another writes them, and remarks say what was lost on the way.
 *
 * Every reader and writer keeps this promise: the records written never let anybody in whom the
 * records read do not let in. A rule that lets in and cannot be written is left out; behind a rule
 * that refuses and cannot be written, nobody is let in. Where a rule needs the DNS, its answers of
 * today are written. */
#ifndef CONVERT_POLICY_H
#define CONVERT_POLICY_H

#include "records/scheme.h"

/* More rules than this are not read: the work grows with the square of them. */
#define POLICY_RULES_MAX 512

typedef enum {
    POLICY_EVERYONE, /* any client */
    POLICY_NETWORK,  /* clients in network */
    POLICY_HOST,     /* clients within the lengths of an address of the host name */
    POLICY_MX,       /* the same of the MX hosts of the domain name, at most MATCH_EXCHANGES_MAX */
    POLICY_REVERSE,  /* clients with a confirmed reverse name that is name or ends in it */
    POLICY_MAP,      /* clients whose reversed address has an A record below name */
    POLICY_MACRO,    /* clients that name, a mechanism of SPF with macros, matches */
    POLICY_OTHER,    /* clients that no other scheme can describe */
} PolicyKind;

typedef struct {
    PolicyKind kind;
    Result result; /* pass, fail, softfail or neutral */
    IpNetwork network;
    const char *name;
    uint8_t length4, length6; /* prefix lengths in bits, 32 and 128 at most; host and mx */
    bool strict; /* reverse: a client whose names cannot be had, or are too many, is an error, and
                    no rule behind this one lets it in */
    const char *term; /* as published, for people; never NULL */
} PolicyRule;

/* A line of a master file. The owner is absolute; data stands as it does there. */
typedef struct {
    char *name, *type, *data;
} PolicyRecord;

/* A term, as published, and what became of it (a sentence without a full stop). */
typedef struct {
    char *term, *why;
} PolicyRemark;

typedef struct {
    Dns *dns;                       /* lent */
    const char *domain;             /* lent; A-labels, no last dot */
    const SchemeSettings *settings; /* lent; NULL: the defaults */

    GArray *rules;         /* PolicyRule */
    GStringChunk *strings; /* of the rules */
    Result fallback;       /* the result where no rule matches */
    char *fallback_term;   /* the term that says so, for people: "~all" */
    char *explanation;     /* SPF's exp=, with macros; NULL: none */
    bool closed;           /* the list has ended: policy_add does nothing */

    GPtrArray *records; /* PolicyRecord *: what was written */
    GPtrArray *cannot;  /* PolicyRemark *: what could not be written */
    GPtrArray *notes;   /* PolicyRemark *: what was written with a difference that people should
                           know. No remark stands twice in either list */
    char *unknown;      /* the first question that the DNS did not answer, and why; NULL: all were
                           answered */
} Policy;

/* An empty policy whose fallback is fail. What is lent must outlive it. */
Policy *policy_new(Dns *dns, const char *domain, const SchemeSettings *settings);
void policy_free(Policy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policy, policy_free)

/* Adds a copy of a rule. Nothing is added that matches nobody: an unset network, one of IPv4-mapped
 * addresses (RFC 7208 section 5), a name that is none (labels over 63 octets and the like). Behind
 * everyone the policy is closed; everyone who is not let in becomes the fallback. */
void policy_add(Policy *policy, const PolicyRule *rule);

/* A copy of a rule, with strings that live as long as the policy. */
PolicyRule policy_copy_rule(Policy *policy, const PolicyRule *rule);

/* Ends the list at a term where the scheme is in error, or whose meaning is not known: nothing
 * behind it lets anybody in. Remarks term and why. The fallback becomes neutral: an error is no
 * refusal. */
void policy_stop_at(Policy *policy, const char *term, const char *why);

/* The term that decides about clients that no rule matches, for people. Lent. */
const char *policy_fallback_text(const Policy *policy);

/* Remark what could not be written (policy->cannot), or was written with a difference (notes). */
void policy_note_loss(Policy *policy, const char *term, const char *why);
void policy_note(Policy *policy, const char *term, const char *why);

/* dns_ask; notes the first question that the DNS did not answer in policy->unknown. */
const DnsAnswer *policy_ask(Policy *policy, const char *name, uint16_t type);

/* A rule that names a domain; term and name are lent. */
PolicyRule policy_named(PolicyKind kind, Result result, const char *name, const char *term);

/* A rule that is a network; term is lent. */
PolicyRule policy_network(Result result, const IpNetwork *network, const char *term);

/* True where the rule's name is the policy's domain itself. */
bool policy_is_own(const Policy *policy, const PolicyRule *rule);

/* The network as text that reads back as the same one: "192.0.2.0/24". NULL: there is no such. The
 * caller frees. */
char *policy_network_text(const IpNetwork *network);

/* True where name can stand unquoted in the records of every scheme: it has only letters, digits,
 * hyphens, underscores and dots. */
bool policy_name_is_plain(const char *name);

/* Adds a TXT record at PREFIX.DOMAIN, or with prefix "" at the domain itself: strings of at most
 * 255 octets, each quoted (RFC 1035 section 5.1). False, and a remark, where that is no name, or
 * where a record cannot hold so much. */
bool policy_write_text(Policy *policy, const char *prefix, const char *text);

#endif
