/* SPDX-License-Identifier: ISC */
#include "signatures/wanted_digests.h"

#include "signatures/arc.h"
#include "signatures/signature.h"

bool
wanted_digests(const HeaderBlock *header, bool wanted[BODY_CANONICALS])
{
    g_autoptr(Message) message = message_new(header->octets, header->len);
    g_autoptr(GPtrArray) signatures = signatures_read(message);
    Canonical of_arc;
    bool any = arc_wanted_form(message, &of_arc);

    for (int form = 0; form < BODY_CANONICALS; form++)
        wanted[form] = any && of_arc == (Canonical)form;
    for (guint i = 0; i < signatures->len; i++) {
        const Signature *signature = signatures->pdata[i];

        if (signature->problem)
            continue;
        wanted[signature->body] = true;
        any = true;
    }
    return any;
}
