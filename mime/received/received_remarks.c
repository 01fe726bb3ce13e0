/* SPDX-License-Identifier: ISC */
/* A remark is known by how it begins. What is not known is none, and leaves the client without an
 * address: a server that shows "(rdns.example)" alone would let HELO "x (y [192.0.2.1])" name it.
 */
#include "mime/received/received_remarks.h"

#include "mime/received/received_comment.h"

/* Postfix makes the certificate's names harmless ("Client CN"), Courier's ident is taken as it is.
 */
static const Remark remarks[] = {
    { .opening = "using " },
    { .opening = "Client CN " },
    { .opening = "Client did not present" },
    { .opening = "No client certificate" },
    { .opening = "not using TLS" },
    { .opening = "Authenticated sender: ", .is_login = true },
    { .opening = "Authenticated user: ", .is_login = true },
    { .opening = "authenticated bits=", .is_login = true },
    { .opening = "authenticated (", .is_login = true },
    { .opening = "authenticated user ", .is_login = true },
    { .opening = "authenticated as ", .is_login = true },
    { .opening = "authenticated", .is_login = true, .whole = true },
    { .opening = "authenticated user ", .is_login = true, .behind_word = true },
    { .opening = "proxying for ", .client_text = true },
    { .opening = "envelope-sender <" },
    { .opening = "smtp-auth username ", .is_login = true },
    { .opening = "AUTH: ", .is_login = true },
    { .opening = "TLS: " },
    { .opening = "SSL: " },
    { .opening = "IDENT: ", .client_text = true },
    { .opening = "IDENT:", .client_text = true, .whole = true },
    { .opening = "version=" },
    { .opening = "TLSv1" },
    { .opening = "TLS1" },
    { .opening = "uid " },
    { .opening = "may be forged" },
};

static bool
matches_remark(Cursor text, const Remark *remark)
{
    if (remark->whole)
        return cursor_is(&text, remark->opening);
    if (remark->behind_word) {
        cursor_span_until(&text, cursor_is_blank);
        cursor_span(&text, cursor_is_blank);
    }
    return cursor_begins(&text, remark->opening);
}

const Remark *
received_remark(const Token *token)
{
    if (token->kind != TOKEN_COMMENT)
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(remarks); i++)
        if (matches_remark(token->text, &remarks[i]))
            return &remarks[i];
    return NULL;
}

/* Brackets in one are a client's doing: HELO "x (using TLS" or
 * an ident answer "using TLS" have made the server's own comment about the address look like it. */
size_t
received_before_remarks(const Token *token, size_t count, bool *contested)
{
    for (; count > 0 && received_remark(&token[count - 1]); count--) {
        ClientComment seen = received_comment(token[count - 1].text, false);

        *contested |= seen.kind != COMMENT_OTHER || cursor_has(&token[count - 1].text, '[');
    }
    return count;
}

/* Only where all that stands there is the server's remarks, and nothing that a client's text
 * closed. */
void
received_login(const Token *token, size_t count, ReceivedHop *hop)
{
    const Token *login = NULL;

    for (size_t i = 0; i < count; i++) {
        const Remark *found = received_remark(&token[i]);

        if (!found || found->client_text)
            return;
        if (found->is_login && !login)
            login = &token[i];
    }
    if (login)
        hop->auth = cursor_unfold(&login->text);
}
