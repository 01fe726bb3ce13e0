/* SPDX-License-Identifier: ISC */
/* One function for each part, each of which notes what it finds. What is a matter of taste is no
 * finding: the exit code is for scripts that look after many hosts. */
#include "doctor/doctor.h"

#include "mime/quote.h"

#include <string.h>

#define PROBE_SECONDS 3.0    /* that one name server may take, at most */
#define SLOW_MS       1000.0 /* a name server that takes longer is slow */

/* Dovecot's sieve_filter_exec_timeout; maildrop(1), WATCHDOG TIMER; procmailrc(5), TIMEOUT;
 * pipe(8), command_time_limit. */
static const DoctorCaller callers[] = {
    { "Dovecot's Sieve", "sieve_filter_exec_timeout", 10 },
    { "maildrop", "its watchdog timer", 300 },
    { "procmail", "TIMEOUT", 960 },
    { "Postfix's pipe", "command_time_limit", 1000 },
    { NULL, NULL, 0 },
};

static void
doctor_finding_free(void *data)
{
    DoctorFinding *finding = data;

    g_free(finding->text);
    g_free(finding);
}

static void
doctor_trust_free(void *data)
{
    DoctorTrust *trust = data;

    trust_leads_free(trust->leads);
    g_free(trust);
}

static void __attribute__((format(printf, 4, 5)))
doctor_find(Diagnosis *diagnosis, DoctorSeverity severity, const char *about, const char *format,
            ...)
{
    DoctorFinding *finding = g_new0(DoctorFinding, 1);
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    finding->severity = severity;
    finding->about = about;
    finding->text = quote_words_text(text, QUOTE_ALL);
    g_ptr_array_add(diagnosis->findings, finding);
}

/* --- settings --- */

static void
judge_settings(Diagnosis *diagnosis)
{
    const SettingsSurvey *survey = diagnosis->survey;
    const Settings *settings = survey->settings;

    for (guint i = 0; i < survey->problems->len; i++)
        doctor_find(diagnosis, DOCTOR_MEND, "settings", "%s",
                    (const char *)survey->problems->pdata[i]);
    if (settings->hops > 0 && trust_list_len(settings->trust) > 0)
        doctor_find(diagnosis, DOCTOR_NOTE, "trust",
                    "hops=%d counts: entries of trust= decide nothing while it is set",
                    settings->hops);
    else if (settings->hops == 0 && trust_list_len(settings->trust) == 0)
        doctor_find(diagnosis, DOCTOR_NOTE, "trust",
                    "no relay is trusted but those with private addresses: right where mail comes "
                    "to this host straight from outside; rmxfilter explain MESSAGE shows the path");
}

/* The name stands in the fields, where readers tell hosts apart by it. */
static void
judge_host_name(Diagnosis *diagnosis)
{
    const char *name = diagnosis->survey->settings->authserv_id;

    if (!strchr(name, '.'))
        doctor_find(diagnosis, DOCTOR_NOTE, "host",
                    "\"%s\" tells this host from no other; give its full name: [headers] "
                    "authserv-id=mx.example.net",
                    name);
}

/* --- trust --- */

static void
judge_leads(Diagnosis *diagnosis, const TrustEntryView *entry, const TrustLeads *leads)
{
    g_autofree char *problem = trust_leads_problem(entry, leads);

    if (problem)
        doctor_find(diagnosis, DOCTOR_MEND, "trust", "%s%s", problem,
                    leads->nowhere ? "" : "; name the forwarder's own hosts");
    if (leads->unknown)
        doctor_find(diagnosis, DOCTOR_MEND, "trust",
                    "entry %s: %s; mail for which that decides is marked temperror", entry->text,
                    leads->unknown);
}

static void
follow_trust(Diagnosis *diagnosis, Dns *dns)
{
    const TrustList *list = diagnosis->survey->settings->trust;
    unsigned len = trust_list_len(list);

    dns_set_question_limit(dns, DNS_QUESTIONS_MAX * (len + 1));
    dns_set_prefetch_limit(dns, DNS_QUESTIONS_MAX);
    for (unsigned i = 0; i < len; i++)
        trust_leads_prefetch(list, i, dns);
    for (unsigned i = 0; i < len; i++) {
        const TrustEntryView entry = trust_list_entry(list, i);
        DoctorTrust *trust = g_new0(DoctorTrust, 1);

        trust->entry = entry.text;
        trust->leads = trust_leads(list, i, dns);
        judge_leads(diagnosis, &entry, trust->leads);
        g_ptr_array_add(diagnosis->trust, trust);
    }
}

/* --- the DNS --- */

static void
judge_probe(Diagnosis *diagnosis, const ResolverProbe *probe)
{
    if (probe->has_zone)
        doctor_find(diagnosis, DOCTOR_NOTE, "resolver",
                    "%s is link-local, and cannot be asked by itself", probe->address);
    else if (!probe->resolves)
        doctor_find(diagnosis, DOCTOR_MEND, "resolver", "%s does not resolve: %s", probe->address,
                    probe->problem);
    else if (probe->ms > SLOW_MS)
        doctor_find(diagnosis, DOCTOR_NOTE, "resolver",
                    "%s is slow: %.0f ms for a question that it should have the answer of",
                    probe->address, probe->ms);
    if (probe->validates && probe->trusted && !probe->here)
        doctor_find(
            diagnosis, DOCTOR_NOTE, "resolver",
            "%s is on another host, and its word that an answer is signed is taken: whoever "
            "sits in between can say so, too",
            probe->address);
    if (probe->validates && !probe->trusted)
        doctor_find(diagnosis, DOCTOR_NOTE, "resolver",
                    "%s validates (DNSSEC), but its word is not taken: options trust-ad in "
                    "/etc/resolv.conf would",
                    probe->address);
}

/* One that denies everything is believed, as it answers. */
static void
judge_lack_of_resolvers(Diagnosis *diagnosis, bool denied)
{
    if (denied)
        doctor_find(diagnosis, DOCTOR_MEND, "resolver",
                    "no name server resolves: of every domain they say that it does not exist, and "
                    "every verdict is none");
    else
        doctor_find(diagnosis, DOCTOR_MEND, "resolver",
                    "no name server resolves: every verdict is temperror, after %.1f s",
                    diagnosis->survey->settings->timeout);
}

static void
ask_resolvers(Diagnosis *diagnosis)
{
    bool some = diagnosis->resolvers->len == 0, denied = false;

    for (guint i = 0; i < diagnosis->resolvers->len; i++) {
        ResolverProbe *probe = diagnosis->resolvers->pdata[i];

        if (!probe->has_zone)
            resolver_probe_ask(probe, MIN(PROBE_SECONDS, diagnosis->survey->settings->timeout));
        judge_probe(diagnosis, probe);
        some |= probe->resolves || probe->has_zone;
        denied |= probe->denies;
    }
    if (!some)
        judge_lack_of_resolvers(diagnosis, denied);
    if (diagnosis->survey->settings->zone)
        doctor_find(diagnosis, DOCTOR_NOTE, "resolver",
                    "all answers are taken from %s, and no name server is asked",
                    diagnosis->survey->settings->zone);
}

/* --- the process --- */

/* Landlock forbids files once more, which the filter of system calls does already. */
static void
judge_sandbox(Diagnosis *diagnosis)
{
    const Sandbox *sandbox = diagnosis->sandbox;
    bool holds = sandbox->seccomp && sandbox->limits && sandbox->no_capabilities;

    if (*sandbox->problem)
        doctor_find(diagnosis, holds ? DOCTOR_NOTE : DOCTOR_MEND, "sandbox",
                    "not to be had here: %s", sandbox->problem);
}

/* Mail from a file needs none, nor does mail that is not signed. */
static void
judge_room(Diagnosis *diagnosis)
{
    g_autofree char *folder = NULL;

    if (!diagnosis->no_room)
        return;
    folder = quote_words_text(diagnosis->no_room, QUOTE_NAME_MAX);
    doctor_find(diagnosis, DOCTOR_MEND, "disk",
                "no file can be made in %s, so signatures of mail over 256 KiB cannot be checked: "
                "TMPDIR names another folder",
                folder);
}

static void
judge_callers(Diagnosis *diagnosis)
{
    for (const DoctorCaller *caller = diagnosis->callers; caller->name; caller++)
        if (diagnosis->wait >= caller->seconds)
            doctor_find(diagnosis, DOCTOR_NOTE, "callers",
                        "a message may wait %.1f s, and %s ends a filter after %.0f s (%s): lower "
                        "timeout=, or raise that, if it is what runs rmxfilter",
                        diagnosis->wait, caller->name, caller->seconds, caller->setting);
}

/* --- what now --- */

/* The way of README's "Set up in five minutes". */
static const char *
choose_next_step(const Diagnosis *diagnosis)
{
    const Settings *settings = diagnosis->survey->settings;

    if (diagnosis_count(diagnosis) > 0)
        return "mend what is said above, and run doctor again";
    if (settings->hops == 0 && trust_list_len(settings->trust) == 0)
        return "rmxfilter trust MAILDIR tells from mail that came in which relays are yours";
    return "mark mail for a week, look at rmxfilter stats MAILDIR, and then sort by X-RMX-From and "
           "X-RMX-Status";
}

/* --- all --- */

static int
mend_first(const void *one, const void *other)
{
    const DoctorFinding *const *a = one, *const *b = other;

    return (int)(*a)->severity - (int)(*b)->severity;
}

Diagnosis *
diagnose(const SettingsSurvey *survey, GPtrArray *resolvers, const char *no_room, Dns *dns)
{
    Diagnosis *diagnosis = g_new0(Diagnosis, 1);

    diagnosis->survey = survey;
    diagnosis->trust = g_ptr_array_new_with_free_func(doctor_trust_free);
    diagnosis->resolvers = resolvers;
    diagnosis->sandbox = sandbox_state();
    diagnosis->no_room = no_room;
    diagnosis->wait = settings_wait_ms(survey->settings) / 1000.0;
    diagnosis->callers = callers;
    diagnosis->findings = g_ptr_array_new_with_free_func(doctor_finding_free);
    judge_settings(diagnosis);
    judge_host_name(diagnosis);
    follow_trust(diagnosis, dns); /* first: its time runs already */
    ask_resolvers(diagnosis);
    judge_sandbox(diagnosis);
    judge_room(diagnosis);
    judge_callers(diagnosis);
    g_ptr_array_sort(diagnosis->findings, mend_first); /* stable */
    diagnosis->next = choose_next_step(diagnosis);
    return diagnosis;
}

void
diagnosis_free(Diagnosis *diagnosis)
{
    if (!diagnosis)
        return;
    g_ptr_array_unref(diagnosis->trust);
    g_ptr_array_unref(diagnosis->resolvers);
    g_ptr_array_unref(diagnosis->findings);
    g_free(diagnosis);
}

unsigned
diagnosis_count(const Diagnosis *diagnosis)
{
    unsigned count = 0;

    for (guint i = 0; i < diagnosis->findings->len; i++)
        count += ((const DoctorFinding *)diagnosis->findings->pdata[i])->severity == DOCTOR_MEND;
    return count;
}

const char *
doctor_severity_text(DoctorSeverity severity)
{
    switch (severity) {
    case DOCTOR_MEND:
        return "mend";
    case DOCTOR_NOTE:
        return "note";
    }
    g_assert_not_reached();
}
