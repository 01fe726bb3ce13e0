/* SPDX-License-Identifier: ISC */
/* What speaks for the author, of all that was found: schemes that passed, signatures that hold, and
 * what believed hosts found where it could not be checked here. One list for all who ask. */
#ifndef REPORT_PASSES_H
#define REPORT_PASSES_H

#include "report/verdict.h"

typedef enum {
    PASS_HOLDS,
    PASS_OVERRULED, /* a scheme's pass, where another scheme made a verdict that is none */
    PASS_UNKNOWN,   /* a temperror: it could have passed */
} PassState;

/* Everything is lent by the evidence. */
typedef struct {
    PassState state;
    const char *domain;  /* that passed: hostile; NULL: not known */
    const char *by;      /* "spf", "dkim": the scheme, or how */
    const char *witness; /* the believed host that found it: hostile; NULL: found here */
    bool aligned;        /* the domain is the author's */
} Pass;

/* Pass, the ones that prove more in front: schemes, signatures, what other hosts found. The caller
 * owns the array. */
GArray *passes_of(const Evidence *evidence, const Verdict *verdict);

/* True of a signature, false of a scheme. */
bool pass_is_signature(const Pass *pass);

/* True of a signature that was found to hold, here or at a believed host that saw the message
 * earlier. One whose key says that its domain is only trying proves nothing (RFC 6376 section
 * 3.6.1). */
bool signature_holds(const SignatureFinding *signature);

/* Why the result is as it is, and what another host found, for people: hostile; "" where there is
 * nothing to say. The caller frees. */
char *signature_why(const SignatureFinding *signature);

#endif
