/* SPDX-License-Identifier: ISC */
/* What is asked about the author: whose domain he is of, and what of all that was found is his. */
#ifndef ASK_AUTHOR_H
#define ASK_AUTHOR_H

#include "report/evidence.h"

/* Sets what is aligned among the findings, which must be there. */
void ask_author(Evidence *evidence);

#endif
