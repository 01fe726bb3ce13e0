/* SPDX-License-Identifier: ISC */
/* Pages in which each text that can come from a message or from the DNS is one hostile value,
 * behind a number of its own, so that it can be found again: p1VALUE. For tests that hold the tree
 * of such a page against that of a harmless value. */
#ifndef TESTS_PAGES_PLACE_H
#define TESTS_PAGES_PLACE_H

#include <glib.h>

#include <stdio.h>
#include <stdlib.h>

static const char *hostile; /* lent from the command line */

/* Takes the value from the command line, or ends the program. */
static inline void
place_begin(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s VALUE\n", argv[0]);
        exit(64);
    }
    hostile = argv[1];
}

/* The hostile value with the next number before it; the caller frees. */
static inline char *
new_place(void)
{
    static unsigned number;

    return g_strdup_printf("p%u%s", ++number, hostile);
}

#endif
