/* SPDX-License-Identifier: ISC */
/* DMP has no row: the DNS does not list its records. Schemes that nobody publishes any more are
 * only read. */
#include "convert/converters.h"

#include "records/rows.h"

typedef struct {
    const Scheme *scheme;
    bool (*read)(Policy *policy);
    void (*write)(Policy *policy); /* NULL: it is not written */
} Converter;

static const Converter converters[] = {
    { .scheme = &rmx_scheme, .read = convert_rmx_read, .write = convert_rmx_write },
    { .scheme = &spf_scheme, .read = convert_spf_read, .write = convert_spf_write },
    { .scheme = &mail_from_mx_scheme, .read = convert_mail_from_mx_read },
    { .scheme = &mt_scheme, .read = convert_mt_read },
    { .scheme = &caller_id_scheme, .read = convert_caller_id_read },
    { .scheme = &sender_id_scheme,
      .read = convert_sender_id_read,
      .write = convert_sender_id_write },
};

/* NULL: the scheme has none. */
static const Converter *
find_converter(const Scheme *scheme)
{
    for (size_t i = 0; i < G_N_ELEMENTS(converters); i++)
        if (converters[i].scheme == scheme)
            return &converters[i];
    return NULL;
}

bool
converter_read(const Scheme *scheme, Policy *policy)
{
    const Converter *converter = find_converter(scheme);

    return converter && converter->read(policy);
}

bool
converter_writes(const Scheme *scheme)
{
    const Converter *converter = find_converter(scheme);

    return converter && converter->write;
}

void
converter_write(const Scheme *scheme, Policy *policy)
{
    const Converter *converter = find_converter(scheme);

    g_assert(converter && converter->write);
    converter->write(policy);
}
