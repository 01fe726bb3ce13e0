/* SPDX-License-Identifier: ISC */
/* Words are registered (RFC 3848, RFC 6531) or met in mail; one that is not here says nothing about
 * the kind of hop. */
#include "mime/received/received_protocol.h"

static const ReceivedProtocol protocols[] = {
    { .word = "SMTP" },
    { .word = "ESMTP" },
    { .word = "ESMTPS" },
    { .word = "ESMTPSA", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "ESMTPA", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "SMTPS" },
    { .word = "SMTPA", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "SMTPSA", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "ASMTP", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "ASMTPS", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "UTF8SMTP" },
    { .word = "UTF8SMTPS" },
    { .word = "UTF8SMTPA", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "UTF8SMTPSA", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "HTTP", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "HTTPREST", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "HTTPS" }, /* Microsoft 365 delivers with it */
    { .word = "mapi", .format = "authenticated", .kind = HOP_SUBMISSION },
    { .word = "LMTP",
      .kind = HOP_LOCAL,
      .format = "LMTP" }, /* Cyrus writes LMTPA for every delivery */
    { .word = "LMTPA", .format = "LMTP", .kind = HOP_LOCAL },
    { .word = "LMTPS", .format = "LMTP", .kind = HOP_LOCAL },
    { .word = "LMTPSA", .format = "LMTP", .kind = HOP_LOCAL },
    { .word = "UTF8LMTP", .format = "LMTP", .kind = HOP_LOCAL },
    { .word = "UTF8LMTPA", .format = "LMTP", .kind = HOP_LOCAL },
    { .word = "UTF8LMTPS", .format = "LMTP", .kind = HOP_LOCAL },
    { .word = "UTF8LMTPSA", .format = "LMTP", .kind = HOP_LOCAL },
    { .word = "local", .format = "local submission", .kind = HOP_LOCAL, .handed_in = true },
    { .word = "local-smtp", .format = "local submission", .kind = HOP_LOCAL, .handed_in = true },
    { .word = "local-esmtp", .format = "local submission", .kind = HOP_LOCAL, .handed_in = true },
    { .word = "local-esmtpa", .format = "local submission", .kind = HOP_LOCAL, .handed_in = true },
    { .word = "local-bsmtp", .format = "local submission", .kind = HOP_LOCAL, .handed_in = true },
    { .word = "POP2", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "POP3", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "POP3S", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "POP3-SSL", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "APOP", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "KPOP", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "SDPS", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "IMAP", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "IMAPS", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "IMAP4", .format = "mailbox fetch", .kind = HOP_FETCH },
    { .word = "IMAP4-SSL", .format = "mailbox fetch", .kind = HOP_FETCH },
};

const ReceivedProtocol *
received_protocol(Cursor word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(protocols); i++)
        if (cursor_is(&word, protocols[i].word))
            return &protocols[i];
    return NULL;
}
