/* SPDX-License-Identifier: ISC */
/* The way out: what hostile text becomes in each grammar, and how fields are folded. */
#include "mime/quote.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *name, *text;
    size_t max;
    const char *want_words, *want_value, *want_atom, *want_comment;
} texts[] = {
    { "a domain", "foo.com", 255, "foo.com", "foo.com", "foo.com", "(foo.com)" },
    { "nothing", "", 255, "", "\"\"", "\"\"", "()" },
    { "an underscore is a token and an atom", "_spf.foo.com", 255, "_spf.foo.com", "_spf.foo.com",
      "_spf.foo.com", "(_spf.foo.com)" },
    { "an IPv6 address is neither", "2001:db8::1", 255, "2001:db8::1", "\"2001:db8::1\"",
      "\"2001:db8::1\"", "(2001:db8::1)" },
    { "an equals sign is an atom's, no token's", "a=b", 255, "a=b", "\"a=b\"", "a=b", "(a=b)" },
    { "dots at the wrong place are a token's, no atom's", "a..b.", 255, "a..b.", "a..b.",
      "\"a..b.\"", "(a..b.)" },
    { "a mailbox", "alice@foo.com", 255, "alice@foo.com", "\"alice@foo.com\"", "\"alice@foo.com\"",
      "(alice@foo.com)" },
    { "words", "no entry matches", 255, "no entry matches", "\"no entry matches\"",
      "\"no entry matches\"", "(no entry matches)" },
    { "quotes and backslashes", "a\"b\\c", 255, "a\"b\\c", "\"a%22b%5Cc\"", "\"a%22b%5Cc\"",
      "(a\"b%5Cc)" },
    { "a semicolon, harmless in a comment", "a; spf=pass", 255, "a; spf=pass", "\"a%3B spf=pass\"",
      "\"a%3B spf=pass\"", "(a; spf=pass)" },
    { "parentheses that pair", "a (b(c)) d", 255, "a (b(c)) d", "\"a (b(c)) d\"", "\"a (b(c)) d\"",
      "(a (b(c)) d)" },
    { "that do not", "x) spf=pass (y", 255, "x) spf=pass (y", "\"x) spf=pass (y\"",
      "\"x) spf=pass (y\"", "(x%29 spf=pass %28y)" },
    { "that did before the cut", "(ab)", 3, "(ab...", "\"(ab...\"", "\"(ab...\"", "(%28ab...)" },
    { "a new line, and a field", "x\r\nX-RMX-Status: pass", 255, "x%0D%0AX-RMX-Status: pass",
      "\"x%0D%0AX-RMX-Status: pass\"", "\"x%0D%0AX-RMX-Status: pass\"",
      "(x%0D%0AX-RMX-Status: pass)" },
    { "tab, escape, delete", "a\tb\033[2J\177", 255, "a%09b%1B[2J%7F", "\"a%09b%1B[2J%7F\"",
      "\"a%09b%1B[2J%7F\"", "(a%09b%1B[2J%7F)" },
    { "eight bits", "m\303\274ller.example", 255, "m%C3%BCller.example", "\"m%C3%BCller.example\"",
      "\"m%C3%BCller.example\"", "(m%C3%BCller.example)" },
    { "runs of blanks, and at the ends", "  a   b  ", 255, "a b", "\"a b\"", "\"a b\"", "(a b)" },
    { "blanks only", "   ", 255, "", "\"\"", "\"\"", "()" },
    { "an encoded word", "=?utf-8?q?pass?=", 255, "=%3Futf-8?q?pass?=", "\"=%3Futf-8?q?pass?=\"",
      "=%3Futf-8?q?pass?=", "(=%3Futf-8?q?pass?=)" },
    { "a blank does not make one", "= ?", 255, "= ?", "\"= ?\"", "\"= ?\"", "(= ?)" },
    { "as long as may be", "abcdef", 6, "abcdef", "abcdef", "abcdef", "(abcdef)" },
    { "cut", "abcdefg", 6, "abcdef...", "abcdef...", "\"abcdef...\"", "(abcdef...)" },
    { "cut before what would be escaped", "abcde\"g", 5, "abcde...", "\"abcde...\"", "\"abcde...\"",
      "(abcde...)" },
    { "cut behind a blank", "ab cd", 3, "ab...", "\"ab...\"", "\"ab...\"", "(ab...)" },
};

typedef void (*Quote)(GString *out, const char *text, size_t max);

static void
expect_quoted(const char *name, const char *grammar, Quote quote, size_t row, const char *want)
{
    g_autoptr(GString) got = g_string_new("before ");

    quote(got, texts[row].text, texts[row].max);
    cr_expect(g_str_has_prefix(got->str, "before ") && strcmp(got->str + 7, want) == 0,
              "%s as %s: got %s, want %s", name, grammar, got->str + 7, want);
}

Test(quote, texts)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        expect_quoted(texts[i].name, "words", quote_words, i, texts[i].want_words);
        expect_quoted(texts[i].name, "value", quote_value, i, texts[i].want_value);
        expect_quoted(texts[i].name, "dot-atom", quote_dot_atom, i, texts[i].want_atom);
        expect_quoted(texts[i].name, "comment", quote_comment, i, texts[i].want_comment);
    }
}

static const struct {
    const char *name, *text;
    size_t max;
    const char *want;
} unbroken[] = {
    { "a Message-ID", "<1=a?b@foo.com>", 30, "<1=a?b@foo.com>" },
    { "nothing", "", 30, "" },
    { "blanks, also at the ends", " a  b ", 30, "%20a%20%20b%20" },
    { "what looks like an escape", "a%20b", 30, "a%2520b" },
    { "quotation marks", "\"a\"", 30, "%22a%22" },
    { "a line of its own", "a\r\n\tb\033\177\303", 40, "a%0D%0A%09b%1B%7F%C3" },
    { "as long as surely fits", "abcde", 10, "abcde" },
    { "cut", "abcdefghijk", 10, "abcde..." },
    { "escapes are cut as a whole", "abcd\"\"\"\"", 10, "abcd%22..." },
};

Test(quote, unbroken)
{
    for (size_t i = 0; i < G_N_ELEMENTS(unbroken); i++) {
        g_autoptr(GString) got = g_string_new("before ");

        quote_unbroken(got, unbroken[i].text, unbroken[i].max);
        cr_expect(strcmp(got->str + 7, unbroken[i].want) == 0, "%s: got %s", unbroken[i].name,
                  got->str + 7);
        cr_expect(got->len <= 7 + unbroken[i].max, "%s: got %s", unbroken[i].name, got->str + 7);
    }
}

/* Readers that look for ";spf=pass" anywhere in a field of results find none that we were told to
 * write. */
Test(quote, comment_of_results)
{
    g_autoptr(GString) got = g_string_new(NULL);

    quote_results_comment(got, "a;spf=pass (b;\\", 255);
    quote_results_comment(got, "(a;)", 255);
    cr_expect_str_eq(got->str, "(a%3Bspf=pass %28b%3B%5C)((a%3B))");
}

/* Every octet but NUL, in every grammar: printable ASCII comes out, and never more than promised.
 */
Test(quote, every_octet)
{
    static const Quote grammars[] = { quote_words,   quote_value,           quote_dot_atom,
                                      quote_comment, quote_results_comment, quote_unbroken };

    for (int octet = 1; octet < 256; octet++) {
        const char text[] = { 'a', (char)octet, 'b', '\0' };

        for (size_t i = 0; i < G_N_ELEMENTS(grammars); i++) {
            g_autoptr(GString) got = g_string_new(NULL);

            grammars[i](got, text, 3);
            for (const char *c = got->str; *c; c++)
                cr_expect(g_ascii_isprint(*c), "octet %d in grammar %zu: %s", octet, i, got->str);
            cr_expect(got->len <= 3 * 3 + 3 + 2, "octet %d in grammar %zu: %s", octet, i, got->str);
        }
    }
}

#define X10 "xxxxxxxxxx"
#define X70 X10 X10 X10 X10 X10 X10 X10

static const struct {
    const char *name, *value, *want;
} fields[] = {
    { "short", "none", "F: none\n" },
    { "one blank between words", " a  b ", "F: a b\n" },
    { "a break asked for", "mx.example; \na=b;\nc=d", "F: mx.example;\n\ta=b;\n\tc=d\n" },
    { "breaks at the ends and in a row make no empty line", "\n\na\n\n \nb\n", "F: a\n\tb\n" },
    { "77 columns stay", X70 " yyy", "F: " X70 " yyy\n" },
    { "78 columns do not", X70 " yyyy", "F: " X70 "\n\tyyyy\n" },
    { "a tab counts as eight", "a\n" X10 X10 X10 X10 X10 X10 " 12345678",
      "F: a\n\t" X10 X10 X10 X10 X10 X10 " 12345678\n" },
    { "and no less", "a\n" X10 X10 X10 X10 X10 X10 " 123456789",
      "F: a\n\t" X10 X10 X10 X10 X10 X10 "\n\t123456789\n" },
    { "a word wider than a line stands alone", "a " X70 X70 " b", "F: a\n\t" X70 X70 "\n\tb\n" },
    { "the first word stays beside the name", X70 X70 " b", "F: " X70 X70 "\n\tb\n" },
    { "a quoted string goes to the next line whole",
      X10 X10 X10 X10 X10 " r=\"no entry that matches\"",
      "F: " X10 X10 X10 X10 X10 "\n\tr=\"no entry that matches\"\n" },
    { "unless it is wider than a line", "r=\"" X10 X10 X10 " " X10 X10 X10 " " X10 X10 " z\"",
      "F: r=\"" X10 X10 X10 " " X10 X10 X10 "\n " X10 X10 " z\"\n" },
    { "a quotation mark in a comment opens nothing",
      "(a \" b) " X10 X10 X10 X10 X10 " \"c d e f g h i j k\"",
      "F: (a \" b) " X10 X10 X10 X10 X10 "\n\t\"c d e f g h i j k\"\n" },
    { "nor does a parenthesis in a quoted string",
      "\"(\" " X10 X10 X10 X10 X10 " \"c d e f g h i j k l\"",
      "F: \"(\" " X10 X10 X10 X10 X10 "\n\t\"c d e f g h i j k l\"\n" },
    { "a quote never closed", "a \" " X70 " " X70 ")", "F: a \" " X70 "\n " X70 ")\n" },
    { "nothing", "", "F:\n" },
};

Test(quote, fields)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autoptr(GString) got = g_string_new(NULL);

        quote_field(got, "F", fields[i].value);
        cr_expect(strcmp(got->str, fields[i].want) == 0, "%s: got\n%s", fields[i].name, got->str);
    }
}
