/* SPDX-License-Identifier: ISC */
/* The public suffix list is the one compiled into libpsl: no file is read and nothing is loaded, so
 * that a message of which nothing passed pays nothing for it. */
#include "report/alignment.h"

#include "mime/address.h"

#include <libpsl.h>

bool
alignment_same_organization(const char *one, const char *other)
{
    g_autofree char *mine = mail_domain(one);
    g_autofree char *theirs = mail_domain(other);

    if (!mine || !theirs)
        return false;
    if (g_str_equal(mine, theirs))
        return true;

    const psl_ctx_t *suffixes = psl_builtin();
    const char *my_organization = suffixes ? psl_registrable_domain(suffixes, mine) : NULL;
    const char *their_organization = suffixes ? psl_registrable_domain(suffixes, theirs) : NULL;

    return my_organization && g_strcmp0(my_organization, their_organization) == 0;
}
