/* SPDX-License-Identifier: ISC */
/* The ways in which the walk ends: each sets what the walk has found, and tells people why nothing
 * below is believed. Which of them it is walk.c decides. For walk.c alone; index is a field's. */
#ifndef RELAY_WALK_END_H
#define RELAY_WALK_END_H

#include "relay/walk_path.h"

/* Says in words what became of a step, in place of what was said before. */
void walk_explain_step(WalkStep *step, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Whether the field shows a client with a public address that handed the message over. */
bool walk_shows_public_client(const WalkStep *step);

/* The field's client is the origin. */
void walk_end_at_boundary(Walk *walk, int index);

/* The field shows no client. what: a literal; where the field's reader found a problem, that is
 * said in its place. */
void walk_end_unreadable(Walk *walk, int index, const char *what);

/* An account that anybody may have handed the message in. */
void walk_end_at_account(Walk *walk, int index);

/* A logged-in user handed the message to the relay that wrote the field or, where provider is not
 * NULL, to one of the provider's machines. */
void walk_end_at_submission(Walk *walk, int index, const Provider *provider);

/* All fields are believed. inside: the provider that the last field is inside; NULL: none. */
void walk_end_at_last_field(Walk *walk, const Provider *inside);

/* --hops says to believe count fields, and there are fewer. */
void walk_end_too_short(Walk *walk, int count);

/* All fields that are known are believed, and others follow. */
void walk_end_in_cut_header(Walk *walk);

/* What came in begins with no header field. */
void walk_end_without_header(Walk *walk);

#endif
