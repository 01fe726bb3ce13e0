/* SPDX-License-Identifier: ISC */
/* Most servers write "from HELO (RDNS [IP]) by", some of them with a HELO that holds whatever the
 * client sent. HELO "x (y [192.0.2.1])" makes "from x (y [192.0.2.1]) (rdns [203.0.113.9]) by": so
 * the address is in the last comment. What may stand between that and "by" is known: the server's
 * remarks about TLS and authentication. Anything else there, and no address is believed. A server
 * that shows no address at all would let HELO "[192.0.2.1]" stand where an address might: so one
 * outside a comment counts only in formats that are known to put it there. */
#include "mime/received_client.h"

#include "mime/received_comment.h"

typedef struct {
    const char *opening;
    bool whole;       /* there is no more */
    bool is_login;    /* says that the client logged in */
    bool client_text; /* unquoted text of the client's: it may have closed the comment itself */
} Remark;

/* Postfix makes the certificate's names harmless ("Client CN"), Courier's ident is taken as it is.
 */
static const Remark remarks[] = {
    { .opening = "using " },
    { .opening = "Client CN " },
    { .opening = "Client did not present" },
    { .opening = "No client certificate" },
    { .opening = "not using TLS" },
    { .opening = "Authenticated sender: ", .is_login = true },
    { .opening = "Authenticated user: ", .is_login = true },
    { .opening = "authenticated bits=", .is_login = true },
    { .opening = "authenticated (", .is_login = true },
    { .opening = "authenticated user ", .is_login = true },
    { .opening = "authenticated as ", .is_login = true },
    { .opening = "authenticated", .is_login = true, .whole = true },
    { .opening = "SquirrelMail authenticated user ", .is_login = true },
    { .opening = "smtp-auth username ", .is_login = true },
    { .opening = "AUTH: ", .is_login = true },
    { .opening = "TLS: " },
    { .opening = "SSL: " },
    { .opening = "IDENT: ", .client_text = true },
    { .opening = "IDENT:", .client_text = true, .whole = true },
    { .opening = "version=" },
    { .opening = "TLSv1" },
    { .opening = "TLS1" },
    { .opening = "uid " },
    { .opening = "may be forged" },
};

static const Remark *
remark(const Token *token)
{
    if (token->kind != TOKEN_COMMENT)
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(remarks); i++)
        if (remarks[i].whole ? cursor_is(&token->text, remarks[i].opening)
                             : cursor_begins(&token->text, remarks[i].opening))
            return &remarks[i];
    return NULL;
}

static bool
is_bare(const Token *token, IpAddress *ip)
{
    return token->kind == TOKEN_WORD && received_address(token->text, ip);
}

static bool
is_address_comment(const Token *token)
{
    return token->kind == TOKEN_COMMENT &&
           received_comment(token->text, false).kind != COMMENT_OTHER;
}

/* Where the address stood: count tokens of names in front of it, and what it was read from. */
typedef struct {
    const Token *names;
    size_t count;
    size_t end; /* the token behind it */
    ClientComment seen;
    bool plain; /* "(IP)" without brackets */
} Client;

static void
set_text(char **to, Cursor text)
{
    if (text.at && cursor_more(&text))
        *to = cursor_unfold(&text);
}

/* Servers write these where they found no name. */
static void
set_rdns(ReceivedHop *hop, Cursor name)
{
    IpAddress ip;
    Cursor rest = name;

    if (!name.at || cursor_is(&name, "unknown") || cursor_is(&name, "unverified") ||
        received_address(name, &ip))
        return;
    while (cursor_more(&rest))
        if (token_blank((unsigned char)cursor_take(&rest)))
            return;
    cursor_skip_tail(&name, ".");
    set_text(&hop->rdns, name);
}

/* The names in front of the address, or all there is. */
static void
name_client(const Client *client, bool name_is_rdns, ReceivedHop *hop)
{
    const Token *names = client->names;
    ClientComment said = { .kind = COMMENT_OTHER };

    set_rdns(hop, client->seen.rdns);
    set_text(&hop->ident, client->seen.ident);
    set_text(&hop->helo, client->seen.helo);
    if (client->count == 0)
        return;
    if (client->count == 2 && names[1].kind == TOKEN_COMMENT && !hop->rdns && !hop->helo &&
        received_helo_comment(names[1].text, &said)) {
        set_rdns(hop, names[0].text);
        set_text(&hop->helo, said.helo);
        set_text(&hop->ident, said.ident);
    } else if (hop->helo || (name_is_rdns && client->count == 1)) {
        set_rdns(hop, names[0].text);
    } else {
        set_text(&hop->helo, cursor_join(&names[0].whole, &names[client->count - 1].whole));
    }
}

/* The remark that the client logged in, behind the address and in front of "by": where all that
 * stands there is the server's remarks, and nothing that a client's text closed. */
static void
read_login(const Token *token, size_t count, ReceivedHop *hop)
{
    const Token *login = NULL;

    for (size_t i = 0; i < count; i++) {
        const Remark *found = remark(&token[i]);

        if (!found || found->client_text)
            return;
        if (found->is_login && !login)
            login = &token[i];
    }
    if (login)
        set_text(&hop->auth, login->text);
}

/* --- the places of an address --- */

/* "from HELO (RDNS [IP]) from CERTIFICATE by": the certificate's names are the client's word, so
 * there must be one address in all, and in front of them. Returns where they begin, end where there
 * are none, 0 where it cannot be told. */
static size_t
before_certificate(const Token *token, size_t end)
{
    size_t addresses = 0, from = 1;

    for (; from < end && !token_is(&token[from], "from"); from++)
        ;
    for (size_t i = 0; i < MIN(from, end); i++)
        addresses += is_address_comment(&token[i]);
    if (from >= end || addresses == 0)
        return end;
    for (size_t i = from; i < end; i++)
        if (token[i].kind != TOKEN_WORD || cursor_has(&token[i].text, '['))
            return 0;
    while (remark(&token[from - 1]))
        from--;
    return addresses == 1 ? from : 0;
}

/* A comment closed by a client's ")" leaves a stray one behind, and one that shows the address in
 * front of the HELO name might be the server's own: "([203.0.113.9] helo=x) (y [192.0.2.1])". */
static bool
is_contested(const Token *token, size_t last)
{
    for (size_t i = 0; i < last; i++) {
        const Remark *found = remark(&token[i]);

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

static CommentKind
in_comment(const Token *token, size_t end, bool address_leads, Client *client)
{
    end = before_certificate(token, end);
    if (end == 0)
        return COMMENT_UNCLEAR;

    const Token *last = &token[end - 1];

    if (last->kind != TOKEN_COMMENT)
        return COMMENT_OTHER;
    client->seen = received_comment(last->text, address_leads);
    client->plain = !cursor_has(&last->text, '[');
    client->count = client->seen.kind == COMMENT_OTHER && client->seen.helo.at ? end : end - 1;
    client->end = end;
    if (!address_leads && is_contested(token, end - 1))
        return COMMENT_UNCLEAR;
    if (client->count == end)
        client->seen = (ClientComment){ .kind = COMMENT_OTHER };
    return client->seen.kind;
}

/* What follows "[IP]" is HELO's comment and no other, or it is the general form. */
static CommentKind
bare(const Token *token, size_t end, Client *client)
{
    IpAddress ip;
    ClientComment said = { .kind = COMMENT_ADDRESS };
    CommentKind kind;

    if (!is_bare(&token[0], &ip))
        return in_comment(token, end, false, client);
    if (end == 1 || (end == 2 && token[1].kind == TOKEN_COMMENT &&
                     received_helo_comment(token[1].text, &said))) {
        said.ip = ip;
        said.said_last = end == 2;
        client->seen = said;
        client->count = 0;
        client->end = end;
        return COMMENT_ADDRESS;
    }
    kind = in_comment(token, end, false, client);
    client->seen.said_last = true;
    return kind == COMMENT_ADDRESS && ip_equal(&ip, &client->seen.ip) ? kind : COMMENT_UNCLEAR;
}

static CommentKind
last_word(const Token *token, size_t end, Client *client)
{
    if (!cursor_begins(&token[end - 1].text, "[") || !is_bare(&token[end - 1], &client->seen.ip))
        return in_comment(token, end, false, client);
    client->seen.kind = COMMENT_ADDRESS;
    client->count = end - 1;
    client->end = end;
    return COMMENT_ADDRESS;
}

/* The one bracketed word; end where there is none, or more. */
static size_t
bracketed_word(const Token *token, size_t end, size_t *count)
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
address_first(const Token *token, size_t end, Client *client)
{
    size_t count, at = bracketed_word(token, end, &count);
    bool leads = end > 1 && token[1].kind == TOKEN_COMMENT && cursor_begins(&token[1].text, "[");

    if (count + leads > 1)
        return COMMENT_UNCLEAR;
    if (count == 0)
        return leads ? in_comment(token, 2, true, client) : COMMENT_OTHER;
    if (at > 2 || !is_bare(&token[at], &client->seen.ip))
        return COMMENT_UNCLEAR;
    client->seen.kind = COMMENT_ADDRESS;
    client->count = at;
    client->end = end;
    client->seen.said_last = true;
    if (at + 1 < end && token[at + 1].kind == TOKEN_COMMENT)
        received_helo_comment(token[at + 1].text, &client->seen);
    return COMMENT_ADDRESS;
}

/* "RDNS(IP), claiming to be "HELO" via SMTP": the words exactly, or a HELO was at work. */
static CommentKind
claiming(const Token *token, size_t end, Client *client)
{
    static const char *const words[] = { ",", "claiming", "to", "be" };
    const size_t helo = 2 + G_N_ELEMENTS(words);
    Cursor name;

    if ((end != 4 && end != helo + 3) || !token_is(&token[end - 2], "via"))
        return COMMENT_UNCLEAR;
    if (in_comment(token, 2, false, client) != COMMENT_ADDRESS)
        return COMMENT_UNCLEAR;
    for (size_t i = 0; end > 4 && i < G_N_ELEMENTS(words); i++)
        if (!token_is(&token[2 + i], words[i]))
            return COMMENT_UNCLEAR;
    name = token[helo].text;
    if (end > 4 && cursor_skip(&name, '"') && cursor_skip_tail(&name, "\""))
        client->seen.helo = name;
    return COMMENT_ADDRESS;
}

static CommentKind
find_client(const Token *token, size_t end, ClientPlace place, Client *client)
{
    switch (place) {
    case CLIENT_IN_COMMENT:
    case CLIENT_BEHIND_HELO:
        return in_comment(token, end, false, client);
    case CLIENT_ADDRESS_FIRST:
        return address_first(token, end, client);
    case CLIENT_BARE:
        return bare(token, end, client);
    case CLIENT_LAST_WORD:
        return last_word(token, end, client);
    case CLIENT_CLAIMING:
        return claiming(token, end, client);
    case CLIENT_LOCAL:
        client->count = 1;
        return COMMENT_EMPTY;
    }
    return COMMENT_OTHER;
}

/* Something that may be an address, and was not read as one. */
static bool
leaves_unread(const Token *token, size_t end)
{
    ClientComment said;
    IpAddress ip;

    for (size_t i = 0; i < end; i++)
        if (is_bare(&token[i], &ip) ||
            (token[i].kind == TOKEN_COMMENT && !received_helo_comment(token[i].text, &said) &&
             !remark(&token[i])))
            return true;
    return false;
}

/* The remarks that stand at the end. Brackets in one are a client's doing: HELO "x (using TLS" or
 * an ident answer "using TLS" have made the server's own comment about the address look like it. */
static size_t
before_remarks(const Token *token, size_t end, bool *contested)
{
    for (; end > 0 && remark(&token[end - 1]); end--) {
        ClientComment seen = received_comment(token[end - 1].text, false);

        *contested |= seen.kind != COMMENT_OTHER || cursor_has(&token[end - 1].text, '[');
    }
    return end;
}

bool
received_client(const ReceivedClauses *clauses, const ReceivedFormat *format,
                ReceivedTokens *tokens, ReceivedHop *hop)
{
    const Token *token = clauses->client;
    Client client = { .names = token };
    size_t end = clauses->client_count;
    bool contested = false;
    CommentKind kind;

    end = before_remarks(token, end, &contested);
    if (end == 0)
        return contested;
    client.count = end;
    if (format->place == CLIENT_BEHIND_HELO && end == 2)
        contested = false;
    kind = contested ? COMMENT_UNCLEAR : find_client(token, end, format->place, &client);
    if (kind == COMMENT_UNCLEAR)
        tokens_problem(tokens, "client address unclear", &clauses->client_text);
    if (kind != COMMENT_ADDRESS)
        client.seen = (ClientComment){ .kind = kind };
    if (kind != COMMENT_ADDRESS) {
        name_client(&client, false, hop);
        return kind == COMMENT_UNCLEAR ||
               leaves_unread(token, kind == COMMENT_EMPTY ? client.count : end);
    }
    name_client(&client, format->name_is_rdns || (format->plain_is_rdns && client.plain), hop);
    hop->ip = client.seen.ip;
    if (!client.seen.said_last)
        read_login(&token[client.end], clauses->client_count - client.end, hop);
    return false;
}

bool
received_client_comment(Cursor text, ReceivedTokens *tokens, ReceivedHop *hop)
{
    ReceivedTokens inner;
    Client client = { .seen = received_comment(text, false) };

    if (client.seen.kind == COMMENT_UNCLEAR) {
        received_tokens(text, &inner);
        client.names = inner.token;
        if (inner.count == 0 || inner.doubtful ||
            in_comment(inner.token, inner.count, false, &client) != COMMENT_ADDRESS) {
            tokens_problem(tokens, "client address unclear", &text);
            return true;
        }
    } else if (client.seen.kind == COMMENT_OTHER) {
        received_names(text, &client.seen);
    }
    name_client(&client, false, hop);
    hop->ip = client.seen.ip;
    return false;
}
