/* SPDX-License-Identifier: ISC */
/* Wire messages, as servers and attackers send them. The question is always x.example, id 1. */
#include "dns/answer.h"

#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

/* 12 octets of header, then the question at 12 (0x0c): 09 octets of name, type, class = 27 (0x1b)
 */
#define HEAD(flags, counts) "\x00\x01" flags counts
#define QUESTION(type)      "\1x\7example\0\0" type "\0\1"
#define OK_FLAGS            "\x81\x80"
#define ONE                 "\0\1\0\1\0\0\0\0"
#define TWO                 "\0\1\0\2\0\0\0\0"
#define RR(type)            "\xc0\x0c\0" type "\0\1\0\0\0\0"
#define CASE(m)             .message = (m), .len = sizeof(m) - 1

static const struct {
    const char *title, *message;
    size_t len;
    uint16_t type;
    AnswerKind want_kind;
    DnsStatus want_status;
    const char *want; /* the first record's text */
} cases[] = {
    { "address", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") RR("\1") "\0\4\xc0\0\2\1"), DNS_A,
      ANSWER_COMPLETE, DNS_OK, "192.0.2.1" },
    { "question in other case",
      CASE(HEAD(OK_FLAGS, ONE) "\1X\7EXAMPLE\0\0\1\0\1" RR("\1") "\0\4\xc0\0\2\1"), DNS_A,
      ANSWER_COMPLETE, DNS_OK, "192.0.2.1" },
    { "owner in other case, not compressed",
      CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") "\1X\7exAMple\0\0\1\0\1\0\0\0\0\0\4\xc0\0\2\1"),
      DNS_A, ANSWER_COMPLETE, DNS_OK, "192.0.2.1" },
    { "strings join", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\x10") RR("\x10") "\0\6\2ab\0\1c"),
      DNS_TXT, ANSWER_COMPLETE, DNS_OK, "abc" },
    { "compressed name in the data",
      CASE(HEAD(OK_FLAGS, ONE) QUESTION("\x0f") RR("\x0f") "\0\6\0\12\1m\xc0\x0e"), DNS_MX,
      ANSWER_COMPLETE, DNS_OK, "10:m.example" },
    { "no data", CASE(HEAD(OK_FLAGS, "\0\1\0\0\0\0\0\0") QUESTION("\1")), DNS_A, ANSWER_COMPLETE,
      DNS_NODATA, NULL },
    { "no such name", CASE(HEAD("\x81\x83", "\0\1\0\0\0\0\0\0") QUESTION("\1")), DNS_A,
      ANSWER_COMPLETE, DNS_NXDOMAIN, NULL },
    { "CNAME, behind its target",
      CASE(HEAD(OK_FLAGS, TWO) QUESTION("\1") "\1y\xc0\x0e\0\1\0\1\0\0\0\0\0\4\xc0\0\2\2" RR(
          "\5") "\0\4\1y\xc0\x0e"),
      DNS_A, ANSWER_COMPLETE, DNS_OK, "192.0.2.2" },
    { "another owner's record",
      CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") "\1y\xc0\x0e\0\1\0\1\0\0\0\0\0\4\xc0\0\2\2"), DNS_A,
      ANSWER_COMPLETE, DNS_NODATA, NULL },
    { "another class's record",
      CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") "\xc0\x0c\0\1\0\3\0\0\0\0\0\4\xc0\0\2\2"), DNS_A,
      ANSWER_COMPLETE, DNS_NODATA, NULL },
    { "another type's record", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\x10") RR("\1") "\0\4\xc0\0\2\1"),
      DNS_TXT, ANSWER_COMPLETE, DNS_NODATA, NULL },
    { "wrong id", CASE("\0\2" OK_FLAGS "\0\1\0\0\0\0\0\0" QUESTION("\1")), DNS_A, ANSWER_FOREIGN, 0,
      NULL },
    { "a question, not an answer", CASE(HEAD("\1\0", "\0\1\0\0\0\0\0\0") QUESTION("\1")), DNS_A,
      ANSWER_FOREIGN, 0, NULL },
    { "a notification", CASE(HEAD("\xa1\x80", "\0\1\0\0\0\0\0\0") QUESTION("\1")), DNS_A,
      ANSWER_FOREIGN, 0, NULL },
    { "other name", CASE(HEAD(OK_FLAGS, "\0\1\0\0\0\0\0\0") "\1y\7example\0\0\1\0\1"), DNS_A,
      ANSWER_FOREIGN, 0, NULL },
    { "other type", CASE(HEAD(OK_FLAGS, "\0\1\0\0\0\0\0\0") QUESTION("\2")), DNS_A, ANSWER_FOREIGN,
      0, NULL },
    { "no question", CASE(HEAD(OK_FLAGS, "\0\0\0\0\0\0\0\0")), DNS_A, ANSWER_FOREIGN, 0, NULL },
    { "cut header", CASE("\0\1\x81\x80\0\1\0\0\0\0\0"), DNS_A, ANSWER_FOREIGN, 0, NULL },
    { "truncated", CASE(HEAD("\x83\x80", ONE) QUESTION("\1") "\xc0"), DNS_A, ANSWER_TRUNCATED, 0,
      NULL },
    { "FORMERR without a question", CASE(HEAD("\x81\x81", "\0\0\0\0\0\0\0\0")), DNS_A,
      ANSWER_NO_EDNS, DNS_TEMPERROR, NULL },
    { "NOTIMP", CASE(HEAD("\x81\x84", "\0\1\0\0\0\0\0\0") QUESTION("\1")), DNS_A, ANSWER_NO_EDNS,
      DNS_TEMPERROR, NULL },
    { "BADVERS, in the OPT record",
      CASE(HEAD(OK_FLAGS, "\0\1\0\0\0\0\0\1") QUESTION("\1") "\0\0\x29\4\xd0\1\0\0\0\0\0"), DNS_A,
      ANSWER_NO_EDNS, DNS_TEMPERROR, NULL },
    { "SERVFAIL", CASE(HEAD("\x81\x82", "\0\1\0\0\0\0\0\0") QUESTION("\1")), DNS_A, ANSWER_FAILED,
      DNS_TEMPERROR, NULL },
    { "REFUSED", CASE(HEAD("\x81\x85", "\0\1\0\0\0\0\0\0") QUESTION("\1")), DNS_A, ANSWER_FAILED,
      DNS_TEMPERROR, NULL },
    { "unknown code", CASE(HEAD("\x81\x8b", "\0\1\0\0\0\0\0\0") QUESTION("\1")), DNS_A,
      ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "address of three octets", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") RR("\1") "\0\3\xc0\0\2"),
      DNS_A, ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "address of five octets",
      CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") RR("\1") "\0\5\xc0\0\2\1\1"), DNS_A, ANSWER_FAILED,
      DNS_TEMPERROR, NULL },
    { "data past the end", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") RR("\1") "\0\5\xc0\0\2\1"),
      DNS_A, ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "fewer records than counted",
      CASE(HEAD(OK_FLAGS, TWO) QUESTION("\1") RR("\1") "\0\4\xc0\0\2\1"), DNS_A, ANSWER_FAILED,
      DNS_TEMPERROR, NULL },
    { "string past its data", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\x10") RR("\x10") "\0\3\3abc"),
      DNS_TXT, ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "name past its data", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\x0c") RR("\x0c") "\0\1\1y\xc0\x0e"),
      DNS_PTR, ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "MX without a name", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\x0f") RR("\x0f") "\0\2\0\12"),
      DNS_MX, ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "pointer to itself", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") "\xc0\x1b\0\1\0\1\0\0\0\0\0\0"),
      DNS_A, ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "pointer forward", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") "\xc0\x1d\0\1\0\1\0\0\0\0\0\0"),
      DNS_A, ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "labels into a pointer back to them",
      CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") "\1a\xc0\x1b\0\1\0\1\0\0\0\0\0\0"), DNS_A,
      ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "label of a kind that does not exist",
      CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") "\x41\0\0\1\0\1\0\0\0\0\0\0"), DNS_A, ANSWER_FAILED,
      DNS_TEMPERROR, NULL },
    { "CNAME to itself", CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") RR("\5") "\0\2\xc0\x0c"), DNS_A,
      ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "CNAME that leads out, from a server that looks up",
      CASE(HEAD(OK_FLAGS, ONE) QUESTION("\1") RR("\5") "\0\4\1y\xc0\x0e"), DNS_A, ANSWER_COMPLETE,
      DNS_NODATA, NULL },
    { "CNAME that leads out, from one that does not",
      CASE(HEAD("\x85\0", ONE) QUESTION("\1") RR("\5") "\0\4\1y\xc0\x0e"), DNS_A, ANSWER_FAILED,
      DNS_TEMPERROR, NULL },
    { "referral", CASE(HEAD("\x81\0", "\0\1\0\0\0\1\0\0") QUESTION("\1") RR("\2") "\0\2\xc0\x0c"),
      DNS_A, ANSWER_FAILED, DNS_TEMPERROR, NULL },
    { "records at a name that does not exist",
      CASE(HEAD("\x81\x83", ONE) QUESTION("\1") RR("\1") "\0\4\xc0\0\2\1"), DNS_A, ANSWER_FAILED,
      DNS_TEMPERROR, NULL },
};

static char *
first_text(const DnsAnswer *answer)
{
    const DnsRecord *record;
    char *text;

    if (!answer || answer->records->len == 0)
        return NULL;
    record = answer->records->pdata[0];
    if ((text = ip_text(&record->ip)))
        return text;
    if (record->name)
        return g_strdup_printf("%u:%s", record->preference, record->name);
    return g_strndup(record->data->str, record->data->len);
}

Test(dns_answer, read)
{
    DnsName name;

    cr_assert_null(name_from_text("x.example", &name));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        /* a copy of just this size: valgrind and ASan see a read past its end */
        g_autofree char *message = g_memdup2(cases[i].message, cases[i].len);
        DnsAnswer *answer = NULL;
        AnswerKind kind = answer_read(message, cases[i].len, 1, &name, cases[i].type, &answer);
        g_autofree char *got = first_text(answer);

        cr_expect_eq(kind, cases[i].want_kind, "%s: kind %d", cases[i].title, kind);
        cr_expect(g_strcmp0(got, cases[i].want) == 0, "%s: got %s", cases[i].title, got);
        cr_expect((answer != NULL) == (kind != ANSWER_FOREIGN && kind != ANSWER_TRUNCATED), "%s",
                  cases[i].title);
        if (!answer)
            continue;
        cr_expect_eq(answer->status, cases[i].want_status, "%s: status %d", cases[i].title,
                     answer->status);
        cr_expect_eq(answer->problem != NULL, answer->status == DNS_TEMPERROR, "%s",
                     cases[i].title);
        answer_free(answer);
    }
}

Test(dns_answer, authentic)
{
    static const char with[] = HEAD("\x81\xa0", ONE) QUESTION("\1") RR("\1") "\0\4\xc0\0\2\1";
    DnsAnswer *answer;
    DnsName name;

    cr_assert_null(name_from_text("x.example", &name));
    cr_assert_eq(answer_read(with, sizeof(with) - 1, 1, &name, DNS_A, &answer), ANSWER_COMPLETE);
    cr_expect(answer->authentic);
    answer_free(answer);
}

/* Every cut of a good message is read as something, and never as that message. */
Test(dns_answer, cut_anywhere)
{
    static const char whole[] =
        HEAD(OK_FLAGS, ONE) QUESTION("\x0f") RR("\x0f") "\0\6\0\12\1m\xc0\x0e";
    DnsName name;

    cr_assert_null(name_from_text("x.example", &name));
    for (size_t len = 0; len < sizeof(whole) - 1; len++) {
        g_autofree char *message = g_memdup2(whole, len);
        DnsAnswer *answer = NULL;

        cr_expect_neq(answer_read(message, len, 1, &name, DNS_MX, &answer), ANSWER_COMPLETE,
                      "cut to %zu octets", len);
        if (answer)
            answer_free(answer);
    }
}

/* As many pointers to pointers as fit, and as many records as fit that go through all of them. */
Test(dns_answer, pointers_cost_no_time)
{
    g_autoptr(GByteArray) message = g_byte_array_new();
    static const char head[] = HEAD(OK_FLAGS, "\0\1\x0f\xff\0\0\0\0") QUESTION("\1") RR("\x10");
    clock_t began = clock(); /* of processor time */
    DnsAnswer *answer = NULL;
    DnsName name;

    cr_assert_null(name_from_text("x.example", &name));
    g_byte_array_append(message, (const guint8 *)head, sizeof(head) - 1);
    g_byte_array_append(message, (const guint8 *)"\x3e\x80", 2); /* 16000 octets of data */
    for (unsigned at = message->len, target = 12; target < 16000; target = at, at += 2) {
        const guint8 pointer[] = { (guint8)(0xc0 | target >> 8), (guint8)target };

        g_byte_array_append(message, pointer, 2);
    }
    g_byte_array_set_size(message, 27 + 12 + 16000);
    while (message->len < 65500)
        g_byte_array_append(message, (const guint8 *)"\xfe\x7f\0\1\0\1\0\0\0\0\0\0", 12);
    cr_expect_eq(answer_read(message->data, message->len, 1, &name, DNS_A, &answer), ANSWER_FAILED);
    answer_free(answer);
    cr_expect_lt(clock() - began, CLOCKS_PER_SEC / 5);
}
