/* SPDX-License-Identifier: ISC */
/* The plan comes back over a pipe, as octets of which anything is read (trust_plan_read). */
#include "trust_process.h"

#include "command_mailbox.h"
#include "command_run.h"
#include "mime/descriptor.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* Questions of a judgement, which is about hundreds of clients and senders. */
#define JUDGEMENT_QUESTIONS 20000

/* Octets of a plan on its way. */
#define PLAN_MAX ((size_t)16 << 20)

/* A plan is worth as much as the answers that it rests on. */
static void
count_answers(TrustPlan *plan, const Dns *dns)
{
    const GPtrArray *log = dns_log(dns);

    for (guint i = 0; i < log->len; i++) {
        const DnsAnswer *answer = ((const DnsQuestion *)log->pdata[i])->answer;

        if (!answer)
            continue;
        plan->questions++;
        plan->unanswered += answer->status == DNS_TEMPERROR;
        plan->found += answer->status == DNS_OK;
    }
}

/* In the sandbox: the plan with the next layer, or finished, for the process that waits. */
static void
judge_in_sandbox(const Settings *settings, Dns *unasked, const TrustTally *tally, TrustPlan *plan,
                 int out)
{
    g_autoptr(Dns) dns = settings->offline ? NULL : dns_again(unasked);
    const TrustQuestion question = {
        .tally = tally, .records = &settings->records, .trust = settings->trust, .dns = dns
    };
    g_autoptr(GBytes) octets = NULL;

    if (dns) {
        dns_set_question_limit(dns, JUDGEMENT_QUESTIONS);
        dns_set_prefetch_limit(dns, JUDGEMENT_QUESTIONS);
    }
    sandbox_enter_behind_guard(dns_tcp_ports(unasked), out);
    if (tally)
        trust_plan_add_layer(plan, &question);
    else
        trust_plan_finish(plan, &settings->records, dns);
    if (dns)
        count_answers(plan, dns);
    octets = trust_plan_write(plan);
    if (!descriptor_write(out, g_bytes_get_data(octets, NULL), g_bytes_get_size(octets)))
        _exit(EX_IOERR);
}

/* Reads to the end; NULL: it does not come, or too late. */
static GByteArray *
read_plan_octets(int in)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();
    guint8 piece[4096];
    ssize_t got = 1;

    while (got != 0 && octets->len <= PLAN_MAX && !command_mailbox_signal()) {
        got = read(in, piece, sizeof(piece));
        if (got < 0 && errno != EINTR)
            return NULL;
        if (got > 0)
            g_byte_array_append(octets, piece, (guint)got);
    }
    return got == 0 && octets->len > 0 ? g_steal_pointer(&octets) : NULL;
}

int
trust_process(const Settings *settings, Dns *dns, const TrustTally *tally, TrustPlan **plan)
{
    g_autoptr(GByteArray) octets = NULL;
    int ends[2];
    pid_t child;

    if (pipe(ends) != 0)
        return command_complain(strerror(errno), EX_OSERR);
    child = fork();
    if (child == 0) {
        close(ends[0]);
        judge_in_sandbox(settings, dns, tally, *plan, ends[1]);
        _exit(EX_OK);
    }
    close(ends[1]);
    octets = child > 0 ? read_plan_octets(ends[0]) : NULL;
    close(ends[0]);
    if (child > 0 && !octets)
        kill(child, SIGKILL);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    if (command_mailbox_signal())
        raise(command_mailbox_signal());
    if (!octets)
        return command_complain("the process that asks the DNS about relays ended early",
                                EX_SOFTWARE);
    trust_plan_free(*plan);
    *plan = trust_plan_read(octets->data, octets->len);
    return EX_OK;
}
