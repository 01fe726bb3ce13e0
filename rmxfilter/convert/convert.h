/* SPDX-License-Identifier: ISC */
/* `lint --convert`: what a domain publishes, said in another scheme's records. How each scheme
 * reads and writes a policy is its own business (converters.h). */
#ifndef CONVERT_CONVERT_H
#define CONVERT_CONVERT_H

#include "convert/policy.h"
#include "mime/destroy.h"

typedef struct {
    char *domain;
    const Scheme *to;
    const Scheme *from; /* what was read; NULL: there was nothing to convert */
    bool guessed;       /* there was no record at all: the policy comes from suggest_policy */
    const char *why; /* why nothing was converted, for people: a literal; NULL: a policy was read,
                        or guessed, or the DNS did not answer (policy->unknown) */
    Policy *policy;  /* with its records and remarks; never NULL */
} Conversion;

/* Why nothing can be converted to the scheme, for people, with those to which it can. NULL: it can.
 * The caller frees. */
char *convert_problem(const Scheme *to);

/* Converts what the domain (A-labels) publishes to records of the scheme to, which can be written
 * (convert_problem says NULL). What it publishes under the first of the schemes asked (const Scheme
 * *, without to) is read; where the DNS does not say whether there is a record, no other is tried.
 * A domain without any record gets the policy of suggest_policy. The caller owns the conversion;
 * dns and settings must outlive it. */
Conversion *convert_domain(Dns *dns, const SchemeSettings *settings, const GPtrArray *asked,
                           const Scheme *to, const char *domain);
void conversion_free(Conversion *conversion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Conversion, conversion_free)
DESTROY_NOTIFY(conversion_free)

/* Conversions (Conversion *) as lines of a master file; all but the records stand in comments,
 * behind ";". The caller frees. */
char *convert_text(const GPtrArray *conversions);

/* The same as one object, { "domains": [ ... ] }; names as in rmxfilter(1). The caller frees. */
char *convert_json(const GPtrArray *conversions);

/* The worst of all conversions: 0 everything was converted; 1 something could not be said in the
 * other scheme, the record is a guess, or there was nothing to convert; 2 the DNS did not answer,
 * and no record is shown. */
int convert_exit_code(const GPtrArray *conversions);

/* "example.net. IN TXT "v=spf1 mx -all"", without a newline. The caller frees. */
char *convert_line(const PolicyRecord *record);

#endif
