#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real fdm, with the example's rules, takes mail out of a Maildir, marks and sorts it.

bats_require_minimum_version 1.5.0
load common
load callers
load signing
load dovecot
load mailbox

setup()
{
    needs fdm fdm
    user_room
    install_filter bin "$zone"
    as_user mkdir -p source/new source/cur source/tmp Maildir
    # fdm takes %h from the list of accounts
    sed -e "s|^account .*|account \"source\" maildir \"$room/source\"|" -e "1a set lock-file \"$room/lock\"" -e "s|%h|$room|; s|\"rmxfilter\"|\"$room/bin/rmxfilter\"|" \
        <(second_step "$top/examples/fdm/fdm.conf") | as_user tee fdm.conf >/dev/null
    as_user chmod 600 fdm.conf
}

teardown()
{
    stop_mailbox
    leave_user_room
}

# arrives KIND
arrives()
{
    put "$1" | as_user tee "source/new/$1" >/dev/null
}

# fetch: fdm's exit code is this function's.
fetch()
{
    as_user fdm -f fdm.conf fetch >said 2>&1
}

# left: the number of messages that were not taken.
left()
{
    find source -type f | wc -l
}

@test "a forged, a genuine and an unknown message land in different folders" {
    for kind in genuine forged unknown; do
        arrives $kind
    done
    fetch || { cat said; return 1; }
    [ "$(left)" -eq 0 ]
    for folder in .genuine .forged ''; do
        [ "$(find "Maildir/$folder/new" -type f | wc -l)" -eq 1 ]
        # fdm writes a Received field of its own
        grep -q '^Received: by .*(fdm ' "Maildir/$folder"/new/*
        [ "$(grep -c '^X-RMX-Status:' "Maildir/$folder"/new/*)" -eq 1 ]
    done
    [ "$(field X-RMX-Status Maildir/.genuine/new/*)" = 'pass (192.0.2.5 may send for bank.example)' ]
    [ "$(field X-RMX-Status Maildir/.forged/new/*)" = 'fail (203.0.113.9 may not send for bank.example)' ]
    [[ $(field X-RMX-Status Maildir/new/*) == none* ]]
}

@test "by the author first: a signed message that was forwarded, and a phisher's whose envelope passes" {
    needs dkimsign python3-dkim
    signing_zone
    install_filter bin "$zone"
    forwarded | as_user tee source/new/forwarded >/dev/null
    phishing | as_user tee source/new/phishing >/dev/null
    fetch || { cat said; return 1; }
    [[ $(field X-RMX-Status Maildir/.genuine/new/*) == fail* ]]
    [[ $(field X-RMX-From Maildir/.doubtful/new/*) == refused* ]]
    rm Maildir/.doubtful/new/*
    unproven | as_user tee source/new/unproven >/dev/null
    fetch || { cat said; return 1; }
    [[ $(field X-RMX-Status Maildir/.doubtful/new/*) == fail* ]]
}

@test "in the first step all is marked, and nothing sorted" {
    sed -i 's/^match all action "mark".*/&\nmatch all action "inbox" # step 1/' fdm.conf
    grep '# step 1$' fdm.conf | cmp - <(grep '# step 1$' "$top/examples/fdm/fdm.conf")
    arrives forged
    fetch || { cat said; return 1; }
    [ "$(field X-RMX-Status Maildir/new/*)" = 'fail (203.0.113.9 may not send for bank.example)' ]
}

@test "a name that shows another address is not genuine, though a pass covers the author" {
    for shown in ceo@shop.example ceo@a-rather-long-name-of-a-shop-that-makes-the-field-fold.shop.example; do
        put genuine | sed "s/^From:.*/From: \"$shown\" <statements@bank.example>/" |
            as_user tee "source/new/$shown" >/dev/null
    done
    fetch || { cat said; return 1; }
    [ "$(grep -l '^X-RMX-From: aligned' Maildir/new/* | wc -l)" -eq 2 ]
    [ ! -e Maildir/.genuine/new ] || [ -z "$(ls Maildir/.genuine/new)" ]
}

@test "what the DNS cannot say is not taken, and comes when it can" {
    arrives genuine
    install_filter bin "$(no_dns) --on-temperror defer"
    fetch || true
    [ "$(left)" -eq 1 ]
    [ -z "$(find Maildir -type f)" ]
    install_filter bin "$zone"
    fetch || { cat said; return 1; }
    [ "$(left)" -eq 0 ]
    [ "$(find Maildir/.genuine -type f | wc -l)" -eq 1 ]
}

@test "a filter that cannot write loses nothing" {
    arrives genuine
    install_filter bin '>/dev/full'
    fetch || true
    [ "$(left)" -eq 1 ]
}

# from_mailbox: the example's account, with what is true in this room.
from_mailbox()
{
    needs /usr/lib/dovecot/imap dovecot-imapd
    start_mailbox
    account=$(sed -n 's/^account .* imaps server "imap.example.net"/account "imap" imap server "127.0.0.1" port '"$imap_port/p" \
        "$top/examples/fdm/fdm.conf" | sed 's/ keep$/ insecure&/')
    [[ $account == *'new-only insecure keep' ]]
    put genuine >in.eml
    in_mailbox in.eml
}

@test "from a mailbox: nothing is taken away, and nothing comes twice" {
    from_mailbox
    sed -i "s|^account .*|$account|" fdm.conf
    for _ in 1 2; do
        fetch || { cat said; return 1; }
        [ "$(left_in_mailbox)" -eq 1 ]
        [ "$(find Maildir/.genuine -type f | wc -l)" -eq 1 ]
    done
}

@test "without new-only keep: what the DNS cannot say stays in the mailbox, and comes when it can" {
    from_mailbox
    sed -i "s|^account .*|${account/new-only insecure keep/insecure}|" fdm.conf
    install_filter bin "$(no_dns) --on-temperror defer"
    fetch || true
    [ "$(left_in_mailbox)" -eq 1 ]
    [ -z "$(find Maildir -type f)" ]
    install_filter bin "$zone"
    fetch || { cat said; return 1; }
    [ "$(left_in_mailbox)" -eq 0 ]
    [ "$(find Maildir/.genuine -type f | wc -l)" -eq 1 ]
}
