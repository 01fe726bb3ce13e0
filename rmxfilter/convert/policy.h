/* SPDX-License-Identifier: ISC */
/* What a domain's records say about who may send, in no scheme's own grammar: an ordered list of
 * rules, the first that matches decides. A scheme reads its records into it, another one writes it
 * as its own, and what was lost on the way is remarked.
 *
 * The promise of every reader and writer: what is written never lets anybody in whom what was read
 * does not let in. A rule that cannot be said is left out where it lets in; where it refuses,
 * nothing behind it may let anybody in. Where the DNS is needed, its answers of today stand in. */
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
    POLICY_MACRO,    /* name is a mechanism with macros, which only SPF has */
    POLICY_OTHER,    /* what no scheme but its own can say */
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
    const SchemeSettings *settings; /* lent; NULL: nothing was said */

    GArray *rules;         /* PolicyRule */
    GStringChunk *strings; /* of the rules */
    Result otherwise;      /* where none matches */
    char *otherwise_term;  /* where that was said, for people: "~all" */
    char *explanation;     /* SPF's exp=, with macros; NULL: none */
    bool closed;           /* nothing behind the last rule counts: policy_add does nothing */

    GPtrArray *records; /* PolicyRecord *: what was written */
    GPtrArray *cannot;  /* PolicyRemark *: what could not be said; in both, none is there twice */
    GPtrArray *notes; /* PolicyRemark *: what was said with a difference that people should know */
    char *unknown; /* the first question that the DNS did not answer, and why; NULL: it knew all */
} Policy;

/* An empty policy whose otherwise is fail. What is lent must outlive it. */
Policy *policy_new(Dns *dns, const char *domain, const SchemeSettings *settings);
void policy_free(Policy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policy, policy_free)

/* Adds a copy of a rule. Nothing is added that matches nobody: an unset network, one of IPv4-mapped
 * addresses (RFC 7208 section 5), a name that is none (labels over 63 octets and the like). Behind
 * everyone the policy is closed; everyone who is not let in becomes otherwise. */
void policy_add(Policy *policy, const PolicyRule *rule);

/* A copy of a rule whose strings live as long as the policy. */
PolicyRule policy_keep(Policy *policy, const PolicyRule *rule);

/* Closes a list whose rest lets nobody in, because the scheme errs there, or what it says is not
 * known: remarks term and why. Otherwise becomes neutral: an error is no refusal. */
void policy_cut(Policy *policy, const char *term, const char *why);

/* What stands for everybody that no rule matches, for people. Lent. */
const char *policy_otherwise_text(const Policy *policy);

/* Remarks what could not be said, or what was said with a difference. */
void policy_cannot(Policy *policy, const char *term, const char *why);
void policy_note(Policy *policy, const char *term, const char *why);

/* dns_ask that notes in unknown the first question without an answer. */
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

/* True where name can stand unquoted in every scheme's records: letters, digits, hyphens,
 * underscores and dots. */
bool policy_name_is_plain(const char *name);

/* --- what is written --- */

/* Adds a TXT record at PREFIX.DOMAIN, or with prefix "" at the domain itself: strings of at most
 * 255 octets, each quoted (RFC 1035 section 5.1). False, and a remark, where that is no name, or
 * where a record cannot hold so much. */
bool policy_write_text(Policy *policy, const char *prefix, const char *text);

#endif
