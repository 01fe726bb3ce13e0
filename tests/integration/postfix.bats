#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real Postfix on loopback, with a queue, an account and a /usr/local/bin of its own, delivers through the examples
# as they stand: what the DNS cannot say stays in the queue, and is delivered whole when it can.

bats_require_minimum_version 1.5.0
load common
load postfix
load ../dns/helper.bash

setup()
{
    postfix_room
    second_step "$top/examples/postfix/rmx-deliver" >bin/rmx-deliver
    chmod 755 bin/rmx-deliver
    sed -n '/^Date: /,$p' "$top/examples/demo/genuine.eml" >message # without what relays wrote
    smtp_port=$(free_port)
    make_postfix mx mx.foo.example foo.example 127.0.0.1 "$smtp_port"
    echo 'smtpd_authorized_xclient_hosts = 127.0.0.1' >>mx/main.cf
    home=$dir/mx/home
    on_temperror= # said in the examples
}

teardown()
{
    leave_postfix_room
    stop_servers # waits for all that still runs
}

# ask_dns PORT [SECONDS]: whom bob's rmxfilter asks, and how long.
ask_dns()
{
    printf '[dns]\nnameserver=127.0.0.1:%s\ntimeout=%s\n%s\n' "$1" "${2:-8}" "$on_temperror" \
        >"$home/.config/rmxfilter/rmxfilter.conf"
}

# send CLIENT: hands the message to Postfix as if this client did.
send()
{
    python3 - "$smtp_port" message "$1" <<'END'
import smtplib, sys
port, path, client = sys.argv[1:]
with smtplib.SMTP("127.0.0.1", int(port)) as smtp:
    smtp.ehlo("localhost")
    assert smtp.docmd("XCLIENT", f"ADDR={client} NAME=a.example")[0] == 220
    with open(path, "rb") as file:
        smtp.sendmail("statements@bank.example", ["bob@foo.example"], file.read())
END
}

# delivered FOLDER STATUS: the one message in it has this status, and ends as the message that was sent, and with the
# empty line that Postfix puts behind what it pipes.
delivered()
{
    until_true mail_in "$home" "$1"
    cat "$(mail_in "$home" "$1")" >got
    cat got
    head -n 1 got | grep -qxF "X-RMX-Status: $2"
    {
        cat message
        echo
    } >want
    tail -c "$(stat -c %s want)" got | cmp - want
}

# waits_for_the_dns FOLDER: with whatever delivers here, a genuine message ends up in that folder.
waits_for_the_dns()
{
    start_hostile mute
    ask_dns "$port" 0.4
    start_postfix mx
    send 192.0.2.5
    until_true is_deferred mx
    cat reason
    [ -z "$(mail_in "$home" "$1")" ]

    start "$BUILD/dns/serve" "$top/examples/demo/demo.zone"
    ask_dns "$port"
    flush_queue mx
    delivered "$1" "pass (192.0.2.5 may send for bank.example)"
    until_true queue_is_empty mx

    send 203.0.113.9
    delivered .forged "fail (203.0.113.9 may not send for bank.example)"
    until_true queue_is_empty mx
}

# line_for PROGRAM: the line of the example's main.cf that names it.
line_for()
{
    sed -n "s|^#*\(mailbox_command = .*/$1.*\)|\1|p" "$top/examples/postfix/main.cf"
}

@test "mailbox_command: the script" {
    line_for rmx-deliver >>mx/main.cf
    waits_for_the_dns .
    [ -z "$(ls "$home/Maildir/tmp")" ]
}

@test "the script in its first step marks, and sorts nothing" {
    line_for rmx-deliver >>mx/main.cf
    cp "$top/examples/postfix/rmx-deliver" bin
    start "$BUILD/dns/serve" "$top/examples/demo/demo.zone"
    ask_dns "$port"
    start_postfix mx
    send 203.0.113.9
    delivered . "fail (203.0.113.9 may not send for bank.example)"
}

@test ".forward: the script" {
    cp "$top/examples/postfix/forward" "$home/.forward"
    waits_for_the_dns .
    [ -z "$(ls "$home/Maildir/tmp")" ]
}

@test "mailbox_command: maildrop" {
    [ -x /usr/bin/maildrop ] || skip "no maildrop"
    maildirmake "$home/Maildir"
    maildirmake -f forged "$home/Maildir"
    second_step "$top/examples/maildrop/mailfilter" >"$home/.mailfilter"
    chmod 600 "$home/.mailfilter"
    line_for maildrop >>mx/main.cf
    waits_for_the_dns .
}

@test "mailbox_command: procmail" {
    on_temperror=on-temperror=defer
    [ -x /usr/bin/procmail ] || skip "no procmail"
    procmail_into "$home"
    line_for procmail >>mx/main.cf
    waits_for_the_dns .genuine
}

# handed_in ACCOUNT: what bob's filter says of a message that this account hands in by sendmail's way, with fields of its
# own that show a bank's machine. The queue is filled while Postfix does not run: pickup goes by whose file it is.
handed_in()
{
    {
        printf 'Received: from mail.bank.example (mail.bank.example [192.0.2.5])\n'
        printf '\tby mx.foo.example (Postfix) with ESMTPS id 4XpQ2q0aX9z9v; Sat, 7 Nov 2026 17:25:47 +0000\n'
        cat message
    } | sendmail -C "$dir/mx" -i -f statements@bank.example bob@foo.example
    chown "$1" "$dir"/mx/spool/maildrop/*
    printf '"|/usr/local/bin/rmxfilter --zone %s >%s/out"\n' "$dir/zone" "$home" >"$home/.forward"
    start_postfix mx
    until_true test -s "$home/out"
    until_true queue_is_empty mx
    field X-RMX-Status "$home/out"
    grep -q "from userid $1)" "$home/out"
}

@test "what another account of the host hands in is not believed" {
    cp "$top/examples/demo/demo.zone" zone
    chmod 644 zone
    handed_in 23457 >said
    [ "$(tail -n 1 said)" = "none (submitted by local user 23457)" ]
    [ "$(field X-RMX-From "$home/out")" = "none bank.example" ]
}

@test "what the account itself hands in is" {
    cp "$top/examples/demo/demo.zone" zone
    chmod 644 zone
    handed_in 23456 >said
    [ "$(tail -n 1 said)" = "pass (192.0.2.5 may send for bank.example)" ]
}
