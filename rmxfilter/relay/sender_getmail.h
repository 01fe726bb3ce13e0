/* SPDX-License-Identifier: ISC */
/* getmail writes a Return-Path of its own, whose address can be the choice of whoever wrote the
 * message. */
#ifndef RELAY_SENDER_GETMAIL_H
#define RELAY_SENDER_GETMAIL_H

#include "relay/sender_read.h"

/* Whether getmail may have taken the address, found at that place (-1: the mbox line), from the
 * message's own Sender. */
bool sender_may_be_made_up(const SenderSearch *search, int at, const MailAddress *address);

#endif
