/* SPDX-License-Identifier: ISC */
/* A scheme without a row has no records of its own. */
#include "lint/linters.h"

#include "author/dmarc_walk.h"
#include "records/rows.h"

static const struct {
    const Scheme *scheme;
    void (*run)(Lint *lint);
} linters[] = {
    { .scheme = &rmx_scheme, .run = lint_rmx },
    { .scheme = &spf_scheme, .run = lint_spf },
    { .scheme = &dmp_scheme, .run = lint_dmp },
    { .scheme = &mail_from_mx_scheme, .run = lint_mail_from_mx },
    { .scheme = &mt_scheme, .run = lint_mt },
    { .scheme = &caller_id_scheme, .run = lint_caller_id },
    { .scheme = &sender_id_scheme, .run = lint_sender_id },
};

bool
linter_exists(const Scheme *scheme)
{
    for (size_t i = 0; i < G_N_ELEMENTS(linters); i++)
        if (linters[i].scheme == scheme)
            return true;
    return false;
}

static const struct {
    const char *name;   /* in text and JSON */
    const char *prefix; /* of the name that is asked whatever the domain is; NULL: there is none */
    void (*run)(Lint *lint);
} other_linters[] = {
    { "dmarc", DMARC_PREFIX, lint_dmarc },
    { "dkim", NULL, lint_dkim },
    { "mta-sts", LINT_MTA_STS_PREFIX, lint_mta_sts },
    { "tls-rpt", LINT_TLS_RPT_PREFIX, lint_tls_rpt },
};

/* Runs a linter as the one of this name. */
static void
run_as(Lint *lint, const char *name, void (*run)(Lint *lint))
{
    lint->scheme = name;
    lint->reported = 0;
    run(lint);
    lint->scheme = NULL;
    lint->reported = 0;
}

void
linter_run(Lint *lint, const Scheme *scheme)
{
    for (size_t i = 0; i < G_N_ELEMENTS(linters); i++)
        if (linters[i].scheme == scheme)
            run_as(lint, scheme->name, linters[i].run);
}

void
linters_run_others(Lint *lint)
{
    for (size_t i = 0; i < G_N_ELEMENTS(other_linters); i++)
        run_as(lint, other_linters[i].name, other_linters[i].run);
}

void
linters_prefetch_others(Dns *dns, const char *domain)
{
    for (size_t i = 0; i < G_N_ELEMENTS(other_linters); i++) {
        const char *prefix = other_linters[i].prefix;
        g_autofree char *name = prefix ? g_strconcat(prefix, domain, NULL) : NULL;

        if (name)
            dns_prefetch(dns, name, DNS_TXT);
    }
}
