#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real fetchmail, with the example's settings, fetches from a real Dovecot and hands every message to procmail,
# whose first recipe is the filter. fetchmail's own Received field stands above the one that counts.

bats_require_minimum_version 1.5.0
load common
load callers
load dovecot
load mailbox

setup()
{
    needs fetchmail fetchmail
    needs /usr/lib/dovecot/imap dovecot-imapd
    needs /usr/lib/dovecot/pop3 dovecot-pop3d
    user_room
    install_filter bin "$zone"
    start_mailbox
    as_user mkdir Mail
    {
        printf 'MAILDIR=%s/Mail\nDEFAULT=$MAILDIR/inbox\nPATH=%s/bin:/usr/bin:/bin\n' "$room" "$room"
        second_step "$top/procmailrc.example"
    } >procmailrc
}

teardown()
{
    stop_mailbox
    leave_user_room
}

# fetch PROTOCOL PORT: all there is, by the example's settings with what is true in this room. fetchmail's exit code is
# this function's: 1 says that there was no mail.
fetch()
{
    sed -e "s/^poll .*/poll 127.0.0.1 protocol $1 port $2/" -e "s/^    ssl$/    sslproto ''/" -e '/^    user/s/is bob/is daemon/' \
        -e "s|-d %T|-m $room/procmailrc|" "$top/examples/fetchmail/fetchmailrc" | as_user tee fetchmailrc >/dev/null
    as_user chmod 600 fetchmailrc
    as_user fetchmail --silent --nosyslog --fetchmailrc "$room/fetchmailrc" --pidfile "$room/fetchmail.pid" >said 2>&1
}

# sorts PROTOCOL PORT
sorts()
{
    for kind in genuine forged unknown; do
        put $kind >$kind.eml
        in_mailbox $kind.eml
    done
    fetch "$@" || { cat said; return 1; }
    [ "$(left_in_mailbox)" -eq 3 ]
    [ "$(cd Mail && echo *)" = 'forged genuine inbox' ]
    [ "$(field X-RMX-Status Mail/genuine)" = 'pass (192.0.2.5 may send for bank.example)' ]
    [ "$(field X-RMX-Status Mail/forged)" = 'fail (203.0.113.9 may not send for bank.example)' ]
    [[ $(field X-RMX-Status Mail/inbox) == 'none (nothing published by silent.example'* ]]
    for folder in forged genuine inbox; do
        [ "$(grep -c '^X-RMX-Status:' Mail/$folder)" -eq 1 ]
        [[ $(field X-RMX-Relay Mail/$folder) == *hop=2 ]]
        grep -q 'with .*(fetchmail' Mail/$folder
    done
}

@test "a forged, a genuine and an unknown message, by IMAP" {
    sorts imap "$imap_port"
    # nothing comes twice: 1 says that there was no mail
    run -1 fetch imap "$imap_port"
    [ "$(grep -c '^X-RMX-Status:' Mail/inbox)" -eq 1 ]
}

@test "the same by POP3" {
    sorts pop3 "$pop3_port"
}

@test "what the DNS cannot say stays on the server, and comes when it can" {
    install_filter bin "$(no_dns) --on-temperror defer"
    put genuine >in.eml
    in_mailbox in.eml
    fetch imap "$imap_port" || true
    [ "$(left_in_mailbox)" -eq 1 ]
    [ -z "$(ls Mail)" ]
    install_filter bin "$zone"
    fetch imap "$imap_port" || { cat said; return 1; }
    [ "$(left_in_mailbox)" -eq 1 ]
    [ "$(ls Mail)" = genuine ]
}

@test "a filter that cannot write loses nothing" {
    install_filter bin '>/dev/full'
    put genuine >in.eml
    in_mailbox in.eml
    fetch pop3 "$pop3_port" || true
    [ "$(left_in_mailbox)" -eq 1 ]
    [ -z "$(ls Mail)" ]
}
