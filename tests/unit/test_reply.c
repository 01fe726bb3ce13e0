/* SPDX-License-Identifier: ISC */
/* What the guard takes from the inspector, and what it does not. */
#include "reply.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static const struct {
    const char *name, *octets, *want_problem, *want_fields; /* want_fields NULL: not complete */
} cases[] = {
    { "all there is",
      "wait 9000\nstrip mx.example.net\nstrip-from 4194304\nexit 75\ncomplain oh\nlog "
      "a=b\nfields\nX-RMX-Status: "
      "pass\n.\n",
      NULL, "X-RMX-Status: pass\n" },
    { "results of a message that is kept", "now pass aligned\nfields\n.\n", NULL, "" },
    { "no results", "now pass\taligned\nfields\n.\n", "bad result", NULL },
    { "results in capitals", "now PASS\n", "bad result", NULL },
    { "results that are too long", "now passpasspasspasspasspasspasspass\n", "unknown line", NULL },
    { "no fields", "fields\n.\n", NULL, "" },
    { "folded", "fields\nX-RMX-Relay: a\n\tb\n c\nX-RMX: d\n.\n", NULL,
      "X-RMX-Relay: a\n\tb\n c\nX-RMX: d\n" },
    { "nothing yet", "", NULL, NULL },
    { "cut in the preamble", "wait 90", NULL, NULL },
    { "cut in a field", "fields\nX-RMX-Status: pa", NULL, NULL },
    { "no end", "fields\nX-RMX-Status: pass\n", NULL, NULL },
    { "octets behind the end", "fields\n.\nX-RMX-Status: pass\n", "octets behind the end", NULL },
    { "unknown line", "hello\n", "unknown line", NULL },
    { "wait for nothing", "wait 0\n", "bad time to wait", NULL },
    { "wait for ever", "wait 99999999999999999999\n", "bad time to wait", NULL },
    { "wait for a word", "wait 9s\n", "bad time to wait", NULL },
    { "ended by the sandbox", "wait 9000\nsandbox 59\n", NULL, NULL },
    { "ended by the sandbox, and fields", "sandbox 59\nfields\n.\n", NULL, "" },
    { "ended by the sandbox for the first of all calls", "sandbox 0\n", NULL, NULL },
    { "no number of a call", "sandbox execve\n", "bad system call", NULL },
    { "impossible call", "sandbox 1000000\n", "bad system call", NULL },
    { "strip from the first octet on", "strip-from 0\n", "bad offset to strip from", NULL },
    { "strip from behind every header block", "strip-from 4194305\n", "bad offset to strip from",
      NULL },
    { "strip from before the message", "strip-from -1\n", "bad offset to strip from", NULL },
    { "strip from a word", "strip-from x\n", "bad offset to strip from", NULL },
    { "other exit code", "exit 100\n", "bad exit code", NULL },
    { "nothing for the log", "log \nfields\n.\n", NULL, "" },
    { "control octet for the log", "log a\033b\n", "unknown line", NULL },
    { "8-bit for the log", "log \xc3\xa4\n", "unknown line", NULL },
    { "a second line for the log", "log a\n<22>b\n", "unknown line", NULL },
    { "somebody else's field", "fields\nSubject: x\n.\n", "unknown field", NULL },
    { "name in another case", "fields\nx-rmx-status: x\n.\n", "unknown field", NULL },
    { "name only begins like ours", "fields\nX-RMX-Statusx: x\n.\n", "unknown field", NULL },
    { "no value", "fields\nX-RMX-Status: \n.\n", "unknown field", NULL },
    { "no blank behind the colon", "fields\nX-RMX-Status:pass\n.\n", "unknown field", NULL },
    { "field twice", "fields\nX-RMX: a\nX-RMX: b\n.\n", "field twice", NULL },
    { "empty line", "fields\nX-RMX: a\n\nbody\n.\n", "unknown field", NULL },
    { "line of blanks", "fields\nX-RMX: a\n \t\n.\n", "unknown field", NULL },
    { "continuation first", "fields\n x\n.\n", "continuation of no field", NULL },
    { "CR", "fields\nX-RMX: a\rb\n.\n", "octet that does not belong into a field", NULL },
    { "8-bit", "fields\nX-RMX: \xc3\xa4\n.\n", "octet that does not belong into a field", NULL },
    { "escape", "fields\nX-RMX: \x1b[1m\n.\n", "octet that does not belong into a field", NULL },
    { "delete", "fields\nX-RMX: \x7f\n.\n", "octet that does not belong into a field", NULL },
};

Test(reply, read)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Reply reply;
        const char *problem = reply_read(cases[i].octets, strlen(cases[i].octets), &reply);

        cr_expect(g_strcmp0(problem, cases[i].want_problem) == 0, "%s: %s", cases[i].name, problem);
        cr_expect_eq(!problem && reply.complete, cases[i].want_fields != NULL, "%s", cases[i].name);
        if (!problem && reply.complete && cases[i].want_fields) {
            g_autofree char *fields = g_strndup(reply.fields, reply.fields_len);

            cr_expect_str_eq(fields, cases[i].want_fields, "%s: got %s", cases[i].name, fields);
        }
    }
}

Test(reply, preamble)
{
    Reply reply;

    cr_expect_null(reply_read(cases[0].octets, strlen(cases[0].octets), &reply));
    cr_expect_eq(reply.wait, 9000);
    cr_expect_str_eq(reply.strip, "mx.example.net");
    cr_expect_eq(reply.strip_from, 4 << 20);
    cr_expect_eq(reply.exit_code, 75);
    cr_expect_str_eq(reply.complaint, "oh");
    cr_expect_str_eq(reply.log, "a=b");
}

Test(reply, forbidden_call)
{
    const char *octets = "wait 9000\nsandbox 59\n";
    Reply reply;

    cr_expect_null(reply_read(octets, strlen(octets), &reply));
    cr_expect(reply.call_forbidden && reply.call == 59);
}

/* Said before the message was looked at, these hold whatever comes later. */
Test(reply, preamble_outlives_a_bad_field)
{
    const char *octets = "wait 5000\nstrip mx.example.net\nfields\nSubject: x\n.\n";
    Reply reply;

    cr_expect_str_eq(reply_read(octets, strlen(octets), &reply), "unknown field");
    cr_expect_eq(reply.wait, 5000);
    cr_expect_str_eq(reply.strip, "mx.example.net");
}

Test(reply, sizes)
{
    g_autoptr(GString) text = g_string_new("fields\nX-RMX: ");
    Reply reply;

    while (text->len < strlen("fields\n") + REPLY_LINE_MAX)
        g_string_append_c(text, 'x');
    g_string_append(text, "\n.\n");
    cr_expect_null(reply_read(text->str, text->len, &reply));
    cr_expect(reply.complete);
    g_string_insert_c(text, 20, 'x');
    cr_expect_str_eq(reply_read(text->str, text->len, &reply), "line too long");

    g_string_assign(text, "strip ");
    while (text->len < strlen("strip ") + REPLY_NAME_MAX)
        g_string_append_c(text, 'x');
    g_string_append_c(text, '\n');
    cr_expect_null(reply_read(text->str, text->len, &reply));
    g_string_insert_c(text, 6, 'x');
    cr_expect_str_eq(reply_read(text->str, text->len, &reply), "unknown line");

    g_string_assign(text, "log ");
    while (text->len < strlen("log ") + REPLY_LOG_MAX)
        g_string_append_c(text, 'x');
    g_string_append_c(text, '\n');
    cr_expect_null(reply_read(text->str, text->len, &reply));
    g_string_insert_c(text, 4, 'x');
    cr_expect_str_eq(reply_read(text->str, text->len, &reply), "unknown line");

    g_string_set_size(text, REPLY_MAX + 1);
    cr_expect_str_eq(reply_read(text->str, text->len, &reply), "too long");
}

Test(reply, nul_octets)
{
    const char octets[] = "fields\nX-RMX: a\0b\n.\n";
    Reply reply;

    cr_expect_str_eq(reply_read(octets, sizeof(octets) - 1, &reply),
                     "octet that does not belong into a field");
}
