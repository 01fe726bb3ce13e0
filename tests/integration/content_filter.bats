#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real Postfix has all mail that comes in by SMTP marked, by the example's master.cf and script: each message once, whole,
# to whom it was for, from whom it was, whatever strangers call themselves.

bats_require_minimum_version 1.5.0
load common
load postfix
load ../dns/helper.bash

setup()
{
    postfix_room
    cp "$top/examples/postfix/rmx-reinject" bin
    sed -n '/^Date: /,$p' "$top/examples/demo/genuine.eml" >message # without what relays wrote
    smtp_port=$(free_port)
    make_postfix mx mx.foo.example foo.example 127.0.0.1 "$smtp_port"
    home=$dir/mx/home
    printf '%s\n' 'smtpd_authorized_xclient_hosts = 127.0.0.1' 'home_mailbox = Maildir/' 'allow_min_user = yes' \
        'local_recipient_maps =' 'luser_relay = bob@foo.example' "alternate_config_directories = $dir/mx" >>mx/main.cf
    # its files are not among those of other tests
    install -d -m 1777 tmp
    echo "export_environment = TZ MAIL_CONFIG LANG TMPDIR=$dir/tmp" >>mx/main.cf
    echo 'rmxfilter:x:23457:23457::/nonexistent:/usr/sbin/nologin' >>mx/passwd
    # the example's smtpd, on the port of this room
    sed -i '/ inet /d' mx/master.cf
    sed "s|^smtp  |127.0.0.1:$smtp_port|; s|  y  |  n  |" "$top/examples/postfix/master.cf" >>mx/master.cf
    filter_by "--zone $dir/zone"
    cp "$top/examples/demo/demo.zone" zone
    chmod 644 zone
}

teardown()
{
    leave_postfix_room
    stop_servers
}

# filter_by "OPTION...": /usr/local/bin/rmxfilter runs the filter under test with these.
filter_by()
{
    [ -e bin/filter ] || mv bin/rmxfilter bin/filter
    printf '#!/bin/sh\nexec /usr/local/bin/filter %s\n' "$1" >bin/rmxfilter.new
    chmod 755 bin/rmxfilter.new
    mv bin/rmxfilter.new bin/rmxfilter
}

# send CLIENT HELO SENDER RECIPIENT...: in the words of SMTP, as they are.
send()
{
    python3 - "$smtp_port" message "$@" <<'END'
import smtplib, sys
port, path, client, helo, sender, *recipients = sys.argv[1:]
with smtplib.SMTP("127.0.0.1", int(port)) as smtp:
    def said(*words):
        code, text = smtp.docmd(*words)
        assert code in (220, 250, 354), (words, code, text)
    said("EHLO", "localhost")
    said("XCLIENT", f"ADDR={client} NAME=a.example")
    said("HELO", helo)
    said("MAIL", f"FROM:<{sender}>")
    for recipient in recipients:
        said("RCPT", f"TO:<{recipient}>")
    with open(path, "rb") as file:
        assert smtp.data(file.read().replace(b"\n", b"\r\n"))[0] == 250
END
}

# arrived NUMBER: so many messages are in bob's mailbox, and nothing in the queue.
arrived()
{
    [ "$(find "$home/Maildir/new" -type f 2>/dev/null | wc -l)" -ge "$1" ] && queue_is_empty mx
}

# is_deferred_again: the second try has failed, too, and there will be another.
is_deferred_again()
{
    [ "$(grep -c ' status=deferred (' mx/maillog)" -ge 2 ] && is_deferred mx
}

# is_sound FILE: marked once, and ends as the message that was sent.
is_sound()
{
    [ "$(grep -c '^X-RMX-Status:' "$1")" -eq 1 ]
    tail -c "$(stat -c %s message)" "$1" | cmp - message
}

@test "what comes in is marked once, and is otherwise as it came" {
    start_postfix mx
    sed -i '1i X-RMX-Status: pass (forged)' message
    send 192.0.2.5 mail.bank.example statements@bank.example bob@foo.example
    send 203.0.113.9 mail.bank.example statements@bank.example bob@foo.example
    until_true arrived 2
    sed -i 1d message
    for file in "$home"/Maildir/new/*; do
        is_sound "$file"
        [ "$(field Return-Path "$file")" = '<statements@bank.example>' ]
        field X-RMX-Status "$file"
    done >said
    sort said | diff - <(printf '%s\n' 'fail (203.0.113.9 may not send for bank.example)' 'pass (192.0.2.5 may send for bank.example)')
    # no message went through it twice
    [ "$(grep -c 'relay=rmxfilter,' mx/maillog)" -eq 2 ]
    [ -z "$(ls -A tmp)" ]
}

@test "no HELO, sender or recipient is taken for an option, a word of the shell or more than one word" {
    start_postfix mx
    number=0
    while IFS='|' read -r helo sender recipient; do
        number=$((number + 1))
        send 192.0.2.5 "$helo" "$sender" "$recipient"
        until_true arrived 1
        file=$(mail_in "$home" .)
        cat "$file"
        is_sound "$file"
        [ "$(field Return-Path "$file")" = "<$sender>" ]
        [ "$(field X-Original-To "$file")" = "$recipient" ]
        rm "$file"
    done <<'END'
--help|-bs@bank.example|bob@foo.example
-f|--help@bank.example|bob@foo.example
$(touch${IFS}/tmp/taken-over)|"$(touch /tmp/taken-over)"@bank.example|bob@foo.example
;touch|"; touch /tmp/taken-over;"@bank.example|"; touch /tmp/taken-over;"@foo.example
a|"a b"@bank.example|"b c -f x"@foo.example
a|"-f root"@bank.example|-bs@foo.example
a|`touch`@bank.example|-Am@foo.example
a|statements@bank.example|--@foo.example
a|"a\"b\\c"@bank.example|-froot@foo.example
mail.bank.example||bob@foo.example
END
    [ "$number" -eq 10 ]
    [ ! -e /tmp/taken-over ]
    grep -c 'relay=rmxfilter,' mx/maillog
    [ "$(grep -c 'relay=rmxfilter,' mx/maillog)" -eq 10 ]
}

@test "a null sender stays one, and its HELO name is checked" {
    start_postfix mx
    send 203.0.113.9 mail.bank.example '' bob@foo.example
    until_true arrived 1
    file=$(mail_in "$home" .)
    [ "$(field Return-Path "$file")" = '<>' ]
    field X-RMX-Authentication-Results "$file" | grep -q 'smtp.helo=mail.bank.example'
}

@test "several recipients get it each, once" {
    start_postfix mx
    send 192.0.2.5 a statements@bank.example bob@foo.example -b@foo.example '"c d"@foo.example'
    until_true arrived 3
    grep -h '^X-Original-To:' "$home"/Maildir/new/* | sort | diff - <(printf 'X-Original-To: %s\n' '"c d"@foo.example' \
        -b@foo.example bob@foo.example | sort)
}

@test "what the DNS cannot say, and what was not written whole, stays in the queue" {
    start_hostile mute
    filter_by "--nameserver 127.0.0.1:$port --timeout 0.3 --on-temperror defer"
    start_postfix mx
    send 192.0.2.5 a statements@bank.example bob@foo.example
    until_true is_deferred mx
    filter_by '| head -c 100; exit 74'
    flush_queue mx
    until_true is_deferred_again
    [ -z "$(mail_in "$home" .)" ]
    filter_by "--zone $dir/zone"
    flush_queue mx
    until_true arrived 1
    is_sound "$(mail_in "$home" .)"
}

@test "a sendmail that was killed, or does not take it, leaves the message in the queue" {
    # shellcheck disable=SC2016 # the script's
    printf '#!/bin/sh\nkill -KILL $$\n' >bin/sendmail
    chmod 755 bin/sendmail
    start_postfix mx
    send 192.0.2.5 a statements@bank.example bob@foo.example
    until_true is_deferred mx
    printf '#!/bin/sh\nexit 69\n' >bin/sendmail
    flush_queue mx
    until_true is_deferred_again
    [ -z "$(mail_in "$home" .)" ]
    rm bin/sendmail
    flush_queue mx
    until_true arrived 1
    is_sound "$(mail_in "$home" .)"
}
