#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# All examples sort alike, and by the author first: the real programs, over messages with signatures and policies. (procmail's
# are in procmail.bats; fdm and Dovecot have tests of their own.)

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
    export PATH=$PWD/bin:$PATH
    write_messages
    mkdir -p Maildir
    for folder in . .genuine .forged .doubtful; do
        mkdir -p Maildir/$folder/new Maildir/$folder/cur Maildir/$folder/tmp
        touch Maildir/$folder/maildirfolder
    done
}

# A message for each combination that two rules of a recipe could fight over.
write_messages()
{
    forwarded >genuine.eml # fail, and aligned
    phishing >doubtful.eml # pass, and refused
    phishing | sed 's/offer@phish/offer@bank/' >forged.eml # fail, and refused
    # fail, and perhaps signed: the key cannot be had
    unproven | sed '/^Received:/s/mx\.fwd/mx2.fwd/g' >unknown.eml
    # aligned, and the name shows another address; with a fail, too
    written x@phish.example | sed 's/^From: .*/From: "ceo@bank.example" <x@phish.example>/' | signed phish.example phish >shown
    received x@phish.example 203.0.113.9 <shown >inbox.eml
    received x@phish.example 198.51.100.7 <shown >shows.eml
}

# marked: all messages, marked, in Maildir/cur.
marked()
{
    for name in genuine doubtful forged unknown inbox shows; do
        bin/rmxfilter <$name.eml >"Maildir/cur/$name:2,"
    done
}

# lies FOLDER NAME...: these messages lie in the folder, and no others.
lies()
{
    local folder=$1
    shift
    for name; do
        # what tells them apart
        grep -h '^Return-Path:\|^Received: from\|^From:' "$name.eml"
    done | sort >want
    find "Maildir/$folder/new" "Maildir/$folder/cur" -type f -exec grep -h '^Return-Path:\|^Received: from\|^From:' {} + | sort | diff want -
}

@test "maildrop" {
    needs maildrop maildrop
    {
        printf 'HOME="%s"\nPATH="%s/bin:/usr/bin:/bin"\nASAN_OPTIONS="%s"\n' "$PWD" "$PWD" "$ASAN_OPTIONS"
        second_step "$top/examples/maildrop/mailfilter"
    } >mailfilter
    chmod 600 mailfilter
    for name in genuine doubtful forged unknown inbox shows; do
        maildrop ./mailfilter <$name.eml
    done
    lies .forged forged shows
    lies .doubtful doubtful unknown
    lies . genuine inbox # it has no folder for what is genuine
}

@test "rmx-deliver" {
    second_step "$top/examples/postfix/rmx-deliver" | sed "s|/usr/local/bin:|$PWD/bin:|" >deliver
    run -75 sh deliver <unknown.eml # another try may find the key
    for name in genuine doubtful forged inbox shows; do
        sh deliver <$name.eml
        sleep 0.1
    done
    lies .forged forged shows
    lies .doubtful doubtful
    lies . genuine inbox
}

@test "rmx-is" {
    is() { sh "$top/examples/qmail/rmx-is" "${@:2}" <"$1.eml"; }
    is genuine aligned
    run -1 is genuine fail
    run -1 is genuine fail softfail refused pass none
    is unknown unknown
    run -1 is unknown fail softfail aligned refused pass none temperror
    is doubtful refused
    is doubtful pass
    run -1 is doubtful fail
    is forged fail
    is forged refused
    is inbox aligned
    # of two words the status, not the author's
    message fwd.example 198.51.100.7 plain.example >none.eml
    is none none
    message bank.example 192.0.2.5 plain.example >unaligned.eml
    run -1 is unaligned none
    # where the DNS could not say, what is proven all the same is an answer
    written statements@bank.example | signed bank.example bank | received x@late.bank.example 198.51.100.7 >late.eml
    is late aligned
    run -1 is late fail
    written statements@bank.example | received x@late.bank.example 198.51.100.7 >late.eml
    run -111 is late fail
    { forwarded && echo && echo 'X-RMX-Status: pass (x)'; } >body.eml
    run -1 is body pass
}

@test "mblaze" {
    needs mrefile mblaze
    marked
    "$top/examples/mblaze/rmx-refile" Maildir
    lies .forged forged shows
    lies .doubtful doubtful unknown
    lies .genuine genuine
    lies . inbox
}

@test "notmuch" {
    needs notmuch notmuch
    export NOTMUCH_CONFIG=$PWD/notmuch
    printf '[database]\npath=%s/Maildir\n[new]\ntags=new;inbox;unread\n' "$PWD" >notmuch
    mkdir -p Maildir/.notmuch/hooks
    cp "$top/examples/notmuch/post-new" Maildir/.notmuch/hooks
    # to notmuch, what has one Message-ID is one message
    for name in doubtful forged unknown; do
        sed -i "s/^Message-ID: .*/Message-ID: <$name@bank.example>/" $name.eml
    done
    marked
    notmuch new --quiet
    [ "$(notmuch search --output=messages tag:genuine)" = id:20261107091401@bank.example ]
    [ "$(notmuch search --output=messages tag:doubtful | sort | xargs)" = 'id:doubtful@bank.example id:unknown@bank.example' ]
    [ "$(notmuch search --output=messages tag:forged | sort | xargs)" = 'id:20261107091401@phish.example id:forged@bank.example' ]
}
