/* SPDX-License-Identifier: ISC */
/* A diagnosis as JSON (docs/contract.md). */
#ifndef DOCTOR_DOCTOR_JSON_H
#define DOCTOR_DOCTOR_JSON_H

#include "doctor/doctor.h"

/* The caller frees. */
char *doctor_json(const Diagnosis *diagnosis);

#endif
