#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What compiler and linker put into the binary against whoever finds a mistake in it.

bats_require_minimum_version 1.5.0
load common

setup()
{
    quiet_room
    [[ ${BUILD:-} != */sanitize ]] || skip "the sanitizers stand in for it"
}

@test "it can be loaded anywhere" {
    readelf -hW "$filter" | grep -q 'Type: *DYN'
    readelf -dW "$filter" | grep -q 'Flags:.* PIE'
}

@test "no page is both writable and executable, the stack least" {
    readelf -lW "$filter" >segments
    [ "$(grep -c '^  LOAD' segments)" -ge 2 ]
    run -1 grep -E '^  [A-Z_]+ .* .WE ' segments
    grep -qE '^  GNU_STACK .* RW  ' segments
}

@test "its jump tables are filled in at the start, and read-only from then on" {
    readelf -lW "$filter" | grep -q '^  GNU_RELRO'
    readelf -dW "$filter" | grep -qE '\(FLAGS\).*BIND_NOW|\(FLAGS_1\).*NOW'
}

@test "broken stacks and overrun buffers are noticed" {
    readelf --dyn-syms -W "$filter" >symbols
    grep -q '__stack_chk_fail' symbols
    # some of the calls are checked already when they are compiled; these are left to the library
    [ "$(grep -cE '__(memcpy|read|snprintf|vsnprintf|fprintf|vfprintf|poll|recv|strcat)_chk' symbols)" -ge 2 ]
}

# The mark gets into the binary only where the C library's start files bear it too (Debian 12's do not).
@test "jumps and returns go only where they may, as far as the objects say" {
    [ "$(uname -m)" = x86_64 ] || skip "another machine"
    for object in "${BUILD:-$top/build}"/obj/rmxfilter/*.o; do
        readelf -nW "$object" | grep -q 'x86 feature:.*IBT.*SHSTK' || { echo "$object"; return 1; }
    done
}

@test "libraries come from the system alone" {
    readelf -dW "$filter" >dynamic
    run -1 grep -E 'RPATH|RUNPATH' dynamic
}
