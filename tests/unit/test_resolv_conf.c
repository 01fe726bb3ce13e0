/* SPDX-License-Identifier: ISC */
/* What is read of resolv.conf, what is passed over, and bounds. */
#include "dns/resolv_conf.h"
#include "mime/ip.h"

#include <criterion/criterion.h>
#include <glib.h>

static const struct {
    const char *text;
    const char *want; /* servers, timeout, rotate, trust-ad */
} cases[] = {
    { "", "0 0 0" },
    { "nameserver 192.0.2.1\n", "192.0.2.1 0 0 0" },
    { "# nameserver 192.0.2.9\n;nameserver 192.0.2.9\nsearch example.org\n"
      "nameserver\t192.0.2.1\nnameserver 2001:db8::1\n",
      "192.0.2.1 2001:db8::1 0 0 0" },
    { "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4",
      "192.0.2.1 192.0.2.2 192.0.2.3 0 0 0" },
    { "nameserver fe80::1%eth0\nnameserver mail.example.org\nnameserver   192.0.2.1  \r\n",
      "192.0.2.1 0 0 0" },
    { "options timeout:1 rotate trust-ad edns0\n", "1 1 1" },
    { "options rotate\noptions timeout:99\n", "30 1 0" },
    { "options timeout:0 timeout:x rotated trust-ad:1\nnameservers 192.0.2.1\n", "0 0 0" },
    { "\n\n nameserver 192.0.2.1\n", "0 0 0" },
};

Test(resolv_conf, as_the_c_libraries_read_it)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) got = g_string_new(NULL);
        ResolvConf conf;

        resolv_conf_parse(cases[i].text, &conf);
        for (unsigned n = 0; n < conf.count; n++) {
            g_autofree char *text = ip_text(&conf.servers[n]);

            g_string_append_printf(got, "%s ", text);
        }
        g_string_append_printf(got, "%u %d %d", conf.timeout, conf.rotate, conf.trust_ad);
        cr_expect_str_eq(got->str, cases[i].want, "%s: got %s", cases[i].text, got->str);
    }
}
