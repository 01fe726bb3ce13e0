#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# procmail, maildrop and Dovecot's Sieve, all real, answer by examples/replies: to whom a genuine sender's domain
# vouches for, and to nobody else.

bats_require_minimum_version 1.5.0
load common
load callers
load dovecot

setup()
{
    user_room
    install_filter bin "$zone"
    mkdir Mail
    echo 'Away until the end of the month.' >vacation.txt
    # In place of the mail server's: it keeps what it was given, and to whom.
    printf '#!/bin/sh\n{ echo "Arguments: $*"; cat; } >>"%s/sent"\n' "$room" >bin/sendmail
    chmod 755 bin/sendmail
    chmod 700 .
    [ "$(id -u)" -ne 0 ] || chown -R daemon:daemon "$room"
}

teardown()
{
    leave_user_room
}

# with FIELD...: the genuine message with these fields in place of those of the same name, or more than these.
with()
{
    put genuine >with.eml
    for field; do
        sed -i "/^${field%%:*}:/d" with.eml
        sed -i "s/^To: .*/&\n$field/" with.eml
        [[ $field != To:* && $field != From:* ]] || sed -i "s/^Date: .*/&\n$field/" with.eml
        [[ $field != Return-Path:* ]] || { sed -i '/^Return-Path:/d' with.eml; sed -i "1s/^/$field\n/" with.eml; }
    done
    cat with.eml
}

# message_for NAME: what is handed over under that name.
message_for()
{
    case $1 in
    genuine | forged | unknown) put "$1" ;;
    unaligned) message bank.example 192.0.2.5 other.example ;;
    two-authors) message bank.example 192.0.2.5 'bank.example>, <a@other.example' ;;
    softfail) message soft.example ;;
    no-domain) message gone.example ;;
    says-so) put forged | sed 's/^X-RMX-Status.*/&\nX-RMX-From: aligned bank.example/' ;;
    # passes, and is aligned, by its HELO name
    null-sender) with 'Return-Path: <>' | sed 's/from mail\.bank/from bank/' ;;
    list) with 'List-Id: <all.bank.example>' ;;
    list-post) with 'List-Post: <mailto:all@bank.example>' ;;
    bulk) with 'Precedence: bulk' ;;
    automatic) with 'Auto-Submitted: auto-replied' ;;
    generated) with 'auto-submitted: Auto-Generated; type=x' ;;
    by-a-person) with 'Auto-Submitted: no' ;;
    reply-to) with 'Reply-To: victim@other.example' ;;
    not-to-me) with 'To: undisclosed-recipients:;' ;;
    # for the refusal
    shop) message shop.example ;;
    forged-shop) message shop.example 203.0.113.9 ;;
    other-shop) message bad-shop.example ;;
    shop-author) message bank.example 192.0.2.5 shop.example ;;
    sub-shop) message shop.example 192.0.2.5 news.shop.example ;;
    esac
}

# The kinds that get an answer; all others in message_for get none.
answers='genuine by-a-person reply-to'
silence='forged unknown unaligned two-authors softfail no-domain says-so null-sender list list-post bulk automatic
    generated not-to-me'

# answered: the address that the answer went to.
answered()
{
    [ -e sent ] || return 0
    tr -d '\r' <sent | sed -n 's/^To: //p' | sed 's/.*<\(.*\)>/\1/'
}

# forget: no program remembers whom it answered.
forget()
{
    rm -f sent Mail/vacation.cache vacation.db* .dovecot.lda-dupes
}

# answers_only_the_genuine CALLER: CALLER delivers each kind, and has no memory of earlier ones.
answers_only_the_genuine()
{
    for kind in $answers $silence; do
        forget
        message_for "$kind" >in.eml
        "$1" in.eml || { echo "$kind: exit $?"; return 1; }
        case " $answers " in
        *" $kind "*) want=statements@bank.example ;;
        *) want= ;;
        esac
        [ "$(answered)" = "$want" ] || { echo "$kind: answered '$(answered)'"; cat sent said; return 1; }
        [ -z "$want" ] || grep -qi '^Auto-Submitted: auto-replied' sent
    done
    # not twice to the same
    forget
    message_for genuine >in.eml
    "$1" in.eml
    [ "$(answered)" = statements@bank.example ]
    sed -i 's/Message-ID: </&2/' in.eml
    "$1" in.eml
    [ "$(answered)" = statements@bank.example ] || { cat sent; return 1; }
}

# refuses_only_the_genuine CALLER REFUSED...: CALLER delivers each kind, and REFUSED tells whether it went back.
refuses_only_the_genuine()
{
    local caller=$1
    shift

    for kind in shop sub-shop forged-shop other-shop shop-author genuine; do
        forget
        message_for "$kind" >in.eml
        status=0
        "$caller" in.eml || status=$?
        case $kind in
        shop | sub-shop) "$@" && [ ! -e vacation.db ] ;;
        *) [ "$status" -eq 0 ] && ! "$@" ;;
        esac || { echo "$kind: exit $status"; cat sent said; return 1; }
    done
}

has_left_with_77()
{
    [ "$status" -eq 77 ]
}

has_sent_a_refusal()
{
    grep -qs 'I want no mail from you' sent
}

with_procmail()
{
    {
        printf 'HOME=%s\nMAILDIR=%s/Mail\nDEFAULT=$MAILDIR/inbox\nPATH=%s/bin:/usr/bin:/bin\nSENDMAIL=%s/bin/sendmail\n' \
            "$room" "$room" "$room" "$room"
        sed '/^# Step 2/,$d' "$top/procmailrc.example"
        cat "$top/examples/replies/procmailrc"
    } >procmailrc
    {
        echo "From $(sed -n 's/^Return-Path: <\(.*\)>/\1/p' "$1" | grep . || echo MAILER-DAEMON) Sat Nov  7 09:14:03 2026"
        cat "$1"
    } | as_user procmail -m "$room/procmailrc" >said 2>&1
}

with_maildrop()
{
    {
        printf 'HOME="%s"\nPATH="%s/bin:/usr/bin:/bin"\nSHELL="/bin/sh"\nxfilter "rmxfilter"\n' "$room" "$room"
        sed "s|/usr/sbin/sendmail|$room/bin/sendmail|" "$top/examples/replies/mailfilter"
        printf 'to "%s/Mail/inbox"\n' "$room"
    } >mailfilter
    chmod 600 mailfilter
    [ "$(id -u)" -ne 0 ] || chown daemon mailfilter
    as_user maildrop "$room/mailfilter" <"$1" >said 2>&1
}

with_sieve()
{
    cp "$top/examples/replies/replies.sieve" .dovecot.sieve
    {
        dovecot_start "$room/Maildir" "$room"
        printf 'sendmail_path = %s/bin/sendmail\n' "$room"
        dovecot_sieve "$room/bin"
    } >conf
    local sender
    sender=$(sed -n 's/^Return-Path: <\(.*\)>/\1/p' "$1")
    as_user /usr/lib/dovecot/dovecot-lda -c conf -f "$sender" -a bob@foo.example <"$1" >said 2>&1
}

@test "procmail answers, and refuses, genuine senders only" {
    needs procmail procmail
    answers_only_the_genuine with_procmail
    refuses_only_the_genuine with_procmail has_left_with_77
}

@test "maildrop answers, and refuses, genuine senders only" {
    needs maildrop maildrop
    needs mailbot maildrop
    answers_only_the_genuine with_maildrop
    refuses_only_the_genuine with_maildrop has_left_with_77
}

@test "Sieve answers, and refuses, genuine senders only" {
    needs /usr/lib/dovecot/dovecot-lda dovecot-core
    needs sieve-filter dovecot-sieve
    answers_only_the_genuine with_sieve
    refuses_only_the_genuine with_sieve has_sent_a_refusal
}
