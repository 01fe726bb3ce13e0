/* SPDX-License-Identifier: ISC */
/* A policy's rules said one after another in a scheme's words, with what every scheme does about
 * those that it has no word for. */
#ifndef CONVERT_POLICY_SAY_H
#define CONVERT_POLICY_SAY_H

#include "convert/policy_networks.h"

/* What a scheme can say. */
typedef struct {
    /* Takes up one rule in its place, in the writer's own words; NULL, or why it cannot (a
     * literal), and then nothing was taken up. Called again with each of the rule's networks where
     * that is another way to say it. */
    const char *(*say)(void *writer, const PolicyRule *rule);

    const char *softer; /* what becomes of softfail and neutral ("is a fail in RMX records");
                           NULL: there are words for them */
    bool explains;      /* it has a place for the policy's explanation */
} PolicyWords;

/* Says the rules in order and remarks what could not be said. False where nothing should be
 * published: the policy lets somebody in, but nothing of that could be said, so that the record
 * would refuse everybody. */
bool policy_say(Policy *policy, const PolicyWords *words, void *writer);

#endif
