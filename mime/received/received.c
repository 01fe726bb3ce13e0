/* SPDX-License-Identifier: ISC */
/* In three steps, each with a room of its own: the value is cut into tokens, the tokens from "by"
 * on are read clause by clause, and what stands before "by" is read the way that the server, known
 * by then, writes it. Where a step finds that a client may have written a clause, none of the field
 * is kept: a field that can be read in two ways says nothing. */
#include "mime/received/received.h"

#include "mime/received/received_clauses.h"
#include "mime/received/received_client.h"
#include "mime/received/received_format.h"
#include "mime/received/received_queue.h"
#include "mime/received/received_shown.h"
#include "mime/received/received_user.h"

/* "(from user@localhost) by mx.example.net" is a local user, "(from a@b.example [192.0.2.1]) by"
 * is not. False where the comment is another. */
static bool
read_opening(Cursor text, const ReceivedClauses *clauses, ReceivedTokens *tokens, ReceivedHop *hop)
{
    static const ReceivedFormat local = {
        .name = "sendmail local", .kind = HOP_LOCAL, .handed_in = true, .user = USER_OPENING
    };
    const ReceivedFormat *format;
    Cursor user;
    bool unread;

    if (!clauses->parts.has_by || !cursor_skip_text(&text, "from "))
        return false;
    unread = received_client_comment(text, tokens, hop);
    format = received_local_user(text, &user) ? &local : received_format(clauses, hop);
    received_kind(format, clauses->protocol, unread, hop);
    received_user(format, clauses, tokens, hop);
    return true;
}

static void
note_missing(ReceivedTokens *tokens, const ReceivedParts *parts, const ReceivedHop *hop)
{
    g_assert(!parts->has_by || parts->clauses < tokens->count);
    if (!parts->has_by)
        tokens_problem(tokens, parts->has_from ? "no by clause" : "neither from nor by",
                       &tokens->value);
    else if (!parts->has_from && !parts->opening && parts->clauses > 0)
        tokens_problem(tokens, "no from in front of by", &tokens->value);
    else if (!hop->by)
        tokens_problem(tokens, "no host behind by", &tokens->token[parts->clauses].whole);
}

/* "from [192.0.2.1] by mx.example.net with SMTP": whose word that is cannot be told. */
static void
note_unread(ReceivedTokens *tokens, const ReceivedClauses *clauses, const ReceivedHop *hop)
{
    if (hop->kind == HOP_UNKNOWN && !hop->format && clauses->client_count > 0 &&
        received_shows_address(clauses->client_text))
        tokens_problem(tokens, "the only address may be the client's own word",
                       &clauses->client_text);
}

static void
read_tokens(ReceivedTokens *tokens, ReceivedHop *hop)
{
    ReceivedClauses clauses;
    const ReceivedParts *parts = &clauses.parts;
    const ReceivedFormat *format;
    bool unread = false;

    received_clauses(tokens, &clauses, hop);
    format = received_queue(tokens, parts);
    if (format)
        g_clear_pointer(&hop->by, g_free); /* a filter's name, and no host */
    else
        note_missing(tokens, parts, hop);
    if (!format && parts->opening && !parts->has_from &&
        read_opening(parts->opening->text, &clauses, tokens, hop))
        return;
    if (!format) {
        format = received_format(&clauses, hop);
        unread = received_client(&clauses, format, tokens, hop);
    }
    received_kind(format, clauses.protocol, unread, hop);
    received_user(format, &clauses, tokens, hop);
    note_unread(tokens, &clauses, hop);
}

static void
hop_clear(ReceivedHop *hop)
{
    g_free(hop->rdns);
    g_free(hop->helo);
    g_free(hop->ident);
    g_free(hop->by);
    g_free(hop->by_comment);
    g_free(hop->with);
    g_free(hop->id);
    g_free(hop->for_address);
    g_free(hop->envelope_from);
    g_free(hop->auth);
    g_free(hop->date);
    g_free(hop->user);
    *hop = (ReceivedHop){ .kind = HOP_UNKNOWN };
}

ReceivedHop *
received_parse(const char *value, size_t len)
{
    g_autoptr(ReceivedHop) hop = g_new0(ReceivedHop, 1);
    ReceivedTokens tokens;

    received_tokens(cursor_over(value, len), &tokens);
    if (!tokens.doubtful)
        read_tokens(&tokens, hop);
    if (tokens.doubtful)
        hop_clear(hop);
    hop->shows_address = hop->ip.bits > 0 || received_shows_address(cursor_over(value, len));
    hop->problem = tokens.problem;
    hop->problem_at = tokens.problem_at;
    g_assert(hop->problem_at <= len);
    return g_steal_pointer(&hop);
}

void
received_hop_free(ReceivedHop *hop)
{
    if (!hop)
        return;
    hop_clear(hop);
    g_free(hop);
}

const char *
hop_kind_text(HopKind kind)
{
    switch (kind) {
    case HOP_UNKNOWN:
        return "unknown";
    case HOP_SMTP:
        return "smtp";
    case HOP_LOCAL:
        return "local";
    case HOP_FETCH:
        return "fetch";
    case HOP_SUBMISSION:
        return "submission";
    }
    return "unknown";
}
