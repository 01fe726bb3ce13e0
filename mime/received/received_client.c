/* SPDX-License-Identifier: ISC */
/* Which of the names that a server shows is whose: the HELO name is the client's word, the reverse
 * name is what the server found for the address, and servers put them in either order. */
#include "mime/received/received_client.h"

#include "mime/received/received_place.h"
#include "mime/received/received_remarks.h"

static void
replace_text(char **to, Cursor text)
{
    if (!text.at || !cursor_more(&text))
        return;
    g_free(*to);
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
        if (cursor_is_blank((unsigned char)cursor_take(&rest)))
            return;
    cursor_skip_tail(&name, ".");
    replace_text(&hop->rdns, name);
}

/* names: in front of the address, or all there is. */
static void
name_client(const Token *names, const Client *client, bool name_is_rdns, ReceivedHop *hop)
{
    ClientComment said = { .kind = COMMENT_OTHER };

    set_rdns(hop, client->seen.rdns);
    replace_text(&hop->ident, client->seen.ident);
    replace_text(&hop->helo, client->seen.helo);
    if (client->count == 0)
        return;
    if (client->count == 2 && names[1].kind == TOKEN_COMMENT && !hop->rdns && !hop->helo &&
        received_helo_comment(names[1].text, &said)) {
        if (client->seen.kind == COMMENT_ADDRESS)
            set_rdns(hop, names[0].text);
        replace_text(&hop->helo, said.helo);
        replace_text(&hop->ident, said.ident);
    } else if (hop->helo || (name_is_rdns && client->count == 1)) {
        set_rdns(hop, names[0].text);
    } else {
        replace_text(&hop->helo, cursor_join(&names[0].whole, &names[client->count - 1].whole));
    }
}

/* qmail-ldap's "(envelope-sender <SENDER>)", right in front of "by". */
static void
read_named_sender(const ReceivedClauses *clauses, ReceivedHop *hop)
{
    g_assert(clauses->client_count > 0);

    const Token *last = &clauses->client[clauses->client_count - 1];
    Cursor text = last->text, path;

    if (last->kind != TOKEN_COMMENT || !cursor_skip_text(&text, "envelope-sender "))
        return;
    path = text;
    if (token_skip_path(&text) && !cursor_more(&text) && !hop->envelope_from) {
        path = cursor_inside(&path);
        hop->envelope_from = cursor_unfold(&path);
    }
}

bool
received_client(const ReceivedClauses *clauses, const ReceivedFormat *format,
                ReceivedTokens *tokens, ReceivedHop *hop)
{
    const Token *token = clauses->client;
    bool contested = false;
    size_t end = received_before_remarks(token, clauses->client_count, &contested);
    Client client = { .count = end };
    CommentKind kind = COMMENT_UNCLEAR;

    if (end == 0)
        return contested;
    if (format->names_sender)
        read_named_sender(clauses, hop);
    if (!contested || (format->place == CLIENT_BEHIND_HELO && end == 2))
        kind = received_place(token, end, format->place, &client);
    if (kind == COMMENT_UNCLEAR)
        tokens_problem(tokens, "client address unclear", &clauses->client_text);
    if (kind != COMMENT_ADDRESS) {
        client.seen = (ClientComment){ .kind = kind };
        name_client(token, &client, false, hop);
        return kind == COMMENT_UNCLEAR ||
               received_leaves_unread(token, kind == COMMENT_EMPTY ? client.count : end);
    }
    name_client(token, &client, format->name_is_rdns || (format->plain_is_rdns && client.plain),
                hop);
    hop->ip = client.seen.ip;
    if (!client.seen.said_last)
        received_login(&token[client.end], clauses->client_count - client.end, hop);
    return false;
}

bool
received_client_comment(Cursor text, ReceivedTokens *tokens, ReceivedHop *hop)
{
    ReceivedTokens inner = { .count = 0 };
    Client client = { .seen = received_comment(text, false) };

    if (client.seen.kind == COMMENT_UNCLEAR) {
        received_tokens(text, &inner);
        if (inner.count == 0 || inner.doubtful ||
            received_place(inner.token, inner.count, CLIENT_IN_COMMENT, &client) !=
                COMMENT_ADDRESS) {
            tokens_problem(tokens, "client address unclear", &text);
            return true;
        }
    } else if (client.seen.kind == COMMENT_OTHER) {
        received_names(text, &client.seen);
    }
    name_client(inner.token, &client, false, hop);
    hop->ip = client.seen.ip;
    return false;
}
