/* SPDX-License-Identifier: ISC */
/* The public suffix list is the one compiled into libpsl: no file is read and nothing is loaded, so
 * that a message for which nobody asks pays nothing for it. Its private section is read, too:
 * tenants of one hosting service are strangers to each other. */
#include "author/organization.h"

#include "mime/address.h"

#include <libpsl.h>
#include <string.h>

const char *
organization_registered(const char *domain)
{
    const psl_ctx_t *suffixes = psl_builtin();
    const char *registered = suffixes ? psl_registrable_domain(suffixes, domain) : NULL;

    return registered ? registered : domain;
}

bool
organization_is_suffix(const char *domain)
{
    const psl_ctx_t *suffixes = psl_builtin();

    return !strchr(domain, '.') || (suffixes && psl_is_public_suffix(suffixes, domain));
}

bool
organization_is_same(const char *one, const char *other)
{
    g_autofree char *mine = mail_domain(one);
    g_autofree char *theirs = mail_domain(other);

    if (!mine || !theirs)
        return false;
    return g_str_equal(organization_registered(mine), organization_registered(theirs));
}
