#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real getmail, with the example's settings, fetches from a real Dovecot, has the filter mark what it got, and
# hands it to procmail.

bats_require_minimum_version 1.5.0
load common
load callers
load dovecot
load mailbox

setup()
{
    needs getmail getmail6
    needs /usr/lib/dovecot/imap dovecot-imapd
    needs /usr/lib/dovecot/pop3 dovecot-pop3d
    user_room
    install_filter bin "$zone"
    start_mailbox
    # the recipes behind the first, which getmail's own filter stands for
    as_user mkdir getmail Mail
    {
        printf 'MAILDIR=%s/Mail\nDEFAULT=$MAILDIR/inbox\n' "$room"
        second_step "$top/procmailrc.example" | sed '1,/^:0fw/d; /^| rmxfilter/d'
    } >procmailrc
}

teardown()
{
    stop_mailbox
    leave_user_room
}

# settings RETRIEVER PORT: getmailrc is the example's with what is true in this room.
settings()
{
    sed -e "s|^type = SimpleIMAPSSLRetriever|type = $1\nport = $2|" -e 's/^server = .*/server = 127.0.0.1/' \
        -e 's/^password_command = .*/password = secret/' -e "s|/usr/local/bin/rmxfilter|$room/bin/rmxfilter|" \
        -e "s|^path = /usr/bin/procmail|&\narguments = ('-m', '$room/procmailrc')|" \
        "$top/examples/getmail/getmailrc" >getmailrc
    chmod 644 getmailrc
}

# fetch: all there is. getmail's exit code is this function's.
fetch()
{
    as_user getmail --quiet --getmaildir "$room/getmail" --rcfile "$room/getmailrc"
}

# sorts RETRIEVER PORT
sorts()
{
    settings "$1" "$2"
    for kind in genuine forged unknown; do
        put $kind >$kind.eml
        in_mailbox $kind.eml
    done
    fetch >said 2>&1
    [ ! -s said ] || { cat said; return 1; }
    [ "$(left_in_mailbox)" -eq 0 ]
    [ "$(cd Mail && echo *)" = 'forged genuine inbox' ]
    [ "$(field X-RMX-Status Mail/genuine)" = 'pass (192.0.2.5 may send for bank.example)' ]
    [ "$(field X-RMX-Status Mail/forged)" = 'fail (203.0.113.9 may not send for bank.example)' ]
    [[ $(field X-RMX-Status Mail/inbox) == 'none (nothing published by silent.example'* ]]
    for folder in forged genuine inbox; do
        [ "$(grep -c '^X-RMX-Status:' Mail/$folder)" -eq 1 ]
        grep -q '^Your statement is ready.$' Mail/$folder
    done
}

@test "a forged, a genuine and an unknown message, by IMAP" {
    sorts SimpleIMAPRetriever "$imap_port"
}

@test "the same by POP3" {
    sorts SimplePOP3Retriever "$pop3_port"
}

@test "what the DNS cannot say stays on the server, and comes when it can" {
    settings SimpleIMAPRetriever "$imap_port"
    install_filter bin "$(no_dns) --on-temperror defer"
    put genuine >in.eml
    in_mailbox in.eml
    fetch || true
    [ "$(left_in_mailbox)" -eq 1 ]
    [ -z "$(ls Mail)" ]
    install_filter bin "$zone"
    fetch
    [ "$(left_in_mailbox)" -eq 0 ]
    [ "$(ls Mail)" = genuine ]
}

@test "wrong settings and many forged fields are no failure to getmail, what is not written is one" {
    settings SimpleIMAPRetriever "$imap_port"
    put forged | sed '/^X-RMX-Status/{p;p;p;p;p;p;p;p;p;p;p;p}' >in.eml
    in_mailbox in.eml
    install_filter bin '--bogus'
    fetch >said 2>&1
    [ ! -s said ] || { cat said; return 1; }
    [[ $(field X-RMX-Status Mail/doubtful) == 'error ('*'--bogus'* ]]
    [ "$(grep -c '^X-RMX-Status:' Mail/doubtful)" -eq 1 ]
    install_filter bin '>/dev/full'
    in_mailbox in.eml
    fetch || true
    [ "$(left_in_mailbox)" -eq 1 ]
}
