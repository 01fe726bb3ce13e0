/* SPDX-License-Identifier: ISC */
#include "signatures/signatures.h"

void
signature_finding_free(SignatureFinding *finding)
{
    if (!finding)
        return;
    g_free(finding->domain);
    g_free(finding->selector);
    g_free(finding->identity);
    g_free(finding->algorithm);
    g_free(finding->value);
    g_free(finding->problem);
    g_free(finding);
}

const char *
signature_result_text(SignatureResult result)
{
    switch (result) {
    case SIGNATURE_PASS:
        return "pass";
    case SIGNATURE_FAIL:
        return "fail";
    case SIGNATURE_POLICY:
        return "policy";
    case SIGNATURE_NEUTRAL:
        return "neutral";
    case SIGNATURE_TEMPERROR:
        return "temperror";
    case SIGNATURE_PERMERROR:
        return "permerror";
    }
    g_assert_not_reached();
}
