/* SPDX-License-Identifier: ISC */
/* The word about the author, DMARC's result, and whether another try could better them, from
 * evidence made by hand. How they read in fields stands in test_fields.c. */
#include "report/author_word.h"

#include "evidence.h"

#define OUTSIDE                                                                                    \
    .walked = true, .end = WALK_BOUNDARY, .client = "203.0.113.9", .hop = 1,                       \
    .sender = "a@phish.example", .authors = { "ceo@bank.example" }

#define FINDING(...)                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define REJECT                                                                                     \
    .policy = { .domain = "bank.example",                                                          \
                .state = AUTHOR_POLICY_FOUND,                                                      \
                .wish = POLICY_REJECT,                                                             \
                .tag = "p",                                                                        \
                .name = "bank.example" }
#define POLICY_STATE(what) .policy = { .domain = "bank.example", .state = (what) }
#define SPF(what, whose, is_aligned)                                                               \
    FINDING(.scheme = "spf", .result = (what), .domain = (whose), .aligned = (is_aligned))
#define RMX(what, whose, is_aligned)                                                               \
    FINDING(.scheme = "rmx", .result = (what), .domain = (whose), .aligned = (is_aligned))
#define DKIM(what, whose, is_aligned)                                                              \
    FINDING(.domain = (whose), .result = (what), .aligned = (is_aligned))

static const struct {
    const char *name;
    EvidenceRow row;
    AuthorWord want;
    DmarcResult want_dmarc;
    const char *want_domain, *want_by, *want_witness;
    const char *want_unknown; /* what of the author's could have passed */
    bool want_may_change;
} words[] = {
    /* --- one of the author's --- */
    { "a scheme",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_PASS, "bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "bank.example",
      .want_by = "spf" },
    { "a signature, handed on by a forwarder whom nobody trusts",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_FAIL, "bank.example", true) },
        .signatures = { DKIM(SIGNATURE_PASS, "mail.bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "mail.bank.example",
      .want_by = "dkim" },
    { "a signature behind one of a list",
      { OUTSIDE, REJECT,
        .signatures = { DKIM(SIGNATURE_PASS, "list.example", false),
                        DKIM(SIGNATURE_PASS, "bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "bank.example",
      .want_by = "dkim" },
    { "a signature, where another domain's client passed",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_PASS, "fwd.example", false) },
        .signatures = { DKIM(SIGNATURE_PASS, "bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "bank.example",
      .want_by = "dkim" },
    { "a signature, where the client was not to be asked about",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_TEMPERROR, "phish.example", false) },
        .signatures = { DKIM(SIGNATURE_PASS, "bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "bank.example",
      .want_by = "dkim" },
    { "one signature that fails and one that holds",
      { OUTSIDE, REJECT,
        .signatures = { DKIM(SIGNATURE_FAIL, "bank.example", true),
                        DKIM(SIGNATURE_PASS, "bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "bank.example",
      .want_by = "dkim" },
    { "a signature that a list broke, and that the mailbox's host saw whole",
      { OUTSIDE, REJECT,
        .signatures = { FINDING(.domain = "bank.example", .result = SIGNATURE_FAIL, .aligned = true,
                                .passed_at = "mx.mail.example") } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "bank.example",
      .want_by = "dkim",
      .want_witness = "mx.mail.example" },
    { "SPF that only a believed host could ask about",
      { .walked = true,
        .end = WALK_UNREADABLE,
        .authors = { "ceo@bank.example" },
        REJECT,
        .testimony = { FINDING(.method = "spf", .result = "pass", .domain = "bank.example",
                               .by = "mx.mail.example", .believed = true, .used = true,
                               .aligned = true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "bank.example",
      .want_by = "spf",
      .want_witness = "mx.mail.example" },
    { "RMX alone, of which DMARC knows nothing",
      { OUTSIDE, REJECT, .findings = { RMX(RESULT_PASS, "bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_FAIL,
      .want_domain = "bank.example",
      .want_by = "rmx" },
    { "a local message with a signature that holds",
      { .walked = true,
        .end = WALK_LOCAL,
        .authors = { "ceo@bank.example" },
        .signatures = { DKIM(SIGNATURE_PASS, "bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_NOT_ASKED,
      .want_domain = "bank.example",
      .want_by = "dkim" },

    /* --- none, and the domain's policy is against it --- */
    { "the envelope is the phisher's, and passes",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_PASS, "phish.example", false) } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL,
      .want_domain = "phish.example",
      .want_by = "spf" },
    { "the phisher signs, too",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_PASS, "phish.example", false) },
        .signatures = { DKIM(SIGNATURE_PASS, "phish.example", false) } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL,
      .want_domain = "phish.example",
      .want_by = "spf" },
    { "nothing passed at all",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_NONE, "phish.example", false) } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL },
    { "quarantine",
      { OUTSIDE, .policy = { .domain = "bank.example",
                             .state = AUTHOR_POLICY_FOUND,
                             .wish = POLICY_QUARANTINE,
                             .published = POLICY_REJECT,
                             .testing = true } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL },
    { "signed for another's From by nobody but a list, which broke the author's signature",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_PASS, "list.example", false) },
        .signatures = { DKIM(SIGNATURE_FAIL, "bank.example", true),
                        DKIM(SIGNATURE_PASS, "list.example", false) } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL,
      .want_domain = "list.example",
      .want_by = "spf" },
    { "a key that says that its domain is only trying",
      { OUTSIDE, REJECT,
        .signatures = { FINDING(.domain = "bank.example", .result = SIGNATURE_PASS, .aligned = true,
                                .testing = true) } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL },
    { "a kind of signature that is not accepted",
      { OUTSIDE, REJECT, .signatures = { DKIM(SIGNATURE_POLICY, "bank.example", true) } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL },
    { "what a host found counts for nothing where it is not believed, or was not needed",
      { OUTSIDE, REJECT,
        .testimony = { FINDING(.method = "spf", .result = "pass", .domain = "bank.example",
                               .by = "mx.mail.example", .used = true, .aligned = true),
                       FINDING(.method = "spf", .result = "pass", .domain = "bank.example",
                               .by = "mx.mail.example", .believed = true, .aligned = true),
                       FINDING(.method = "dmarc", .result = "pass", .domain = "bank.example",
                               .by = "mx.mail.example", .believed = true, .used = true,
                               .aligned = true) } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL },
    { "the client could not be read: a sender can bring that about",
      { .walked = true, .end = WALK_UNREADABLE, .authors = { "ceo@bank.example" }, REJECT },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL },
    { "too few fields, one of which shows a client from outside",
      { .walked = true,
        .end = WALK_TOO_SHORT,
        .authors = { "ceo@bank.example" },
        REJECT,
        .hops = { { .is_there = true, .believed = true, .ip = "203.0.113.9" } } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL },

    /* --- no reason to refuse --- */
    { "an aligned scheme could not be asked",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_TEMPERROR, "bank.example", true) } },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_TEMPERROR,
      .want_unknown = "spf",
      .want_may_change = true },
    { "another scheme could not be asked, and may have passed",
      { OUTSIDE, REJECT, .findings = { RMX(RESULT_TEMPERROR, "bank.example", true) } },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_FAIL,
      .want_unknown = "rmx",
      .want_may_change = true },
    { "an aligned key could not be had, and the envelope is another's",
      { OUTSIDE, REJECT, .findings = { SPF(RESULT_PASS, "esp.example", false) },
        .signatures = { DKIM(SIGNATURE_TEMPERROR, "bank.example", true) } },
      .want = AUTHOR_UNALIGNED,
      .want_dmarc = DMARC_TEMPERROR,
      .want_domain = "esp.example",
      .want_by = "spf",
      .want_unknown = "dkim",
      .want_may_change = true },
    { "the body is not at hand, nor will it be next time",
      { OUTSIDE, REJECT, .body_missing = BODY_TOO_LONG,
        .signatures = { DKIM(SIGNATURE_TEMPERROR, "bank.example", true) } },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_TEMPERROR,
      .want_unknown = "dkim" },
    { "there is no room for the body, and may be next time",
      { OUTSIDE, REJECT, .body_missing = BODY_NO_ROOM,
        .signatures = { DKIM(SIGNATURE_TEMPERROR, "bank.example", true) } },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_TEMPERROR,
      .want_unknown = "dkim",
      .want_may_change = true },
    { "no room for the body of a message that another signature proves",
      { OUTSIDE, REJECT, .body_missing = BODY_NO_ROOM,
        .findings = { SPF(RESULT_PASS, "bank.example", true) },
        .signatures = { DKIM(SIGNATURE_TEMPERROR, "bank.example", true) } },
      .want = AUTHOR_ALIGNED,
      .want_dmarc = DMARC_PASS,
      .want_domain = "bank.example",
      .want_by = "spf" },
    { "the key of somebody else could not be had",
      { OUTSIDE, REJECT, .signatures = { DKIM(SIGNATURE_TEMPERROR, "phish.example", false) } },
      .want = AUTHOR_REFUSED,
      .want_dmarc = DMARC_FAIL },
    { "the policy could not be asked",
      { OUTSIDE, POLICY_STATE(AUTHOR_POLICY_TEMPERROR),
        .findings = { SPF(RESULT_PASS, "phish.example", false) } },
      .want = AUTHOR_UNALIGNED,
      .want_dmarc = DMARC_TEMPERROR,
      .want_domain = "phish.example",
      .want_by = "spf" },
    { "the policy cannot be used",
      { OUTSIDE, POLICY_STATE(AUTHOR_POLICY_PERMERROR),
        .findings = { SPF(RESULT_PASS, "phish.example", false) } },
      .want = AUTHOR_UNALIGNED,
      .want_dmarc = DMARC_PERMERROR,
      .want_domain = "phish.example",
      .want_by = "spf" },
    { "no policy",
      { OUTSIDE, POLICY_STATE(AUTHOR_POLICY_ABSENT) },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_NONE },
    { "a policy that asks for nothing",
      { OUTSIDE,
        .policy = { .domain = "bank.example", .state = AUTHOR_POLICY_FOUND, .wish = POLICY_NONE } },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_FAIL },
    { "a signature of another domain alone",
      { OUTSIDE, POLICY_STATE(AUTHOR_POLICY_ABSENT),
        .signatures = { DKIM(SIGNATURE_PASS, "phish.example", false) } },
      .want = AUTHOR_UNALIGNED,
      .want_dmarc = DMARC_NONE,
      .want_domain = "phish.example",
      .want_by = "dkim" },
    { "a signature that fails turns nothing",
      { OUTSIDE, POLICY_STATE(AUTHOR_POLICY_ABSENT),
        .signatures = { DKIM(SIGNATURE_FAIL, "bank.example", true) } },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_NONE },
    { "RMX says no and SPF says yes: the policy is content, and the author's word says nothing",
      { OUTSIDE, REJECT,
        .findings = { RMX(RESULT_FAIL, "bank.example", true),
                      SPF(RESULT_PASS, "bank.example", true) } },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_PASS },
    { "local mail, such as cron's",
      { .walked = true, .end = WALK_LOCAL, .authors = { "ceo@bank.example" }, REJECT },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_NOT_ASKED },
    { "cron's where the number of fields is set",
      { .walked = true,
        .end = WALK_TOO_SHORT,
        .authors = { "ceo@bank.example" },
        REJECT,
        .hops = { { .is_there = true, .believed = true, .ip = "127.0.0.1" } } },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_NOT_ASKED },
    { "handed in by a local account",
      { .walked = true, .end = WALK_HANDED_IN, .authors = { "ceo@bank.example" }, REJECT },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_NOT_ASKED },
    { "submitted to the user's own host",
      { .walked = true, .end = WALK_SUBMISSION, .authors = { "ceo@bank.example" }, REJECT },
      .want = AUTHOR_NONE,
      .want_dmarc = DMARC_NOT_ASKED },

    /* --- no author that all see --- */
    { "two authors, one of whom passed",
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .authors = { "ceo@bank.example", "a@foo.com" },
        .signatures = { DKIM(SIGNATURE_PASS, "foo.com", false) } },
      .want = AUTHOR_AMBIGUOUS,
      .want_dmarc = DMARC_NOT_ASKED,
      .want_domain = "foo.com",
      .want_by = "dkim" },
    { "a second From below one that is signed",
      { OUTSIDE, .unclear = "several From fields",
        .signatures = { DKIM(SIGNATURE_FAIL, "bank.example", false) } },
      .want = AUTHOR_AMBIGUOUS,
      .want_dmarc = DMARC_NOT_ASKED },
    { "a header that was cut, and what was aligned of it",
      { OUTSIDE, .cut = true, .signatures = { DKIM(SIGNATURE_PASS, "bank.example", false) } },
      .want = AUTHOR_AMBIGUOUS,
      .want_dmarc = DMARC_NOT_ASKED,
      .want_domain = "bank.example",
      .want_by = "dkim" },
};

static void
check_word(size_t i, const AuthorAnswer *got, bool may_change)
{
    const char *name = words[i].name;

    cr_expect_eq(got->word, words[i].want, "%s: %s", name, author_word_text(got->word));
    cr_expect_eq(got->dmarc, words[i].want_dmarc, "%s: dmarc=%s", name,
                 dmarc_result_text(got->dmarc));
    cr_expect(g_strcmp0(got->passed.domain, words[i].want_domain) == 0, "%s: %s passed", name,
              got->passed.domain);
    cr_expect(g_strcmp0(got->passed.by, words[i].want_by) == 0, "%s: by %s", name, got->passed.by);
    cr_expect(g_strcmp0(got->passed.witness, words[i].want_witness) == 0, "%s: found by %s", name,
              got->passed.witness);
    cr_expect(g_strcmp0(got->unknown.by, words[i].want_unknown) == 0, "%s: unknown: %s", name,
              got->unknown.by);
    cr_expect_eq(!got->unknown.by, !got->unknown.domain, "%s", name);
    cr_expect_eq(may_change, words[i].want_may_change, "%s: may change: %d", name, may_change);
}

Test(author_word, words)
{
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autoptr(Evidence) evidence = test_evidence_new(&words[i].row);
        g_autoptr(Verdict) verdict = verdict_of(evidence);
        g_autoptr(AuthorAnswer) got = author_answer_of(evidence, verdict);

        check_word(i, got, author_word_may_change(evidence, verdict));
    }
}

/* Whether it is the verdict alone, as where no message was looked at. */
Test(author_word, retry_without_message)
{
    const EvidenceRow row = { .client = "192.0.2.1",
                              .findings = { SPF(RESULT_TEMPERROR, "foo.com", false) } };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);

    cr_expect_null(author_answer_of(evidence, verdict));
    cr_expect(author_word_may_change(evidence, verdict));
}

/* Where the DNS could not say whether the client is a relay, nothing that a scheme says of it
 * counts, and a signature does. */
Test(author_word, uncertain_client)
{
    for (int is_signed = 0; is_signed < 2; is_signed++) {
        EvidenceRow row = { OUTSIDE, REJECT,
                            .findings = { SPF(RESULT_PASS, "bank.example", true) } };
        g_autoptr(Evidence) evidence = NULL;
        g_autoptr(Verdict) verdict = NULL;
        g_autoptr(AuthorAnswer) got = NULL;

        if (is_signed)
            row.signatures[0] = (SignatureRow)DKIM(SIGNATURE_PASS, "bank.example", true);
        evidence = test_evidence_new(&row);
        evidence->walk->uncertain = true;
        evidence->walk->ip = evidence->client;
        verdict = verdict_of(evidence);
        got = author_answer_of(evidence, verdict);
        cr_expect_eq(got->word, is_signed ? AUTHOR_ALIGNED : AUTHOR_NONE, "%s",
                     author_word_text(got->word));
        cr_expect_eq(got->dmarc, is_signed ? DMARC_PASS : DMARC_TEMPERROR, "%s",
                     dmarc_result_text(got->dmarc));
        cr_expect_eq(author_word_may_change(evidence, verdict), !is_signed);
    }
}

/* Authors that are told apart are few, however many a message names. */
static const struct {
    const char *name;
    unsigned authors, domains; /* so many, of so many domains */
    guint want_domains;
    bool want_more;
    AuthorWord want_word;
} cases[] = {
    { "one domain", 1000, 1, 1, false, AUTHOR_NONE },
    { "two domains", 1000, 2, 2, false, AUTHOR_AMBIGUOUS },
    { "as many as are told apart", 1000, AUTHOR_DOMAINS_MAX, AUTHOR_DOMAINS_MAX, false,
      AUTHOR_AMBIGUOUS },
    { "one more", 1000, AUTHOR_DOMAINS_MAX + 1, AUTHOR_DOMAINS_MAX, true, AUTHOR_AMBIGUOUS },
    { "each of its own", 1000, 1000, AUTHOR_DOMAINS_MAX, true, AUTHOR_AMBIGUOUS },
};

Test(author_word, many_authors)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const EvidenceRow row = { .walked = true, .authors = { "a@0.example" } };
        g_autoptr(Evidence) evidence = test_evidence_new(&row);
        g_autoptr(Verdict) verdict = verdict_of(evidence);
        g_autoptr(AuthorAnswer) got = NULL;

        for (unsigned author = 1; author < cases[i].authors; author++) {
            g_autofree char *domain = g_strdup_printf("%u.example", author % cases[i].domains);

            g_ptr_array_add(evidence->author->addresses, mail_address_new("a", domain));
        }
        got = author_answer_of(evidence, verdict);
        cr_expect_eq(got->domains->len, cases[i].want_domains, "%s: %u domains", cases[i].name,
                     got->domains->len);
        cr_expect_eq(got->more, cases[i].want_more, "%s", cases[i].name);
        cr_expect_eq(got->word, cases[i].want_word, "%s: %s", cases[i].name,
                     author_word_text(got->word));
    }
}

/* A pass of a domain of which nobody can say now whether it is the author's. */
Test(author_word, cover_not_known)
{
    const EvidenceRow row = { OUTSIDE, REJECT,
                              .findings = { SPF(RESULT_PASS, "mail.bank.example", false) } };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autoptr(AuthorAnswer) got = NULL;

    evidence->cover_unknown = true;
    got = author_answer_of(evidence, verdict);
    cr_expect_eq(got->word, AUTHOR_UNALIGNED, "%s", author_word_text(got->word));
    cr_expect_eq(got->dmarc, DMARC_TEMPERROR, "%s", dmarc_result_text(got->dmarc));
}
