#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# Every call that can fail does (tests/faults), and many filters run at once. `make faults` does more of it.

load common
load ../dns/helper

setup()
{
    quiet_room
    zone=$top/examples/demo/demo.zone
    # ten times as slow with sanitizers
    case $BUILD in
    */sanitize) every=100 many=100 ;;
    *) every=20 many=500 ;;
    esac
}

teardown()
{
    stop_servers
}

# The drivers find what hangs within 20 seconds, and a filter ends by itself: the bounds here are for the drivers.

@test "whatever fails, the message is out whole, or the exit code says so" {
    run timeout 900 "$BUILD/faults/drive" -e "$every" "$BUILD" "$zone"
    echo "$output"
    sed -n 's/^# \(.* faults injected\)/# \1/p' <<<"$output" >&3
    [ "$status" -eq 0 ]
}

@test "whatever fails, or kills it, the page of explain is the old one or the new one, and nothing is left beside it" {
    [[ $BUILD != */sanitize ]] || skip "the plain build is enough"
    run timeout 900 "$BUILD/faults/pages" 4 "$BUILD" "$zone" "$PWD"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "the driver sees what goes wrong" {
    mkdir -p build/faults build/dns
    ln -s "$BUILD/faults/faults.so" build/faults
    ln -s "$BUILD/dns/serve" build/dns
    # rest: what must come out of the message, status: what a filter might write on top
    while IFS='|' read -r want what; do
        cat >build/rmxfilter <<END
#!/bin/sh
unset LD_PRELOAD
rest() { sed -e 2,3d -e '/^x-rmx :/d'; }
status() { echo "X-RMX-Status: \$1"; }
$what
END
        chmod +x build/rmxfilter
        run "$BUILD/faults/drive" -a 4294967295.0.0.0.1.0 build "$zone"
        if [ "$want" = sound ]; then
            [ "$status" -eq 0 ]
        else
            [ "$status" -ne 0 ] && [[ $output == "# $want:"* ]]
        fi || { echo "$what"; echo "$output"; return 1; }
    done <<'END'
sound|status fail; rest
not the whole message|status fail; rest | head -c 300
not the whole message|
the message was changed|cat
the message was changed|status fail; rest | tr a b
the message was changed|rest; status fail
the fields are not well-formed|rest
the fields are not well-formed|status fail; echo Subject: x; rest
the fields are not well-formed|status fail; status fail; rest
a forged message passes|status pass; rest
another verdict than expected|status none; rest
refused without need|status fail; rest; exit 74
unknown exit code|status fail; rest; exit 1
the guard crashes|status fail; rest; kill -SEGV $$
leaves a process behind|status fail; rest; sleep 60 &
END
}

@test "hundreds of filters at once lose, mix up and change nothing" {
    start "$BUILD/dns/serve" "$zone" 700
    # how long each takes depends on how many there are for a processor
    run timeout 900 python3 "$top/tests/faults/many.py" "$many" "$filter" --nameserver "127.0.0.1:$port" --timeout 100
    echo "$output"
    echo "# ${lines[0]}" >&3
    [ "$status" -eq 0 ]
}
