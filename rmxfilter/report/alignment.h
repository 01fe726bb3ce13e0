/* SPDX-License-Identifier: ISC */
/* Is the address that the reader sees covered by a domain that passed? What a scheme checks is the
 * envelope's domain, which no reader sees; this says whether it belongs to the author's
 * organization (the same registered domain, by the public suffix list). */
#ifndef REPORT_ALIGNMENT_H
#define REPORT_ALIGNMENT_H

#include "report/verdict.h"

/* Author domains that are told apart: a header block has room for hundreds of thousands. */
#define ALIGNMENT_DOMAINS_MAX 10

typedef enum {
    ALIGNMENT_AMBIGUOUS, /* not all readers see one author, or there are several domains, or not
                            all of the header was looked at */
    ALIGNMENT_NONE,      /* nothing passed */
    ALIGNMENT_ALIGNED,
    ALIGNMENT_UNALIGNED,
} AlignmentWord;

typedef struct {
    AlignmentWord word;
    GPtrArray *domains;    /* const char *: the author domains, each once, but for those after
                              ALIGNMENT_DOMAINS_MAX; lent by the evidence */
    bool more;             /* there are others */
    const char *passed;    /* the domain that passed: the one that aligns where one does; lent
                              likewise, hostile; NULL: none */
    const char *ambiguity; /* why the word is ambiguous, for people, a literal; NULL: it is not */
    const MailAddress *shown; /* an address of another organization that the author's name shows;
                                 lent likewise, hostile; NULL: none */
} Alignment;

/* NULL where there is no message to have an author (`check`). Only a verdict of pass lets a domain
 * pass: where one scheme says fail and another one pass, nothing did. The caller owns the result.
 */
Alignment *alignment_of(const Evidence *evidence, const Verdict *verdict);
void alignment_free(Alignment *alignment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Alignment, alignment_free)

/* "aligned", "unaligned", "none", "ambiguous". */
const char *alignment_text(AlignmentWord word);

/* True where both are in one registered domain, or equal. Any case; a public suffix itself
 * ("co.uk") has no organization but itself. */
bool alignment_same_organization(const char *one, const char *other);

#endif
