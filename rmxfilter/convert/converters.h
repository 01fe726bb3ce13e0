/* SPDX-License-Identifier: ISC */
/* The table of converters: which scheme's records are read into a policy, and which are written
 * from one. To add one: a file convert_SCHEME.c, its prototypes here, a row in converters.c. */
#ifndef CONVERT_CONVERTERS_H
#define CONVERT_CONVERTERS_H

#include "convert/policy.h"

/* Reads what the policy's domain publishes under the scheme into the policy, as far as another
 * scheme could say it. False: there is no record, or the scheme has no reader. */
bool converter_read(const Scheme *scheme, Policy *policy);

/* True where records of the scheme can be written. */
bool converter_writes(const Scheme *scheme);

/* Adds the policy's rules to its records, as those of a scheme that can be written. */
void converter_write(const Scheme *scheme, Policy *policy);

/* The rows. */
bool convert_rmx_read(Policy *policy);
void convert_rmx_write(Policy *policy);
bool convert_spf_read(Policy *policy);
void convert_spf_write(Policy *policy);
bool convert_mail_from_mx_read(Policy *policy);
bool convert_mt_read(Policy *policy);
bool convert_caller_id_read(Policy *policy);
bool convert_sender_id_read(Policy *policy);
void convert_sender_id_write(Policy *policy);

#endif
