/* SPDX-License-Identifier: ISC */
/* The grammar promises "by ... with ... id ... for ...; date"; servers agree on little of it. Each
 * clause is a row and a reader, and the first of a kind counts. */
#include "mime/received/received_clauses.h"

#include <string.h>

/* Servers write about themselves first. What comes behind a text that a client chose may be more of
 * that text. */
typedef enum {
    STAGE_SERVER, /* nothing of a client's yet, or nothing that can have closed its comment */
    STAGE_SENDER, /* behind a comment with the envelope sender, which that may have closed */
    STAGE_CLIENT, /* behind "id" or "for" */
} Stage;

typedef struct {
    ReceivedTokens *tokens;
    size_t at, end; /* of the tokens not yet read */
    ReceivedClauses *clauses;
    ReceivedHop *hop;
    Stage stage;
    bool two_senders; /* that differ: one of them is forged */
} Reader;

static const Token *
next_token(const Reader *r)
{
    return r->at < r->end ? &r->tokens->token[r->at] : NULL;
}

/* The next token where it can be a clause's value. Comments in front of it are legal, and qmail
 * writes "with (AES256-SHA encrypted) SMTP". */
static const Token *
next_value(Reader *r)
{
    while (r->at < r->end && r->tokens->token[r->at].kind == TOKEN_COMMENT)
        r->at++;

    const Token *token = next_token(r);

    if (!token || (token->kind != TOKEN_WORD && token->kind != TOKEN_PATH))
        return NULL;
    return token->keyword == KEYWORD_NONE ? token : NULL;
}

/* The same where it is an address. */
static const Token *
next_address(Reader *r)
{
    const Token *token = next_value(r);

    if (!token || token->kind == TOKEN_PATH || cursor_peek(&token->text) != '<')
        return token;
    tokens_problem(r->tokens, "address not closed", &token->whole);
    return NULL;
}

/* The first clause of a kind counts. Some write "by mx.example.net, id ...". */
static void
set_text(char **to, Cursor text)
{
    cursor_skip_tail(&text, ",");
    if (!*to && cursor_more(&text))
        *to = cursor_unfold(&text);
}

static void
set_sender(Reader *r, const Token *token, Cursor text)
{
    g_autofree char *sender = cursor_unfold(&text);

    if (!r->hop->envelope_from) {
        r->hop->envelope_from = g_steal_pointer(&sender);
    } else if (strcmp(r->hop->envelope_from, sender) != 0) {
        tokens_problem(r->tokens, "two envelope senders", &token->whole);
        r->two_senders = true;
    }
}

static bool
ends_sender(unsigned char octet)
{
    return token_blank(octet) || octet == ',';
}

/* "envelope-from <a@b.example>, uid 7": the path, or else the first word. False where a path is
 * broken: the sender may have closed the comment then, and written what follows. */
static bool
read_sender_text(Reader *r, const Token *token, Cursor text)
{
    cursor_span(&text, token_blank);

    const char *begin = text.at;
    bool path = token_skip_path(&text);

    if (!path && cursor_peek(&text) == '<') {
        tokens_problem(r->tokens, "address not closed", &text);
        return false;
    }
    if (!path)
        cursor_span_until(&text, ends_sender);
    text = cursor_since(&text, begin);
    set_sender(r, token, path ? cursor_inside(&text) : text);
    return true;
}

static bool
is_sender_comment(Cursor *text)
{
    return cursor_skip_text(text, "envelope-from ") || cursor_skip_text(text, "envelope-sender ") ||
           cursor_skip_text(text, "original mail from ");
}

/* True where behind the token a ">" stands in front of a ")", and no "(" between them. */
static bool
closes_again(const Reader *r, const Token *token)
{
    Cursor rest = r->tokens->value;
    bool closed = false;

    cursor_seek(&rest, cursor_offset(&token->whole) + cursor_left(&token->whole));
    for (int octet = cursor_take(&rest); octet >= 0; octet = cursor_take(&rest)) {
        if (octet == ')' && closed)
            return true;
        closed = octet == '>' || (closed && octet != '(');
    }
    return false;
}

/* Servers write "(envelope-from <SENDER>)". A sender that closed path and comment, to write more of
 * the field, leaves the server's own ">" and ")" to stand behind that. Quotes could hide them in an
 * address further on, and so the path must have none. */
static bool
is_surely_closed(const Reader *r, const Token *token, Cursor path)
{
    return token_skip_path(&path) && !cursor_more(&path) && !cursor_has(&token->text, '"') &&
           !closes_again(r, token);
}

/* <"a) with ESMTPA ("@b.example>: a server that knows quotes wrote one sender, one that does not
 * wrote another. */
static bool
has_two_readings(Cursor text)
{
    return cursor_has(&text, '"') && (cursor_has(&text, '(') || cursor_has(&text, ')'));
}

/* Behind an address that is not closed there is nothing to be read. */
static void
read_comment(Reader *r, const Token *token)
{
    ReceivedClauses *clauses = r->clauses;
    Cursor text = token->text;

    if (r->stage == STAGE_SERVER && clauses->mark_count < RECEIVED_MARKS)
        clauses->mark[clauses->mark_count++] = token;
    if (!is_sender_comment(&text))
        return;
    if (r->stage == STAGE_SERVER && !is_surely_closed(r, token, text))
        r->stage = STAGE_SENDER;
    if (has_two_readings(text))
        tokens_problem(r->tokens, "the sender can be read in two ways", &token->whole);
    else if (!read_sender_text(r, token, text))
        r->at = r->end;
}

/* Left to be read as a mark too. */
static void
read_by_comment(Reader *r)
{
    const Token *token = next_token(r);
    Cursor text;

    if (!token || token->kind != TOKEN_COMMENT)
        return;
    text = token->text;
    if (!is_sender_comment(&text))
        set_text(&r->hop->by_comment, token->text);
}

static void
read_by(Reader *r)
{
    const Token *token = next_value(r);

    if (!token)
        return;
    r->at++;
    if (r->hop->by)
        return;
    set_text(&r->hop->by, token->whole);
    read_by_comment(r);
}

/* Only qmail-scanner writes its "with" behind the sender, and nobody behind "id" or "for". */
static void
set_protocol(Reader *r, Cursor words, const ReceivedProtocol *protocol)
{
    if (r->hop->with || r->stage == STAGE_CLIENT ||
        (r->stage == STAGE_SENDER && !cursor_begins(&words, "qmail-scanner")))
        return;
    set_text(&r->hop->with, words);
    r->clauses->protocol = protocol;
}

/* The protocol is one word where it is a known one, else all words up to a comment or the next
 * clause: "Microsoft SMTP Server (TLS) id". qmail puts its comment before the word. */
static void
read_with(Reader *r)
{
    const ReceivedProtocol *protocol;
    const Token *token = next_value(r);
    Cursor words;

    if (!token)
        return;
    r->at++;
    words = token->whole;
    protocol = received_protocol(words);
    for (token = next_token(r); !protocol && token; token = next_token(r)) {
        if (token->kind != TOKEN_WORD || token->keyword != KEYWORD_NONE)
            break;
        words = cursor_join(&words, &token->whole);
        r->at++;
    }
    set_protocol(r, words, protocol);
}

/* A link ("via tcp", "via Frontend Transport") is nobody's business here, but "via HTTP" is a
 * protocol in the wrong clause. */
static void
read_via(Reader *r)
{
    const Token *token = next_value(r);
    const ReceivedProtocol *protocol;

    if (!token)
        return;
    protocol = received_protocol(token->text);
    if (protocol)
        set_protocol(r, token->text, protocol);
    r->clauses->via = token;
    r->at++;
}

static void
read_for(Reader *r)
{
    const Token *token = next_address(r);

    r->stage = STAGE_CLIENT;
    if (token) {
        set_text(&r->hop->for_address, token->text);
        r->at++;
    }
}

/* Some servers glue the next word to it: "id 17for <a@b.example>". */
static void
read_id(Reader *r)
{
    const Token *token = next_value(r);

    if (token && !r->hop->id)
        r->clauses->own_id = r->stage == STAGE_SERVER;
    r->stage = STAGE_CLIENT;
    if (!token)
        return;
    r->at++;

    Cursor text = token->whole;
    const Token *behind = next_token(r);

    if (behind && behind->kind == TOKEN_PATH && cursor_skip_tail(&text, "for"))
        read_for(r);
    set_text(&r->hop->id, text);
}

static void
read_sender(Reader *r)
{
    const Token *token = next_address(r);

    r->stage = STAGE_CLIENT;
    if (token) {
        set_sender(r, token, token->text);
        r->at++;
    }
}

/* Behind "by" this is XMail's "for <recipient> from <sender>". */
static void
read_late_from(Reader *r)
{
    const Token *token = next_token(r);

    if (token && token->kind == TOKEN_PATH)
        read_sender(r);
}

static void
read_clauses(Reader *r)
{
    static void (*const readers[])(Reader * r) = {
        [KEYWORD_FROM] = read_late_from, [KEYWORD_BY] = read_by, [KEYWORD_WITH] = read_with,
        [KEYWORD_VIA] = read_via,        [KEYWORD_ID] = read_id, [KEYWORD_FOR] = read_for,
        [KEYWORD_SENDER] = read_sender,  [KEYWORD_TLS] = NULL,
    };

    for (const Token *token = next_token(r); token; token = next_token(r)) {
        r->at++;
        if (readers[token->keyword])
            readers[token->keyword](r);
        else if (token->kind == TOKEN_COMMENT)
            read_comment(r, token);
    }
}

/* Behind the last semicolon. Sendmail can be set up to add "(envelope-from a@b.example)" to the
 * date, and some put the id there. */
static void
read_date(Reader *r)
{
    Cursor date = { .at = NULL };
    bool over = false;

    for (const Token *token = next_token(r); token; token = next_token(r)) {
        r->at++;
        if (token->keyword == KEYWORD_ID) {
            read_id(r);
            over = true;
        } else if (token->kind == TOKEN_COMMENT && cursor_begins(&token->text, "envelope-")) {
            read_comment(r, token);
            over = true;
        } else if (!over) {
            date = date.at ? cursor_join(&date, &token->whole) : token->whole;
        }
    }
    set_text(&r->hop->date, date);
}

static void
set_client(ReceivedClauses *clauses, const ReceivedTokens *tokens)
{
    const ReceivedParts *parts = &clauses->parts;

    clauses->client = &tokens->token[parts->client];
    clauses->client_count = parts->client_end - parts->client;
    if (clauses->client_count > 0)
        clauses->client_text = cursor_join(&tokens->token[parts->client].whole,
                                           &tokens->token[parts->client_end - 1].whole);
}

void
received_clauses(ReceivedTokens *tokens, ReceivedClauses *clauses, ReceivedHop *hop)
{
    Reader r = { .tokens = tokens, .clauses = clauses, .hop = hop };

    *clauses = (ReceivedClauses){ .parts = received_parts(tokens) };
    set_client(clauses, tokens);
    r.at = clauses->parts.clauses;
    r.end = clauses->parts.date;
    read_clauses(&r);
    r.at = r.end + 1;
    r.end = tokens->count;
    read_date(&r);
    if (r.two_senders)
        g_clear_pointer(&hop->envelope_from, g_free);
}

bool
clauses_marked(const ReceivedClauses *clauses, const char *prefix)
{
    for (size_t i = 0; i < clauses->mark_count; i++)
        if (cursor_begins(&clauses->mark[i]->text, prefix))
            return true;
    return false;
}
