/* SPDX-License-Identifier: ISC */
/* The grammar promises "by ... with ... id ... for ...; date"; servers agree on little of it. Each
 * clause is a row and a reader, and the first of a kind counts. */
#include "mime/received/received_clauses.h"

#include <string.h>

/* --- where the parts stand --- */

static Keyword
keyword_at(const ReceivedTokens *tokens, size_t at)
{
    return at < tokens->count ? tokens->token[at].keyword : KEYWORD_NONE;
}

static bool
word_at(const ReceivedTokens *tokens, size_t at, const char *word)
{
    return at < tokens->count && token_is(&tokens->token[at], word);
}

/* qmail-scanner writes "by mx.example.net by uid 500". */
static bool
is_by(const ReceivedTokens *tokens, size_t at)
{
    return keyword_at(tokens, at) == KEYWORD_BY && !word_at(tokens, at + 1, "uid");
}

/* What two servers write about themselves behind their own "by", and no client's text can be in
 * front of: Exim "id 1nqcmC-0005ZN-4J by authid <user>", Microsoft 365 "with MailboxResubmission by
 * AntispamTT id 15.20". */
static bool
is_second_by(const ReceivedTokens *tokens, size_t at, size_t by)
{
    if (at < by + 4)
        return false;
    if (keyword_at(tokens, at - 2) == KEYWORD_ID)
        return word_at(tokens, at + 1, "authid") && at + 2 < tokens->count &&
               tokens->token[at + 2].kind == TOKEN_PATH;
    return keyword_at(tokens, at - 2) == KEYWORD_WITH &&
           word_at(tokens, at - 1, "MailboxResubmission") &&
           word_at(tokens, at + 1, "AntispamTT") && keyword_at(tokens, at + 2) == KEYWORD_ID;
}

/* A server writes one "by". HELO "x (y [192.0.2.1]) by mx" puts another in front of it, RCPT might
 * put one behind it, and which is which cannot be told: then nothing of the field is believed. So
 * every "by" counts, also behind a semicolon, since HELO may hold one too.
 * Gives the place of "from" in front of "by", and of "by"; the count of tokens where there is none.
 */
static void
find_keywords(ReceivedTokens *tokens, size_t *from, size_t *by)
{
    const size_t none = tokens->count;

    *from = *by = none;
    for (size_t i = 0; i < tokens->count; i++) {
        if (*from == none && *by == none && keyword_at(tokens, i) == KEYWORD_FROM) {
            *from = i;
            if (i + 1 < tokens->count && tokens->token[i + 1].kind == TOKEN_WORD)
                i++; /* a name, even if the client says HELO by */
        } else if (is_by(tokens, i) && (*by == none || !is_second_by(tokens, i, *by))) {
            if (*by < none)
                tokens_doubt(tokens, "more than one by clause", &tokens->token[i].whole);
            *by = MIN(*by, i);
        }
    }
}

/* Where "by" is missing, the client ends at the first other clause or the date. */
static size_t
client_end(const ReceivedTokens *tokens, size_t from)
{
    size_t i = from + 2;

    while (i < tokens->count && tokens->token[i].kind != TOKEN_SEMICOLON &&
           keyword_at(tokens, i) == KEYWORD_NONE)
        i++;
    return MIN(i, tokens->count);
}

/* Only where "by" follows at once, or nothing: behind sendmail's "(from " stands the ident answer,
 * and "x) (y" would close the comment. */
static const Token *
find_opening(const ReceivedTokens *tokens, bool has_by)
{
    const Token *token = tokens->token;

    if (tokens->count == 0 || token[0].kind != TOKEN_COMMENT)
        return NULL;
    if (has_by ? !is_by(tokens, 1) : tokens->count > 1 && token[1].kind != TOKEN_SEMICOLON)
        return NULL;
    return &token[0];
}

static size_t
last_semicolon(const ReceivedTokens *tokens, size_t from)
{
    for (size_t i = tokens->count; i > from; i--)
        if (tokens->token[i - 1].kind == TOKEN_SEMICOLON)
            return i - 1;
    return tokens->count;
}

static ReceivedParts
find_parts(ReceivedTokens *tokens)
{
    ReceivedParts parts = { .opening = NULL };
    size_t from, by;

    find_keywords(tokens, &from, &by);
    parts.has_from = from < tokens->count;
    parts.has_by = by < tokens->count;
    parts.opening = find_opening(tokens, parts.has_by);
    if (parts.has_by)
        parts.clauses = by;
    else if (parts.has_from)
        parts.clauses = client_end(tokens, from);
    if (parts.has_from) {
        parts.client = MIN(from + 1, parts.clauses);
        parts.client_end = parts.clauses;
    }
    parts.date = last_semicolon(tokens, parts.clauses);
    return parts;
}

/* --- the clauses --- */

/* Servers write about themselves first. What comes behind a text that a client chose may be more of
 * that text. The stage after each token of "by mx.example (Exim 4.96) (envelope-from <a@b>, uid 7)
 * with SMTP id 17 for <c@d>":
 *
 *   by mx.example                       STAGE_SERVER
 *   (Exim 4.96)                         STAGE_SERVER   a mark of the server's
 *   (envelope-from <a@b>, uid 7)        STAGE_SENDER   a sender "a@b>, uid 7) ..." could write it
 *   with SMTP                           STAGE_SENDER   not believed: only qmail-scanner writes so
 *   id 17                               STAGE_CLIENT   from here on no "with" is believed
 *   for <c@d>                           STAGE_CLIENT */
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
} ClauseReader;

static const Token *
next_token(const ClauseReader *r)
{
    return r->at < r->end ? &r->tokens->token[r->at] : NULL;
}

/* The next token where it can be a clause's value. Comments in front of it are legal, and qmail
 * writes "with (AES256-SHA encrypted) SMTP". */
static const Token *
next_value(ClauseReader *r)
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
next_address(ClauseReader *r)
{
    const Token *token = next_value(r);

    if (!token || token->kind == TOKEN_PATH || cursor_peek(&token->text) != '<')
        return token;
    tokens_problem(r->tokens, "address not closed", &token->whole);
    return NULL;
}

/* The first clause of a kind counts. Some write "by mx.example.net, id ...". */
static void
keep_first_text(char **to, Cursor text)
{
    cursor_skip_tail(&text, ",");
    if (!*to && cursor_more(&text))
        *to = cursor_unfold(&text);
}

static void
set_sender(ClauseReader *r, const Token *token, Cursor text)
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
    return cursor_is_blank(octet) || octet == ',';
}

/* "envelope-from <a@b.example>, uid 7": the path, or else the first word. False where a path is
 * broken: the sender may have closed the comment then, and written what follows. */
static bool
read_sender_text(ClauseReader *r, const Token *token, Cursor text)
{
    cursor_span(&text, cursor_is_blank);

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
closes_again(const ClauseReader *r, const Token *token)
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
is_surely_closed(const ClauseReader *r, const Token *token, Cursor path)
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
read_clause_comment(ClauseReader *r, const Token *token)
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

/* Does not take the comment: it is read as a mark, too. */
static void
read_by_comment(ClauseReader *r)
{
    const Token *token = next_token(r);
    Cursor text;

    if (!token || token->kind != TOKEN_COMMENT)
        return;
    text = token->text;
    if (!is_sender_comment(&text))
        keep_first_text(&r->hop->by_comment, token->text);
}

static void
read_by(ClauseReader *r)
{
    const Token *token = next_value(r);

    if (!token)
        return;
    r->at++;
    if (r->hop->by)
        return;
    keep_first_text(&r->hop->by, token->whole);
    read_by_comment(r);
}

/* Only qmail-scanner writes its "with" behind the sender, and nobody behind "id" or "for". */
static void
set_protocol(ClauseReader *r, Cursor words, const ReceivedProtocol *protocol)
{
    if (r->hop->with || r->stage == STAGE_CLIENT ||
        (r->stage == STAGE_SENDER && !cursor_begins(&words, "qmail-scanner")))
        return;
    keep_first_text(&r->hop->with, words);
    r->clauses->protocol = protocol;
}

/* The protocol is one word where it is a known one, else all words up to a comment or the next
 * clause: "Microsoft SMTP Server (TLS) id". qmail puts its comment before the word. */
static void
read_with(ClauseReader *r)
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
read_via(ClauseReader *r)
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
read_for(ClauseReader *r)
{
    const Token *token = next_address(r);

    r->stage = STAGE_CLIENT;
    if (token) {
        keep_first_text(&r->hop->for_address, token->text);
        r->at++;
    }
}

/* Some servers glue the next word to it: "id 17for <a@b.example>". */
static void
read_id(ClauseReader *r)
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
    keep_first_text(&r->hop->id, text);
}

static void
read_sender(ClauseReader *r)
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
read_late_from(ClauseReader *r)
{
    const Token *token = next_token(r);

    if (token && token->kind == TOKEN_PATH)
        read_sender(r);
}

static void
read_clauses(ClauseReader *r)
{
    static void (*const readers[])(ClauseReader * r) = {
        [KEYWORD_FROM] = read_late_from, [KEYWORD_BY] = read_by, [KEYWORD_WITH] = read_with,
        [KEYWORD_VIA] = read_via,        [KEYWORD_ID] = read_id, [KEYWORD_FOR] = read_for,
        [KEYWORD_SENDER] = read_sender,  [KEYWORD_TLS] = NULL,
    };

    for (const Token *token = next_token(r); token; token = next_token(r)) {
        r->at++;
        if (readers[token->keyword])
            readers[token->keyword](r);
        else if (token->kind == TOKEN_COMMENT)
            read_clause_comment(r, token);
    }
}

/* Behind the last semicolon. Sendmail can be set up to add "(envelope-from a@b.example)" to the
 * date, and some put the id there. */
static void
read_date(ClauseReader *r)
{
    Cursor date = { .at = NULL };
    bool over = false;

    for (const Token *token = next_token(r); token; token = next_token(r)) {
        r->at++;
        if (token->keyword == KEYWORD_ID) {
            read_id(r);
            over = true;
        } else if (token->kind == TOKEN_COMMENT && cursor_begins(&token->text, "envelope-")) {
            read_clause_comment(r, token);
            over = true;
        } else if (!over) {
            date = date.at ? cursor_join(&date, &token->whole) : token->whole;
        }
    }
    keep_first_text(&r->hop->date, date);
}

static void
find_client_tokens(ReceivedClauses *clauses, const ReceivedTokens *tokens)
{
    const ReceivedParts *parts = &clauses->parts;

    g_assert(parts->client <= parts->client_end && parts->client_end <= parts->clauses &&
             parts->clauses <= parts->date && parts->date <= tokens->count);
    clauses->client = &tokens->token[parts->client];
    clauses->client_count = parts->client_end - parts->client;
    if (clauses->client_count > 0)
        clauses->client_text = cursor_join(&tokens->token[parts->client].whole,
                                           &tokens->token[parts->client_end - 1].whole);
}

void
received_clauses(ReceivedTokens *tokens, ReceivedClauses *clauses, ReceivedHop *hop)
{
    ClauseReader r = { .tokens = tokens, .clauses = clauses, .hop = hop };

    *clauses = (ReceivedClauses){ .parts = find_parts(tokens) };
    find_client_tokens(clauses, tokens);
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
