/* SPDX-License-Identifier: ISC */
/* Forms of From that all readers read alike, and headers in which one of them sees another author
 * than the next: tests/integration/authors.bats has real readers. */
#include "mime/author.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *value, *want; /* the addresses, joined with blanks */
    const char *want_shown;   /* likewise; NULL: none */
} plain[] = {
    { "a@x.example", "a@x.example", NULL },
    { "<a@x.example>", "a@x.example", NULL },
    { "Alice <a@X.Example>", "a@x.example", NULL },
    { "Alice<a@x.example>", "a@x.example", NULL },
    { "\"Alice\" <a@x.example>", "a@x.example", NULL },
    { "\"Doe, Alice\" <a@x.example>", "a@x.example", NULL },
    { "\"Alice \\\"Al\\\" Doe\" <a@x.example>", "a@x.example", NULL },
    { "\"x: y; [z] (w) <v>\" <a@x.example>", "a@x.example", NULL },
    { "\"\" <a@x.example>", "a@x.example", NULL },
    { "Alice B. Doe Jr. <a@x.example>", "a@x.example", NULL },
    { "Alice O'Brien & Sons / Co = #1! <a@x.example>", "a@x.example", NULL },
    { "Alice . Doe ... <a@x.example>", "a@x.example", NULL },
    { "J\xc3\xb6rg <a@x.example>", "a@x.example", NULL },
    { "J\xf6rg <a@x.example>", "a@x.example", NULL },
    { "\"J\xc3\xb6rg\" <a@x.example>", "a@x.example", NULL },
    { "=?utf-8?q?J=C3=B6rg?= <a@x.example>", "a@x.example", NULL },
    { "=?utf-8?B?SsO2cmc=?= =?utf-8?B?IERvZQ==?= <a@x.example>", "a@x.example", NULL },
    { "\"=?utf-8?q?J=C3=B6rg?=\" <a@x.example>", "a@x.example", NULL },
    { "=?utf-8?q?Doe=2C_Alice?= <a@x.example>", "a@x.example", NULL },
    { "Alice\n <a@x.example>", "a@x.example", NULL },
    { "Alice\r\n\t<a@x.example>", "a@x.example", NULL },
    { "\n Alice\n Doe\n <a@x.example>", "a@x.example", NULL },
    { "\"Alice\n Doe\" <a@x.example>", "a@x.example", NULL },
    { "\"Doe,\r\n Alice\" <a@x.example>", "a@x.example", NULL },
    { "\"ceo@y.example\"\r\n <a@x.example>", "a@x.example", "ceo@y.example" },
    { "Alice < a@x.example >", "a@x.example", NULL },
    { "a@x.example (Alice)", "a@x.example", NULL },
    { "a@x.example (Doe, Alice)", "a@x.example", NULL },
    { "Alice (at work) <a@x.example>", "a@x.example", NULL },
    { "Alice <a@x.example> (at work)", "a@x.example", NULL },
    { "a@x.example,", "a@x.example", NULL },
    { "Alice <a@x.example>, ", "a@x.example", NULL },
    { "a@x.example <a@x.example>", "a@x.example", NULL },
    { "a@X.example <a@x.example>", "a@x.example", NULL },
    { "A.Doe@X.Example <a.doe@x.example>", "a.doe@x.example", NULL },
    { "\"a@x.example\" <a@x.example>", "a@x.example", "a@x.example" },
    { "a.b+c_d-e=f@mail-1.x.example", "a.b+c_d-e=f@mail-1.x.example", NULL },
    { "prvs=1234=a@x.example", "prvs=1234=a@x.example", NULL },
    { "root@localhost", "root@localhost", NULL },
    { "a@xn--bcher-kva.example", "a@xn--bcher-kva.example", NULL },
    { "<a@XN--fiqs8s.xn--BCHER-kva.example>", "a@xn--fiqs8s.xn--bcher-kva.example", NULL },
    { "Alice <a@x.example>, Bob <b@x.example>", "a@x.example b@x.example", NULL },
    { "Alice <a@x.example>,\n Bob <b@y.example>", "a@x.example b@y.example", NULL },
    /* another address in the name */
    { "\"ceo@bank.example\" <a@x.example>", "a@x.example", "ceo@bank.example" },
    { "\"The CEO <ceo@Bank.Example>\" <a@x.example>", "a@x.example", "ceo@bank.example" },
    { "\"'ceo@bank.example'\" <a@x.example>", "a@x.example", "ceo@bank.example" },
    { "\"Write to ceo@bank.example.\" <a@x.example>", "a@x.example", "ceo@bank.example" },
    { "\"ceo@bank.example\xe2\x80\x94sure\" <a@x.example>", "a@x.example", "ceo@bank.example" },
    { "\"ceo@bank.example vp@shop.example\" <a@x.example>", "a@x.example",
      "ceo@bank.example vp@shop.example" },
    { "=?utf-8?q?ceo=40bank.example?= <a@x.example>", "a@x.example", "ceo@bank.example" },
    { "=?utf-8?q?=4zceo=40bank.example?= <a@x.example>", "a@x.example", "=4zceo@bank.example" },
    { "=?UTF-8?B?Y2VvQGJhbmsuZXhhbXBsZQ==?= <a@x.example>", "a@x.example", "ceo@bank.example" },
    { "=?iso-8859-1?q?ceo=40ba?=\n =?us-ascii?q?nk.example?= <a@x.example>", "a@x.example",
      "ceo@bank.example" },
    { "=?utf-16be?b?AGMAQABiAC4AZQ==?= <a@x.example>", "a@x.example", "c@b.e" },
    { "\"=?utf-8?q?ceo=40bank.example?=\" <a@x.example>", "a@x.example", "ceo@bank.example" },
    { "a@x.example (=?utf-8?q?ceo=40bank.example?=)", "a@x.example", "ceo@bank.example" },
    { "ceo\xef\xbc\xa0"
      "bank.example <a@x.example>",
      "a@x.example", "ceo@bank.example" },
    { "ceo\xef\xb9\xab"
      "bank\xef\xbc\x8e"
      "example <a@x.example>",
      "a@x.example", "ceo@bank.example" },
    { "=?utf-8?q?ceo=E2=80=8B=40bank=E3=80=82example?= <a@x.example>", "a@x.example",
      "ceo@bank.example" },
    { "\"Alice @ Work, a@work, @acme\" <a@x.example>", "a@x.example", NULL },
};

static char *
joined(const GPtrArray *addresses)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < addresses->len; i++) {
        const MailAddress *address = g_ptr_array_index(addresses, i);
        g_autofree char *one = mail_address_text(address);

        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", address->domain ? one : "-");
    }
    return g_string_free(text, FALSE);
}

static Author *
author_of(const char *octets, size_t len)
{
    g_autoptr(Message) message = message_new(octets, len);

    return author_read(message, octets, len);
}

static Author *
author_of_value(const char *value)
{
    g_autofree char *header = g_strdup_printf("To: b@y.example\nFrom: %s\nSubject: s\n\n", value);

    return author_of(header, strlen(header));
}

Test(author, read_alike)
{
    for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
        const char *value = plain[i].value;
        g_autoptr(Author) got = author_of_value(value);
        g_autofree char *addresses = joined(got->addresses), *shown = joined(got->shown);

        cr_expect_null(got->unclear, "%s: %s", value, got->unclear);
        cr_expect_str_eq(addresses, plain[i].want, "%s: got %s", value, addresses);
        cr_expect_str_eq(shown, plain[i].want_shown ? plain[i].want_shown : "", "%s: shows %s",
                         value, shown);
    }
}

/* The addresses are for people; "-": text without one. */
static const struct {
    const char *value, *want;
} odd[] = {
    { "", "" },
    { "alice", "-" },
    { "Alice <alice>", "-" },
    { "Alice <>", "-" },
    { "undisclosed:;", "-" },
    { "team: a@x.example, b@x.example;", "a@x.example b@x.example" },
    { "ceo@bank.example <a@x.example>", "ceo@bank.example a@x.example" },
    { "b@x.example <a@x.example>", "b@x.example a@x.example" },
    { "\"ceo@bank.example\r\n Alice\" <a@x.example>", "ceo@bank.example a@x.example" },
    { "\"A\r\n B\" \"ceo@bank.example\" <a@x.example>", "ceo@bank.example a@x.example" },
    { "a@xn--a.example", "a@xn--a.example" },
    { "Alice <a@XN--.example>", "a@xn--.example" },
    { "<a@sub.xn--bcher-kvavia.example>", "a@sub.xn--bcher-kvavia.example" },
    { "<a@xn--bcher-kva.xn--a.example>", "a@xn--bcher-kva.xn--a.example" },
    { "Alice a@x.example", "a@x.example" },
    { "Alice <a@x.example> <ceo@bank.example>", "a@x.example ceo@bank.example" },
    { "a@x.example) <ceo@bank.example>", "a@x.example ceo@bank.example" },
    { "a@x.example] <ceo@bank.example>", "a@x.example ceo@bank.example" },
    { "Alice <a@x.example", "a@x.example" },
    { "Alice a@x.example>", "a@x.example" },
    { "\"Alice <a@x.example>", "a@x.example" },
    { "Alice (home <a@x.example>", "a@x.example" },
    { "a@x.example (ceo@bank.example)", "a@x.example ceo@bank.example" },
    { "a@x.example (a (b) c)", "a@x.example" },
    { "\"a b\"@x.example", "-" },
    { "Alice.<a@x.example>", "a@x.example" },
    { ".. <a@x.example>", "a@x.example" },
    { "a@x.example <a@x.example>, b@x.example", "a@x.example a@x.example b@x.example" },
    { "\"a\\\n b\" <a@x.example>", "a@x.example" },
    { "a@x.example (b) (c)", "a@x.example" },
    { "a(b)@x.example", "-" },
    { "a@x(b).example", NULL },
    { "a@(b)x.example", NULL },
    { "<@y.example:a@x.example>", NULL },
    { "a @x.example", NULL },
    { "a@ x.example", NULL },
    { "a@x.example b", NULL },
    { "a@x.example.", NULL },
    { "a..b@x.example", NULL },
    { ".a@x.example", NULL },
    { "a.@x.example", NULL },
    { "a@b@x.example", NULL },
    { "\"a@b\"@x.example", NULL },
    { "a@[192.0.2.1]", NULL },
    { "=?utf-8?q?ceo=40bank.example?=@x.example", NULL },
    { "a\xc3\xb6@x.example", NULL },
    { "a@b\xc3\xbc.example", NULL },
    { "Doe, Alice <a@x.example>", NULL },
    { "a@x.example; b@x.example", NULL },
    { ", a@x.example", NULL },
    { "a@x.example,,b@x.example", NULL },
    { "Re: Alice <a@x.example>", NULL },
    { "Alice \\ <a@x.example>", NULL },
    { "Alice\r <a@x.example>", NULL },
    { "Alice\f <a@x.example>", NULL },
    { "Alice\v <a@x.example>", NULL },
    { "\x1b$B$\x1b(B <a@x.example>", NULL },
    { "\"Al\x01ice\" <a@x.example>", NULL },
    { "Alice\x7f <a@x.example>", NULL },
    { "Alice\n \n <a@x.example>", NULL },
    { "a@x.example\n ", NULL },
    { "=?utf-8?q?a=0Ab?= <a@x.example>", NULL },
    { "=?utf-8?b?AAo=?= <a@x.example>", NULL },
};

Test(author, read_in_several_ways)
{
    for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
        const char *value = odd[i].value;
        g_autoptr(Author) got = author_of_value(value);
        g_autofree char *addresses = joined(got->addresses);

        cr_expect(got->unclear, "%s", value);
        cr_expect_eq(got->shown->len, 0, "%s", value);
        if (odd[i].want)
            cr_expect_str_eq(addresses, odd[i].want, "%s: got %s", value, addresses);
    }
}

#define BANK      "From: ceo@bank.example\n"
#define MINE      "From: a@x.example\n"
#define ROW(text) text, sizeof(text) - 1

static const struct {
    const char *header;
    size_t len;
    const char *want; /* part of the reason; NULL: clear */
} headers[] = {
    { ROW(MINE "\n"), NULL },
    { ROW("Received: x\r\nfrom: a@x.example\r\nSubject: s\r\n\r\n"), NULL },
    { ROW("From y@z.example Sat Nov  7 09:14:03 2026\n" MINE "\n"), NULL },
    { ROW("DKIM-Signature: h=Date:\n\tFrom:To; b=x\n" MINE "\n"), NULL },
    { ROW("Subject: from: b\n" MINE "X-From: b@y.example\nFrom-X: y\n\n"), NULL },
    { ROW("Subject: \x1b$B x\n" MINE "\n"), NULL },
    { ROW("Subject: \xe9t\xe9 from: x\n" MINE "\n"), NULL },
    { ROW(MINE "junk\nSubject: s\n\n"), NULL },
    { ROW(MINE "\n" BANK), NULL },
    { ROW("Subject: s\n\n"), "no From" },
    { ROW("\n" MINE), "no From" },
    { ROW(""), "no From" },
    { ROW(MINE BANK "\n"), "several" },
    { ROW(MINE MINE "\n"), "several" },
    { ROW(MINE "From: \n\n"), "several" },
    { ROW("From\0: ceo@bank.example\n" MINE "\n"), "another" },
    { ROW(MINE "\0From: ceo@bank.example\n\n"), "another" },
    { ROW("Fr\0om: ceo@bank.example\n" MINE "\n"), "another" },
    { ROW("From\r: ceo@bank.example\n" MINE "\n"), "another" },
    { ROW("\rFrom: ceo@bank.example\n" MINE "\n"), "another" },
    { ROW(MINE "From\f: ceo@bank.example\n\n"), "another" },
    { ROW(MINE "\x0b" BANK "\n"), "another" },
    { ROW(MINE "From : ceo@bank.example\n\n"), "another" },
    { ROW("Apparently-From: ceo@bank.example\n" MINE "\n"), "another" },
    { ROW(MINE "X-Y: z\nAPPARENTLY-FROM:ceo@bank.example\n\n"), "another" },
    { ROW(MINE "From\t \t: ceo@bank.example\n\n"), "another" },
    { ROW(MINE "From\n : ceo@bank.example\n\n"), "another" },
    { ROW(MINE "\xa0" BANK "\n"), "another" },
    { ROW(MINE "\xef\xbb\xbf" BANK "\n"), "another" },
    { ROW(MINE "From\xc2\xa0: ceo@bank.example\n\n"), "another" },
    { ROW(MINE "Subject: s\r" BANK "\n"), "another" },
    { ROW(MINE "Subject: s\r \r" BANK "\n"), "another" },
    { ROW(MINE "Subject: s\f" BANK "\n"), "another" },
    { ROW(MINE "Subject: s\0" BANK "\n"), "another" },
    { ROW(MINE "Subject: s\xe2\x80\xa8" BANK "\n"), "another" },
    { ROW(MINE "Subject: s\xc2\x85" BANK "\n"), "another" },
    { ROW(MINE "junk\n" BANK "\n"), "another" },
    { ROW(MINE "junk\n From: ceo@bank.example\n\n"), "another" },
    { ROW(MINE " \n" BANK "\n"), "another" },
    { ROW(MINE "Subject: s\n \n From: ceo@bank.example\n\n"), "another" },
    { ROW(" From: ceo@bank.example\n" MINE "\n"), "another" },
    { ROW("From : ceo@bank.example\n" MINE "\n"), "another" },
    { ROW("From x\r" BANK MINE "\n"), "another" },
    { ROW("junk\n" MINE "\n"), "no field" },
    { ROW(">From y Sat\n" MINE "\n"), "no field" },
    { ROW("From y Sat\n>From z Sat\n" MINE "\n"), "no field" },
    { ROW("Subject : s\n" MINE "\n"), "no field" },
    { ROW(": s\n" MINE "\n"), "no field" },
    { ROW("S\xc3\xb6: s\n" MINE "\n"), "no field" },
    { ROW("Subject: s\n \n" MINE "\n"), "blanks" },
    { ROW("\t\n" MINE "\n"), "continues nothing" },
    { ROW("\r\r\n" MINE "\n"), "no field" },
    { ROW("Subject: s\r\r\n" MINE "\n"), "control" },
    { ROW("Subject: s\0\n" MINE "\n"), "control" },
    { ROW("From : a@x.example\n\n"), "odd way" },
    { ROW("From\r: a@x.example\n\n"), "" },
    { ROW("From\n : a@x.example\n\n"), "" },
    { ROW("From: a@x.example\0\n\n"), "control" },
    { ROW("From: \0a@x.example\n\n"), "control" },
    { ROW("From: ceo@bank.example\0 <a@x.example>\n\n"), "control" },
};

Test(author, other_froms)
{
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autoptr(Author) got = author_of(headers[i].header, headers[i].len);
        g_autofree char *name = g_strescape(headers[i].header, NULL);

        if (!headers[i].want)
            cr_expect_null(got->unclear, "%zu %s: %s", i, name, got->unclear);
        else
            cr_expect(got->unclear && strstr(got->unclear, headers[i].want), "%zu %s: %s", i, name,
                      got->unclear);
    }
}

/* What is told of an unclear author has a bound, and so has what is clear. */
Test(author, very_many)
{
    static const struct {
        const char *name, *begin, *piece, *end;
        size_t octets;
        guint want_most;
        bool want_clear;
    } cases[] = {
        { "a long list", "From: ", "a@x.example,", "\n\n", 1024, 1024 / 12 + 1, true },
        { "a longer one", "From: ", "a@x.example,", "\n\n", 1 << 20, AUTHOR_ADDRESSES_MAX, false },
        { "many fields", "", "From: a@x.example\n", "\n", 1 << 20, AUTHOR_ADDRESSES_MAX, false },
        { "groups in groups", "From: ", "a:", "\n\n", 1 << 20, 1, false },
        { "a long name", "From: ", "a ", " <a@x.example>\n\n", 1 << 20, 1, false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) text = g_string_new(cases[i].begin);
        g_autoptr(Author) got = NULL;

        while (text->len < cases[i].octets)
            g_string_append(text, cases[i].piece);
        g_string_append(text, cases[i].end);
        got = author_of(text->str, text->len);
        cr_expect_eq(!got->unclear, cases[i].want_clear, "%s: %s", cases[i].name, got->unclear);
        cr_expect(got->addresses->len > 0 && got->addresses->len <= cases[i].want_most, "%s: %u",
                  cases[i].name, got->addresses->len);
    }
}
