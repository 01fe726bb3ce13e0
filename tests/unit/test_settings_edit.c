/* SPDX-License-Identifier: ISC */
/* What becomes of the text of a settings file when trust entries are added to it. */
#include "settings/settings_edit.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *name, *text, *entry, *more;
    const char *want; /* NULL: refused */
    const char *want_difference;
    const char *want_error; /* is part of it */
} cases[] = {
    { .name = "an empty file",
      .text = "",
      .entry = "mx:foo.edu",
      .want = "[relays]\ntrust=mx:foo.edu\n",
      .want_difference = "line 1:\n+[relays]\n+trust=mx:foo.edu\n" },
    { .name = "behind those that are there",
      .text = "# mine\n[relays]\ntrust=192.0.2.7;!192.0.2.8\nhops=0\n",
      .entry = "mx:foo.edu",
      .more = ".foo.edu",
      .want = "# mine\n[relays]\ntrust=192.0.2.7;!192.0.2.8;mx:foo.edu;.foo.edu\nhops=0\n",
      .want_difference = "line 3:\n-trust=192.0.2.7;!192.0.2.8\n"
                         "+trust=192.0.2.7;!192.0.2.8;mx:foo.edu;.foo.edu\n" },
    { .name = "the list ends with a semicolon and blanks, around = are some, too",
      .text = "[relays]\n  trust  =  192.0.2.7 ; \t\n",
      .entry = "spf:foo.edu",
      .want = "[relays]\n  trust  =  192.0.2.7 ;spf:foo.edu\n" },
    { .name = "an empty list",
      .text = "[relays]\ntrust=\n",
      .entry = "spf:foo.edu",
      .want = "[relays]\ntrust=spf:foo.edu\n" },
    { .name = "no end of the last line",
      .text = "[relays]\ntrust=192.0.2.7",
      .entry = "spf:foo.edu",
      .want = "[relays]\ntrust=192.0.2.7;spf:foo.edu" },
    { .name = "the group without the key",
      .text = "[dns]\ntimeout=3\n\n [relays] \n# about hops\nhops=0\n",
      .entry = "spf:foo.edu",
      .want = "[dns]\ntimeout=3\n\n [relays] \ntrust=spf:foo.edu\n# about hops\nhops=0\n",
      .want_difference = "line 5:\n+trust=spf:foo.edu\n" },
    { .name = "the group alone, no end of its line",
      .text = "[relays]",
      .entry = "spf:foo.edu",
      .want = "[relays]\ntrust=spf:foo.edu\n" },
    { .name = "another group, no end of its last line",
      .text = "[dns]\ntimeout=3",
      .entry = "spf:foo.edu",
      .want = "[dns]\ntimeout=3\n\n[relays]\ntrust=spf:foo.edu\n" },
    { .name = "lines as DOS ends them",
      .text = "[relays]\r\ntrust=192.0.2.7\r\nhops=0\r\n",
      .entry = "spf:foo.edu",
      .want = "[relays]\r\ntrust=192.0.2.7;spf:foo.edu\r\nhops=0\r\n" },
    { .name = "a comment that looks like the key",
      .text = "[relays]\n#trust=192.0.2.7\n# [relays]\nhops=0\n",
      .entry = "spf:foo.edu",
      .want = "[relays]\ntrust=spf:foo.edu\n#trust=192.0.2.7\n# [relays]\nhops=0\n" },
    { .name = "a key of that name in another group",
      .text = "[record a.example]\nspf=v=spf1 -all\n[relays]\nhops=0\n",
      .entry = "spf:foo.edu",
      .want = "[record a.example]\nspf=v=spf1 -all\n[relays]\ntrust=spf:foo.edu\nhops=0\n" },
    { .name = "there already, in another case",
      .text = "[relays]\ntrust=192.0.2.7; SPF:Foo.edu\n",
      .entry = "spf:foo.edu",
      .want_error = "has \"spf:foo.edu\" already" },
    { .name = "no entry", .text = "", .entry = "foo", .want_error = "\"foo\" is no trust entry" },
    { .name = "two entries in one",
      .text = "",
      .entry = "a.example;b.example",
      .want_error = "is no trust entry" },
    { .name = "an entry that would begin a line",
      .text = "",
      .entry = "a.example\nhops=9",
      .want_error = "is no trust entry" },
    { .name = "no settings file",
      .text = "trust=192.0.2.7\n",
      .entry = "spf:foo.edu",
      .want_error = "FILE:1: " },
};

Test(settings_edit, trust)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *entries[] = { cases[i].entry, cases[i].more, NULL };
        g_autoptr(GError) error = NULL;
        g_autoptr(SettingsEdit) edit =
            settings_edit_trust("FILE", cases[i].text, strlen(cases[i].text), entries, &error);
        g_autofree char *difference = edit ? settings_edit_difference(edit) : NULL;

        cr_expect(g_strcmp0(edit ? edit->after : NULL, cases[i].want) == 0, "%s: got %s, %s",
                  cases[i].name, edit ? edit->after : "no edit", error ? error->message : "");
        cr_expect(!edit || edit->after_len == strlen(edit->after), "%s", cases[i].name);
        cr_expect(!cases[i].want_difference || g_strcmp0(difference, cases[i].want_difference) == 0,
                  "%s: got %s", cases[i].name, difference);
        cr_expect(!cases[i].want_error || (error && strstr(error->message, cases[i].want_error)),
                  "%s: got %s", cases[i].name, error ? error->message : "no error");
    }
}
