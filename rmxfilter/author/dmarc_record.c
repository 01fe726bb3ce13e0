/* SPDX-License-Identifier: ISC */
/* "Syntax errors in the remainder of the record MUST be discarded in favor of default values (if
 * any) or ignored outright" (section 4.7): so also a tag that is given twice, as readers differ in
 * which one they take. Only the policy itself is not guessed: where p, sp or np cannot be read, a
 * wish for reports makes it "none", and nothing makes the record useless (section 4.10.1). */
#include "author/dmarc_record.h"

/* The value of the tag; false where there is none, or more than one. */
static bool
find_single_tag(const TagList *tags, const char *name, Cursor *value)
{
    const Tag *found = NULL;

    for (guint i = 0; i < tags->tags->len; i++) {
        const Tag *tag = tag_list_at(tags, i);

        if (!cursor_is(&tag->name, name))
            continue;
        if (found)
            return false;
        found = tag;
    }
    if (found)
        *value = found->value;
    return found != NULL;
}

static bool
single_tag_is(const TagList *tags, const char *name, const char *value)
{
    Cursor given;

    return find_single_tag(tags, name, &given) && cursor_is(&given, value);
}

bool
dmarc_wish_read(const TagList *tags, const char *name, DmarcWish *wish)
{
    static const PolicyWish wishes[] = { POLICY_NONE, POLICY_QUARANTINE, POLICY_REJECT };

    *wish = (DmarcWish){ .given = false };
    for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++)
        if (single_tag_is(tags, name, policy_wish_text(wishes[i])))
            *wish = (DmarcWish){ .given = true, .wish = wishes[i] };
    return wish->given || !tag_list_find(tags, name);
}

static bool
is_scheme_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '+' || octet == '-' || octet == '.';
}

static bool
is_uri_octet(unsigned char octet)
{
    return octet > ' ' && octet < 0x7f && octet != '"' && octet != '<' && octet != '>';
}

/* The form of any URI (RFC 3986 section 3): a scheme, ":", and perhaps something behind it. */
static bool
is_uri(Cursor text)
{
    if (!g_ascii_isalpha(cursor_peek(&text)))
        return false;
    cursor_span(&text, is_scheme_octet);
    if (!cursor_skip(&text, ':'))
        return false;
    cursor_span(&text, is_uri_octet);
    return !cursor_more(&text);
}

static bool
wants_reports(const TagList *tags)
{
    bool more = true;
    Cursor value, uri;

    if (!find_single_tag(tags, "rua", &value))
        return false;
    while (more) {
        more = tag_next_part(&value, ',', &uri);
        if (is_uri(uri))
            return true;
    }
    return false;
}

static void
read_policy(const TagList *tags, DmarcRecord *record)
{
    if (!dmarc_wish_read(tags, "np", &record->np))
        record->problem = "np has no value that is known";
    if (!dmarc_wish_read(tags, "sp", &record->sp))
        record->problem = "sp has no value that is known";
    if (!dmarc_wish_read(tags, "p", &record->p))
        record->problem = "p has no value that is known";
    else if (!record->p.given)
        record->problem = "it has no p";
    record->usable = !record->problem || wants_reports(tags);
    if (record->problem)
        record->p = record->sp = record->np = (DmarcWish){ .given = false };
}

bool
dmarc_record_read(const TagList *tags, DmarcRecord *record)
{
    if (!tag_list_has_version(tags, DMARC_VERSION))
        return false;
    *record = (DmarcRecord){
        .psd = single_tag_is(tags, "psd", "y")   ? DMARC_PSD_YES
               : single_tag_is(tags, "psd", "n") ? DMARC_PSD_NO
                                                 : DMARC_PSD_UNKNOWN,
        .strict_spf = single_tag_is(tags, "aspf", "s"),
        .strict_dkim = single_tag_is(tags, "adkim", "s"),
        .testing = single_tag_is(tags, "t", "y"),
    };
    read_policy(tags, record);
    return true;
}

bool
dmarc_record_parse(Cursor text, DmarcRecord *record)
{
    g_autoptr(TagList) tags = tag_list_read(text);

    return dmarc_record_read(tags, record);
}

PolicyWish
dmarc_record_wish(const DmarcRecord *record, bool own, bool exists, const char **tag)
{
    *tag = "p";
    if (!own && !exists && record->np.given) {
        *tag = "np";
        return record->np.wish;
    }
    if (!own && record->sp.given) {
        *tag = "sp";
        return record->sp.wish;
    }
    return record->p.wish; /* none where there is a problem */
}
