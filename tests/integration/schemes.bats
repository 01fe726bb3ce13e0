#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# All schemes of one domain, from a real NSD and from the zone reader; the identities that they are about; what the
# settings say about records.

bats_require_minimum_version 1.5.0
load common
load ../dns/helper.bash

setup()
{
    quiet_room
    # the zone reader takes one file
    cat "$top/tests/zones/every.example.zone" "$top/tests/zones/2.0.192.in-addr.arpa.zone" >all.zone
    printf '[records]\nrmx-rrtype=65280\nmt-rrtype=65281\n' >.rmxfilterrc
}

teardown()
{
    stop_nsd
    stop_servers
}

# checks IP OPTION...: "scheme result mechanism" of all schemes, a line each
checks()
{
    client=$1
    shift
    "$filter" check --json -s all --client-ip "$client" --mail-from alice@every.example "$@" >json || [ "$?" -le 6 ]
    jq -r '.results[] | [.scheme, .identity, .result, .mechanism // "-"] | join(" ")' json
}

genuine_findings()
{
    cat <<'END'
rmx mailfrom pass apl
spf mailfrom pass mx
dmp mailfrom pass dmp=allow
mail-from-mx mailfrom pass mail.every.example
mt mailfrom pass mail.every.example
caller-id pra pass mx every.example
sender-id pra pass ip4:192.0.2.5
best-guess mailfrom none -
iprev client pass mail.every.example
END
}

forged_findings()
{
    cat <<'END'
rmx mailfrom fail apl
spf mailfrom fail -all
dmp mailfrom fail dmp=deny
mail-from-mx mailfrom fail -
mt mailfrom fail -
caller-id pra fail -
sender-id pra fail -all
best-guess mailfrom none -
iprev client fail -
END
}

@test "a domain that publishes all schemes, served by NSD" {
    command -v nsd || skip "no NSD"
    start_nsd every.example 2.0.192.in-addr.arpa
    checks 192.0.2.5 --nameserver "127.0.0.1:$dns_port" | diff <(genuine_findings) -
    checks 192.0.2.9 --nameserver "127.0.0.1:$dns_port" | diff <(forged_findings) -
    # the text form, where the settings give the real type no number
    rm .rmxfilterrc
    checks 192.0.2.5 --nameserver "127.0.0.1:$dns_port" | head -n 1 | diff <(echo rmx mailfrom pass mx) -
    [ "$(jq -r '.results[] | select(.scheme == "mt") | .result' json)" = none ]
}

@test "the same from the zone file" {
    checks 192.0.2.5 --zone all.zone | diff <(genuine_findings) -
    checks 192.0.2.9 --zone all.zone | diff <(forged_findings) -
    checks 203.0.113.1 --zone all.zone | grep -c fail | diff <(echo 7) -
}

@test "all findings in the time of the longest chain" {
    start "$BUILD/dns/serve" all.zone 200
    checks 192.0.2.5 --nameserver "127.0.0.1:$port" | diff <(genuine_findings) -
    # SPF: TXT, MX, A; nothing waits for a fourth
    jq -e '[.dns[] | .started + .ms] | max < 800' json
    jq -e '[.dns[].ms] | add > 1600' json
}

# message FIELD...: with these fields below a Received field of 192.0.2.5's
message()
{
    {
        printf 'Return-Path: <bob@elsewhere.example>\nReceived: from a.example (a.example [192.0.2.5])\n'
        printf '\tby mx.example.org with ESMTP id 1; Sat, 1 Mar 2003 17:25:48 -0800\n'
        printf '%s\n' "$@" '' 'Text'
    } >in
}

# explained SCHEME: "domain identity result"
explained()
{
    "$filter" explain --json --zone all.zone -s "$1" <in >json
    jq -r '.results[0] | [.domain // "-", .identity, .result] | join(" ")' json
}

@test "the responsible address is asked about, and MAIL FROM where it finds nothing" {
    message 'From: <alice@every.example>'
    explained sender-id | diff <(echo every.example pra pass) -
    explained caller-id | diff <(echo every.example pra pass) -
    [ "$(jq -r .identities.pra json)" = alice@every.example ]
    message 'From: <alice@every.example>' 'Sender: <carol@nothing.example>'
    explained caller-id | diff <(echo nothing.example pra none) -
    message 'From: <alice@nothing.example>, <carol@every.example>'
    explained caller-id | diff <(echo - pra none) -
    [ "$(jq -r '.results[0].problem' json)" = "sender not known: no purported responsible address" ]
    [ "$(jq -r '[.reason, .cause] | join("|")' json)" = "sender not known: no purported responsible address|sender-not-known" ]
    # nobody is responsible, but the envelope says who sent it
    sed -i 's/bob@elsewhere/bob@every/' in
    explained sender-id | diff <(echo every.example mailfrom pass) -
}

@test "iprev needs no sender, and is told unasked where it is known" {
    message 'From: <alice@every.example>'
    sed -i '/^Return-Path/d' in
    explained iprev | diff <(echo mail.every.example client pass) -
    [ "$(jq -r .status json)" = none ]
    printf 'ptr.example. TXT "v=spf1 ptr:every.example -all"\n' >>all.zone
    "$filter" check --json -s spf --client-ip 192.0.2.5 --mail-from a@ptr.example --zone all.zone >json
    jq -r '.results[] | .scheme' json | diff <(printf 'spf\niprev\n') -
    "$filter" check --json -s spf --client-ip 192.0.2.5 --mail-from a@every.example --zone all.zone >json
    jq -r '.results[] | .scheme' json | diff <(echo spf) -
}

@test "records of the user's own" {
    printf '[record nothing.example]\nspf=v=spf1 ip4:203.0.113.0/24 -all\n' >>.rmxfilterrc
    printf '[record *.every.example]\nrmx=unused\nwhen=always\n' >>.rmxfilterrc
    run -1 "$filter" check --zone all.zone --client-ip 192.0.2.5 --mail-from a@nothing.example
    [[ $output == *"record of your own: v=spf1 ip4:203.0.113.0/24 -all"* ]]
    run -1 "$filter" check --zone all.zone --client-ip 192.0.2.5 --mail-from a@sub.every.example
    [[ $output == "fail (192.0.2.5 may not send for sub.every.example)"* ]]
    run -0 "$filter" check --zone all.zone --client-ip 192.0.2.5 --mail-from a@every.example
    message 'From: <a@nothing.example>'
    sed -i 's/bob@elsewhere/bob@nothing/' in
    "$filter" --zone all.zone <in >out
    [[ $(field X-RMX-Authentication-Results out) == *"(record of the user's own)"* ]]
    printf '[record bank.example]\nspf=nonsense\n' >>.rmxfilterrc
    "$filter" --zone all.zone <in >out
    [[ $(field X-RMX-Status out) == "error ("*"[record bank.example] spf"* ]]
    whole out in
    run -78 "$filter" check --zone all.zone --client-ip 192.0.2.5 --mail-from a@every.example
}

@test "SPF's records for Sender ID, where the settings want it" {
    printf 'old.example. TXT "v=spf1 -all"\n' >>all.zone
    message 'From: <a@old.example>'
    explained sender-id | diff <(echo old.example pra none) -
    printf 'sender-id-from-spf1=true\n' >>.rmxfilterrc
    explained sender-id | diff <(echo old.example pra fail) -
}

# published: the lines of master files in the manual, and the hosts that they name
published()
{
    sed -n '/^\.Bd -literal$/,/^\.Ed$/{/^\./!{s/\\e/\\/;p}}' "$top/man/rmxfilter-records.7"
    printf 'example.net. MX 10 mail.example.net.\nmail.example.net. A 192.0.2.5\n'
    printf '5.2.0.192.in-addr.arpa. PTR mail.example.net.\n'
}

@test "the records in the manual say what it says" {
    published >zone
    cat zone
    "$filter" check --json -s all --zone zone --client-ip 192.0.2.5 --mail-from a@example.net >json
    jq -r '.results[] | .scheme + " " + .result' json | diff - <(cat <<'END'
rmx pass
spf pass
dmp pass
mail-from-mx pass
mt pass
caller-id pass
sender-id pass
best-guess none
iprev pass
END
    )
    run -1 "$filter" check --json -s all --zone zone --client-ip 198.51.100.9 --mail-from a@example.net
    jq -r '.results[] | select(.result == "fail") | .scheme' <<<"$output" | wc -l | diff <(echo 7) -
    run -0 "$filter" check -s rmx --zone zone --client-ip 192.0.2.5 --mail-from a@wire.example.net
    run -1 "$filter" check -s rmx --zone zone --client-ip 203.0.113.5 --mail-from a@wire.example.net
}

# guess OPTION...: best-guess's result and problem for a sender at one.example
guess()
{
    "$filter" check --json --zone zone --client-ip 192.0.2.5 --mail-from a@one.example "$@" >json || [ "$?" -le 6 ]
    jq -r '.results[] | select(.scheme == "best-guess") | [.domain, .result, .problem // .mechanism] | join(" ")' json
}

@test "the guess is for domains that publish nothing under any scheme that is asked" {
    printf 'one.example. A 192.0.2.5\n' >nothing
    cp nothing zone
    [ "$(guess -s all)" = 'one.example pass a/24' ]

    other='one.example none the domain publishes a record under another scheme'
    for record in '_rmx.one.example. TXT "ipv4:198.51.100.1"' '_rmx.one.example. TXT "ipv4:bad"' \
        '*.in-addr._smtp-client.one.example. TXT "dmp=deny"' 'MAIL-FROM.one.example. MX 0 mx.one.example.' \
        '_ep.one.example. TXT "<ep><out><noMailServers/></out></ep>"' 'one.example. TXT "spf2.0/mfrom -all"'; do
        { cat nothing && echo "$record"; } >zone
        echo "$record"
        [ "$(guess -s all)" = "$other" ]
        [ "$(jq '[.dns[] | select(.type == "PTR")] | length' json)" -le 1 ] # iprev's
        [ "$(guess -s best-guess)" = 'one.example pass a/24' ]
    done

    { cat nothing && echo '_rmx.one.example. ERROR SERVFAIL'; } >zone
    [ "$(guess -s rmx,best-guess)" = 'one.example none not known whether the domain publishes a record' ]
    { cat nothing && echo 'one.example. TXT "v=spf1 -all"'; } >zone
    [ "$(guess -s spf,best-guess)" = "$other" ]
    [ "$(guess -s best-guess)" = 'one.example none the domain publishes a record of its own' ]
}

@test "the guess for one domain is not kept back by what another one publishes" {
    printf 'one.example. A 192.0.2.5\n_ep.two.example. TXT "<ep><out><noMailServers/></out></ep>"\n' >zone
    {
        printf 'Return-Path: <a@one.example>\nReceived: from a.example (a.example [192.0.2.5])\n'
        printf '\tby mx.example.org with ESMTP id 1; Sat, 1 Mar 2003 17:25:48 -0800\nFrom: <b@two.example>\n\n'
    } >in
    "$filter" explain --json --zone zone -s caller-id,best-guess <in >json
    [ "$(jq -r '.results[:2][] | .domain + " " + .result' json | xargs)" = 'two.example fail one.example pass' ]
}
