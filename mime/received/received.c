/* SPDX-License-Identifier: ISC */
/* In three steps, each with a room of its own: the value is cut into tokens, the tokens from "by"
 * on are read clause by clause, and what stands before "by" is read the way that the server, known
 * by then, writes it. Where a step finds that a client may have written a clause, none of the field
 * is kept: a field that can be read in two ways says nothing. */
#include "mime/received/received.h"

#include "mime/received/received_clauses.h"
#include "mime/received/received_client.h"
#include "mime/received/received_format.h"
#include "mime/received/received_shown.h"
#include "mime/received/received_user.h"

/* Queues write no clauses at all, but one comment: "(qmail 7 invoked by uid 89)". */
static const struct {
    const char *opening, *inside;
    ReceivedFormat format;
} queues[] = {
    { "qmail ",
      "invoked by ",
      { .name = "qmail queue", .kind = HOP_LOCAL, .handed_in = true, .user = USER_QUEUE } },
    { "qmail ", "invoked", { .name = "qmail queue", .kind = HOP_LOCAL } },
    { "nullmailer pid ",
      "invoked",
      { .name = "nullmailer", .kind = HOP_LOCAL, .handed_in = true, .user = USER_QUEUE } },
};

static bool
is_digit(unsigned char octet)
{
    return g_ascii_isdigit(octet);
}

static const ReceivedFormat *
queue_format(Cursor text)
{
    for (size_t i = 0; i < G_N_ELEMENTS(queues); i++) {
        Cursor rest = text;

        if (cursor_skip_text(&rest, queues[i].opening) && cursor_span(&rest, is_digit) > 0 &&
            cursor_skip_text(&rest, " ") && cursor_skip_text(&rest, queues[i].inside))
            return &queues[i].format;
    }
    return NULL;
}

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
    if (!parts->has_by)
        tokens_problem(tokens, parts->has_from ? "no by clause" : "neither from nor by",
                       &tokens->value);
    else if (!parts->has_from && !parts->opening && parts->clauses > 0)
        tokens_problem(tokens, "no from in front of by", &tokens->value);
    else if (!hop->by)
        tokens_problem(tokens, "no host behind by", &tokens->token[parts->clauses].whole);
}

static void
read_tokens(ReceivedTokens *tokens, ReceivedHop *hop)
{
    ReceivedClauses clauses;
    const ReceivedParts *parts = &clauses.parts;
    const ReceivedFormat *format = NULL;
    bool unread = false;

    received_clauses(tokens, &clauses, hop);
    if (parts->opening && !parts->has_by)
        format = queue_format(parts->opening->text);
    if (!format)
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
    hop->shows_address = received_shows_address(cursor_over(value, len));
    hop->problem = tokens.problem;
    hop->problem_at = tokens.problem_at;
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
