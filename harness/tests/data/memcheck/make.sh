#!/bin/bash
# SPDX-License-Identifier: MIT
# make.sh VERSION_DIR [NAME …]
# Makes versions/VERSION/ anew: logs and XML of one Valgrind, of the faults in source/faults.cc. VERSION_DIR is a folder
# that one of Debian's packages was unpacked into (dpkg-deb -x valgrind_….deb VERSION_DIR), or / for the installed one.
set -eu
# Descriptors that were inherited would be in the logs.
for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    [ "$fd" -le 2 ] || [ "$fd" -eq 255 ] || eval "exec $fd<&-"
done
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "${1:?usage: make.sh VERSION_DIR [NAME …]}" && pwd)
root=${root%/}
shift
only=" $* "
for lib in "$root/usr/libexec/valgrind" "$root/usr/lib/x86_64-linux-gnu/valgrind"; do
    [ ! -e "$lib/memcheck-amd64-linux" ] || break
done
valgrind=$root/usr/bin/valgrind.bin
version=$(env -i VALGRIND_LIB="$lib" "$valgrind" --version)
version=${version#valgrind-}
out=$here/versions/${version%.*}
build=/tmp/freehold-faults
rm -rf "$build"
mkdir -p "$build/logs" "$out"
trap 'rm -rf "$build"' EXIT
cp "$here/source/faults.cc" "$build"
cd "$build"
# 3.16 reads no DWARF 5.
g++ -g -gdwarf-4 -O1 -fno-optimize-sibling-calls -std=c++17 -w -o faults faults.cc -lpthread
printf '{\n   one\n   Memcheck:Leak\n   fun:malloc\n   fun:*make_node*\n   ...\n}\n' >own.supp

# Pids and paths go; so does what 3.16 says of debug information that it can't read, over and over.
clean() {
    pids=$(grep -aoE '[=*-]{2}[0-9]{3,}[=*-]{2}|<pid>[0-9]{3,}' "$1" | tr -dc '0-9\n' | awk '!seen[$0]++')
    script= n=70
    for pid in $pids; do
        script="$script;s,\([=*-][=*-]\)$pid\([=*-][=*-]\),\1$n\2,g;s,<pid>$pid<,<pid>$n<,"
        n=$((n + 1))
    done
    sed -e "$script" -e 's,<ppid>.*</ppid>,<ppid>69</ppid>,' -e 's,Parent PID: .*,Parent PID: 69,' \
        -e "s,$lib,/usr/libexec/valgrind,g" -e "s,$valgrind,/usr/bin/valgrind.bin,g" -e "s,$build,/src,g" \
        -e '/^--70-- WARNING: Serious error when reading debug info$/d' -e '/^--70-- When reading debug info from/d' \
        -e '/^--70-- Ignoring non-Dwarf2\/3\/4 block in .debug_info$/d' "$1"
}

valgrind() {
    (ulimit -c 0 && env -i VALGRIND_LIB="$lib" "$valgrind" --leak-check=full "$@" </dev/null 2>&1) || true
}

run() { # NAME FAULTS [OPTION …]
    log=$1 faults=$2
    shift 2
    case $only in "  " | *" $log "*) ;; *) return ;; esac
    valgrind --log-file="logs/$log.log" "$@" ./faults "$faults" >/dev/null
    valgrind --xml=yes --xml-file="logs/$log.xml" "$@" ./faults "$faults" >/dev/null
    for kind in log xml; do
        clean "logs/$log.$kind" >"$out/$log.$kind"
    done
}

# A file for each process: the parent's and the child's.
run_forked() {
    rm -f logs/fork*
    valgrind --log-file=logs/fork-%p.log ./faults fork >/dev/null
    valgrind --xml=yes --xml-file=logs/fork-%p.xml ./faults fork >/dev/null
    for kind in log xml; do
        set -- logs/fork-*.$kind # the parent's pid is the lower one
        clean "$1" >"$out/fork.$kind"
        clean "$2" >"$out/fork-child.$kind"
    done
}

run clean clean
run leaks leaks --show-leak-kinds=all --track-origins=yes
run added added --show-leak-kinds=all
run suppressed leaks --suppressions=own.supp
run mismatched mismatched
run access access --keep-stacktraces=alloc-and-free
run uninitialised uninitialised --track-origins=yes
run free free
run segv segv
run overflow overflow --num-callers=3
run jump jump
run one-file fork
run thread thread
run messages messages
run sizes sizes
run pool pool
run sigterm sigterm --show-leak-kinds=none
run repeated repeated -s
run no-search leaks --leak-check=no
run generated access --gen-suppressions=all
case $only in "  " | *" fork "*) run_forked ;; esac
case $only in "  " | *" quiet "*) valgrind -q --log-file=logs/quiet ./faults leaks && clean logs/quiet >"$out/quiet.log" ;; esac
case $only in "  " | *" interleaved "*)
    valgrind ./faults interleaved >logs/interleaved
    clean logs/interleaved >"$out/interleaved.log"
    ;;
esac
case $version in
3.1*) run fds fds --track-fds=yes ;;
*)
    run alignments alignments
    run fds fds --track-fds=yes
    run inherited clean --track-fds=all
    ;;
esac
