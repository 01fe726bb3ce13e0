/* SPDX-License-Identifier: ISC */
/* Runs while rmxfilter is built: writes the filters of system calls as C (sandbox/sandbox_ready.h),
 * as libseccomp makes them on this machine, and shortened (shorten_filter.c). The number of the
 * process that is to signal itself is not known yet: a number that no process has stands in its
 * place, and where it stands is written down.
 *
 * Where libseccomp does not know all the calls on the lists, nothing is made: another release, at
 * the place where rmxfilter runs, may know more. */
#include "sandbox/sandbox_ready.h"
#include "tools/shorten_filter.h"

#include <err.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#define PLACE 0x7eadf11e /* above what the kernel gives a process (PID_MAX_LIMIT, 2^22) */

/* libseccomp writes to a descriptor. */
static void
export_filter(SandboxKind kind, FilterProgram *exported)
{
    scmp_filter_ctx filter = sandbox_rules_filter(kind, PLACE);
    FILE *file = tmpfile();

    if (!filter || !file)
        err(EX_OSERR, "cannot make a filter");
    if (seccomp_export_bpf(filter, fileno(file)) != 0)
        errx(EX_SOFTWARE, "libseccomp cannot export a filter");
    rewind(file);
    exported->count = fread(exported->code, sizeof(exported->code[0]), SANDBOX_READY_MAX + 1, file);
    if (exported->count == 0 || exported->count >= SANDBOX_READY_MAX) /* one more comes first */
        errx(EX_SOFTWARE, "a filter of %zu instructions", exported->count);
    seccomp_release(filter);
    fclose(file);
}

static size_t
find_place(const FilterProgram *exported)
{
    size_t place = 0, places = 0;

    for (size_t i = 0; i < exported->count; i++)
        if (exported->code[i].k == PLACE) {
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
    static FilterProgram exported;

    export_filter(kind, &exported);
    shorten_filter(&exported);
    printf("\nstatic const struct sock_filter program_%d[%zu] = {\n", (int)kind, exported.count);
    for (size_t i = 0; i < exported.count; i++) {
        const struct sock_filter *one = &exported.code[i];

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
