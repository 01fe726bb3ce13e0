/* SPDX-License-Identifier: ISC */
/* What several fuzz targets need. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "mime/address.h"
#include "mime/received/received.h"

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

#endif
