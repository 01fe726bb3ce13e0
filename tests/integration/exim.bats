#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# A real Exim delivers by the example's .forward, to procmail, and by the example's transport, through the filter. It
# cannot be installed beside another mail server, so where it is not there its package is only unpacked.

bats_require_minimum_version 1.5.0
load common
load callers

setup()
{
    [ "$(id -u)" -eq 0 ] || skip "Exim delivers as root only"
    user_room
    find_exim || skip "no exim4, and its package exim4-daemon-light was not to be had"
    install_filter bin "$zone"
    as_user mkdir Mail home spool
    printf 'MAILDIR=%s/Mail\nDEFAULT=$MAILDIR/inbox\nPATH=%s/bin:/usr/bin:/bin\n' "$room" "$room" >procmailrc
    second_step "$top/procmailrc.example" >>procmailrc
    sed "s|/usr/bin/procmail|& -m $room/procmailrc|" "$top/examples/exim/forward" >forward
    {
        cat <<END
exim_user = daemon
exim_group = daemon
deliver_drop_privilege
never_users =
primary_hostname = mx.foo.example
spool_directory = $room/spool
log_file_path = $room/log_%s
keep_environment =
begin routers
forwarded:
  driver = redirect
  local_parts = bob
  file = $room/forward
  allow_filter
  user = daemon
  group = daemon
  router_home_directory = $room/home
  pipe_transport = address_pipe
filtered:
  driver = accept
  local_parts = eve
  router_home_directory = $room/home
  transport = rmx_maildir_home
begin transports
address_pipe:
  driver = pipe
  return_fail_output
END
        # the filter and the user of this room
        sed -e "s|/usr/local/bin/rmxfilter|$room/bin/rmxfilter|" "$top/examples/exim/transport"
        printf '  user = daemon\n  group = daemon\n'
        printf 'begin retry\n* * F,2h,1s\n'
    } >conf
}

teardown()
{
    leave_user_room
}

# find_exim: its path is in $exim.
find_exim()
{
    exim=/usr/sbin/exim4
    if [ ! -x "$exim" ]; then
        exim=$BATS_FILE_TMPDIR/exim/usr/sbin/exim4
        [ -x "$exim" ] || (cd "$BATS_FILE_TMPDIR" && timeout 60 apt-get download -qq exim4-daemon-light &&
            dpkg -x exim4-daemon-light_*.deb exim) >unpacked 2>&1
    fi
    cp /etc/passwd /etc/group .
    if ! id Debian-exim >/dev/null 2>&1; then
        echo 'Debian-exim:x:1:1::/nonexistent:/bin/false' >>passwd
        echo 'Debian-exim:x:1:' >>group
    fi
    mail_server -C /dev/null -bV >found 2>&1
}

# mail_server OPTION...: Exim, in a mount namespace of its own, where there is the account that its package would make.
mail_server()
{
    unshare --mount sh -c 'mount --bind passwd /etc/passwd && mount --bind group /etc/group && exec "$@"' sh \
        "$exim" "$@" 3>&-
}

# deliver KIND RECIPIENT: as if 192.0.2.5, or for a forged message 203.0.113.9, had handed it over.
deliver()
{
    local client=192.0.2.5 sender=statements@bank.example
    [ "$1" != forged ] || client=203.0.113.9
    [ "$1" != unknown ] || sender=statements@silent.example
    put "$1" | sed '1,/^X-RMX-Status/{/^X-RMX-Status/!d}' >"$1.eml"
    mail_server -C "$room/conf" -odf -oi -oMr esmtp -oMa "$client" -oMs mail.bank.example \
        -f "$sender" "$2@foo.example" <"$1.eml"
}

# queued: the number of messages that Exim keeps.
queued()
{
    find spool/input -name '*-D' | wc -l
}

@test "a forged, a genuine and an unknown message, by .forward and procmail" {
    for kind in genuine forged unknown; do
        deliver $kind bob
    done
    cat log_main
    [ "$(queued)" -eq 0 ]
    [ "$(cd Mail && echo *)" = 'forged genuine inbox' ]
    [ "$(field X-RMX-Status Mail/genuine)" = 'pass (192.0.2.5 may send for bank.example)' ]
    [ "$(field X-RMX-Status Mail/forged)" = 'fail (203.0.113.9 may not send for bank.example)' ]
    [[ $(field X-RMX-Status Mail/inbox) == none* ]]
}

@test "the same through a transport filter" {
    for kind in genuine forged unknown; do
        deliver $kind eve
    done
    [ "$(queued)" -eq 0 ]
    grep -h '^X-RMX-Status' home/Maildir/new/* | sort >got
    [ "$(cut -d ' ' -f 2 got | xargs)" = 'fail none pass' ]
    [ "$(grep -l '^Your statement is ready.$' home/Maildir/new/* | wc -l)" -eq 3 ]
}

@test "what the DNS cannot say stays in the queue, and is delivered when it can" {
    install_filter bin "$(no_dns) --on-temperror defer"
    deliver genuine bob
    deliver genuine eve
    [ "$(queued)" -eq 2 ]
    [ -z "$(ls Mail; find home -path '*/new/*')" ]
    install_filter bin "$zone"
    sleep 1.1
    mail_server -C "$room/conf" -qff
    [ "$(queued)" -eq 0 ]
    [ "$(ls Mail)" = genuine ]
    [ "$(find home -path '*/new/*' | wc -l)" -eq 1 ]
}

@test "a filter that cannot write loses nothing" {
    install_filter bin '>/dev/full'
    deliver genuine bob
    deliver genuine eve
    [ "$(queued)" -eq 2 ]
}
