#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Chains of seals (ARC): a list that breaks signatures is believed where the user names it, and nobody else is.
#
#   ARC_SEED=1 ARC_CASES=5000 bats tests/integration/arc.bats

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    dkim=$BATS_TEST_DIRNAME/../dkim
    verify=${BUILD:-$BATS_TEST_DIRNAME/../../build}/dkim/verify
    python=/usr/bin/python3 # Debian's own: its packages are not to be seen from another
    "$python" -c 'import dkim, authres, nacl' 2>/dev/null || skip "no python3-dkim, python3-authres or python3-nacl"
    mkdir -p .config/rmxfilter
}

# arrives DOMAIN [RESULTS]: what comes from the list, sealed by DOMAIN, in the file "in"
arrives()
{
    "$python" -B "$BATS_TEST_DIRNAME/arc.py" zone "$@" >in
}

sealers()
{
    printf '[relays]\nsealers=%s\n' "$1" >.config/rmxfilter/rmxfilter.conf
}

# author: the word about the author, and the chain's result
author()
{
    "$filter" --zone zone --authserv-id mx.example.org <in >out
    "$filter" explain --json --zone zone --authserv-id mx.example.org <in |
        jq -r '[.author.word, (.arc.result // "-"), ([.testimony[]? | select(.used)] | length)] | join(" ")'
}

@test "what a list found counts where the user named it, and no other way" {
    arrives lists.example
    [ "$(author)" = "refused - 0" ]
    grep '^X-RMX-From: refused' out
    sealers lists.example
    [ "$(author)" = "aligned pass 1" ]
    grep '^X-RMX-From: aligned bank.example (signed by bank.example)' out
    grep '^X-RMX-Status: ' out | grep -v pass
    sealers other.example
    [ "$(author)" = "refused none 0" ]
}

@test "text for people shows the chain, and whose word was used" {
    arrives lists.example
    sealers lists.example
    "$filter" explain --zone zone --authserv-id mx.example.org <in | tr -s ' \n' ' ' >text
    grep -F 'arc pass lists.example' text
    grep -F '+ mx.lists.example dkim pass bank.example believed, in place of what could not be checked here' text
}

@test "a stranger who takes the named list's name for his results is not believed" {
    arrives stranger.example
    sed -i 's/mx\.stranger\.example;/mx.lists.example;/' in
    sealers lists.example
    [ "$(author)" = "refused none 0" ]
}

@test "another body, another author, other results: the chain fails, and nothing of it counts" {
    arrives lists.example
    sealers lists.example
    cp in whole
    for change in 's/hungry/thirsty/' 's/^From: Joe/From: CEO/' 's/^ARC-Authentication-Results: \(.*\)/&; spf=pass smtp.mailfrom=joe@bank.example/' \
        '1i From: Joe <ceo@bank.example>' 's/cv=none/cv=pass/'; do
        sed "$change" whole >in
        ! cmp -s in whole
        [[ $(author) != aligned* && $(author) == *" fail 0" ]] || { author; echo "$change"; return 1; }
    done
}

@test "results that a sender broke out of an address make no signature pass" {
    sealers lists.example
    arrives lists.example 'spf=pass smtp.mailfrom=x@a.example; dkim=pass header.d=bank.example; x@evil.example'
    [[ $(author) == "refused "* ]]
    arrives lists.example 'spf=pass (a) smtp.helo=x; dkim=pass header.d=bank.example header.s=test'
    [[ $(author) == "refused "* ]]
}

@test "SPF that a named list found for its author makes nobody the sender of this copy" {
    sealers lists.example
    arrives lists.example 'spf=pass smtp.mailfrom=bank.example'
    printf 'late.example ERROR TIMEOUT\nlists.example TXT "v=spf1 ip4:192.0.2.5 -all"\n' >>zone
    cp in whole
    # no sender is known; its domain does not answer; it has no client that could be asked about; the list itself sends
    for sender in '' 'Return-Path: <x@late.example>' 'Return-Path: <>' 'Return-Path: <talk@lists.example>'; do
        { [ -z "$sender" ] || echo "$sender"; cat whole; } >in
        [ "$(author)" = "refused pass 0" ]
        grep '^X-RMX-From: refused bank.example (its policy: reject)' out
    done
    # a host above the boundary is asked as before
    { echo 'Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=bank.example'; cat whole; } >in
    [ "$(author)" = "aligned pass 1" ]
    grep '^X-RMX-From: aligned bank.example (for bank.example)' out
}

@test "a message with a seal and no signature is held back, too, so that its body is hashed" {
    arrives lists.example strip
    sealers lists.example
    run ! grep -i '^DKIM-Signature' in
    "$filter" explain --json --zone zone <in | jq -e '.arc.result == "pass"'
    "$filter" --zone zone <in >out
    whole out in
    sed -i 's/hungry/thirsty/' in
    "$filter" explain --json --zone zone <in | jq -e '.arc.result == "fail"'
}

@test "dkimpy agrees over random chains, or is known to read the RFC another way" {
    run "$python" "$dkim/chains.py" "$verify" ${ARC_SEED:+--seed "$ARC_SEED"} ${ARC_CASES:+--cases "$ARC_CASES"}
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"unexplained: 0"* ]]
}

@test "one wrong result among hundreds of chains is found" {
    run "$python" "$dkim/chains.py" "$verify" --cases 60 --spoil 40
    [ "$status" -eq 1 ]
    [[ $output == *"case 40: "* ]]
}
