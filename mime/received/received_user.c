/* SPDX-License-Identifier: ISC */
/* A name counts only where nothing but the mail system's own words stand around it: a user chooses
 * the HELO name and the envelope sender, and by sendmail's -p the name in "from" and the protocol.
 */
#include "mime/received/received_user.h"

#include <string.h>

static bool
ends_user_name(unsigned char octet)
{
    return cursor_is_blank(octet) || strchr("()[]<>\";,", octet);
}

static bool
read_user_number(Cursor text, Cursor *user)
{
    *user = text;
    return cursor_span(&text, cursor_is_digit) > 0 && !cursor_more(&text);
}

/* "uid 1000" and no more. */
static bool
read_user_uid(Cursor text, Cursor *user)
{
    return cursor_skip_text(&text, "uid ") && read_user_number(text, user);
}

/* One word. Exim quotes a name that is more than letters and digits. */
static bool
read_user_name(Cursor text, Cursor *user)
{
    if (cursor_skip(&text, '"') && !cursor_skip_tail(&text, "\""))
        return false;
    *user = text;
    return cursor_span_until(&text, ends_user_name) > 0 && !cursor_more(&text);
}

bool
received_local_user(Cursor text, Cursor *user)
{
    Cursor number = text, host;
    bool numbered = cursor_split(&number, ',', &host);

    if (!numbered)
        host = text;
    if (!cursor_split(&host, '@', user) || !read_user_name(*user, user) ||
        !read_user_name(host, &host))
        return false;
    cursor_span(&number, cursor_is_blank);
    return !numbered || read_user_uid(number, user);
}

/* "Postfix, from userid 1000", "Postfix on SuSE Linux 7.3 (i386), from userid 521": what stands in
 * front is Postfix's mail_name, which its owner may change. No sender's comment is one. */
static bool
skip_pickup_name(const Token *mark, Cursor *text)
{
    Cursor name;

    *text = mark->text;
    if (cursor_begins(text, "envelope-") || !cursor_split_last(text, ',', &name))
        return false;
    cursor_span(text, cursor_is_blank);
    return cursor_skip_text(text, "from userid ");
}

bool
received_is_pickup(const ReceivedClauses *clauses)
{
    Cursor text;

    return clauses->mark_count > 0 && skip_pickup_name(clauses->mark[0], &text);
}

static bool
find_user_in_mark(const ReceivedClauses *clauses, Cursor *user)
{
    Cursor text;

    g_assert(clauses->mark_count > 0); /* the format was told by one */
    return skip_pickup_name(clauses->mark[0], &text) && read_user_number(text, user);
}

/* dma writes more behind the user: the sender, which the user chose, and the id. Courier, which
 * makes no mark, writes "localhost (localhost [127.0.0.1]) (uid N)". */
static bool
find_user_in_client(const ReceivedClauses *clauses, bool goes_on, Cursor *user)
{
    const Token *token = clauses->client;
    size_t count = clauses->client_count;

    if (count == 0 || token[0].kind != TOKEN_WORD)
        return false;
    if (count == 1)
        return read_user_name(token[0].text, user);
    if (token[1].kind == TOKEN_COMMENT && read_user_uid(token[1].text, user))
        return count == 2 || goes_on;
    if (clauses->mark_count == 0 && read_user_uid(token[count - 1].text, user))
        return token[count - 1].kind == TOKEN_COMMENT;
    return (goes_on ? token[1].keyword == KEYWORD_ID
                    : count == 2 && token[1].kind == TOKEN_COMMENT &&
                          cursor_begins(&token[1].text, "helo=")) &&
           read_user_name(token[0].text, user);
}

static bool
find_user_in_comment(const ReceivedClauses *clauses, Cursor *user)
{
    return clauses->client_count == 2 && clauses->client[1].kind == TOKEN_COMMENT &&
           received_local_user(clauses->client[1].text, user);
}

/* What the sender's address holds can close its comment, and write all the rest of a field, but not
 * take away what the scanner writes behind it. */
static bool
find_scanner_user(const ReceivedClauses *clauses, const ReceivedTokens *tokens, Cursor *user)
{
    const Token *token = &tokens->token[clauses->parts.clauses];
    size_t left = tokens->count - clauses->parts.clauses, with = 0;
    Cursor text, before;

    for (size_t i = 0; i < left; i++)
        with += token[i].keyword == KEYWORD_WITH;
    if (with != 1 || left < 5 || tokens->problem)
        return false;
    if (token[2].keyword == KEYWORD_BY && token_is(&token[3], "uid"))
        return read_user_number(token[4].text, user);
    text = token[2].text;
    if (token[2].kind != TOKEN_COMMENT || !cursor_split_last(&text, ',', &before))
        return false;
    cursor_span(&text, cursor_is_blank);
    return read_user_uid(text, user);
}

/* "qmail 7 invoked by uid 89", "qmail 7 invoked by alias" */
static bool
find_queue_user(Cursor text, Cursor *user)
{
    return cursor_find_word(&text, "invoked by", cursor_is_blank) &&
           cursor_span(&text, cursor_is_blank) > 0 &&
           (read_user_uid(text, user) || read_user_name(text, user));
}

static bool
find_user_in_opening(Cursor text, Cursor *user)
{
    return cursor_skip_text(&text, "from ") && received_local_user(text, user);
}

static bool
find_user(const ReceivedFormat *format, const ReceivedClauses *clauses,
          const ReceivedTokens *tokens, Cursor *user)
{
    g_assert((format->user != USER_QUEUE && format->user != USER_OPENING) ||
             clauses->parts.opening);
    switch (format->user) {
    case USER_NONE:
        return false;
    case USER_MARK:
        return find_user_in_mark(clauses, user);
    case USER_CLIENT:
        return find_user_in_client(clauses, format->place == CLIENT_LOCAL, user);
    case USER_COMMENT:
        return find_user_in_comment(clauses, user);
    case USER_SCANNER:
        return find_scanner_user(clauses, tokens, user);
    case USER_QUEUE:
        return find_queue_user(clauses->parts.opening->text, user);
    case USER_OPENING:
        return find_user_in_opening(clauses->parts.opening->text, user);
    }
    return false;
}

void
received_user(const ReceivedFormat *format, const ReceivedClauses *clauses,
              const ReceivedTokens *tokens, ReceivedHop *hop)
{
    static const ReceivedFormat local = { .user = USER_CLIENT };
    Cursor user;

    /* Where the protocol told the kind, the format has no name. */
    if (hop->handed_in && find_user(format->name ? format : &local, clauses, tokens, &user))
        hop->user = cursor_unfold(&user);
}
