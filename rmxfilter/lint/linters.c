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

void
linter_run(Lint *lint, const Scheme *scheme)
{
    lint->scheme = scheme->name;
    lint->reported = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(linters); i++)
        if (linters[i].scheme == scheme)
            linters[i].run(lint);
    lint->scheme = NULL;
    lint->reported = 0;
}
