#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The filter as a whole at a DNS that is slow, dead, hostile, or signed: how many questions it asks, which of them
# at a time, and what becomes of the message.

bats_require_minimum_version 1.5.0
load common
load ../dns/helper.bash
load ../dns/servers.bash

setup()
{
    quiet_room
}

teardown()
{
    stop_servers
}

# message DOMAIN [IP]: a message of this sender, handed over by this client, is in the file in.
message()
{
    {
        printf 'Return-Path: <alice@%s>\nReceived: from a.example (a.example [%s])\n' "$1" "${2:-203.0.113.9}"
        printf '\tby mx.example.org with ESMTP id 1; Sat, 1 Mar 2003 17:25:48 -0800\n'
        printf 'From: <alice@%s>\n\nNot a line is lost: \xff\x00\r\n.\nFrom here' "$1"
    } >in
}

# marks OPTION...: the filter's mark of the message in; it must come out whole, and with code 0.
marks()
{
    "$filter" --authserv-id mx.example.org "$@" <in >out
    whole out in
    field X-RMX-Status out
}

# milliseconds since the system was started
now()
{
    echo "${EPOCHREALTIME/./}" | cut -b -13
}

# asked: how many questions were asked for schemes; those about the author's policy have an allowance of their own.
asked()
{
    jq '[.dns[] | select(.name | startswith("_dmarc.") | not)] | length' json
}

# told FILTER: what jq makes of the JSON in json.
told()
{
    jq -r "$1" json
}

@test "explain draws the questions on a line of time" {
    start "$BUILD/dns/serve" "$top/tests/zones/chain.zone" 100
    message chain.example
    "$filter" explain --nameserver "127.0.0.1:$port" <in >text
    sed -n '/^DNS questions, from left to right [0-9]*\.[0-9] ms$/,/^$/p' text >chart
    grep -qE '^  chain.example +TXT +=+\.+ ' chart
    # what was asked later begins further to the right, and its bar reaches the end
    grep -qE ' \.+=+ +[1-9][0-9]{2,}\.[0-9] ms ' chart
    awk 'length > 80 { exit 1 }' chart
    "$filter" explain --zone "$top/tests/zones/chain.zone" <in >text
    grep -qx 'DNS questions' text
}

# --- side by side -----------------------------------------------------------------------------------------

@test "what does not depend on each other is asked side by side" {
    start "$BUILD/dns/serve" "$top/tests/zones/chain.zone" 100
    run -2 --separate-stderr "$filter" check --json --nameserver "127.0.0.1:$port" \
        --client-ip 203.0.113.9 --mail-from alice@chain.example
    echo "$output" | tee json
    [ "$(told .status)" = softfail ]
    # SPF's fifteen, and RMX's one
    [ "$(told '.dns | length')" -eq 16 ]
    [ "$(told '[.dns[] | .name + .type] | unique | length')" -eq 16 ]
    # all that the schemes, one record or one answer ask for is on its way before the first of it is answered
    for siblings in chain.example:TXT,_rmx.chain.example:TXT \
        chain.example:MX,one.chain.example:TXT,two.chain.example:TXT \
        one.one.chain.example:TXT,two.one.chain.example:TXT \
        a3.chain.example:A,a4.chain.example:A mx1.example:A,mx2.example:A,mx3.example:A,mx4.example:A; do
        jq -e --arg siblings "$siblings" '($siblings | split(",")) as $names
            | [.dns[] | select(.name + ":" + .type | IN($names[]))]
            | length == ($names | length) and ([.[].started] | max) < ([.[] | .started + .ms] | min)' json
    done
}

# --- how many questions -----------------------------------------------------------------------------------

# bomb WIDTH DEPTH: every record includes WIDTH others, DEPTH deep, none of which ever ends the search.
bomb()
{
    python3 -c '
import sys
width, depth = map(int, sys.argv[1:])
def record(name, depth):
    names = [f"i{i}.{name}" for i in range(width)] if depth else []
    print(name + ". TXT \"v=spf1 \"" + "".join(f" \"include:{x} \"" for x in names) + " \"?all\"")
    for x in names:
        record(x, depth - 1)
record("bomb.example", depth)' "$1" "$2"
}

@test "an include bomb asks no more than 25 questions, each once" {
    for shape in "10 3" "2 6" "1 30" "40 1" "3 5"; do
        # shellcheck disable=SC2086 # two words
        bomb $shape >zone
        start "$BUILD/dns/serve" zone 2
        for options in "-s spf --zone zone" "--zone zone" "--nameserver 127.0.0.1:$port"; do
            # shellcheck disable=SC2086 # words
            run -4 --separate-stderr "$filter" check --json $options \
                --client-ip 203.0.113.9 --mail-from alice@bomb.example
            echo "$shape $options: $output"
            echo "$output" >json
            [ "$(told .status)" = permerror ]
            [ "$(told '.dns | length')" -le 25 ]
            [ "$(told '.dns | length')" -gt 10 ]
            [ "$(told '[.dns[] | .name + .type] | unique | length')" -eq "$(told '.dns | length')" ]
        done
    done
}

# Ten MX mechanisms of ten hosts each are within SPF's limits, and a hundred questions.
mx_flood()
{
    for i in $(seq 10); do
        printf 'm%d.example. ' "$i"
        for k in $(seq 10); do
            printf 'MX %d h%d.m%d.example.\n' "$k" "$k" "$i"
            printf 'h%d.m%d.example. A 192.0.2.%d\nm%d.example. ' "$k" "$i" "$k" "$i"
        done
        echo 'TXT "x"'
    done
    echo "flood.example. TXT \"v=spf1 $(printf 'mx:m%d.example ' $(seq 10))-all\""
}

@test "a message asks 130 questions, or as many as the settings say" {
    mx_flood >zone
    message flood.example
    "$filter" explain --json --zone zone <in >json
    [ "$(told .status)" = fail ]
    [ "$(asked)" -eq 112 ]

    # beyond what SPF allows one record, RMX has hosts of its own
    { cat zone && sed 's/^m\([0-9]*\.\)/n\1/; s/\.m/.n/' zone | grep -v ^flood &&
        echo "_rmx.flood.example. TXT \"$(printf 'mx:n%d.example ' $(seq 10))\""; } >both
    "$filter" explain --json --zone both <in >json
    # (and one that the author's policy asks, too)
    [ "$(asked)" -eq 131 ]
    [ "$(told '.results[] | select(.scheme == "spf").result')" = temperror ]
    [[ $(told '.results[] | select(.scheme == "spf").problem') == *"too many questions"* ]]

    printf '[dns]\nquestions=7\n' >.rmxfilterrc
    "$filter" explain --json --zone zone <in >json
    [ "$(told .status)" = temperror ]
    [ "$(asked)" -eq 8 ]

    printf '[dns]\nquestions=250\n' >.rmxfilterrc
    "$filter" explain --json --zone both <in >json
    [ "$(told .status)" = fail ]
    [ "$(told '.results[] | select(.scheme == "spf").result')" = fail ]
    [ "$(asked)" -eq 222 ]
}

@test "five big mx terms for each scheme: the hosts of a term are asked side by side" {
    mx_flood | sed '/^flood/d' >zone
    echo "five.example. TXT \"v=spf1 $(printf 'mx:m%d.example ' $(seq 5))-all\"" >>zone
    echo "_rmx.five.example. TXT \"$(printf 'mx:m%d.example ' $(seq 6 10))\"" >>zone
    start "$BUILD/dns/serve" zone 100
    message five.example
    began=$(now)
    "$filter" explain --json --nameserver "127.0.0.1:$port" <in >json
    [ "$(told .status)" = fail ]
    [ "$(told '[.results[] | select(.result == "fail")] | length')" -eq 2 ]
    [ "$(asked)" -eq 112 ]
    [ $(($(now) - began)) -lt 4000 ] # one after another it would be more than eleven seconds
}

@test "a number of questions that is none is an error that says what is right" {
    printf '[dns]\nquestions=lots\n' >.rmxfilterrc
    message plain.example
    [[ $(marks) == error* ]]
    run -78 "$filter" explain <in
    [[ $output == *'.rmxfilterrc: [dns] questions: "lots" is not a number of questions to the DNS; give 1 to 1000' ]]
}

# --- how a name server is written -------------------------------------------------------------------------

# asks NAMESERVER: check's exit code for a question to it
asks()
{
    local code=0
    "$filter" check --nameserver "$1" --timeout 0.2 --client-ip 203.0.113.9 --mail-from alice@good.example \
        >said 2>&1 || code=$?
    echo "$1: $code, $(tail -n 1 said)"
    return "$code"
}

@test "a name server with a port is asked there, in brackets or not" {
    start_hostile
    for server in "127.0.0.1:$port" "[127.0.0.1]:$port" "[::ffff:127.0.0.1]:$port"; do
        run -1 asks "$server" # the domain says -all
    done
    [ "$(wc -l <"$log")" -ge 3 ]
}

@test "a name server without a port is taken, in brackets or not: in an option and in a file" {
    # whoever listens there or not: the command line is right, and the DNS has a result
    for server in 127.0.0.1 '[127.0.0.1]' ::1 '[::1]' 0:0:0:0:0:0:0:1; do
        run asks "$server"
        [[ $output != *"nameserver"* && $status -le 6 ]] || { echo "$output"; return 1; }
        printf '[dns]\nnameserver=%s\ntimeout=0.2\n' "$server" >.rmxfilterrc
        message good.example
        status=$(marks)
        [[ $status != error* ]] || { echo "$server: $status"; return 1; }
    done
}

@test "what is no name server is told, and never stops a message" {
    message good.example
    for server in 127.0.0.1: 127.0.0.1:0 127.0.0.1:65536 127.0.0.1:000053 '[::1]53' '[::1' '[]:53' '::1]' \
        '[::1]:x' 'fe80::1%lo' '[fe80::1%lo]:53' localhost; do
        run -64 asks "$server"
        [[ $output == *"option --nameserver: \"$server\" is no address of a resolver; give e.g. "* ]]
        [[ $(marks --nameserver "$server") == error* ]]
    done
}

# --- a dead DNS -------------------------------------------------------------------------------------------

@test "a dead DNS ends at the deadline, with temperror and the message whole" {
    start_hostile mute
    dead=$port
    start_hostile mute
    message plain.example
    began=$(now)
    status=$(marks --nameserver "127.0.0.1:$dead" --nameserver "127.0.0.1:$port" --timeout 1)
    took=$(($(now) - began))
    echo "$status, after $took ms"
    [[ $status == temperror* ]]
    [ "$took" -ge 1000 ]
    [ "$took" -lt 3000 ]
    began=$(now)
    run -5 "$filter" check --nameserver "127.0.0.1:$dead" --timeout 0.5 --client-ip 203.0.113.9 \
        --mail-from alice@plain.example
    [ $(($(now) - began)) -lt 2500 ]
}

@test "a dead first name server is asked once, and costs its time-out once" {
    start_hostile mute
    dead=$port silence=$log
    start "$BUILD/dns/serve" "$top/tests/zones/chain.zone"
    message chain.example
    began=$(now)
    status=$(marks -s spf --nameserver "127.0.0.1:$dead" --nameserver "127.0.0.1:$port" --timeout 8)
    took=$(($(now) - began))
    echo "$status, after $took ms"
    [[ $status == softfail* ]]
    # fifteen questions in a chain of five, and two about the author: the first of each found out, for one second
    printf 'udp edns %s\n' _dmarc _dmarc chain | diff - <(LC_ALL=C sort "$silence")
    [ "$took" -lt 5000 ] # a second for each of the chain would be more, on a busy machine too
}

@test "--on-temperror defer leaves with 75 behind the whole message" {
    start_hostile mute
    message plain.example
    run -75 --separate-stderr sh -c '"$@" <in >out' - "$filter" --nameserver "127.0.0.1:$port" --timeout 0.3 \
        --on-temperror defer
    whole out in
    [[ $(field X-RMX-Status out) == temperror* ]]
    # every other verdict passes
    start_hostile
    message good.example
    [[ $(marks -s spf --nameserver "127.0.0.1:$port" --on-temperror defer) == fail* ]]
    message nodata.example
    [[ $(marks -s spf --nameserver "127.0.0.1:$port" --on-temperror defer) == none* ]]
}

# --- a hostile one ----------------------------------------------------------------------------------------

# The truth is "v=spf1 -all", and every forged answer says +all.
@test "no answer that is forged, malformed or late makes a pass, or harms the message" {
    start_hostile
    while read -r label want; do
        message "$label.example"
        # what is waited for in vain is not waited for long; what is answered may take its time
        patience=8
        [ "$want" != temperror ] || patience=0.8
        status=$(marks -s spf --nameserver "127.0.0.1:$port" --timeout $patience)
        echo "$label: $status"
        [[ $status == "$want"* ]]
    done <<'END'
good           fail
forged-first   fail
drop-1-x       fail
trickle        fail
spf64k         fail
silent         temperror
wrong-id       temperror
wrong-question temperror
wrong-type     temperror
wrong-class    temperror
cname-loop     temperror
cname-ring     temperror
cname-17       temperror
cname-16       fail
pointer-loop   temperror
pointer-pair   temperror
count-lies     temperror
cut            temperror
garbage        temperror
servfail       temperror
refused        temperror
notimp         temperror
tcp-forged     temperror
tcp-tc         temperror
tcp-cut        temperror
tcp-mute       temperror
drip           temperror
late-3000      temperror
wrong-owner    none
biggest        none
nxdomain       none
nodata         none
END
}

@test "a name server that refuses TCP, or EDNS" {
    start_hostile udp-only
    message big.example
    [[ $(marks -s spf --nameserver "127.0.0.1:$port") == temperror* ]]
    for mode in formerr badvers; do
        start_hostile $mode
        message good.example
        [[ $(marks -s spf --nameserver "127.0.0.1:$port") == fail* ]]
    done
}

# --- a signed one -----------------------------------------------------------------------------------------

@test "what a validating resolver calls authentic is so in the fields and in JSON" {
    command -v ldns-signzone && command -v unbound || skip "no ldnsutils or no unbound"
    write_zone
    sign_zone
    nsd_serves plain.zone signed.zone.signed
    start_unbound anchor.key
    while read -r domain word authentic answers; do
        message "$domain" 192.0.2.1
        [[ $(marks -s spf --nameserver "127.0.0.1:$unbound_port") == pass* ]]
        [[ $(field X-RMX-Authentication-Results out) == *"spf=pass"*" dns.sec=$word; dmarc="* ]]
        "$filter" explain --json -s spf --nameserver "127.0.0.1:$unbound_port" <in >json
        [ "$(told '.results[0].authentic')" = "$authentic" ]
        [ "$(told '[.dns[] | select(.name | startswith("_dmarc.") | not) | .authentic] | unique | tostring')" = "[$answers]" ]
    done <<'END'
signed.example       yes true  true
plain.example        no  false false
mixed.signed.example no  false false,true
END
}

@test "a domain whose signatures do not hold is temperror" {
    command -v ldns-signzone && command -v unbound || skip "no ldnsutils or no unbound"
    write_zone
    sign_zone
    nsd_serves plain.zone signed.zone.signed
    start_unbound wrong.key
    message signed.example 192.0.2.1
    [[ $(marks -s spf --nameserver "127.0.0.1:$unbound_port") == temperror* ]]
}

# policy AUTHOR SIGNED TAG WISH DMARC: what is said of the policy, and whether all answers that it rests on were signed.
policy()
{
    message "$1" 192.0.2.1
    marks -s spf --nameserver "127.0.0.1:$unbound_port"
    field X-RMX-Authentication-Results out
    [[ "$(field X-RMX-Authentication-Results out)" == *"dmarc=$5 reason="*" header.from=$1$([ "$2" = false ] || echo ' dns.sec=yes')" ]]
    "$filter" explain --json -s spf --nameserver "127.0.0.1:$unbound_port" <in >json
    [ "$(told '.author | [.policy_authentic, .policy_tag, .policy] | map(tostring) | join(" ")')" = "$2 $3 $4" ]
}

@test "a policy is authentic where all the answers are that it rests on, that a name does not exist too" {
    command -v ldns-signzone && command -v unbound || skip "no ldnsutils or no unbound"
    write_zone
    sign_zone
    nsd_serves plain.zone signed.zone.signed
    start_unbound anchor.key
    policy signed.example true p quarantine pass
    policy mail.signed.example true sp quarantine fail
    policy invented.signed.example true np reject fail
    policy plain.example false p reject pass
    policy mail.plain.example false p reject fail
}

@test "a policy in a zone whose signatures are wrong is unknown, and nothing is refused by it" {
    command -v ldns-signzone && command -v unbound || skip "no ldnsutils or no unbound"
    write_zone
    sign_zone
    nsd_serves plain.zone signed.zone.signed
    start_unbound wrong.key
    message invented.signed.example
    marks -s spf --nameserver "127.0.0.1:$unbound_port"
    [[ $(field X-RMX-Authentication-Results out) == *"dmarc=temperror reason="* ]]
    [[ $(field X-RMX-From out) == "none invented.signed.example (unknown if for invented.signed.example)" ]]
}

# --- no such domain ---------------------------------------------------------------------------------------

@test "an author's domain that does not exist is told apart from one that publishes no policy" {
    command -v ldns-signzone && command -v unbound || skip "no ldnsutils or no unbound"
    write_zone
    sign_zone
    sed -i '/^_dmarc/d' plain.zone
    nsd_serves plain.zone signed.zone.signed
    start_unbound anchor.key
    for author in invented mail; do
        message "$author.plain.example"
        marks -s spf --nameserver "127.0.0.1:$unbound_port"
        field X-RMX-Authentication-Results out >"$author"
        "$filter" explain --json -s spf --nameserver "127.0.0.1:$unbound_port" <in >"$author.json"
        "$filter" explain -s spf --nameserver "127.0.0.1:$unbound_port" <in >"$author.txt"
    done
    grep -q 'dmarc=none reason="the domain does not exist: no DMARC record for invented.plain.example"' invented
    jq -e '.author.exists == false and .author.organization == "plain.example"' invented.json
    grep -q 'dmarc  none .* the domain does not exist' invented.txt
    grep -q 'dmarc=none reason="no DMARC record for mail.plain.example"' mail
    jq -e '.author.exists and .author.organization == "plain.example"' mail.json
    run ! grep -q 'does not exist' mail mail.txt
}

# --- a forger's own name servers --------------------------------------------------------------------------

@test "a forger whose name servers do not answer uses up the time, and keeps no policy from being found" {
    /usr/bin/python3 -c 'import dns' 2>/dev/null || skip "no python3-dnspython"
    start /usr/bin/python3 "$DNS/half_silent.py" evil.example _dmarc.bank.example 'v=DMARC1; p=reject' \
        evil.example "v=spf1 $(printf 'include:i%d.evil.example ' {1..9})-all"
    for author in bank.example x.y.bank.example; do
        message evil.example
        { for i in {1..40}; do
            printf 'DKIM-Signature: v=1; a=ed25519-sha256; d=d%d.evil.example; s=s; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=%s\n' \
                "$i" "$(printf 'A%.0s' {1..86})=="
        done
            sed "s/^From: .*/From: <ceo@$author>/" in; } >signed
        mv signed in
        [[ $(marks --timeout 2 --nameserver "127.0.0.1:$port") == temperror* ]]
        [ "$(field X-RMX-From out)" = "refused $author (its policy: reject)" ]
    done
}
