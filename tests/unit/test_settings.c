/* SPDX-License-Identifier: ISC */
/* Settings: which source wins, what each value may be, and what a wrong one is told. */
#include "settings/settings.h"

#include "dns/dns.h"
#include "records/own_record.h"
#include "records/scheme.h"
#include "settings/settings_file.h"
#include "settings/settings_open.h"
#include "settings/settings_source.h"
#include "settings/settings_values.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARGS_MAX 8

/* The files of one case, in a directory of its own that the environment points to. */
static char *directory;

static char *
path_of(const char *name)
{
    return g_build_filename(directory, name, NULL);
}

static void
write_file(const char *name, const char *text)
{
    g_autofree char *path = path_of(name);
    g_autofree char *parent = g_path_get_dirname(path);

    g_remove(path);
    if (!text)
        return;
    cr_assert_eq(g_mkdir_with_parents(parent, 0700), 0);
    cr_assert(g_file_set_contents(path, text, -1, NULL));
}

static void
make_directory(void)
{
    directory = g_dir_make_tmp("rmxfilter-settings-XXXXXX", NULL);
    cr_assert_not_null(directory);
    g_setenv("HOME", directory, TRUE);
    g_unsetenv("XDG_CONFIG_HOME");
}

static void
remove_directory(void)
{
    static const char *const names[] = { ".rmxfilterrc",      ".config/rmxfilter/rmxfilter.conf",
                                         ".config/rmxfilter", ".config",
                                         "given.conf",        "rmxfilter/rmxfilter.conf",
                                         "rmxfilter",         "" };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = path_of(names[i]);

        g_remove(path);
    }
    g_free(directory);
}

TestSuite(settings, .init = make_directory, .fini = remove_directory);

/* text with directory written as "~", to compare with. */
static char *
without_directory(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, directory, -1);

    return g_strjoinv("~", parts);
}

/* --- all that was set, as text --- */

static void
append_string(GString *text, const char *name, const char *value)
{
    if (value)
        g_string_append_printf(text, "%s=%s ", name, value);
}

static void
append_list(GString *text, const char *name, GStrv list)
{
    g_autofree char *joined = g_strjoinv(";", list);

    if (*list)
        append_string(text, name, joined);
}

/* "hops=2 timeout=2.5 ": what is not as it is by default; authserv-id is the machine's and left
 * out. */
static char *
changes(const Settings *settings)
{
    GString *text = g_string_new(NULL);
    g_autoptr(GString) names = g_string_new(NULL);
    g_autofree char *client = ip_text(&settings->client);
    g_autofree char *servers =
        settings->nameservers ? g_strjoinv(";", settings->nameservers) : NULL;

    for (guint i = 0; i < settings->schemes->len; i++) {
        const Scheme *scheme = settings->schemes->pdata[i];

        g_string_append_printf(names, "%s%s", i > 0 ? "," : "", scheme->name);
    }
    if (strcmp(names->str, "rmx,spf") != 0)
        append_string(text, "schemes", names->str);
    if (settings->hops != 0)
        g_string_append_printf(text, "hops=%d ", settings->hops);
    append_string(text, "mailbox", settings->mailbox ? settings->mailbox->name : NULL);
    append_list(text, "local-users", settings->local_users);
    append_list(text, "own-names", settings->own_names);
    append_list(text, "lists", settings->lists);
    append_list(text, "results", settings->results);
    append_list(text, "sealers", settings->sealers);
    if (settings->fields != FIELDS_DEFAULT)
        g_string_append_printf(text, "fields=%#x ", (unsigned)settings->fields);
    append_string(text, "mail-from", settings->mail_from);
    append_string(text, "client-ip", client);
    append_string(text, "helo", settings->helo);
    append_string(text, "nameserver", servers);
    append_string(text, "zone", settings->zone);
    if (settings->timeout != TIMEOUT_DEFAULT)
        g_string_append_printf(text, "timeout=%g ", settings->timeout);
    if (settings->questions != DNS_QUESTIONS_MAX)
        g_string_append_printf(text, "questions=%u ", settings->questions);
    append_string(text, "sender-id-from-spf1",
                  settings->records.sender_id_from_spf1 ? "yes" : NULL);
    if (settings->records.rmx_type != 0)
        g_string_append_printf(text, "rmx-rrtype=%u ", settings->records.rmx_type);
    if (settings->records.mt_type != 0)
        g_string_append_printf(text, "mt-rrtype=%u ", settings->records.mt_type);
    for (guint i = 0; i < settings->own_records->len; i++) {
        const OwnRecord *record = settings->own_records->pdata[i];

        g_string_append_printf(text, "%s%s:%s=%s%s ", record->below ? "*." : "", record->domain,
                               record->scheme->name, record->text, record->always ? " always" : "");
    }
    append_string(text, "defer", settings->defer ? "yes" : NULL);
    append_string(text, "log", settings->log_verdict ? "verdict" : NULL);
    append_string(text, "json", settings->json ? "yes" : NULL);
    append_string(text, "html", settings->html);
    for (guint i = 0; i < settings->domains->len; i++)
        append_string(text, "domain", settings->domains->pdata[i]);
    append_string(text, "convert", settings->convert ? settings->convert->name : NULL);
    return g_string_free(text, FALSE);
}

static Settings *
read_settings(Command command, const char *const *args, GError **error)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(argv, g_strdup("rmxfilter"));
    for (size_t i = 0; i < ARGS_MAX && args[i]; i++)
        g_ptr_array_add(argv, args[i][0] == '~' ? g_strconcat(directory, args[i] + 1, NULL)
                                                : g_strdup(args[i]));
    return settings_new(command, (int)argv->len, (char *const *)argv->pdata, error);
}

/* --- sources --- */

#define SEMICOLONS "put \";\" between the words of this list, and a comment on a line of its own"
#define FIVE_NAMES                                                                                 \
    "mx1.example.net;mx2.example.net;mx3.example.net;mx4.example.net;mx5.example.net;"
#define TWENTY_NAMES FIVE_NAMES FIVE_NAMES FIVE_NAMES FIVE_NAMES
#define COMMENT      "a comment needs a line of its own, which begins with #"

static const struct {
    const char *name;
    const char *in_config, *in_home, *given; /* texts of files; NULL: not there */
    Command command;
    const char *args[ARGS_MAX];
    const char *want;       /* changes() */
    const char *want_error; /* instead */
} sources[] = {
    { .name = "nothing set", .want = "" },
    { .name = "a file", .in_home = "[dns]\ntimeout=3\n", .want = "timeout=3 " },
    { .name = "number of questions",
      .in_config = "[dns]\nquestions=1\n",
      .in_home = "[dns]\nquestions=1000\n",
      .want = "questions=1000 " },
    { .name = "accounts: names, numbers, the largest number",
      .in_home = "[relays]\nlocal-users= backup ;1000;0; 4294967294;DOM\\\\bob;bob@dom;;_x.y-z\n",
      .want = "local-users=backup;1000;0;4294967294;DOM\\bob;bob@dom;_x.y-z " },
    { .name = "accounts: all", .in_home = "[relays]\nlocal-users=*\n", .want = "local-users=* " },
    { .name = "accounts: none", .in_home = "[relays]\nlocal-users=\n", .want = "" },
    { .name = "accounts: number too large",
      .in_home = "[relays]\nlocal-users=1;4294967295\n",
      .want_error =
          "~/.rmxfilterrc: [relays] local-users: \"4294967295\" is no account; give names "
          "or numbers of accounts, e.g. backup;1000, or * for all" },
    { .name = "accounts: a pattern",
      .in_home = "[relays]\nlocal-users=www*\n",
      .want_error = "~/.rmxfilterrc: [relays] local-users: \"www*\" is no account; give names "
                    "or numbers of accounts, e.g. backup;1000, or * for all" },
    { .name = "accounts: commas",
      .in_home = "[relays]\nlocal-users=bob,eve\n",
      .want_error = "~/.rmxfilterrc: [relays] local-users: \"bob,eve\": " SEMICOLONS },
    { .name = "accounts: a negative number",
      .in_home = "[relays]\nlocal-users=-1\n",
      .want_error = "~/.rmxfilterrc: [relays] local-users: \"-1\" is no account; give names "
                    "or numbers of accounts, e.g. backup;1000, or * for all" },
    { .name = "names of this host, and lists: in the form of the DNS",
      .in_home =
          "[relays]\nown-names=mailhost;MX.Example.NET.\nlists=lists.b\303\274cher.example\n",
      .want = "own-names=mailhost;mx.example.net lists=lists.xn--bcher-kva.example " },
    { .name = "names of results that add up",
      .in_config = "[relays]\nresults=MX.example.net.\n",
      .in_home = "[relays]\nresults=filter;mx2.example.net\n",
      .want = "results=mx.example.net;filter;mx2.example.net " },
    { .name = "results: a whole field",
      .in_home = "[relays]\nresults=mx.example.net; dkim=pass\n",
      .want_error =
          "~/.rmxfilterrc: [relays] results: \"dkim=pass\" is no name of a host; give the "
          "name that your mail host writes first in its own Authentication-Results, "
          "e.g. mx.example.net" },
    { .name = "sealers",
      .in_config = "[relays]\nsealers=Lists.example.org.\n",
      .in_home = "[relays]\nsealers=b\303\274cher.example\n",
      .want = "sealers=lists.example.org;xn--bcher-kva.example " },
    { .name = "sealers: an address",
      .in_home = "[relays]\nsealers=list@lists.example.org\n",
      .want_error = "~/.rmxfilterrc: [relays] sealers: \"list@lists.example.org\" is no domain "
                    "name; give what d= is in an ARC-Seal, e.g. lists.example.org" },
    { .name = "names of this host: an address",
      .in_home = "[relays]\nown-names=mx.example.net;192.0.2.7\n",
      .want_error = "~/.rmxfilterrc: [relays] own-names: \"192.0.2.7\" is no host name; give the "
                    "names that this host has, e.g. mx.example.net;mail.example.net" },
    { .name = "names of this host: an empty label",
      .in_home = "[relays]\nown-names=mx..example.net\n",
      .want_error = "~/.rmxfilterrc: [relays] own-names: \"mx..example.net\" is no host name; give "
                    "the names that this host has, e.g. mx.example.net;mail.example.net" },
    { .name = "lists: an address of a list",
      .in_home = "[relays]\nlists=talk@lists.example.org\n",
      .want_error = "~/.rmxfilterrc: [relays] lists: \"talk@lists.example.org\" is no domain name; "
                    "give domains of mailing lists, e.g. lists.example.org" },
    { .name = "lists that add up",
      .in_config = "[relays]\nlocal-users=a;b\nown-names=one\nlists=l.one\n",
      .in_home = "[relays]\nlocal-users=c;a\nown-names=two\nlists=l.two\n",
      .want = "local-users=a;b;c;a own-names=one;two lists=l.one;l.two " },
    { .name = "home wins over config",
      .in_config = "[dns]\ntimeout=2\non-temperror=defer\n",
      .in_home = "[dns]\ntimeout=3\n",
      .want = "timeout=3 defer=yes " },
    { .name = "the command line wins over all",
      .in_config = "[relays]\nhops=4\n",
      .in_home = "[dns]\ntimeout=3\non-temperror=defer\n[records]\nschemes=spf\n",
      .args = { "--timeout=4.5", "--on-temperror", "pass", "--hops", "0", "-s", "rmx,spf" },
      .want = "timeout=4.5 " },
    { .name = "a file given stands in place of the usual ones",
      .in_home = "[dns]\ntimeout=3\n",
      .given = "[relays]\nhops=2\n",
      .args = { "-c", "~/given.conf" },
      .want = "hops=2 " },
    { .name = "a list of resolvers is taken whole",
      .in_home = "[dns]\nnameserver=192.0.2.53;192.0.2.54:5353\n",
      .want = "nameserver=192.0.2.53;192.0.2.54:5353 " },
    { .name = "and replaced whole",
      .in_home = "[dns]\nnameserver=192.0.2.53;192.0.2.54\n",
      .args = { "--nameserver", "127.0.0.1:53000", "--nameserver", "[::1]:53000" },
      .want = "nameserver=127.0.0.1:53000;[::1]:53000 " },
    { .name = "all there is in a file",
      .in_home = "# mine\n\n[relays]\ntrust = 192.0.2.0/24; !192.0.2.9 ;\nhops = 3\n\n"
                 "[records]\nschemes = spf\n\n[headers]\nwrite = status, relay\n"
                 "authserv-id = mx.foo.edu\n\n"
                 "[dns]\nnameserver = 127.0.0.1\ntimeout = 2.5\non-temperror = defer\n",
      .want = "schemes=spf hops=3 fields=0x5 nameserver=127.0.0.1 timeout=2.5 defer=yes " },
    { .name = "a line of the log for each message",
      .in_config = "[log]\nmessages=verdict\n",
      .want = "log=verdict " },
    { .name = "none is the default",
      .in_config = "[log]\nmessages=verdict\n",
      .in_home = "[log]\nmessages=none\n",
      .want = "" },
    { .name = "nothing to log",
      .in_home = "[log]\nmessages=all\n",
      .want_error = "~/.rmxfilterrc: [log] messages: \"all\" is nothing to log of messages; give "
                    "none or verdict" },
    { .name = "what single schemes are told",
      .in_home = "[records]\nsender-id-from-spf1=true\nrmx-rrtype=65280\nmt-rrtype=65281\n",
      .want = "sender-id-from-spf1=yes rmx-rrtype=65280 mt-rrtype=65281 " },
    { .name = "no is the default",
      .in_config = "[records]\nsender-id-from-spf1=true\n",
      .in_home = "[records]\nsender-id-from-spf1=false\n",
      .want = "" },
    { .name = "no yes or no",
      .in_home = "[records]\nsender-id-from-spf1=1\n",
      .want_error = "~/.rmxfilterrc: [records] sender-id-from-spf1: \"1\" is no yes or no; give "
                    "true or false" },
    { .name = "no type",
      .in_home = "[records]\nrmx-rrtype=RMX\n",
      .want_error = "~/.rmxfilterrc: [records] rmx-rrtype: \"RMX\" is not a number for a record "
                    "type of its own; give e.g. 65280, the first for private use" },
    { .name = "another record's type",
      .in_home = "[records]\nmt-rrtype=16\n",
      .want_error = "~/.rmxfilterrc: [records] mt-rrtype: \"16\" is not a number for a record "
                    "type of its own; give e.g. 65280, the first for private use" },
    { .name = "a question for all types",
      .in_home = "[records]\nmt-rrtype=255\n",
      .want_error = "~/.rmxfilterrc: [records] mt-rrtype: \"255\" is not a number for a record "
                    "type of its own; give e.g. 65280, the first for private use" },
    { .name = "records of the user's own",
      .in_config = "[record Bank.example]\nspf=v=spf1 mx -all\nrmx = mx unused\n"
                   "[record *.b\303\274cher.example]\nwhen=always\nsender-id=spf2.0/pra ~all\n",
      .in_home = "[record bank.example]\nspf=v=spf1 -all\nwhen=absent\n",
      .want = "bank.example:spf=v=spf1 mx -all bank.example:rmx=mx unused "
              "*.xn--bcher-kva.example:sender-id=spf2.0/pra ~all always "
              "bank.example:spf=v=spf1 -all " },
    { .name = "a record for no domain",
      .in_home = "[record]\nspf=v=spf1 -all\n",
      .want_error = "~/.rmxfilterrc: [record]: names no domain; give [record bank.example], or "
                    "[record *.bank.example] for its subdomains" },
    { .name = "a record for a word that is no domain",
      .in_home = "[record *.*.example]\nspf=v=spf1 -all\n",
      .want_error = "~/.rmxfilterrc: [record *.*.example]: names no domain; give [record "
                    "bank.example], or [record *.bank.example] for its subdomains" },
    { .name = "a record of no scheme",
      .in_home = "[record bank.example]\ndkim=x\n",
      .want_error = "~/.rmxfilterrc: [record bank.example] dkim: there is no such key; [record "
                    "bank.example] has rmx, spf, caller-id, sender-id, when" },
    { .name = "a record of a scheme without a text",
      .in_home = "[record bank.example]\nmt=x\n",
      .want_error = "~/.rmxfilterrc: [record bank.example] mt: there is no such key; [record "
                    "bank.example] has rmx, spf, caller-id, sender-id, when" },
    { .name = "no record",
      .in_home = "[record bank.example]\nwhen=always\n",
      .want_error = "~/.rmxfilterrc: [record bank.example]: holds no record; give e.g. spf=v=spf1 "
                    "mx -all" },
    { .name = "no time",
      .in_home = "[record bank.example]\nspf=v=spf1 -all\nwhen=never\n",
      .want_error = "~/.rmxfilterrc: [record bank.example] when: give absent (where the domain "
                    "publishes nothing) or always" },
    { .name = "a bad record",
      .in_home = "[record bank.example]\nspf=v=spf1 ip4:192.0.2.300 -all\n",
      .want_error = "~/.rmxfilterrc: [record bank.example] spf: \"v=spf1 ip4:192.0.2.300 -all\" is "
                    "no record of this kind: bad IPv4 address in \"ip4:192.0.2.300\" at octet 22; "
                    "give one as the domain "
                    "would publish it" },
    { .name = "CRLF and no last line end", .in_home = "[dns]\r\ntimeout=3", .want = "timeout=3 " },
    { .name = "empty file", .in_home = "", .want = "" },
    { .name = "what the message would say",
      .args = { "--mail-from=<alice@foo.com>", "--client-ip=2001:DB8::1", "--helo=a.example" },
      .want = "mail-from=<alice@foo.com> client-ip=2001:db8::1 helo=a.example " },
    { .name = "a null sender", .args = { "--mail-from", "" }, .want = "mail-from= " },
    { .name = "a HELO name that is not known", .args = { "--helo", "" }, .want = "" },
    { .name = "a zone", .args = { "--zone", "/a b/\303\274" }, .want = "zone=/a b/\303\274 " },
    { .name = "the last of two wins", .args = { "--hops=1", "--hops=2" }, .want = "hops=2 " },
    { .name = "nothing behind two hyphens", .args = { "--hops=1", "--" }, .want = "hops=1 " },
    { .name = "explain", .command = COMMAND_EXPLAIN, .args = { "--json" }, .want = "json=yes " },
    { .name = "a page, the last name wins",
      .command = COMMAND_EXPLAIN,
      .args = { "--html=a.html", "--html", "-" },
      .want = "html=- " },
    { .name = "check",
      .command = COMMAND_CHECK,
      .args = { "--client-ip=192.0.2.1", "--helo=a.example", "--mail-from", "<>", "--json" },
      .want = "mail-from=<> client-ip=192.0.2.1 helo=a.example json=yes " },

    { .name = "a list with commas in place of semicolons",
      .in_home = "[relays]\ntrust=192.0.2.1, mx:example.net\n",
      .want_error = "~/.rmxfilterrc: [relays] trust: \"192.0.2.1, mx:example.net\": " SEMICOLONS },
    { .name = "a list with blanks alone, in an option",
      .args = { "--trust", "192.0.2.1 192.0.2.2" },
      .want_error =
          "option --trust: \"192.0.2.1 192.0.2.2\": put \";\" between the words of this list" },
    { .name = "a comment behind a semicolon, in a list of them",
      .in_home = "[relays]\nown-names=mx.example.net ; our exchange\n",
      .want_error = "~/.rmxfilterrc: [relays] own-names: \"our exchange\": " SEMICOLONS },
    { .name = "a blank behind the exclamation mark is no separator",
      .in_home = "[relays]\ntrust=! 192.0.2.1\n",
      .want_error =
          "~/.rmxfilterrc: [relays] trust: \"! 192.0.2.1\" is no trust entry; give an "
          "address (192.0.2.7, 2001:db8::7), a network (192.0.2.0/24), a host "
          "(mx2.example.net), .example.net, mx:example.net or spf:example.net, behind ! to "
          "exclude it" },
    { .name = "semicolons in place of commas",
      .in_home = "[headers]\nwrite=status;relay\n",
      .want_error =
          "~/.rmxfilterrc: [headers] write: \"status;relay\": put \",\" between the words "
          "of this list, and a comment on a line of its own" },
    { .name = "a comment behind a list",
      .in_home = "[relays]\ntrust=192.0.2.1;mx:example.net # the secondary\n",
      .want_error = "~/.rmxfilterrc: [relays] trust: \"# the secondary\": " COMMENT },
    { .name = "a comment behind a word",
      .in_home = "[dns]\non-temperror=defer\t#wait\n",
      .want_error = "~/.rmxfilterrc: [dns] on-temperror: \"#wait\": " COMMENT },
    { .name = "a comment behind a number, with a semicolon",
      .in_home = "[relays]\nhops=2 ; the list's\n",
      .want_error = "~/.rmxfilterrc: [relays] hops: \"; the list's\": " COMMENT },
    { .name = "a comment in place of a value",
      .in_home = "[relays]\nmailbox=# google\n",
      .want_error = "~/.rmxfilterrc: [relays] mailbox: \"# google\": " COMMENT },
    { .name = "a long list, with a long comment",
      .in_home = "[relays]\ntrust=" TWENTY_NAMES "192.0.2.1 # the relays of my university, as they "
                 "were told to me in March, and as I believe them\n",
      .want_error = "~/.rmxfilterrc: [relays] trust: \"# the relays of my university, as they were "
                    "told to me in Ma...\": " COMMENT },
    { .name = "a number sign that begins no comment",
      .in_home = "[relays]\nown-names=mx#1.example.net\n",
      .want_error =
          "~/.rmxfilterrc: [relays] own-names: \"mx#1.example.net\" is no host name; give "
          "the names that this host has, e.g. mx.example.net;mail.example.net" },
    { .name = "a comment behind a record",
      .in_home = "[record bank.example]\nspf=v=spf1 mx -all # ours\n",
      .want_error = "~/.rmxfilterrc: [record bank.example] spf: \"# ours\": " COMMENT },
    { .name = "a record in quotation marks",
      .in_home = "[record bank.example]\nspf=\"v=spf1 mx -all\"\n",
      .want_error = "~/.rmxfilterrc: [record bank.example] spf: \"\"v=spf1 mx -all\"\": give it "
                    "without quotation marks" },
    { .name = "a comment behind when",
      .in_home = "[record bank.example]\nspf=v=spf1 mx -all\nwhen=always # now\n",
      .want_error = "~/.rmxfilterrc: [record bank.example] when: \"# now\": " COMMENT },
    { .name = "a comment behind a group",
      .in_home = "[dns] # resolvers\n",
      .want_error = "~/.rmxfilterrc:1: not a line of a settings file; " COMMENT },
    { .name = "a line that is a comment elsewhere",
      .in_home = "[dns]\ntimeout=3\n ; not for long\n",
      .want_error = "~/.rmxfilterrc:3: not a line of a settings file; a comment begins with #" },
    { .name = "minutes",
      .in_home = "[dns]\ntimeout=5m\n",
      .want_error = "~/.rmxfilterrc: [dns] timeout: \"5m\" has a unit; give the number of seconds "
                    "alone: 300" },
    { .name = "milliseconds",
      .args = { "--timeout=2500 ms" },
      .want_error =
          "option --timeout: \"2500 ms\" has a unit; give the number of seconds alone: 2.5" },
    { .name = "seconds in words",
      .args = { "--timeout=8.5Seconds" },
      .want_error =
          "option --timeout: \"8.5Seconds\" has a unit; give the number of seconds alone: "
          "8.5" },
    { .name = "hours, more than there may be",
      .args = { "--timeout=1h" },
      .want_error = "option --timeout: \"1h\" is too long; give at most 600 seconds" },
    { .name = "a number beyond all numbers, with a unit",
      .args = { "--timeout=9e9999 s" },
      .want_error = "option --timeout: \"9e9999 s\" is too long; give at most 600 seconds" },
    { .name = "a unit that is none",
      .args = { "--timeout=8x" },
      .want_error = "option --timeout: \"8x\" is not a number of seconds; give e.g. 8 or 2.5" },
    { .name = "the mailbox's provider, as an option",
      .in_home = "[relays]\nmailbox=google\n",
      .args = { "--mailbox=Yandex" },
      .want = "mailbox=yandex " },
    { .name = "no mailbox's provider",
      .args = { "--mailbox", "gmail" },
      .want_error = "option --mailbox: \"gmail\" is no mailbox provider; give one of google, "
                    "microsoft, yahoo, icloud, yandex" },

    { .name = "no number",
      .args = { "--timeout", "abc" },
      .want_error = "option --timeout: \"abc\" is not a number of seconds; give e.g. 8 or 2.5" },
    { .name = "no number in a file",
      .in_home = "[dns]\ntimeout=abc\n",
      .want_error =
          "~/.rmxfilterrc: [dns] timeout: \"abc\" is not a number of seconds; give e.g. 8 "
          "or 2.5" },
    { .name = "no number of questions",
      .in_home = "[dns]\nquestions=many\n",
      .want_error = "~/.rmxfilterrc: [dns] questions: \"many\" is not a number of questions to the "
                    "DNS; give 1 to 1000" },
    { .name = "no question at all",
      .in_home = "[dns]\nquestions=0\n",
      .want_error = "~/.rmxfilterrc: [dns] questions: \"0\" is not a number of questions to the "
                    "DNS; give 1 to 1000" },
    { .name = "too many questions",
      .in_home = "[dns]\nquestions=1001\n",
      .want_error = "~/.rmxfilterrc: [dns] questions: \"1001\" is not a number of questions to "
                    "the DNS; give 1 to 1000" },
    { .name = "a key that is no option",
      .args = { "--questions", "3" },
      .want_error = "command line: Unknown option --questions" },
    { .name = "unknown key",
      .in_config = "[dns]\ntimout=3\n",
      .want_error = "~/.config/rmxfilter/rmxfilter.conf: [dns] timout: there is no such key; [dns] "
                    "has nameserver, timeout, on-temperror, questions" },
    { .name = "unknown group",
      .in_home = "[dsn]\ntimeout=3\n",
      .want_error = "~/.rmxfilterrc: there is no group [dsn]; there are [relays], [records], "
                    "[headers], [dns], [log], [record NAME]" },
    { .name = "unknown group without a key",
      .in_home = "[dsn]\n",
      .want_error = "~/.rmxfilterrc: there is no group [dsn]; there are [relays], [records], "
                    "[headers], [dns], [log], [record NAME]" },
    { .name = "an option's name is no key",
      .in_home = "[headers]\nheaders=status\n",
      .want_error = "~/.rmxfilterrc: [headers] headers: there is no such key; [headers] has write, "
                    "authserv-id" },
    { .name = "a key of the wrong group",
      .in_home = "[relays]\ntimeout=3\n",
      .want_error = "~/.rmxfilterrc: [relays] timeout: there is no such key; [relays] has trust, "
                    "hops, mailbox, local-users, own-names, lists, results, sealers" },
    { .name = "a key twice",
      .in_home = "[relays]\ntrust=192.0.2.1\n\n[dns]\n[relays]\n trust =192.0.2.2\n",
      .want_error = "~/.rmxfilterrc:6: [relays] trust is set a second time; give one line with all "
                    "values" },
    { .name = "a line that is none",
      .in_home = "[dns]\n# how long\ntimeout 3\n[relays]\nhops=1\n",
      .want_error = "~/.rmxfilterrc:3: not a line of a settings file; there are [GROUP], KEY=VALUE "
                    "below a group, # COMMENT and empty lines" },
    { .name = "a key before any group",
      .in_home = "\ntimeout=3\n",
      .want_error = "~/.rmxfilterrc:2: not a line of a settings file; there are [GROUP], KEY=VALUE "
                    "below a group, # COMMENT and empty lines" },
    { .name = "a group not closed",
      .in_home = "[dns]\n[relays\n",
      .want_error = "~/.rmxfilterrc:2: not a line of a settings file; there are [GROUP], KEY=VALUE "
                    "below a group, # COMMENT and empty lines" },
    { .name = "not UTF-8",
      .in_home = "[dns]\n# m\374de\ntimeout=3\n",
      .want_error = "~/.rmxfilterrc:2: an octet that is not UTF-8; a settings file is plain text" },
    { .name = "a bad escape",
      .in_home = "[headers]\nauthserv-id=a\\qb\n",
      .want_error = "~/.rmxfilterrc: [headers] authserv-id: a backslash that begins no escape; "
                    "write two for one" },
    { .name = "the file given is not there",
      .args = { "--config", "~/none.conf" },
      .want_error = "~/none.conf: No such file or directory" },
    { .name = "a directory",
      .args = { "--config", "~" },
      .want_error = "~: is a directory; give a regular file" },
    { .name = "the null device", .args = { "--config", "/dev/null" }, .want = "" },
    { .name = "another device",
      .args = { "--config", "/dev/zero" },
      .want_error = "/dev/zero: is a device; give a regular file" },
    { .name = "the root",
      .args = { "--config", "/" },
      .want_error = "/: is a directory; give a regular file" },
    { .name = "no name at all",
      .args = { "--config=" },
      .want_error = ": No such file or directory" },
    { .name = "a key with a locale",
      .in_home = "[relays]\ntrust=192.0.2.1\ntrust[de]=192.0.2.2\n",
      .want_error = "~/.rmxfilterrc: [relays] trust[de]: there is no such key; [relays] has trust, "
                    "hops, mailbox, local-users, own-names, lists, results, sealers" },
    { .name = "a key with a locale that no caller has",
      .in_home = "[dns]\ntimeout[xx_YY@zz]=3\n",
      .want_error = "~/.rmxfilterrc: [dns] timeout[xx_YY@zz]: there is no such key; [dns] has "
                    "nameserver, timeout, on-temperror, questions" },
    { .name = "a record with a locale",
      .in_home = "[record a.example]\nspf=v=spf1 mx -all\nwhen[C]=always\n",
      .want_error = "~/.rmxfilterrc: [record a.example] when[C]: there is no such key; "
                    "[record a.example] has rmx, spf, caller-id, sender-id, when" },
    { .name = "an option that is none",
      .args = { "--hopps=3" },
      .want_error = "command line: Unknown option --hopps=3" },
    { .name = "an option without its value",
      .args = { "--hops" },
      .want_error = "command line: Missing argument for --hops" },
    { .name = "an argument",
      .args = { "--hops=1", "--", "mess\nage" },
      .want_error = "argument \"mess%0Aage\": filter takes options only, and the message on "
                    "standard input" },
    { .name = "a domain for check",
      .command = COMMAND_CHECK,
      .args = { "--client-ip=192.0.2.1", "example.com" },
      .want_error = "argument \"example.com\": check takes options only: --client-ip IP, "
                    "--mail-from ADDR, --helo NAME" },
    { .name = "JSON from the filter",
      .args = { "--json" },
      .want_error =
          "option --json: explain, check, lint and doctor write JSON, filter writes the message" },
    { .name = "tries from the filter",
      .args = { "--verbose" },
      .want_error = "option --verbose: explain and check show each try of a DNS question, in their "
                    "text and nowhere else" },
    { .name = "tries from lint",
      .command = COMMAND_LINT,
      .args = { "--verbose", "foo.example" },
      .want_error = "option --verbose: explain and check show each try of a DNS question, in their "
                    "text and nowhere else" },
    { .name = "tries in JSON",
      .command = COMMAND_EXPLAIN,
      .args = { "--verbose", "--json" },
      .want_error = "option --verbose: explain and check show each try of a DNS question, in their "
                    "text and nowhere else" },
    { .name = "a page without a name",
      .command = COMMAND_EXPLAIN,
      .args = { "--html=" },
      .want_error = "option --html: \"\" is no file; give the page's name, or -" },
    { .name = "a page of another command",
      .command = COMMAND_LINT,
      .args = { "--html=a.html", "a.example" },
      .want_error = "option --html: explain and stats write a page, and nothing else does" },
    { .name = "a page and JSON",
      .command = COMMAND_EXPLAIN,
      .args = { "--html=a.html", "--json" },
      .want_error =
          "option --html: a page stands in place of the text and of JSON, without --json, "
          "--verbose, --color" },
    { .name = "a page of several",
      .command = COMMAND_EXPLAIN,
      .args = { "--html=a.html", "a.eml", "b.eml" },
      .want_error = "option --html: a page shows one message, and several were given" },
    { .name = "check without a client",
      .command = COMMAND_CHECK,
      .args = { "--helo=a.example" },
      .want_error = "check needs --client-ip IP" },
    { .name = "check without a name",
      .command = COMMAND_CHECK,
      .args = { "--client-ip=192.0.2.1", "--helo=" },
      .want_error = "check needs --mail-from ADDR or --helo NAME, or both" },
    { .name = "check with a null sender alone",
      .command = COMMAND_CHECK,
      .args = { "--client-ip=192.0.2.1", "--mail-from=" },
      .want_error = "check needs --helo NAME where --mail-from is the null sender" },
    { .name = "lint: all schemes, whatever the files say, and domains in the form of the DNS",
      .in_home = "[records]\nschemes=spf\n",
      .command = COMMAND_LINT,
      .args = { "Example.COM.", "--json", "b\303\274cher.example", "--", "-a.example" },
      .want = "schemes=rmx,spf,dmp,mail-from-mx,mt,caller-id,sender-id,best-guess,iprev json=yes "
              "domain=example.com domain=xn--bcher-kva.example domain=-a.example " },
    { .name = "lint: the schemes that are asked for",
      .command = COMMAND_LINT,
      .args = { "-s", "rmx", "example.com", "--convert=spf" },
      .want = "schemes=rmx domain=example.com convert=spf " },
    { .name = "lint without a domain",
      .command = COMMAND_LINT,
      .want_error = "lint needs a domain: rmxfilter lint example.com" },
    { .name = "lint: no domain name",
      .command = COMMAND_LINT,
      .args = { "alice@example.com" },
      .want_error = "\"alice@example.com\" is no domain name; give e.g. example.com" },
    { .name = "lint: an address",
      .command = COMMAND_LINT,
      .args = { "[192.0.2.1]" },
      .want_error = "\"[192.0.2.1]\" is no domain name; give e.g. example.com" },
    { .name = "lint: an empty label",
      .command = COMMAND_LINT,
      .args = { "a..example" },
      .want_error = "\"a..example\" is no domain name; give e.g. example.com" },
    { .name = "lint: a label too long",
      .command = COMMAND_LINT,
      .args = { "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.example" },
      .want_error = "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.example\" "
                    "is no domain name; give e.g. example.com" },
    { .name = "lint: the root",
      .command = COMMAND_LINT,
      .args = { "." },
      .want_error = "\".\" is no domain name; give e.g. example.com" },
    { .name = "lint: conversion to nothing known",
      .command = COMMAND_LINT,
      .args = { "example.com", "--convert=all" },
      .want_error = "option --convert: \"all\" is no scheme; give e.g. rmx or spf" },
    { .name = "conversion by another command",
      .command = COMMAND_EXPLAIN,
      .args = { "--convert=spf" },
      .want_error = "option --convert: lint converts records, and nothing else does" },
};

Test(settings, sources)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Settings) settings = NULL;
        g_autofree char *got = NULL, *message = NULL;

        write_file(".config/rmxfilter/rmxfilter.conf", sources[i].in_config);
        write_file(".rmxfilterrc", sources[i].in_home);
        write_file("given.conf", sources[i].given);
        settings = read_settings(sources[i].command, sources[i].args, &error);
        got = settings ? changes(settings) : NULL;
        message = error ? without_directory(error->message) : NULL;
        cr_expect(g_strcmp0(got, sources[i].want) == 0, "%s: got %s, want %s", sources[i].name, got,
                  sources[i].want);
        cr_expect(g_strcmp0(message, sources[i].want_error) == 0, "%s: got %s, want %s",
                  sources[i].name, message, sources[i].want_error);
    }
}

/* --- trust --- */

static const struct {
    const char *name;
    const char *in_config, *in_home;
    const char *args[ARGS_MAX];
    const char *client;
    bool want;
} trusts[] = {
    { .name = "by nobody", .client = "192.0.2.1" },
    { .name = "adds up: the older file",
      .in_config = "[relays]\ntrust=192.0.2.1\n",
      .in_home = "[relays]\ntrust=192.0.2.2\n",
      .args = { "-t", "192.0.2.3" },
      .client = "192.0.2.1",
      .want = true },
    { .name = "adds up: the newer file",
      .in_config = "[relays]\ntrust=192.0.2.1\n",
      .in_home = "[relays]\ntrust=192.0.2.2\n",
      .args = { "-t", "192.0.2.3" },
      .client = "192.0.2.2",
      .want = true },
    { .name = "adds up: the first option",
      .in_home = "[relays]\ntrust=192.0.2.2\n",
      .args = { "-t", "192.0.2.3", "--trust=192.0.2.4" },
      .client = "192.0.2.3",
      .want = true },
    { .name = "adds up: the second option",
      .in_home = "[relays]\ntrust=192.0.2.2\n",
      .args = { "-t", "192.0.2.3", "--trust=192.0.2.4" },
      .client = "192.0.2.4",
      .want = true },
    { .name = "the command line decides before the files",
      .in_home = "[relays]\ntrust=192.0.2.0/24\n",
      .args = { "-t", "!192.0.2.1" },
      .client = "192.0.2.1" },
    { .name = "also where it is the wider one",
      .in_home = "[relays]\ntrust=!192.0.2.1\n",
      .args = { "-t", "192.0.2.0/24" },
      .client = "192.0.2.1",
      .want = true },
    { .name = "the newer file decides before the older one",
      .in_config = "[relays]\ntrust=192.0.2.0/24\n",
      .in_home = "[relays]\ntrust=!192.0.2.1\n",
      .client = "192.0.2.1" },
    { .name = "within a file the first entry does",
      .in_home = "[relays]\ntrust=!192.0.2.1;192.0.2.0/24\n",
      .client = "192.0.2.1" },
    { .name = "among options, too",
      .args = { "-t", "192.0.2.0/24", "-t", "!192.0.2.1" },
      .client = "192.0.2.1",
      .want = true },
};

Test(settings, trust)
{
    for (size_t i = 0; i < G_N_ELEMENTS(trusts); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Settings) settings = NULL;
        TrustDecision decision;
        IpAddress client;

        write_file(".config/rmxfilter/rmxfilter.conf", trusts[i].in_config);
        write_file(".rmxfilterrc", trusts[i].in_home);
        settings = read_settings(COMMAND_FILTER, trusts[i].args, &error);
        cr_assert_not_null(settings, "%s: %s", trusts[i].name, error ? error->message : "");
        cr_assert(ip_parse(trusts[i].client, strlen(trusts[i].client), &client));
        decision = trust_decide(settings->trust, NULL, &client);
        cr_expect_eq(decision.trusted, trusts[i].want, "%s: %s", trusts[i].name, decision.why);
        g_free(decision.why);
    }
}

/* --- values --- */

/* A value of 256 octets. */
#define X16  "xxxxxxxxxxxxxxxx"
#define X256 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16

static const struct {
    const char *option, *value;
    bool want;
} values[] = {
    { "hops", "0", true },
    { "hops", "10000", true },
    { "hops", "10001", false },
    { "hops", "-1", false },
    { "hops", "+1", false },
    { "hops", " 1", false },
    { "hops", "", false },
    { "hops", "99999999999999999999", false },
    { "timeout", "8", true },
    { "timeout", ".5", true },
    { "timeout", "2.", true },
    { "timeout", "600", true },
    { "timeout", "600.1", false },
    { "timeout", "0", false },
    { "timeout", "0.0", false },
    { "timeout", ".", false },
    { "timeout", "", false },
    { "timeout", "-1", false },
    { "timeout", "1e2", false },
    { "timeout", "0x8", false },
    { "timeout", "inf", false },
    { "timeout", "nan", false },
    { "timeout", "2,5", false },
    { "timeout", "8 s", false },
    { "schemes", "spf", true },
    { "schemes", "all", true },
    { "schemes", "spf, rmx,", true },
    { "schemes", "", false },
    { "schemes", ",", false },
    { "schemes", "spf rmx", false },
    { "schemes", "all,foo", false },
    { "schemes", "SPF", false },
    { "headers", "status", true },
    { "headers", "foo", false },
    { "authserv-id", "mx.example.net", true },
    { "authserv-id", "my_host", true },
    { "authserv-id", "", false },
    { "authserv-id", "mx example", false },
    { "authserv-id", "mx;", false },
    { "authserv-id", "mx..net", false },
    { "authserv-id", ".mx", false },
    { "authserv-id", "mx.", false },
    { "authserv-id", "mx\n", false },
    { "authserv-id", "m\303\274x", false },
    { "authserv-id", X256, false },
    { "mail-from", "alice@foo.com", true },
    { "mail-from", "foo.com", true },
    { "mail-from", "<>", true },
    { "mail-from", "alice@", false },
    { "mail-from", "@foo.com", true },
    { "mail-from", "<@foo.com>", true },
    { "mail-from", "a b@foo.com", true },
    { "mail-from", "a\"b@foo.com", true },
    { "mail-from", "\377@foo.com", true },
    { "mail-from", "a b", false },
    { "mail-from", "a@foo.com b@bar.com", false },
    { "mail-from", "alice@foo.com\r\nX-RMX-Status: pass", false },
    { "mail-from", "alice@f\303\274.com", true },
    { "mail-from", "\"a b\"@foo.com", true },
    { "mail-from", "\377", false },
    { "client-ip", "192.0.2.1", true },
    { "client-ip", "::1", true },
    { "client-ip", "192.0.2.1/24", false },
    { "client-ip", "[192.0.2.1]", false },
    { "client-ip", "foo.com", false },
    { "client-ip", "", false },
    { "helo", "[192.0.2.1]", true },
    { "helo", "a b", true },
    { "helo", "a\n", false },
    { "helo", "\200", true },
    { "helo", "a\001\tb", true },
    { "helo", "a\rb", false },
    { "helo", "f\303\274.com", true },
    { "helo", X256 X256 X256 X256, true },
    { "nameserver", "192.0.2.53", true },
    { "nameserver", "192.0.2.53:53", true },
    { "nameserver", "2001:db8::53", true },
    { "nameserver", "[2001:db8::53]:65535", true },
    { "nameserver", "192.0.2.53:", false },
    { "nameserver", "192.0.2.53:0", false },
    { "nameserver", "192.0.2.53:65536", false },
    { "nameserver", "192.0.2.53:5x", false },
    { "nameserver", "192.0.2.53:000053", false },
    { "nameserver", "[2001:db8::53", false },
    { "nameserver", "[2001:db8::53]53", false },
    { "nameserver", "[2001:db8::53]", true },
    { "nameserver", "2001:db8::x", false },
    { "nameserver", "ns.example", false },
    { "nameserver", "", false },
    { "nameserver", "192.0.2.53;ns.example", false },
    { "zone", "file", true },
    { "zone", "", false },
    { "on-temperror", "pass", true },
    { "on-temperror", "defer", true },
    { "on-temperror", "Defer", false },
    { "on-temperror", "", false },
    { "trust", "192.0.2.7", true },
    { "trust", "192.0.2.0/24;!2001:db8::/32", true },
    { "trust", "192.0.2.0/33", false },
    { "trust", "\377", false },
};

/* A wrong value is told with its option, in one line of printable ASCII; a right one is taken. */
Test(settings, values)
{
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *arg = g_strdup_printf("--%s=%s", values[i].option, values[i].value);
        g_autofree char *place = g_strdup_printf("option --%s: \"", values[i].option);
        const char *const args[ARGS_MAX] = { arg };
        g_autoptr(GError) error = NULL;
        g_autoptr(Settings) settings = read_settings(COMMAND_FILTER, args, &error);

        cr_expect_eq(settings != NULL, values[i].want, "%s: %s", arg,
                     error ? error->message : "taken");
        if (!error)
            continue;
        cr_expect(g_str_has_prefix(error->message, place), "%s: %s", arg, error->message);
        cr_expect(error->domain == G_OPTION_ERROR, "%s", arg);
        for (const char *c = error->message; *c; c++)
            cr_expect(g_ascii_isprint(*c), "%s: %s", arg, error->message);
    }
}

/* What a client says can be as long as servers let it be, and no setting is wrong for that. */
Test(settings, long_words)
{
    static const struct {
        gsize len;
        bool want;
    } lengths[] = { { 5000, true }, { 9900, true }, { 10001, false } };

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *word = g_strnfill(lengths[i].len, 'x');
        g_autofree char *sender = g_strconcat("--mail-from=", word, "@foo.com", NULL);
        g_autofree char *helo = g_strconcat("--helo=", word, NULL);
        const char *const from[ARGS_MAX] = { sender };
        const char *const hello[ARGS_MAX] = { helo };
        g_autoptr(GError) error = NULL;
        g_autoptr(Settings) one = read_settings(COMMAND_FILTER, from, NULL);
        g_autoptr(Settings) other = read_settings(COMMAND_FILTER, hello, &error);

        cr_expect_eq(one != NULL, lengths[i].want, "%zu octets", lengths[i].len);
        cr_expect_eq(other != NULL, lengths[i].want, "%zu octets", lengths[i].len);
        cr_expect(!error || strlen(error->message) < 800);
    }
}

/* --- the environment --- */

Test(settings, no_home)
{
    const char *const args[ARGS_MAX] = { NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = NULL;

    g_unsetenv("HOME");
    settings = read_settings(COMMAND_FILTER, args, &error);
    cr_expect_not_null(settings, "%s", error ? error->message : "");
}

Test(settings, home_is_no_directory)
{
    const char *const args[ARGS_MAX] = { NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = NULL;

    g_setenv("HOME", "/dev/null", TRUE);
    settings = read_settings(COMMAND_FILTER, args, &error);
    cr_expect_not_null(settings, "%s", error ? error->message : "");
}

Test(settings, config_home)
{
    const char *const args[ARGS_MAX] = { NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = NULL, relative = NULL;

    write_file("rmxfilter/rmxfilter.conf", "[relays]\nhops=5\n");
    write_file(".config/rmxfilter/rmxfilter.conf", "[relays]\nhops=6\n");
    g_setenv("XDG_CONFIG_HOME", directory, TRUE);
    settings = read_settings(COMMAND_FILTER, args, &error);
    cr_assert_not_null(settings);
    cr_expect_eq(settings->hops, 5);
    g_setenv("XDG_CONFIG_HOME", "relative", TRUE);
    relative = read_settings(COMMAND_FILTER, args, &error);
    cr_assert_not_null(relative);
    cr_expect_eq(relative->hops, 6);
}

Test(settings, argv_is_left_alone)
{
    char program[] = "rmxfilter", hops[] = "--hops", two[] = "2", bad[] = "--nothing";
    char *const argv[] = { program, hops, two, bad, NULL };
    g_autoptr(GError) error = NULL;

    cr_expect_null(settings_new(COMMAND_FILTER, 4, argv, &error));
    cr_expect(argv[0] == program && argv[1] == hops && argv[2] == two && argv[3] == bad);
    cr_expect_str_eq(hops, "--hops");
    cr_expect_str_eq(bad, "--nothing");
}

Test(settings, no_argv)
{
    char *const argv[] = { NULL };
    g_autoptr(Settings) settings = settings_new(COMMAND_FILTER, 0, argv, NULL);

    cr_assert_not_null(settings);
    cr_expect(value_is_authserv_id(settings->authserv_id), "got %s", settings->authserv_id);
}

/* --- who may write the files --- */

static const struct {
    const char *name;
    struct {
        uid_t user;
        gid_t group;
        mode_t mode;
    } file, directory;
    const char *want; /* NULL: nobody else may write it */
} writers[] = {
    { "my own", { 1000, 1000, 0644 }, { 1000, 1000, 0755 }, NULL },
    { "root's", { 0, 0, 0644 }, { 0, 0, 0755 }, NULL },
    { "root's, of his group", { 0, 0, 0664 }, { 0, 0, 0775 }, NULL },
    { "with a umask of 002", { 1000, 1000, 0664 }, { 1000, 1000, 0775 }, NULL },
    { "of my primary group", { 1000, 100, 0664 }, { 1000, 100, 0775 }, NULL },
    { "of a group of my number", { 1000, 1000, 0660 }, { 1000, 1000, 0770 }, NULL },
    { "in a directory for all, with the sticky bit", { 1000, 1000, 0600 }, { 0, 0, 01777 }, NULL },
    { "in somebody's directory", { 1000, 1000, 0600 }, { 1001, 1001, 0755 }, NULL },
    { "somebody's", { 1001, 1000, 0600 }, { 1000, 1000, 0755 }, "belongs to user 1001; " },
    { "for all", { 1000, 1000, 0666 }, { 1000, 1000, 0755 }, "everybody may write it; " },
    { "root's, for all", { 0, 0, 0602 }, { 0, 0, 0755 }, "everybody may write it; " },
    { "of another group",
      { 1000, 50, 0664 },
      { 1000, 1000, 0755 },
      "another group may write it; " },
    { "root's, of another group", { 0, 50, 0660 }, { 0, 0, 0755 }, "another group may write it; " },
    { "for all, in a directory with the sticky bit",
      { 1000, 1000, 0606 },
      { 0, 0, 01777 },
      "everybody may write it; " },
    { "in a directory for all",
      { 1000, 1000, 0600 },
      { 1000, 1000, 0777 },
      "everybody may write its directory; " },
    { "in a directory of another group",
      { 1000, 1000, 0600 },
      { 1000, 50, 0775 },
      "another group may write its directory; " },
    { "in root's directory of another group",
      { 0, 0, 0600 },
      { 0, 50, 0770 },
      "another group may write its directory; " },
};

Test(settings, writers)
{
    static const SettingsReader reader = { .user = 1000, .group = 100 };

    for (size_t i = 0; i < G_N_ELEMENTS(writers); i++) {
        struct stat file = { .st_uid = writers[i].file.user,
                             .st_gid = writers[i].file.group,
                             .st_mode = S_IFREG | writers[i].file.mode };
        struct stat parent = { .st_uid = writers[i].directory.user,
                               .st_gid = writers[i].directory.group,
                               .st_mode = S_IFDIR | writers[i].directory.mode };
        g_autofree char *got = settings_writers_problem(&file, &parent, &reader);

        cr_expect(writers[i].want ? got && g_str_has_prefix(got, writers[i].want) : !got,
                  "%s: got %s", writers[i].name, got);
    }
}

/* True where the settings at ~/given.conf are taken. */
static bool
takes_given(const char *want_problem)
{
    const char *const args[ARGS_MAX] = { "-c", "~/given.conf" };
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = read_settings(COMMAND_FILTER, args, &error);

    if (error)
        cr_expect(want_problem && strstr(error->message, want_problem), "got %s", error->message);
    return settings != NULL;
}

Test(settings, writable_by_others)
{
    g_autofree char *file = path_of("given.conf");

    write_file("given.conf", "[relays]\nhops=3\n");
    cr_expect(takes_given(NULL));
    cr_assert_eq(g_chmod(file, 0666), 0);
    cr_expect(!takes_given("given.conf: everybody may write it; take that away: chmod go-w"));
    cr_assert_eq(g_chmod(file, 0600), 0);
    cr_assert_eq(g_chmod(directory, 0777), 0);
    cr_expect(!takes_given("given.conf: everybody may write its directory"));
    cr_assert_eq(g_chmod(directory, 01777), 0);
    cr_expect(takes_given(NULL));
    cr_assert_eq(g_chmod(directory, 0700), 0);
}

/* What waits for a writer, or holds no text, is refused at once. */
Test(settings, no_regular_file, .timeout = 20)
{
    g_autofree char *file = path_of("given.conf");

    cr_assert_eq(mkfifo(file, 0600), 0);
    cr_expect(!takes_given("given.conf: is a pipe; give a regular file"));
    cr_assert_eq(g_remove(file), 0);
    cr_assert_eq(mknod(file, S_IFSOCK | 0600, 0), 0);
    cr_expect(!takes_given("given.conf: "));
    cr_assert_eq(g_remove(file), 0);
    cr_assert_eq(symlink("/dev/tty", file), 0);
    cr_expect(!takes_given("given.conf: "));
    cr_assert_eq(g_remove(file), 0);
    cr_assert_eq(symlink("/dev/null", file), 0);
    cr_expect(takes_given(NULL));
    cr_assert_eq(g_remove(file), 0);
}

Test(settings, file_too_long)
{
    g_autofree char *text = g_strnfill(SETTINGS_FILE_MAX + 1, '\n');
    const char *const args[ARGS_MAX] = { "-c", "~/given.conf" };
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = NULL;

    write_file("given.conf", text);
    cr_expect_null(read_settings(COMMAND_FILTER, args, &error));
    cr_expect(error->domain == G_KEY_FILE_ERROR && strstr(error->message, "over 1048576 octets"),
              "got %s", error->message);
    text[SETTINGS_FILE_MAX] = '\0';
    write_file("given.conf", text);
    settings = read_settings(COMMAND_FILTER, args, NULL);
    cr_expect_not_null(settings);
}

/* One screen, which names every option. */
Test(settings, help)
{
    static const char *const options[] = {
        "-c, --config",   "-t, --trust", "--hops", "-s, --schemes", "--headers", "--authserv-id",
        "--mail-from",    "--client-ip", "--helo", "--nameserver",  "--zone",    "--timeout",
        "--on-temperror", "--json",      "--help", "--version",     "--convert", "--verbose"
    };
    g_autofree char *help = settings_help();
    g_auto(GStrv) lines = g_strsplit(help, "\n", -1);

    cr_expect_leq(g_strv_length(lines) - 1, 24);
    for (char **line = lines; *line; line++)
        cr_expect_leq(strlen(*line), 80, "%s", *line);
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        cr_expect(strstr(help, options[i]), "%s", options[i]);
}

/* The example names every key, and what it says in its comments is taken. */
Test(settings, example)
{
    const char *const args[ARGS_MAX] = { "-c", "~/given.conf" };
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *example = NULL;

    cr_assert(g_file_get_contents("examples/rmxfilter.conf", &example, NULL, NULL));
    g_string_assign(text, example);
    for (size_t i = 0; i < SETTINGS; i++) {
        const char *key = settings_table[i].key;
        g_autofree char *commented = g_strdup_printf("\n#%s=", key);
        g_autofree char *set = g_strdup_printf("\n%s=", key);

        cr_expect(!key || g_string_replace(text, commented, set, 0) == 1, "%s", commented);
    }
    write_file("given.conf", text->str);
    settings = read_settings(COMMAND_FILTER, args, &error);
    cr_expect_not_null(settings, "%s", error ? error->message : "");
}
