/* SPDX-License-Identifier: ISC */
/* One run of the filter, with a fault in it, and what became of it. The message comes from memory
 * and goes to memory, so that many runs take little time. */
#ifndef RUN_H
#define RUN_H

#include "message.h"
#include "plan.h"

typedef struct {
    const char *filter;  /* path; lent */
    const char *library; /* the one to load; lent */
    Plan *plan;          /* what shall fail next; nth 0: nothing */
    unsigned delay;      /* microseconds, until signal comes from outside */
    int signal;          /* 0: none does */
    /* of the last run */
    int status;    /* as waitpid tells it */
    bool hung;     /* it had to be killed */
    bool orphaned; /* so had a process that it left behind */
    char *out;     /* what it wrote */
    size_t out_len;
    /* inner */
    int plan_fd, in_fd, out_fd;
    size_t out_size;
} Rig;

/* Makes this process the one that orphans come to; ends it where something is not to be had. */
void rig_begin(Rig *rig, const char *filter, const char *library);

/* Runs the filter with options, a NULL behind the last, on the message. */
void rig_run(Rig *rig, const Message *message, const char *const *options);

#endif
