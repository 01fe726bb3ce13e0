/* SPDX-License-Identifier: ISC */
/* Each scheme is a row: a mark at the beginning of the local part, or inside it, and a reader for
 * the rest. */
#include "relay/rewrite.h"

#include <string.h>

/* SRS puts "=", "+" or "-" behind its mark; "=" stands between the parts that follow. */
static bool
is_srs_separator(char octet)
{
    return octet == '=' || octet == '+' || octet == '-';
}

/* Goes past "PART="; NULL where there is none, or an empty one. */
static const char *
skip_srs_part(const char *text)
{
    const char *end = strchr(text, '=');

    return end && end > text ? end + 1 : NULL;
}

static Rewrite
set_original(const char *local, size_t local_len, const char *domain_text, size_t domain_len,
             MailAddress **original)
{
    g_autofree char *local_copy = g_strndup(local, local_len);
    g_autofree char *domain_copy = g_strndup(domain_text, domain_len);
    g_autofree char *domain = mail_domain(domain_copy);

    if (!domain || local_len == 0)
        return REWRITE_NONE;
    *original = mail_address_new(local_copy, domain);
    return REWRITE_UNDONE;
}

/* SRS0=HASH=TIME=DOMAIN=LOCAL; rest begins at HASH. The local part may hold "=" itself. */
static Rewrite
undo_srs0(const char *rest, const MailAddress *address, MailAddress **original)
{
    const char *time = skip_srs_part(rest);
    const char *domain = time ? skip_srs_part(time) : NULL;
    const char *local = domain ? skip_srs_part(domain) : NULL;

    (void)address;
    if (!local)
        return REWRITE_NONE;
    return set_original(local, strlen(local), domain, (size_t)(local - domain) - 1, original);
}

/* SRS1=HASH=FIRST=?HASH=TIME=DOMAIN=LOCAL, "?" being the separator that FIRST, the first forwarder,
 * put behind its own mark: back to the address that FIRST made. */
static Rewrite
undo_srs1(const char *rest, const MailAddress *address, MailAddress **original)
{
    const char *first = skip_srs_part(rest);
    const char *inner = first ? skip_srs_part(first) : NULL;
    g_autofree char *local = NULL;

    (void)address;
    if (!inner || !is_srs_separator(*inner))
        return REWRITE_NONE;
    local = g_strconcat("SRS0", inner, NULL);
    return set_original(local, strlen(local), first, (size_t)(inner - first) - 1, original);
}

/* prvs=TAG=LOCAL, and the older prvs=LOCAL/TAG; the domain stays. */
static Rewrite
undo_prvs(const char *rest, const MailAddress *address, MailAddress **original)
{
    const char *slash = strrchr(rest, '/');
    const char *local = skip_srs_part(rest);

    if (!address->domain)
        return REWRITE_NONE;
    if (local)
        return set_original(local, strlen(local), address->domain, strlen(address->domain),
                            original);
    if (slash && slash > rest)
        return set_original(rest, (size_t)(slash - rest), address->domain, strlen(address->domain),
                            original);
    return REWRITE_NONE;
}

/* btv1==TAG==LOCAL; the domain stays. */
static Rewrite
undo_btv1(const char *rest, const MailAddress *address, MailAddress **original)
{
    const char *end = strstr(rest, "==");

    if (!address->domain || !end || end == rest)
        return REWRITE_NONE;
    return set_original(end + 2, strlen(end + 2), address->domain, strlen(address->domain),
                        original);
}

static bool
is_base32(char octet)
{
    return g_ascii_isalpha(octet) || (octet >= '2' && octet <= '7');
}

/* Microsoft's LOCAL+SRS=HASH=TT=DOMAIN=USER, or HASH=TT alone; rest begins at HASH, which is
 * base64, and TT is two octets of base32. Where anything else follows the mark, the sender chose
 * the mark himself. */
static Rewrite
undo_microsoft(const char *rest, const MailAddress *address, MailAddress **original)
{
    const char *time = skip_srs_part(rest);

    (void)address;
    for (const char *octet = rest; time && octet < time - 1; octet++)
        if (!g_ascii_isalnum(*octet) && *octet != '+' && *octet != '/')
            return REWRITE_NONE;
    if (!time || !is_base32(time[0]) || !is_base32(time[1]))
        return REWRITE_NONE;
    if (time[2] == '\0')
        return REWRITE_LOST;
    return time[2] == '=' ? undo_srs0(rest, address, original) : REWRITE_NONE;
}

/* Gmail's LOCAL+caf_=RECIPIENT=DOMAIN. */
static Rewrite
undo_gmail(const char *rest, const MailAddress *address, MailAddress **original)
{
    (void)rest;
    (void)address;
    (void)original;
    return REWRITE_LOST;
}

typedef enum {
    PLACE_BEGIN,     /* the local part begins with the mark */
    PLACE_SEPARATED, /* the same, and one of SRS's separators follows */
    PLACE_INSIDE,    /* the mailbox that forwards stands before it */
} MarkPlace;

/* The outermost rewriting begins the local part, or stands first in it. */
static const struct {
    const char *mark;
    MarkPlace place;
    Rewrite (*undo)(const char *rest, const MailAddress *address, MailAddress **original);
} rewritings[] = {
    { .mark = "SRS0", .place = PLACE_SEPARATED, .undo = undo_srs0 },
    { .mark = "SRS1", .place = PLACE_SEPARATED, .undo = undo_srs1 },
    { .mark = "prvs=", .place = PLACE_BEGIN, .undo = undo_prvs },
    { .mark = "btv1==", .place = PLACE_BEGIN, .undo = undo_btv1 },
    { .mark = "+SRS=", .place = PLACE_INSIDE, .undo = undo_microsoft },
    { .mark = "+caf_=", .place = PLACE_INSIDE, .undo = undo_gmail },
};

/* What stands behind the mark; NULL: it is not there. */
static const char *
skip_mark(const char *local, const char *mark, MarkPlace place)
{
    size_t len = strlen(mark);

    if (place == PLACE_INSIDE) {
        const char *found = strcasestr(local, mark);

        return found && found > local ? found + len : NULL;
    }
    if (g_ascii_strncasecmp(local, mark, len) != 0)
        return NULL;
    if (place == PLACE_SEPARATED)
        return is_srs_separator(local[len]) ? local + len + 1 : NULL;
    return local + len;
}

Rewrite
rewrite_undo(const MailAddress *address, MailAddress **original)
{
    const char *local = address->local;

    g_assert(local);
    for (size_t i = 0; i < G_N_ELEMENTS(rewritings); i++) {
        const char *rest = skip_mark(local, rewritings[i].mark, rewritings[i].place);

        if (rest)
            return rewritings[i].undo(rest, address, original);
    }
    return REWRITE_NONE;
}
