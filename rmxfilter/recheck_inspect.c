/* SPDX-License-Identifier: ISC */
#include "recheck_inspect.h"

#include "inspection.h"
#include "reply_write.h"
#include "report/author_word.h"
#include "report/marks.h"
#include "sandbox/sandbox.h"

static struct {
    const Settings *settings;
    const char *own;
    size_t own_len;
} looked_for;

void
recheck_inspect_begin(const Settings *settings, const char *own, size_t len)
{
    looked_for.settings = settings;
    looked_for.own = own;
    looked_for.own_len = len;
}

/* The old fields, read as strictly as their place proves them. The caller owns them. */
static Marks *
read_old_marks(const HeaderBlock *header)
{
    size_t skip = header_from_line(header->octets, header->len);
    g_autoptr(GString) octets = g_string_new_len(looked_for.own, (gssize)looked_for.own_len);
    g_autoptr(Message) message = NULL;

    g_string_append_len(octets, header->octets + skip, (gssize)(header->len - skip));
    message = message_new(octets->str, octets->len);
    return marks_read(message);
}

/* Whether the new words say more than the old ones. */
static bool
says_more(const Marks *old, const Verdict *verdict, const AuthorAnswer *answer)
{
    bool is_aligned = answer && answer->word == AUTHOR_ALIGNED;

    if (!old->marked || old->error)
        return false;
    if (old->result == RESULT_TEMPERROR && verdict->result != RESULT_TEMPERROR)
        return true;
    if (is_aligned && !(old->has_author && old->word == AUTHOR_ALIGNED))
        return true;
    return old->unknown && verdict->result != RESULT_TEMPERROR && !(answer && answer->unknown.by);
}

static void
write_reply_now(int fd, const Verdict *verdict, const AuthorAnswer *answer)
{
    g_autoptr(GString) text = g_string_new("now ");

    g_string_append(text, result_text(verdict->result));
    if (answer)
        g_string_append_printf(text, " %s", author_word_text(answer->word));
    g_string_append_c(text, '\n');
    reply_write(fd, text);
}

static void
write_what_is_new(int fd, const HeaderBlock *header, const Evidence *evidence,
                  const Verdict *verdict)
{
    g_autoptr(Marks) old = read_old_marks(header);
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);

    if (!says_more(old, verdict, answer))
        return;
    write_reply_now(fd, verdict, answer);
    reply_write_strip(fd, looked_for.settings, evidence);
}

void
recheck_inspect(const HeaderBlock *header, HeldBody *body, int fd, int argc, char *const *argv)
{
    const Settings *settings = looked_for.settings;
    Hasher hasher = hasher_start(header, body);
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = inspection_dns(settings, &error);
    g_autoptr(Evidence) evidence = NULL;
    g_autoptr(Verdict) verdict = NULL;
    g_autofree char *fields = NULL;

    (void)argc;
    (void)argv;
    if (!dns)
        return;
    reply_write_preamble(fd, settings);
    sandbox_enter_behind_guard(dns_tcp_ports(dns), fd);
    evidence = inspect_message(settings, dns, header, &hasher);
    verdict = verdict_of(evidence);
    fields = fields_text(evidence, verdict, settings->fields);
    write_what_is_new(fd, header, evidence, verdict);
    reply_write_fields(fd, fields);
}
