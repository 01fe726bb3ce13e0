/* SPDX-License-Identifier: ISC */
/* All of the value is one comment, or it begins with "by": what a client chose stands behind "from"
 * in every other server's field, so it cannot look like one of these. */
#include "mime/received/received_queue.h"

/* "(qmail 7 invoked by uid 89)", GMX's "(qmail invoked by alias)", "(wp-smtpd smtp.wp.pl 7 invoked
 * from network)". */
static const struct {
    const char *opening;
    bool host, no_number; /* its own host's name stands behind that; no number does */
    const char *inside;
    ReceivedFormat format;
} queues[] = {
    { .opening = "qmail ",
      .inside = "invoked by ",
      .format = { .name = "qmail queue",
                  .kind = HOP_LOCAL,
                  .handed_in = true,
                  .user = USER_QUEUE } },
    { .opening = "qmail ",
      .inside = "invoked",
      .format = { .name = "qmail queue", .kind = HOP_LOCAL } },
    { .opening = "qmail ",
      .no_number = true,
      .inside = "invoked by alias",
      .format = { .name = "qmail queue",
                  .kind = HOP_LOCAL,
                  .handed_in = true,
                  .user = USER_QUEUE } },
    { .opening = "wp-smtpd ",
      .host = true,
      .inside = "invoked from network",
      .format = { .name = "qmail queue", .kind = HOP_LOCAL } },
    { .opening = "nullmailer pid ",
      .inside = "invoked",
      .format = { .name = "nullmailer",
                  .kind = HOP_LOCAL,
                  .handed_in = true,
                  .user = USER_QUEUE } },
};

static const ReceivedFormat *
queue_format(Cursor text)
{
    for (size_t i = 0; i < G_N_ELEMENTS(queues); i++) {
        Cursor rest = text;

        if (!cursor_skip_text(&rest, queues[i].opening))
            continue;
        if (queues[i].host) {
            cursor_span_until(&rest, cursor_is_blank);
            cursor_span(&rest, cursor_is_blank);
        }
        if (!queues[i].no_number &&
            (cursor_span(&rest, cursor_is_digit) == 0 || !cursor_skip_text(&rest, " ")))
            continue;
        if (cursor_skip_text(&rest, queues[i].inside))
            return &queues[i].format;
    }
    return NULL;
}

/* "by simscan 1.4.0 ppid: 20191, pid: 20194, t: 0.7561s scanners: ..." */
static bool
is_simscan(const ReceivedTokens *tokens)
{
    static const char *const words[] = { "by", "simscan", NULL, "ppid:", NULL, "pid:", NULL, "t:" };

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (i >= tokens->count || (words[i] && !token_is(&tokens->token[i], words[i])))
            return false;
    return true;
}

const ReceivedFormat *
received_queue(const ReceivedTokens *tokens, const ReceivedParts *parts)
{
    static const ReceivedFormat simscan = { .name = "simscan", .kind = HOP_LOCAL };

    if (parts->opening && !parts->has_by)
        return queue_format(parts->opening->text);
    return is_simscan(tokens) ? &simscan : NULL;
}
