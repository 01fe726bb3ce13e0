/* SPDX-License-Identifier: ISC */
/* Each mechanism is a row that says what may follow its name. Where a domain-spec ends and a prefix
 * length begins is seen from the right: neither a top label nor a macro ends in "/" and digits. */
#include "records/spf/spf_record.h"

#include "records/macro.h"

#include <string.h>

/* So much of a bad term is quoted. */
#define QUOTED_MAX 48

#define LENGTH_DIGITS 3 /* of a prefix length */

static bool
is_term_end(unsigned char octet)
{
    return octet == ' ';
}

static bool
is_slash(unsigned char octet)
{
    return octet == '/';
}

static bool
is_term_name_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '-' || octet == '_' || octet == '.';
}

/* Decimal, no leading zeros, no more than max; 0 after a problem. */
static uint8_t
read_length(Cursor *c, unsigned max)
{
    bool zero = cursor_peek(c) == '0';
    unsigned value;
    size_t digits = cursor_number(c, LENGTH_DIGITS + 1, &value);

    if (digits == 0 || value > max || (zero && digits > 1))
        cursor_fail(c, "bad prefix length");
    return c->problem ? 0 : (uint8_t)value;
}

/* dual-cidr-length: "/24", "//64", "/24//64" or nothing. */
static void
read_dual_length(Cursor *c, SpfTerm *term)
{
    if (cursor_peek(c) == '/' && cursor_peek_at(c, 1) != '/') {
        cursor_skip(c, '/');
        term->length4 = read_length(c, 32);
    }
    if (cursor_skip_text(c, "//"))
        term->length6 = read_length(c, 128);
}

/* How many octets from the cursor's place a dual-cidr-length at the end begins. */
static size_t
dual_length_begin(const Cursor *c)
{
    size_t begin = cursor_left(c);

    for (int slashes = 2; slashes > 0; slashes--) {
        size_t at = begin;

        while (at > 0 && g_ascii_isdigit(cursor_peek_at(c, at - 1)))
            at--;
        if (at == begin || at == 0 || cursor_peek_at(c, at - 1) != '/')
            break;
        begin = --at;
        if (at == 0 || cursor_peek_at(c, at - 1) != '/') /* it was the IPv4 length: the last */
            break;
        begin = --at;
    }
    return begin;
}

/* domain-spec, len octets of it. */
static void
read_term_target(Cursor *c, size_t len, SpfTerm *term)
{
    Cursor ahead = *c;
    Cursor spec = cursor_sub(&ahead, len);

    term->target = spec;
    macro_check_domain(&spec);
    cursor_sub(c, cursor_offset(&spec));
    if (spec.problem)
        cursor_fail(c, spec.problem);
}

static void
read_no_argument(G_GNUC_UNUSED Cursor *c, G_GNUC_UNUSED SpfTerm *term)
{
}

static void
read_domain_spec(Cursor *c, SpfTerm *term)
{
    if (cursor_skip(c, ':'))
        read_term_target(c, cursor_left(c), term);
    else
        cursor_fail(c, "no domain");
}

static void
read_optional_domain_spec(Cursor *c, SpfTerm *term)
{
    if (cursor_peek(c) == ':')
        read_domain_spec(c, term);
}

static void
read_domain_spec_and_lengths(Cursor *c, SpfTerm *term)
{
    if (cursor_skip(c, ':'))
        read_term_target(c, dual_length_begin(c), term);
    read_dual_length(c, term);
}

/* ":" address; what follows the address is left. */
static bool
read_spf_address(Cursor *c, IpAddress *ip, bool *colons)
{
    Cursor text;

    if (!cursor_skip(c, ':'))
        return false;
    text = cursor_sub_until(c, is_slash);
    *colons = cursor_left(&text) > 0 && memchr(text.at, ':', cursor_left(&text));
    return ip_parse(text.at, cursor_left(&text), ip);
}

static void
read_ip4(Cursor *c, SpfTerm *term)
{
    IpAddress ip;
    bool colons = false;
    uint8_t length = 32;

    if (!read_spf_address(c, &ip, &colons) || colons) {
        cursor_fail(c, "bad IPv4 address");
        return;
    }
    if (cursor_skip(c, '/'))
        length = read_length(c, 32);
    term->network = ip_network(&ip, length);
}

static void
read_ip6(Cursor *c, SpfTerm *term)
{
    IpAddress ip;
    bool colons = false;
    uint8_t length = 128;

    if (!read_spf_address(c, &ip, &colons) || !colons) {
        cursor_fail(c, "bad IPv6 address");
        return;
    }
    if (cursor_skip(c, '/'))
        length = read_length(c, 128);
    term->network = ip_ipv6_network(&ip, length);
}

static const struct {
    const char *name;
    SpfKind kind;
    bool asks;
    void (*read)(Cursor *c, SpfTerm *term); /* what follows the name */
} mechanisms[] = {
    { "all", SPF_ALL, false, read_no_argument },
    { "include", SPF_INCLUDE, true, read_domain_spec },
    { "a", SPF_A, true, read_domain_spec_and_lengths },
    { "mx", SPF_MX, true, read_domain_spec_and_lengths },
    { "ptr", SPF_PTR, true, read_optional_domain_spec },
    { "ip4", SPF_IP4, false, read_ip4 },
    { "ip6", SPF_IP6, false, read_ip6 },
    { "exists", SPF_EXISTS, true, read_domain_spec },
};

bool
spf_term_asks(const SpfTerm *term)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mechanisms); i++)
        if (mechanisms[i].kind == term->kind)
            return mechanisms[i].asks;
    return true; /* redirect */
}

static const struct {
    char octet;
    Result result;
} qualifiers[] = {
    { '+', RESULT_PASS },
    { '-', RESULT_FAIL },
    { '?', RESULT_NEUTRAL },
    { '~', RESULT_SOFTFAIL },
};

static void
set_record_problem(SpfRecord *record, const char *problem, size_t at, Cursor text)
{
    record->problem = problem;
    record->problem_inside = false;
    record->problem_at = at;
    record->problem_text = text;
}

static void
read_mechanism(SpfRecord *record, Cursor *c, Cursor name, SpfTerm *term)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
        if (!cursor_is(&name, mechanisms[i].name))
            continue;
        term->kind = mechanisms[i].kind;
        mechanisms[i].read(c, term);
        if (cursor_more(c))
            cursor_fail(c, "unexpected text");
        record->has_all |= term->kind == SPF_ALL;
        g_array_append_val(record->directives, *term);
        return;
    }
    if (cursor_left(&name) > 0)
        set_record_problem(record, "unknown mechanism",
                           term->offset + cursor_offset(c) - cursor_left(&name), name);
    else
        set_record_problem(record, "no mechanism", term->offset, term->text);
}

/* redirect= and exp= stand at most once, anywhere (section 6). Others mean nothing, but must be
 * macro-strings. */
static void
read_modifier(SpfRecord *record, Cursor *c, Cursor name, SpfTerm *term)
{
    SpfTerm *known = cursor_is(&name, "redirect") ? &record->redirect
                     : cursor_is(&name, "exp")    ? &record->explain
                                                  : NULL;

    if (!known) {
        macro_check_string(c);
        return;
    }
    if (known->text.start)
        set_record_problem(record, "modifier given twice", term->offset, term->text);
    term->kind = SPF_REDIRECT;
    read_term_target(c, cursor_left(c), term);
    *known = *term;
}

static void
read_term(SpfRecord *record, Cursor c, size_t offset)
{
    SpfTerm term = {
        .result = RESULT_PASS, .text = c, .offset = offset, .length4 = 32, .length6 = 128
    };
    bool qualified = false;
    Cursor name = { .problem = NULL };

    for (size_t i = 0; i < G_N_ELEMENTS(qualifiers) && !qualified; i++)
        if ((qualified = cursor_skip(&c, qualifiers[i].octet)))
            term.result = qualifiers[i].result;
    if (g_ascii_isalpha(cursor_peek(&c)))
        name = cursor_sub_span(&c, is_term_name_octet);
    if (!qualified && cursor_left(&name) > 0 && cursor_skip(&c, '='))
        read_modifier(record, &c, name, &term);
    else
        read_mechanism(record, &c, name, &term);
    if (c.problem && !record->problem) {
        set_record_problem(record, c.problem, term.offset + cursor_offset(&c), term.text);
        record->problem_inside = true;
    }
}

SpfRecord *
spf_record_parse(const char *octets, size_t len, size_t version_len)
{
    SpfRecord *record = g_new0(SpfRecord, 1);
    Cursor c;

    g_assert(version_len <= len);
    record->octets = g_string_new_len(octets, (gssize)len);
    record->directives = g_array_new(FALSE, FALSE, sizeof(SpfTerm));
    c = cursor_over(record->octets->str, len);
    cursor_sub(&c, version_len);
    while (!record->problem) {
        size_t offset;

        cursor_span(&c, is_term_end);
        if (!cursor_more(&c))
            break;
        offset = cursor_offset(&c);
        read_term(record, cursor_sub_until(&c, is_term_end), offset);
    }
    return record;
}

void
spf_record_free(SpfRecord *record)
{
    if (!record)
        return;
    g_string_free(record->octets, TRUE);
    g_array_unref(record->directives);
    g_free(record);
}

char *
spf_record_problem_text(const SpfRecord *record, const char *domain)
{
    Cursor words = record->problem_text;
    bool cut = cursor_left(&words) > QUOTED_MAX;
    g_autofree char *quoted = cursor_text(cut ? cursor_sub(&words, QUOTED_MAX) : words);

    g_assert(record->problem);
    return g_strdup_printf("%s%s \"%s%s\" at octet %zu of the record of %s", record->problem,
                           record->problem_inside ? " in" : "", quoted, cut ? "..." : "",
                           record->problem_at, domain);
}

char *
spf_check_record_text(const char *text, SpfVersion version)
{
    size_t len = strlen(text), version_len = version(text, len);
    g_autoptr(SpfRecord) record = NULL;
    g_autofree char *words = NULL;

    if (version_len == 0)
        return g_strdup("it does not begin with a version");
    record = spf_record_parse(text, len, version_len);
    if (!record->problem)
        return NULL;
    words = cursor_text(record->problem_text);
    return g_strdup_printf("%s%s \"%s\" at octet %zu", record->problem,
                           record->problem_inside ? " in" : "", words, record->problem_at);
}
