/* SPDX-License-Identifier: ISC */
/* The grammar promises "from ... by ... with ... id ... for ...; date"; servers agree on little
 * else. Each clause is a row and a reader.
 *
 * The first of each clause counts: what a client may choose (for, envelope-from) comes behind the
 * clauses that matter. A second "by" ends all trust in the field: HELO "x (y [192.0.2.1]) by mx"
 * puts one in front of the server's own, RCPT might put one behind it, and which is which cannot be
 * told. */
#include "mime/received_clauses.h"

#include "mime/received_format.h"

#include <string.h>

typedef struct Reader Reader;

typedef struct {
    const char *word;
    void (*read)(Reader *r); /* stands behind the word; NULL: the word only ends what is before */
} Clause;

struct Reader {
    ReceivedTokens *tokens;
    const Clause *named[RECEIVED_TOKENS]; /* the clause that each token begins; NULL: none */
    size_t at, end;                       /* of the tokens not yet read */
    ReceivedClauses *clauses;
    ReceivedHop *hop;
    bool past_marks;  /* behind a client's text: "id", "for", the envelope sender */
    bool two_senders; /* that differ: one of them is forged */
};

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
    return r->named[r->at] ? NULL : token;
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

/* Once a client's text has been shown there are no more marks, and after a broken one nothing. */
static void
read_comment(Reader *r, const Token *token)
{
    ReceivedClauses *clauses = r->clauses;
    Cursor text = token->text;

    if (!r->past_marks && clauses->mark_count < RECEIVED_MARKS)
        clauses->mark[clauses->mark_count++] = token;
    if (!is_sender_comment(&text))
        return;
    r->past_marks = true;
    if (!read_sender_text(r, token, text))
        r->at = r->end;
}

static void
read_by(Reader *r)
{
    const Token *token = next_value(r);

    if (token) {
        set_text(&r->hop->by, token->whole);
        r->at++;
    }
}

static void
set_protocol(Reader *r, Cursor words, const ReceivedProtocol *protocol)
{
    if (r->hop->with)
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
        if (token->kind != TOKEN_WORD || r->named[r->at])
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

    r->past_marks = true;
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

    r->past_marks = true;
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

    r->past_marks = true;
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

static const Clause table[] = {
    { .word = "by", .read = read_by },
    { .word = "with", .read = read_with },
    { .word = "id", .read = read_id },
    { .word = "for", .read = read_for },
    { .word = "via", .read = read_via },
    { .word = "from", .read = read_late_from },
    { .word = "envelope-from", .read = read_sender },
    { .word = "tls" },
};

/* Most words are no clause's, and none of those that are is of another length. */
static const Clause *
clause_named(const Token *token)
{
    size_t len = cursor_left(&token->text);

    if (token->kind != TOKEN_WORD || (len > 4 && len != strlen("envelope-from")))
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (cursor_is(&token->text, table[i].word))
            return &table[i];
    return NULL;
}

static void
read_clauses(Reader *r)
{
    for (const Token *token = next_token(r); token; token = next_token(r)) {
        const Clause *clause = r->named[r->at++];

        if (clause && clause->read)
            clause->read(r);
        else if (token->kind == TOKEN_COMMENT)
            read_comment(r, token);
    }
}

static bool
is_named(const Reader *r, size_t at, void (*read)(Reader *r))
{
    return r->named[at] && r->named[at]->read == read;
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
        if (is_named(r, r->at - 1, read_id)) {
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

/* qmail-scanner writes "by mx.example.net by uid 500". */
static bool
is_uid(const ReceivedTokens *tokens, size_t at)
{
    return at < tokens->count && token_is(&tokens->token[at], "uid");
}

/* The place of "from" and "by", or the count of tokens where there is none. */
static void
find_keywords(Reader *r, size_t *from, size_t *by)
{
    ReceivedTokens *tokens = r->tokens;

    *from = *by = tokens->count;
    for (size_t i = 0; i < tokens->count; i++)
        r->named[i] = clause_named(&tokens->token[i]);
    for (size_t i = 0; i < tokens->count; i++) {
        if (*from == tokens->count && *by == tokens->count && is_named(r, i, read_late_from)) {
            *from = i;
            if (i + 1 < tokens->count && tokens->token[i + 1].kind == TOKEN_WORD)
                r->named[++i] = NULL; /* a name, even if the client says HELO by */
        } else if (is_named(r, i, read_by) && !is_uid(tokens, i + 1)) {
            if (*by < tokens->count)
                tokens_doubt(tokens, "more than one by clause", &tokens->token[i].whole);
            *by = MIN(*by, i);
        }
    }
}

/* Where "by" is missing, the client ends at the first other clause or the date. */
static size_t
client_end(const Reader *r, size_t from)
{
    const ReceivedTokens *tokens = r->tokens;
    size_t i = from + 2;

    while (i < tokens->count && tokens->token[i].kind != TOKEN_SEMICOLON && !r->named[i])
        i++;
    return MIN(i, tokens->count);
}

/* Only where "by" follows at once, or nothing: behind sendmail's "(from " stands the ident answer,
 * and "x) (y" would close the comment. */
static const Token *
find_opening(const ReceivedTokens *tokens, size_t by)
{
    const Token *token = tokens->token;

    if (tokens->count == 0 || token[0].kind != TOKEN_COMMENT)
        return NULL;
    if (by != 1 && tokens->count > 1 && (by < tokens->count || token[1].kind != TOKEN_SEMICOLON))
        return NULL;
    return &token[0];
}

void
received_clauses(ReceivedTokens *tokens, ReceivedClauses *clauses, ReceivedHop *hop)
{
    Reader r;
    size_t from, by, date = tokens->count;

    r.tokens = tokens;
    r.clauses = clauses;
    r.hop = hop;
    r.past_marks = r.two_senders = false;
    r.at = 0;
    find_keywords(&r, &from, &by);
    *clauses = (ReceivedClauses){ .opening = find_opening(tokens, by) };
    clauses->has_by = by < tokens->count;
    clauses->has_from = from < tokens->count;
    if (clauses->has_by)
        r.at = by;
    if (clauses->has_from) {
        r.at = clauses->has_by && by > from ? by : client_end(&r, from);
        clauses->client = &tokens->token[MIN(from + 1, r.at)];
        clauses->client_count = r.at - MIN(from + 1, r.at);
        if (clauses->client_count > 0)
            clauses->client_text = cursor_join(&clauses->client->whole,
                                               &clauses->client[clauses->client_count - 1].whole);
    }
    for (size_t i = r.at; i < tokens->count; i++)
        if (tokens->token[i].kind == TOKEN_SEMICOLON)
            date = i;
    r.end = date;
    read_clauses(&r);
    r.at = date + 1;
    r.end = tokens->count;
    read_date(&r);
    if (clauses->has_by && !clauses->has_from && by > 0 && !clauses->opening)
        tokens_problem(tokens, "no from in front of by", &tokens->value);
    if (clauses->has_by && !hop->by)
        tokens_problem(tokens, "no host behind by", &tokens->token[by].whole);
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
