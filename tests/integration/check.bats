#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# rmxfilter check: exit codes, the path to the term that decided, the domain's own words, and wrong arguments.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    cat >zone <<'END'
$ORIGIN .
a.example TXT "v=spf1 redirect=b.example"
b.example TXT "v=spf1 include:c.example -ip4:203.0.113.1 ?ip4:203.0.113.2 ~all"
c.example TXT "v=spf1 ip4:198.51.100.0/24 include:d.example -all"
d.example TXT "v=spf1 mx ?all"
d.example MX 10 mx.d.example
mx.d.example A 192.0.2.1
why.example TXT "v=spf1 -all exp=%{d2}._why.example"
why.example._why.example TXT "%{i} is not ours\; see http://example.org/?s=%{S}"
bad.example TXT "v=spf1 include:c.example foo"
nested.example TXT "v=spf1 include:bad.example -all"
late.example ERROR TIMEOUT
deaf.example MX 0 .
said.example MX 0 .
said.example TXT "v=spf1 ?all"
plain.example MX 10 mx.d.example
END
}

# check CLIENT SENDER [OPTION...]
check()
{
    local client=$1 sender=$2
    shift 2
    run "$filter" check --zone zone --schemes spf --client-ip "$client" --mail-from "$sender" --helo mx.d.example "$@"
    echo "$output"
}

@test "every result has its exit code" {
    while read -r client sender result code; do
        check "$client" "$sender"
        [ "$status" -eq "$code" ]
        [[ ${lines[0]} == "$result ("* ]]
    done <<'END'
192.0.2.1    alice@a.example     pass      0
203.0.113.1  alice@a.example     fail      1
203.0.113.9  alice@a.example     softfail  2
203.0.113.2  alice@a.example     neutral   3
192.0.2.1    alice@bad.example   permerror 4
192.0.2.1    alice@late.example  temperror 5
192.0.2.1    alice@none.example  none      6
END
}

@test "a domain that publishes nothing and takes no mail" {
    check 192.0.2.1 alice@deaf.example
    [[ $(tr -s ' \n' ' ' <<<"$output") == 'none (nothing published by deaf.example: no SPF; it takes no mail itself: null MX) '* ]]
    # of others it is not said, nor asked where a record was found
    check 192.0.2.1 alice@plain.example
    [[ ${lines[0]} == 'none (nothing published by plain.example: no SPF)' ]]
    check 192.0.2.1 alice@said.example --json
    [[ $output != *'null MX'* && $output != *'"MX"'* ]]
    check 192.0.2.1 alice@none.example --json
    [[ $output == *'does not exist'* && $output != *'"MX"'* ]]
    # a HELO name is a host, which need not take mail
    check 192.0.2.1 '<>' --helo deaf.example
    [[ ${lines[0]} == 'none (nothing published by deaf.example: no SPF)' ]]
}

@test "the path through redirects and includes to the term that decided" {
    check 192.0.2.1 alice@a.example
    diff - <(echo "$output") <<'END'
pass (192.0.2.1 may send for a.example)

Findings
  spf  pass  a.example  envelope sender  include:c.example
    record: v=spf1 redirect=b.example
    by way of: redirect=b.example > include:c.example > include:d.example >
        mx
END
    check 198.51.100.1 alice@a.example
    [[ $output == *"by way of: redirect=b.example > include:c.example > ip4:198.51.100.0/24" ]]
    # what did not match is no part of it
    check 203.0.113.9 alice@a.example
    [[ $output == *"by way of: redirect=b.example > ~all" ]]
    # a path of one term says nothing new
    check 203.0.113.9 alice@d.example
    [[ $output == *"?all"* && $output != *"by way of"* ]]
    # an error names the record that it is in
    check 192.0.2.1 alice@nested.example
    [[ $output == *'unknown mechanism "foo" at octet 25 of the record of bad.example'* ]]
}

@test "explain shows the path, too" {
    printf 'Subject: x\n\n' | "$filter" explain --zone zone --schemes spf --client-ip 192.0.2.1 \
        --mail-from alice@a.example >out
    grep -qx '    by way of: redirect=b.example > include:c.example > include:d.example >' out
}

@test "JSON has the path as a list" {
    check 192.0.2.1 alice@a.example --json
    jq -e '.results[0].path == ["redirect=b.example", "include:c.example", "include:d.example", "mx"]' <<<"$output"
    jq -e '.results[0].mechanism == "include:c.example" and .status == "pass"' <<<"$output"
    check 192.0.2.1 alice@none.example --json
    jq -e '.results[0] | has("path") | not' <<<"$output"
}

@test "the domain's own words, in text and JSON" {
    check 192.0.2.1 'a&b@why.example'
    [ "${lines[-2]}" = "    the domain says: 192.0.2.1 is not ours; see" ]
    [ "${lines[-1]}" = "        http://example.org/?s=a%26b%40why.example" ]
    check 192.0.2.1 'a&b@why.example' --json
    jq -e '.results[0].explanation == "192.0.2.1 is not ours; see http://example.org/?s=a%26b%40why.example"' \
        <<<"$output"
}

@test "a null sender is checked by its HELO name, a bare domain as postmaster's" {
    check 192.0.2.1 '<>'
    [[ $output == *"spf  none  mx.d.example  HELO name "* ]]
    check 192.0.2.1 ''
    [[ $output == *"spf  none  mx.d.example  HELO name "* ]]
    check 192.0.2.1 why.example
    [[ $output == *"?s=postmaster%40why.example" ]]
}

# wrong WORDS OPTION...: exit code 64, and the complaint has these words
wrong()
{
    local words=$1 code=0
    shift
    "$filter" check --zone zone "$@" >out 2>err || code=$?
    cat err
    [ "$code" -eq 64 ]
    [ ! -s out ]
    [[ $(cat err) == "rmxfilter: "*"$words"* ]]
}

@test "wrong arguments are quoted, with what would be right" {
    for sender in 'a b@c d' 'a@' '@' 'a@b c' '<a@b' 'a@b.example x' $'a@b.example\n'; do
        wrong "is no mail address; give e.g. alice@example.com" --client-ip 192.0.2.1 --mail-from "$sender"
    done
    wrong '"a b@c d" is no mail address' --client-ip 192.0.2.1 --mail-from 'a b@c d'
    wrong '"192.0.2" is no IP address; give e.g. 192.0.2.7 or 2001:db8::7' --client-ip 192.0.2 --helo a.example
    wrong '--client-ip' --mail-from a@b.example
    wrong '--mail-from' --client-ip 192.0.2.1
    wrong '--helo' --client-ip 192.0.2.1 --mail-from '<>'
    wrong '"extra"' --client-ip 192.0.2.1 --helo a.example extra
    wrong '--no-such' --client-ip 192.0.2.1 --helo a.example --no-such
}

@test "an odd local part does not keep the domain from being checked" {
    printf 'a.example. TXT "v=spf1 exists:%%{l}.ok.example -all"\npostmaster.ok.example. A 127.0.0.2\n' >zone
    for sender in 'a b@a.example' '<a b@a.example>' 'a"b@a.example' $'\xff@a.example' '"a@b.example".c@a.example'; do
        run -1 "$filter" check --zone zone --client-ip 192.0.2.5 --mail-from "$sender"
        { printf 'Received: from x (x [192.0.2.5]) by mx.example.org with ESMTP id 1; Sat, 1 Mar 2003 17:25:48 -0800\n'
          printf 'From: <b@two.example>\n\n'; } | "$filter" --zone zone --mail-from "$sender" >out
        [[ $(head -n 1 out) == 'X-RMX-Status: fail (192.0.2.5 may not send for a.example)' ]]
    done
    # none at all: postmaster (RFC 7208 section 4.3)
    for sender in '@a.example' '<@a.example>' 'a.example'; do
        run -0 "$filter" check --zone zone --client-ip 192.0.2.5 --mail-from "$sender"
    done
    run -64 "$filter" check --zone zone --client-ip 192.0.2.5 --mail-from '<a@a.example> b@b.example'
}
