/* SPDX-License-Identifier: ISC */
/* header-field = "Received-SPF:" [CFWS] result FWS [comment FWS] [key-value-list], and
 * key-value-list = key-value-pair *( ";" [CFWS] key-value-pair ) [";"]. */
#include "mime/received_spf.h"

#include "mime/encoded.h"
#include "mime/lexical.h"

#include <string.h>

static void
pair_free(void *data)
{
    ReceivedSpfPair *pair = data;

    g_free(pair->key);
    g_free(pair->value);
    g_free(pair);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReceivedSpfPair, pair_free)

void
received_spf_free(ReceivedSpf *spf)
{
    g_free(spf->result);
    g_free(spf->comment);
    g_free(spf->text);
    g_ptr_array_unref(spf->pairs);
    g_free(spf);
}

/* key-value-pair = key [CFWS] "=" ( dot-atom / quoted-string ) */
static void
read_pair(Cursor *c, ReceivedSpf *spf)
{
    g_autoptr(ReceivedSpfPair) pair = g_new0(ReceivedSpfPair, 1);

    pair->key = lexical_name(c);
    if (*pair->key == '\0')
        cursor_fail(c, "no key");
    spf->doubtful |= lexical_cfws(c).comments > 0;
    if (!cursor_skip(c, '='))
        cursor_fail(c, "key without a value");
    pair->quoted = cursor_peek(c) == '"';
    pair->value = lexical_value(c);
    if (spf->pairs->len == RECEIVED_SPF_PAIRS_MAX)
        cursor_fail(c, "too many pairs");
    else if (!c->problem)
        g_ptr_array_add(spf->pairs, g_steal_pointer(&pair));
}

static void
read_received_spf(Cursor *c, ReceivedSpf *spf)
{
    Cfws behind;

    spf->doubtful |= lexical_cfws(c).comments > 0;
    spf->result = lexical_name(c);
    if (*spf->result == '\0')
        cursor_fail(c, "no result");
    behind = lexical_cfws(c);
    spf->doubtful |= behind.unpaired || behind.comments > 1;
    if (behind.comments > 0 && !c->problem)
        spf->comment = cursor_unfold(&behind.first);
    while (cursor_more(c)) {
        if (!cursor_skip(c, ';'))
            read_pair(c, spf);
        spf->doubtful |= lexical_cfws(c).comments > 0;
    }
}

ReceivedSpf *
received_spf_parse(const char *value, size_t len)
{
    g_autoptr(ReceivedSpf) spf = g_new0(ReceivedSpf, 1);
    Cursor c = cursor_over(value, len);
    const char *problem;
    g_autoptr(GString) decoded = encoded_words(c, &problem);

    spf->pairs = g_ptr_array_new_with_free_func(pair_free);
    if (decoded)
        c = cursor_over_string(decoded);
    spf->text = cursor_text(c);
    if (problem)
        cursor_fail(&c, problem);
    read_received_spf(&c, spf);
    spf->problem = c.problem;
    spf->doubtful |= spf->problem != NULL;
    return g_steal_pointer(&spf);
}

const char *
received_spf_value(const ReceivedSpf *spf, const char *key)
{
    const char *value = NULL;
    bool identity = false, helo = false;
    size_t count = 0;

    for (guint i = 0; i < spf->pairs->len && !spf->doubtful; i++) {
        const ReceivedSpfPair *pair = g_ptr_array_index(spf->pairs, i);

        if (strcmp(pair->key, key) == 0) {
            if (helo || (value && g_ascii_strcasecmp(value, pair->value) != 0))
                return NULL;
            value = pair->value;
            count++;
        }
        identity |= strcmp(pair->key, "identity") == 0;
        helo |= strcmp(pair->key, "helo") == 0 && !pair->quoted && !identity;
    }
    return value && lexical_count(spf->text, key) <= count ? value : NULL;
}
