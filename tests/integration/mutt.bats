#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real mutt, with the example's settings, picks marked messages out of a folder by the macros.

bats_require_minimum_version 1.5.0
load common
load callers
load signing

setup()
{
    needs mutt mutt
    needs script bsdutils
    quiet_room
    install_filter bin "$zone"
    for kind in genuine forged unknown; do
        echo 'From statements@bank.example Sat Nov  7 09:14:03 2026'
        put $kind | bin/rmxfilter
        echo
    done >box
}

# keys KEYS: mutt opens the box, and these keys are pressed. What it writes to its terminal is in the file screen.
keys()
{
    {
        echo "source $top/examples/mutt/muttrc"
        echo "set noconfirmappend nomove noconfirmcreate folder=$PWD"
        echo "push \"$1<exit>\""
    } >muttrc
    # a terminal at which nobody types, and that does not end
    [ -p nobody ] || mkfifo nobody
    TERM=xterm timeout 20 script -qec 'stty rows 24 cols 100; mutt -n -F muttrc -f box' /dev/null >screen <>nobody
}

# shown_by KEYS: the marks of the messages that are to be seen after these keys.
shown_by()
{
    rm -f saved
    keys "$1<tag-pattern>~A<enter><tag-prefix><copy-message><kill-line>$PWD/saved<enter>"
    sed -n 's/^X-RMX-Status: \([a-z]*\).*/\1/p' saved | xargs
}

@test "forged, genuine and all mail by the macros" {
    [ "$(shown_by '\eF')" = fail ]
    [ "$(shown_by '\eG')" = pass ]
    [ "$(shown_by '\eF\eA')" = 'pass fail none' ]
}

@test "what the author's domain would refuse is shown with what is forged" {
    signing_zone
    install_filter bin "$zone"
    {
        echo 'From offer@phish.example Sat Nov  7 09:14:03 2026'
        phishing | bin/rmxfilter
        echo
        echo 'From statements@bank.example Sat Nov  7 09:14:03 2026'
        unproven | bin/rmxfilter # neither
        echo
    } >>box
    [ "$(shown_by '\eF')" = 'fail pass' ]
    [ "$(shown_by '\eG')" = pass ]
}

@test "a name that shows another address is not genuine, though a pass covers the author" {
    for shown in ceo@shop.example ceo@a-rather-long-name-of-a-shop-that-makes-the-field-fold.shop.example; do
        echo 'From statements@bank.example Sat Nov  7 09:14:03 2026'
        put genuine | sed "s/^From:.*/From: \"$shown\" <statements@bank.example>/" | bin/rmxfilter
        echo
    done >>box
    [ "$(shown_by '\eG')" = pass ]
    [ "$(shown_by '\eG\eA' | wc -w)" -eq 5 ]
}

@test "a name that shows another address takes nothing from a fail" {
    {
        echo 'From statements@bank.example Sat Nov  7 09:14:03 2026'
        put forged | sed 's/^From:.*/From: "ceo@shop.example" <statements@bank.example>/' | bin/rmxfilter
        echo
    } >>box
    [ "$(shown_by '\eF')" = 'fail fail' ]
}

@test "the index tells in a word and in colour" {
    # off the bar, which has a colour of its own
    keys '<next-entry><next-entry><refresh>'
    tr '\033' '\n' <screen >lines
    grep -q '^\[31m.* forged  ' lines
    keys '<last-entry><refresh>'
    tr '\033' '\n' <screen >lines
    grep -q '^\[32m.* genuine ' lines
}
