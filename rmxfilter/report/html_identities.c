/* SPDX-License-Identifier: ISC */
#include "report/html_identities.h"

#include "report/html.h"

static void
show_definition(GString *out, const char *term, const char *text, const char *source)
{
    if (!text)
        return;
    g_string_append_printf(out, "<div><dt>%s</dt><dd><span class=\"name\">", term);
    html_name(out, text, QUOTE_NAME_MAX);
    g_string_append(out, "</span>");
    if (source)
        g_string_append_printf(out, " <span class=\"soft\">in %s</span>", source);
    g_string_append(out, "</dd></div>\n");
}

/* What the boundary's field shows, or an option said in its place. */
static void
show_found(GString *out, const Evidence *evidence, const char *term, const char *text,
           bool in_field)
{
    g_autofree char *field = g_strdup_printf("hop %d", evidence->boundary + 1);

    show_definition(out, term, text,
                    !in_field                 ? "an option"
                    : evidence->boundary >= 0 ? field
                                              : NULL);
}

static void
show_sender(GString *out, const Evidence *evidence)
{
    const MailAddress *sender = evidence->mail_from;
    g_autofree char *address = sender ? mail_address_text(sender) : g_strdup("not known");
    g_autofree char *source =
        sender && evidence->mail_from_source
            ? g_strdup_printf("%s%s", evidence->mail_from_source,
                              sender->domain_only ? "; known by its domain only" : "")
            : NULL;

    show_definition(out, "envelope sender", *address ? address : "<>", source);
    show_definition(out, "rewritten as", evidence->mail_from_rewritten, NULL);
    if (!sender)
        show_definition(out, "why not", evidence->mail_from_problem, NULL);
}

static void
show_authors(GString *out, const Evidence *evidence, const AuthorAnswer *answer)
{
    guint count = evidence->author ? evidence->author->addresses->len : 0;

    for (guint i = 0; i < MIN(count, AUTHOR_DOMAINS_MAX); i++) {
        g_autofree char *author = mail_address_text(evidence->author->addresses->pdata[i]);

        show_definition(out, "author", author, "from");
    }
    if (count > AUTHOR_DOMAINS_MAX) {
        g_autofree char *more = g_strdup_printf("%u more", count - AUTHOR_DOMAINS_MAX);

        show_definition(out, "author", more, "from");
    }
    if (answer && answer->shown) {
        g_autofree char *shown = mail_address_text(answer->shown);

        show_definition(out, "whose name shows", shown, "from");
    }
    if (evidence->pra_field && !g_str_equal(evidence->pra_field, "from")) {
        g_autofree char *address = mail_address_text(evidence->pra);

        show_definition(out, "responsible", address, evidence->pra_field);
    }
}

void
html_identities(GString *out, const Evidence *evidence, const AuthorAnswer *answer)
{
    g_autofree char *client = ip_text(&evidence->client);
    const Walk *walk = evidence->walk;

    html_section_begin(out, "identities", "Identities, and where each was found");
    g_string_append(out, "<dl>\n");
    show_found(out, evidence, "client", client, walk && ip_equal(&walk->ip, &evidence->client));
    show_found(out, evidence, "reverse name", evidence->rdns, true);
    show_found(out, evidence, "HELO name", evidence->helo, walk && evidence->helo == walk->helo);
    show_found(out, evidence, "taken by", evidence->by, true);
    show_sender(out, evidence);
    show_authors(out, evidence, answer);
    show_definition(out, "message", evidence->message_id, "message-id");
    g_string_append(out, "</dl>\n");
    html_section_end(out);
}
