/* SPDX-License-Identifier: ISC */
/* libseccomp looks at both halves of an argument, also where the mask takes nothing of the upper
 * one: it loads that half, takes no bit of it, and finds 0. A quarter of a filter is that.
 *
 * Of a program that it takes the kernel notes for which calls it needs not be run, as their numbers
 * alone let them through: it tries all of them, up to where an argument is looked at. That pays for
 * a process that makes thousands of calls. An inspector makes a hundred: it looks at an argument
 * first, and each try ends at once. */
#include "tools/shorten_filter.h"

#include <linux/seccomp.h>
#include <stdbool.h>
#include <string.h>

/* --- leaving out what always holds --- */

#define IDLE_LENGTH 3 /* instructions: load, take bits, compare */

static bool
is_jump(const struct sock_filter *one)
{
    return BPF_CLASS(one->code) == BPF_JMP;
}

/* Where the instruction at a place leads: if what it looks at holds, and if not. */
static size_t
target_of(const FilterProgram *program, size_t at, bool holds)
{
    const struct sock_filter *one = &program->code[at];

    if (!is_jump(one))
        return at + 1;
    return at + 1 + (one->code == (BPF_JMP | BPF_JA) ? one->k : holds ? one->jt : one->jf);
}

/* What follows loads anew, so that nobody misses what would have been loaded here. */
static bool
looks_idle(const FilterProgram *program, size_t at)
{
    const struct sock_filter *one = &program->code[at];

    return at + IDLE_LENGTH < program->count && one[0].code == (BPF_LD | BPF_W | BPF_ABS) &&
           one[1].code == (BPF_ALU | BPF_AND | BPF_K) && one[1].k == 0 &&
           one[2].code == (BPF_JMP | BPF_JEQ | BPF_K) && one[2].k == 0 && one[2].jt == 0 &&
           one[IDLE_LENGTH].code == (BPF_LD | BPF_W | BPF_ABS);
}

/* Whether some other instruction leads to one that is not the first of those. */
static bool
is_entered_inside(const FilterProgram *program, size_t first)
{
    for (size_t at = 0; at < program->count; at++)
        for (int holds = 0; holds <= 1; holds++) {
            size_t target = target_of(program, at, holds);

            if (target > first && target < first + IDLE_LENGTH && target != at + 1)
                return true;
        }
    return false;
}

/* moved: where each instruction comes to stand; one that is left out: where the next one does. */
static void
retarget(const FilterProgram *from, size_t at, const size_t *moved, struct sock_filter *one)
{
    size_t next = moved[at] + 1;

    if (one->code == (BPF_JMP | BPF_JA))
        one->k = (unsigned)(moved[target_of(from, at, true)] - next);
    else if (is_jump(one)) {
        one->jt = (unsigned char)(moved[target_of(from, at, true)] - next);
        one->jf = (unsigned char)(moved[target_of(from, at, false)] - next);
    }
}

static void
leave_out_idle(FilterProgram *program)
{
    const FilterProgram from = *program;
    size_t moved[SANDBOX_READY_MAX] = { 0 }, count = 0;
    bool idle[SANDBOX_READY_MAX] = { false };

    for (size_t at = 0; at < from.count; at++)
        if (looks_idle(&from, at) && !is_entered_inside(&from, at))
            memset(idle + at, true, IDLE_LENGTH);
    for (size_t at = 0; at < from.count; at++) {
        moved[at] = count;
        count += !idle[at];
    }
    for (size_t at = 0; at < from.count; at++)
        if (!idle[at]) {
            program->code[moved[at]] = from.code[at];
            retarget(&from, at, moved, &program->code[moved[at]]);
        }
    program->count = count;
}

/* --- the first instruction --- */

static void
put_look_first(FilterProgram *program)
{
    memmove(program->code + 1, program->code, program->count * sizeof(program->code[0]));
    program->code[0] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args));
    program->count++;
}

void
shorten_filter(FilterProgram *program)
{
    leave_out_idle(program);
    put_look_first(program);
}
