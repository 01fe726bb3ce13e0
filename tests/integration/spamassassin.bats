#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real SpamAssassin, with the example's rules and without network, over messages that the filter marked.

bats_require_minimum_version 1.5.0
load common
load callers
load signing

setup()
{
    needs spamassassin spamassassin
    quiet_room
    mkdir state rules
    install_filter bin "$zone"
}

# assassin OPTION...: SpamAssassin with its own rules as Debian has them, and the example's. It reads and writes mboxes.
assassin()
{
    cp /etc/spamassassin/*.pre "$top/examples/spamassassin/rmxfilter.cf" rules/
    echo 'use_bayes 0' >rules/local.cf
    : >state/prefs
    spamassassin --siteconfigpath=rules --prefspath=state/prefs "$@" 2>err
    cat err >&2
    ! grep -v ' dbg: ' err
}

# add NAME: one more message, from standard input, for the mbox, and NAME for its subject.
add()
{
    echo 'From statements@bank.example Sat Nov  7 09:14:03 2026'
    sed "s/^Subject: .*/Subject: $1/"
    echo
}

# hits MBOX [PATTERN]: a line for each message: its subject, and which of the example's rules hit, or of those named so.
hits()
{
    python3 - "$1" "${2:-RMX_\w+|\w+_MY_BANK}" <<'END' | sort
import mailbox, re, sys
for message in mailbox.mbox(sys.argv[1], create=False):
    print(f"{message['Subject']}:", *re.findall(sys.argv[2], message["X-Spam-Status"]))
END
}

@test "every verdict hits its own rules" {
    {
        put genuine | bin/rmxfilter | add genuine
        put forged | bin/rmxfilter | add forged
        put unknown | bin/rmxfilter | add unknown
        message soft.example | bin/rmxfilter | add soft
        message neutral.example | bin/rmxfilter | add neutral
        message gone.example | bin/rmxfilter | add gone
        message broken.example | bin/rmxfilter | add broken
        message bank.example 192.0.2.5 other.example | bin/rmxfilter | add unaligned
        message bank.example 192.0.2.5 'bank.example>, <a@other.example' | bin/rmxfilter | add authors
        put genuine | sed 's/^From: [^<]*/From: "ceo@other.example" /' | bin/rmxfilter | add shows
        message bank.example 10.0.0.1 | bin/rmxfilter | add local
        put genuine | sed 's/ESMTPS/ESMTPSA/' | bin/rmxfilter | add submitted
        put genuine | sed '1i _Banner: x' | bin/rmxfilter | add headless
        put genuine | bin/rmxfilter --bogus | add error
        install_filter bin "$(no_dns)"
        put genuine | bin/rmxfilter | add temperror
        put genuine | add unmarked
    } >marked
    assassin --local --mbox <marked >judged
    hits judged | tee got
    diff - got <<'END'
authors: RMX_AMBIGUOUS RMX_PASS
broken: RMX_PERMERROR
error: RMX_ERROR
forged: RMX_FAIL
genuine: RMX_ALIGNED RMX_PASS
gone: RMX_NO_DOMAIN
headless: RMX_AMBIGUOUS RMX_UNREAD
local: RMX_LOCAL
neutral: RMX_NEUTRAL
shows: RMX_ALIGNED RMX_PASS RMX_SHOWS
soft: RMX_SOFTFAIL
submitted: RMX_SUBMITTED
temperror: RMX_TEMPERROR
unaligned: RMX_PASS RMX_UNALIGNED
unknown: RMX_NONE
unmarked: RMX_UNMARKED
END
}

@test "the two of every day, and what a mailing list makes of a message" {
    needs dkimsign python3-dkim
    signing_zone
    install_filter bin "$zone"
    list() { sed 's/^Subject: /&[list] /' | received bounces@list.example 198.51.100.4; }
    {
        forwarded | bin/rmxfilter | add forwarded
        phishing | bin/rmxfilter | add phishing
        unproven | bin/rmxfilter | add unproven
        phishing | sed 's/offer@phish/offer@bank/' | bin/rmxfilter | add forged
        written a@bank.example | signed bank.example bank | list | bin/rmxfilter | add list
        written a@bank.example | signed bank.example bank | list | sed 's/^To:/List-Id: <a.list.example>\n&/' | bin/rmxfilter | add list-id
        written a@plain.example | signed plain.example bank | list | bin/rmxfilter | add list-plain
    } >marked
    assassin --local --mbox <marked >judged
    hits judged | tee got
    diff - got <<'END'
forged: RMX_FAIL RMX_REFUSED
forwarded: RMX_ALIGNED
list-id: RMX_PASS RMX_REFUSED_LIST
list-plain: RMX_PASS RMX_UNALIGNED
list: RMX_PASS RMX_REFUSED
phishing: RMX_PASS RMX_REFUSED
unproven: RMX_FAIL_UNKNOWN
END
}

@test "the rules of one's own at the end, with the hash signs taken off" {
    sed -n 's/^#   //p' "$top/examples/spamassassin/rmxfilter.cf" | grep MY_BANK >rules/own.cf
    [ "$(wc -l <rules/own.cf)" -eq 8 ]
    {
        put genuine | bin/rmxfilter | add genuine
        put forged | bin/rmxfilter | add forged
        message other.example 192.0.2.5 bank.example | bin/rmxfilter | add unaligned
        put forged | add unmarked
    } >marked
    assassin --local --mbox <marked >judged
    hits judged | tee got
    diff - got <<'END'
forged: NOT_MY_BANK RMX_FAIL
genuine: FROM_MY_BANK RMX_ALIGNED RMX_PASS
unaligned: NOT_MY_BANK RMX_NO_DOMAIN
unmarked: RMX_UNMARKED
END
}

@test "whoever passes with a domain of his own is not taken for the bank that some readers see" {
    sed -n 's/^#   //p' "$top/examples/spamassassin/rmxfilter.cf" | grep MY_BANK | sed 's/@bank/@victim/' >rules/own.cf
    grep -q victim rules/own.cf
    while read -r from; do
        put genuine | sed "/^From:/d; s/^To:/$from\n&/" | bin/rmxfilter | add forged
    done >marked <<'END'
From: a@bank.example) <ceo@victim.example>
From: a@bank.example] <ceo@victim.example>
From: ceo@victim.example <a@bank.example>
From: a@bank.example, <ceo@victim.example>
From: a@bank.example\nFrom: ceo@victim.example
From: a@bank.example\njunk\nFrom: ceo@victim.example
From\x00: ceo@victim.example\nFrom: a@bank.example
From: ceo@victim.example\x00 <a@bank.example>
From: a@bank.example\rFrom: ceo@victim.example
From: <@victim.example:a@bank.example>
From: ceo@victim.example (a) <a@bank.example>
END
    [ "$(grep -ac '^X-RMX-Status: pass (192' marked)" -eq 11 ]
    [ "$(grep -ac '^X-RMX-From: ambiguous' marked)" -eq 11 ]
    assassin --local --mbox <marked >judged
    hits judged 'FROM_MY_BANK|RMX_ALIGNED' | sed 's/.*://' | tee got
    [ -z "$(xargs <got)" ]
}

@test "the rules are clean for spamassassin --lint" {
    assassin --local --lint
}

# mark FIELD: the filter, that writes this field too.
mark()
{
    bin/rmxfilter --headers "status,$1"
}

@test "the standard fields spare SpamAssassin's own SPF rules the DNS" {
    {
        for field in authentication-results received-spf; do
            put genuine | mark $field | add "$field genuine"
            put forged | mark $field | add "$field forged"
            put unknown | mark $field | add "$field unknown"
            message soft.example | mark $field | add "$field soft"
            # its record holds ";spf=pass;", and the plugin knows nothing of comments and strings
            message hostile.example | mark $field | add "$field hostile"
        done
        # what the sender wrote, as another host and as ours
        put forged | sed 's/^Date:/Authentication-Results: mx.example; spf=pass\n&/' |
            mark authentication-results | add lie
        put forged | sed 's/^Date:/Authentication-Results: MX.example.org; spf=pass\n&/' |
            mark authentication-results | add 'lie as ours'
    } >marked
    echo 'dns_available no' >rules/authres.cf
    assassin --mbox <marked >judged
    hits judged '(?<!DEF_)\bSPF_\w+' | tee got
    diff - got <<'END'
authentication-results forged: SPF_FAIL
authentication-results genuine: SPF_PASS
authentication-results hostile:
authentication-results soft: SPF_SOFTFAIL
authentication-results unknown: SPF_NONE
lie as ours: SPF_FAIL
lie: SPF_FAIL
received-spf forged: SPF_FAIL
received-spf genuine: SPF_PASS
received-spf hostile:
received-spf soft: SPF_SOFTFAIL
received-spf unknown: SPF_NONE
END
}

@test "the AuthRes plugin reads Authentication-Results without a complaint" {
    # the lines of the example's README
    grep -o 'loadplugin .*::AuthRes' "$top/examples/spamassassin/README.md" >rules/authres.pre
    sed -n 's/^    \(authres_.*\)/\1/p' "$top/examples/spamassassin/README.md" >rules/authres.cf
    [ "$(wc -l <rules/authres.cf)" -eq 2 ]
    while read -r method result; do
        echo "header AUTHRES_${method^^}_${result^^} eval:check_authres_result('$method', '$result')"
    done >>rules/authres.cf <<'END'
auth pass
spf pass
spf fail
spf none
spf permerror
dkim pass
dkim fail
dmarc pass
dmarc fail
dmarc none
END
    needs dkimsign python3-dkim
    signing_zone
    { cat "$top/tests/zones/callers.zone" && grep -E '^[^ ]*_(dmarc|domainkey)' signed.zone; } >zone
    install_filter bin "--zone $PWD/zone"
    {
        put genuine | mark authentication-results | add genuine
        put forged | mark authentication-results | add forged
        put unknown | mark authentication-results | add unknown
        message broken.example | mark authentication-results | add broken
        message hostile.example | mark authentication-results | add hostile
        put genuine | sed 's/ESMTPS/ESMTPSA/' | mark authentication-results | add submitted
        put forged | sed 's/^Date:/Authentication-Results: mx.example; spf=pass\n&/' |
            mark authentication-results | add lie
        forwarded | mark authentication-results | add forwarded
        forwarded | sed 's/ is ready/ is not/' | mark authentication-results | add changed
    } >marked
    assassin --local -D authres --mbox <marked >judged
    diff <(sed -n 's/.*authres: skipping/skipping/p' err) - <<<'skipping header, authserv not trusted: mx.example'
    hits judged 'AUTHRES_\w+' | tee got
    diff - got <<'END'
broken: AUTHRES_DMARC_NONE AUTHRES_SPF_PERMERROR
changed: AUTHRES_DKIM_FAIL AUTHRES_DMARC_FAIL AUTHRES_SPF_FAIL
forged: AUTHRES_DMARC_FAIL AUTHRES_SPF_FAIL
forwarded: AUTHRES_DKIM_PASS AUTHRES_DMARC_PASS AUTHRES_SPF_FAIL
genuine: AUTHRES_DMARC_PASS AUTHRES_SPF_PASS
hostile: AUTHRES_DMARC_NONE AUTHRES_SPF_PERMERROR
lie: AUTHRES_DMARC_FAIL AUTHRES_SPF_FAIL
submitted: AUTHRES_AUTH_PASS
unknown: AUTHRES_DMARC_NONE AUTHRES_SPF_NONE
END
}
