/* SPDX-License-Identifier: ISC */
/* What one typical Received field costs: nanoseconds, the best of several rounds over the fields of
 * a day's mail, so that a busy machine does not make the parser look slow. */
#include "mime/received/received.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 10, REPEATS = 1000 };

static const char *const fields[] = {
    "from a.example (b.example [192.0.2.1])\r\n\tby mx.example.net (Postfix) with ESMTP id "
    "4B2C81F\r\n"
    "\tfor <user@example.net>; Sat,  1 Mar 2003 17:25:48 -0800 (PST)",
    "from a.example (b.example [192.0.2.1])\r\n"
    "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n"
    "\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\r\n"
    "\t(No client certificate requested)\r\n\tby mx.example.net (Postfix) with ESMTPS id "
    "4B2C81F\r\n"
    "\tfor <user@example.net>; Sat, 1 Mar 2003 17:25:48 -0800",
    "from b.example ([192.0.2.1]:49152 helo=a.example)\r\n\tby mx.example.net with esmtps  (TLS1.3)"
    " tls TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.94.2)\r\n\t(envelope-from <sender@a.example>)\r\n"
    "\tid 1lHJxY-0004Xy-Qz\r\n\tfor user@example.net; Sat, 01 Mar 2003 17:25:48 -0800",
    "from a.example (b.example [192.0.2.1] (may be forged))\r\n\tby mx.example.net (8.12.6/8.12.6) "
    "with"
    " ESMTP id h223PmZX012345\r\n\tfor <user@example.net>; Sat, 1 Mar 2003 17:25:48 -0800",
    "from a.example (192.0.2.1) by mx.example.net (198.51.100.7) with Microsoft SMTP Server\r\n"
    " (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2507.9 via "
    "Frontend\r\n"
    " Transport; Sat, 1 Mar 2003 17:25:48 -0800",
    "from a.example (b.example. [192.0.2.1])\r\n        by mx.google.com with ESMTPS id"
    " a1-20020a170902d50100b001c9d4si1234567plg.12.2003.03.01.17.25.48\r\n"
    "        for <user@example.net>\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384"
    " bits=256/256);\r\n        Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
    "from b.example (HELO a.example) (192.0.2.1)\n  by mx.example.net with SMTP; 2 Mar 2003 "
    "01:25:48"
    " -0000",
    "(qmail 12345 invoked by uid 89); 2 Mar 2003 01:25:48 -0000",
};

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double
one_round(const char *field)
{
    double start = now();
    size_t len = strlen(field);

    for (int i = 0; i < REPEATS; i++)
        received_hop_free(received_parse(field, len));
    return (now() - start) / REPEATS;
}

int
main(void)
{
    const size_t count = G_N_ELEMENTS(fields);
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        double best = one_round(fields[i]);

        for (int round = 1; round < ROUNDS; round++) {
            double next = one_round(fields[i]);

            best = MIN(best, next);
        }
        printf("received field of %3zu octets: %5.0f ns\n", strlen(fields[i]), best);
        sum += best;
    }
    printf("received field, mean: %.0f ns\n", sum / (double)count);
    return 0;
}
