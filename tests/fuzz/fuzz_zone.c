/* SPDX-License-Identifier: ISC */
/* Any text as a master file: read, or refused with a line; what was read answers questions. */
#include "dns/dns.h"
#include "dns/zone.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static const char *const names[] = { "x.example", "example", "a.b.c.example", "www.example" };
static const uint16_t types[] = { DNS_A, DNS_AAAA, DNS_MX, DNS_TXT, DNS_PTR, DNS_CNAME, DNS_APL };

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    g_autofree char *text = g_memdup2(octets, len);
    g_autoptr(GError) error = NULL;
    g_autoptr(Zone) zone = zone_read("Z", text, len, &error);

    g_assert((zone == NULL) == (error != NULL));
    g_assert(!error || g_str_has_prefix(error->message, "Z:"));
    for (size_t i = 0; zone && i < G_N_ELEMENTS(names); i++) {
        DnsName name;

        if (name_from_text(names[i], &name))
            g_assert_not_reached();
        for (size_t k = 0; k < G_N_ELEMENTS(types); k++) {
            g_autoptr(GByteArray) message = zone_answer(zone, 7, &name, types[k]);
            DnsAnswer *answer = NULL;

            if (!message)
                continue;
            g_assert(answer_read(message->data, message->len, 7, &name, types[k], &answer) !=
                     ANSWER_FOREIGN);
            if (answer)
                answer_free(answer);
        }
    }
    return 0;
}
