#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Courier's own delivery program and its preline, both real, with examples/courier as ~/.courier. Courier cannot be
# installed beside another mail server, so where it is not there its package is only unpacked. qmail is in no package of
# Debian 12: its lines are run as qmail-command(8) says, with Courier's preline, which does what qmail's does.

bats_require_minimum_version 1.5.0
load common
load callers

setup()
{
    needs procmail procmail
    needs maildrop maildrop
    user_room
    find_courier || skip "no Courier, and its package courier-mta was not to be had"
    install_filter bin "$zone"
    cp "$top/examples/postfix/rmx-deliver" "$top/examples/qmail/rmx-is" bin
    second_step "$top/examples/postfix/rmx-deliver" >bin/rmx-deliver
    cp "$preline" bin/preline
    # what bob's account has
    mkdir home
    {
        printf 'MAILDIR=%s/home/Maildir\nDEFAULT=$MAILDIR/\nPATH=%s/bin:/usr/bin:/bin\nSHELL=/bin/sh\n' "$room" "$room"
        second_step "$top/procmailrc.example" | sed -E -e 's/^( *)(forged|doubtful|genuine)$/\1.\2\//' -e 's/^( *):0:$/\1:0/'
    } >home/.procmailrc
    {
        printf 'PATH="%s/bin:/usr/bin:/bin"\nHOME="%s/home"\n' "$room" "$room"
        second_step "$top/examples/maildrop/mailfilter"
    } >home/.mailfilter
    sed -i "s|/usr/local/bin:|$room/bin:|" bin/rmx-deliver
    chmod 600 home/.mailfilter
    empty_maildir
}

teardown()
{
    leave_user_room
}

# find_courier: the paths of its programs are in $courierdeliver and $preline.
find_courier()
{
    local root='' found=/usr/lib/courier/courier/modules/local/courierdeliver

    if [ ! -x $found ]; then
        root=$BATS_FILE_TMPDIR/courier
        [ -x "$root$found" ] || (cd "$BATS_FILE_TMPDIR" && timeout 60 apt-get download -qq courier-mta &&
            dpkg -x courier-mta_*.deb courier) >unpacked 2>&1
    fi
    courierdeliver=$room/courierdeliver preline=$root/usr/bin/preline.courier
    # where others than root can run it
    cp "$root$found" "$courierdeliver" && ldd "$courierdeliver" >libraries && ! grep 'not found' libraries
}

empty_maildir()
{
    rm -rf home/Maildir
    maildirmake home/Maildir
    for folder in forged doubtful; do
        maildirmake -f $folder home/Maildir
    done
    chmod 755 home
    [ "$(id -u)" -ne 0 ] || chown -R daemon:daemon home
}

# here FILE: the example's lines with the paths of this room, and with the files that the programs would find in the home
# of the account that runs them.
here()
{
    grep -v '^#' "$1" | sed -e "s|/usr/local/bin|$room/bin|" -e "s|/usr/bin/procmail|& -m $room/home/.procmailrc|" \
        -e "s|/usr/bin/maildrop|& $room/home/.mailfilter|"
}

# hand_over KIND: what the mail server writes to in.eml, which is without the lines that delivery puts on top.
hand_over()
{
    put "$1" | sed 1d >in.eml
    sender=$(put "$1" | sed -n '1s/^Return-Path: <\(.*\)>/\1/p')
}

# by_courier FILE KIND: FILE is the account's .courier, whose lines are the example's. Courier's exit code is this function's.
by_courier()
{
    here "$1" >home/.courier
    hand_over "$2"
    # in the home: user, home, extension, recipient, sender, quota, default delivery
    as_user env -C home PATH="$room/bin:/usr/bin:/bin" HOME="$room/home" "$courierdeliver" daemon "$room/home" '' bob@foo.example \
        "$sender" '' ./Maildir '' <in.eml >said 2>&1
}

# by_qmail FILE KIND: the lines of FILE in turn, to the first that does not leave with 0, by a shell in the home, the
# message on its standard input. 99 says that nothing shall follow. (qmail's three lines end in a newline; Courier's
# preline adds that.)
by_qmail()
{
    here "$1" >home/.qmail
    hand_over "$2"
    while read -r line; do
        case $line in
        '') continue ;;
        '|'*) (cd home && as_user env HOME="$room/home" PATH="$room/bin:/usr/bin:/bin" SENDER="$sender" \
            UFLINE="From $sender  Sat Nov  7 09:14:03 2026" RPLINE="Return-Path: <$sender>" \
            DTLINE="Delivered-To: bob@foo.example" sh -c "${line#|}" <../in.eml) || { code=$?; [ $code -eq 99 ] && return 0; return $code; } ;;
        */) as_user cp in.eml "home/$line/new/$EPOCHREALTIME" ;;
        esac
    done <home/.qmail
}

# alternatives FILE: 1 to N in turn, each a file with one line of the example's, the hash sign taken off.
alternatives()
{
    sed -n 's/^#*\(| *preline.*\)/\1/p' "$1"
}

# delivered_in: folders that hold something.
delivered_in()
{
    (cd home/Maildir && find . -type f -path '*/new/*' | sed 's|/new/.*||' | sort | xargs)
}

# sorts BY FILE DEFERRED: every kind of message by every line of the example; a deferred one leaves with that code.
sorts()
{
    alternatives "$2" >lines
    [ "$(wc -l <lines)" -eq 3 ]
    while read -r line <&8; do
        echo "$line" | tee line
        while read -r kind status want <&9; do
            empty_maildir
            "$1" line "$kind" || { echo "$kind: exit $?"; cat said; return 1; }
            [[ " $want " == *" $(delivered_in) "* ]] || { echo "$kind: in $(delivered_in)"; return 1; }
            [[ $(find home/Maildir -path '*/new/*' -exec cat {} + | sed '/^From /d' | head -n 1) == "X-RMX-Status: $status "* ]]
        done 9<<'END'
genuine pass ./.genuine .
forged fail ./.forged
unknown none .
END
        empty_maildir
        install_filter bin "$(no_dns) --on-temperror defer"
        code=0
        "$1" line genuine || code=$?
        [ "$code" -eq "$3" ] || { echo "deferred: exit $code"; return 1; }
        [ -z "$(delivered_in)" ]
        install_filter bin "$zone"
    done 8<lines
}

@test "Courier: maildrop, procmail and the script" {
    sorts by_courier "$top/examples/courier/dot-courier" 75
}

@test "qmail's rules: procmail, maildrop and the script" {
    sorts by_qmail "$top/examples/qmail/dot-qmail" 111
}

@test "qmail's rules: what is refused goes back" {
    printf 'EXITCODE=77\nHOST\n' >home/.procmailrc
    alternatives "$top/examples/qmail/dot-qmail" | head -n 1 >line
    run -100 by_qmail line genuine
}

# subcommands_too "OPTION...": install_filter's, with the options at the end, where they may follow a subcommand.
subcommands_too()
{
    install_filter bin ''
    sed -i "s|--authserv-id mx.example.org  \"\$@\"|\"\$@\" $1|" bin/rmxfilter
    grep -q -- "\"\$@\" $1" bin/rmxfilter
}

@test "qmail's rules: condredirect by what rmxfilter says" {
    # condredirect(1): 0 forwards and stops, 111 waits, all else goes on.
    printf '#!/bin/sh\nto=$1\nshift\n"$@" >/dev/null\ncase $? in 0) echo "$to" >>forwarded; exit 99 ;;\n' >bin/condredirect
    printf '111) exit 111 ;; *) exit 0 ;; esac\n' >>bin/condredirect
    chmod +x bin/condredirect
    sed -n '/^#|condredirect/,$s/^#//p' "$top/examples/qmail/dot-qmail" >lines
    [ "$(wc -l <lines)" -eq 2 ]
    subcommands_too "$zone"
    for kind in genuine unknown; do
        empty_maildir
        by_qmail lines $kind
        [ "$(delivered_in)" = . ]
        [ ! -e home/forwarded ]
    done
    empty_maildir
    by_qmail lines forged
    [ -z "$(delivered_in)" ]
    [ "$(cat home/forwarded)" = bob-forged ]
    subcommands_too "$(no_dns)"
    run -111 by_qmail lines genuine
    [ -z "$(delivered_in)" ]
}

# by_preline MESSAGE WORD...: what qmail's preline does: a line on top, and 111 where the program does not take all.
by_preline()
{
    local file=$1
    shift
    # shellcheck disable=SC2016 # the inner shell's
    as_user env PATH="$room/bin:/usr/bin:/bin" bash -c 'trap "" PIPE
        { echo "Return-Path: <statements@bank.example>" && cat; } 2>/dev/null | "$@"
        left=("${PIPESTATUS[@]}")
        [ "${left[0]}" -eq 0 ] || exit 111
        exit "${left[1]}"' preline "$@" <"$file"
}

@test "qmail's rules: a question about a long message is answered, too" {
    subcommands_too "$zone"
    hand_over forged
    head -c 2000000 /dev/zero | tr '\0' x | fold >>in.eml
    by_preline in.eml rmx-is fail
    run -1 by_preline in.eml rmx-is pass
}
