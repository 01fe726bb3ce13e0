/* SPDX-License-Identifier: ISC */
/* Runs while rmxfilter is built: writes the filters of system calls as C (sandbox/sandbox_ready.h),
 * as libseccomp makes them on this machine, without what in them always holds. The number of the
 * process that is to signal itself is not known yet: a number that no process has stands in its
 * place, and where it stands is written down.
 *
 * Where libseccomp does not know all the calls on the lists, nothing is made: another release, at
 * the place where rmxfilter runs, may know more. */
#include "sandbox/sandbox_ready.h"

#include <err.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define PLACE 0x7eadf11e /* above what the kernel gives a process (PID_MAX_LIMIT, 2^22) */

typedef struct {
    struct sock_filter program[SANDBOX_READY_MAX + 1];
    size_t count;
} Program;

/* libseccomp writes to a descriptor. */
static void
export_filter(SandboxKind kind, Program *exported)
{
    scmp_filter_ctx filter = sandbox_rules_filter(kind, PLACE);
    FILE *file = tmpfile();

    if (!filter || !file)
        err(EX_OSERR, "cannot make a filter");
    if (seccomp_export_bpf(filter, fileno(file)) != 0)
        errx(EX_SOFTWARE, "libseccomp cannot export a filter");
    rewind(file);
    exported->count =
        fread(exported->program, sizeof(exported->program[0]), SANDBOX_READY_MAX + 1, file);
    if (exported->count == 0 || exported->count >= SANDBOX_READY_MAX) /* one more comes first */
        errx(EX_SOFTWARE, "a filter of %zu instructions", exported->count);
    seccomp_release(filter);
    fclose(file);
}

/* --- leaving out what always holds --- */

/* libseccomp looks at both halves of an argument, also where the mask takes nothing of the upper
 * one: it loads that half, takes no bit of it, and finds 0. A quarter of a filter is that, and the
 * kernel translates each instruction anew for each message. */
#define IDLE_LENGTH 3

static bool
is_jump(const struct sock_filter *one)
{
    return BPF_CLASS(one->code) == BPF_JMP;
}

/* Where the instruction at a place leads: if what it looks at holds, and if not. */
static size_t
target_of(const Program *program, size_t at, bool holds)
{
    const struct sock_filter *one = &program->program[at];

    if (!is_jump(one))
        return at + 1;
    return at + 1 + (one->code == (BPF_JMP | BPF_JA) ? one->k : holds ? one->jt : one->jf);
}

/* What follows loads anew, so that nobody misses what would have been loaded here. */
static bool
looks_idle(const Program *program, size_t at)
{
    const struct sock_filter *one = &program->program[at];

    return at + IDLE_LENGTH < program->count && one[0].code == (BPF_LD | BPF_W | BPF_ABS) &&
           one[1].code == (BPF_ALU | BPF_AND | BPF_K) && one[1].k == 0 &&
           one[2].code == (BPF_JMP | BPF_JEQ | BPF_K) && one[2].k == 0 && one[2].jt == 0 &&
           one[IDLE_LENGTH].code == (BPF_LD | BPF_W | BPF_ABS);
}

/* Whether some other instruction leads to one that is not the first of those. */
static bool
is_entered_inside(const Program *program, size_t first)
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
retarget(const Program *from, size_t at, const size_t *moved, struct sock_filter *one)
{
    size_t next = moved[at] + 1;

    if (one->code == (BPF_JMP | BPF_JA))
        one->k = (unsigned)(moved[target_of(from, at, true)] - next);
    else if (is_jump(one)) {
        one->jt = (unsigned char)(moved[target_of(from, at, true)] - next);
        one->jf = (unsigned char)(moved[target_of(from, at, false)] - next);
    }
}

/* Of a program that it takes the kernel notes for which calls it needs not be run, as their numbers
 * alone let them through: it tries all of them, up to where an argument is looked at. That pays for
 * a process that makes thousands of calls. An inspector makes a hundred: it looks at an argument
 * first, and each try ends at once. */
static void
put_look_first(Program *program)
{
    memmove(program->program + 1, program->program, program->count * sizeof(program->program[0]));
    program->program[0] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args));
    program->count++;
}

static void
leave_out_idle(Program *program)
{
    static Program from;
    static size_t moved[SANDBOX_READY_MAX + 1];
    static bool idle[SANDBOX_READY_MAX];
    size_t count = 0;

    from = *program;
    for (size_t at = 0; at < from.count; at++)
        idle[at] = false;
    for (size_t at = 0; at < from.count; at++)
        if (looks_idle(&from, at) && !is_entered_inside(&from, at))
            idle[at] = idle[at + 1] = idle[at + 2] = true;
    for (size_t at = 0; at < from.count; at++) {
        moved[at] = count;
        count += !idle[at];
    }
    for (size_t at = 0; at < from.count; at++)
        if (!idle[at]) {
            program->program[moved[at]] = from.program[at];
            retarget(&from, at, moved, &program->program[moved[at]]);
        }
    program->count = count;
}

/* --- writing --- */

static size_t
find_place(const Program *exported)
{
    size_t place = 0, places = 0;

    for (size_t i = 0; i < exported->count; i++)
        if (exported->program[i].k == PLACE) {
            place = i;
            places++;
        }
    if (places != 1)
        errx(EX_SOFTWARE, "the number of the process stands at %zu places", places);
    return place;
}

/* Returns where the place for the number of the process is. */
static size_t
write_filter(SandboxKind kind)
{
    static Program exported;

    export_filter(kind, &exported);
    leave_out_idle(&exported);
    put_look_first(&exported);
    printf("\nstatic const struct sock_filter program_%d[%zu] = {\n", (int)kind, exported.count);
    for (size_t i = 0; i < exported.count; i++) {
        const struct sock_filter *one = &exported.program[i];

        printf("    { 0x%02x, %u, %u, 0x%08x },\n", (unsigned)one->code, (unsigned)one->jt,
               (unsigned)one->jf, (unsigned)one->k);
    }
    puts("};");
    return find_place(&exported);
}

static void
refuse_unknown(SandboxKind kind)
{
    const char *unknown = sandbox_rules_unknown(kind);

    if (unknown)
        errx(EX_UNAVAILABLE, "this libseccomp does not know the system call %s", unknown);
}

int
main(void)
{
    size_t places[SANDBOX_KINDS];

    for (SandboxKind kind = 0; kind < SANDBOX_KINDS; kind++)
        refuse_unknown(kind);
    puts("/* Written by tools/export_filters.c. */\n#include \"sandbox/sandbox_ready.h\"");
    for (SandboxKind kind = 0; kind < SANDBOX_KINDS; kind++)
        places[kind] = write_filter(kind);
    puts("\nconst ReadyFilter sandbox_ready[SANDBOX_KINDS] = {");
    for (SandboxKind kind = 0; kind < SANDBOX_KINDS; kind++)
        printf("    { program_%d, sizeof(program_%d) / sizeof(program_%d[0]), %zu },\n", (int)kind,
               (int)kind, (int)kind, places[kind]);
    puts("};");
    return fflush(stdout) == 0 ? EX_OK : EX_IOERR;
}
