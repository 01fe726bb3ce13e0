/* SPDX-License-Identifier: ISC */
/* How the DNS was asked, try by try, as text for people: the names of domains are the senders' and
 * come out quoted. */
#ifndef REPORT_TRIES_H
#define REPORT_TRIES_H

#include "dns/dns.h"

/* A line for each time that a question was sent to a name server, below the question. The caller
 * frees. */
char *tries_text(const Dns *dns);

#endif
