/* SPDX-License-Identifier: ISC */
/* Texts that name somebody: reverse-paths, read, written and read again; what a forwarder makes of
 * one, and the way back; domain names and IP addresses. */
#include "fuzz.h"

#include "dns/name.h"
#include "dns/reverse.h"
#include "relay/rewrite.h"

#include <string.h>

static void
check_same(const MailAddress *one, const MailAddress *other)
{
    g_assert_cmpstr(one->local, ==, other->local);
    g_assert_cmpstr(one->domain, ==, other->domain);
}

static void
check_round_trip(const MailAddress *address)
{
    g_autofree char *written = mail_address_text(address);
    g_autoptr(MailAddress) again = mail_address_parse(written, strlen(written));

    g_assert_nonnull(again);
    check_same(address, again);
}

/* Undone as often as it may have been done: each time something gets shorter, so that it ends. */
static void
check_undoing(const MailAddress *address)
{
    const MailAddress *at = address;
    g_autoptr(GPtrArray) made = g_ptr_array_new_with_free_func(mail_address_free_item);
    MailAddress *original = NULL;

    while (rewrite_undo(at, &original) == REWRITE_UNDONE) {
        g_assert_true(*original->local != '\0' && original->domain && *original->domain != '\0');
        g_assert_cmpuint(strlen(original->local), <, strlen(at->local));
        g_ptr_array_add(made, original);
        at = g_steal_pointer(&original);
    }
    g_assert_null(original);
}

/* By the Sender Rewriting Scheme, as forwarders do. */
static void
check_rewriting(const MailAddress *address)
{
    g_autofree char *srs0 = g_strdup_printf("SRS0=Hash=TT=%s=%s", address->domain, address->local);
    g_autofree char *srs1 = g_strdup_printf("SRS1=Hash=fwd.example==%s", srs0 + strlen("SRS0="));
    g_autoptr(MailAddress) once = mail_address_new(srs0, "fwd.example");
    g_autoptr(MailAddress) twice = mail_address_new(srs1, "fwd2.example");
    MailAddress *original = NULL;

    if (strchr(address->domain, '=') || *address->local == '\0')
        return; /* no domain that mail goes to */
    g_assert_cmpint(rewrite_undo(twice, &original), ==, REWRITE_UNDONE);
    check_same(original, once);
    mail_address_free(g_steal_pointer(&original));
    g_assert_cmpint(rewrite_undo(once, &original), ==, REWRITE_UNDONE);
    check_same(original, address);
    mail_address_free(original);
}

static void
check_domain(const char *text)
{
    g_autofree char *domain = mail_domain(text);
    g_autofree char *again = domain ? mail_domain(domain) : NULL;
    DnsName name, same;

    g_assert_cmpstr(domain, ==, again);
    if (name_from_text(text, &name))
        return;

    g_autofree char *written = name_text(&name);

    g_assert_cmpuint(name.len, <, NAME_OCTETS_MAX);
    g_assert_null(name_from_text(written, &same));
    g_assert_true(name_equal(&name, &same));
    g_assert_cmpuint(name_hash(&name), ==, name_hash(&same));
}

static void
check_ip(const char *text)
{
    IpNetwork network, again;

    if (!ip_network_parse(text, &network))
        return;

    g_autofree char *written = ip_network_text(&network);
    g_autofree char *reversed = reverse_name(&network.address);
    DnsName name;

    g_assert_true(ip_network_parse(written, &again));
    g_assert_true(ip_equal(&network.address, &again.address) && network.length == again.length);
    g_assert_true(ip_in_network(&network.address, &network));
    g_assert_null(name_from_text(reversed, &name));
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    g_autoptr(MailAddress) address = mail_address_parse((const char *)octets, len);
    g_autofree char *text = g_strndup((const char *)octets, len);

    check_domain(text);
    check_ip(text);
    if (address)
        check_round_trip(address);
    if (address && address->domain) {
        check_undoing(address);
        check_rewriting(address);
    }
    return 0;
}
