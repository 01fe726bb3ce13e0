#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Real mail readers and this program read who wrote messages. Where two readers show different addresses, the word
# must be ambiguous; where honest mail is written in an honest way, it must not.

bats_require_minimum_version 1.5.0
load common
load callers
load dovecot
load authors

setup()
{
    needs script bsdutils
    user_room
}

teardown()
{
    leave_user_room
}

# judge FORGE-ARGUMENT...: the messages in box, what is made of them in the file words, what readers see in *.reader.
judge()
{
    "$authors/forge" "$@" box
    find "$PWD/box/cur" -type f | sort >files
    "$build/authors/author_word" <files >words
    for reader in gmime python perl dovecot mutt formail; do
        by_$reader >$reader.reader
    done
}

# readers_there: how many readers took part; each has answered for nearly all messages (mutt knows a message by a field
# that some headers hide).
readers_there()
{
    local enough
    enough=$(($(wc -l <files) * 19 / 20))
    cut -f 1 ./*.reader | sort | uniq -c | while read -r count reader; do
        [ "$count" -ge "$enough" ] && echo "$reader"
    done | xargs
}

@test "no honest form of From is ambiguous, and all readers read it alike" {
    judge 0 "$authors/honest"
    [ "$(wc -l <words)" -gt 500 ]
    "$authors/compare" words ./*.reader | tee result
    [ "$(cut -f 2 words | sort -u)" = clear ] || { grep -v $'\tclear\t' words; return 1; }
    grep -q "readers agree on $(wc -l <words);" result
    [ "$(readers_there)" = 'address-xs dovecot formail gmime mailtools mutt python python-utils spamassassin' ]
}

@test "whatever two readers read differently is ambiguous" {
    judge 1 700
    "$authors/compare" words ./*.reader | tee result
    # the test is worth something: there are many of each
    [ "$(grep -c $'\tclear\t' words)" -gt 50 ]
    [ "$(sed -n 's/.*readers agree on \([0-9]*\);.*/\1/p' result)" -lt 400 ]
}

@test "the word is in the field, whatever the message" {
    "$authors/forge" 2 60 box
    find "$PWD/box/cur" -type f | sort >files
    "$build/authors/author_word" <files >words
    while IFS=$'\t' read -r file word _; do
        as_user "$filter" -c /dev/null --zone "$room/zone" <"$file" >out
        case $word:$(field X-RMX-From out) in
        unclear:ambiguous* | clear:none* | clear:ambiguous\ *\ *) ;;
        *) echo "$file: $word, $(field X-RMX-From out)"; return 1 ;;
        esac
    done <words
}

# nested NAME PIECE TIMES: a message whose field NAME nests PIECE deep, below what makes the verdict a pass.
nested()
{
    message bank.example | sed '/^From:/,$d'
    printf '%s: ' "$1"
    head -c "$3" /dev/zero | sed "s/\x00/$2/g"
    printf 'a@bank.example\n\n'
}

@test "what nests deep costs no stack" {
    for field in From Sender Resent-From Resent-Sender; do
        for piece in 'a:' '(' '<' '"' '@a:' '[' 'a,' '=?utf-8?q?'; do
            for times in 5000 500000; do
                nested $field "$piece" $times >deep
                (ulimit -s 1024 && as_user "$filter" -c /dev/null --zone "$room/zone" --schemes all <deep >out)
                [[ $(field X-RMX-Status out) == pass* ]] || { echo "$field $piece: $(head -n 3 out | cut -c 1-200)"; return 1; }
                [[ $(field X-RMX-From out) == ambiguous* ]]
            done
        done
    done
}
