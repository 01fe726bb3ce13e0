/* SPDX-License-Identifier: ISC */
/* Everything that rmxfilter leans on, looked at without a message: settings, trust entries, name
 * servers, the sandbox, and how long callers wait. Here it is found out; doctor_text.h and
 * doctor_json.h write it down. */
#ifndef DOCTOR_DOCTOR_H
#define DOCTOR_DOCTOR_H

#include "doctor/resolver_probe.h"
#include "relay/trust_leads.h"
#include "sandbox/sandbox.h"
#include "settings/settings_survey.h"

typedef enum {
    DOCTOR_MEND, /* something does not do what it is there for */
    DOCTOR_NOTE, /* good to know */
} DoctorSeverity;

typedef struct {
    DoctorSeverity severity;
    const char *about; /* "settings", "trust", "resolver", "sandbox", "callers", "host", "disk" */
    char *text;        /* for people: safe to print */
} DoctorFinding;

typedef struct {
    const char *entry; /* lent by the settings */
    TrustLeads *leads;
} DoctorTrust;

/* A program that runs filters, and ends those that take longer. */
typedef struct {
    const char *name;
    const char *setting; /* where its patience is set */
    double seconds;      /* its patience, unless somebody set another */
} DoctorCaller;

typedef struct {
    const SettingsSurvey *survey; /* lent */
    GPtrArray *trust;             /* DoctorTrust *, in the order in which the entries decide */
    GPtrArray *resolvers;         /* ResolverProbe *; of --zone none */
    const Sandbox *sandbox;       /* lent */
    const char *no_room;          /* the folder in which no file for bodies can be made; NULL: one
                                     can. Lent */
    double wait;                  /* seconds that a message waits at most */
    const DoctorCaller *callers;  /* up to one without a name; lent */
    GPtrArray *findings;          /* DoctorFinding *: what is to be mended first */
    const char *next;             /* what to do now, for people: a literal */
} Diagnosis;

/* Looks at everything, inside the sandbox: asks each of the resolvers (taken; ResolverProbe *), and
 * dns for the trust entries. no_room: as in the diagnosis, found out before the sandbox closed. It
 * and the survey must outlive the diagnosis, which the caller owns. */
Diagnosis *diagnose(const SettingsSurvey *survey, GPtrArray *resolvers, const char *no_room,
                    Dns *dns);
void diagnosis_free(Diagnosis *diagnosis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Diagnosis, diagnosis_free)

/* So many things are to be mended. */
unsigned diagnosis_count(const Diagnosis *diagnosis);

/* "mend", "note". */
const char *doctor_severity_text(DoctorSeverity severity);

#endif
