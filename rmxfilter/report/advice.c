/* SPDX-License-Identifier: ISC */
#include "report/advice.h"

void
advice_free(Advice *advice)
{
    if (!advice)
        return;
    g_free(advice->entry);
    g_free(advice->reason);
    g_free(advice->condition);
    g_free(advice->proof);
    g_ptr_array_unref(advice->warnings);
    g_free(advice);
}

char *
advice_sentence(const Advice *advice, bool goes_on)
{
    return g_strdup_printf("%s %s, add `trust=%s`: the verdict would be %s (%s)",
                           goes_on ? "And if" : "If", advice->condition, advice->entry,
                           result_text(advice->status), advice->reason);
}
