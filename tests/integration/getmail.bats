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
    # nothing was taken away, and nothing comes twice
    [ "$(left_in_mailbox)" -eq 3 ]
    fetch
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

# A token (RFC 7519) for bob, signed with the key that Dovecot has.
token()
{
    python3 - <<'END'
import base64, hashlib, hmac, json, time
def encode(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=")
now = int(time.time())
signed = b".".join(encode(json.dumps(part).encode()) for part in (
    {"alg": "HS256", "typ": "JWT"}, {"sub": "bob", "email": "bob", "scope": "mail", "iat": now, "exp": now + 600}))
print((signed + b"." + encode(hmac.digest(b"a key of this test", signed, hashlib.sha256))).decode())
END
}

# takes_tokens: from now on Dovecot takes no passwords, but such tokens.
takes_tokens()
{
    stop_mailbox
    as_user mkdir -p keys/default/HS256
    printf 'a key of this test' | base64 | as_user tee keys/default/HS256/default >/dev/null
    cat >oauth2.conf <<END
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$room/keys/
username_attribute = email
END
    start_mailbox "auth_mechanisms = xoauth2
$(dovecot_words "passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = $room/oauth2.conf
}" "oauth2 {
  introspection_mode = local
  username_attribute = email
}
oauth2_local_validation {
  dict fs {
    fs posix {
      prefix = $room/keys/
    }
  }
}")"
}

# with_retriever OF: getmailrc with the other example's retriever, which asks getmail's helper for the token.
with_retriever()
{
    {
        sed -n '/^\[retriever\]/,$p' "$top/examples/getmail/$1"
        sed '1,/^password_command/d' "$top/examples/getmail/getmailrc"
    } >together
    # shellcheck disable=SC2094
    sed -i -e "s|^type = SimpleIMAPSSLRetriever|type = SimpleIMAPRetriever\nport = $imap_port|" -e 's/^server = .*/server = 127.0.0.1/' \
        -e 's/^username = .*/username = bob/' -e "s|/home/bob/.config/getmail/.*\.json|$room/tokens.json|" \
        -e "s|/usr/local/bin/rmxfilter|$room/bin/rmxfilter|" \
        -e "s|^path = /usr/bin/procmail|&\narguments = ('-m', '$room/procmailrc')|" together
    mv together getmailrc
    # what the comment says, once the helper has its tokens
    sed -n 's/^#      *\([{"].*\)/\1/p' "$top/examples/getmail/$1" |
        jq --arg token "$2" '. + { access_token: $token, refresh_token: "x", expires_at: 4000000000 }' |
        as_user tee tokens.json >/dev/null
}

@test "with tokens, as Gmail and Microsoft 365 want them" {
    needs getmail-gmail-xoauth-tokens getmail6
    takes_tokens
    for of in getmailrc-gmail getmailrc-microsoft365; do
        put genuine >in.eml
        in_mailbox in.eml
        with_retriever $of "no token"
        run ! fetch
        grep -qi authentication <<<"$output" || { echo "$output"; return 1; }
        [ ! -e Mail/genuine ]
        with_retriever $of "$(token)"
        fetch >said 2>&1 || { cat said log; return 1; }
        [ "$(field X-RMX-Status Mail/genuine)" = 'pass (192.0.2.5 may send for bank.example)' ]
        rm Mail/genuine server/Maildir/*/in.eml*
    done
}

@test "what the DNS cannot say stays on the server, and comes when it can" {
    settings SimpleIMAPRetriever "$imap_port"
    install_filter bin "$(no_dns) --on-temperror defer"
    put genuine >in.eml
    in_mailbox in.eml
    sed -i 's/^delete = false$/delete = true/' getmailrc
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
    sed -i 's/^delete = false$/delete = true/' getmailrc
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
