# SPDX-License-Identifier: ISC
# What the tests of programs that call the filter share: loaded behind common.bash with `load callers`.
# shellcheck shell=bash disable=SC2154,SC2034

# needs PROGRAM PACKAGE: skips the test where the program is not there.
needs()
{
    PATH=$PATH:/usr/sbin command -v "$1" >/dev/null || skip "no $1: its package $2 is not installed"
}

# message DOMAIN [CLIENT [AUTHOR-DOMAIN]]: a message of this envelope sender, as 192.0.2.5 or CLIENT handed it
# over; it bears a forged mark below what the MX wrote.
message()
{
    cat <<END
Return-Path: <statements@$1>
Received: from mail.bank.example (mail.bank.example [${2:-192.0.2.5}])
	by mx.foo.example (Postfix) with ESMTPS id 4XpQ2r1bZ0z9v
	for <bob@foo.example>; Sat, 7 Nov 2026 09:14:03 +0000 (UTC)
X-RMX-Status: pass (forged)
Date: Sat, 7 Nov 2026 09:14:01 +0000
From: Your bank <statements@${3:-$1}>
To: bob@foo.example
Subject: Statement of $1
Message-ID: <${2:-192.0.2.5}.20261107091401@$1>

Your statement is ready.
END
}

# put NAME: the message of that kind.
put()
{
    case $1 in
    genuine) message bank.example ;;
    forged) message bank.example 203.0.113.9 ;;
    unknown) message silent.example ;;
    esac
}

# without_forged_mark FILE: the message without what it said of itself: what the filter must hand on.
without_forged_mark()
{
    grep -v '^X-RMX-Status: pass (forged)' "$1"
}

# install_filter DIRECTORY "OPTION..." ["WORD..."]: DIRECTORY/rmxfilter runs the filter under test with these
# options, behind words of the shell.
install_filter()
{
    mkdir -p "$1"
    printf '#!/bin/sh\nexport ASAN_OPTIONS=%s XDG_CONFIG_HOME=%s\n%sexec "%s" --authserv-id mx.example.org %s "$@"\n' \
        "$ASAN_OPTIONS" "$XDG_CONFIG_HOME" "${3:-}" "$filter" "$2" >"$1/rmxfilter"
    chmod +x "$1/rmxfilter"
}

# The options that make the filter answer from tests/zones/callers.zone, and those with which the DNS is silent.
zone="--zone $top/tests/zones/callers.zone"
no_dns()
{
    echo "--nameserver 127.0.0.1:$(free_port) --timeout 0.3"
}

# user_room: like quiet_room, and made so that programs which refuse to run as root can be run in it, by as_user.
# In there $filter is a copy, and so is the zone. The test's teardown calls leave_user_room.
user_room()
{
    room=$(mktemp -d "${TMPDIR:-/tmp}/rmxfilter.XXXXXX") || return 1
    BATS_TEST_TMPDIR=$room quiet_room
    cp "$filter" rmxfilter
    cp "$top/tests/zones/callers.zone" zone
    [ ! -e "${BUILD:-$top/build}/fault.so" ] || cp "${BUILD:-$top/build}/fault.so" .
    filter=$room/rmxfilter
    zone="--zone $room/zone"
    umask 022
    chmod 755 "$room"
    [ "$(id -u)" -ne 0 ] || chown -R daemon:daemon "$room"
    # LeakSanitizer traces its own process, which setpriv forbids.
    ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
}

leave_user_room()
{
    cd /
    [ -z "${room:-}" ] || rm -rf "$room"
}

# as_user COMMAND...: daemon is an account that every system has, and whose home exists: procmail goes there.
as_user()
{
    if [ "$(id -u)" -eq 0 ]; then
        USER=daemon setpriv --reuid=daemon --regid=daemon --clear-groups "$@"
    else
        "$@"
    fi
}
