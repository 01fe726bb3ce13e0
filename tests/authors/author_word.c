/* SPDX-License-Identifier: ISC */
/* What this program makes of the author of many messages: their files are named on standard input,
 * a line each; a line for each comes out: its name, "clear" or "unclear", the addresses with blanks
 * behind them, why it is unclear, with tabs between. */
#include "mime/author.h"

#include <stdio.h>
#include <string.h>

static void
print_author(const char *path, const char *octets, size_t len)
{
    g_autoptr(Message) message = message_new(octets, len);
    g_autoptr(Author) author = author_read(message, octets, len);

    printf("%s\t%s\t", path, author->unclear ? "unclear" : "clear");
    for (guint i = 0; i < author->addresses->len; i++) {
        const MailAddress *address = author->addresses->pdata[i];
        g_autofree char *text = mail_address_text(address);

        if (address->domain)
            printf("%s ", text);
    }
    printf("\t%s\n", author->unclear ? author->unclear : "");
}

int
main(void)
{
    char path[4096];

    while (fgets(path, sizeof path, stdin)) {
        g_autofree char *octets = NULL;
        g_autoptr(GError) error = NULL;
        gsize len;

        path[strcspn(path, "\n")] = '\0';
        if (!g_file_get_contents(path, &octets, &len, &error)) {
            fprintf(stderr, "%s\n", error->message);
            return 1;
        }
        print_author(path, octets, len);
    }
    return 0;
}
