/* SPDX-License-Identifier: ISC */
/* The purported responsible address, step by step (RFC 4407 section 2). */
#include "mime/pra.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *name, *header;
    const char *want, *want_field; /* NULL: none */
} cases[] = {
    { "From alone", "From: <a@x.example>\n", "a@x.example", "from" },
    { "a name beside it", "From: \"A, B\" <a@X.example>\n", "a@x.example", "from" },
    { "Sender before From", "From: <a@x.example>\nSender: b@y.example\n", "b@y.example", "sender" },
    { "Sender where From has two authors", "From: a@x.example, b@y.example\nSender: c@z.example\n",
      "c@z.example", "sender" },
    { "Resent-From before Sender", "Sender: b@y.example\nResent-From: c@z.example\n", "c@z.example",
      "resent-from" },
    { "Resent-Sender before Resent-From",
      "Resent-From: c@z.example\nResent-Sender: d@w.example\nFrom: a@x.example\n", "d@w.example",
      "resent-sender" },
    { "Resent-Sender above Resent-From",
      "Resent-Sender: d@w.example\nReceived: x\nResent-From: c@z.example\n", "d@w.example",
      "resent-sender" },
    { "Resent-Sender of an older resending",
      "Resent-From: c@z.example\nReceived: x\nResent-Sender: d@w.example\n", "c@z.example",
      "resent-from" },
    { "the same by a Return-Path",
      "Resent-From: c@z.example\nReturn-Path: <>\nResent-Sender: d@w.example\n", "c@z.example",
      "resent-from" },
    { "the newest of several Resent-From",
      "Resent-From: c@z.example\nReceived: x\nResent-From: d@w.example\n", "c@z.example",
      "resent-from" },
    { "empty fields are not there",
      "Resent-Sender: \nResent-From:\t\n \nSender:\nFrom: a@x.example\n", "a@x.example", "from" },
    { "folded", "From: A\n <a@x.example>\n", "a@x.example", "from" },
    { "in any case", "fRoM: a@x.example\n", "a@x.example", "from" },
    { "two Sender fields", "Sender: a@x.example\nSender: b@y.example\nFrom: c@z.example\n", NULL,
      NULL },
    { "two From fields", "From: a@x.example\nFrom: b@y.example\n", NULL, NULL },
    { "two From fields, one empty", "From: \nFrom: b@y.example\n", "b@y.example", "from" },
    { "two authors", "From: a@x.example, b@y.example\n", NULL, NULL },
    { "no author", "Subject: x\n", NULL, NULL },
    { "no domain", "From: alice\n", NULL, NULL },
    { "an empty group", "From: undisclosed:;\n", NULL, NULL },
    { "a malformed field is not passed over", "Sender: nobody\nFrom: a@x.example\n", NULL, NULL },
    { "an address in front of the address", "Sender: b@y.example <c@z.example>\n", NULL, NULL },
    { "a stray bracket", "Resent-From: c@z.example) <b@y.example>\n", NULL, NULL },
    { "a control octet", "Sender: b@y.example\f\n", NULL, NULL },
    { "a route", "Sender: <@w.example:b@y.example>\n", NULL, NULL },
    { "a group of one", "From: g: a@x.example;\n", NULL, NULL },
    { "no header", "", NULL, NULL },
};

Test(pra, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Message) message = message_new(cases[i].header, strlen(cases[i].header));
        const char *field = "unset";
        g_autoptr(MailAddress) got = purported_responsible_address(message, &field);
        g_autofree char *text = got ? mail_address_text(got) : NULL;

        cr_expect(g_strcmp0(text, cases[i].want) == 0, "%s: got %s, want %s", cases[i].name, text,
                  cases[i].want);
        cr_expect(g_strcmp0(field, cases[i].want_field) == 0, "%s: got %s, want %s", cases[i].name,
                  field, cases[i].want_field);
    }
}
