/* SPDX-License-Identifier: ISC */
/* In such a comment the client may have written: the ident answer (in front of "@"), its HELO name
 * (behind "helo=") and, by its PTR record, the reverse name. The rules:
 *
 *   - "[IP]" at the very end is the server's, whatever the ident answer in front of it holds:
 *     "(x [192.0.2.1] y@rdns.example [203.0.113.9])";
 *   - "[IP]" at the beginning is the server's where nothing but words and HELO's own literal
 *     follow: "([203.0.113.9] helo=[192.0.2.1])";
 *   - where both could be, nothing is: "([192.0.2.1] helo=x@rdns.example [203.0.113.9])" is Exim's
 *     with a bad HELO, or sendmail's with a bad ident;
 *   - a comment that begins with HELO never shows the address.
 *
 * received_comment() tries the forms one after the other, and the first that fits ends it. For
 * "x [192.0.2.1] y@rdns.example [203.0.113.9]":
 *
 *   form tried              what it finds                             then
 *   received_helo_comment   no "HELO ", "helo=", "port=" in front     next form
 *   read_address_first      no "[" in front                           next form
 *   read_address_last       nothing behind the last "]",
 *                           "203.0.113.9" inside the last "[" "]"     COMMENT_ADDRESS, ip set
 *   received_names          in front of that, up to the last "@":
 *                           "x [192.0.2.1] y", the ident answer;
 *                           behind it "rdns.example", the name        done
 *
 * For "[192.0.2.1] helo=x@rdns.example [203.0.113.9]":
 *
 *   received_helo_comment   no such word in front                     next form
 *   read_address_first      "192.0.2.1" in front; behind it another
 *                           bracket, which is no HELO literal, and
 *                           "helo=": both addresses may be the
 *                           server's                                  COMMENT_UNCLEAR, done */
#include "mime/received/received_comment.h"

#include "mime/received/received_tokens.h"

static bool
parse_plain_address(Cursor text, IpAddress *ip)
{
    return ip_parse_client(text.at, cursor_left(&text), ip);
}

static bool
is_zone(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '.' || octet == '-' || octet == '_';
}

static bool
is_all_in(Cursor text, CursorSet set)
{
    return cursor_more(&text) && cursor_span(&text, set) && !cursor_more(&text);
}

/* "192.0.2.1:25", "192.0.2.1.63559" */
static bool
parse_address_and_port(Cursor text, char separator, IpAddress *ip)
{
    Cursor before, port = text;

    return cursor_split_last(&port, separator, &before) && is_all_in(port, cursor_is_digit) &&
           cursor_left(&port) <= 5 && !cursor_has(&before, ':') && parse_plain_address(before, ip);
}

/* Without brackets. Leading zeros and decimal addresses are none (ip_parse). */
static bool
parse_bare_address(Cursor text, IpAddress *ip)
{
    Cursor zone, before;

    cursor_trim(&text, cursor_is_blank);
    cursor_skip_text(&text, "IPv6:");
    if (!cursor_is_digit((unsigned char)cursor_peek(&text)) && !cursor_has(&text, ':'))
        return false;
    if (parse_plain_address(text, ip))
        return true;
    zone = text;
    if (cursor_split(&zone, '%', &before))
        return is_all_in(zone, is_zone) && cursor_has(&before, ':') &&
               parse_plain_address(before, ip);
    return parse_address_and_port(text, ':', ip) || parse_address_and_port(text, '.', ip);
}

/* Takes ":25" where it stands next. */
static void
skip_port(Cursor *c)
{
    if (cursor_skip(c, ':'))
        cursor_span(c, cursor_is_digit);
}

bool
received_address(Cursor text, IpAddress *ip)
{
    Cursor inside;

    if (!cursor_skip(&text, '['))
        return parse_bare_address(text, ip);
    if (!cursor_split(&text, ']', &inside))
        return false;
    skip_port(&text);
    return !cursor_more(&text) && parse_bare_address(inside, ip);
}

/* --- what the client said --- */

static Cursor
take_word(Cursor *text)
{
    cursor_span(text, cursor_is_blank);

    const char *begin = text->at;

    cursor_span_until(text, cursor_is_blank);
    return cursor_since(text, begin);
}

static bool
is_helo_verb(Cursor word)
{
    return cursor_is(&word, "HELO") || cursor_is(&word, "EHLO") || cursor_is(&word, "LHLO");
}

/* "helo=x ident=y" (Exim), `"EHLO x" ...` (ZMailer), "HELO x" (qmail), "account y HELO x"
 * (CommuniGate). */
static void
read_client_words(Cursor text, ClientComment *comment)
{
    while (cursor_more(&text) && !comment->helo.at) {
        Cursor word = take_word(&text);
        bool quoted = cursor_skip(&word, '"');

        if (cursor_skip_text(&word, "helo=")) {
            comment->helo = word;
        } else if (is_helo_verb(word)) {
            comment->helo = text;
            if (quoted)
                cursor_split(&text, '"', &comment->helo);
            cursor_trim(&comment->helo, cursor_is_blank);
        } else if (cursor_skip_text(&word, "ident=")) {
            comment->ident = word;
        }
    }
    while (cursor_more(&text) && !comment->ident.at) {
        Cursor word = take_word(&text);

        if (cursor_skip_text(&word, "ident="))
            comment->ident = word;
    }
}

bool
received_helo_comment(Cursor text, ClientComment *comment)
{
    static const char *const openings[] = { "HELO ", "EHLO ",  "LHLO ",   "helo=",
                                            "port=", "ident=", "account " };

    if (is_helo_verb(text))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(openings); i++) {
        if (cursor_begins(&text, openings[i])) {
            read_client_words(text, comment);
            return true;
        }
    }
    return false;
}

/* --- what the server saw --- */

/* A HELO that is an address literal is the only bracket that may follow the server's own. */
static bool
has_only_helo_literal(Cursor text)
{
    Cursor before, inside;

    if (!cursor_split(&text, '[', &before))
        return true;
    if (!cursor_skip_tail(&before, "helo=") && !cursor_skip_tail(&before, "\"EHLO ") &&
        !cursor_skip_tail(&before, "\"HELO "))
        return false;
    return cursor_split(&text, ']', &inside) && !cursor_has(&inside, '[') &&
           !cursor_has(&text, '[');
}

/* "ident@IP", where the ident answer began with a bracket. */
static bool
ends_in_address(Cursor text)
{
    Cursor before;
    IpAddress ip;

    return cursor_split_last(&text, '@', &before) && received_address(text, &ip);
}

static void
read_brackets(Cursor inside, ClientComment *comment)
{
    cursor_trim(&inside, cursor_is_blank);
    if (parse_bare_address(inside, &comment->ip))
        comment->kind = COMMENT_ADDRESS;
    else if (!cursor_more(&inside) || cursor_begins(&inside, "unix"))
        comment->kind = COMMENT_EMPTY;
    else
        comment->kind = COMMENT_UNCLEAR;
}

/* "[IP]:25 helo=x". False where the text does not begin so, or where the end of the text says more:
 * then read_address_last reads it. */
static bool
read_address_first(Cursor text, bool address_leads, ClientComment *comment)
{
    Cursor inside;

    if (!cursor_skip(&text, '[') || !cursor_split(&text, ']', &inside))
        return false;
    skip_port(&text);
    if (address_leads || (has_only_helo_literal(text) && !ends_in_address(text))) {
        read_brackets(inside, comment);
        read_client_words(text, comment);
        comment->said_last = comment->helo.at || comment->ident.at;
        return true;
    }
    cursor_trim(&text, cursor_is_blank);
    if (cursor_has(&text, '[') && !cursor_begins(&text, "helo=") &&
        !cursor_begins(&text, "ident=") && !cursor_begins(&text, "\""))
        return false;
    comment->kind = COMMENT_UNCLEAR;
    return true;
}

void
received_names(Cursor names, ClientComment *comment)
{
    Cursor ident;

    cursor_trim(&names, cursor_is_blank);
    if (cursor_split_last(&names, '@', &ident)) {
        cursor_skip_text(&ident, "IDENT:");
        comment->ident = ident;
    }
    comment->rdns = names;
}

/* Behind the last bracket: nothing, a port, or a remark such as "(may be forged)". */
static bool
is_bracket_remark(Cursor text)
{
    skip_port(&text);
    cursor_span(&text, cursor_is_blank);
    return !cursor_more(&text) || (cursor_skip(&text, '(') && cursor_skip_tail(&text, ")"));
}

/* "ident@rdns [IP] (may be forged)" */
static bool
read_address_last(Cursor text, ClientComment *comment)
{
    Cursor behind = text, before, inside;

    if (!cursor_split_last(&behind, ']', &before))
        return false;
    inside = before;
    if (!is_bracket_remark(behind) || !cursor_split_last(&inside, '[', &before) ||
        cursor_has(&before, '(') || cursor_skip_tail(&before, "helo=") ||
        cursor_skip_tail(&before, "HELO ") || cursor_skip_tail(&before, "EHLO ")) {
        comment->kind = COMMENT_UNCLEAR;
        return true;
    }
    read_brackets(inside, comment);
    received_names(before, comment);
    return true;
}

/* "IP", "ident@IP" */
static void
read_bare_last(Cursor text, ClientComment *comment)
{
    Cursor ident = { .at = NULL };

    cursor_split_last(&text, '@', &ident);
    if (!parse_bare_address(text, &comment->ip))
        return;
    comment->kind = COMMENT_ADDRESS;
    comment->ident = ident;
}

ClientComment
received_comment(Cursor text, bool address_leads)
{
    ClientComment comment = { .kind = COMMENT_OTHER };

    if (received_helo_comment(text, &comment) ||
        read_address_first(text, address_leads, &comment) || read_address_last(text, &comment))
        return comment;
    if (cursor_has(&text, '['))
        comment.kind = COMMENT_UNCLEAR;
    else
        read_bare_last(text, &comment);
    return comment;
}
