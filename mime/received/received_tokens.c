/* SPDX-License-Identifier: ISC */
/* Some servers write down whatever the client said in HELO, ident or RCPT: blanks, parentheses and
 * quotes too. So no quoted string is honoured where a HELO may stand: HELO `"` and RCPT
 * `<"x ([192.0.2.1]) by ..."@y>` would make one string of all that the server wrote between. Where
 * a comment or a path does have to be skipped, it must not hide the server's own "by". */
#include "mime/received/received_tokens.h"

#include <string.h>

/* RFC 5321 section 4.5.3.1.3 allows 256; more than this is no path. */
enum { PATH_LIMIT = 1024 };

static bool
ends_word(unsigned char octet)
{
    return cursor_is_blank(octet) || octet == '(' || octet == ')' || octet == ';' || octet == '<';
}

static bool
bounds_keyword(unsigned char octet)
{
    return ends_word(octet) || octet == '"' || octet == '>' || octet == ']' || octet == ',';
}

static bool
matters_in_comment(unsigned char octet)
{
    return octet == '(' || octet == ')' || octet == '\\';
}

bool
token_is(const Token *token, const char *word)
{
    return token->kind == TOKEN_WORD && cursor_is(&token->text, word);
}

void
tokens_problem(ReceivedTokens *tokens, const char *problem, const Cursor *where)
{
    if (tokens->problem)
        return;
    tokens->problem = problem;
    tokens->problem_at = cursor_offset(where);
}

void
tokens_doubt(ReceivedTokens *tokens, const char *problem, const Cursor *where)
{
    tokens_problem(tokens, problem, where);
    tokens->doubtful = true;
}

/* "x (y [192.0.2.1]) by mx (" as HELO, and RCPT <"a)"@b>: the server's own address and "by" stand
 * in a comment then. Its "by" is followed by some other clause, the sender or the date; words about
 * people who did something ("invoked by uid 7") are not. */
static bool
hides_by(Cursor text)
{
    static const char *const clauses[] = { "with",           "id", "for", "via", "envelope-from",
                                           "envelope-sender" };

    if (!cursor_find_word(&text, "by", bounds_keyword))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(clauses); i++) {
        Cursor rest = text;

        if (cursor_find_word(&rest, clauses[i], bounds_keyword))
            return true;
    }
    return cursor_has(&text, ';');
}

/* At most PATH_LIMIT octets of what is left: no search for an end goes further. */
static Cursor
path_window(const Cursor *c)
{
    Cursor rest = *c;

    return cursor_sub(&rest, MIN(cursor_left(c), (size_t)PATH_LIMIT));
}

static bool
skip_quoted(Cursor *c)
{
    if (!cursor_skip(c, '"'))
        return false;
    for (;;) {
        int octet = cursor_take(c);

        if (octet == '\\')
            octet = cursor_take(c);
        else if (octet == '"')
            return true;
        if (octet < 0)
            return false;
    }
}

bool
token_skip_path(Cursor *c)
{
    int octet = cursor_peek(c);

    if (octet != '<')
        return false;

    Cursor probe = path_window(c);

    cursor_take(&probe);
    while (octet != '>') {
        octet = cursor_peek(&probe);
        if (octet < 0 || octet == '<' || cursor_is_blank((unsigned char)octet))
            return false;
        if (octet != '"')
            cursor_take(&probe);
        else if (!skip_quoted(&probe))
            return false;
    }
    cursor_sub(c, cursor_offset(&probe));
    return true;
}

/* Quotes mean nothing in a comment (RFC 5322 section 3.2.2), but Exim puts the sender's address
 * into one as it came: <"a) with esmtpa ("@b.example>. */
static void
skip_envelope(Cursor *c)
{
    Cursor probe = *c;

    if ((cursor_skip_text(&probe, "envelope-from ") ||
         cursor_skip_text(&probe, "envelope-sender ")) &&
        token_skip_path(&probe))
        *c = probe;
}

static bool
take_comment(Cursor *c)
{
    size_t depth = 0;

    do {
        cursor_span_until(c, matters_in_comment);
        switch (cursor_take(c)) {
        case '(':
            if (depth++ == 0)
                skip_envelope(c);
            break;
        case ')':
            depth--;
            break;
        case '\\':
            cursor_take(c);
            break;
        default:
            return false;
        }
    } while (depth > 0);
    return true;
}

/* A local part may be quoted without a path about it: for "a b"@c.example. */
static void
skip_quoted_local_part(Cursor *c, const ReceivedTokens *tokens)
{
    Cursor probe = path_window(c);

    if (tokens->count > 0 && tokens->token[tokens->count - 1].keyword == KEYWORD_FOR &&
        skip_quoted(&probe))
        cursor_sub(c, cursor_offset(&probe));
}

static TokenKind
take_token(Cursor *c, const ReceivedTokens *tokens)
{
    switch (cursor_peek(c)) {
    case '(':
        return take_comment(c) ? TOKEN_COMMENT : TOKEN_OPEN;
    case ')':
        cursor_take(c);
        return TOKEN_STRAY;
    case ';':
        cursor_take(c);
        return TOKEN_SEMICOLON;
    case '<':
        if (token_skip_path(c))
            return TOKEN_PATH;
        cursor_take(c); /* "<" begins a word then */
        break;
    case '"':
        skip_quoted_local_part(c, tokens);
        break;
    }
    cursor_span_until(c, ends_word);
    return TOKEN_WORD;
}

/* Most words are no keyword, and none of those that are is of another length. */
static Keyword
keyword_of(const Cursor *word)
{
    static const struct {
        const char *word;
        Keyword keyword;
    } keywords[] = {
        { "by", KEYWORD_BY },     { "with", KEYWORD_WITH }, { "id", KEYWORD_ID },
        { "for", KEYWORD_FOR },   { "via", KEYWORD_VIA },   { "envelope-from", KEYWORD_SENDER },
        { "from", KEYWORD_FROM }, { "tls", KEYWORD_TLS },
    };
    size_t len = cursor_left(word);

    if (len > strlen("from") && len != strlen("envelope-from"))
        return KEYWORD_NONE;
    for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
        if (cursor_is(word, keywords[i].word))
            return keywords[i].keyword;
    return KEYWORD_NONE;
}

static Cursor
token_text(const Token *token)
{
    Cursor text = token->whole;

    if (token->kind == TOKEN_COMMENT || token->kind == TOKEN_PATH)
        text = cursor_inside(&text);
    if (token->kind == TOKEN_COMMENT)
        cursor_trim(&text, cursor_is_blank);
    return text;
}

/* Only what has blanks in it can hide a clause. */
static bool
can_hide_clause(const Token *token)
{
    return token->kind == TOKEN_COMMENT || token->kind == TOKEN_PATH ||
           cursor_peek(&token->whole) == '"';
}

void
received_tokens(Cursor value, ReceivedTokens *tokens)
{
    tokens->value = value;
    tokens->count = 0;
    tokens->problem = NULL;
    tokens->problem_at = 0;
    tokens->doubtful = false;
    for (;;) {
        Token *token = &tokens->token[tokens->count];
        const char *begin;

        cursor_span(&value, cursor_is_blank);
        if (!cursor_more(&value))
            return;
        if (tokens->count == RECEIVED_TOKENS) {
            tokens_doubt(tokens, "too many words", &value);
            return;
        }
        begin = value.at;
        token->kind = take_token(&value, tokens);
        token->whole = cursor_since(&value, begin);
        token->text = token_text(token);
        token->keyword = token->kind == TOKEN_WORD ? keyword_of(&token->text) : KEYWORD_NONE;
        if (token->kind == TOKEN_OPEN) {
            tokens_problem(tokens, "comment not closed", &token->whole);
            tokens->doubtful |= cursor_find_word(&token->whole, "by", bounds_keyword);
            return;
        }
        if (token->kind == TOKEN_STRAY)
            tokens_problem(tokens, "parenthesis not opened", &token->whole);
        if (can_hide_clause(token) && hides_by(token->text))
            tokens_doubt(tokens, "a clause inside a comment or address", &token->whole);
        tokens->count++;
    }
}
