#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real Postfix on loopback, with a queue, an account and a /usr/local/bin of its own, delivers through the examples
# as they stand: what the DNS cannot say stays in the queue, and is delivered whole when it can.

bats_require_minimum_version 1.5.0
load common
load ../dns/helper.bash

setup()
{
    [ -x /usr/sbin/postfix ] || skip "no Postfix"
    [ "$(id -u)" -eq 0 ] || skip "Postfix needs root"
    unshare -mpf --mount-proc true || skip "no file system of its own here"
    # not bats' folder, which others than root cannot reach
    dir=$(mktemp -d)
    chmod 755 "$dir"
    cd "$dir" || return 1
    mkdir bin spool data home home/.config home/.config/rmxfilter
    cp "$filter" bin/rmxfilter
    cp "$top/examples/postfix/rmx-deliver" bin
    chmod 755 bin/*
    sed -n '/^Date: /,$p' "$top/examples/demo/genuine.eml" >message # without what relays wrote
    smtp_port=$(free_port)
    write_settings
    on_temperror= # said in the examples
}

teardown()
{
    [ -z "${dir:-}" ] && return
    # the first process of its own, with which all others end; unshare itself ignores signals, and waits for it
    [ -z "${unshare:-}" ] || kill -KILL "$(ps -o pid= --ppid "$unshare" | tr -d ' ')"
    stop_servers
    cd /
    rm -rf "$dir"
}

write_settings()
{
    {
        cat /etc/passwd
        echo "bob:x:23456:23456::$dir/home:/bin/sh"
    } >passwd
    cat >main.cf <<END
compatibility_level = 3.6
queue_directory = $dir/spool
data_directory = $dir/data
maillog_file = $dir/maillog
maillog_file_prefixes = $dir
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.foo.example
mydestination = foo.example
alias_maps =
alias_database =
smtpd_authorized_xclient_hosts = 127.0.0.1
END
    cat >master.cf <<END
127.0.0.1:$smtp_port inet n - n - - smtpd
pickup   unix n - n 60 1 pickup
cleanup  unix n - n - 0 cleanup
qmgr     unix n - n 300 1 qmgr
rewrite  unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
bounce   unix - - n - 0 bounce
defer    unix - - n - 0 bounce
trace    unix - - n - 0 bounce
flush    unix n - n - 0 flush
showq    unix n - n - - showq
retry    unix - - n - - error
error    unix - - n - - error
anvil    unix - - n - 1 anvil
local    unix - n n - - local
postlog  unix-dgram n - n - 1 postlogd
END
}

# Runs until teardown: all of its processes end with the first. What lies in home is the account's alone, as
# maildrop demands.
start_postfix()
{
    chown -R 23456:23456 home
    chown postfix data
    unshare -mpf --mount-proc sh -c 'mount --bind passwd /etc/passwd && mount --bind bin /usr/local/bin &&
        exec postfix -c "$PWD" start-fg' >postfix.log 2>&1 3>&- &
    unshare=$!
    until_true is_listening
}

is_listening()
{
    true 2>/dev/null <"/dev/tcp/127.0.0.1/$smtp_port"
}

# ask_dns PORT: whom bob's rmxfilter asks.
ask_dns()
{
    printf '[dns]\nnameserver=127.0.0.1:%s\ntimeout=0.4\n%s\n' "$1" "$on_temperror" \
        >home/.config/rmxfilter/rmxfilter.conf
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

# until_true COMMAND...: waits for it, at most 20 s.
until_true()
{
    for _ in $(seq 100); do
        "$@" && return
        sleep 0.2
    done
    cat maillog
    return 1
}

queue()
{
    postqueue -c "$dir" -j
}

is_deferred()
{
    queue | jq -e 'select(.queue_name == "deferred") | .recipients[0].delay_reason' >reason
}

queue_is_empty()
{
    [ -z "$(queue)" ]
}

# mail_in FOLDER: the message in it.
mail_in()
{
    find "home/Maildir/$1/new" -type f 2>/dev/null | grep .
}

# delivered FOLDER STATUS: the one message in it has this status, and ends as the message that was sent, and with the
# empty line that Postfix puts behind what it pipes.
delivered()
{
    until_true mail_in "$1"
    cat "$(mail_in "$1")" >got
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
    ask_dns "$port"
    start_postfix
    send 192.0.2.5
    until_true is_deferred
    cat reason
    ! mail_in "$1"

    start "$BUILD/dns/serve" "$top/examples/demo/demo.zone"
    ask_dns "$port"
    postqueue -c "$dir" -f
    delivered "$1" "pass (192.0.2.5 may send for bank.example)"
    until_true queue_is_empty

    send 203.0.113.9
    delivered .forged "fail (203.0.113.9 may not send for bank.example)"
    until_true queue_is_empty
}

# line_for PROGRAM: the line of the example's main.cf that names it.
line_for()
{
    sed -n "s|^#*\(mailbox_command = .*/$1.*\)|\1|p" "$top/examples/postfix/main.cf"
}

@test "mailbox_command: the script" {
    line_for rmx-deliver >>main.cf
    waits_for_the_dns .
    [ -z "$(ls home/Maildir/tmp)" ]
}

@test ".forward: the script" {
    cp "$top/examples/postfix/forward" home/.forward
    waits_for_the_dns .
    [ -z "$(ls home/Maildir/tmp)" ]
}

@test "mailbox_command: maildrop" {
    [ -x /usr/bin/maildrop ] || skip "no maildrop"
    maildirmake home/Maildir
    maildirmake -f forged home/Maildir
    cp "$top/examples/maildrop/mailfilter" home/.mailfilter
    chmod 600 home/.mailfilter
    line_for maildrop >>main.cf
    waits_for_the_dns .
}

@test "mailbox_command: procmail" {
    on_temperror=on-temperror=defer
    [ -x /usr/bin/procmail ] || skip "no procmail"
    {
        printf 'MAILDIR=$HOME/Maildir\nDEFAULT=$MAILDIR/\n'
        sed -e 's|^forged$|.forged/|' -e 's|^genuine$|.genuine/|' -e 's|^:0:$|:0|' "$top/procmailrc.example"
    } >home/.procmailrc
    mkdir home/Maildir
    line_for procmail >>main.cf
    waits_for_the_dns .genuine
}
