/* SPDX-License-Identifier: ISC */
/* A Received value cut into words, comments, angle-bracketed paths and semicolons. It knows no
 * clause, but it knows which cuts can be trusted: a server writes one "by", at depth 0, and what
 * swallows another is a client's doing. Bounded: a fixed number of tokens, no recursion. */
#ifndef MIME_RECEIVED_TOKENS_H
#define MIME_RECEIVED_TOKENS_H

#include "mime/cursor.h"

/* The longest field seen in real mail has about 60. */
enum { RECEIVED_TOKENS = 128 };

typedef enum {
    TOKEN_WORD,      /* octets without blanks, parentheses, ";" or "<" */
    TOKEN_COMMENT,   /* balanced parentheses */
    TOKEN_PATH,      /* "<...>", quoted strings understood */
    TOKEN_SEMICOLON, /* at depth 0 */
    TOKEN_STRAY,     /* a ")" that closes nothing */
    TOKEN_OPEN,      /* a comment that never ends; not kept */
} TokenKind;

/* The words that clauses begin with, in any ASCII case. */
typedef enum {
    KEYWORD_NONE,
    KEYWORD_FROM,
    KEYWORD_BY,
    KEYWORD_WITH,
    KEYWORD_VIA,
    KEYWORD_ID,
    KEYWORD_FOR,
    KEYWORD_SENDER, /* "envelope-from" */
    KEYWORD_TLS,    /* "tls", Exim's and Haraka's */
} Keyword;

typedef struct {
    TokenKind kind;
    Keyword keyword; /* of a word */
    Cursor whole;    /* as written */
    Cursor text;     /* a comment or path without its brackets, comments trimmed; else the same */
} Token;

typedef struct {
    Cursor value;
    Token token[RECEIVED_TOKENS];
    size_t count;
    const char *problem; /* a literal; NULL: none */
    size_t problem_at;
    bool doubtful; /* the value can be read in more than one way: none of it is to be believed */
} ReceivedTokens;

/* Cuts up what is left of value. The tokens point into it. */
void received_tokens(Cursor value, ReceivedTokens *tokens);

/* Notes a problem unless there is one already. */
void tokens_problem(ReceivedTokens *tokens, const char *problem, const Cursor *where);

/* The same, and none of the value is to be believed. */
void tokens_doubt(ReceivedTokens *tokens, const char *problem, const Cursor *where);

/* Takes a path: "<" up to its ">". Blanks count as part of it only inside a quoted string. False,
 * and nothing taken, where none stands next. */
bool token_skip_path(Cursor *c);

/* True for a word that is this one in any ASCII case. */
bool token_is(const Token *token, const char *word);

#endif
