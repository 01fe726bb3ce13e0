#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Dovecot's own delivery program, with the example's Sieve script, runs the filter and sorts by what it says.

bats_require_minimum_version 1.5.0
load common
load callers
load signing
load dovecot

setup()
{
    needs /usr/lib/dovecot/dovecot-lda dovecot-core
    needs sieve-filter dovecot-sieve
    user_room
    install_filter filters "$zone"
    second_step "$top/examples/sieve/rmxfilter.sieve" >.dovecot.sieve
    { dovecot_start "$PWD/Maildir" "$PWD" && dovecot_sieve "$PWD/filters"; } >conf
}

teardown()
{
    leave_user_room
}

# deliver FILE
deliver()
{
    as_user /usr/lib/dovecot/dovecot-lda -c conf <"$1" || { cat log; return 1; }
}

# delivered FOLDER: the one message in the folder, which is the only one anywhere.
delivered()
{
    find Maildir -type f \( -path '*/new/*' -o -path '*/cur/*' \) >messages
    [ "$(wc -l <messages)" -eq 1 ]
    case $(cat messages) in "Maildir/${1:+.$1/}"[nc]*) cat messages ;; *) cat messages log; return 1 ;; esac
}

@test "a forged, a genuine and an unknown message land in different folders, whole" {
    while read -r kind folder status; do
        put "$kind" >message
        deliver message
        stored=$(delivered "$folder")
        [ "$(field X-RMX-Status "$stored")" = "$status" ]
        without_forged_mark message >want
        whole "$stored" want
        rm "$stored"
    done <<'END'
genuine genuine pass (192.0.2.5 may send for bank.example)
forged forged fail (203.0.113.9 may not send for bank.example)
END
    put unknown >message
    deliver message
    [[ $(field X-RMX-Status "$(delivered '')") == 'none (nothing published by silent.example'* ]]
}

@test "by the author first: a signed message that was forwarded, and a phisher's whose envelope passes" {
    needs dkimsign python3-dkim
    signing_zone
    install_filter filters "$zone"
    forwarded >message
    deliver message
    stored=$(delivered genuine)
    [[ $(field X-RMX-Status "$stored") == fail* ]]
    rm "$stored"
    phishing >message
    deliver message
    stored=$(delivered doubtful)
    [[ $(field X-RMX-From "$stored") == refused* ]]
    rm "$stored"
    unproven >message
    deliver message
    [[ $(field X-RMX-Status "$(delivered doubtful)") == fail* ]]
}

@test "in the first step all is marked, and nothing sorted" {
    cp "$top/examples/sieve/rmxfilter.sieve" .dovecot.sieve
    put forged >message
    deliver message
    stored=$(delivered '')
    [ "$(field X-RMX-Status "$stored")" = 'fail (203.0.113.9 may not send for bank.example)' ]
    without_forged_mark message >want
    whole "$stored" want
}

@test "CRLF goes in and comes out" {
    printf '#!/bin/bash\nset -o pipefail\ntee in | ASAN_OPTIONS=%s "%s" %s | tee out\n' \
        "$ASAN_OPTIONS" "$filter" "$zone" >filters/rmxfilter
    put genuine >message
    deliver message
    for file in in out; do
        [ "$(grep -c $'\r$' $file)" -eq "$(wc -l <$file)" ]
    done
    [ "$(head -n 1 out)" = $'X-RMX-Status: pass (192.0.2.5 may send for bank.example)\r' ]
    # Dovecot stores the lines as its settings say, LF alone by default
    without_forged_mark message >want
    whole "$(delivered genuine)" want
}

@test "what the DNS cannot say is put aside, and sorted anew by sieve-filter when it can" {
    install_filter filters "$(no_dns)"
    put genuine >message
    deliver message
    stored=$(delivered doubtful)
    [[ $(field X-RMX-Status "$stored") == temperror* ]]
    install_filter filters "$zone"
    # the command of the example's comment
    again=$(sed -n 's/^#     sieve-filter //p' "$top/examples/sieve/$(dovecot_words rmxfilter.conf rmxfilter-2.4.conf)")
    as_user bash -c "sieve-filter -c conf $again"
    stored=$(delivered genuine)
    [ "$(grep -c '^X-RMX-Status:' "$stored")" -eq 1 ]
    without_forged_mark message >want
    whole "$stored" want
}

@test "an inspector that hangs is done with before Dovecot loses patience" {
    install_filter filters '--timeout 1' "LD_PRELOAD=$room/fault.so FAULT=hang "
    put genuine >message
    deliver message
    stored=$(delivered doubtful)
    [ "$(field X-RMX-Status "$stored")" = 'error (no result in time)' ]
    without_forged_mark message >want
    whole "$stored" want
}

@test "past Dovecot's patience the message is either delivered as it came or left to the mail server" {
    sed -i 's/\(sieve_filter_exec_timeout\) = .*/\1 = 1s/' conf
    install_filter filters '--timeout 30' "LD_PRELOAD=$room/fault.so FAULT=hang "
    put genuine >message
    SECONDS=0
    if deliver message; then
        whole "$(delivered '')" message
    else
        [ ! -e Maildir ] || [ -z "$(find Maildir -path '*/new/*' -o -path '*/cur/*')" ]
    fi
    [ "$SECONDS" -le 20 ] # the filter would wait for 31
}

@test "a filter that cannot write loses nothing" {
    install_filter filters '>/dev/full'
    put genuine >message
    deliver message
    whole "$(delivered '')" message
}

@test "who shows as somebody else is not genuine, though a pass covers the address" {
    while read -r from; do
        put genuine | sed "s/^From:.*/From: $from/" >message
        deliver message
        stored=$(delivered '') || { echo "$from"; return 1; }
        [[ $(field X-RMX-Status "$stored") == pass* ]]
        rm "$stored"
    done <<'END'
"ceo@shop.example" <statements@bank.example>
=?utf-8?q?ceo=40a-rather-long-name-of-a-shop-that-makes-the-field-fold.shop.example?= <statements@bank.example>
ceo@shop.example <statements@bank.example>
<statements@bank.example>, <ceo@shop.example>
<statements@bank.example>\nFrom: <ceo@shop.example>
<statements@bank.example>\nApparently-From: <ceo@shop.example>
<statements@bank.example> (ceo@shop.example)
<statements@bank.example>\r<ceo@shop.example>
END
}

# before: the administrator's script, with SpamAssassin behind the filter, and a script of the user's that reads the marks.
before()
{
    needs spamassassin spamassassin
    as_user mkdir -p before rules state
    as_user cp "$top/examples/sieve/before.sieve" before/rmxfilter.sieve
    as_user cp /etc/spamassassin/*.pre "$top/examples/spamassassin/rmxfilter.cf" rules/
    echo 'use_bayes 0' >rules/local.cf
    : >state/prefs
    printf '#!/bin/sh\nexport HOME=%s\nexec spamassassin --local --siteconfigpath=%s --prefspath=%s\n' \
        "$PWD" "$PWD/rules" "$PWD/state/prefs" >filters/spamc
    chmod 755 filters/spamc
    {
        dovecot_start "$PWD/Maildir" "$PWD"
        sed "s|/usr/lib/dovecot/sieve-filter$|$PWD/filters|; s|/etc/dovecot/sieve-before/|$PWD/before/|" \
            "$top/examples/sieve/$(dovecot_words before.conf before-2.4.conf)"
    } >conf
    cat >.dovecot.sieve <<'END'
require ["fileinto", "mailbox"];
if header :contains "X-Spam-Status" "RMX_FAIL" { fileinto :create "forged"; }
elsif allof (header :matches "X-RMX-From" "aligned *", header :contains "X-Spam-Status" "RMX_ALIGNED") { fileinto :create "genuine"; }
END
}

@test "before all scripts of users: marks, SpamAssassin's rules about them, and a script that reads both" {
    before
    for kind in genuine forged; do
        put $kind >message
        deliver message
        stored=$(delivered $kind)
        [ "$(grep -c '^X-RMX-Status:' "$stored")" -eq 1 ]
        without_forged_mark message >want
        tail -n 3 want | cmp - <(tail -n 3 "$stored")
        rm "$stored"
    done
}

@test "before all scripts of users: where the filter fails, what a message says of itself is taken out" {
    before
    sed -i 's/, header :contains "X-Spam-Status" "RMX_ALIGNED"//' .dovecot.sieve
    printf '#!/bin/sh\nexit 1\n' >filters/spamc
    install_filter filters "$(no_dns) --on-temperror defer"
    put genuine | sed -e 's/^X-RMX-Status:.*/X-RMX-Status: pass (forged)\nX-RMX: Granted/' \
        -e '/^Date:/i X-RMX-From: aligned bank.example\nx-rmx-from : aligned\n\tbank.example\nX-RMX-Relay: 1\nX-RMX-Authentication-Results: a; none' >message
    printf 'X-RMX-From: in the body\n' >>message
    for ending in LF CRLF; do
        [ $ending = LF ] || sed -i 's/$/\r/' message
        deliver message
        stored=$(delivered '')
        sed -e '/^\(\r\|\)$/,$b' -e '/^x-rmx/Id' -e '/^\tbank/d' message | tr -d '\r' >want
        grep -c '^X-RMX' want
        tr -d '\r' <"$stored" >got
        whole got want
        rm "$stored"
    done
}

@test "before all scripts of users: no user's script runs a program, and filters that fail lose nothing" {
    before
    printf '#!/bin/sh\nexit 1\n' >filters/spamc
    install_filter filters '>/dev/full'
    put genuine >message
    without_forged_mark message >want
    deliver message
    whole "$(delivered '')" want
    rm -r Maildir
    second_step "$top/examples/sieve/rmxfilter.sieve" >.dovecot.sieve
    deliver message
    whole "$(delivered '')" want
    grep -qs vnd.dovecot.filter .dovecot.sieve.log log
}
