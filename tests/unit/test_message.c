/* SPDX-License-Identifier: ISC */
/* Fields for analysis: where the header ends, and how values unfold. */
#include "mime/message.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *name, *octets;
    const char *want; /* "name=value" of each field, joined with "|" */
    const char *want_sender;
} cases[] = {
    { "two", "A: 1\nB:  2 \n\nC: 3\n", "A=1|B=2", NULL },
    { "folded", "A: 1\n\t2\r\n  3\n\n", "A=1\t2  3", NULL },
    { "junk ends the header", "A: 1\nhello\nB: 2\n\n", "A=1", NULL },
    { "mbox", "From a@example.net Sat Jan  1 00:00:00 2022\nA: 1\n\n", "A=1", "a@example.net" },
    { "mbox, two blanks", "From  a@example.net Sat\nA: 1\n\n", "A=1", "a@example.net" },
    { "mbox, CRLF, nothing else", "From MAILER-DAEMON\r\nA: 1\r\n\r\n", "A=1", "MAILER-DAEMON" },
    { "no header", "\nA: 1\n", "", NULL },
    { "empty", "", "", NULL },
    { "CR inside a value stays", "A: 1\r2\n\n", "A=1\r2", NULL },
};

Test(message, fields)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Message) message = message_new(cases[i].octets, strlen(cases[i].octets));
        g_autoptr(GString) got = g_string_new(NULL);

        for (guint at = 0; at < message->fields->len; at++) {
            const MessageField *field = &g_array_index(message->fields, MessageField, at);
            g_autofree char *text = message_field_text(field);

            g_string_append_printf(got, "%s%.*s=%s", at > 0 ? "|" : "", (int)field->name_len,
                                   field->name, text);
            cr_expect(field->name >= cases[i].octets &&
                          field->value + field->value_len <=
                              cases[i].octets + strlen(cases[i].octets),
                      "%s: not lent", cases[i].name);
        }
        cr_expect_str_eq(got->str, cases[i].want, "%s: got %s", cases[i].name, got->str);
        cr_expect(g_strcmp0(message->mbox_sender, cases[i].want_sender) == 0, "%s: sender %s",
                  cases[i].name, message->mbox_sender);
    }
}

Test(message, nul_hides_nothing)
{
    static const char octets[] = "A: 1\0 2\n\n";
    g_autoptr(Message) message = message_new(octets, sizeof(octets) - 1);
    g_autofree char *text = message_field_text(&g_array_index(message->fields, MessageField, 0));

    cr_expect_str_eq(text, "1? 2");
}
