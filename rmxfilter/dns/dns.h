/* SPDX-License-Identifier: ISC */
/* Questions to the DNS and their answers, for code that evaluates records one term after another.
 *
 * Say early what will be wanted (dns_prefetch), go on, and ask for the answer where it is needed
 * (dns_ask): questions run side by side, so that a record costs the longest chain of questions that
 * depend on each other and not their sum. Each name and type is asked once a run; one deadline
 * holds for all. Behind the interface answers come from the network (resolver.h) or from a master
 * file (zone.h); both give DNS messages, read by the one parser in answer.h.
 *
 * This room knows nothing of mail. */
#ifndef DNS_DNS_H
#define DNS_DNS_H

#include "mime/ip.h"

/* A run asks at most so many different questions: what one record may ask (RFC 7208 section 4.6.4),
 * which is itself, ten terms mx with ten hosts each, ten reverse names for %{p}, and an
 * explanation, 1 + 10 * 11 + 11 + 1 = 123; and a few for other schemes and for trust. An attacker's
 * record must not make an amplifier of this program: a prefetch is ignored once the run has asked
 * DNS_PREFETCH_MAX, so that a record whose terms break the limits costs little more. */
#define DNS_QUESTIONS_MAX 130
#define DNS_PREFETCH_MAX  25

/* What a person wrote wrongly: a name server, a zone file. */
#define DNS_ERROR (dns_error_quark())
enum { DNS_ERROR_NAMESERVER, DNS_ERROR_ZONE };
GQuark dns_error_quark(void);

/* The types that this program asks; any other 16-bit number may be asked too. */
enum {
    DNS_A = 1,
    DNS_CNAME = 5,
    DNS_MX = 15,
    DNS_PTR = 12,
    DNS_TXT = 16,
    DNS_AAAA = 28,
    DNS_APL = 42,
};

/* What the DNS answered. DNS_TEMPERROR is everything that leaves the truth unknown: SERVFAIL,
 * REFUSED, a malformed answer, no answer until the deadline. */
typedef enum { DNS_OK, DNS_NODATA, DNS_NXDOMAIN, DNS_TEMPERROR } DnsStatus;

typedef struct {
    IpAddress ip;        /* A and AAAA */
    char *name;          /* MX, PTR, CNAME: text without the last dot, lower case; "" is the root */
    uint16_t preference; /* MX */
    GString *data;       /* TXT: the strings joined with nothing between (RFC 7208 section 3.3), any
                            octet; all other types: the RDATA as it came, names uncompressed */
} DnsRecord;

typedef struct {
    DnsStatus status;
    const char *problem; /* a literal, for people: why DNS_TEMPERROR, or why a name was not asked;
                            else NULL */
    bool authentic;      /* AD bit, from a resolver that may say so; over the whole CNAME chain */
    GPtrArray
        *records; /* DnsRecord *, in the order of the answer; empty unless DNS_OK, never NULL */
} DnsAnswer;

/* Tries of one question that are kept; further ones are counted. */
#define DNS_TRIES_MAX 24

/* One time that a question was sent to a name server. */
typedef struct {
    IpAddress ip; /* the server's */
    uint16_t port;
    bool tcp;
    bool edns;
    const char *outcome; /* what came back, or why nothing did (a literal); NULL: the run ended
                            while it was waited for */
    unsigned foreign;    /* messages that came meanwhile and do not answer the question: ignored */
    double started;      /* milliseconds since the question was asked */
    double ms;           /* from then to the outcome */
} DnsTry;

/* How one question was asked of the network; from a zone, not at all. */
typedef struct {
    gint64 began;  /* when it was asked, in monotonic microseconds */
    unsigned sent; /* so many tries */
    GArray *tries; /* DnsTry: the first DNS_TRIES_MAX of them */
} DnsTrace;

/* One line of the log: a question asked this run. */
typedef struct {
    char *name; /* lower case, no last dot */
    uint16_t type;
    const DnsAnswer *answer; /* NULL: prefetched, and no answer was received */
    double started;          /* milliseconds since dns_new */
    double ms;               /* milliseconds until the answer was there; from a zone 0 */
    DnsTrace trace;
} DnsQuestion;

typedef struct Dns Dns;

/* Called once, when a prefetched answer is there (at once, if it already is): the place to prefetch
 * what follows from it. It must not call dns_ask. answer is lent until dns_free. */
typedef void (*DnsThen)(Dns *dns, const char *name, const DnsAnswer *answer, void *data);

/* Asks the network. nameservers is a NULL-terminated list of "ADDR", "ADDR:PORT" or "[v6]:PORT"
 * (name_server_parse() in servers.h), tried in order; NULL asks resolv.conf's. timeout is in
 * seconds and counts from now, for all questions together. NULL and *error (with the bad entry
 * quoted) where a name server cannot be read. */
Dns *dns_new(const char *const *nameservers, double timeout, GError **error);

/* Answers everything from the master file at path (RFC 1035 section 5, RFC 3597), and asks nothing
 * of the network. NULL and *error ("FILE:LINE: what is wrong") where it cannot be read. */
Dns *dns_new_zone(const char *path, GError **error);

/* The same from text in memory; name stands for the file in errors. */
Dns *dns_new_zone_text(const char *name, const char *text, GError **error);

/* One that asks in the same places as dns, and has asked nothing yet: for the next of many
 * messages. Its deadline counts from now, and is as far off as that of dns was; limits are not
 * taken over. dns must outlive it. Reads no file. */
Dns *dns_again(const Dns *dns);

void dns_free(Dns *dns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dns, dns_free)

/* The TCP ports that answers may come from, each once, in host order, ended by 0: of a zone none.
 * Lent until dns_free. */
const uint16_t *dns_tcp_ports(const Dns *dns);

/* Sets how many different questions the run may ask, in place of DNS_QUESTIONS_MAX; those beyond it
 * get DNS_TEMPERROR. */
void dns_set_question_limit(Dns *dns, unsigned limit);

/* Allows so many more questions, to be asked and to be prefetched: for a room whose questions are
 * not to take those of others. */
void dns_allow_more(Dns *dns, unsigned questions);

/* Sets how many of them a prefetch may ask, in place of DNS_PREFETCH_MAX. */
void dns_set_prefetch_limit(Dns *dns, unsigned limit);

/* A name, and a host, in all functions below: labels between dots, each octet taken literally (no
 * backslash escapes), with or without a last dot, in any case. A name in UTF-8 is turned into
 * A-labels (RFC 5891). Bad names (an empty label, a label over 63 or a name over 255 octets on the
 * wire) are never asked: the answer is DNS_NXDOMAIN with a problem. */

/* Asks, and does not wait for the answer. Once DNS_PREFETCH_MAX different questions have been
 * asked, this does nothing: a prefetch is a hint, and dns_ask asks what was not prefetched. */
void dns_prefetch(Dns *dns, const char *name, uint16_t type);

/* The same for a host's addresses of both families. */
void dns_prefetch_addresses(Dns *dns, const char *host);

/* As dns_prefetch, and calls then(…, data) when the answer is there. data must live until dns_free.
 * then is not called if the prefetch does nothing, or if there is no answer before the last
 * dns_ask returns. */
void dns_prefetch_then(Dns *dns, const char *name, uint16_t type, DnsThen then, void *data);

/* As dns_prefetch, but also once DNS_PREFETCH_MAX questions have been asked: for questions that
 * dns_ask will ask next, such as the addresses of the hosts of one term. Not for later terms. */
void dns_prefetch_next(Dns *dns, const char *name, uint16_t type);

/* Gives data to dns, which frees it with destroy in dns_free: for data that a DnsThen uses. */
void dns_keep(Dns *dns, void *data, GDestroyNotify destroy);

/* Waits for the answer, at most until the deadline; asks first where nobody did. Never NULL; lent
 * until dns_free. */
const DnsAnswer *dns_ask(Dns *dns, const char *name, uint16_t type);

/* The answer to a question that was asked and answered already; NULL: it was not. Asks nothing.
 * Lent until dns_free. */
const DnsAnswer *dns_known(const Dns *dns, const char *name, uint16_t type);

/* A for an IPv4 client, AAAA for an IPv6 one (RFC 7208 section 5): the type to ask when ip is
 * sought. */
uint16_t dns_address_type(const IpAddress *ip);

/* DnsQuestion *, in the order asked; lent until dns_free. */
const GPtrArray *dns_log(const Dns *dns);

/* "TXT", "TYPE65280": the mnemonic of a type (RFC 3597 section 5). The caller frees. */
char *dns_type_text(uint16_t type);

#endif
