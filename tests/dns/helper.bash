# SPDX-License-Identifier: ISC
# For bats: name servers that start for one test, on free ports of 127.0.0.1, and end with it.
# shellcheck shell=bash disable=SC2034,SC2154

BUILD=$(realpath "${BUILD:-build}")
DNS=$(realpath "$BATS_TEST_DIRNAME/../dns")
PIDS=()

ask()
{
    run "$BUILD/dns/ask" "$@"
    [ "$status" -eq 0 ]
    milliseconds=${output##* in }
    milliseconds=${milliseconds% ms}
}

# start COMMAND...: runs it until the test ends; the port that it prints first is in $port
start()
{
    local said="$BATS_TEST_TMPDIR/port.${#PIDS[@]}"

    : >"$said" # the server may be slower to open it than we are to read it
    "$@" >"$said" 2>"$said.err" 3>&- &
    PIDS+=($!)
    for _ in $(seq 600); do
        port=$(head -n 1 "$said")
        [ -n "$port" ] && return
        sleep 0.05
    done
    cat "$said.err"
    return 1
}

# start_hostile [MODE]: its log is in $log
start_hostile()
{
    log=$BATS_TEST_TMPDIR/log.${#PIDS[@]}
    : >"$log"
    start python3 "$DNS/hostile.py" "$log" "$@"
}

stop_servers()
{
    for pid in "${PIDS[@]}"; do
        kill "$pid" 2>/dev/null || :
    done
    wait
}

# A port that is free for UDP and TCP.
free_port()
{
    python3 "$DNS/free_ports.py" 1
}

# await SERVER NAME TYPE: until the server answers, at least for 30 s
await()
{
    for _ in $(seq 300); do
        "$BUILD/dns/ask" -t 0.2 -n "$1" "$2" "$3" | grep -q " ok" && return
        sleep 0.1
    done
    return 1
}
