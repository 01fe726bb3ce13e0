#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What make offers those who work on the sources: an index, compilers' commands, a build for profilers, one as on a system that
# has little, and the check before a release.

bats_require_minimum_version 1.5.0
load common
load callers

setup()
{
    quiet_room
    build=${BUILD:-$top/build}
    case $build in
    */sanitize) skip "the plain build is enough" ;;
    esac
    # nothing is installed here
    make="make -s --no-print-directory -o test-deps -C $top BUILD=$build"
}

# released: a clone of this tree in which all is as a release wants it, but for what the test changes. --version is what
# the build under test says.
released()
{
    git -C "$top" rev-parse HEAD >/dev/null 2>&1 || skip "no git: a release is a commit"
    git clone -q "$top" clone
    cd clone || return 1
    cp "$top/tests/release" tests/
    cp "$top/Makefile" "$top/CHANGES.md" .
    sed -i '/^## Unreleased/,/^## [0-9]/{/^## [0-9]/!d}' CHANGES.md
    commit
}

commit()
{
    git add -A
    git -c user.name=tester -c user.email=tester@foo.example commit -q --allow-empty -m test
}

# checked STEP: what the release check says of this step
checked()
{
    BUILD=$build tests/release "$@"
}

@test "tags knows where a function and a type are" {
    needs ctags universal-ctags
    $make tags
    grep -qP '^guard_run\trmxfilter/guard.c\t' "$top/tags"
    grep -qP '^ReceivedHop\tmime/received/received.h\t' "$top/tags"
}

@test "compile_commands.json has each source, and its commands compile" {
    local -a command
    $make compile_commands.json
    jq -r '.[].file' "$top/compile_commands.json" | sort >have
    (cd "$top" && find mime rmxfilter tests -name '*.c') | sort | diff have -
    cd "$top"
    mapfile -t command < <(jq -r '.[] | select(.file == "rmxfilter/main.c") | .arguments[]' compile_commands.json)
    "${command[@]}" -fsyntax-only -MF /dev/null
}

@test "callgrind sees the guard and the inspector of the build for profilers, which says what it is" {
    needs valgrind valgrind
    $make profile
    [[ $("$build/profile/rmxfilter" --version) == 'rmxfilter '*' (for profiling: it has no sandbox'* ]]
    [[ $("$filter" --version) != *profiling* ]]
    valgrind -q --tool=callgrind --callgrind-out-file="seen.%p" "$build/profile/rmxfilter" \
        --zone "$top/examples/demo/demo.zone" <"$top/examples/demo/genuine.eml" >out
    [ "$(field X-RMX-Status out)" = 'pass (192.0.2.5 may send for bank.example)' ]
    whole out "$top/examples/demo/genuine.eml"
    grep -l 'guard_run' seen.*
    grep -l 'inspection_run\|inspector_run' seen.*
    [ "$(cat seen.* | grep -c '^totals: [1-9]')" -eq 2 ]
    "$build/profile/rmxfilter" explain --zone "$top/examples/demo/demo.zone" <"$top/examples/demo/genuine.eml" >out
    grep -qx 'Sandbox: none' out
    grep -q 'because this build is for profiling' out
}

@test "where the system has nothing of what config looks for, mail is marked all the same, and explain says what is missing" {
    $make bare
    "$build/bare/rmxfilter" --zone "$top/examples/demo/demo.zone" <"$top/examples/demo/genuine.eml" >out
    [ "$(field X-RMX-Status out)" = 'pass (192.0.2.5 may send for bank.example)' ]
    whole out "$top/examples/demo/genuine.eml"
    "$build/bare/rmxfilter" explain --json --zone "$top/examples/demo/demo.zone" <"$top/examples/demo/genuine.eml" >json
    jq -e '.sandbox | (.seccomp | not) and .limits and (.problem | contains("seccomp: Function not implemented"))' json
    "$build/bare/rmxfilter" explain --zone "$top/examples/demo/demo.zone" <"$top/examples/demo/genuine.eml" >out
    grep -qx 'Sandbox: limits' out
}

# Which headers were read stands in files that name the build as it was named.
@test "the sandbox is made anew when its lists change, or what makes it" {
    local named=${build#"$top/"}
    for file in rmxfilter/sandbox/sandbox_rules.c rmxfilter/sandbox/sandbox_rules.h rmxfilter/sandbox/sandbox_ready.h tools/export_filters.c tools/shorten_filter.c tools/shorten_filter.h; do
        make -s --no-print-directory -C "$top" BUILD="$named" -n -W "$file" all >plan
        grep -q "$named/tools/export_filters >" plan
    done
}

# As in a build for another machine. What was compiled for the build under test is taken over.
@test "where the sandbox cannot be made ready, the program makes it" {
    mkdir -p other/obj other/tools
    cp -a "$build/obj/mime" "$build/obj/rmxfilter" other/obj
    cp -a "$build/config.h" other
    printf '#!/bin/sh\nexit 126\n' >other/tools/export_filters
    chmod +x other/tools/export_filters
    mkdir other/obj/tools
    cp -a "$build"/obj/tools/*.o other/obj/tools
    $make BUILD="$PWD/other" all 2>said
    grep -qx 'The sandbox is not made ready: rmxfilter makes it when it starts.' said
    other/rmxfilter explain --zone "$top/examples/demo/demo.zone" <"$top/examples/demo/genuine.eml" >out
    grep -q '^Sandbox: seccomp, .*limits$' out
}

# A name server that never answers holds the program while it is looked at.
@test "there descriptors are closed, the environment is wiped, and a signal is told by its number" {
    $make bare
    python3 - "$build/bare/rmxfilter" "$top/examples/demo/genuine.eml" <<'END'
import os, signal, socket, subprocess, sys
filter, message = sys.argv[1], open(sys.argv[2], "rb").read()
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
server.settimeout(30)
left = os.open("/dev/null", os.O_RDONLY)

def started(*command):
    asking = subprocess.Popen([filter, *command, "--nameserver=127.0.0.1:%d" % server.getsockname()[1], "--timeout=20"],
                              stdin=open(sys.argv[2], "rb"), stdout=subprocess.PIPE, pass_fds=[left],
                              env={"SECRET": "of-the-environment", **os.environ})
    server.recv(512)
    return asking

asking = started("explain")
try:
    what = os.readlink("/proc/%d/fd/%d" % (asking.pid, left))
except FileNotFoundError:
    what = ""
assert what != "/dev/null", what
assert b"of-the-environment" not in open("/proc/%d/environ" % asking.pid, "rb").read()
asking.kill()
asking.wait()
server.setblocking(False)
try:
    while server.recv(512):
        pass
except BlockingIOError:
    server.settimeout(30)

guard = started()
os.kill(int(subprocess.check_output(["pgrep", "-P", str(guard.pid)])), signal.SIGSEGV)
out = guard.communicate()[0]
assert out.startswith(b"X-RMX-Status: error (inspector ended by signal 11)\n"), out[:200]
assert out.endswith(message)
END
}

# compiler WITHOUT: a compiler that finds no archive of this name, and its own where there is one in this folder
compiler()
{
    cat >cc <<END
#!/bin/sh
case \$* in
-print-file-name=*)
    name=\${1#*=}
    if [ "\$name" = '$1' ]; then echo "\$name"; elif [ -e "$PWD/\$name" ]; then echo "$PWD/\$name"; else exec cc "\$1"; fi
    ;;
*) exec cc "\$@" ;;
esac
END
    chmod +x cc
}

folder= # where LDFLAGS say that libraries are, too

# linked COMPILER NAME...: what is said of these libraries; how they are linked is in words
linked() { SHARED='' LDFLAGS=${folder:+-L$folder} "$top/libraries" words "$@"; }

@test "libraries come from archives, one that has none or whose archive needs one alone is shared" {
    [ -e "$(cc -print-file-name=libunistring.a)" ] && [ -e "$(cc -print-file-name=libidn2.a)" ] || skip "no archives here"
    [ "$(linked cc libidn2 nettle)" = 'Libraries from archives: libidn2 nettle; shared: none' ]
    run ! grep -e '-lidn2\|-lunistring' words
    compiler libunistring.a
    [ "$(linked ./cc libidn2 nettle)" = 'Libraries from archives: nettle; shared: libidn2' ]
    grep -e '/libnettle\.a ' words
    grep -e '-lidn2' words
    [ "$(SHARED=1 "$top/libraries" words cc libidn2 nettle)" = 'Libraries from archives: none; shared: libidn2 nettle' ]
    run ! grep '\.a' words
}

@test "an archive for programs that cannot be loaded anywhere is not taken" {
    echo 'extern int here; int here; int *json_loadb(void); int *json_loadb(void) { return &here; }' >here.c
    cc -fPIC -c -o there.o here.c
    compiler ''
    ar rcs libjansson.a there.o
    [ "$(linked ./cc jansson)" = 'Libraries from archives: jansson; shared: none' ]
    [ "$(uname -m)" = x86_64 ] || skip "another machine"
    cc -fno-pie -fno-pic -c here.c
    rm libjansson.a
    ar rcs libjansson.a here.o
    [ "$(linked ./cc jansson)" = 'Libraries from archives: none; shared: jansson' ]
}

@test "a library in a folder of its own is linked from there, with an archive or without" {
    mkdir own
    printf '%s\n' "Name: jansson" "Description: a newer one" "Version: 99" "Libs: -L$PWD/own -ljansson" >jansson.pc
    echo 'int json_loadb(void); int json_loadb(void) { return 1; }' >here.c
    cc -fPIC -c here.c
    ar rcs own/libjansson.a here.o
    export PKG_CONFIG_PATH=$PWD
    [ "$(linked cc jansson)" = 'Libraries from archives: jansson; shared: none' ]
    grep "^$PWD/own/libjansson.a " words
    cc -shared -o own/libjansson.so here.o
    rm own/libjansson.a
    [ "$(linked cc jansson)" = 'Libraries from archives: none; shared: jansson' ]
    grep -e "-L$PWD/own -ljansson" words
    unset PKG_CONFIG_PATH
    folder=$PWD/own
    [ "$(linked cc jansson)" = 'Libraries from archives: none; shared: jansson' ]
    ar rcs own/libjansson.a here.o
    [ "$(linked cc jansson)" = 'Libraries from archives: jansson; shared: none' ]
    grep "^$PWD/own/libjansson.a " words
}

@test "a library of which pkg-config knows nothing is not said to come from an archive" {
    export PKG_CONFIG=false
    [ "$(linked cc jansson 2>/dev/null)" = 'Libraries from archives: none; shared: jansson' ]
    [ -e words ]
}

@test "the program is linked anew when an archive is updated, and only then" {
    echo 'int json_loadb(void); int json_loadb(void) { return 1; }' >here.c
    cc -fPIC -c here.c
    ar rcs libjansson.a here.o
    compiler ''
    linked ./cc jansson
    touch -d '1 hour' words
    [ -z "$(linked ./cc jansson)" ]
    touch -d '1 hour ago' words
    [ -n "$(linked ./cc jansson)" ]
    [ "$(find words -mmin -1)" = words ]
}

@test "make SHARED=1 and the build with sanitizers take no archives" {
    make -s --no-print-directory -C "$top" BUILD="$PWD" SHARED=1 "$PWD/libraries"
    run ! grep '\.a' libraries
    grep -e -lglib-2.0 libraries
    rm libraries
    make -s --no-print-directory -C "$top" BUILD="$PWD" SANITIZE=1 "$PWD/libraries"
    run ! grep '\.a' libraries
}

@test "what comes from archives is not loaded at the start" {
    [ -e "$build/libraries" ]
    readelf -dW "$filter" >dynamic
    grep -oE '[^ /]+\.a' "$build/libraries" | while read -r archive; do
        ! grep "(NEEDED).*\[${archive%.a}\.so" dynamic || { echo "$archive"; return 1; }
    done
    grep '(NEEDED).*\[libc\.' dynamic
}

# begins PROGRAM: whether Nettle's part for this processor is chosen when the program starts
begins() { readelf -rW "$1" | grep -q " $(nm "$1" | awk '$3 == "fat_init" { sub(/^0*/, "", $1); print $1 }')\$"; }

@test "Nettle asks what the processor can when it hashes, and not when a program starts" {
    local nettle
    nettle=$(cc -print-file-name=libnettle.a)
    nm "$nettle" 2>/dev/null | grep -qx 'fat-x86_64.o:' || skip "no archive of Nettle that asks"
    cat >hash.c <<'END'
#include <nettle/sha2.h>
#include <stdio.h>
int main(void)
{
    struct sha256_ctx hash;
    unsigned char digest[SHA256_DIGEST_SIZE];
    sha256_init(&hash);
    sha256_update(&hash, 3, (const unsigned char *)"abc");
    sha256_digest(&hash, sizeof(digest), digest);
    for (unsigned i = 0; i < sizeof(digest); i++)
        printf("%02x", digest[i]);
    puts("  -");
}
END
    linked cc nettle
    # shellcheck disable=SC2046 # a list of words
    cc -fPIE -pie -o late hash.c $(<words)
    cc -fPIE -pie -o early hash.c "$nettle"
    begins early
    run ! begins late
    if grep -q 'libraries\.ld' "$build/libraries"; then run ! begins "$filter"; fi
    [ "$(./late)" = "$(./early)" ]
    [ "$(./late)" = "$(printf abc | sha256sum)" ]
}

@test "a linker that cannot read the script goes without" {
    needs ld.gold binutils
    [ "$(SHARED='' LDFLAGS=-fuse-ld=gold "$top/libraries" words cc nettle)" = 'Libraries from archives: nettle; shared: none' ]
    run ! grep 'libraries\.ld' words
    linked cc nettle
    grep 'libraries\.ld' words
}

# musl is Alpine's C library. GLib and the other libraries are not there for it: the program is compiled with their headers.
@test "every source compiles with musl" {
    needs musl-gcc musl-tools
    local -a flags
    mkdir -p include config
    for name in linux asm asm-generic idn2.h jansson.h jansson_config.h libpsl.h nettle gmp.h seccomp.h seccomp-syscalls.h; do
        for folder in /usr/include "/usr/include/$(gcc -print-multiarch)"; do
            [ ! -e "$folder/$name" ] || ln -s "$folder/$name" include/
        done
    done
    read -r -a flags <<<"$(pkg-config --cflags glib-2.0)"
    flags=(-std=gnu17 -D_GNU_SOURCE -DVERSION='""' -Iconfig "-I$top" "-I$top/rmxfilter" -isystem include "${flags[@]}")
    "$top/config" musl-gcc "${flags[@]}" >config/config.h
    grep -qx '#define HAVE_RES_NINIT 0' config/config.h
    grep -qx '#define HAVE_LINUX 1' config/config.h
    find "$top/mime" "$top/rmxfilter" -name '*.c' -print0 |
        xargs -0 -P "$(nproc)" -n 16 musl-gcc "${flags[@]}" -Wall -Wextra -Wconversion -Werror -fsyntax-only
}

@test "a release is checked: all is well" {
    released
    checked clean versions changes
}

@test "a release is checked: something is not committed" {
    released
    echo >>README.md
    run ! checked clean
    [[ $output == *README.md* ]]
}

@test "a release is checked: versions disagree" {
    released
    sed -i '1s/(\([0-9]\)/(9\1/' debian/changelog
    run ! checked versions
    [[ $output == *'debian/changelog begins with 9'* ]]
    git checkout -q debian/changelog
    sed -i 's/^## \([0-9]\)/## 9\1/' CHANGES.md
    run ! checked versions
    [[ $output == *'--version says'* ]]
    git checkout -q CHANGES.md
    git tag "v$(make -s --no-print-directory print-version)"
    checked versions
    commit
    run ! checked versions
    [[ $output == *'the tag of another commit' ]]
}

@test "a release is checked: CHANGES.md is not ready" {
    while IFS='|' read -r edit want; do
        released
        sed -i "$edit" CHANGES.md
        run ! checked changes
        [[ $output == *"$want"* ]] || { echo "$edit: $output"; return 1; }
        cd ..
        rm -rf clone
    done <<'END'
0,/^## [0-9]/s/^## [0-9]/## Unreleased\n\n- Something.\n\n&/|begins with "Unreleased"
0,/^## [0-9]/s/^\(## [0-9.]*\) .*/\1 (1 January 2999)/|still to come
0,/^## [0-9]/s/^\(## [0-9.]*\) .*/\1 (soon)/|no date
/^- /d|says nothing
END
}

@test "the package is of the newest release" {
    [ "$(sed -n '1s/^rmxfilter (\(.*\)) .*/\1/p' "$top/debian/changelog")" = \
        "$(make -s --no-print-directory -C "$top" print-version)" ]
}
