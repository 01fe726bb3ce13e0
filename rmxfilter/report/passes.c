/* SPDX-License-Identifier: ISC */
#include "report/passes.h"

#define BY_DKIM "dkim" /* in Pass.by */

bool
signature_holds(const SignatureFinding *signature)
{
    return (signature->result == SIGNATURE_PASS || signature->passed_at) && !signature->testing;
}

bool
pass_is_signature(const Pass *pass)
{
    return g_strcmp0(pass->by, BY_DKIM) == 0;
}

char *
signature_why(const SignatureFinding *signature)
{
    GString *why = g_string_new(signature->problem);

    if (signature->result == SIGNATURE_PASS && signature->unquoted)
        g_string_append(why, "with '>From ' read as 'From '");
    if (signature->testing)
        g_string_append_printf(why, "%sits domain is only trying (t=y)", why->len > 0 ? ", " : "");
    if (signature->passed_at)
        g_string_append_printf(why, "%spassed at %s", why->len > 0 ? ", " : "",
                               signature->passed_at);
    return g_string_free(why, FALSE);
}

/* Where the DNS could not say which client was the one to check, no scheme says anything of it. */
static bool
is_client_unknown(const Verdict *verdict)
{
    return verdict->result == RESULT_TEMPERROR && !verdict->finding;
}

/* Only a verdict of pass lets a domain pass: where one scheme says fail and another one pass, none
 * did. */
static void
add_scheme_passes(GArray *passes, const Evidence *evidence, const Verdict *verdict)
{
    bool stands = verdict->result == RESULT_PASS && verdict->finding;

    for (guint i = 0; i < evidence->findings->len; i++) {
        const Finding *finding = evidence->findings->pdata[i];
        Pass pass = { .domain = finding->domain,
                      .by = finding->scheme->name,
                      .aligned = finding->aligned };

        if (!finding->scheme->decides || !finding->domain)
            continue;
        if (finding->result == RESULT_PASS)
            pass.state = stands ? PASS_HOLDS : PASS_OVERRULED;
        else if (finding->result == RESULT_TEMPERROR)
            pass.state = PASS_UNKNOWN;
        else
            continue;
        g_array_append_val(passes, pass);
    }
}

static void
add_signatures(GArray *passes, const Evidence *evidence)
{
    for (guint i = 0; i < evidence->signatures->len; i++) {
        const SignatureFinding *signature = evidence->signatures->pdata[i];
        Pass pass = { .domain = signature->domain,
                      .by = BY_DKIM,
                      .witness = signature->passed_at,
                      .aligned = signature->aligned };

        if (!signature->domain)
            continue;
        if (signature_holds(signature))
            pass.state = PASS_HOLDS;
        else if (signature->result == SIGNATURE_TEMPERROR)
            pass.state = PASS_UNKNOWN;
        else
            continue;
        g_array_append_val(passes, pass);
    }
}

/* A method in the words of Pass.by; NULL: it is none that counts here. */
static const char *
name_of_method(const char *method)
{
    static const char *const methods[] = { "spf", BY_DKIM };

    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
        if (g_strcmp0(method, methods[i]) == 0)
            return methods[i];
    return NULL;
}

static void
add_testimony(GArray *passes, const Evidence *evidence)
{
    for (guint i = 0; i < evidence->testimony->len; i++) {
        const Testimony *testimony = evidence->testimony->pdata[i];
        Pass pass = { .state = PASS_HOLDS,
                      .domain = testimony->domain,
                      .by = name_of_method(testimony->method),
                      .witness = testimony->by ? testimony->by : "another host",
                      .aligned = testimony->aligned };

        if (testimony->used && testimony->believed && pass.by && pass.domain &&
            g_strcmp0(testimony->result, "pass") == 0)
            g_array_append_val(passes, pass);
    }
}

GArray *
passes_of(const Evidence *evidence, const Verdict *verdict)
{
    GArray *passes = g_array_new(FALSE, FALSE, sizeof(Pass));

    if (!is_client_unknown(verdict))
        add_scheme_passes(passes, evidence, verdict);
    if (is_client_unknown(verdict) || evidence->cover_unknown) {
        const Pass unknown = { .state = PASS_UNKNOWN, .by = "spf", .aligned = true };

        g_array_append_val(passes, unknown);
    }
    add_signatures(passes, evidence);
    add_testimony(passes, evidence);
    return passes;
}
