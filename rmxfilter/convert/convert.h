/* SPDX-License-Identifier: ISC */
/* `lint --convert`: what a domain publishes, said in another scheme's records. How each scheme
 * reads and writes a policy is its own business (converters.h). */
#ifndef CONVERT_CONVERT_H
#define CONVERT_CONVERT_H

#include "convert/policy.h"

typedef struct {
    char *domain;
    const Scheme *to;
    const Scheme *from; /* what was read; NULL: there was nothing to convert */
    bool guessed;       /* there was no record at all: the policy is suggest_policy's */
    const char *why;    /* why nothing was converted, for people: a literal; NULL: something was */
    Policy *policy;     /* with its records and remarks; never NULL */
} Conversion;

/* Why nothing can be converted to the scheme, for people, with those to which it can. NULL: it can.
 * The caller frees. */
char *convert_problem(const Scheme *to);

/* Converts what the domain (A-labels) publishes under the first of the schemes asked (const Scheme
 * *, in their order) that it has a record of and that is not to, whose records
 * can be written (convert_problem). The caller owns
 * the conversion; dns and settings must outlive it. */
Conversion *convert_domain(Dns *dns, const SchemeSettings *settings, const GPtrArray *asked,
                           const Scheme *to, const char *domain);
void conversion_free(Conversion *conversion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Conversion, conversion_free)

/* Conversions (Conversion *) as lines of a master file, what is not a record behind ";". The caller
 * frees. */
char *convert_text(const GPtrArray *conversions);

/* The same as one object, { "domains": [ ... ] }; names as in rmxfilter(1). The caller frees. */
char *convert_json(const GPtrArray *conversions);

/* Of all conversions, the worst: 0 all of it was said; 1 something could not be, or there was
 * nothing to convert; 2 the DNS did not answer, and no record is shown. */
int convert_exit_code(const GPtrArray *conversions);

/* "example.net. IN TXT "v=spf1 mx -all"", without a newline. The caller frees. */
char *convert_line(const PolicyRecord *record);

#endif
