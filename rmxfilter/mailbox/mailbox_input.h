/* SPDX-License-Identifier: ISC */
/* Whether what was opened is one message or an mbox of several, for who treats the two differently.
 */
#ifndef MAILBOX_INPUT_H
#define MAILBOX_INPUT_H

#include <stdbool.h>

/* Looks ahead in standard input, which stands where it stood afterwards, and sets *several. A pipe
 * or a socket in which the "From " line of an mbox may stand first is copied into a file without a
 * name, in TMPDIR or else /var/tmp, which then is standard input; what comes from a terminal is one
 * message. False with errno: it cannot be read, or copied. */
bool mailbox_input_look_ahead(bool *several);

#endif
