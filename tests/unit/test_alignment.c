/* SPDX-License-Identifier: ISC */
/* Many authors: those that are told apart are few, however many a message names. Which word is
 * written for whom stands in test_fields.c. */
#include "report/alignment.h"

#include <criterion/criterion.h>

static const struct {
    const char *name;
    unsigned authors, domains; /* so many, of so many domains */
    guint want_domains;
    bool want_more;
    AlignmentWord want_word;
} cases[] = {
    { "one domain", 1000, 1, 1, false, ALIGNMENT_NONE },
    { "two domains", 1000, 2, 2, false, ALIGNMENT_AMBIGUOUS },
    { "as many as are told apart", 1000, ALIGNMENT_DOMAINS_MAX, ALIGNMENT_DOMAINS_MAX, false,
      ALIGNMENT_AMBIGUOUS },
    { "one more", 1000, ALIGNMENT_DOMAINS_MAX + 1, ALIGNMENT_DOMAINS_MAX, true,
      ALIGNMENT_AMBIGUOUS },
    { "each of its own", 1000, 1000, ALIGNMENT_DOMAINS_MAX, true, ALIGNMENT_AMBIGUOUS },
};

Test(alignment, many_authors)
{
    g_autoptr(GPtrArray) shown = g_ptr_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) authors = g_ptr_array_new_with_free_func(mail_address_free_item);
        Author written = { .addresses = authors, .shown = shown };
        const Evidence evidence = { .author = &written };
        const Verdict verdict = { .result = RESULT_NONE };

        for (unsigned author = 0; author < cases[i].authors; author++) {
            g_autofree char *domain = g_strdup_printf("%u.example", author % cases[i].domains);

            g_ptr_array_add(authors, mail_address_new("a", domain));
        }

        g_autoptr(Alignment) got = alignment_of(&evidence, &verdict);

        cr_expect_eq(got->domains->len, cases[i].want_domains, "%s: %u domains", cases[i].name,
                     got->domains->len);
        cr_expect_eq(got->more, cases[i].want_more, "%s", cases[i].name);
        cr_expect_eq(got->word, cases[i].want_word, "%s: %s", cases[i].name,
                     alignment_text(got->word));
    }
}
