/* SPDX-License-Identifier: ISC */
/* Any octets as a Received value: what must hold of every hop, however little of it could be read.
 */
#include "mime/received/received.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_same(const char *one, const char *other)
{
    g_assert_cmpstr(one, ==, other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *copy = g_memdup2(data, size); /* its end is where a sanitizer sees it */
    g_autoptr(ReceivedHop) hop = received_parse(copy, size);
    g_autoptr(ReceivedHop) again = received_parse(copy, size);

    g_assert(hop->problem_at <= size);
    g_assert(hop->problem || hop->problem_at == 0);
    g_assert(hop->kind != HOP_SMTP || hop->ip.bits > 0);
    g_assert(hop->kind != HOP_SUBMISSION || hop->auth);
    g_assert((hop->kind == HOP_LOCAL || hop->kind == HOP_FETCH) <= (hop->format != NULL));
    g_assert(!hop->by || strlen(hop->by) <= size);
    g_assert(hop->handed_in <= (hop->kind == HOP_LOCAL));
    g_assert(!hop->user || (hop->handed_in && *hop->user && !strpbrk(hop->user, " \t\r\n()<>")));
    g_assert(hop->ip.bits == 0 || hop->shows_address);

    g_assert(hop->kind == again->kind && ip_equal(&hop->ip, &again->ip));
    g_assert(hop->format == again->format && hop->problem == again->problem);
    check_same(hop->rdns, again->rdns);
    check_same(hop->helo, again->helo);
    check_same(hop->by, again->by);
    check_same(hop->with, again->with);
    check_same(hop->auth, again->auth);
    check_same(hop->envelope_from, again->envelope_from);
    check_same(hop->user, again->user);
    return 0;
}
