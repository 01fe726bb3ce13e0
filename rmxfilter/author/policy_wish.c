/* SPDX-License-Identifier: ISC */
#include "author/policy_wish.h"

#include <glib.h>

const char *
policy_wish_text(PolicyWish wish)
{
    switch (wish) {
    case POLICY_NONE:
        return "none";
    case POLICY_QUARANTINE:
        return "quarantine";
    case POLICY_REJECT:
        return "reject";
    }
    g_assert_not_reached();
}

PolicyWish
policy_wish_softer(PolicyWish wish)
{
    return wish == POLICY_REJECT ? POLICY_QUARANTINE : POLICY_NONE;
}
