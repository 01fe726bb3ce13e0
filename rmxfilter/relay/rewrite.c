/* SPDX-License-Identifier: ISC */
/* Each scheme is a row: a mark at the beginning of the local part, or inside it, and a reader for
 * the rest. */
#include "relay/rewrite.h"

#include <stdbool.h>
#include <string.h>

/* SRS puts "=", "+" or "-" behind its mark; "=" stands between the parts that follow. */
static bool
is_separator(char octet)
{
    return octet == '=' || octet == '+' || octet == '-';
}

/* Goes past "PART="; NULL where there is none, or an empty one. */
static const char *
past_part(const char *text)
{
    const char *end = strchr(text, '=');

    return end && end > text ? end + 1 : NULL;
}

static Rewrite
original_is(const char *local, size_t local_len, const char *domain_text, size_t domain_len,
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
    const char *time = past_part(rest);
    const char *domain = time ? past_part(time) : NULL;
    const char *local = domain ? past_part(domain) : NULL;

    (void)address;
    if (!local)
        return REWRITE_NONE;
    return original_is(local, strlen(local), domain, (size_t)(local - domain) - 1, original);
}

/* SRS1=HASH=FIRST=?HASH=TIME=DOMAIN=LOCAL, "?" being the separator that FIRST, the first forwarder,
 * put behind its own mark: back to the address that FIRST made. */
static Rewrite
undo_srs1(const char *rest, const MailAddress *address, MailAddress **original)
{
    const char *first = past_part(rest);
    const char *inner = first ? past_part(first) : NULL;
    g_autofree char *local = NULL;

    (void)address;
    if (!inner || !is_separator(*inner))
        return REWRITE_NONE;
    local = g_strconcat("SRS0", inner, NULL);
    return original_is(local, strlen(local), first, (size_t)(inner - first) - 1, original);
}

/* prvs=TAG=LOCAL, and the older prvs=LOCAL/TAG; the domain stays. */
static Rewrite
undo_prvs(const char *rest, const MailAddress *address, MailAddress **original)
{
    const char *slash = strrchr(rest, '/');
    const char *local = past_part(rest);

    if (!address->domain)
        return REWRITE_NONE;
    if (local)
        return original_is(local, strlen(local), address->domain, strlen(address->domain),
                           original);
    if (slash && slash > rest)
        return original_is(rest, (size_t)(slash - rest), address->domain, strlen(address->domain),
                           original);
    return REWRITE_NONE;
}

static const struct {
    const char *mark;
    bool separated; /* by one of SRS's separators */
    Rewrite (*undo)(const char *rest, const MailAddress *address, MailAddress **original);
} marks[] = {
    { .mark = "SRS0", .separated = true, .undo = undo_srs0 },
    { .mark = "SRS1", .separated = true, .undo = undo_srs1 },
    { .mark = "prvs=", .undo = undo_prvs },
};

Rewrite
rewrite_undo(const MailAddress *address, MailAddress **original)
{
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        size_t len = strlen(marks[i].mark);

        if (g_ascii_strncasecmp(address->local, marks[i].mark, len) != 0)
            continue;
        if (marks[i].separated && !is_separator(address->local[len]))
            continue;
        return marks[i].undo(address->local + len + marks[i].separated, address, original);
    }
    /* Gmail, forwarding, names itself and the one it forwards to, and drops the sender. */
    return strstr(address->local, "+caf_=") ? REWRITE_LOST : REWRITE_NONE;
}
