/* SPDX-License-Identifier: ISC */
/* Whether the colours of pages can be told apart, by WCAG 2.2 (relative luminance, contrast ratio).
 * Whatever a page makes of them: each colour for text is held against each that lies behind text.
 * What a browser makes of whole pages is for tests/pages/browser.py. */
#include "report/html_style.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT    4.5 /* to 1: 1.4.3, contrast of text */
#define GRAPHIC 3.0 /* 1.4.11: of what is no text */

static const struct {
    const char *name, *begins;
} palettes[] = {
    { "light", ":root{" },
    { "dark", "@media(prefers-color-scheme:dark){:root{" },
    { "paper", "@media print{:root{" },
};

/* The linear value of one of the three parts of a colour. */
static double
linear_part(const char *hex, size_t digits)
{
    char part[3] = { hex[0], hex[digits - 1], '\0' };
    double value = (double)strtoul(part, NULL, 16) / 255;

    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* Relative luminance of the colour that a palette names so: "#rgb" or "#rrggbb". */
static double
luminance(const char *palette, const char *name)
{
    char key[32];
    const char *at, *end = strchr(palette, '}');
    size_t len, digits;

    snprintf(key, sizeof(key), "--%s:#", name);
    at = strstr(palette, key);
    cr_assert(at && at < end, "no colour --%s in %.40s", name, palette);
    at += strlen(key);
    len = strspn(at, "0123456789abcdef");
    cr_assert(len == 3 || len == 6, "--%s: no colour", name);
    digits = len / 3;
    return 0.2126 * linear_part(at, digits) + 0.7152 * linear_part(at + digits, digits) +
           0.0722 * linear_part(at + 2 * digits, digits);
}

static double
contrast(const char *palette, const char *one, const char *other)
{
    double a = luminance(palette, one), b = luminance(palette, other);

    return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

static void
expect_contrast(size_t index, const char *front, const char *back, double least)
{
    const char *palette = strstr(html_style[0], palettes[index].begins);
    double got;

    cr_assert_not_null(palette, "no palette %s", palettes[index].name);
    palette += strlen(palettes[index].begins);
    got = contrast(palette, front, back);
    cr_expect(got >= least, "%s: %s on %s: %.2f, want %.1f", palettes[index].name, front, back, got,
              least);
}

Test(html_style, contrast_of_text)
{
    static const char *const words[] = {
        "text", "soft", "good", "bad", "doubt", "plain", "accent"
    };
    static const char *const styles[] = { "good", "bad", "doubt", "plain" };

    for (size_t i = 0; i < sizeof(palettes) / sizeof(palettes[0]); i++) {
        for (size_t word = 0; word < sizeof(words) / sizeof(words[0]); word++) {
            expect_contrast(i, words[word], "back", TEXT);
            expect_contrast(i, words[word], "card", TEXT);
        }
        for (size_t style = 0; style < sizeof(styles) / sizeof(styles[0]); style++) {
            char back[32];

            snprintf(back, sizeof(back), "%s-back", styles[style]);
            expect_contrast(i, styles[style], back, TEXT);
        }
    }
}

/* Bars lie on their track, marks of the path on a disk. */
Test(html_style, contrast_of_graphics)
{
    static const char *const bars[] = { "accent", "good", "bad", "doubt" };

    for (size_t i = 0; i < sizeof(palettes) / sizeof(palettes[0]); i++)
        for (size_t bar = 0; bar < sizeof(bars) / sizeof(bars[0]); bar++) {
            expect_contrast(i, bars[bar], "plain-back", GRAPHIC);
            expect_contrast(i, "card", bars[bar], GRAPHIC);
        }
}

/* The measure itself, by values that WCAG and others publish. */
Test(html_style, contrast_itself)
{
    static const struct {
        const char *palette;
        double want;
    } cases[] = {
        { "--a:#fff;--b:#000}", 21 },          { "--a:#ffffff;--b:#ffffff}", 1 },
        { "--a:#777777;--b:#ffffff}", 4.478 }, { "--a:#767676;--b:#fff}", 4.542 },
        { "--a:#f00;--b:#fff}", 3.998 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        cr_expect(fabs(contrast(cases[i].palette, "a", "b") - cases[i].want) < 0.001,
                  "%s: got %.4f", cases[i].palette, contrast(cases[i].palette, "a", "b"));
}
