/* SPDX-License-Identifier: ISC */
/* What the parts of an evidence are called for people, whatever they are shown on: texts and pages
 * say the same. Texts that the caller frees may hold what came from outside, as it came: hostile,
 * where it is not said otherwise. */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "report/evidence.h"
#include "report/page.h"

/* Good, bad, or neither. */
PageStyle words_result_style(Result result);
PageStyle words_signature_style(SignatureResult result);
PageStyle words_arc_style(ArcResult result);

/* "envelope sender": a literal. */
const char *words_identity(IdentityKind identity);

/* Whose word a result of another host is, a literal. */
const char *words_position(const Testimony *testimony);

/* "2 records", "no such name"; "not needed" where there is none. Harmless. */
char *words_answer(const DnsAnswer *answer);

/* Why a signature has its result, whether it is the author's, and its key; "": there is nothing to
 * say. */
char *words_signature(const SignatureFinding *signature);

/* Why the chain has its result, and the sealers behind the newest one; "" likewise. */
char *words_arc(const ArcFinding *arc);

/* What the author's domain wants, and who publishes it. */
char *words_policy(const AuthorPolicy *policy);

/* "seccomp, landlock 3, no TCP": what is in force. Harmless. */
char *words_sandbox(const Sandbox *sandbox);

#endif
