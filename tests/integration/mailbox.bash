# SPDX-License-Identifier: ISC
# A real Dovecot that keeps bob's mailbox and serves it by IMAP and POP3 on free ports of 127.0.0.1: loaded behind
# callers.bash and dovecot.bash, used in the user_room.
# shellcheck shell=bash disable=SC2154

# start_mailbox [SETTINGS]: the ports are in $imap_port and $pop3_port, the password of bob is "secret". Runs until stop_mailbox.
start_mailbox()
{
    local me
    me=$(as_user id -un)
    read -r imap_port pop3_port < <(free_ports 2)
    echo 'bob:{PLAIN}secret' >users
    {
        dovecot_start '~/Maildir' "$room"
        dovecot_words "passdb {
  driver = passwd-file
  args = $room/users
}
userdb {
  driver = static
  args = uid=$(as_user id -u) gid=$(as_user id -g) home=$room/server
}" "passdb passwd-file {
  passwd_file_path = $room/users
}
userdb static {
  fields {
    uid = $(as_user id -u)
    gid = $(as_user id -g)
    home = $room/server
  }
}"
        printf '%s\n' "${1:-}"
        cat <<END
protocols = imap pop3
listen = 127.0.0.1
default_internal_user = $me
default_internal_group = $(as_user id -gn)
default_login_user = $me
service imap-login {
  chroot =
  inet_listener imap {
    port = $imap_port
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = $pop3_port
  }
}
service anvil {
  chroot =
}
END
    } >dovecot.conf
    as_user mkdir -p server/Maildir/new server/Maildir/cur server/Maildir/tmp
    as_user /usr/sbin/dovecot -F -c "$room/dovecot.conf" >dovecot.out 2>&1 3>&- &
    dovecot_pid=$!
    for _ in $(seq 300); do
        if (exec 9<>"/dev/tcp/127.0.0.1/$imap_port" && read -r -t 5 -u 9 hello && [[ $hello == '* OK'* ]]) 2>/dev/null; then
            return 0
        fi
        sleep 0.1
    done
    cat dovecot.out log
    return 1
}

# By the number that Dovecot wrote down: the one that the shell knows is that of a shell around it.
stop_mailbox()
{
    [ -s run/master.pid ] || return 0
    kill "$(cat run/master.pid)"
    wait "$dovecot_pid" || true
}

# in_mailbox FILE: it arrives in bob's mailbox.
in_mailbox()
{
    as_user cp "$1" "server/Maildir/new/$(basename "$1").$EPOCHREALTIME"
}

# left_in_mailbox: the number of messages that nobody fetched yet.
left_in_mailbox()
{
    find server/Maildir/new server/Maildir/cur -type f | wc -l
}
