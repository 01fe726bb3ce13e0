#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The old address at foo.edu, as examples/forwarding has it: a real Postfix there takes mail from public addresses and
# forwards it, with a real PostSRSd and without, to a real Postfix at the mailbox, which delivers by procmail. All in a
# network of their own.

bats_require_minimum_version 1.5.0
load common
load callers
load postfix
load ../dns/helper.bash

bank=192.0.2.5 forger=203.0.113.9 university=192.0.2.70 mailbox=198.51.100.25

setup()
{
    needs procmail procmail
    postfix_room
    make_network
    make_postfix university mx.foo.edu foo.edu $university 25
    printf 'smtp_bind_address = %s\nrelayhost = [%s]\n' $university $mailbox >>university/main.cf
    cp "$top/examples/forwarding/forward" university/home/.forward
    make_postfix mailbox mx.mailbox.example mailbox.example $mailbox 25
    sed -n 's/^#\(mailbox_command = .*procmail.*\)/\1/p' "$top/examples/postfix/main.cf" >>mailbox/main.cf
    home=$dir/mailbox/home
    procmail_into "$home"
    cp "$top/examples/forwarding/rmxfilter.conf" settings
    publish forwarding.zone
}

teardown()
{
    leave_postfix_room
    [ -z "${network:-}" ] || kill "$network"
    stop_servers # waits for all that still runs
}

# make_network: one where these addresses are public ones and all here; $inside enters it. (A private client would be
# trusted unasked.)
make_network()
{
    unshare -n sleep 600 3>&- &
    network=$!
    inside=(nsenter -t "$network" -n)
    until_true is_apart
    "${inside[@]}" ip link set lo up
    for address in $bank $forger $university $mailbox; do
        "${inside[@]}" ip address add "$address/32" dev lo
    done
}

is_apart()
{
    [ "$(readlink /proc/self/ns/net)" != "$(readlink "/proc/$network/ns/net")" ]
}

# publish ZONE: bob's rmxfilter asks a name server with this zone.
publish()
{
    start "${inside[@]}" "$BUILD/dns/serve" "$top/tests/zones/$1"
    tell "$port"
}

# tell PORT [SECONDS]: bob's settings are the example's, and he asks this name server, and waits so long for it.
tell()
{
    sed "s/^\[dns\]/&\nnameserver=127.0.0.1:$1\ntimeout=${2:-8}/" settings >"$home/.config/rmxfilter/rmxfilter.conf"
}

# srs: foo.edu rewrites senders, by the example's settings.
srs()
{
    [ -x /usr/sbin/postsrsd ] || skip "no PostSRSd: its package postsrsd is not installed"
    cat "$top/examples/forwarding/srs.cf" >>university/main.cf
    echo secret >srs.secret
    "${inside[@]}" postsrsd -4 -s srs.secret -d foo.edu >srs.log 2>&1 3>&- &
    PIDS+=($!)
    until_true "${inside[@]}" bash -c 'true </dev/tcp/127.0.0.1/10001 && true </dev/tcp/127.0.0.1/10002' 2>/dev/null
}

# send CLIENT SENDER SUBJECT [HOST RECIPIENT]: in this client's name, to the old address or another.
send()
{
    "${inside[@]}" python3 - "$1" "$2" "$3" "${4:-$university}" "${5:-bob@foo.edu}" <<'END'
import smtplib, sys
client, sender, subject, host, recipient = sys.argv[1:]
with smtplib.SMTP(host, 25, "mail.bank.example", source_address=(client, 0)) as smtp:
    smtp.sendmail(sender, [recipient], f"From: <statements@bank.example>\nSubject: {subject}\n\nYours.\n")
END
}

# mail_about SUBJECT: the delivered message of this subject.
mail_about()
{
    find "$home/Maildir" -path '*/new/*' -exec grep -lxF "Subject: $1" {} + | grep .
}

# arrived SUBJECT FOLDER STATUS: the one message of this subject is there ("": in the inbox), with this status.
arrived()
{
    until_true mail_about "$1" >found
    cat "$(cat found)" >got
    [[ $(cat found) == "$home/Maildir/${2:+$2/}new/"* ]] || { cat found got; return 1; }
    # shellcheck disable=SC2053 # it may be a pattern
    [[ $(field X-RMX-Status got) == $3 ]] || { cat got; return 1; }
}

# sorts_all: everything that came by way of foo.edu, against who spoke to foo.edu.
sorts_all()
{
    send $bank statements@bank.example genuine
    send $forger statements@bank.example forged
    send $bank statements@silent.example unknown
    arrived genuine .genuine "pass ($bank may send for bank.example)"
    arrived forged .forged "fail ($forger may not send for bank.example)"
    arrived unknown '' 'none (nothing published by silent.example*'
    tell "$port" 0.6 # only what never comes is waited for now
    send $bank statements@late.example deferred
    until_true is_deferred mailbox
    [ -z "$(mail_about deferred)" ]
    sed "s/^late.example.*/late.example. TXT \"v=spf1 ip4:$bank -all\"/" "$top/tests/zones/forwarding.zone" >again.zone
    start "${inside[@]}" "$BUILD/dns/serve" "$dir/again.zone"
    tell "$port"
    flush_queue mailbox
    arrived deferred '' "pass ($bank may send for late.example)"
    until_true queue_is_empty mailbox
    until_true queue_is_empty university
}

# without_trust: bob's settings name nobody any more.
without_trust()
{
    sed -i '/^trust=/d' settings
    tell "$port"
}

# (More than one thing in each, because two Postfixes take their time to start.)

@test "mail by way of the old address, sorted by who spoke to it; without trust, by who forwarded it" {
    start_postfix university mailbox
    sorts_all
    run ! grep -rqs SRS0 "$home/Maildir"
    # what comes straight, as ever
    send $forger statements@bank.example straight $mailbox bob@mailbox.example
    arrived straight .forged "fail ($forger may not send for bank.example)"
    # a DNS that cannot say whether foo.edu is trusted
    tell "$("${inside[@]}" python3 "$DNS/free_ports.py" 1)"
    send $bank statements@bank.example waits
    until_true is_deferred mailbox
    without_trust
    send $bank statements@bank.example untrusted
    arrived untrusted .forged "fail ($university may not send for bank.example)"
}

@test "the same where foo.edu rewrites senders" {
    srs
    start_postfix university mailbox
    sorts_all
    grep -rqs '^Return-Path: <SRS0=.*=bank.example=statements@foo.edu>' "$home/Maildir/.genuine/new"
    # who makes up such an address gains nothing, neither straight nor by way of foo.edu
    made_up=$(sed -n 's/^Return-Path: <\(SRS0=.*\)>/\1/p' "$home"/Maildir/.genuine/new/*)
    send $forger "$made_up" straight $mailbox bob@mailbox.example
    arrived straight .forged "fail ($forger may not send for foo.edu)"
    send $forger "$made_up" twice
    arrived twice .forged "fail ($forger may not send for bank.example)"
    # without trust the forwarder passes, for itself, whoever sent it
    without_trust
    send $forger statements@bank.example untrusted
    arrived untrusted '' "pass ($university may send for foo.edu)"
    [ "$(field X-RMX-From got)" = 'unaligned bank.example (for foo.edu)' ]
}
