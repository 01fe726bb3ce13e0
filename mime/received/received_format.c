/* SPDX-License-Identifier: ISC */
/* A format is recognized by what stands behind "by HOST" and before "id" and "for": a client
 * chooses nothing there. Each format that the walk may pass over although it shows no address
 * (local, fetch) has a row here. No row looks at a HELO name. */
#include "mime/received/received_format.h"

#include "mime/received/received_user.h"

#include <string.h>

/* All conditions that a row names must hold; texts in any ASCII case. */
typedef struct {
    ReceivedFormat format;
    bool no_from, no_with, no_id, no_mark, by_address;
    bool smtp;                    /* with some kind of SMTP */
    bool own_protocol;            /* with a word that is no protocol: the owner's name for it */
    bool exim_id;                 /* with a protocol in small letters, and an id as Exim's */
    bool pickup;                  /* a comment behind "by HOST" ends as Postfix's pickup ends it */
    const char *mark;             /* a comment behind "by HOST" begins so */
    const char *with, *with_head; /* is_or_any, begins so */
    const char *via, *id_head;
    const char *by_head, *by_end;
    const char *client, *client_head, *client_end; /* what stands in "from": all, beginning, end */
} FormatRow;

static const FormatRow rows[] = {
    /* Fetched from a mailbox. */
    { .format = { .name = "fetchmail", .kind = HOP_FETCH, .place = CLIENT_LAST_WORD },
      .mark = "fetchmail-" },
    { .format = { .name = "fdm", .kind = HOP_FETCH }, .mark = "fdm ", .no_from = true },

    /* Inside one host. */
    { .format = { .name = "Postfix pickup",
                  .kind = HOP_LOCAL,
                  .handed_in = true,
                  .user = USER_MARK },
      .pickup = true,
      .no_from = true },
    { .format = { .name = "Postfix local", .kind = HOP_LOCAL },
      .mark = "Postfix",
      .no_from = true,
      .no_with = true },
    { .format = { .name = "sSMTP", .kind = HOP_LOCAL, .handed_in = true },
      .mark = "sSMTP sendmail emulation",
      .no_from = true },
    { .format = { .name = "dma", .kind = HOP_LOCAL, .place = CLIENT_LOCAL },
      .mark = "DragonFly Mail Agent",
      .client_head = "MAILER-DAEMON id " },
    { .format = { .name = "dma",
                  .kind = HOP_LOCAL,
                  .place = CLIENT_LOCAL,
                  .handed_in = true,
                  .user = USER_CLIENT },
      .mark = "DragonFly Mail Agent" },
    { .format = { .name = "sendmail report", .kind = HOP_LOCAL, .place = CLIENT_LOCAL },
      .mark = "8.",
      .client = "localhost (localhost)",
      .no_with = true },
    { .format = { .name = "sendmail report", .kind = HOP_LOCAL, .place = CLIENT_LOCAL },
      .mark = "8.",
      .client = "localhost (localhost)",
      .with = "internal" },
    { .format = { .name = "sendmail local",
                  .kind = HOP_LOCAL,
                  .place = CLIENT_LOCAL,
                  .handed_in = true,
                  .user = USER_COMMENT },
      .mark = "8.",
      .client_end = "@localhost)" },
    { .format = { .name = "LISTSERV spool", .kind = HOP_LOCAL },
      .mark = "LISTSERV-TCP/IP",
      .with = "spool",
      .no_from = true },
    { .format = { .name = "Microsoft pickup", .kind = HOP_LOCAL, .handed_in = true },
      .with = "Microsoft SMTPSVC",
      .client = "mail pickup service" },
    { .format = { .name = "Mercury spooler", .kind = HOP_LOCAL, .handed_in = true },
      .mark = "Mercury",
      .client = "spooler" },
    { .format = { .name = "OpenSMTPD local",
                  .kind = HOP_LOCAL,
                  .place = CLIENT_LOCAL,
                  .handed_in = true },
      .mark = "OpenSMTPD",
      .client_end = " [local])" },
    { .format = { .name = "SpamAssassin", .kind = HOP_LOCAL }, .with = "SpamAssassin" },
    { .format = { .name = "amavis", .kind = HOP_LOCAL }, .mark = "amavis" },
    { .format = { .name = "qmail-scanner",
                  .kind = HOP_LOCAL,
                  .place = CLIENT_BARE,
                  .handed_in = true,
                  .user = USER_SCANNER },
      .mark = "envelope-from ",
      .with_head = "qmail-scanner" },
    { .format = { .name = "qmail-scanner",
                  .kind = HOP_LOCAL,
                  .handed_in = true,
                  .user = USER_SCANNER },
      .with_head = "qmail-scanner" },

    /* Inside a mailbox provider. All mail from Yahoo has "with HTTP" in its last hop, so that is no
     * submission. */
    { .format = { .name = "Google internal", .kind = HOP_UNKNOWN },
      .with = "SMTP",
      .no_from = true,
      .by_address = true },
    { .format = { .name = "Yahoo internal", .kind = HOP_UNKNOWN },
      .by_head = "atlas",
      .by_end = ".yahoo.com" },

    /* Webmail knows no HELO: what stands in "from" is the address. */
    { .format = { .name = "webmail", .kind = HOP_SUBMISSION, .place = CLIENT_BARE },
      .with = "HTTP" },
    { .format = { .name = "webmail", .kind = HOP_SUBMISSION, .place = CLIENT_BARE },
      .mark = "Horde ",
      .with_head = "HTTP" },
    { .format = { .name = "webmail", .kind = HOP_SUBMISSION, .place = CLIENT_BARE },
      .with_head = "HTTP/" },
    { .format = { .name = "webmail",
                  .kind = HOP_SUBMISSION,
                  .place = CLIENT_BARE,
                  .auth = "via HTTP" },
      .mark = "via HTTP" },

    /* From another host: Postfix, Exim, CommuniGate, IMail, ArGoSoft, Obtuse's smtpd, smap, Yahoo,
     * MessageLabs and qmail, which writes but one clause behind "by". */
    { .format = { .place = CLIENT_BEHIND_HELO }, .mark = "Postfix" },
    { .format = { .name = "Exim filter",
                  .kind = HOP_LOCAL,
                  .place = CLIENT_ADDRESS_FIRST,
                  .name_is_rdns = true,
                  .handed_in = true,
                  .user = USER_CLIENT },
      .mark = "Exim ",
      .own_protocol = true },
    { .format = { .place = CLIENT_ADDRESS_FIRST, .name_is_rdns = true }, .mark = "Exim " },
    { .format = { .place = CLIENT_ADDRESS_FIRST, .name_is_rdns = true }, .mark = "WEB.DE " },
    { .format = { .place = CLIENT_UNNAMED_EXIM }, .exim_id = true },
    { .format = { .place = CLIENT_IN_COMMENT, .names_sender = true }, .mark = "qmail-" },
    { .format = { .place = CLIENT_IN_COMMENT, .names_sender = true }, .mark = "WP-SMTPD" },
    { .format = { .place = CLIENT_LAST_WORD }, .mark = "mp", .by_end = ".gmx.net" },
    { .format = { .place = CLIENT_BARE }, .mark = "CommuniGate" },
    { .format = { .place = CLIENT_LAST_WORD }, .mark = "SMTPD" },
    { .format = { .place = CLIENT_LAST_WORD }, .mark = "ArGoSoft" },
    { .format = { .place = CLIENT_CLAIMING, .plain_is_rdns = true }, .id_head = "smtpd" },
    { .format = { .plain_is_rdns = true }, .via = "smap" },
    { .format = { .place = CLIENT_BARE }, .with = "SMTPs", .by_address = true },
    { .format = { .place = CLIENT_BARE }, .with = "NNFMP" },
    { .format = { .place = CLIENT_BARE }, .by_end = ".messagelabs.com" },
    { .format = { .plain_is_rdns = true }, .no_mark = true, .no_id = true, .smtp = true },
};

/* What the rows are compared with. */
typedef struct {
    const ReceivedClauses *clauses;
    Cursor with, by, id, via;
    bool smtp;
} Facts;

static Facts
facts_of(const ReceivedClauses *clauses, const ReceivedHop *hop)
{
    Facts facts = { .clauses = clauses,
                    .with = cursor_over_text(hop->with),
                    .by = cursor_over_text(hop->by),
                    .id = cursor_over_text(hop->id),
                    .smtp = hop->with && strcasestr(hop->with, "SMTP") };

    if (clauses->via)
        facts.via = clauses->via->text;
    return facts;
}

static bool
is_address_text(Cursor text)
{
    IpAddress ip;

    return ip_parse(text.at, cursor_left(&text), &ip);
}

static bool
is_id_letter(unsigned char octet)
{
    return g_ascii_isalnum(octet);
}

/* "1fTo7g-0008Jv-El", or since Exim 4.97 "1rhzXo-00000001QhA-2X3b". */
static bool
is_exim_id(Cursor id)
{
    size_t first = cursor_span(&id, is_id_letter), second, third;

    if (!cursor_skip(&id, '-'))
        return false;
    second = cursor_span(&id, is_id_letter);
    if (!cursor_skip(&id, '-'))
        return false;
    third = cursor_span(&id, is_id_letter);
    return !cursor_more(&id) && first == 6 &&
           ((second == 6 && third == 2) || (second == 11 && third == 4));
}

static bool
is_capital(unsigned char octet)
{
    return g_ascii_isupper(octet);
}

static bool
is_unnamed_exim(const Facts *facts)
{
    Cursor with = facts->with;

    cursor_span_until(&with, is_capital);
    return facts->smtp && !cursor_more(&with) && facts->clauses->own_id && is_exim_id(facts->id);
}

/* Each of these is true where the row sets no condition (want is NULL). */
static bool
is_or_any(const Cursor *text, const char *want)
{
    return !want || cursor_is(text, want);
}

static bool
begins_or_any(const Cursor *text, const char *want)
{
    return !want || cursor_begins(text, want);
}

static bool
ends_or_any(Cursor text, const char *want)
{
    return !want || cursor_skip_tail(&text, want);
}

static bool
matches_format(const FormatRow *row, const Facts *facts)
{
    const ReceivedClauses *clauses = facts->clauses;

    if ((row->no_from && clauses->parts.has_from) || (row->no_with && cursor_more(&facts->with)) ||
        (row->no_id && cursor_more(&facts->id)) || (row->no_mark && clauses->mark_count > 0) ||
        (row->smtp && !facts->smtp) || (row->exim_id && !is_unnamed_exim(facts)) ||
        (row->pickup && !received_is_pickup(clauses)) ||
        (row->own_protocol && (facts->smtp || clauses->protocol || !cursor_more(&facts->with))))
        return false;
    return (!row->mark || clauses_marked(clauses, row->mark)) &&
           is_or_any(&facts->with, row->with) && begins_or_any(&facts->with, row->with_head) &&
           is_or_any(&facts->via, row->via) && begins_or_any(&facts->id, row->id_head) &&
           begins_or_any(&facts->by, row->by_head) && ends_or_any(facts->by, row->by_end) &&
           is_or_any(&clauses->client_text, row->client) &&
           begins_or_any(&clauses->client_text, row->client_head) &&
           ends_or_any(clauses->client_text, row->client_end) &&
           (!row->by_address || is_address_text(facts->by));
}

const ReceivedFormat *
received_format(const ReceivedClauses *clauses, const ReceivedHop *hop)
{
    static const ReceivedFormat general;
    Facts facts = facts_of(clauses, hop);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (matches_format(&rows[i], &facts))
            return &rows[i].format;
    return &general;
}

/* The walk passes over a local hop, and believes whatever stands below it. So a hop is not local
 * where the server shows a client of another network, nor where it shows something of a client that
 * could not be read (unread): that may be an address of another network. */
static void
check_local(bool unread, ReceivedHop *hop)
{
    if (hop->kind != HOP_LOCAL)
        return;
    if (hop->ip.bits > 0 && !ip_local_network(&hop->ip))
        hop->kind = HOP_SMTP;
    else if (hop->ip.bits == 0 && unread)
        hop->kind = HOP_UNKNOWN;
    else
        return;
    hop->format = NULL;
    hop->handed_in = false;
}

void
received_kind(const ReceivedFormat *format, const ReceivedProtocol *protocol, bool unread,
              ReceivedHop *hop)
{
    hop->kind = hop->ip.bits > 0 ? HOP_SMTP : HOP_UNKNOWN;
    if (format->name) {
        hop->kind = format->kind;
        hop->format = format->name;
        hop->handed_in = format->handed_in;
    } else if (protocol && protocol->format) {
        hop->kind = protocol->kind;
        hop->format = protocol->format;
        hop->handed_in = protocol->handed_in;
    } else if (hop->auth) {
        hop->kind = HOP_SUBMISSION;
        hop->format = "authenticated";
    }
    if (hop->kind == HOP_SUBMISSION && !hop->auth)
        hop->auth = g_strdup(format->auth ? format->auth : hop->with);
    check_local(unread, hop);
}
