/* SPDX-License-Identifier: ISC */
/* Functions that GLib's containers may call to free what they hold. */
#ifndef MIME_DESTROY_H
#define MIME_DESTROY_H

/* Defines NAME_free_item, a GDestroyNotify, for NAME_free, which takes a pointer of its own type:
 * to call NAME_free itself by another type would be undefined (C11 section 6.3.2.3). Stands behind
 * the prototype of NAME_free. */
#define DESTROY_NOTIFY(free_function)                                                              \
    static inline void free_function##_item(void *item)                                            \
    {                                                                                              \
        free_function(item);                                                                       \
    }

#endif
