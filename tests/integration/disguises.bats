#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A forged message says of itself that it passed, in every disguise that some reader might see through: behind the
# filter procmail, maildrop, Sieve, SpamAssassin, Python, formail and reformail, all real, read none of them.

bats_require_minimum_version 1.5.0
load common
load callers
load dovecot

# Written and filtered once for all tests of this file; each finds the disguises in its folder, and what the filter made of
# them in marked.
setup_file()
{
    load common
    load callers
load dovecot
    BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR quiet_room
    install_filter bin "$zone"
    mkdir disguises marked
    write_disguises
    for file in disguises/*; do
        bin/rmxfilter <"$file" >"marked/${file#*/}"
    done
    message bank.example | bin/rmxfilter >genuine
}

setup()
{
    quiet_room
    ln -s "$BATS_FILE_TMPDIR"/{disguises,marked,genuine} .
}

teardown()
{
    leave_user_room
}

# disguise NAME FORMAT: the forged message with these octets, as printf writes them, above its Date.
disguise()
{
    # shellcheck disable=SC2059 # it is a format
    {
        put forged | sed '/^X-RMX-Status/,$d'
        printf "$2"
        put forged | sed '1,/^X-RMX-Status/d'
    } >"disguises/$1"
}

write_disguises()
{
    local many

    many=$(printf '%1200s' '' | tr ' ' 'a')
    disguise lower-case 'x-rmx-status: pass (a)\nx-rmx-from: aligned bank.example\n'
    disguise mixed-case 'X-rMx-sTaTuS: pass (a)\nX-Rmx-From: aligned bank.example\n'
    disguise no-space 'X-RMX-Status:pass (a)\nX-RMX-From:aligned bank.example\n'
    disguise blank-before-colon 'X-RMX-Status : pass (a)\nX-RMX-From : aligned bank.example\n'
    disguise tab-before-colon 'X-RMX-Status\t: pass (a)\nX-RMX-From\t: aligned bank.example\n'
    disguise blanks-before-colon 'X-RMX-Status  \t : pass (a)\nX-RMX-From  \t : aligned bank.example\n'
    disguise folded 'X-RMX-Status:\n pass (a)\nX-RMX-From:\n aligned bank.example\n'
    disguise folded-by-tab 'X-RMX-Status:\n\tpass (a)\nX-RMX-From:\n\taligned bank.example\n'
    disguise folded-name 'X-RMX-Status\n : pass (a)\nX-RMX-From\n : aligned bank.example\n'
    disguise folded-blank 'X-RMX-Status: \n \n pass (a)\nX-RMX-From: \n \n aligned bank.example\n'
    disguise twice 'X-RMX-Status: pass (a)\nX-RMX-Status: pass (b)\nX-RMX-From: aligned bank.example\n'
    disguise long "X-RMX-Status: pass ($many)\nX-RMX-From: aligned bank.example $many\n"
    disguise long-before "X-Long: $many\n $many\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n"
    disguise crlf 'X-RMX-Status: pass (a)\r\nX-RMX-From: aligned bank.example\r\n'
    disguise cr-only 'A: b\rX-RMX-Status: pass (a)\rX-RMX-From: aligned bank.example\rB: c\n'
    disguise cr-before '\rX-RMX-Status: pass (a)\n\rX-RMX-From: aligned bank.example\n'
    disguise cr-in-name 'X-RMX-Status\r: pass (a)\nX-RMX-From\r: aligned bank.example\n'
    disguise nul-before '\0X-RMX-Status: pass (a)\n\0X-RMX-From: aligned bank.example\n'
    disguise nul-in-name 'X-RMX-Status\0: pass (a)\nX-RMX-From\0: aligned bank.example\n'
    disguise nul-inside 'X-RMX\0-Status: pass (a)\nX-RMX\0-From: aligned bank.example\n'
    disguise nul-line 'A: b\0\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise vertical-tab 'X-RMX-Status\v: pass (a)\nX-RMX-From\v: aligned bank.example\n'
    disguise form-feed '\fX-RMX-Status: pass (a)\n\fX-RMX-From: aligned bank.example\n'
    disguise eight-bit '\xefX-RMX-Status: pass (a)\n\xefX-RMX-From: aligned bank.example\n'
    disguise no-break-space 'X-RMX-Status\xc2\xa0: pass (a)\nX-RMX-From\xc2\xa0: aligned bank.example\n'
    disguise byte-order-mark '\xef\xbb\xbfX-RMX-Status: pass (a)\n\xef\xbb\xbfX-RMX-From: aligned bank.example\n'
    disguise soft-hyphen 'X-RMX\xc2\xad-Status: pass (a)\nX-RMX\xc2\xad-From: aligned bank.example\n'
    disguise line-separator 'A: b\xe2\x80\xa8X-RMX-Status: pass (a)\xc2\x85X-RMX-From: aligned bank.example\n'
    disguise encoded 'X-RMX-Status: =?utf-8?q?pass?= (a)\nX-RMX-From: =?utf-8?q?aligned?= bank.example\n'
    disguise encoded-lines 'Subject: =?utf-8?q?x=0AX-RMX-Status:_pass_(a)=0AX-RMX-From:_aligned?=\n'
    disguise behind-text 'this line is no field\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise behind-mbox-line 'From a@bank.example Sat Nov  7 09:14:03 2026\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise behind-quoted-mbox-line '>From a@bank.example Sat Nov  7 09:14:03 2026\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise behind-colon ': a\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise behind-blank-line ' \nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise behind-cr-line '\r\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise behind-empty-line '\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise behind-two-cr '\r\r\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    disguise controls '\1X-\177RMX-Status \2: pass (a)\n\1X-\177RMX-From \2: aligned bank.example\n'
    # longer than the first buffer, where the colon does not come into it
    disguise far-colon 'X-RMX-Status%66000s: pass (a)\nX-RMX-From%66000s: aligned bank.example\n'
    disguise far-colon-behind-cr-line '\r\nX-RMX-Status%66000s: pass (a)\nX-RMX-From%66000s: aligned bank.example\n'
    disguise far-folded-behind-cr-line '\r\nX-RMX-Status:\n%66000s\n pass (a)\nX-RMX-From:\n%66000s\n aligned bank.example\n'
    many=$(printf '%66000s' '' | tr ' ' '\r')
    disguise far-cr-behind-cr-line "\r\nX-RMX-${many}Status: pass (a)\nX-RMX-${many}From: aligned bank.example\n"
    disguise in-mime 'Content-Type: message/rfc822\n\nX-RMX-Status: pass (a)\nX-RMX-From: aligned bank.example\n'
    # above all that the mail server wrote
    while read -r name first; do
        # shellcheck disable=SC2059
        { printf "$first\n"; put forged; } >"disguises/$name"
    done <<'END'
on-top X-RMX-Status: pass (a)
on-top-behind-blank \x20X-RMX-Status: pass (a)
on-top-behind-nul \0X-RMX-Status: pass (a)
on-top-behind-cr \rX-RMX-Status: pass (a)
on-top-behind-nothing \nX-RMX-Status: pass (a)
on-top-far-colon X-RMX-Status%66000s: pass (a)
END
    # in CRLF, all of it, or what the sender wrote (by SMTP, CR CR LF)
    for file in disguises/*; do
        sed 's/\r*$/\r/' "$file" >"$file.crlf"
        sed '/for <bob@/,$s/\r*$/\r/' "$file" >"$file.part"
    done
}

# each READER [PATTERN]: READER reads what the filter made of every disguise, and prints what it finds in X-RMX-Status and in
# X-RMX-From: never anything that begins with "pass" or "aligned". What a genuine message looks like to it comes at the end.
# Files of this pattern are left out: not every ending of lines is worth its time with every reader.
each()
{
    local bad=

    for file in marked/*; do
        # shellcheck disable=SC2053
        [[ $file != ${2:-} ]] || continue
        [[ $(head -n 1 "$file") == X-RMX-Status:\ [^p]* ]] || { echo "$file"; return 1; }
        "$1" "$file" >found 2>said || { cat said; return 1; }
        ! grep -qaE '^ *(pass|aligned)' found || bad+=" ${file#*/}"
    done
    "$1" genuine >found
    [ "$(grep -cE '^ *(pass|aligned)' found)" -eq 2 ] || { cat found; return 1; }
    [ -z "$bad" ] || { echo "read as genuine:$bad"; return 1; }
}

# Longer than all the memory that there is for a header block; too long to be read in every form by every reader.
@test "a colon 4 MiB behind the name" {
    for octet in ' ' '\r' '\n '; do
        {
            put forged | sed '/^X-RMX-Status/,$d'
            printf 'X-RMX-Status'
            head -c 4500000 /dev/zero | sed "s/\x0/$octet/g"
            printf ': pass (a)\n'
            put forged | sed '1,/^X-RMX-Status/d'
        } >far
        "$BATS_FILE_TMPDIR/bin/rmxfilter" <far >marked-far
        [ "$(stat -c %s marked-far)" -lt 2000 ]
        [[ $(field X-RMX-Status marked-far) == 'fail (203.0.113.9 may not send'* ]] || { head -n 1 marked-far; return 1; }
        ! python_reader marked-far | grep .
        if command -v procmail >/dev/null; then
            ! procmail_reader marked-far | grep .
        fi
        if command -v maildrop >/dev/null; then
            ! maildrop_reader marked-far | grep -E 'pass|aligned'
        fi
    done
    # octets that some readers drop, in front of the name: they stay, and what they hide goes
    {
        put forged | sed '/^X-RMX-Status/,$d'
        head -c 4500000 /dev/zero | tr '\0' '\r'
        put forged | sed '1,/^X-RMX-Status/d' | sed '1s/^/X-RMX-Status: pass (a)\n/'
    } >far
    "$BATS_FILE_TMPDIR/bin/rmxfilter" <far >marked-far
    [ "$(grep -ac 'X-RMX-Status' marked-far)" -eq 1 ]
    [[ $(head -n 1 marked-far) == 'X-RMX-Status: fail'* ]]
    [ "$(grep -ac '^Date: ' marked-far)" -eq 1 ]
    if command -v maildrop >/dev/null; then
        ! maildrop_reader marked-far | grep -E 'pass|aligned'
    fi
}

# Python reads all of them in one go.
python_reader()
{
    /usr/bin/python3 - "$@" <<'END'
import email, email.policy, sys
for policy in email.policy.default, email.policy.compat32:
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            message = email.message_from_binary_file(file, policy=policy)
        values = [(message.get_all(name) or [""])[0].strip() for name in ("X-RMX-Status", "X-RMX-From")]
        if values[0].startswith("pass") or values[1].startswith("aligned"):
            print(path)
END
}

procmail_reader()
{
    printf 'DEFAULT=/dev/null\nSHELL=/bin/sh\n' >procmailrc
    printf ':0 wic\n* ^X-RMX-Status: pass\n| echo pass >>%s/hits\n' "$PWD" >>procmailrc
    printf ':0 wic\n* ^X-RMX-From: aligned\n| echo aligned >>%s/hits\n' "$PWD" >>procmailrc
    : >hits
    procmail -m "$PWD/procmailrc" <"$1" && cat hits
}

formail_reader()
{
    formail -c -X X-RMX-Status: -X X-RMX-From: <"$1" | sed 's/^[^:]*://'
}

reformail_reader()
{
    reformail -x X-RMX-Status: <"$1" | head -n 1
    reformail -x X-RMX-From: <"$1" | head -n 1
}

maildrop_reader()
{
    printf 'if (/^X-RMX-Status: pass/)\n{\necho "pass"\n}\nif (/^X-RMX-From: aligned/)\n{\necho "aligned"\n}\nexit\n' >mailfilter
    chmod 600 mailfilter
    maildrop ./mailfilter <"$1"
}

sieve_reader()
{
    cat >script <<'END'
require ["fileinto"];
if header :matches "X-RMX-Status" "pass *" { fileinto "pass"; }
if header :matches "X-RMX-From" "aligned *" { fileinto "aligned"; }
END
    {
        dovecot_start "$PWD/Maildir" "$PWD"
        printf 'mail_uid = %s\nmail_gid = %s\nfirst_valid_gid = 1\n' "$(as_user id -u)" "$(as_user id -g)"
    } >conf
    as_user sieve-test -c conf script "$1" | sed -n 's/.*folder: *//p'
}

@test "a line that continues no field continues none of ours" {
    needs formail procmail
    for name in on-top-behind-blank on-top-behind-blank.part; do
        [ "$(formail -c -x X-RMX-From: <"marked/$name")" = ' ambiguous' ]
        formail -c -x X-RMX-Stray: <"marked/$name" | grep -q 'X-RMX-Status: pass (a)'
    done
    run ! grep -q X-RMX-Stray marked/on-top genuine
}

@test "Python's email" {
    [ "$(python_reader marked/* genuine | xargs)" = 'genuine genuine' ]
}

@test "procmail, formail" {
    needs procmail procmail
    # (in CRLF from the first line on, all of a message is header to procmail; no mail server hands it that)
    each procmail_reader '*.crlf'
    each formail_reader '*.@(crlf|part)'
}

@test "maildrop, reformail" {
    needs maildrop maildrop
    each maildrop_reader '*.@(crlf|part)'
    each reformail_reader '*.@(crlf|part)'
}

@test "Dovecot's Sieve" {
    needs sieve-test dovecot-sieve
    user_room
    cp -r "$BATS_FILE_TMPDIR"/{marked,genuine} .
    chmod -R a+rX marked genuine
    each sieve_reader '*.@(crlf|part)'
}

# Those with LF in one mbox, for readers that start slowly: each with its name as the subject, and mbox lines inside quoted.
in_one_mbox()
{
    for file in marked/* genuine; do
        [[ $file != *.crlf && $file != *.part ]] || continue
        echo 'From statements@bank.example Sat Nov  7 09:14:03 2026'
        sed -e 's/^\(>*From \)/>\1/' -e "s|^Subject: .*|Subject: ${file#*/}|" "$file"
        echo
    done >box
}

@test "SpamAssassin" {
    needs spamassassin spamassassin
    mkdir rules
    cp /etc/spamassassin/*.pre "$top/examples/spamassassin/rmxfilter.cf" rules/
    echo 'use_bayes 0' >rules/local.cf
    : >prefs
    in_one_mbox
    spamassassin --siteconfigpath=rules --prefspath=prefs --local --mbox <box >judged 2>err || { cat err; return 1; }
    /usr/bin/python3 - <<'END' | tee got
import mailbox
for message in mailbox.mbox("judged", create=False):
    status = message["X-Spam-Status"] or ""
    if "RMX_PASS" in status or "RMX_ALIGNED" in status or "RMX_SUBMITTED" in status:
        print(message["Subject"])
END
    [ "$(cat got)" = genuine ]
}
