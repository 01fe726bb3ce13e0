/* SPDX-License-Identifier: ISC */
/* Apart from dns.c, which needs those that report such errors. */
#include "dns/dns.h"

/* Not G_DEFINE_QUARK: it makes a string of what clang-format takes for a subtraction. */
GQuark
dns_error_quark(void)
{
    return g_quark_from_static_string("rmxfilter-dns-error");
}
