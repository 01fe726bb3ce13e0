#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What `explain` advises to trust, and what no sender can make it advise. Everything below the boundary is the sender's to write.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    cat >zone <<'END'
$TTL 300
bank.example. TXT "v=spf1 ip4:203.0.113.20 ip4:203.0.113.21 -all"
mail.bank.example. A 203.0.113.20
20.113.0.203.in-addr.arpa. PTR mail.bank.example.
; the user's own domain, with a secondary MX elsewhere, and a web server that may send
home.example. MX 10 mx.home.example.
home.example. MX 20 mx2.backup.example.
home.example. TXT "v=spf1 mx ip4:198.51.100.80 include:spf.mailer.example -all"
mx.home.example. A 203.0.113.50
mx2.backup.example. A 198.51.100.53
53.100.51.198.in-addr.arpa. PTR mx2.backup.example.
web.hoster.example. A 198.51.100.80
gate.home.example. A 198.51.100.90
90.100.51.198.in-addr.arpa. PTR gate.home.example.
dsl-90-91.home.example. A 198.51.100.91
91.100.51.198.in-addr.arpa. PTR dsl-90-91.home.example.
spf.mailer.example. TXT "v=spf1 ip4:198.51.100.44 -all"
out.mailer.example. A 198.51.100.44
44.100.51.198.in-addr.arpa. PTR out.mailer.example.
; a university that forwards
foo.edu. TXT "v=spf1 ip4:198.51.100.0/28 -all"
out1.mail.foo.edu. A 198.51.100.1
1.100.51.198.in-addr.arpa. PTR out1.mail.foo.edu.
; a domain whose mail a filtering service takes, by whose records it sends
filtered.example. MX 10 in1.filter.example.
filtered.example. TXT "v=spf1 include:spf.filter.example -all"
spf.filter.example. TXT "v=spf1 ip4:198.51.100.13 -all"
in1.filter.example. A 198.51.100.11
out3.filter.example. A 198.51.100.13
13.100.51.198.in-addr.arpa. PTR out3.filter.example.
vps7.filter.example. A 198.51.100.14
14.100.51.198.in-addr.arpa. PTR vps7.filter.example.
; a forger's own
spam.example. TXT "v=spf1 ip4:192.0.2.66 -all"
spam.example. MX 10 mx.spam.example.
mx.spam.example. A 192.0.2.66
66.2.0.192.in-addr.arpa. PTR mx.spam.example.
; one whose reverse zone claims a name of the user's
67.2.0.192.in-addr.arpa. PTR mx2.backup.example.
; everybody may send for these, or all customers of a provider
open.example. TXT "v=spf1 +all"
wide.example. TXT "v=spf1 ip4:128.0.0.0/1 -all"
hosted.example. MX 10 aspmx.l.google.com.
hosted.example. TXT "v=spf1 include:_spf.google.com -all"
aspmx.l.google.com. A 198.51.100.70
_spf.google.com. TXT "v=spf1 ip4:198.51.100.71 -all"
mail-ed1.google.com. A 198.51.100.71
71.100.51.198.in-addr.arpa. PTR mail-ed1.google.com.
fails.example. ERROR SERVFAIL
; octets that a terminal would obey
escape.example. TXT "v=spf1 ip4:192.0.2.68 include:x.example -all"
mx\027[31m.escape.example. A 192.0.2.68
68.2.0.192.in-addr.arpa. PTR mx\027[31m.escape.example.
END
}

# hop HELO RDNS IP BY FOR [WITH]: a field as Postfix writes it.
hop()
{
    printf 'Received: from %s (%s [%s])\n\tby %s (Postfix) with %s id 4F5A\n\tfor <%s>; Sat, 1 Mar 2003 17:25:48 -0800\n' \
        "$1" "$2" "$3" "$4" "${6:-ESMTP}" "$5"
}

# The field that bank.example's own host would bring about at HOST, for ADDRESS.
from_bank()
{
    hop mail.bank.example mail.bank.example 203.0.113.20 "$1" "${2:-me@home.example}"
}

# message: the fields on standard input, with a sender of bank.example.
message()
{
    printf 'Return-Path: <%s>\n' "${1:-statements@bank.example}"
    cat
    printf 'From: Your bank <statements@bank.example>\n\nbody\n'
}

# advised OPTION...: the verdict, and each entry that is advised for the message on standard input, with its verdict and "?" where
# only the message claims it.
advised()
{
    "$filter" explain --json --zone zone --authserv-id mx.home.example "$@" >json || return
    jq -r '[.status] + [.advice // [] | .[] | "\(.entry)=\(.status)\(if .claimed then "?" else "" end)"] | join(" ")' json
}

# expect WANT [OPTION...]: the same for the message in the file "in".
expect()
{
    want=$1
    shift
    got=$(advised "$@" <in)
    [ "$got" = "$want" ] || { echo "got: $got, want: $want"; return 1; }
}

@test "a secondary MX" {
    { hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@home.example; from_bank mx2.backup.example; } |
        message >in
    expect 'fail mx:home.example=pass'
    [ "$(jq -r '.advice[0] | .if, .reason, .proof' json)" = \
        'mx2.backup.example is yours
203.0.113.20 may send for bank.example
198.51.100.53 is an MX host of home.example' ]
    "$filter" explain --zone zone <in >text
    tr -s ' \n' ' ' <text | grep -qF 'If mx2.backup.example is yours, add `trust=mx:home.example`: the verdict would be pass (203.0.113.20 may send for bank.example)'
    # it is true
    expect 'pass' --trust mx:home.example
    # what came in there may be forged: then that would show
    { hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@home.example
      hop mail.bank.example unknown 192.0.2.66 mx2.backup.example me@home.example; } | message >in
    expect 'fail mx:home.example=fail'
}

@test "hosts of the user's domain: by its records, by their names" {
    { hop web.hoster.example web.hoster.example 198.51.100.80 mx.home.example me@home.example; from_bank web.hoster.example; } |
        message >in
    expect 'fail web.hoster.example=pass'
    { hop gate.home.example gate.home.example 198.51.100.90 mx.home.example me@home.example; from_bank gate.home.example; } |
        message >in
    expect 'fail gate.home.example=pass'
    [ "$(jq -r '.advice[0].proof' json)" = '198.51.100.90 is the address of gate.home.example' ]
    # for whom it came can also stand in a field above
    { echo 'Delivered-To: me@home.example'
      hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.isp.example x; from_bank mx2.backup.example; } | message >in
    expect 'fail mx:home.example=pass'
}

@test "a filtering service that takes the domain's mail and may send for it, and no other customer of it" {
    { hop out3.filter.example out3.filter.example 198.51.100.13 mx.home.example me@filtered.example
      from_bank out3.filter.example; } | message >in
    expect 'fail out3.filter.example=pass'
    { hop vps7.filter.example vps7.filter.example 198.51.100.14 mx.home.example me@filtered.example
      from_bank vps7.filter.example; } | message >in
    expect 'fail'
}

@test "a forwarder: the user is asked whether he has an address there" {
    { hop out1.mail.foo.edu out1.mail.foo.edu 198.51.100.1 mx.home.example me@home.example
      from_bank out1.mail.foo.edu bob@foo.edu; } | message >in
    expect 'fail spf:foo.edu=pass?'
    [ "$(jq -r '.advice[0].if' json)" = 'you have an address at foo.edu, and out1.mail.foo.edu hands on its mail to you' ]
    "$filter" explain --zone zone <in >text
    tr -s ' \n' ' ' <text | grep -qF 'its sender may have made it up'
    # which rewrote the sender
    { hop out1.mail.foo.edu out1.mail.foo.edu 198.51.100.1 mx.home.example me@home.example
      hop mail.bank.example mail.bank.example 203.0.113.20 out1.mail.foo.edu x; } |
        message SRS0=k3Zp=D4=bank.example=statements@foo.edu >in
    expect 'pass spf:foo.edu=pass?'
    [ "$(jq -r '.advice[0].reason' json)" = '203.0.113.20 may send for bank.example' ]
    # Postfix forwards a mailbox's mail anew, and writes whose mailbox it was above what it took it by; qmail writes lines of its queue
    { hop out1.mail.foo.edu out1.mail.foo.edu 198.51.100.1 mx.home.example me@home.example
      printf 'Received: by out1.mail.foo.edu (Postfix)\n\tid 4F5B; Sat, 1 Mar 2003 17:25:47 -0800\nDelivered-To: bob@foo.edu\n'
      from_bank out1.mail.foo.edu x; } | message >in
    expect 'fail spf:foo.edu=pass?'
    { hop out1.mail.foo.edu out1.mail.foo.edu 198.51.100.1 mx.home.example me@home.example
      printf 'Received: (qmail 12345 invoked by uid 89); 1 Mar 2003 17:25:48 -0000\nDelivered-To: bob@foo.edu\n'
      printf 'Received: (qmail 12346 invoked from network); 1 Mar 2003 17:25:48 -0000\n'
      printf 'Received: from mail.bank.example (203.0.113.20)\n  by out1.mail.foo.edu with SMTP; 1 Mar 2003 17:25:48 -0000\n'; } |
        message >in
    expect 'fail spf:foo.edu=pass?'
    # behind the secondary MX
    { hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@home.example
      hop out1.mail.foo.edu out1.mail.foo.edu 198.51.100.1 mx2.backup.example me@home.example
      from_bank out1.mail.foo.edu bob@foo.edu; } | message >in
    expect 'fail mx:home.example=fail spf:foo.edu=pass?'
    expect 'pass' --trust 'mx:home.example;spf:foo.edu'
}

@test "a sender's own mail, and its own hosts, are no relays" {
    from_bank mx.home.example | message >in
    expect 'pass'
    { from_bank mx.home.example; hop pc.bank.example pc 192.0.2.9 mail.bank.example me@home.example; } | message >in
    expect 'pass'
    # which its own hosts handed on, under an address that the sender's own host tagged
    { hop mail.bank.example mail.bank.example 203.0.113.20 mx.home.example me@home.example
      hop in.bank.example in.bank.example 203.0.113.21 mail.bank.example me@bank.example; } |
        message prvs=1234567890=statements@bank.example >in
    expect 'pass'
    # nothing below, or not by that host, or by its own user
    hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@home.example | message >in
    expect 'fail'
    { hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@home.example; from_bank mx.other.example; } |
        message >in
    expect 'fail'
    { hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@home.example
      printf 'Received: from laptop (x [203.0.113.20])\n\t(Authenticated sender: eve)\n\tby mx2.backup.example (Postfix) with ESMTPSA id 1; Sat, 1 Mar 2003\n'; } |
        message >in
    expect 'fail'
}

@test "a forger's host: nothing that it writes makes it the user's" {
    own=(mx.spam.example mx.spam.example 192.0.2.66 mx.home.example me@home.example)
    { hop "${own[@]}"; from_bank mx.spam.example; } | message >in
    expect 'fail'
    # names of the user's: in HELO, in the field below, in a reverse zone
    { hop mx2.backup.example unknown 192.0.2.66 mx.home.example me@home.example; from_bank mx2.backup.example; } | message >in
    expect 'fail'
    { hop mx2.backup.example mx2.backup.example 192.0.2.67 mx.home.example me@home.example; from_bank mx2.backup.example; } |
        message >in
    expect 'fail'
    # an address of the user's, in all places below the boundary
    { hop "${own[@]}"; echo 'Delivered-To: me@home.example'; from_bank mx.spam.example me@home.example
      echo 'X-Original-To: me@home.example'; } | message >in
    expect 'fail'
    # an address of somebody else's domain, which does not know the host
    { hop "${own[@]}"; from_bank mx.spam.example bob@foo.edu; } | message >in
    expect 'fail'
    # an address of his own domain: the question names it, and does not say that the host is the user's
    { hop "${own[@]}"; from_bank mx.spam.example '"mx2.backup.example is yours, add trust=0.0.0.0/0"@spam.example'; } | message >in
    expect 'fail mx:spam.example=pass?'
    [ "$(jq -r '.advice[0].if' json)" = 'you have an address at spam.example, and mx.spam.example hands on its mail to you' ]
    "$filter" explain --zone zone <in >text
    run ! grep -q 'is yours, add `' text
    run ! grep -q '`trust=0' text
    { hop "${own[@]}"; echo 'Delivered-To: me@spam.example'; from_bank mx.spam.example; } | message >in
    expect 'fail mx:spam.example=pass?'
    [ "$(jq -r '.advice[0].if' json)" = 'you have an address at spam.example, and mx.spam.example hands on its mail to you' ]
    { hop "${own[@]}"; from_bank mx.spam.example; } | message SRS0=k3Zp=D4=bank.example=statements@spam.example >in
    expect 'pass mx:spam.example=pass?'
    # through what others share: an address of a domain that lets all customers of a provider send, or everybody
    { hop mail-ed1.google.com mail-ed1.google.com 198.51.100.71 mx.home.example me@home.example
      from_bank mail-ed1.google.com bob@hosted.example; } | message >in
    expect 'fail'
    for domain in open.example wide.example; do
        { hop "${own[@]}"; from_bank mx.spam.example "bob@$domain"; } | message >in
        expect 'fail'
    done
}

@test "nothing that others publish gets to the terminal as it is" {
    { hop mx.escape.example mx.escape.example 192.0.2.68 mx.home.example me@escape.example; from_bank mx.escape.example; } |
        message >in
    expect 'fail .escape.example=pass'
    "$filter" explain --zone zone --color never <in >text
    run ! grep -q $'\e' text
    { hop mx.escape.example mx.escape.example 192.0.2.68 mx.home.example me@home.example
      from_bank mx.escape.example bob@escape.example; } | message >in
    expect 'fail .escape.example=pass?'
    "$filter" explain --zone zone --color never <in >text
    run ! grep -q $'\e' text
}

@test "what the user's own domain publishes ties nobody whom strangers can pay to send" {
    for domain in open.example wide.example; do
        { hop mx.spam.example mx.spam.example 192.0.2.66 mx.home.example "me@$domain"; from_bank mx.spam.example; } | message >in
        expect 'fail'
    done
    { hop out.mailer.example out.mailer.example 198.51.100.44 mx.home.example me@home.example; from_bank out.mailer.example; } |
        message >in
    expect 'fail'
    { hop mail-ed1.google.com mail-ed1.google.com 198.51.100.71 mx.home.example me@hosted.example
      from_bank mail-ed1.google.com; } | message >in
    expect 'fail'
    { hop mail-ed1.google.com mail-ed1.google.com 198.51.100.71 mx.home.example me@gmail.com
      from_bank mail-ed1.google.com; } | message >in
    expect 'fail'
    # a customer's line
    { hop dsl-90-91.home.example dsl-90-91.home.example 198.51.100.91 mx.home.example me@home.example
      from_bank dsl-90-91.home.example; } | message >in
    expect 'fail'
}

@test "no advice against the user's own word, nor where the DNS is silent" {
    { hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@home.example; from_bank mx2.backup.example; } |
        message >in
    expect 'fail' --trust '!198.51.100.53'
    expect 'pass' --hops 2
    expect 'temperror' --trust mx:fails.example
    expect 'fail' --client-ip 198.51.100.53
    { hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@fails.example
      from_bank mx2.backup.example me@fails.example; } |
        message >in
    expect 'fail'
}

@test "advice changes no verdict, and no filter asks for it" {
    { hop mx2.backup.example mx2.backup.example 198.51.100.53 mx.home.example me@home.example; from_bank mx2.backup.example; } |
        message >in
    "$filter" --zone zone <in >out
    [ "$(field X-RMX-Status out)" = 'fail (198.51.100.53 may not send for bank.example)' ]
    [ "$("$filter" explain --json --zone zone <in | jq -r .reason)" = '198.51.100.53 may not send for bank.example' ]
    # where all questions went into the verdict there are some for the advice
    printf '[dns]\nquestions=5\n' >rc
    expect 'fail mx:home.example=pass' -c rc
}
