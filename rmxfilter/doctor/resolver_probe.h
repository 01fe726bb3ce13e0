/* SPDX-License-Identifier: ISC */
/* Each name server asked by itself, the dead ones too, which a run of the filter would pass over:
 * whether it answers, how fast, and whether it validates. The question is for the SOA of arpa, the
 * domain of the Internet's own machinery (RFC 3172): it is there for good, and signed. */
#ifndef DOCTOR_RESOLVER_PROBE_H
#define DOCTOR_RESOLVER_PROBE_H

#include "settings/settings.h"

typedef struct {
    char *address;  /* "127.0.0.1", "[2001:db8::1]:5353" */
    bool has_zone;  /* an address that needs an interface with it: it cannot be asked by itself */
    bool here;      /* it is an address of this host */
    bool trusted;   /* what it marks as authentic (AD) is taken for that */
    bool resolves;  /* it answered the question */
    bool denies;    /* it says that there is no such thing, though there is */
    bool validates; /* it marked the answer as authentic */
    double ms;      /* until the answer was there, or was given up */
    const char *problem; /* a literal: why it does not resolve; NULL: it does */
} ResolverProbe;

/* The name servers of the settings, or of resolv.conf. Nothing is sent; sockets are opened, and
 * closed, to find out which are on this host: to be called before the sandbox closes. NULL and
 * *error where the settings name something else. The caller owns the array (ResolverProbe *). */
GPtrArray *resolver_probes(const Settings *settings, GError **error);

/* Asks one of them, without a zone, and waits at most so many seconds. */
void resolver_probe_ask(ResolverProbe *probe, double seconds);

#endif
