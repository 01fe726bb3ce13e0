/* SPDX-License-Identifier: ISC */
/* A record that was not published: read before anybody asks about a domain. */
#include "records/spf/spf_evaluate.h"
#include "records/spf/spf_record.h"

#include <string.h>

char *
spf_text_problem(const char *text, SpfVersion version)
{
    size_t len = strlen(text), version_len = version(text, len);
    g_autoptr(SpfRecord) record = NULL;
    g_autofree char *words = NULL;

    if (version_len == 0)
        return g_strdup("it does not begin with a version");
    record = spf_record_parse(text, len, version_len);
    if (!record->problem)
        return NULL;
    words = spf_slice_text(record->problem_text);
    return g_strdup_printf("%s \"%s\" at octet %zu", record->problem, words, record->problem_at);
}
