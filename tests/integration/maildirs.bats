#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Maildirs that no delivery fills: a real mbsync fetches from a real Dovecot, the example's script marks, and real notmuch and
# mblaze sort by the marks.

bats_require_minimum_version 1.5.0
load common
load callers
load dovecot
load mailbox

setup()
{
    user_room
    install_filter bin "$zone"
    PATH=$room/bin:$PATH
    as_user mkdir -p Maildir/new Maildir/cur Maildir/tmp
}

teardown()
{
    stop_mailbox
    leave_user_room
}

# delivered KIND...: marked by the script, from new.
delivered()
{
    for kind; do
        put "$kind" | as_user tee "Maildir/new/$kind" >/dev/null
    done
    as_user "$top/examples/mbsync/rmx-mark" Maildir
}

@test "mbsync: what comes is marked once, stays in the mailbox, and comes once" {
    needs mbsync isync
    needs /usr/lib/dovecot/imap dovecot-imapd
    start_mailbox
    sed -e 's/^Host .*/Host 127.0.0.1/' -e "s/^PassCmd .*/Port $imap_port\nPassCmd \"echo secret\"\nAuthMechs LOGIN/" \
        -e 's/^SSLType .*/SSLType None/' "$top/examples/mbsync/mbsyncrc" >mbsyncrc
    put forged >forged.eml
    in_mailbox forged.eml
    without_forged_mark forged.eml >want
    for _ in 1 2; do
        as_user mbsync -q -c mbsyncrc -a
        as_user "$top/examples/mbsync/rmx-mark" Maildir
        [ "$(find Maildir/cur -type f | wc -l)" -eq 1 ]
        [ -z "$(ls Maildir/new)" ] && [ -z "$(ls Maildir/tmp)" ]
    done
    [ "$(left_in_mailbox)" -eq 1 ]
    [ "$(field X-RMX-Status Maildir/cur/*)" = 'fail (203.0.113.9 may not send for bank.example)' ]
    grep -v '^X-TUID:' Maildir/cur/* >got
    whole got want
}

@test "what cannot be marked stays in new, as it came" {
    install_filter bin '>/dev/full'
    run -1 delivered genuine
    put genuine | cmp - Maildir/new/genuine
    [ -z "$(find Maildir/cur Maildir/tmp -type f)" ]
    install_filter bin "$zone"
    as_user "$top/examples/mbsync/rmx-mark" Maildir
    [ "$(field X-RMX-Status Maildir/cur/genuine:2,)" = 'pass (192.0.2.5 may send for bank.example)' ]
}

# shows: genuine but for the names, which show another address; the second one makes the field fold. And a softfail.
shows()
{
    local number=0
    for shown in ceo@shop.example ceo@a-rather-long-name-of-a-shop-that-makes-the-field-fold.shop.example; do
        number=$((number + 1))
        put genuine | sed -e "s/^From:.*/From: \"$shown\" <statements@bank.example>/" -e "s/^Message-ID: </&$number/" |
            as_user tee Maildir/new/shows$number >/dev/null
    done
    message soft.example | as_user tee Maildir/new/soft >/dev/null
}

# notmuch_here: a notmuch over the Maildir, with the example's hook.
notmuch_here()
{
    needs notmuch notmuch
    export NOTMUCH_CONFIG=$room/notmuch
    printf '[database]\npath=%s/Maildir\n[new]\ntags=new;inbox;unread\n' "$room" >notmuch
    as_user mkdir -p Maildir/.notmuch/hooks
    as_user cp "$top/examples/notmuch/post-new" Maildir/.notmuch/hooks
}

@test "notmuch: tags by the marks, and a copied Message-ID is no proof" {
    notmuch_here
    shows
    delivered genuine forged unknown
    as_user notmuch new --quiet
    while read -r tag file; do
        [ "$(as_user notmuch search --output=files "tag:$tag")" = "$room/Maildir/cur/$file:2," ]
    done <<'END'
genuine genuine
forged forged
doubtful soft
END
    [ "$(as_user notmuch count tag:inbox)" -eq 5 ]
    [ "$(as_user notmuch count tag:new)" -eq 0 ]
    # somebody else's message under the genuine one's Message-ID
    message bank.example 203.0.113.9 | sed 's/^Message-ID: <203.0.113.9/Message-ID: <192.0.2.5/' | as_user tee Maildir/new/copy >/dev/null
    as_user "$top/examples/mbsync/rmx-mark" Maildir
    as_user notmuch new --quiet
    [ "$(as_user notmuch count tag:genuine)" -eq 0 ]
    [ "$(as_user notmuch search --output=files tag:forged | wc -l)" -eq 3 ]
}

@test "notmuch: no Message-ID hides a message from its tag, or gives it to others" {
    notmuch_here
    number=0
    while IFS= read -r id; do
        number=$((number + 1))
        put forged | id=$id awk '/^Message-ID:/ { $0 = "Message-ID: <" ENVIRON["id"] ">" } { print }' |
            as_user tee "Maildir/new/$number" >/dev/null
    done <<'END'
x)or(tag:inbox
x or tag:inbox
*
"x"or"tag:inbox"
"" or tag:inbox
a"
)(
(x
\"x
tag:inbox
%22x&
END
    [ "$number" -eq 11 ]
    delivered genuine unknown
    as_user notmuch new --quiet
    as_user notmuch dump
    [ "$(as_user notmuch count tag:forged)" -eq 11 ]
    [ "$(as_user notmuch count tag:genuine)" -eq 1 ]
    [ "$(as_user notmuch count tag:inbox)" -eq 2 ]
}

# unmarked: a message in new that did not go through the filter, and says of itself that it is genuine.
unmarked()
{
    put forged | sed '/^X-RMX-Status:/a X-RMX-From: aligned bank.example' | as_user tee Maildir/new/unmarked >/dev/null
}

@test "notmuch: what a message says of itself, without a mark of the filter, is not believed" {
    notmuch_here
    delivered genuine
    unmarked
    as_user notmuch new --quiet
    [ "$(as_user notmuch search --output=files tag:genuine)" = "$room/Maildir/cur/genuine:2," ]
}

@test "mblaze: what a message says of itself, without a mark of the filter, is not believed" {
    needs mrefile mblaze
    for folder in genuine forged doubtful; do
        as_user mkdir -p Maildir/.$folder/new Maildir/.$folder/cur Maildir/.$folder/tmp
    done
    delivered genuine
    unmarked
    as_user "$top/examples/mblaze/rmx-refile" Maildir
    [ "$(find Maildir/.genuine -type f | wc -l)" -eq 1 ]
    [ -e Maildir/new/unmarked ]
}

@test "mblaze: refiles by the marks" {
    needs mrefile mblaze
    shows
    delivered genuine forged unknown
    for folder in genuine forged doubtful; do
        as_user mkdir -p Maildir/.$folder/new Maildir/.$folder/cur Maildir/.$folder/tmp
    done
    as_user "$top/examples/mblaze/rmx-refile" Maildir
    find Maildir -type f
    for kind in genuine forged doubtful; do
        [ "$(grep -c '^X-RMX-Status' Maildir/.$kind/cur/*)" -eq 1 ]
    done
    grep -q '^X-RMX-Status: pass' Maildir/.genuine/cur/*
    grep -q '^X-RMX-Status: fail' Maildir/.forged/cur/*
    grep -q '^X-RMX-Status: softfail' Maildir/.doubtful/cur/*
    [ "$(find Maildir/cur -type f | wc -l)" -eq 3 ]
}
