/* SPDX-License-Identifier: ISC */
/* Folded as mime/quote.c folds a comment: a folded line begins with the blank of the text. */
#include "error_field.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 78 /* that a line stays below (RFC 5322 section 2.1.1) */

size_t
error_field(char *octets, const char *reason)
{
    char text[ERROR_FIELD_MAX / 2];
    size_t len = 0, column = 0, word_len;

    snprintf(text, sizeof(text), "X-RMX-Status: error (%.*s)", ERROR_REASON_MAX, reason);
    for (const char *word = text; *word != '\0'; word += word_len) {
        word_len = 1 + strcspn(word + 1, " ");
        if (*word == ' ' && column + word_len >= COLUMNS) {
            octets[len++] = '\n';
            column = 0;
        }
        for (size_t i = 0; i < word_len; i++)
            octets[len++] = (char)(word[i] < ' ' || word[i] > '~' ? '?' : word[i]);
        column += word_len;
    }
    octets[len++] = '\n';
    return len;
}
