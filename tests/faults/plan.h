/* SPDX-License-Identifier: ISC */
/* What the driver (drive.c) and the library that it has loaded into the filter (calls.c, memory.c)
 * tell each other: one shared page, whose descriptor stands in FAULT_PLAN. */
#ifndef PLAN_H
#define PLAN_H

#include <stdatomic.h>
#include <stdbool.h>

/* Calls that can fail, by what is short then. */
typedef enum {
    CALL_MEMORY,  /* malloc, calloc, realloc */
    CALL_READ,    /* read, pread */
    CALL_WRITE,   /* write */
    CALL_PASS,    /* splice, copy_file_range: what they cannot move is read and written */
    CALL_KEEP,    /* pwrite: what is held back can be passed on all the same */
    CALL_CLOSE,   /* close */
    CALL_OPEN,    /* open, fopen, mkostemp */
    CALL_NAME,    /* linkat, rename, fsync */
    CALL_PIPE,    /* pipe2 */
    CALL_FORK,    /* fork */
    CALL_WAIT,    /* poll, ppoll */
    CALL_REAP,    /* waitpid, sigtimedwait */
    CALL_SOCKET,  /* socket, connect */
    CALL_SEND,    /* send, sendto */
    CALL_RECEIVE, /* recv */
    CALL_CLOCK,   /* clock_gettime */
    CALL_SETUP,   /* dup2, prctl, fcntl, fstat, lseek, unlink, kill, setrlimit */
    CALL_ANY,     /* any but CALL_MEMORY */
    CALLS,
} Call;

typedef enum {
    EFFECT_ERRNO,  /* fails with value */
    EFFECT_SHORT,  /* does one octet of its work */
    EFFECT_ZERO,   /* does nothing, and says so */
    EFFECT_LOSE,   /* succeeds, and nothing has happened: a datagram lost on the way */
    EFFECT_CUT,    /* half of what came is lost */
    EFFECT_OTHER,  /* what came answers another question */
    EFFECT_NOISE,  /* what came is nonsense from octet value on */
    EFFECT_JUMP,   /* the clock is wrong by value seconds from now on */
    EFFECT_SIGNAL, /* signal value arrives right before the call */
} Effect;

typedef enum { GUARD, INSPECTOR, HASHER, PROCESSES } Process;

typedef struct {
    /* from the driver */
    Call call;
    Effect effect;
    int value;
    bool lasting; /* all calls from the nth on; else the nth alone */
    unsigned nth; /* from 1 */
    Process process;
    bool no_tmpfile; /* no file system knows files without a name */
    /* from the filter */
    _Atomic unsigned injected;
    _Atomic unsigned counts[PROCESSES][CALLS];
} Plan;

/* In the library: whether this call, of this class, is one that fails. Counts it. */
bool fault_due(Call call);

extern Plan *fault_plan; /* NULL: none, nothing fails */

#endif
