/* SPDX-License-Identifier: ISC */
/* The programs that were made while this was built are those that libseccomp makes here, shortened,
 * so none is stale; and as a shortened tree they decide of every call as the list of calls does.
 * What they decide is tried by real calls in test_sandbox.c. */
#include "sandbox/sandbox_ready.h"

#include "tools/shorten_filter.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROCESS 4711

/* What the process itself would load; optimize: as libseccomp has it, 1 is a list, 2 a tree. */
static FilterProgram
make_program(SandboxKind kind, uint32_t optimize)
{
    scmp_filter_ctx filter = sandbox_rules_filter(kind, PROCESS);
    FILE *file = tmpfile();
    FilterProgram made = { .count = 0 };

    cr_assert(filter && file);
    if (optimize)
        cr_assert_eq(seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, optimize), 0);
    cr_assert_eq(seccomp_export_bpf(filter, fileno(file)), 0);
    rewind(file);
    made.count = fread(made.code, sizeof(made.code[0]), SANDBOX_READY_MAX, file);
    seccomp_release(filter);
    fclose(file);
    return made;
}

static FilterProgram
ready_program(SandboxKind kind)
{
    const ReadyFilter *ready = &sandbox_ready[kind];
    FilterProgram program = { .count = ready->count };

    cr_assert(ready->program && ready->process_at < ready->count);
    memcpy(program.code, ready->program, ready->count * sizeof(program.code[0]));
    program.code[ready->process_at].k = PROCESS;
    return program;
}

static void
skip_unless_known(SandboxKind kind)
{
    if (sandbox_rules_unknown(kind))
        cr_skip_test("this libseccomp does not know all calls: nothing is made ready");
}

/* Whether half an argument is loaded of which no bit is taken. */
static bool
takes_nothing(const struct sock_filter *one)
{
    return one[0].code == (BPF_LD | BPF_W | BPF_ABS) &&
           one[1].code == (BPF_ALU | BPF_AND | BPF_K) && one[1].k == 0;
}

static unsigned
count_idle(const FilterProgram *program)
{
    unsigned count = 0;

    for (size_t at = 0; at + 1 < program->count; at++)
        count += takes_nothing(&program->code[at]);
    return count;
}

Test(sandbox_ready, is_without_what_always_holds)
{
    for (SandboxKind kind = 0; kind < SANDBOX_KINDS; kind++) {
        FilterProgram ready, made;

        skip_unless_known(kind);
        ready = ready_program(kind);
        made = make_program(kind, 0);
        cr_expect_eq(count_idle(&ready), 0, "kind %d", (int)kind);
        cr_expect_eq(ready.count, 1 + made.count - 3 * (size_t)count_idle(&made), "kind %d",
                     (int)kind);
    }
}

Test(sandbox_ready, is_what_would_be_made)
{
    for (SandboxKind kind = 0; kind < SANDBOX_KINDS; kind++) {
        FilterProgram ready, made;

        skip_unless_known(kind);
        ready = ready_program(kind);
        made = make_program(kind, 0);
        shorten_filter(&made);
        cr_assert_eq(ready.count, made.count, "kind %d", (int)kind);
        cr_expect(memcmp(ready.code, made.code, made.count * sizeof(made.code[0])) == 0, "kind %d",
                  (int)kind);
    }
}

/* --- what a program decides --- */

/* One instruction on the accumulator; returns how many to pass over. */
static size_t
step(const struct sock_filter *one, const struct seccomp_data *call, uint32_t *word)
{
    switch (one->code) {
    case BPF_LD | BPF_W | BPF_ABS:
        memcpy(word, (const char *)call + one->k, sizeof(*word));
        return 0;
    case BPF_ALU | BPF_AND | BPF_K:
        *word &= one->k;
        return 0;
    case BPF_JMP | BPF_JA:
        return one->k;
    case BPF_JMP | BPF_JEQ | BPF_K:
        return *word == one->k ? one->jt : one->jf;
    case BPF_JMP | BPF_JGT | BPF_K:
        return *word > one->k ? one->jt : one->jf;
    case BPF_JMP | BPF_JGE | BPF_K:
        return *word >= one->k ? one->jt : one->jf;
    default:
        cr_assert_fail("an instruction %x that nobody expected", one->code);
    }
    return 0;
}

static uint32_t
decide(const FilterProgram *program, const struct seccomp_data *call)
{
    uint32_t word = 0;

    for (size_t at = 0; at < program->count; at++) {
        if (program->code[at].code == (BPF_RET | BPF_K))
            return program->code[at].k;
        at += step(&program->code[at], call, &word);
    }
    cr_assert_fail("the program has no end");
    return 0;
}

typedef struct {
    FilterProgram list, tree;
    unsigned allowed, others; /* calls decided */
} Pair;

static void
compare(Pair *pair, const struct seccomp_data *call)
{
    uint32_t want = decide(&pair->list, call), got = decide(&pair->tree, call);

    *(want == SECCOMP_RET_ALLOW ? &pair->allowed : &pair->others) += 1;
    cr_assert_eq(got, want, "call %d of %x (%llx, %llx, %llx): got %x, want %x", call->nr,
                 call->arch, (unsigned long long)call->args[0], (unsigned long long)call->args[1],
                 (unsigned long long)call->args[2], got, want);
}

/* A value that the list compares with, or one beside it, perhaps with something above it. */
static uint64_t
pick_value(GRand *chance, const FilterProgram *list)
{
    static const uint64_t beside[] = { 0, 1, UINT64_MAX, UINT64_C(1) << 32, UINT64_C(1) << 63 };
    size_t at = (size_t)g_rand_int_range(chance, 0, (gint32)list->count);

    return list->code[at].k + beside[g_rand_int_range(chance, 0, (gint32)G_N_ELEMENTS(beside))];
}

#define NUMBERS_MAX 600 /* more than any machine has calls from 0 on */
#define ROUNDS      400
#define ROUNDS_ELSE 20 /* for another architecture, of which nothing is let through */

static void
compare_number(Pair *pair, GRand *chance, const struct seccomp_data *which, int rounds)
{
    for (int round = 0; round < rounds; round++) {
        struct seccomp_data call = *which;

        for (size_t i = 0; i < G_N_ELEMENTS(call.args); i++)
            call.args[i] = round == 0 ? 0 : pick_value(chance, &pair->list);
        compare(pair, &call);
    }
}

Test(sandbox_ready, tree_decides_as_list)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(18);

    for (SandboxKind kind = 0; kind < SANDBOX_KINDS; kind++) {
        Pair pair;

        skip_unless_known(kind);
        pair = (Pair){ .list = make_program(kind, 1), .tree = ready_program(kind) };
        for (int number = -2; number < NUMBERS_MAX; number++) {
            const struct seccomp_data here = { .nr = number, .arch = seccomp_arch_native() };
            const struct seccomp_data x32 = { .nr = number | 0x40000000, .arch = here.arch };
            const struct seccomp_data elsewhere = { .nr = number, .arch = here.arch ^ 1 };

            compare_number(&pair, chance, &here, ROUNDS);
            compare_number(&pair, chance, &x32, ROUNDS_ELSE);
            compare_number(&pair, chance, &elsewhere, ROUNDS_ELSE);
        }
        cr_expect(pair.allowed > ROUNDS && pair.others > ROUNDS, "kind %d", (int)kind);
    }
}
