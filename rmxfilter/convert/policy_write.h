/* SPDX-License-Identifier: ISC */
/* Writes a policy's rules one after another in a scheme's terms, and does what is common to all
 * schemes about rules that the scheme has no term for. */
#ifndef CONVERT_POLICY_WRITE_H
#define CONVERT_POLICY_WRITE_H

#include "convert/policy_networks.h"

/* What a scheme's records can say. */
typedef struct {
    /* Appends one rule to the record that the writer makes. NULL; or a literal that says why the
     * scheme has no term for the rule, and then nothing was appended: it is called again with each
     * of the rule's networks, where there are any. */
    const char *(*write_rule)(void *writer, const PolicyRule *rule);

    const char *softer; /* what becomes of softfail and neutral ("is a fail in RMX records");
                           NULL: the scheme has them */
    bool explains;      /* records can hold the policy's explanation */
} PolicyGrammar;

/* Writes the rules in order and remarks what could not be written. False where nothing should be
 * published: the policy lets somebody in, but no such rule could be written, so that the record
 * would refuse everybody. */
bool policy_write(Policy *policy, const PolicyGrammar *grammar, void *writer);

#endif
