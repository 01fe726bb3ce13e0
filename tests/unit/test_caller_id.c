/* SPDX-License-Identifier: ISC */
/* Caller ID's documents: how they are put together, what is read in them, and who may send. */
#include "scheme_case.h"

#include "records/caller_id/caller_id_document.h"

#define AT     "_ep.example.net TXT "
#define EP(in) "\"<ep xmlns='http://ms.net/1'><out>" in "</out></ep>\"\n"
#define M(in)  EP("<m>" in "</m>")

static const char
    zone[] =
        "example.net MX 10 mx.example.net\n"
        "mx.example.net A 192.0.2.1\nmx.example.net AAAA 2001:db8::1\n"
        "relay.example MX 10 mx.relay.example\nmx.relay.example A 198.51.100.1\n"
        "failing.example MX 10 broken.example\n"
        "_ep.partner.example TXT " M("<a>198.51.100.2</a><mx/>") "partner.example MX 10 "
                                                                 "mx.relay.example\n"
                                                                 "_ep.closed.example TXT " M("<a>!"
                                                                                             "192."
                                                                                             "0.2."
                                                                                             "1</"
                                                                                             "a>") "list._ep.partner.example TXT " M("<a>198.51.100.3</a>") "_ep.loop.example TXT " M("<indirect>pool.example</indirect>") "_ep.pool.example TXT " M("<indirect>Loop.example</indirect>") "_ep.self.example TXT " M("<indirect>self.example</indirect>") "_ep.bad.example TXT " M("<a>x</a>") "_ep.test.example TXT \"<ep testing='true'><out><m><a>203.0.113.9</a></m></out></ep>\"\n"
                                                                                                                                                                                                                                                                                                                                                                                              "test.example MX 10 mx.example.net\n"
                                                                                                                                                                                                                                                                                                                                                                                              "_ep.diamond1.example TXT " M("<indirect>partner.example</indirect>") "_ep.diamond2.example TXT " M("<indirect>partner.example</indirect>") "_ep.i1.example TXT " M("<indirect>i2.example</indirect>") "_ep.i2.example TXT " M("<indirect>i3.example</indirect>") "_ep.i3.example TXT " M("<indirect>i4.example</indirect>") "_ep.i4.example TXT " M(
                                                                                                                                                                                                                                                                                                                                                                                                  "<indirect>i5.example</indirect>") "_ep.i5.example TXT " M("<indirect>i6.example</indirect>") "_ep.i6.example TXT " M("<indirect>i7.example</indirect>") "_ep.i7.example TXT " M("<indirect>i8.example</indirect>") "_ep.i8.example TXT " M("<indirect>i9.example</indirect>") "_ep.i9.example TXT " M("<indirect>i10.example</indirect>") "_ep.i10.example TXT " M("<indirect>i11.example</indirect>") "_ep.i11.example TXT " M("<a>192.0.2.1</a>") "_ep.failing.example TXT " M("<mx/><a>192.0.2.99</a>") "_ep.broken.example ERROR SERVFAIL\n";

static const SchemeCase grants[] = {
    { .name = "an address",
      .more = AT M("<a>192.0.2.1</a>"),
      .want = RESULT_PASS,
      .want_mechanism = "a 192.0.2.1" },
    { .name = "of IPv6",
      .more = AT M("<a> 2001:DB8::1 </a>"),
      .client = "2001:db8::1",
      .want = RESULT_PASS,
      .want_mechanism = "a 2001:db8::1" },
    { .name = "a range",
      .more = AT M("<r>192.0.2.0/24</r>"),
      .want = RESULT_PASS,
      .want_mechanism = "r 192.0.2.0/24" },
    { .name = "the domain's exchanges",
      .more = AT M("<mx/>"),
      .want = RESULT_PASS,
      .want_mechanism = "mx example.net" },
    { .name = "of IPv6, too",
      .more = AT M("<mx></mx>"),
      .client = "2001:db8::1",
      .want = RESULT_PASS,
      .want_mechanism = "mx example.net" },
    { .name = "none of them",
      .more = AT M("<a>192.0.2.2</a><r>198.51.100.0/24</r><mx/>"),
      .client = "203.0.113.1",
      .want = RESULT_FAIL },
    { .name = "several m add up",
      .more = AT EP("<m><a>192.0.2.2</a></m><m><a>192.0.2.1</a></m>"),
      .want = RESULT_PASS,
      .want_mechanism = "a 192.0.2.1" },
    { .name = "an exclusion goes before inclusions, wherever it stands",
      .more = AT M("<r>192.0.2.0/24</r><a>!192.0.2.1</a>"),
      .want = RESULT_FAIL,
      .want_mechanism = "a !192.0.2.1" },
    { .name = "so does a range",
      .more = AT M("<mx/><r>!192.0.2.0/28</r>"),
      .want = RESULT_FAIL,
      .want_mechanism = "r !192.0.2.0/28" },
    { .name = "an exclusion of others",
      .more = AT M("<mx/><r>!192.0.2.8/29</r>"),
      .want = RESULT_PASS,
      .want_mechanism = "mx example.net" },
    { .name = "nobody", .more = AT EP("<noMailServers/>"), .want = RESULT_FAIL },
    { .name = "nobody is listed", .more = AT EP(""), .want = RESULT_FAIL },
    { .name = "what is not known is skipped",
      .more = AT "\"<ep><in><m><a>192.0.2.1</a></m></in><out><m><q><a>192.0.2.1</a></q></m>"
                 "</out></ep>\"\n",
      .want = RESULT_FAIL },
    { .name = "comments, processing instructions, references, CDATA",
      .more = AT M("<!-- x --><?y z?><a>192.&#48;.2<![CDATA[.1]]></a>"),
      .want = RESULT_PASS,
      .want_mechanism = "a 192.0.2.1" },
    { .name = "a document type in front",
      .more =
          AT "\"<!DOCTYPE ep [<!ENTITY a '192.0.2.1'>]><ep><out><m><a>&a;</a></m></out></ep>\"\n",
      .want = RESULT_PERMERROR,
      .want_problem = "a document type, which may declare entities (document at _ep.example.net)" },
    { .name = "a document type in a record of its own",
      .more = AT "\" <!doctype ep SYSTEM 'http://ms.net/x'>\"\n" AT M("<a>192.0.2.1</a>"),
      .want = RESULT_PERMERROR,
      .want_problem = "(document at _ep.example.net)" },
    { .name = "a document type inside",
      .more = AT EP("<!ENTITY a '192.0.2.1'><m><a>192.0.2.1</a></m>"),
      .want = RESULT_PERMERROR,
      .want_problem = "(document at _ep.example.net)" },
    { .name = "an entity that XML does not know",
      .more = AT M("<a>192.0.2.1</a><q>&auml;</q>"),
      .want = RESULT_PERMERROR,
      .want_problem = "(document at _ep.example.net)" },
    { .name = "an entity in an attribute",
      .more = AT "\"<ep testing='&x;'><out><m><a>192.0.2.1</a></m></out></ep>\"\n",
      .want = RESULT_PERMERROR,
      .want_problem = "(document at _ep.example.net)" },
    { .name = "XML's own entities",
      .more = AT M("<q>&lt;&gt;&amp;&quot;&apos;&#xe4;</q><a>192.0.2.1</a>"),
      .want = RESULT_PASS,
      .want_mechanism = "a 192.0.2.1" },
    { .name = "in several strings",
      .more = AT "\"<ep><out><m><a>192.\" \"0.2.1</a></m></out></ep>\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "a 192.0.2.1" },
    { .name = "in several records, the last one first",
      .more = AT "\"</a></m></out></ep>\"\n" AT "\"<ep><out><m><a>192.0\"\n" AT "\".2.1\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "a 192.0.2.1" },
    { .name = "for testing",
      .sender = "a@test.example",
      .want_problem = "no Caller ID document at _ep.test.example" },
    { .name = "nothing about sending",
      .more = AT "\"<ep><in/></ep>\"\n",
      .want_problem = "no Caller ID document" },
    { .name = "no document",
      .more = AT "\"v=spf1 -all\"\n" AT "\"<epic>\"\n",
      .want_problem = "no Caller ID document at _ep.example.net" },
    { .name = "no domain",
      .sender = "a@nowhere.example",
      .want_problem = "nowhere.example does not exist",
      .want_missing = true },
    { .name = "no domain name", .sender = "[192.0.2.1]", .want_problem = "an address literal" },
    { .name = "no answer",
      .sender = "a@broken.example",
      .want = RESULT_TEMPERROR,
      .want_problem = "TXT of _ep.broken.example" },
    { .name = "no answer for an exchange",
      .sender = "a@failing.example",
      .want = RESULT_TEMPERROR,
      .want_problem = "A of broken.example" },
    { .name = "which no longer matters",
      .sender = "a@failing.example",
      .client = "192.0.2.99",
      .want = RESULT_PASS,
      .want_mechanism = "a 192.0.2.99" },
};

static const SchemeCase indirects[] = {
    { .name = "another's document",
      .more = AT M("<indirect>partner.example</indirect>"),
      .client = "198.51.100.2",
      .want = RESULT_PASS,
      .want_mechanism = "a 198.51.100.2" },
    { .name = "where mx means that domain's",
      .more = AT M("<indirect>partner.example</indirect>"),
      .client = "198.51.100.1",
      .want = RESULT_PASS,
      .want_mechanism = "mx partner.example" },
    { .name = "a name that says where it is",
      .more = AT M("<indirect>_EP.partner.example.</indirect>"),
      .client = "198.51.100.2",
      .want = RESULT_PASS,
      .want_mechanism = "a 198.51.100.2" },
    { .name = "a name below one",
      .more = AT M("<indirect>list._ep.partner.example</indirect>"),
      .client = "198.51.100.3",
      .want = RESULT_PASS,
      .want_mechanism = "a 198.51.100.3" },
    { .name = "a domain without a document: its exchanges",
      .more = AT M("<indirect>relay.example</indirect>"),
      .client = "198.51.100.1",
      .want = RESULT_PASS,
      .want_mechanism = "mx relay.example" },
    { .name = "a document for testing is as if it were not there",
      .more = AT M("<indirect>test.example</indirect>"),
      .want = RESULT_PASS,
      .want_mechanism = "mx test.example" },
    { .name = "an exclusion in there goes before inclusions here",
      .more = AT M("<a>192.0.2.1</a><indirect>closed.example</indirect>"),
      .want = RESULT_FAIL,
      .want_mechanism = "a !192.0.2.1" },
    { .name = "the same document by two ways",
      .more = AT M("<indirect>diamond1.example</indirect><indirect>diamond2.example</indirect>"),
      .client = "198.51.100.2",
      .want = RESULT_PASS,
      .want_mechanism = "a 198.51.100.2" },
    { .name = "a loop",
      .sender = "a@loop.example",
      .want = RESULT_PERMERROR,
      .want_problem = "the document at _ep.Loop.example leads back to itself" },
    { .name = "itself",
      .sender = "a@self.example",
      .want = RESULT_PERMERROR,
      .want_problem = "leads back to itself" },
    { .name = "ten in a row",
      .sender = "a@i1.example",
      .want = RESULT_PASS,
      .want_mechanism = "a 192.0.2.1" },
    { .name = "eleven in a row",
      .more = AT M("<indirect>i1.example</indirect>"),
      .want = RESULT_PERMERROR,
      .want_problem = "more than 10 indirect documents" },
    { .name = "a bad document",
      .more = AT M("<a>192.0.2.1</a><indirect>bad.example</indirect>"),
      .want = RESULT_PERMERROR,
      .want_problem = "bad address \"x\" (document at _ep.bad.example)" },
    { .name = "no answer",
      .more = AT M("<a>192.0.2.1</a><indirect>broken.example</indirect>"),
      .want = RESULT_TEMPERROR,
      .want_problem = "TXT of _ep.broken.example" },
    { .name = "no name",
      .more = AT M("<indirect> </indirect>"),
      .want = RESULT_PERMERROR,
      .want_problem = "indirect names nothing" },
};

Test(caller_id, grants)
{
    scheme_cases_run("caller-id", zone, grants, G_N_ELEMENTS(grants));
}

Test(caller_id, indirects)
{
    scheme_cases_run("caller-id", zone, indirects, G_N_ELEMENTS(indirects));
}

#define DEEP_4  "<x><x><x><x>"
#define DEEP_16 DEEP_4 DEEP_4 DEEP_4 DEEP_4

static const struct {
    const char *name, *text;
    const char *want_problem; /* a part of it; NULL: none */
} documents[] = {
    { "in order", "<ep><out><m><mx/></m></out></ep>", NULL },
    { "cut", "<ep><out><m><mx/></m></out>", "" },
    { "cut inside a tag", "<ep><out", "" },
    { "closed wrongly", "<ep><out></ep></out>", "" },
    { "not UTF-8", "<ep>\377</ep>", "" },
    { "two documents", "<ep></ep><ep></ep>", "more behind the document" },
    { "another root", "<x/>", "not an ep document" },
    { "a document type", "<!DOCTYPE ep [<!ENTITY a \"192.0.2.1\">]><ep>&a;</ep>",
      "a document type, which may declare entities" },
    { "a document type inside", "<ep><!DOCTYPE ep></ep>", "a document type" },
    { "an unknown entity", "<ep>&a;</ep>", "" },
    { "deep", "<ep>" DEEP_16 "</ep>", "too many elements inside each other" },
    { "no address", "<ep><out><m><a></a></m></out></ep>", "bad address \"\"" },
    { "no IPv4 address", "<ep><out><m><a>192.0.2</a></m></out></ep>", "bad address \"192.0.2\"" },
    { "a range for an address", "<ep><out><m><a>192.0.2.0/24</a></m></out></ep>", "bad address" },
    { "an address for a range", "<ep><out><m><r>192.0.2.0</r></m></out></ep>", "bad range" },
    { "a range too long", "<ep><out><m><r>192.0.2.0/33</r></m></out></ep>", "bad range" },
    { "two exclamation marks", "<ep><out><m><a>!!192.0.2.1</a></m></out></ep>", "bad address" },
    { "somebody and nobody", "<ep><out><m><mx/></m><noMailServers/></out></ep>",
      "both m and noMailServers" },
};

Test(caller_id, documents)
{
    for (size_t i = 0; i < G_N_ELEMENTS(documents); i++) {
        g_autoptr(CallerDocument) got =
            caller_id_parse(documents[i].text, strlen(documents[i].text));

        cr_expect(documents[i].want_problem
                      ? got->problem && strstr(got->problem, documents[i].want_problem)
                      : !got->problem,
                  "%s: got %s, want %s", documents[i].name, got->problem,
                  documents[i].want_problem);
    }
}

/* NULs, and a document that would fill memory. */
Test(caller_id, sizes)
{
    static const char nul[] = "<ep>\0</ep>";
    g_autoptr(GString) large = g_string_new("<ep>");
    g_autoptr(CallerDocument) with_nul = caller_id_parse(nul, sizeof(nul) - 1);

    cr_expect_not_null(with_nul->problem);
    while (large->len < CALLER_ID_OCTETS_MAX - 5)
        g_string_append_c(large, ' ');
    g_string_append(large, "</ep>");
    for (int more = 0; more < 2; more++) {
        g_autoptr(CallerDocument) document = caller_id_parse(large->str, large->len);

        cr_expect((document->problem == NULL) == (more == 0), "%zu octets: %s", large->len,
                  document->problem);
        g_string_append_c(large, ' ');
    }
}
