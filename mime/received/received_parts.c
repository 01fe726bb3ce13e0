/* SPDX-License-Identifier: ISC */
/* A server writes one "by". HELO "x (y [192.0.2.1]) by mx" puts another in front of it, RCPT might
 * put one behind it, and which is which cannot be told: then nothing of the field is believed. So
 * every "by" counts, also behind a semicolon, since HELO may hold one too. */
#include "mime/received/received_parts.h"

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

/* The place of "from" in front of "by", and of "by"; the count of tokens where there is none. */
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

ReceivedParts
received_parts(ReceivedTokens *tokens)
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
