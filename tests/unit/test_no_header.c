/* SPDX-License-Identifier: ISC */
/* What is no message, and what looks like none and is one. */
#include "mime/no_header.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *name, *octets;
    size_t len;             /* 0: of the string */
    unsigned want_line;     /* 0: it is a message */
    const char *want_looks; /* what it holds; NULL: nothing is said */
} no_header_cases[] = {
    { .name = "a message", .octets = "Subject: x\n\nbody\n" },
    { .name = "a field in the mbox form", .octets = "From a@b.example Sat Mar  1\nSubject: x\n\n" },
    { .name = "quoted From lines", .octets = "From a Sat Mar  1\n>From b Sun\nX: x\n\n" },
    { .name = "CRLF", .octets = "Subject: x\r\n\r\n" },
    { .name = "a blank before the colon", .octets = "Subject : x\n\n" },
    { .name = "a short name", .octets = "A:\n\n" },
    { .name = "a digit first", .octets = "3D-Mail: x\n\n" },
    { .name = "odd signs later", .octets = "X-(a)/{b}: x\n\n" },
    { .name = "junk further down", .octets = "A: x\njunk\nB: x\n\n" },
    { .name = "no line end", .octets = "A: x" },
    { .name = "From: is a field", .octets = "From: a\n\n" },

    { .name = "nothing", .octets = "", .want_line = 1 },
    { .name = "ls -l", .octets = "total 48\ndrwxr-xr-x 2 a a 4096 x\n", .want_line = 1 },
    { .name = "ls -R", .octets = ".:\na\nb\n\n./music:\n", .want_line = 1 },
    { .name = "ls -R /etc", .octets = "/etc:\nadduser.conf\n", .want_line = 1 },
    { .name = "a word", .octets = "hello\nA: x\n\n", .want_line = 1 },
    { .name = "JSON", .octets = "{\"a\": 1}\n", .want_line = 1 },
    { .name = "a script", .octets = "#!/bin/sh\nset -e\n", .want_line = 1 },
    { .name = "no name", .octets = ": x\n\n", .want_line = 1 },
    { .name = "8-bit name", .octets = "\xc3\xa4: x\n\n", .want_line = 1 },
    { .name = "a control octet in a name", .octets = "Sub\x01ject: x\n\n", .want_line = 1 },
    { .name = "NUL", .octets = "\0\0\0\0A: x\n", .len = 9, .want_line = 1 },
    { .name = "empty line first", .octets = "\nSubject: x\n", 0, 1, "empty" },
    { .name = "CRLF first", .octets = "\r\nSubject: x\n", 0, 1, "empty" },
    { .name = "quoted", .octets = "> Received: x\n> Subject: x\n", 0, 1, "quoted" },
    { .name = "quoted without a blank", .octets = ">Received: x\n", 0, 1, "quoted" },
    { .name = "a From line that was quoted", .octets = ">From a Sat\nA: x\n\n", 0, 1, "quoted" },
    { .name = "indented", .octets = "    Received: x\n    Subject: x\n", 0, 1, "indented" },
    { .name = "indented by a tab", .octets = "\tReceived: x\n", 0, 1, "indented" },
    { .name = "below a From line", .octets = "From a Sat Mar\n\nSubject: x\n", 0, 2, "empty" },
    { .name = "below quoted ones", .octets = "From a Sat\n>From b Sun\nx\n", .want_line = 3 },
    { .name = "HTML", .octets = "<!DOCTYPE HTML PUBLIC \"x\">\n<a:b>\n", 0, 1, "HTML" },
    { .name = "HTML without a type", .octets = "<HTML lang=en>\n", 0, 1, "HTML" },
    { .name = "XML", .octets = "<?xml version=\"1.0\"?>\n", 0, 1, "XML" },
    { .name = "a tag with a colon", .octets = "<w:document>\n", 0, 1, "XML" },
    { .name = "gzip", .octets = "\x1f\x8b\x08\x00\x00\x00:", 7, 1, "gzip -d" },
    { .name = "bzip2", .octets = "BZh91AY&SY\x8c:", 0, 1, "bzip2" },
    { .name = "xz", .octets = "\xfd\x37zXZ\x00\x00", 7, 1, "xz" },
    { .name = "zstd", .octets = "\x28\xb5\x2f\xfd\x04", 0, 1, "zstd" },
    { .name = "zip", .octets = "PK\x03\x04\x14", 0, 1, "zip" },
    { .name = "PDF", .octets = "%PDF-1.7\n", 0, 1, "PDF" },
    { .name = "UTF-16, little end first", .octets = "\xff\xfeS\0u\0:\0", 8, 1, "UTF-16" },
    { .name = "UTF-16, big end first", .octets = "\xfe\xff\0S\0u\0:", 8, 1, "UTF-16" },
    { .name = "UTF-16 without a mark", .octets = "S\0u\0b\0:\0", 8, 1, "UTF-16" },
    { .name = "the same the other way", .octets = "\0S\0u\0b\0:", 8, 1, "UTF-16" },
    { .name = "UTF-8's mark", .octets = "\xef\xbb\xbfSubject: x\n\n", 0, 1, "UTF-8" },
};

Test(no_header, cases)
{
    for (size_t i = 0; i < sizeof(no_header_cases) / sizeof(no_header_cases[0]); i++) {
        const char *name = no_header_cases[i].name, *octets = no_header_cases[i].octets;
        const char *want = no_header_cases[i].want_looks;
        size_t len = no_header_cases[i].len ? no_header_cases[i].len : strlen(octets);
        NoHeader why = { .line = 0, .looks = NULL };
        bool got = no_header(octets, len, &why);

        cr_expect_eq(got, no_header_cases[i].want_line > 0, "%s: %d", name, got);
        cr_expect_eq(no_header(octets, len, NULL), got, "%s", name);
        if (!got)
            continue;
        cr_expect_eq(why.line, no_header_cases[i].want_line, "%s: line %u", name, why.line);
        cr_expect(want ? why.looks && strstr(why.looks, want) : !why.looks, "%s: %s", name,
                  why.looks ? why.looks : "nothing said");
    }
}
