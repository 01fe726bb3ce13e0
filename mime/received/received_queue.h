/* SPDX-License-Identifier: ISC */
/* The lines of queues and of their filters, which name no host: their format alone is the proof of
 * who wrote them. */
#ifndef MIME_RECEIVED_QUEUE_H
#define MIME_RECEIVED_QUEUE_H

#include "mime/received/received_format.h"

/* NULL where it is none. */
const ReceivedFormat *received_queue(const ReceivedTokens *tokens, const ReceivedParts *parts);

#endif
