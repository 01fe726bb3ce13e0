/* SPDX-License-Identifier: ISC */
#include "report/words.h"

#include "report/dmarc.h"
#include "report/passes.h"

/* --- styles --- */

PageStyle
words_result_style(Result result)
{
    static const PageStyle styles[] = {
        [RESULT_NONE] = STYLE_PLAIN,      [RESULT_PASS] = STYLE_GOOD,
        [RESULT_FAIL] = STYLE_BAD,        [RESULT_SOFTFAIL] = STYLE_BAD,
        [RESULT_NEUTRAL] = STYLE_PLAIN,   [RESULT_TEMPERROR] = STYLE_DOUBT,
        [RESULT_PERMERROR] = STYLE_DOUBT,
    };

    g_assert((size_t)result < G_N_ELEMENTS(styles));
    return styles[result];
}

PageStyle
words_signature_style(SignatureResult result)
{
    static const PageStyle styles[] = {
        [SIGNATURE_PASS] = STYLE_GOOD,       [SIGNATURE_FAIL] = STYLE_BAD,
        [SIGNATURE_POLICY] = STYLE_DOUBT,    [SIGNATURE_NEUTRAL] = STYLE_PLAIN,
        [SIGNATURE_TEMPERROR] = STYLE_DOUBT, [SIGNATURE_PERMERROR] = STYLE_DOUBT,
    };

    g_assert((size_t)result < G_N_ELEMENTS(styles));
    return styles[result];
}

PageStyle
words_arc_style(ArcResult result)
{
    static const PageStyle styles[] = { [ARC_NONE] = STYLE_PLAIN,
                                        [ARC_PASS] = STYLE_GOOD,
                                        [ARC_FAIL] = STYLE_BAD,
                                        [ARC_TEMPERROR] = STYLE_DOUBT };

    g_assert((size_t)result < G_N_ELEMENTS(styles));
    return styles[result];
}

/* --- words --- */

const char *
words_identity(IdentityKind identity)
{
    switch (identity) {
    case IDENTITY_MAIL_FROM:
        return "envelope sender";
    case IDENTITY_HELO:
        return "HELO name";
    case IDENTITY_PRA:
        return "responsible address";
    case IDENTITY_CLIENT:
        return "client";
    }
    g_assert_not_reached();
}

const char *
words_position(const Testimony *testimony)
{
    if (testimony->used)
        return "believed, in place of what could not be checked here";
    switch (testimony->position) {
    case TESTIMONY_ABOVE:
        return testimony->believed ? "believed: above the boundary" : "above the boundary";
    case TESTIMONY_NAMED:
        if (testimony->believed && g_strcmp0(testimony->field, "arc-authentication-results") == 0)
            return "believed: sealed by one that you named";
        return testimony->believed ? "believed: a name of your own host's" : "right below it";
    case TESTIMONY_BELOW:
        return "below the boundary: anybody's";
    }
    g_assert_not_reached();
}

char *
words_answer(const DnsAnswer *answer)
{
    if (!answer)
        return g_strdup("not needed");
    switch (answer->status) {
    case DNS_OK:
        return g_strdup_printf("%u record%s", answer->records->len,
                               answer->records->len == 1 ? "" : "s");
    case DNS_NODATA:
        return g_strdup("no such record");
    case DNS_NXDOMAIN:
        return g_strdup("no such name");
    case DNS_TEMPERROR:
        return g_strdup(answer->problem ? answer->problem : "no answer");
    }
    g_assert_not_reached();
}

char *
words_signature(const SignatureFinding *signature)
{
    g_autofree char *why = signature_why(signature);
    GString *words = g_string_new(why);

    if (signature->aligned)
        g_string_prepend(words, words->len > 0 ? "the author's, " : "the author's");
    if (signature->bits > 0)
        g_string_append_printf(words, "%skey of %u bits", words->len > 0 ? ", " : "",
                               signature->bits);
    if (signature->authentic)
        g_string_append(words, " (signed: DNSSEC)");
    return g_string_free(words, FALSE);
}

char *
words_arc(const ArcFinding *arc)
{
    guint count = arc->sealers->len;
    GString *words = g_string_new(arc->problem);

    for (guint i = count; i > 1; i--)
        g_string_append_printf(words, "%s%s",
                               i < count        ? ", "
                               : words->len > 0 ? "; behind "
                                                : "behind ",
                               (const char *)arc->sealers->pdata[i - 2]);
    return g_string_free(words, FALSE);
}

char *
words_policy(const AuthorPolicy *policy)
{
    g_autofree char *text = dmarc_policy_text(policy);

    return g_strconcat(text, policy->authentic ? " (signed: DNSSEC)" : NULL, NULL);
}

/* --- the process itself --- */

/* Landlock alone lets UDP through. The caller frees. */
static char *
ports_words(const Sandbox *sandbox)
{
    const uint16_t *ports = sandbox->tcp_ports;
    GString *words = g_string_new("TCP to port");

    if (!*ports)
        return g_string_free(g_string_assign(words, sandbox->seccomp ? "no sockets" : "no TCP"),
                             FALSE);
    for (size_t i = 0; ports[i]; i++)
        g_string_append_printf(words, "%s %d", i > 0 ? " and" : "", ports[i]);
    g_string_append(words, " only");
    return g_string_free(words, FALSE);
}

char *
words_sandbox(const Sandbox *sandbox)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);

    if (sandbox->seccomp)
        g_ptr_array_add(words, g_strdup("seccomp"));
    if (sandbox->landlock > 0)
        g_ptr_array_add(words, g_strdup_printf("landlock %d", sandbox->landlock));
    if (sandbox->tcp_ports)
        g_ptr_array_add(words, ports_words(sandbox));
    if (sandbox->no_capabilities)
        g_ptr_array_add(words, g_strdup("no capabilities"));
    if (sandbox->limits)
        g_ptr_array_add(words, g_strdup("limits"));
    if (words->len == 0)
        g_ptr_array_add(words, g_strdup("none"));
    g_ptr_array_add(words, NULL);
    return g_strjoinv(", ", (char **)words->pdata);
}
