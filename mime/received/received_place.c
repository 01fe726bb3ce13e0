/* SPDX-License-Identifier: ISC */
/* Most servers write "from HELO (RDNS [IP]) by", some of them with a HELO that holds whatever the
 * client sent. HELO "x (y [192.0.2.1])" makes "from x (y [192.0.2.1]) (rdns [203.0.113.9]) by": so
 * the address is in the last comment. Between that comment and "by" only the server's own
 * remarks may stand, and they are known; where anything else stands there, no address is believed.
 * Some servers show no address at all: there HELO "[192.0.2.1]" looks like an address outside of a
 * comment. So an address outside of a comment counts only in formats that are known to write it
 * there. */
#include "mime/received/received_place.h"

#include "mime/received/received_remarks.h"

static bool
is_bare_address(const Token *token, IpAddress *ip)
{
    return token->kind == TOKEN_WORD && received_address(token->text, ip);
}

static bool
is_comment_with_address(const Token *token)
{
    return token->kind == TOKEN_COMMENT &&
           received_comment(token->text, false).kind != COMMENT_OTHER;
}

/* "from HELO (RDNS [IP]) from CERTIFICATE by": the certificate's names are the client's word, so
 * there must be one address in all, in front of the names. Returns the place where the certificate
 * begins: end where there is none, 0 where the place is not sure. */
static size_t
find_certificate(const Token *token, size_t end)
{
    size_t addresses = 0, from = 1;

    for (; from < end && !token_is(&token[from], "from"); from++)
        ;
    for (size_t i = 0; i < MIN(from, end); i++)
        addresses += is_comment_with_address(&token[i]);
    if (from >= end || addresses == 0)
        return end;
    for (size_t i = from; i < end; i++)
        if (token[i].kind != TOKEN_WORD || cursor_has(&token[i].text, '['))
            return 0;
    while (received_remark(&token[from - 1]))
        from--;
    return addresses == 1 ? from : 0;
}

/* True where the tokens begin with "[IP] (helo=HELO)". An Exim that leaves out its name may have
 * written no more than that, and the client, in its HELO name, what follows. */
static bool
may_be_exim(const Token *token, size_t end)
{
    ClientComment said = { .kind = COMMENT_OTHER };
    IpAddress ip;

    return end >= 2 && cursor_begins(&token[0].text, "[") && is_bare_address(&token[0], &ip) &&
           token[1].kind == TOKEN_COMMENT && received_helo_comment(token[1].text, &said);
}

/* True where the client may have written the last comment. Two signs of that: a stray ")", which
 * the server wrote and which a ")" of the client's left without its "("; and an earlier comment
 * that shows the address in front of the HELO name, and so may be the server's own:
 * "([203.0.113.9] helo=x) (y [192.0.2.1])". */
static bool
is_contested(const Token *token, size_t last)
{
    if (may_be_exim(token, last))
        return true;
    for (size_t i = 0; i < last; i++) {
        const Remark *found = received_remark(&token[i]);

        if (token[i].kind == TOKEN_STRAY || (found && found->client_text))
            return true;
        if (token[i].kind == TOKEN_COMMENT && cursor_begins(&token[i].text, "[")) {
            ClientComment earlier = received_comment(token[i].text, true);

            if (earlier.said_last)
                return true;
        }
    }
    return false;
}

/* "[(192.0.2.1)]" at the end, as MDaemon and others write it. */
static bool
is_in_both_brackets(const Token *token, size_t end)
{
    return end > 3 && token_is(&token[end - 3], "[") && token[end - 2].kind == TOKEN_COMMENT &&
           token_is(&token[end - 1], "]");
}

static CommentKind
find_in_last_comment(const Token *token, size_t end, bool address_leads, Client *client)
{
    end = find_certificate(token, end);
    if (end == 0)
        return COMMENT_UNCLEAR;

    bool bracketed = is_in_both_brackets(token, end);
    const Token *last = &token[end - 1 - bracketed];
    size_t names = end - (bracketed ? 3 : 1);

    if (last->kind != TOKEN_COMMENT)
        return COMMENT_OTHER;
    client->seen = received_comment(last->text, address_leads);
    client->plain = !bracketed && !cursor_has(&last->text, '[');
    client->count = client->seen.kind == COMMENT_OTHER && client->seen.helo.at ? end : names;
    client->end = end;
    if (!address_leads && is_contested(token, names))
        return COMMENT_UNCLEAR;
    if (client->count == end)
        client->seen = (ClientComment){ .kind = COMMENT_OTHER };
    return client->seen.kind;
}

/* "[IP]" alone, or "[IP]" and the comment with the HELO name. Anything else is read in the general
 * form, and must show the same address. */
static CommentKind
find_bare_address(const Token *token, size_t end, Client *client)
{
    IpAddress ip;
    ClientComment said = { .kind = COMMENT_ADDRESS };
    CommentKind kind;

    if (!is_bare_address(&token[0], &ip))
        return find_in_last_comment(token, end, false, client);
    if (end == 1 || (end == 2 && token[1].kind == TOKEN_COMMENT &&
                     received_helo_comment(token[1].text, &said))) {
        said.ip = ip;
        said.said_last = end == 2;
        client->seen = said;
        client->count = 0;
        client->end = end;
        return COMMENT_ADDRESS;
    }
    kind = find_in_last_comment(token, end, false, client);
    client->seen.said_last = true;
    return kind == COMMENT_ADDRESS && ip_equal(&ip, &client->seen.ip) ? kind : COMMENT_UNCLEAR;
}

static CommentKind
find_unnamed_exim(const Token *token, size_t end, Client *client)
{
    return end == 2 && may_be_exim(token, end) ? find_bare_address(token, end, client)
                                               : find_in_last_comment(token, end, false, client);
}

static CommentKind
find_in_last_word(const Token *token, size_t end, Client *client)
{
    if (!cursor_begins(&token[end - 1].text, "[") ||
        !is_bare_address(&token[end - 1], &client->seen.ip))
        return find_in_last_comment(token, end, false, client);
    client->seen.kind = COMMENT_ADDRESS;
    client->count = end - 1;
    client->end = end;
    return COMMENT_ADDRESS;
}

/* The one bracketed word; end where there is none, or more. */
static size_t
find_bracketed_word(const Token *token, size_t end, size_t *count)
{
    size_t at = end;

    *count = 0;
    for (size_t i = 0; i < end; i++) {
        if (token[i].kind == TOKEN_WORD && cursor_begins(&token[i].text, "[")) {
            at = i;
            ++*count;
        }
    }
    return at;
}

/* Exim's "[IP] (helo=HELO)" or "RDNS ([IP]:25 helo=HELO)", and before its version 3 "HELO (RDNS)
 * [IP]": where more than one of them could be meant, none is. */
static CommentKind
find_address_first(const Token *token, size_t end, Client *client)
{
    size_t count, at = find_bracketed_word(token, end, &count);
    bool leads = end > 1 && token[1].kind == TOKEN_COMMENT && cursor_begins(&token[1].text, "[");

    if (count + leads > 1)
        return COMMENT_UNCLEAR;
    if (count == 0)
        return leads ? find_in_last_comment(token, 2, true, client) : COMMENT_OTHER;
    if (at > 2 || !is_bare_address(&token[at], &client->seen.ip))
        return COMMENT_UNCLEAR;
    client->seen.kind = COMMENT_ADDRESS;
    client->count = at;
    client->end = end;
    client->seen.said_last = true;
    if (at + 1 < end && token[at + 1].kind == TOKEN_COMMENT)
        received_helo_comment(token[at + 1].text, &client->seen);
    return COMMENT_ADDRESS;
}

/* RDNS(IP), claiming to be "HELO" via SMTP. Where one of the words differs, the client may have
 * written some of them in its HELO name, and no address is believed. */
static CommentKind
find_before_claim(const Token *token, size_t end, Client *client)
{
    static const char *const words[] = { ",", "claiming", "to", "be" };
    const size_t helo = 2 + G_N_ELEMENTS(words);
    Cursor name;

    if ((end != 4 && end != helo + 3) || !token_is(&token[end - 2], "via"))
        return COMMENT_UNCLEAR;
    if (find_in_last_comment(token, 2, false, client) != COMMENT_ADDRESS)
        return COMMENT_UNCLEAR;
    for (size_t i = 0; end > 4 && i < G_N_ELEMENTS(words); i++)
        if (!token_is(&token[2 + i], words[i]))
            return COMMENT_UNCLEAR;
    if (end == 4)
        return COMMENT_ADDRESS;
    name = token[helo].text;
    if (cursor_skip(&name, '"') && cursor_skip_tail(&name, "\""))
        client->seen.helo = name;
    return COMMENT_ADDRESS;
}

CommentKind
received_place(const Token *token, size_t end, ClientPlace place, Client *client)
{
    g_assert(end > 0);
    switch (place) {
    case CLIENT_IN_COMMENT:
    case CLIENT_BEHIND_HELO:
        return find_in_last_comment(token, end, false, client);
    case CLIENT_ADDRESS_FIRST:
        return find_address_first(token, end, client);
    case CLIENT_UNNAMED_EXIM:
        return find_unnamed_exim(token, end, client);
    case CLIENT_BARE:
        return find_bare_address(token, end, client);
    case CLIENT_LAST_WORD:
        return find_in_last_word(token, end, client);
    case CLIENT_CLAIMING:
        return find_before_claim(token, end, client);
    case CLIENT_LOCAL:
        client->count = 1;
        return COMMENT_EMPTY;
    }
    return COMMENT_OTHER;
}

bool
received_leaves_unread(const Token *token, size_t end)
{
    ClientComment said = { .kind = COMMENT_OTHER };
    IpAddress ip;

    for (size_t i = 0; i < end; i++)
        if (is_bare_address(&token[i], &ip) ||
            (token[i].kind == TOKEN_COMMENT && !received_helo_comment(token[i].text, &said) &&
             !received_remark(&token[i])))
            return true;
    return false;
}
