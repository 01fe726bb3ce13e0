/* SPDX-License-Identifier: ISC */
#include "report/results_parts.h"

#include "mime/quote.h"

void
results_append_property(GString *value, const char *property, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(value, " %s=", property);
    quote_value(value, text, QUOTE_NAME_MAX);
}

void
results_append_why(GString *value, const char *why)
{
    g_autofree char *plain = g_strdelimit(g_strdup(why), "\"", '\'');

    quote_string(value, plain, QUOTE_REASON_MAX);
}
