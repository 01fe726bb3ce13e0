#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The word about the author, from whole messages: with signatures that a signer made, policies, and what somebody could
# do who wants to be taken for another.

bats_require_minimum_version 1.5.0
load common
load callers
load signing

setup()
{
    needs dkimsign python3-dkim
    quiet_room
    signing_zone
    install_filter bin "$zone"
}

# from FILE, status FILE: what is said of the author, and the verdict's word
from() { field X-RMX-From "$1"; }
status() { field X-RMX-Status "$1" | sed 's/ .*//'; }

# says WORDS [OPTION...]: the word about the message on standard input. The marked message is in the file out.
says()
{
    bin/rmxfilter "${@:2}" >out
    from out
    [ "$(from out)" = "$1" ]
}

aligned='aligned bank.example (signed by bank.example)'
refused='refused bank.example (its policy: reject)'

@test "a genuine message through a forwarder that nobody trusts" {
    forwarded | says "$aligned"
    [ "$(status out)" = fail ]
    field X-RMX-Authentication-Results out | tee results
    grep -q 'dkim=pass header.d=bank.example header.s=s1 header.a=rsa-sha256 header.b=[^ ]* dns.sec=no; dmarc=pass' results
}

@test "a phishing message whose envelope is the phisher's own" {
    phishing | says "$refused"
    [ "$(status out)" = pass ]
    field X-RMX-Authentication-Results out | grep -q 'dmarc=fail reason="p=reject" header.from=bank.example$'
}

@test "a signature of the phisher's own domain makes nothing the bank's" {
    written ceo@bank.example | signed phish.example phish | received a@phish.example 203.0.113.9 | says "$refused"
    written ceo@plain.example | signed phish.example phish | received a@phish.example 203.0.113.9 |
        says 'unaligned plain.example (for phish.example)'
    written ceo@plain.example | signed phish.example phish | received a@fwd.example 203.0.113.9 |
        says 'unaligned plain.example (signed by phish.example)'
}

@test "a name of the bank's on a signature that it did not make" {
    written ceo@bank.example | signed bank.example phish | received a@phish.example 203.0.113.9 | says "$refused"
    # the record of the phisher's key, at a name of his that ends or begins like the bank's
    written ceo@bank.example | signed bank.example.phish.example phish | received a@phish.example 203.0.113.9 | says "$refused"
    written ceo@bank.example | signed bank.example phish gone | received a@phish.example 203.0.113.9 | says "$refused"
    written ceo@bank.example | signed bank.example phish none | received a@phish.example 203.0.113.9 | says "$refused"
}

@test "whatever is changed in what was signed" {
    forwarded | sed 's/^Your statement is/Your account is/' | says "$refused"
    forwarded | sed 's/^Subject: Your/Subject: [list] Your/' | says "$refused"
    forwarded | sed 's/^From: .*/From: The board <board@bank.example>/' | says "$refused"
    forwarded | sed '/^$/,$!b;$a P.S.: pay at once.' | says "$refused"
    # nothing of that turns a message of a domain without a policy
    written a@plain.example | signed plain.example bank | sed 's/^Subject: /&[list] /' | received a@list.example 198.51.100.4 |
        says 'unaligned plain.example (for list.example)'
}

@test "a second From, above or below the signed one, as others take the first or the last" {
    forwarded | sed 's/^From: /From: ceo@phish.example\n&/' | says 'ambiguous phish.example bank.example'
    forwarded | sed 's/^Subject: /From: ceo@phish.example\n&/' | says 'ambiguous bank.example phish.example'
    forwarded | sed '1s/^/From: ceo@phish.example\n/' >in
    says 'ambiguous phish.example bank.example' <in
    # the same one twice: a signature for one From does not speak for two
    forwarded | sed 's/^From: .*/&\n&/' | bin/rmxfilter >out
    [[ $(from out) == ambiguous* ]]
}

@test "a signed message that somebody sends once more is the author's still" {
    written statements@bank.example | signed bank.example bank | received replay@phish.example 203.0.113.9 | says "$aligned"
    [ "$(field X-RMX-Status out)" = 'pass (203.0.113.9 may send for phish.example)' ]
}

@test "several signatures: one that holds is enough, and ten are looked at" {
    written a@bank.example | signed bank.example bank | signed list.example phish | signed phish.example phish |
        received a@list.example 198.51.100.7 | says "$aligned"
    { for _ in $(seq 40); do echo 'DKIM-Signature: v=1; a=rsa-sha256; d=phish.example; s=s1; h=from; bh=x; b=x'; done
        written a@bank.example; } | received a@phish.example 203.0.113.9 | says "$refused"
    [ "$(field X-RMX-Authentication-Results out | grep -o 'dkim=' | wc -l)" -eq 10 ]
    # the one that holds is told of, however many stand before it
    { for _ in $(seq 40); do echo 'DKIM-Signature: v=1; a=rsa-sha256; d=phish.example; s=s1; s=s1; h=from; bh=x; b=x'; done
        written a@bank.example | signed bank.example bank; } | received a@list.example 198.51.100.7 | says "$aligned"
    [ "$(field X-RMX-Authentication-Results out | grep -o 'dkim=[a-z]*' | sort | uniq -c | xargs)" = '9 dkim=neutral 1 dkim=pass' ]
}

# questions: how many names were asked for the message on standard input.
questions() { "$filter" explain --json --zone signed.zone | jq '.dns | length'; }

# broken NAME...: signatures of these domains that prove nothing, each in another way.
broken()
{
    while [ $# -gt 0 ]; do
        echo "DKIM-Signature: v=1; a=rsa-sha256; d=$1; s=s1; s=s1; h=from; bh=x; b=x"
        echo "DKIM-Signature: v=1; a=rsa-sha256; d=$1; s=s1; h=from; bh=x; b=eA=="
        echo "DKIM-Signature: v=1; a=none; d=$1; s=s1; h=from; bh=x; b=eA=="
        shift
    done
}

@test "signatures that prove nothing ask no name server, however many domains below the author's they name" {
    written a@bank.example | received a@phish.example 203.0.113.9 >in
    plain=$(questions <in)
    mapfile -t names < <(seq 30 | sed 's/.*/a&.b&.c&.d&.e&.f&.bank.example/')
    { broken "${names[@]}"; cat in; } >many
    [ "$(questions <many)" -eq "$plain" ]
    says "$refused" <many
    # those that are checked, and fail: a key each, and no more
    written a@bank.example >text
    for i in $(seq 12); do signed "a$i.b$i.c$i.d$i.bank.example" phish <text | sed '/^Date:/,$d'; done >fields
    cat fields text | received a@phish.example 203.0.113.9 >many
    [ "$(questions <many)" -eq $((plain + 10)) ]
    says "$refused" <many
}

@test "a key or a policy that cannot be had refuses nothing, and proves nothing" {
    written a@bank.example | signed bank.example bank dead | received a@phish.example 203.0.113.9 |
        says 'unaligned bank.example (for phish.example) (unknown if signed by bank.example)'
    field X-RMX-Authentication-Results out | grep -q 'dkim=temperror .*dmarc=temperror'
    # a name below the bank's that its name servers do not answer for, which is the bank's doing and not the phisher's
    written a@late.bank.example | received a@phish.example 203.0.113.9 | says 'unaligned late.bank.example (for phish.example)'
    # names that the phisher makes up, as deep as he likes, do not lose the policy
    written a@a.b.c.d.e.f.g.h.i.bank.example | received a@phish.example 203.0.113.9 |
        says 'refused a.b.c.d.e.f.g.h.i.bank.example (its policy: reject)'
    written "a@$(printf 'x%.0s' $(seq 60)).$(printf 'y%.0s' $(seq 60)).bank.example" | received a@phish.example 203.0.113.9 |
        bin/rmxfilter >out
    [[ $(from out) == refused* ]]
}

# Leaves with 75 where another try may say more, and only there.
@test "on-temperror=defer waits for an author's key, and not where the author is proven" {
    install_filter bin "$zone --on-temperror defer"
    written a@bank.example | signed bank.example bank dead | received a@phish.example 203.0.113.9 >in
    run -75 --separate-stderr bin/rmxfilter <in
    written a@bank.example | signed bank.example bank | received a@late.bank.example 198.51.100.7 >in
    run -0 --separate-stderr bin/rmxfilter <in
    grep -q '^X-RMX-Status: temperror' <<<"$output"
    written a@bank.example | received a@late.bank.example 198.51.100.7 >in
    run -75 --separate-stderr bin/rmxfilter <in
    # somebody else's key
    written a@plain.example | signed bank.example bank dead | received a@phish.example 203.0.113.9 >in
    run -0 --separate-stderr bin/rmxfilter <in
}

@test "by its HELO name a machine sends bounces of its own domain, and nothing else" {
    written mailer-daemon@bank.example | received '' 192.0.2.5 bank.example |
        says 'aligned bank.example (for bank.example)'
    # another sender, and the bank's HELO name, which anybody can give
    written mailer-daemon@bank.example | received '' 203.0.113.9 bank.example | says "$refused"
    written mailer-daemon@bank.example | received a@phish.example 203.0.113.9 bank.example | says "$refused"
}

@test "an author at a public suffix has no organization" {
    { sed 's/\$ORIGIN example\./$ORIGIN uk./' signed.zone; echo 'co TXT "v=spf1 -all"'; echo 'phish.co TXT "v=spf1 ip4:203.0.113.9 -all"'; } |
        sed 's/^list /list.co /' >uk.zone
    written a@co.uk | received a@phish.co.uk 203.0.113.9 | says 'unaligned co.uk (for phish.co.uk)' --zone uk.zone
}

@test "mail that never came from outside is not refused" {
    written root@bank.example | says 'none bank.example'
    written root@bank.example | received root@bank.example 10.0.0.7 | says 'none bank.example'
    { printf 'Received: by mx.foo.example (Postfix, from userid 1234)\n\tid 4XpQ2r1bZ0z9v; Sat, 7 Nov 2026 09:14:03 +0000\n'
        written root@bank.example; } | says 'none bank.example'
}

# explained FILE: the word that explain has for it.
# shellcheck disable=SC2086 # two words
explained() { "$filter" explain --json $zone <"$1" | jq -r .from; }

# says_and_explains WORD FILE: the first word about the author, by filter and by explain
says_and_explains()
{
    bin/rmxfilter <"$2" >out
    [ "$(from out | sed 's/ .*//')" = "$1" ]
    [ "$(explained "$2")" = "$1" ]
}

@test "x= is judged at the date when the message came in, however long it lay in a mailbox" {
    # the message came in on 7 November 2026, 1794042843, as the host says that wrote the Received field; Date is the sender's
    written a@bank.example | signed_until 1794042900 | received a@fwd.example 198.51.100.7 >in
    sed 's/; Sat, 7 Nov 2026 09:14:03/; Fri, 6 Nov 2026 09:14:03/' in >early
    sed 's/; Sat, 7 Nov 2026 09:14:03/; Sun, 8 Nov 2026 09:14:03/' in >late
    sed 's/; Sat, 7 Nov 2026 09:14:03/; Sun, 8 Nov 2099 09:14:03/' in >future
    sed 's/; Sat, 7 Nov 2026.*/; whenever/' in >never
    says_and_explains aligned in
    says_and_explains aligned early
    says_and_explains refused late
    field X-RMX-Authentication-Results out | grep -q 'dkim=permerror reason="it has expired (x=)"'
    # a clock that is wrong, and a field without a date: then it is now
    says_and_explains refused future
    says_and_explains refused never
}

@test "x= is judged at the boundary's date, not at that of a fetch above it, nor at one that the sender wrote" {
    fetched='Received: from pop.foo.example by home with POP3 (fetchmail-6.4.37)\n\tfor <bob@localhost> (single-drop); %s +0000\n'
    written a@bank.example | signed_until 1794042900 | received a@fwd.example 198.51.100.7 >kept
    # shellcheck disable=SC2059 # a format
    { printf "$fetched" 'Sat, 21 Nov 2026 20:00:00'; cat kept; } >in
    says_and_explains aligned in
    # a replay of the day after, with the fields on top that the first copy had
    { received x@phish.example 203.0.113.9 <kept | sed '1,/^Return-Path: <a@/s/; Sat, 7 Nov 2026 09:14:03/; Sun, 8 Nov 2026 09:14:03/'; } >again
    says_and_explains refused again
    # shellcheck disable=SC2059 # a format
    { printf "$fetched" 'Sat, 7 Nov 2026 09:14:00'; cat again; } >in
    says_and_explains refused in
}

# found WORDS: a field of results that a host writes on top.
found() { printf 'Authentication-Results: mx.mail.example; %s\n' "$1"; cat; }

# at_mailbox: the message as the mailbox's host got it from outside, and handed it on to a relay within.
at_mailbox()
{
    printf 'Received: from mx.mail.example (mx.mail.example [10.0.0.2])\n\tby in.foo.example (Postfix) with ESMTP id 4XpQ2r1bZ0z9w\n'
    printf '\tfor <bob@foo.example>; Sat, 7 Nov 2026 09:14:04 +0000 (UTC)\n'
    cat
}

@test "a signature that held at the mailbox's host, and does not here" {
    forwarded >whole
    b=$(tr -d '\n' <whole | sed 's/.*[; ]b=\(........\).*/\1/')
    # a gateway within put a warning on top of the body
    sed 's/^Your statement is/[external] &/' whole >changed
    says "$refused" <changed
    for results in 'dkim=pass header.d=bank.example' "dkim=pass header.d=bank.example header.s=s1 header.b=$b" \
        'dkim=pass header.i=@bank.example header.s=s1'; do
        found "$results" <changed | at_mailbox | says "$aligned"
        field X-RMX-Authentication-Results out | grep -q 'dkim=fail reason="[^"]*, passed at mx.mail.example"'
        field X-RMX-Authentication-Results out | grep -q 'dmarc=pass reason="p=reject, dkim passed at mx.mail.example"'
    done
    found 'dkim=pass header.d=bank.example' <changed | at_mailbox >in
    # shellcheck disable=SC2086 # two words
    "$filter" explain $zone <in | tee explained
    grep -q 'dkim  fail .*passed at' <(tr -s '\n ' ' ' <explained | sed 's/dkim fail/dkim  fail/')

    # about another signature, another domain, a fail, or another method
    for results in 'dkim=pass header.d=phish.example' 'dkim=pass header.d=bank.example header.s=s2' 'dkim=fail header.d=bank.example' \
        'dkim=pass header.d=bank.example header.b=AAAAAAAA' 'dmarc=pass header.from=bank.example' 'dkim=pass' \
        'spf=pass smtp.mailfrom=bank.example'; do
        found "$results" <changed | at_mailbox | says "$refused"
    done
    # below the boundary: the sender wrote it
    sed "/^DKIM-Signature/i Authentication-Results: mx.mail.example; dkim=pass header.d=bank.example" changed | at_mailbox |
        says "$refused"
    # a signature that the host took and that proves nothing, and beside it a made-up one of the same name
    sed 's/rsa-sha256/rsa-sha1/' whole | sed -n '/^DKIM-Signature/,/^Date:/p' | sed '$d' >weak
    sed '/^DKIM-Signature/{r weak
        N}' changed >both
    [ "$(grep -c '^DKIM-Signature' both)" -eq 2 ]
    found 'dkim=pass header.d=bank.example' <both | at_mailbox | says "$refused"
    # a replay with a field beside the signed one, which the host did not mind: as it is, and changed since
    sed '/^DKIM-Signature/i Subject: Your account is locked' whole >beside
    sed '/^DKIM-Signature/i Subject: Your account is locked' changed >beside-changed
    for file in beside beside-changed; do
        found 'dkim=pass header.d=bank.example' <"$file" | at_mailbox | says "$refused"
    done
    # of a kind that proves nothing, whoever says so
    sed 's/rsa-sha256/rsa-sha1/' whole | found 'dkim=pass header.d=bank.example' | at_mailbox | says "$refused"
}

@test "a key that was there when the mailbox's host asked, and a signature that is not there any more" {
    written a@bank.example | signed bank.example bank gone | received a@fwd.example 198.51.100.7 >in
    says "$refused" <in
    found 'dkim=pass header.d=bank.example header.s=gone' <in | at_mailbox | says "$aligned"
    written a@bank.example | signed list.example phish | received a@fwd.example 198.51.100.7 |
        found 'dkim=pass header.d=bank.example' | at_mailbox | says "$aligned"
    # where none is left nobody knows what words stood in it
    written a@bank.example | received a@fwd.example 198.51.100.7 | found 'dkim=pass header.d=bank.example' | at_mailbox |
        says "$refused"
    # nor where a signature's domain cannot be read here, or others hide one that is of no worth
    for tags in 'd=bank.example; d=bank.example' 'D=bank.example' 'd=bank.example,' 'd="bank.example"'; do
        { echo "DKIM-Signature: v=1; a=rsa-sha256; $tags; s=s1; h=from; bh=x; b=x" && written a@bank.example; } |
            received a@fwd.example 198.51.100.7 | found 'dkim=pass header.d=bank.example' | at_mailbox | says "$refused"
    done
    for count in 99 100 150; do
        {
            yes 'DKIM-Signature: v=1; a=rsa-sha256; d=phish.example; s=s1; h=from; bh=x; b=x' | head -n "$count"
            written a@bank.example | signed bank.example bank | sed 's,rsa-sha256,rsa-sha1,'
        } | received a@fwd.example 198.51.100.7 | found 'dkim=pass header.d=bank.example' | at_mailbox | says "$refused"
    done
    # not so where one is there that never held
    written a@bank.example | signed bank.example bank | sed 's/; s=s1;/; s=s1; s=s1;/' | received a@fwd.example 198.51.100.7 |
        found 'dkim=pass header.d=bank.example' | at_mailbox | says "$refused"
}

@test "SPF of a believed host counts where there is no sender or no client to ask about, and never against our own" {
    written a@bank.example | received a@bank.example 203.0.113.9 | found 'spf=pass smtp.mailfrom=bank.example' | at_mailbox |
        says "$refused"
    written a@bank.example | received a@bank.example 192.0.2.5 | sed '/^Return-Path/d' >unknown
    says "$refused" <unknown
    found 'spf=pass smtp.mailfrom=bank.example' <unknown | at_mailbox | says 'aligned bank.example (for bank.example)'
    found 'spf=pass smtp.mailfrom=phish.example' <unknown | at_mailbox | says "$refused"
    found 'spf=fail smtp.mailfrom=bank.example' <unknown | at_mailbox | says "$refused"
    sed '/^Date:/i Authentication-Results: mx.mail.example; spf=pass smtp.mailfrom=bank.example' unknown | at_mailbox | says "$refused"
    # whoever does not want SPF asked does not want it from others
    found 'spf=pass smtp.mailfrom=bank.example' <unknown | at_mailbox | says "$refused" --schemes rmx
}
