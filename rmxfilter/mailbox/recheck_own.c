/* SPDX-License-Identifier: ISC */
#include "mailbox/recheck_own.h"

#include "mime/authserv.h"
#include "mime/header.h"
#include "report/marks.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define STRAY "X-RMX-Stray"

static bool
is_field(const char *octets, const HeaderPart *part, const char *name)
{
    return part->kind == HEADER_FIELD && part->name_len == strlen(name) &&
           strncasecmp(octets + part->at, name, part->name_len) == 0;
}

static bool
is_marked_field(const char *octets, const HeaderPart *part)
{
    return part->kind == HEADER_FIELD &&
           (mark_is_named(octets + part->at, part->name_len) || is_field(octets, part, STRAY));
}

/* Those that stand behind the others, each once. */
static bool
is_unmarked_field(const char *octets, const HeaderPart *part, OwnRules *rules)
{
    const char *name = rules->authserv_id;

    if (name && is_field(octets, part, "Authentication-Results")) {
        rules->authserv_id = NULL;
        return authserv_is(octets + part->value_at, part->value_len, name, true);
    }
    if (rules->received_spf && is_field(octets, part, "Received-SPF")) {
        *rules = (OwnRules){ .authserv_id = NULL };
        return true;
    }
    return false;
}

static bool
is_word_letter(char octet)
{
    return octet >= 'a' && octet <= 'z';
}

/* The word with which the value begins; "" where it is no word, or too long for a result. */
static void
read_first_word(const char *octets, const HeaderPart *part, char word[OWN_WORD_MAX + 1])
{
    const char *value = octets + part->value_at;
    size_t at = 0, len = 0;

    while (at < part->value_len && value[at] == ' ')
        at++;
    while (at + len < part->value_len && is_word_letter(value[at + len]))
        len++;
    if (len > OWN_WORD_MAX ||
        (at + len < part->value_len && !isspace((unsigned char)value[at + len])))
        len = 0;
    memcpy(word, value + at, len);
    word[len] = '\0';
}

/* Notes what a field says, if it is the first that says it. */
static void
read_own_field(const char *octets, const HeaderPart *part, OwnFields *own)
{
    static const char unknown[] = "(unknown ";

    if (*own->status == '\0' && is_field(octets, part, "X-RMX-Status"))
        read_first_word(octets, part, own->status);
    if (*own->from == '\0' && is_field(octets, part, "X-RMX-From")) {
        read_first_word(octets, part, own->from);
        own->from_unknown =
            memmem(octets + part->value_at, part->value_len, unknown, strlen(unknown)) != NULL;
    }
}

/* Takes one more field in. What continues no field stands behind STRAY, and is the message's. */
static void
take_own_field(const char *octets, const HeaderPart *part, OwnFields *own)
{
    const char *newline = memchr(octets + part->at, '\n', part->len);

    if (own->len == 0)
        own->at = part->at;
    if (newline && is_field(octets, part, STRAY)) {
        own->len = (size_t)(newline + 1 - octets) - own->at;
        if (own->at > header_from_line(octets, part->at))
            own->problem = "it began with a line that continues no field";
        return;
    }
    own->len = part->at + part->len - own->at;
    read_own_field(octets, part, own);
}

OwnFields
own_fields_find(const char *octets, size_t len, bool whole, const OwnRules *rules)
{
    OwnFields own = { .len = 0 };
    OwnRules rest = *rules;
    HeaderPart part;

    for (size_t at = header_from_line(octets, len); at < len; at += part.len) {
        part = header_part(octets, len, at, whole);
        if (part.kind != HEADER_FIELD || is_field(octets, &part, "Received"))
            break;
        if (is_marked_field(octets, &part) ||
            (own.len > 0 && is_unmarked_field(octets, &part, &rest)))
            take_own_field(octets, &part, &own);
        else if (own.len > 0)
            break;
        if (is_field(octets, &part, STRAY))
            break;
    }
    return own;
}

bool
own_fields_are_temporary(const OwnFields *own)
{
    return strcmp(own->status, "temperror") == 0 || own->from_unknown;
}
