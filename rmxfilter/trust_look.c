/* SPDX-License-Identifier: ISC */
/* A message is parsed once in each pass, however often its way is walked. */
#include "trust_look.h"

#include "report/verdict.h"

void
trust_believe(TrustList **trust, const Settings *settings, const IpAddress *ip)
{
    g_autofree char *text = ip_text(ip);

    if (*trust)
        trust_list_add(*trust, text, NULL);
    else
        *trust = trust_list_with(settings->trust, text);
}

static TrustRow *
row_of_way(const MessageWay *way)
{
    return trust_row_new(way->fields.message, way->walk, way->sender);
}

/* Whether the path may go on if the client at the boundary is trusted. */
static bool
has_field_below(const MessageWay *way)
{
    return way->fields.header->cut || way->walk->boundary + 1 < (int)way->walk->steps->len;
}

void
trust_look_for_path(const Settings *settings, Dns *unasked, const HeaderBlock *header, GString *out)
{
    g_autoptr(Dns) dns = dns_again(unasked);
    g_autoptr(TrustList) trust = NULL;
    g_auto(MessageWay) way = { .walk = NULL };
    g_autoptr(TrustRow) row = NULL;
    TrustPath path = trust_path_into(out);

    dns_set_question_limit(dns, settings->questions);
    way = inspect_way(settings, settings->trust, dns, header);
    row = row_of_way(&way);
    while (trust_path_add(&path, row) && has_field_below(&way)) {
        trust_believe(&trust, settings, &row->client);
        inspect_way_again(settings, trust, dns, &way);
        trust_row_free(row);
        row = row_of_way(&way);
    }
}

/* --- changes --- */

static Result
result_if_trusted(const Settings *settings, const TrustList *trust, Dns *unasked, MessageWay *way)
{
    g_autoptr(Dns) dns = dns_again(unasked);
    g_autoptr(Evidence) evidence = NULL;
    g_autoptr(Verdict) verdict = NULL;

    dns_set_question_limit(dns, settings->questions);
    evidence = inspect_origin_again(settings, trust, dns, way);
    verdict = verdict_of(evidence);
    way->walk = g_steal_pointer(&evidence->walk);
    return verdict->result;
}

/* Only mail that came through the relays can have another result. */
void
trust_look_for_change(const Settings *settings, const TrustLists *lists, Dns *unasked,
                      const HeaderBlock *header, GString *out)
{
    g_autoptr(Dns) dns = dns_again(unasked);
    g_autoptr(TrustRow) row = NULL;
    g_auto(MessageWay) way = { .walk = NULL };
    TrustVerdicts verdicts = { .known = false };

    dns_set_question_limit(dns, settings->questions);
    way = inspect_way(settings, lists->relays, dns, header);
    row = row_of_way(&way);
    verdicts.known = !settings->offline && row->via->len > 0;
    if (verdicts.known) {
        verdicts.was = result_if_trusted(settings, settings->trust, unasked, &way);
        verdicts.now = result_if_trusted(settings, lists->entries, unasked, &way);
    }
    g_string_append_c(out, (char)verdicts.known);
    g_string_append_c(out, (char)verdicts.was);
    g_string_append_c(out, (char)verdicts.now);
    trust_row_write(row, out);
}

TrustRow *
trust_change_read(const void *octets, size_t len, TrustVerdicts *verdicts)
{
    Cursor c = cursor_over(octets, len);
    guint known = cursor_u8(&c), was = cursor_u8(&c), now = cursor_u8(&c);

    *verdicts =
        (TrustVerdicts){ .known = known == 1 && was < TRUST_RESULTS && now < TRUST_RESULTS };
    if (verdicts->known) {
        verdicts->was = (Result)was;
        verdicts->now = (Result)now;
    }
    return trust_row_read(cursor_sub(&c, cursor_left(&c)));
}
