/* SPDX-License-Identifier: ISC */
#include "report/html.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *name, *text;
    size_t max;
    const char *want_text;
    const char *want_name; /* NULL: the same */
} texts[] = {
    { "plain", "a b.example", 99, "a b.example", NULL },
    { "markup", "<b a='1' c=\"2\">&amp;", 99, "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;",
      NULL },
    { "end of a style sheet", "</style><script>", 99, "&lt;/style&gt;&lt;script&gt;", NULL },
    { "other alphabets", "bücher Ελλάδα", 99, "bücher Ελλάδα",
      "b%C3%BCcher %CE%95%CE%BB%CE%BB%CE%AC%CE%B4%CE%B1" },
    { "controls", "a\tb\r\n\033[1m\x7f", 99, "a%09b%0D%0A%1B[1m%7F", NULL },
    { "C1 controls",
      "\xc2\x9b"
      "1m",
      99, "%C2%9B1m", NULL },
    { "not UTF-8", "a\xff\xc3(\xed\xa0\x80\xf0\x9f", 99, "a%FF%C3(%ED%A0%80%F0%9F", NULL },
    { "overlong <", "\xc0\xbc", 99, "%C0%BC", NULL },
    { "overrides", "a\u202eb\u2066c\u200fd\u2069\u202c", 99,
      "a%E2%80%AEb%E2%81%A6c%E2%80%8Fd%E2%81%A9%E2%80%AC", NULL },
    { "blanks", "a\u00a0b\u2028c\u200bd\ufeffe\u3164f\u2800", 99,
      "a%C2%A0b%E2%80%A8c%E2%80%8Bd%EF%BB%BFe%E3%85%A4f%E2%A0%80", NULL },
    { "private use", "\ue000", 99, "%EE%80%80", NULL },
    { "two marks", "e\u0323\u0302", 99, "e\u0323\u0302", "e%CC%A3%CC%82" },
    { "a heap of marks", "e\u0301\u0301\u0301\u0301f\u0301", 99, "e\u0301\u0301\u0301%CC%81f\u0301",
      "e%CC%81%CC%81%CC%81%CC%81f%CC%81" },
    { "cut", "abcd", 3, "abc...", NULL },
    { "as long as it may be", "abc", 3, "abc", NULL },
    { "cut inside a character", "aü", 2, "a...", "a%C3..." },
    { "cut at nothing", "a", 0, "...", NULL },
    { "all of it", "a<b", QUOTE_ALL, "a&lt;b", NULL },
    { "empty", "", 3, "", NULL },
};

Test(html, text)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GString) name = g_string_new(NULL);
        const char *want_name = texts[i].want_name ? texts[i].want_name : texts[i].want_text;

        html_text(text, texts[i].text, texts[i].max);
        html_name(name, texts[i].text, texts[i].max);
        cr_expect_str_eq(text->str, texts[i].want_text, "%s: %s", texts[i].name, text->str);
        cr_expect_str_eq(name->str, want_name, "%s: %s", texts[i].name, name->str);
    }
}

/* No octet but those that HTML reads as text, whatever comes in. */
Test(html, every_octet)
{
    for (int octet = 1; octet < 256; octet++) {
        const char text[] = { (char)octet, (char)octet, '\0' };
        g_autoptr(GString) out = g_string_new(NULL);

        html_text(out, text, QUOTE_ALL);
        cr_expect(!strpbrk(out->str, "<>\"'\n\r\t"), "%d: %s", octet, out->str);
        cr_expect(g_utf8_validate(out->str, -1, NULL), "%d", octet);
        cr_expect(octet != '&' || g_str_equal(out->str, "&amp;&amp;"), "%s", out->str);
    }
}

static const struct {
    unsigned begin, length;
    const char *want;
} bars[] = {
    { 0, 1000, "margin-left:0.0%;width:100.0%" }, { 125, 250, "margin-left:12.5%;width:25.0%" },
    { 999, 1, "margin-left:99.6%;width:0.4%" },   { 1000, 0, "margin-left:100.0%;width:0.0%" },
    { 5000, 9, "margin-left:99.1%;width:0.9%" },  { 0, 5000, "margin-left:0.0%;width:100.0%" },
};

Test(html, bars)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bars); i++) {
        g_autoptr(GString) out = g_string_new(NULL);

        html_bar(out, STYLE_GOOD, bars[i].begin, bars[i].length);
        cr_expect(strstr(out->str, bars[i].want), "%s, want %s", out->str, bars[i].want);
    }
}

Test(html, shares)
{
    cr_expect_eq(html_share(1, 3), 333);
    cr_expect_eq(html_share(2, 3), 667);
    cr_expect_eq(html_share(0, 0), 0);
    cr_expect_eq(html_share(5, 0), 0);
    cr_expect_eq(html_share(-1, 3), 0);
    cr_expect_eq(html_share(4, 3), HTML_WHOLE);
}
