/* SPDX-License-Identifier: ISC */
#include "mailbox/trust_changes.h"

void
trust_changes_add(TrustChanges *changes, const TrustVerdicts *verdicts, const char *place)
{
    TrustChange *change = &changes->by[verdicts->was][verdicts->now];

    if (!verdicts->known)
        return;
    change->messages++;
    if (!change->example)
        change->example = g_strdup(place);
}

void
trust_changes_clear(TrustChanges *changes)
{
    for (size_t was = 0; was < TRUST_RESULTS; was++)
        for (size_t now = 0; now < TRUST_RESULTS; now++)
            g_clear_pointer(&changes->by[was][now].example, g_free);
}

const TrustChange *
trust_changes_next(const TrustChanges *changes, guint *step, TrustVerdicts *verdicts)
{
    while (*step < TRUST_RESULTS * TRUST_RESULTS) {
        Result was = (Result)(*step / TRUST_RESULTS), now = (Result)(*step % TRUST_RESULTS);
        const TrustChange *change = &changes->by[was][now];

        (*step)++;
        if (change->messages == 0 || was == now)
            continue;
        *verdicts = (TrustVerdicts){ .known = true, .was = was, .now = now };
        return change;
    }
    return NULL;
}
