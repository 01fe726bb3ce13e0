# SPDX-License-Identifier: ISC
# What the whole-program tests share: loaded by each with `load common`.
# shellcheck shell=bash

top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
filter=${BUILD:-$top/build}/rmxfilter

# No settings of this machine's user or host may play a part. ASan leaves signals to the program, and its
# complaint about being loaded late (behind fault.so) out.
quiet_room()
{
    cd "$BATS_TEST_TMPDIR" || return 1
    export HOME=$BATS_TEST_TMPDIR XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/.config
    export ASAN_OPTIONS=verify_asan_link_order=0:handle_segv=0:handle_abort=0
}

# rmx OPTION...: the filter under test, answering from the demonstration's zone.
rmx()
{
    "$filter" --zone "$top/examples/demo/demo.zone" --authserv-id mx.example.org "$@"
}

# whole OUTPUT INPUT: OUTPUT is INPUT behind some octets of fields.
whole()
{
    tail -c "$(stat -c %s "$2")" "$1" | cmp - "$2"
}

# field NAME FILE: the value of the first field of that name in the header of FILE, unfolded.
field()
{
    sed '/^\r\?$/q' "$2" | sed -e ':a' -e '$!N' -e 's/\r\?\n[ \t]/ /' -e 'ta' -e 'P' -e 'D' |
        sed -n "s/^$1: \([^\r]*\)\r\?$/\1/p" | head -n 1
}
