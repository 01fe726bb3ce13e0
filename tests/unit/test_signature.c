/* SPDX-License-Identifier: ISC */
/* Signature fields: each rule of RFC 6376 sections 3.5 and 6.1.1 once right and once wrong. */
#include "signatures/signature.h"

#include "signatures/signature_values.h"
#include "signatures/wanted_digests.h"

#include <criterion/criterion.h>
#include <string.h>

#define BH   "bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; "
#define B    "b=AAAA"
#define FROM "h=From; "
#define DS   "d=foo.example; s=s1; "
#define A    "a=rsa-sha256; "
#define V    "v=1; "

#define WHOLE V A DS FROM BH B

static const struct {
    const char *name, *value;
    SignatureResult want;
    const char *want_problem; /* how it begins */
} cases[] = {
    { "whole", WHOLE, SIGNATURE_PASS, NULL },
    { "a last ;", WHOLE ";", SIGNATURE_PASS, NULL },
    { "in another order", B "; " BH FROM DS A "v=1", SIGNATURE_PASS, NULL },
    { "folds", "\r\n\tv=1;\r\n " A DS FROM BH "\n b = AA\r\n\t AA ", SIGNATURE_PASS, NULL },
    { "unknown tags", "r=y; " WHOLE "; zz=", SIGNATURE_PASS, NULL },
    { "nothing", "", SIGNATURE_NEUTRAL, "no v=" },
    { "no v", A DS FROM BH B, SIGNATURE_NEUTRAL, "no v=" },
    { "v=2", "v=2; " A DS FROM BH B, SIGNATURE_PERMERROR, "v= is not 1" },
    { "v=1.0", "v=1.0; " A DS FROM BH B, SIGNATURE_PERMERROR, "v= is not 1" },
    { "no a", V DS FROM BH B, SIGNATURE_NEUTRAL, "no a=" },
    { "a in capitals", V "a=RSA-SHA256; " DS FROM BH B, SIGNATURE_PASS, NULL },
    { "a of Ed25519", V "a=ed25519-sha256; " DS FROM BH B, SIGNATURE_PASS, NULL },
    { "an unknown a", V "a=rsa-sha512; " DS FROM BH B, SIGNATURE_NEUTRAL, "a= is an algorithm" },
    { "SHA-1", V "a=rsa-sha1; " DS FROM "bh=2jmj7l5rSw0yVb/vlWAYkK/YBwk=; " B, SIGNATURE_POLICY,
      "SHA-1" },
    { "no d", V A "s=s1; " FROM BH B, SIGNATURE_NEUTRAL, "no d=" },
    { "an empty d", V A "d=; s=s1; " FROM BH B, SIGNATURE_NEUTRAL, "d= is no domain" },
    { "d with a blank", V A "d=foo .example; s=s1; " FROM BH B, SIGNATURE_NEUTRAL,
      "d= is no domain" },
    { "d with an empty label", V A "d=foo..example; s=s1; " FROM BH B, SIGNATURE_NEUTRAL,
      "d= is no domain" },
    { "d with a slash", V A "d=foo/bar.example; s=s1; " FROM BH B, SIGNATURE_NEUTRAL,
      "d= is no domain" },
    { "d is the root", V A "d=.; s=s1; " FROM BH B, SIGNATURE_NEUTRAL, "d= is no domain" },
    { "d with a wide dot", V A "d=foo\343\200\202example; s=s1; " FROM BH B, SIGNATURE_PASS, NULL },
    { "d with a wide @", V A "d=foo\357\274\240bar.example; s=s1; " FROM BH B, SIGNATURE_NEUTRAL,
      "d= is no domain" },
    { "d with a wide slash", V A "d=foo\357\274\217bar.example; s=s1; " FROM BH B,
      SIGNATURE_NEUTRAL, "d= is no domain" },
    { "d is no UTF-8", V A "d=b\374cher.example; s=s1; " FROM BH B, SIGNATURE_NEUTRAL,
      "d= is no domain" },
    { "no s", V A "d=foo.example; " FROM BH B, SIGNATURE_NEUTRAL, "no s=" },
    { "s of two labels", V A "d=foo.example; s=a.b_1; " FROM BH B, SIGNATURE_PASS, NULL },
    { "an empty s", V A "d=foo.example; s=; " FROM BH B, SIGNATURE_NEUTRAL, "s= is no selector" },
    { "s that leaves its name", V A "d=foo.example; s=a@b; " FROM BH B, SIGNATURE_NEUTRAL,
      "s= is no selector" },
    { "no h", V A DS BH B, SIGNATURE_NEUTRAL, "no h=" },
    { "h without From", V A DS "h=Subject:Date; " BH B, SIGNATURE_PERMERROR, "From is not signed" },
    { "h with what begins as From", V A DS "h=Fromage:X-From; " BH B, SIGNATURE_PERMERROR,
      "From is not signed" },
    { "h with From in the middle", V A DS "h=to :\r\n\tFROM : date; " BH B, SIGNATURE_PASS, NULL },
    { "an empty h", V A DS "h=; " BH B, SIGNATURE_NEUTRAL, "h= is no list" },
    { "an empty name in h", V A DS "h=From::Date; " BH B, SIGNATURE_NEUTRAL, "h= is no list" },
    { "two names without :", V A DS "h=From Date; " BH B, SIGNATURE_NEUTRAL, "h= is no list" },
    { "no bh", V A DS FROM B, SIGNATURE_NEUTRAL, "no bh=" },
    { "bh cut short", V A DS FROM "bh=2jUS; " B, SIGNATURE_NEUTRAL, "bh= has not the length" },
    { "an empty bh", V A DS FROM "bh=; " B, SIGNATURE_NEUTRAL, "bh= has not the length" },
    { "bh is no base64", V A DS FROM "bh=2jUS!; " B, SIGNATURE_NEUTRAL, "bh= is no base64" },
    { "no b", V A DS FROM BH, SIGNATURE_NEUTRAL, "no b=" },
    { "an empty b", V A DS FROM BH "b=", SIGNATURE_NEUTRAL, "b= is no base64" },
    { "b is no base64", V A DS FROM BH "b=AA.A", SIGNATURE_NEUTRAL, "b= is no base64" },
    { "b cut short", V A DS FROM BH "b=AAA", SIGNATURE_NEUTRAL, "b= is no base64" },
    { "simple", WHOLE "; c=simple", SIGNATURE_PASS, NULL },
    { "relaxed/simple", WHOLE "; c=relaxed/simple", SIGNATURE_PASS, NULL },
    { "c in capitals", WHOLE "; c=Relaxed/RELAXED", SIGNATURE_PASS, NULL },
    { "an unknown c", WHOLE "; c=nowsp", SIGNATURE_NEUTRAL, "c= is a canonical form" },
    { "an unknown c of the body", WHOLE "; c=simple/nowsp", SIGNATURE_NEUTRAL,
      "c= is a canonical form" },
    { "c of three", WHOLE "; c=simple/simple/simple", SIGNATURE_NEUTRAL, "c= is a canonical form" },
    { "c without a body", WHOLE "; c=simple/", SIGNATURE_NEUTRAL, "c= is a canonical form" },
    { "i of the domain", WHOLE "; i=joe@foo.example", SIGNATURE_PASS, NULL },
    { "i in capitals", WHOLE "; i=@FOO.example", SIGNATURE_PASS, NULL },
    { "i below the domain", WHOLE "; i=@a.foo.example", SIGNATURE_PASS, NULL },
    { "i with folds", WHOLE "; i=joe\r\n @foo.\r\n example", SIGNATURE_PASS, NULL },
    { "i with a quoted @", WHOLE "; i=\"a@bar.example\"@foo.example", SIGNATURE_PASS, NULL },
    { "i of another domain", WHOLE "; i=@bar.example", SIGNATURE_PERMERROR, "i= is not within" },
    { "i that ends alike", WHOLE "; i=@xfoo.example", SIGNATURE_PERMERROR, "i= is not within" },
    { "i above the domain", WHOLE "; i=@example", SIGNATURE_PERMERROR, "i= is not within" },
    { "i with a second @", WHOLE "; i=joe@foo.example@bar.example", SIGNATURE_PERMERROR,
      "i= is not within" },
    { "i without @", WHOLE "; i=foo.example", SIGNATURE_NEUTRAL, "i= is no identity" },
    { "i without a domain", WHOLE "; i=joe@", SIGNATURE_NEUTRAL, "i= is no identity" },
    { "q", WHOLE "; q=dns/txt", SIGNATURE_PASS, NULL },
    { "q of several", WHOLE "; q=http : DNS/TXT", SIGNATURE_PASS, NULL },
    { "an unknown q", WHOLE "; q=dns", SIGNATURE_NEUTRAL, "q= knows no way" },
    { "t", WHOLE "; t=1117574938", SIGNATURE_PASS, NULL },
    { "an empty t", WHOLE "; t=", SIGNATURE_NEUTRAL, "t= is no time" },
    { "a negative t", WHOLE "; t=-1", SIGNATURE_NEUTRAL, "t= is no time" },
    { "t in hexadecimal", WHOLE "; t=0x10", SIGNATURE_NEUTRAL, "t= is no time" },
    { "t of many digits", WHOLE "; t=99999999999999999999999999", SIGNATURE_PASS, NULL },
    { "x after t", WHOLE "; x=11; t=10", SIGNATURE_PASS, NULL },
    { "x at t", WHOLE "; t=10; x=10", SIGNATURE_PERMERROR, "x= is not later" },
    { "x before t", WHOLE "; t=10; x=9", SIGNATURE_PERMERROR, "x= is not later" },
    { "x alone", WHOLE "; x=9", SIGNATURE_PASS, NULL },
    { "x is no number", WHOLE "; x=never", SIGNATURE_NEUTRAL, "x= is no time" },
    { "x of many digits", WHOLE "; t=10; x=1000000000000", SIGNATURE_PASS, NULL },
    { "l", WHOLE "; l=10", SIGNATURE_POLICY, "l=" },
    { "l of all", WHOLE "; l=0", SIGNATURE_POLICY, "l=" },
    { "l in what is broken", WHOLE "; l=10; c=x", SIGNATURE_NEUTRAL, "c= is a canonical form" },
    { "z", WHOLE "; z=From:joe@foo.example|To:x", SIGNATURE_PASS, NULL },
    { "d twice", WHOLE "; d=bar.example", SIGNATURE_NEUTRAL, "a tag given twice" },
    { "b twice", WHOLE "; b=AAAA", SIGNATURE_NEUTRAL, "a tag given twice" },
    { "a word without =", WHOLE "; hello", SIGNATURE_NEUTRAL, "no tag" },
    { "names in capitals are other names", "V=1; " A DS FROM BH B, SIGNATURE_NEUTRAL, "no v=" },
    { "a control octet", WHOLE "; z=\a", SIGNATURE_NEUTRAL, "a control octet" },
};

static MessageField
field_of(const char *text)
{
    const char *value = strchr(text, ':') + 1;

    return (MessageField){ .name = text,
                           .name_len = strlen("DKIM-Signature"),
                           .value = value,
                           .value_len = strlen(value) };
}

Test(signature, rules)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strconcat("DKIM-Signature: ", cases[i].value, NULL);
        const MessageField field = field_of(text);
        g_autoptr(Signature) got = signature_read(&field);

        cr_expect(got->result == cases[i].want, "%s: %s (%s)", cases[i].name,
                  signature_result_text(got->result), got->problem);
        cr_expect(cases[i].want_problem
                      ? got->problem && g_str_has_prefix(got->problem, cases[i].want_problem)
                      : !got->problem,
                  "%s: %s", cases[i].name, got->problem);
    }
}

Test(signature, what_is_read)
{
    static const char text[] =
        "DKIM-Signature: v=1; a=Ed25519-SHA256; c=relaxed; d=FOO.Example.; s=S1.x;\r\n"
        "\ti=J=20oe@\r\n a.foo.example; t=12; x=13; h=From : to;"
        "bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=; b =  AQID\r\n BAUGBwg= ; z=a";
    const MessageField field = field_of(text);
    g_autoptr(Signature) got = signature_read(&field);
    g_autofree char *value = signature_value_text(got);
    g_autofree char *names = cursor_text(got->names);
    Cursor gap = got->field;

    cr_expect_null(got->problem, "%s", got->problem);
    cr_expect_str_eq(got->domain, "foo.example");
    cr_expect_str_eq(got->selector, "s1.x");
    cr_expect_str_eq(got->identity, "J=20oe@a.foo.example");
    cr_expect(got->identity_below);
    cr_expect_str_eq(got->algorithm, "ed25519-sha256");
    cr_expect_eq(got->kind, ALGORITHM_ED25519_SHA256);
    cr_expect_eq(got->header, CANONICAL_RELAXED);
    cr_expect_eq(got->body, CANONICAL_SIMPLE);
    cr_expect_str_eq(names, "From : to");
    cr_expect(got->timed && got->made_at == 12 && got->expires && got->expires_at == 13);
    cr_expect_eq(got->digest[0], 0xda);
    cr_expect_eq(got->value->len, 8);
    cr_expect_str_eq(value, "AQIDBAUG");
    /* what stands between "b =" and the ";", blanks too */
    cursor_seek(&gap, got->gap_at);
    gap = cursor_sub(&gap, got->gap_len);
    cr_expect(cursor_is(&gap, " AQID BAUGBwg= "));
    cr_expect_eq(got->gap_len, strlen("  AQID\r\n BAUGBwg= "));
}

Test(signature, defaults)
{
    static const char text[] = "DKIM-Signature:" WHOLE "  ";
    const MessageField field = field_of(text);
    g_autoptr(Signature) got = signature_read(&field);

    cr_expect_str_eq(got->identity, "@foo.example");
    cr_expect(!got->identity_below && !got->timed && !got->expires);
    cr_expect_eq(got->header, CANONICAL_SIMPLE);
    cr_expect_eq(got->body, CANONICAL_SIMPLE);
    cr_expect_eq(got->gap_at + got->gap_len, strlen(text));
    cr_expect_eq(got->gap_len, strlen("AAAA  "));
}

/* Section 3.5, x=: longer numbers are a time that never comes. */
Test(signature, times)
{
    static const struct {
        const char *digits;
        guint64 want;
    } all[] = { { "0", 0 },
                { "0017", 17 },
                { "999999999999", 999999999999 },
                { "1000000000000", SIGNATURE_TIME_MAX },
                { "18446744073709551617", SIGNATURE_TIME_MAX } };

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strconcat("DKIM-Signature: " WHOLE "; x=", all[i].digits, NULL);
        const MessageField field = field_of(text);
        g_autoptr(Signature) got = signature_read(&field);

        cr_expect(got->expires && got->expires_at == all[i].want, "%s", all[i].digits);
    }
}

/* RFC 8616 section 5: names in U-labels are asked for in A-labels. */
Test(signature, names_in_utf8)
{
    static const char text[] =
        "DKIM-Signature: " V A "d=b\303\274cher.example; s=schl\303\274ssel; i=j\303\266@"
        "b\303\274cher.example; " FROM BH B;
    const MessageField field = field_of(text);
    g_autoptr(Signature) got = signature_read(&field);

    cr_expect_null(got->problem, "%s", got->problem);
    cr_expect_str_eq(got->domain, "xn--bcher-kva.example");
    cr_expect_str_eq(got->selector, "xn--schlssel-95a");
    cr_expect_str_eq(got->identity, "j\303\266@b\303\274cher.example");
    cr_expect(!got->identity_below);
}

/* What is broken is listed with all that can be read of it. */
Test(signature, broken_is_listed)
{
    static const char text[] = "DKIM-Signature: v=1; v=1; a=rsa-sha1; d=foo.example; s=s1";
    const MessageField field = field_of(text);
    g_autoptr(Signature) got = signature_read(&field);

    cr_expect_eq(got->result, SIGNATURE_NEUTRAL);
    cr_expect_str_eq(got->domain, "foo.example");
    cr_expect_str_eq(got->selector, "s1");
    cr_expect_str_eq(got->identity, "@foo.example");
    cr_expect_str_eq(got->algorithm, "rsa-sha1");
}

/* --- many, and long ones --- */

/* A line that is repeated; the caller frees. */
static GString *
repeat(const char *text, unsigned times)
{
    GString *all = g_string_new(NULL);

    for (unsigned i = 0; i < times; i++)
        g_string_append(all, text);
    return all;
}

Test(signature, a_bounded_number)
{
    static const char broken[] = "DKIM-Signature: v=1\n", whole[] = "dkim-signature : " WHOLE "\n";
    g_autoptr(GString) text = repeat(broken, 50), more = repeat(whole, 200);

    g_string_append(text, more->str);

    g_autoptr(Message) message = message_new(text->str, text->len);
    g_autoptr(GPtrArray) got = signatures_read(message);
    unsigned usable = 0;

    cr_expect_eq(got->len, SIGNATURES_LISTED_MAX);
    for (guint i = 0; i < got->len; i++) {
        const Signature *one = got->pdata[i];

        usable += one->problem == NULL;
        cr_expect_eq(one->index, (int)i);
        if (i >= 60)
            cr_expect(one->result == SIGNATURE_NEUTRAL &&
                      g_str_has_prefix(one->problem, "not checked"));
    }
    cr_expect_eq(usable, SIGNATURES_MAX, "those that are broken take nobody's place");
}

/* A tag of a megabyte, in each place. */
Test(signature, long_tags)
{
    static const struct {
        const char *before, *filling, *after;
        const char *want; /* how the problem begins; NULL: none */
    } all[] = {
        { V A "s=s1; " FROM BH B "; d=", "a", "", "d= is no domain" },
        { V A "s=s1; " FROM BH B "; d=", "a.", "b", "d= is no domain" },
        { V A "d=foo.example; " FROM BH B "; s=", "a", "", "s= is no selector" },
        { WHOLE "; i=", "a", "@foo.example", "i= is no identity" },
        { WHOLE "; z=", "a", "", NULL },
        { V A DS FROM BH "b=", "AAAA", "", NULL },
        { V A DS FROM B "; bh=", "AAAA", "", "bh= has not the length" },
        { V A DS BH B "; h=", "From:", "Date", NULL },
        { V A DS BH B "; h=", "From:", "", "h= is no list" },
        { WHOLE "; q=", "x:", "dns/txt", NULL },
        { WHOLE "; t=", "0", "1", NULL },
        { WHOLE, ";", "", "nothing stands before" },
        { WHOLE "; ", "x=;", "", "a tag given twice" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) filling =
            repeat(all[i].filling, 1000000 / (unsigned)strlen(all[i].filling));
        g_autofree char *text =
            g_strconcat("DKIM-Signature: ", all[i].before, filling->str, all[i].after, NULL);
        const MessageField field = field_of(text);
        g_autoptr(Signature) got = signature_read(&field);

        cr_expect(all[i].want ? got->problem && g_str_has_prefix(got->problem, all[i].want)
                              : !got->problem,
                  "%zu: %s", i, got->problem);
    }
}

/* --- which digests are wanted --- */

static const struct {
    const char *name, *header;
    bool want_simple, want_relaxed;
} wants[] = {
    { "no signature", "From: joe@foo.example\n\n", false, false },
    { "the default", "DKIM-Signature: " WHOLE "\n\n", true, false },
    { "relaxed", "DKIM-Signature: " WHOLE "; c=simple/relaxed\n\n", false, true },
    { "both", "DKIM-Signature: " WHOLE "\nDKIM-Signature: " WHOLE "; c=relaxed/relaxed\n\n", true,
      true },
    { "of what is broken, none", "DKIM-Signature: " WHOLE "; c=x/relaxed\n\n", false, false },
    { "of what never counts, none", "DKIM-Signature: " WHOLE "; l=1\n\n", false, false },
    { "behind the header", "From: x\n\nDKIM-Signature: " WHOLE "\n\n", false, false },
    { "of an mbox", "From x@y Thu Jan  1 00:00:00 1970\nDKIM-Signature: " WHOLE "\n\n", true,
      false },
};

Test(signature, wanted_digests)
{
    for (size_t i = 0; i < G_N_ELEMENTS(wants); i++) {
        const HeaderBlock header = { .octets = wants[i].header, .len = strlen(wants[i].header) };
        bool wanted[BODY_CANONICALS] = { true, true };
        bool any = wanted_digests(&header, wanted);

        cr_expect_eq(any, wants[i].want_simple || wants[i].want_relaxed, "%s", wants[i].name);
        cr_expect_eq(wanted[CANONICAL_SIMPLE], wants[i].want_simple, "%s", wants[i].name);
        cr_expect_eq(wanted[CANONICAL_RELAXED], wants[i].want_relaxed, "%s", wants[i].name);
    }
}
