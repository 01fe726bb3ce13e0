/* SPDX-License-Identifier: ISC */
/* Finds the policies of many authors in one process, for tests written in other languages:
 *
 *   find ZONE
 *
 * Answers come from the master file ZONE. Each line of standard input is an author's domain, a
 * domain that passed, and by what ("spf" or "dkim"); each line of standard output a JSON object. */
#include "author/author_policy.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
state_word(AuthorPolicyState state)
{
    static const char *const words[] = { [AUTHOR_POLICY_ABSENT] = "absent",
                                         [AUTHOR_POLICY_FOUND] = "found",
                                         [AUTHOR_POLICY_TEMPERROR] = "temperror",
                                         [AUTHOR_POLICY_PERMERROR] = "permerror" };

    return words[state];
}

static json_t *
text_or_null(const char *text)
{
    g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;

    return valid ? json_string(valid) : json_null();
}

static json_t *
policy_json(const AuthorPolicy *policy, AuthorCover cover)
{
    bool found = policy->state == AUTHOR_POLICY_FOUND;
    json_t *object = json_object();

    json_object_set_new(object, "state", json_string(state_word(policy->state)));
    json_object_set_new(object, "name", text_or_null(policy->name));
    json_object_set_new(object, "organization", text_or_null(policy->organization));
    json_object_set_new(object, "by_record", json_boolean(policy->basis == ORGANIZATION_BY_RECORD));
    json_object_set_new(object, "wish",
                        text_or_null(found ? policy_wish_text(policy->wish) : NULL));
    json_object_set_new(object, "published",
                        text_or_null(found ? policy_wish_text(policy->published) : NULL));
    json_object_set_new(object, "tag", text_or_null(found ? policy->tag : NULL));
    json_object_set_new(object, "problem", text_or_null(policy->problem));
    json_object_set_new(object, "exists", json_boolean(policy->exists));
    json_object_set_new(object, "aligned", json_boolean(cover == AUTHOR_COVERED));
    return object;
}

static void
answer_line(Dns *dns, const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    g_autoptr(AuthorPolicy) policy = NULL;
    AuthorCover cover;
    json_t *object;
    char *text;

    if (g_strv_length(words) != 3)
        g_error("find: give an author, a domain, and by what it passed: %s", line);
    policy = author_policy_find(dns, words[0]);
    cover = author_policy_covers(policy, dns, words[1],
                                 g_str_equal(words[2], "spf") ? policy->strict_spf
                                                              : policy->strict_dkim);
    object = policy_json(policy, cover);
    text = json_dumps(object, JSON_COMPACT);
    puts(text);
    free(text);
    json_decref(object);
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = argc == 2 ? dns_new_zone(argv[1], &error) : NULL;
    char *line = NULL;
    size_t size = 0;

    if (!dns)
        g_error("find: %s", error ? error->message : "give a zone");
    dns_set_question_limit(dns, G_MAXUINT / 2); /* that of one message, but there are many here */
    while (getline(&line, &size, stdin) > 0)
        answer_line(dns, g_strchomp(line));
    free(line);
    return fflush(stdout) == 0 ? 0 : 1;
}
