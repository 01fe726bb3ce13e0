/* SPDX-License-Identifier: ISC */
/* What the author's domain wants done with mail under its name that is not its own: DMARC (RFC
 * 9989, which reads RFC 7489's records alike). This room finds the policy and says which domains
 * belong to the author; whether anything passed is for others. */
#ifndef AUTHOR_AUTHOR_POLICY_H
#define AUTHOR_AUTHOR_POLICY_H

#include "author/policy_wish.h"
#include "dns/dns.h"

typedef enum {
    AUTHOR_POLICY_ABSENT, /* no record, or several at the name */
    AUTHOR_POLICY_FOUND,
    AUTHOR_POLICY_TEMPERROR, /* could not be asked */
    AUTHOR_POLICY_PERMERROR, /* a record that cannot be used */
} AuthorPolicyState;

/* How the organizational domain is known. */
typedef enum {
    ORGANIZATION_BY_RECORD, /* by DMARC records (RFC 9989 section 4.10.2) */
    ORGANIZATION_BY_LIST,   /* there are none: by the public suffix list */
    ORGANIZATION_UNKNOWN,   /* a name could not be asked that can move it: by the list, a guess */
} OrganizationBasis;

/* Whether a domain that passed is the author's. */
typedef enum {
    AUTHOR_NOT_COVERED,
    AUTHOR_COVERED,
    AUTHOR_COVER_UNKNOWN, /* a record could not be had that decides it */
} AuthorCover;

/* Strings belong to the policy and are hostile; NULL where not known. */
typedef struct {
    char *domain; /* the author's, in lower case; never NULL */
    bool exists;  /* false: it does not exist at all (NXDOMAIN) */
    AuthorPolicyState state;
    char *problem;      /* why there is no policy, for people */
    char *name;         /* the domain whose record it is: "foo.com" for _dmarc.foo.com */
    char *organization; /* the organizational domain; never NULL */
    OrganizationBasis basis;
    char *record;         /* its text */
    PolicyWish wish;      /* what holds for this author, after np, sp and t=y */
    PolicyWish published; /* the same without t=y */
    const char *tag;      /* where the wish stands: "p", "sp", "np", a literal */
    bool testing;         /* t=y */
    bool strict_spf;      /* aspf=s: only the very domain is the author's; else the organization */
    bool strict_dkim;     /* adkim=s */
    bool authentic;       /* every answer that the wish rests on was */
} AuthorPolicy;

/* Asks for all names that can have the policy, side by side, without waiting; within limits of its
 * own (dns_allow_more). domain is as mail_domain writes it, or text that is no domain name, which
 * has no policy; also in the next one. */
void author_policy_prefetch(Dns *dns, const char *domain);

/* Never NULL; the caller owns it. */
AuthorPolicy *author_policy_find(Dns *dns, const char *domain);
void author_policy_free(AuthorPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AuthorPolicy, author_policy_free)

/* Whether domain, of which a pass is known, is the author's: the same, or, unless strict, of the
 * same organization. May ask the DNS where a record between both could part them. */
AuthorCover author_policy_covers(const AuthorPolicy *policy, Dns *dns, const char *domain,
                                 bool strict);

#endif
