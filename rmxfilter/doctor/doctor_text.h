/* SPDX-License-Identifier: ISC */
/* A diagnosis as text for people. */
#ifndef DOCTOR_DOCTOR_TEXT_H
#define DOCTOR_DOCTOR_TEXT_H

#include "doctor/doctor.h"

/* What is to be mended first, then everything that was looked at. No octet of a file, the DNS or an
 * option reaches a terminal unescaped. The caller frees. */
char *doctor_text(const Diagnosis *diagnosis);

#endif
