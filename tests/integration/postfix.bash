# SPDX-License-Identifier: ISC
# Real Postfixes, each with a folder of its own for its settings, queue, accounts and log, and all with one
# /usr/local/bin: loaded behind common.bash. They live in namespaces, and end with the test.
# shellcheck shell=bash disable=SC2154,SC2034,SC2016

# postfix_room: an empty folder that others than root can reach, as bats' own is not. Skips where there is no Postfix,
# or none can run. bin, with the filter in it, is /usr/local/bin to every Postfix.
postfix_room()
{
    [ -x /usr/sbin/postfix ] || skip "no Postfix"
    [ "$(id -u)" -eq 0 ] || skip "Postfix needs root"
    unshare -mpf --mount-proc true || skip "no file system of its own here"
    dir=$(mktemp -d)
    chmod 755 "$dir"
    cd "$dir" || return 1
    mkdir bin
    cp "$filter" bin/rmxfilter
    chmod 755 bin/*
    namespaces=() # of each Postfix, the process that made them
    inside=()     # the command that enters the network of all of them, if it is not this one
}

leave_postfix_room()
{
    [ -n "${dir:-}" ] || return 0
    # the first process in each, with which all others end; unshare itself ignores signals, and waits for it
    for unshare in "${namespaces[@]}"; do
        kill -KILL "$(ps -o pid= --ppid "$unshare" | tr -d ' ')"
        wait "$unshare" || true
    done
    cd /
    rm -rf "$dir"
}

# make_postfix FOLDER HOST DOMAIN ADDRESS PORT: the settings of a Postfix that calls itself so, delivers mail for this
# domain on its own, and listens there. bob has an account, and his home in the folder.
make_postfix()
{
    local folder=$dir/$1

    mkdir -p "$folder"/{spool/pid,data,home/.config/rmxfilter}
    # what Postfix would make, and look for, in a second or two, at its start
    install -d -o postfix -m 700 \
        "$folder"/spool/{active,bounce,corrupt,defer,deferred,flush,hold,incoming,private,saved,trace}
    install -d -o postfix -g postdrop -m 1730 "$folder/spool/maildrop"
    install -d -o postfix -g postdrop -m 2710 "$folder/spool/public"
    touch "$folder/spool/quick-start"
    {
        cat /etc/passwd
        echo "bob:x:23456:23456::$folder/home:/bin/sh"
    } >"$folder/passwd"
    cat >"$folder/main.cf" <<END
compatibility_level = 3.6
queue_directory = $folder/spool
data_directory = $folder/data
maillog_file = $folder/maillog
maillog_file_prefixes = $folder
inet_interfaces = $4
inet_protocols = ipv4
myhostname = $2
mydestination = $3
alias_maps =
alias_database =
smtpd_peername_lookup = no
END
    cat >"$folder/master.cf" <<END
$4:$5 inet n - n - - smtpd
smtp     unix - - n - - smtp
pickup   unix n - n 60 1 pickup
cleanup  unix n - n - 0 cleanup
qmgr     unix n - n 300 1 qmgr
rewrite  unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
bounce   unix - - n - 0 bounce
defer    unix - - n - 0 bounce
trace    unix - - n - 0 bounce
flush    unix n - n - 0 flush
showq    unix n - n - - showq
retry    unix - - n - - error
error    unix - - n - - error
anvil    unix - - n - 1 anvil
local    unix - n n - - local
postlog  unix-dgram n - n - 1 postlogd
END
}

# start_postfix FOLDER...: they run until leave_postfix_room.
start_postfix()
{
    for folder; do
        begin_postfix "$folder"
    done
    for folder; do
        until_true is_running "$dir/$folder"
    done
}

# begin_postfix FOLDER: what lies in home becomes the account's alone, as maildrop demands.
begin_postfix()
{
    local folder=$dir/$1

    chown -R 23456:23456 "$folder/home"
    chown postfix "$folder/data"
    "${inside[@]}" unshare -mpf --mount-proc sh -c 'mount --bind "$0/passwd" /etc/passwd && mount --bind bin /usr/local/bin && mount --bind "$0" /etc/postfix &&
        exec postfix -c "$0" start-fg' "$folder" >"$folder/log" 2>&1 3>&- &
    namespaces+=($!)
}

# The master says so once it listens everywhere.
is_running()
{
    grep -qs 'daemon started' "$1/maillog"
}

# until_true COMMAND...: waits for it, at most a minute.
until_true()
{
    local end=$((SECONDS + 60))

    while [ "$SECONDS" -le "$end" ]; do
        "$@" && return
        sleep 0.1
    done
    cat "$dir"/*/maillog
    return 1
}

# queue FOLDER: what that Postfix keeps, a line of JSON for each message.
queue()
{
    "${inside[@]}" postqueue -c "$dir/$1" -j
}

# flush_queue FOLDER: that Postfix tries again to deliver all of it.
flush_queue()
{
    "${inside[@]}" postqueue -c "$dir/$1" -f
}

# (jq -e is no help: of nothing at all it says that it is true)
is_deferred()
{
    queue "$1" | jq -r 'select(.queue_name == "deferred") | .recipients[0].delay_reason' | tee reason | grep -q .
}

queue_is_empty()
{
    local kept

    kept=$(queue "$1") && [ -z "$kept" ]
}

# mail_in HOME FOLDER: the messages in that folder of the Maildir.
mail_in()
{
    find "$1/Maildir/$2/new" -type f 2>/dev/null | grep .
}

# procmail_into HOME: procmailrc.example, but for a Maildir with folders in place of mboxes.
procmail_into()
{
    mkdir -p "$1/Maildir"
    {
        printf 'MAILDIR=$HOME/Maildir\nDEFAULT=$MAILDIR/\n'
        second_step "$top/procmailrc.example" | sed -E -e 's/^( *)(forged|doubtful|genuine)$/\1.\2\//' -e 's/^( *):0:$/\1:0/'
    } >"$1/.procmailrc"
}
