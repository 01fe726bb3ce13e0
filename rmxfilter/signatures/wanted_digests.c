/* SPDX-License-Identifier: ISC */
#include "signatures/wanted_digests.h"

#include "signatures/signature.h"

bool
wanted_digests(const HeaderBlock *header, bool wanted[BODY_CANONICALS])
{
    g_autoptr(Message) message = message_new(header->octets, header->len);
    g_autoptr(GPtrArray) signatures = signatures_read(message);
    bool any = false;

    for (int form = 0; form < BODY_CANONICALS; form++)
        wanted[form] = false;
    for (guint i = 0; i < signatures->len; i++) {
        const Signature *signature = signatures->pdata[i];

        if (signature->problem)
            continue;
        wanted[signature->body] = true;
        any = true;
    }
    return any;
}
