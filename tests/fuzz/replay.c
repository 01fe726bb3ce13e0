/* SPDX-License-Identifier: ISC */
/* Feeds files to a fuzz target without libFuzzer, so that every compiler's build is held against
 * all seeds and past finds. Writes TAP; what a target says of an input, it says by ending the
 * program, so the name of the input stands before it. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

/* Seconds of processor time: no seed comes near, whatever the sanitizers cost. */
#define SECONDS_MAX 2.0

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static void
replay(const char *path, int number)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_autofree void *exact = NULL;
    size_t len;
    double seconds;

    printf("# %s\n", path);
    fflush(stdout);
    if (!g_file_get_contents(path, &text, &len, &error)) {
        printf("not ok %d - %s\n", number, error->message);
        return;
    }
    exact = g_memdup2(text, len); /* its end is where a sanitizer sees it */

    clock_t begin = clock();

    LLVMFuzzerTestOneInput(exact, len);
    seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    printf("%s %d - %s\n", seconds < SECONDS_MAX ? "ok" : "not ok", number, path);
    if (seconds >= SECONDS_MAX)
        printf("# took %.1f s\n", seconds);
}

int
main(int argc, char **argv)
{
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++)
        replay(argv[i], i);
    return 0;
}
