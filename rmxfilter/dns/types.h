/* SPDX-License-Identifier: ISC */
/* Mnemonics of record types, for the log and for zone files; the number's text is dns_type_text()
 * in dns.h. */
#ifndef DNS_TYPES_H
#define DNS_TYPES_H

#include <stdbool.h>
#include <stdint.h>

/* From a mnemonic or "TYPE65280", in any case. False: neither. */
bool type_from_text(const char *text, uint16_t *type);

#endif
