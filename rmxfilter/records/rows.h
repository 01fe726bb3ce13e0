/* SPDX-License-Identifier: ISC */
/* The rows of scheme.c's table, each defined in the file of its scheme. */
#ifndef RECORDS_ROWS_H
#define RECORDS_ROWS_H

#include "records/scheme.h"

extern const Scheme rmx_scheme, spf_scheme, dmp_scheme, mail_from_mx_scheme, mt_scheme,
    caller_id_scheme, sender_id_scheme, best_guess_scheme, iprev_scheme;

#endif
