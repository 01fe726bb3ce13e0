/* SPDX-License-Identifier: ISC */
/* What can go wrong: one row for each call, effect and process. */
#ifndef ROWS_H
#define ROWS_H

#include "plan.h"

enum { ONCE = 1, LASTING = 2, BOTH_TIMES = ONCE | LASTING };
enum { IN_GUARD = 1, IN_INSPECTOR = 2, IN_HASHER = 4, ALL = IN_GUARD | IN_INSPECTOR | IN_HASHER };

typedef struct {
    Call call;
    Effect effect;
    int value;
    unsigned times; /* ONCE, LASTING */
    unsigned where; /* IN_GUARD, IN_INSPECTOR, IN_HASHER */
} Row;

extern const Row rows[];
extern const unsigned rows_count;

/* "write", "memory", ...; lent. */
const char *call_name(Call call);

#endif
