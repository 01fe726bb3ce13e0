# SPDX-License-Identifier: ISC
# Mail readers that say whom they take for the authors of the messages in the Maildir "box": loaded behind
# callers.bash, used in its user_room. Each writes lines of reader, file and addresses, with tabs between.
# shellcheck shell=bash disable=SC2154

authors=$top/tests/authors
build=${BUILD:-$top/build}

by_gmime()
{
    "$build/authors/read_gmime" <files | sed 's/^/gmime\t/'
}

by_python()
{
    "$authors/read_python" <files
}

# SpamAssassin, Mail::Address, Email::Address::XS
by_perl()
{
    perl "$authors/read_perl" <files
}

by_dovecot()
{
    {
        dovecot_start "$room/dovecot/box" "$room"
        printf 'default_internal_user = %s\ndefault_internal_group = %s\n' "$(as_user id -un)" "$(as_user id -gn)"
        printf 'default_login_user = %s\nfirst_valid_gid = 1\n' "$(as_user id -un)"
    } >dovecot.conf
    mkdir -p dovecot
    cp -r box dovecot/
    [ "$(id -u)" -ne 0 ] || chown -R daemon:daemon dovecot
    # shellcheck disable=SC2046 # an option or none
    as_user env HOME="$room/dovecot" doveadm -c dovecot.conf -f tab fetch $(dovecot_words '' --no-userdb-lookup) \
        'guid imap.envelope' all | "$authors/read_envelopes"
}

# mutt needs a terminal: its index has a line for each message, with the number from Message-ID and the address.
by_mutt()
{
    local lines
    lines=$(($(wc -l <files) + 10))
    cp -r box mutt
    {
        echo "set sort=mailbox-order folder=$room nomove noconfirmcreate index_format='@@%i@@%a@@'"
        echo 'push "<redraw-screen><exit>"'
    } >muttrc
    [ -p nobody ] || mkfifo nobody
    TERM=xterm timeout 60 script -qec "stty rows $lines cols 400; mutt -n -F muttrc -R -f mutt" /dev/null <>nobody |
        tr '\033' '\n' | sed -n 's/.*@@<\([0-9]*\)@[^@]*>@@\(.*\)@@\r*$/\1 \2/p' |
        while read -r number address; do
            printf 'mutt\t%06d\t%s\n' "$((10#$number))" "$address"
        done
}

# formail answers to one of the authors; it reads what is delivered, where CRLF is LF.
by_formail()
{
    while read -r file; do
        printf 'formail\t%s\t%s\n' "$file" "$(sed 's/\r$//' "$file" | formail -b -c -I Reply-To: -I Sender: | formail -b -rtzxTo: | tr '\n\t' '  ')"
    done <files
}
