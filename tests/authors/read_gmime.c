/* SPDX-License-Identifier: ISC */
/* GMime as a mail reader: the files of many messages are named on standard input, a line each; a
 * line for each comes out: its name and the addresses in From, with tabs between. */
#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>

static void
print_list(InternetAddressList *list)
{
    for (int i = 0; i < internet_address_list_length(list); i++) {
        InternetAddress *address = internet_address_list_get_address(list, i);

        if (INTERNET_ADDRESS_IS_MAILBOX(address))
            printf("\t%s", internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
        else
            print_list(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)));
    }
}

static void
print_from(const char *path)
{
    GMimeStream *stream = g_mime_stream_file_open(path, "r", NULL);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

    printf("%s", path);
    if (message) {
        print_list(g_mime_message_get_from(message));
        g_object_unref(message);
    }
    putchar('\n');
    g_object_unref(parser);
    g_object_unref(stream);
}

int
main(void)
{
    char path[4096];

    g_mime_init();
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        print_from(path);
    }
    return 0;
}
