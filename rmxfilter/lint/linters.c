/* SPDX-License-Identifier: ISC */
/* A scheme without a row has no records of its own. */
#include "lint/linters.h"

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
    const char *name; /* in text and JSON */
    void (*run)(Lint *lint);
} other_linters[] = {
    { "dmarc", lint_dmarc },
    { "dkim", lint_dkim },
    { "mta-sts", lint_mta_sts },
    { "tls-rpt", lint_tls_rpt },
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
