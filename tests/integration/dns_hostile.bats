#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What a name server, or one who forges its answers, can do to us: a wrong answer is never taken, and
# no answer is out at the deadline. Bounds of time stand where what is wrong would take longer, and far from what is right: on a
# busy machine all takes longer. tests/unit/test_dns_resolver.c holds the deadline exactly.

load ../dns/helper.bash

teardown()
{
    stop_servers
}

# says "LINE": the answer to the last question is just this line
says()
{
    [ "${lines[0]}" = "$1" ] || { echo "want: $1"; echo "got:  ${lines[0]}"; return 1; }
}

# ends_at MILLISECONDS: the last question's run ended at this deadline
ends_at()
{
    echo "$milliseconds ms"
    [ "$milliseconds" -ge "$1" ] && [ "$milliseconds" -lt $(($1 + 1000)) ]
}

# ask_in_no_time OPTION...: asks, and nothing is waited for, where the first try's time-out is 2 s
ask_in_no_time()
{
    ask -t 16 "$@"
    [ "$milliseconds" -lt 2000 ] || { echo "$milliseconds ms"; return 1; }
}

@test "forged answers are not taken: wrong id, name, type, class" {
    start_hostile
    for label in wrong-id wrong-question wrong-type wrong-class; do
        ask -t 0.4 -n "127.0.0.1:$port" $label.example A
        says "$label.example A temperror (no answer in time)"
        ends_at 400
    done
}

@test "the right answer is found behind forged ones" {
    start_hostile
    ask -n "127.0.0.1:$port" forged-first.example A
    says "forged-first.example A ok 192.0.2.1"
}

@test "another owner's records are not taken" {
    start_hostile
    ask -n "127.0.0.1:$port" wrong-owner.example A
    says "wrong-owner.example A nodata"
}

@test "loops of CNAMEs and of compression pointers end" {
    start_hostile
    ask_in_no_time -n "127.0.0.1:$port" cname-loop.example A cname-ring.example A cname-17.example A \
        pointer-loop.example A pointer-pair.example A cname-16.example A
    says "cname-loop.example A temperror (CNAME loop, or too long a chain)"
    [ "${lines[1]}" = "cname-ring.example A temperror (CNAME loop, or too long a chain)" ]
    [ "${lines[2]}" = "cname-17.example A temperror (CNAME loop, or too long a chain)" ]
    [ "${lines[3]}" = "pointer-loop.example A temperror (malformed answer)" ]
    [ "${lines[4]}" = "pointer-pair.example A temperror (malformed answer)" ]
    [ "${lines[5]}" = "cname-16.example A ok 192.0.2.1" ]
}

@test "malformed answers are temperror at once" {
    start_hostile
    for label in count-lies cut garbage; do
        ask_in_no_time -n "127.0.0.1:$port" $label.example A
        says "$label.example A temperror (malformed answer)"
    done
}

@test "no such name, no data, failures are told apart" {
    start_hostile
    ask -n "127.0.0.1:$port" nxdomain.example A nodata.example A servfail.example A refused.example A \
        notimp.example A
    says "nxdomain.example A nxdomain"
    [ "${lines[1]}" = "nodata.example A nodata" ]
    [ "${lines[2]}" = "servfail.example A temperror (name server failed (SERVFAIL))" ]
    [ "${lines[3]}" = "refused.example A temperror (name server refused (REFUSED))" ]
    [ "${lines[4]}" = "notimp.example A temperror (name server does not understand (NOTIMP))" ]
}

@test "64 KB of TXT come over TCP" {
    start_hostile
    ask -n "127.0.0.1:$port" biggest.example TXT
    says "biggest.example TXT ok 65234 octets"
    grep -qx "tcp edns biggest" "$log"
    ask -n "127.0.0.1:$port" big.example TXT
    [[ ${lines[0]} == "big.example TXT ok 5100 octets 5100 octets"* ]]
}

@test "truncated, and TCP is refused: temperror at once" {
    start_hostile udp-only
    ask_in_no_time -n "127.0.0.1:$port" big.example TXT
    says "big.example TXT temperror (answer is too long for UDP, and none came over TCP)"
}

@test "what TCP answers is checked too" {
    start_hostile
    for label in tcp-forged tcp-tc tcp-cut; do
        ask -n "127.0.0.1:$port" $label.example TXT
        says "$label.example TXT temperror (answer is too long for UDP, and none came over TCP)"
    done
}

@test "an answer that trickles in is put together" {
    start_hostile
    ask -n "127.0.0.1:$port" trickle.example TXT
    says "trickle.example TXT ok v=spf1 -all"
}

@test "an answer that drips, or a connection that says nothing, ends at the deadline" {
    start_hostile
    ask -t 1 -n "127.0.0.1:$port" drip.example TXT tcp-mute.example TXT
    says "drip.example TXT temperror (no answer in time)"
    [ "${lines[1]}" = "tcp-mute.example TXT temperror (no answer in time)" ]
    ends_at 1000
}

@test "a server that answers EDNS with FORMERR or BADVERS is asked without, once for all" {
    for mode in formerr badvers; do
        start_hostile $mode
        ask_in_no_time -1 -n "127.0.0.1:$port" good.example A better.example A
        says "good.example A ok 192.0.2.1"
        [ "${lines[1]}" = "better.example A ok 192.0.2.1" ]
        printf 'udp %s\n' "edns good" "plain good" "plain better" | diff - "$log"
    done
}

@test "what is lost is asked again, in the end without EDNS" {
    start_hostile
    ask -t 2 -n "127.0.0.1:$port" drop-2-x.example A
    says "drop-2-x.example A ok 192.0.2.1"
    printf 'udp %s\n' "edns drop-2-x" "edns drop-2-x" "plain drop-2-x" | diff - "$log"
}

@test "a late answer to the first try still counts" {
    start_hostile
    ask -t 2 -n "127.0.0.1:$port" overdue.example A
    says "overdue.example A ok 192.0.2.1"
    [ "$milliseconds" -ge 250 ]
}

@test "AD counts where the server is named by the user, and is set" {
    start_hostile
    ask -n "127.0.0.1:$port" ad.example A good.example A
    says "ad.example A ok ad 192.0.2.1"
    [ "${lines[1]}" = "good.example A ok 192.0.2.1" ]
}

@test "a dead first server costs its time-out once" {
    start_hostile mute
    dead=$port silence=$log
    start_hostile
    ask -1 -n "127.0.0.1:$dead" -n "127.0.0.1:$port" a.example A b.example A c.example A
    says "a.example A ok 192.0.2.1"
    [ "${lines[2]}" = "c.example A ok 192.0.2.1" ]
    [ "$milliseconds" -ge 1000 ]
    [ "$(wc -l <"$silence")" -eq 1 ]
}

@test "questions in flight leave a dead server together" {
    start_hostile mute
    dead=$port silence=$log
    start_hostile
    # shellcheck disable=SC2046
    ask -n "127.0.0.1:$dead" -n "127.0.0.1:$port" $(printf 'n%d.example A ' $(seq 60))
    [ "$(printf '%s\n' "${lines[@]}" | grep -c " ok 192.0.2.1")" -eq 60 ]
    # so many are asked before one is waited for; the others go where there are answers
    [ "$(wc -l <"$silence")" -eq 25 ]
}

@test "where nobody listens the next server is asked at once" {
    closed=$(free_port)
    start_hostile
    ask_in_no_time -n "127.0.0.1:$closed" -n "127.0.0.1:$port" a.example A
    says "a.example A ok 192.0.2.1"
}

@test "a server that fails is not the last word" {
    start_hostile
    failing=$port
    echo "servfail.example. A 192.0.2.5" >"$BATS_TEST_TMPDIR/zone"
    start "$BUILD/dns/serve" "$BATS_TEST_TMPDIR/zone"
    ask -n "127.0.0.1:$failing" -n "127.0.0.1:$port" servfail.example A
    says "servfail.example A ok 192.0.2.5"
}

@test "a failing domain is not waited for at a dead server" {
    start_hostile mute
    dead=$port
    start_hostile
    ask -1 -n "127.0.0.1:$port" -n "127.0.0.1:$dead" a.example A servfail.example A
    [ "${lines[1]}" = "servfail.example A temperror (name server failed (SERVFAIL))" ]
    # a second, in which it might have answered; another try would end after three
    [ "$milliseconds" -lt 3000 ]
}

@test "nobody listens anywhere: temperror at once" {
    ask_in_no_time -n "127.0.0.1:$(free_port)" a.example A
    says "a.example A temperror (name server cannot be reached)"
}

@test "a dead DNS ends at the deadline, for all questions together" {
    start_hostile mute
    dead=$port
    start_hostile mute
    # shellcheck disable=SC2046
    ask -t 1.5 -n "127.0.0.1:$dead" -n "127.0.0.1:$port" $(printf 'n%d.example A ' $(seq 20))
    [ "$(printf '%s\n' "${lines[@]}" | grep -c "temperror (no answer in time)")" -eq 20 ]
    ends_at 1500
}

@test "few sockets: questions wait for one" {
    start_hostile
    # shellcheck disable=SC2046
    run bash -c 'ulimit -n 12 && "$@"' - "$BUILD/dns/ask" -n "127.0.0.1:$port" \
        $(printf 'n%d.example A ' $(seq 24))
    [ "$(printf '%s\n' "${lines[@]}" | grep -c " ok 192.0.2.1")" -eq 24 ]
}

@test "a question too many is temperror, and not asked" {
    start_hostile
    # shellcheck disable=SC2046
    ask -n "127.0.0.1:$port" $(printf 'n%d.example A ' $(seq 135))
    [ "$(printf '%s\n' "${lines[@]}" | grep -c " ok 192.0.2.1")" -eq 130 ]
    [ "$(printf '%s\n' "${lines[@]}" | grep -c "temperror (too many questions)")" -eq 5 ]
    [ "$(sort -u "$log" | wc -l)" -eq 130 ]
}

# --- each try, told to whoever asks for it ---------------------------------------------------------------

# tries DOMAIN OPTION...: the tries of the question for its SPF record, folds undone and times left out. Names of
# servers stand for their ports: $first, $second.
tries()
{
    "$BUILD/rmxfilter" check --verbose -s spf --client-ip 203.0.113.9 --mail-from "alice@$1" "${@:2}" |
        sed -n '/^DNS tries/,$p' | sed -z 's/\n        / /g' >said
    cat said >&2
    # a time is a number of milliseconds with one decimal, and nothing takes longer than the run
    if grep ' try ' said | grep -vE ' at [0-9]{1,4}\.[0-9] ms; (after [0-9]{1,4}\.[0-9] ms: |nothing )'; then
        echo "bad time"
    fi
    sed -n "/^  $1 TXT\$/,/^  [a-z]/p" said | grep -E '^    ' |
        sed -E "s/ *(.*) at [0-9.]+ ms; (after [0-9.]+ ms: )?/\1: /; s/127.0.0.1:${first:-x}/first/; s/127.0.0.1:${second:-x}/second/"
}

# said_took N LOW HIGH: the try with this number took so many milliseconds
said_took()
{
    local ms
    ms=$(grep -oP "try $1: .*; after \K[0-9]+" said | head -n 1)
    [ "$ms" -ge "$2" ] && [ "$ms" -lt "$3" ]
}

@test "tries: an answer at once" {
    cd "$BATS_TEST_TMPDIR"
    start_hostile
    first=$port
    diff - <(tries good.example --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to first: answer
END
    # as it stands there
    grep -A 2 '^DNS tries$' said | grep -qx '  good.example TXT'
    grep -qE '^    try 1: UDP to 127\.0\.0\.1:[0-9]+ at [0-9.]+ ms; after [0-9.]+ ms: answer$' said
}

@test "tries: truncated, and again over TCP" {
    cd "$BATS_TEST_TMPDIR"
    start_hostile
    first=$port
    diff - <(tries biggest.example --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to first: truncated answer
try 2: TCP to first: answer
END
    diff - <(tries tcp-forged.example --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to first: truncated answer
try 2: TCP to first: answer to another question
END
    start_hostile udp-only
    first=$port
    diff - <(tries big.example --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to first: truncated answer
try 2: TCP to first: answer is too long for UDP, and none came over TCP
END
}

@test "tries: FORMERR, and again without EDNS; from then on without" {
    cd "$BATS_TEST_TMPDIR"
    start_hostile formerr
    first=$port
    diff - <(tries nodata.example --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to first: name server does not understand (FORMERR)
try 2: UDP without EDNS to first: answer
END
    [ "$(grep -c '^  nodata.example MX$' said)" -eq 1 ]
    sed -n '/^  nodata.example MX$/,$p' said | grep -q '^    try 1: UDP without EDNS to '
    start_hostile badvers
    first=$port
    diff - <(tries good.example --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to first: name server does not understand (BADVERS)
try 2: UDP without EDNS to first: answer
END
}

@test "tries: SERVFAIL, and the next server" {
    cd "$BATS_TEST_TMPDIR"
    start_hostile
    first=$port
    echo 'servfail.example. TXT "v=spf1 -all"' >zone
    start "$BUILD/dns/serve" zone
    second=$port
    diff - <(tries servfail.example --nameserver "127.0.0.1:$first" --nameserver "127.0.0.1:$second") <<'END'
try 1: UDP to first: name server failed (SERVFAIL)
try 2: UDP to second: answer
END
    # nobody listens at the first
    first=$(free_port)
    diff - <(tries servfail.example --nameserver "127.0.0.1:$first" --nameserver "127.0.0.1:$second") <<'END'
try 1: UDP to first: name server cannot be reached
try 2: UDP to second: answer
END
}

@test "tries: time-outs, and retries without EDNS in the end" {
    cd "$BATS_TEST_TMPDIR"
    start_hostile
    first=$port
    diff - <(tries drop-2-x.example --timeout 4 --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to first: no answer in time
try 2: UDP to first: no answer in time
try 3: UDP without EDNS to first: answer
END
    said_took 1 500 1000
    said_took 2 1000 2000
    said_took 3 0 2000
    start_hostile mute
    second=$port
    diff - <(tries good.example --timeout 4 --nameserver "127.0.0.1:$second" --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to second: no answer in time
try 2: UDP to first: answer
END
    # how many tries there are in that time depends on the machine
    tries good.example --timeout 0.4 --nameserver "127.0.0.1:$second" >told
    tail -n 1 told | grep -qE '^try [2-9]: UDP .*to second: nothing came back until the run ended$'
}

@test "tries: messages that are no answer are counted" {
    cd "$BATS_TEST_TMPDIR"
    start_hostile
    first=$port
    diff - <(tries forged-first.example --nameserver "127.0.0.1:$first") <<'END'
try 1: UDP to first: answer; wrong messages ignored: 4
END
}

@test "tries: of very many the first are told" {
    cd "$BATS_TEST_TMPDIR"
    start_hostile udp-only
    first=$port
    # shellcheck disable=SC2046
    tries big.example $(printf -- "--nameserver 127.0.0.1:$first %.0s" $(seq 16)) >told
    [ "$(grep -c '^try [0-9]*: UDP to first: truncated answer$' told)" -eq 12 ]
    [ "$(wc -l <told)" -eq 25 ]
    [ "$(tail -n 1 told)" = '    and 8 tries more' ]
}

@test "tries are told by explain too, and nowhere where nobody asked" {
    cd "$BATS_TEST_TMPDIR"
    start_hostile
    printf '%s\n' 'Return-Path: <alice@good.example>' 'Received: from a.example (a.example [203.0.113.9])' \
        '    by mx.example.org with ESMTP id 1; Sat, 1 Mar 2003 17:25:48 -0800' 'From: <alice@good.example>' '' x >in
    explain=("$BUILD/rmxfilter" explain -s spf --nameserver "127.0.0.1:$port")
    "${explain[@]}" --verbose <in | sed -n '/^DNS tries$/,$p' | grep -q '^    try 1: UDP to 127.0.0.1:'
    [ "$("${explain[@]}" <in | grep -c 'DNS tries')" -eq 0 ]
    [ "$("$BUILD/rmxfilter" -s spf --nameserver "127.0.0.1:$port" <in | grep -c 'try 1')" -eq 0 ]
    "$BUILD/rmxfilter" --verbose --nameserver "127.0.0.1:$port" <in | grep -q '^X-RMX-Status: error (option --verbose: '
    "$BUILD/rmxfilter" explain --verbose --zone "$DNS/../zones/chain.zone" <in |
        grep -qx '  none: no question was sent to a name server'
}

@test "a bad name server is an error that quotes it" {
    for bad in localhost 127.0.0.1: 127.0.0.1:0 127.0.0.1:65536 127.0.0.1:x '[::1' '[::1]53' '[]:53' ''; do
        run "$BUILD/dns/ask" -n "$bad" a.example A
        [ "$status" -eq 64 ]
        [[ $output == "ask: \"$bad\": not a name server; right would be"* ]]
    done
}
