/* SPDX-License-Identifier: ISC */
/* The answer about the address that the reader sees: is the message its domain's? The verdict says
 * whether a machine may use the envelope's domain, which no reader sees; here everything counts
 * that can speak for the author: schemes, signatures, what believed hosts found; and against him,
 * if nothing does, the policy that his domain publishes. */
#ifndef REPORT_AUTHOR_WORD_H
#define REPORT_AUTHOR_WORD_H

#include "report/dmarc.h"
#include "report/passes.h"

/* Author domains that are told apart: a header block has room for hundreds of thousands. */
#define AUTHOR_DOMAINS_MAX 10

/* The first that holds, in this order. */
typedef enum {
    AUTHOR_AMBIGUOUS, /* not all readers see one author, or there are several domains, or not all of
                         the header was looked at */
    AUTHOR_ALIGNED,   /* a domain that passed, or that signed, is the author's */
    AUTHOR_REFUSED,   /* none did, and the author's domain wants such mail put aside or refused */
    AUTHOR_UNALIGNED, /* another domain passed, or signed */
    AUTHOR_NONE,      /* nothing passed */
} AuthorWord;

typedef struct {
    AuthorWord word;
    GPtrArray *domains; /* const char *: the author domains, each once, but for those after
                           AUTHOR_DOMAINS_MAX; lent by the evidence */
    bool more;          /* there are others */
    Pass passed; /* what passed: what is the author's if anything is, else the first thing; by NULL:
                    nothing did */
    Pass unknown; /* what could have passed and is the author's, where nothing of his did; its
                     domain is never NULL. by NULL: there is no such */
    DmarcResult dmarc;
    const char *ambiguity; /* why the word is ambiguous, for people, a literal; NULL: it is not */
    const MailAddress *shown; /* an address of another organization that the author's name shows;
                                 lent likewise, hostile; NULL: none */
} AuthorAnswer;

/* NULL where there is no message to have an author (`check`). The caller owns the result. */
AuthorAnswer *author_answer_of(const Evidence *evidence, const Verdict *verdict);
void author_answer_free(AuthorAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AuthorAnswer, author_answer_free)

/* "ambiguous", "aligned", "refused", "unaligned", "none". */
const char *author_word_text(AuthorWord word);

/* True where another try could find out more, and the word could then be a better one: the verdict
 * is temperror, or a signature of the author's could not be checked for want of its key, of room or
 * of time, and nothing else speaks for the author. A body that is too long will be so next time. */
bool author_word_may_change(const Evidence *evidence, const Verdict *verdict);

#endif
