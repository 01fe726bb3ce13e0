/* SPDX-License-Identifier: ISC */
/* Any octets as a DNS message. The first two choose the type, so that every reader of data is
 * reached; the id is taken from the message itself, so that most of them get past the header. */
#include "dns/answer.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    Cursor c = cursor_over(octets, len);
    uint16_t type = cursor_u16(&c);
    Cursor message = cursor_sub(&c, cursor_left(&c));
    Cursor head = message;
    uint16_t id = cursor_u16(&head);
    DnsAnswer *answer = NULL;
    DnsName name;

    if (name_from_text("x.example", &name))
        g_assert_not_reached();

    AnswerKind kind = answer_read(message.at, cursor_left(&message), id, &name, type, &answer);

    g_assert((answer != NULL) == (kind != ANSWER_FOREIGN && kind != ANSWER_TRUNCATED));
    if (!answer)
        return 0;
    g_assert((answer->status == DNS_TEMPERROR) == (kind != ANSWER_COMPLETE));
    g_assert((answer->problem != NULL) == (kind != ANSWER_COMPLETE));
    g_assert((answer->records->len > 0) == (answer->status == DNS_OK));
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];

        g_assert(record->data && record->data->len <= len + NAME_OCTETS_MAX);
        g_assert(!record->name || strlen(record->name) < NAME_OCTETS_MAX);
        g_assert((record->ip.bits != 0) == (type == DNS_A || type == DNS_AAAA));
    }
    answer_free(answer);
    return 0;
}
