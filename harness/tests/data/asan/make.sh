#!/bin/bash
# SPDX-License-Identifier: MIT
# make.sh [gcc|clang|RUNTIME.a …]
# Makes the logs of these folders anew from source/: gcc12/ and clang14/ (whatever gcc and clang are here), and, given the
# archive of a newer runtime (rustup's librustc-nightly_rt.asan.a, which is LLVM's), llvm22/ with that.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=/tmp/freehold-asan-faults
rm -rf "$build"
mkdir -p "$build/logs"
trap 'rm -rf "$build"' EXIT
cp "$here"/source/*.c "$here"/source/*.cc "$build"
cd "$build"
ulimit -c 0
export RUST_BACKTRACE=0
flags="-g -O1 -w -fno-omit-frame-pointer -fno-optimize-sibling-calls -fsanitize-recover=address"
options=halt_on_error=0:suppress_equal_pcs=0:handle_abort=1:handle_sigill=1:handle_sigbus=1:fast_unwind_on_malloc=0
options=$options:detect_stack_use_after_return=1:use_sigaltstack=1:detect_container_overflow=1
export LSAN_OPTIONS=use_stacks=0
printf 'leak:lose_rust\nleak:make_node\n' >leaks.supp

faults=$(sed -n 's/^    {"\([a-z-]*\)",.*/\1/p' faults.cc)

build() { # CC CXX SANITIZERS PROGRAM [FLAG …]
    local cc=$1 cxx=$2 sanitizers=$3 program=$4
    shift 4
    $cc $flags -fsanitize="$sanitizers" -c rust_heap.c -o rust_heap.o
    $cxx -std=c++17 -fsized-deallocation $flags -fsanitize="$sanitizers" faults.cc rust_heap.o -o "$program" "$@" -lpthread -ldl
}

# Pids and the build's folder go, and what a search for symbols says of its own.
clean() {
    local n=70 script= pid
    for pid in $(grep -aoE '==[0-9]{3,}==|tid=[0-9]+' "$1" | tr -dc '0-9\n' | awk '!seen[$0]++'); do
        script="$script;s,==$pid==,==$n==,g;s,tid=$pid),tid=$n),g"
        n=$((n + 1))
    done
    sed -e "$script" -e "s,$build,/src,g" -e "s,$HOME,/home/user,g" "$1"
}

run() { # OUT/NAME PROGRAM FAULT [OPTION …]: a log for each process, the parent's first
    local out=$here/$1 program=$2 fault=$3 i= log
    shift 3
    rm -f logs/*
    mkdir -p "$(dirname "$out")"
    (IFS=: && ASAN_OPTIONS="log_path=logs/log:$options:$*" UBSAN_OPTIONS="log_path=logs/log:print_stacktrace=1:$*" \
        timeout 60 "./$program" "$fault" >/dev/null 2>&1) || true
    for log in $(ls -v logs); do
        clean "logs/$log" >"$out$i.log"
        i=-$((${i#-} + 1))
    done
}

terminal() { # OUT/NAME PROGRAM FAULT [OPTION …]
    local out=$here/$1 program=$2 fault=$3
    shift 3
    mkdir -p "$(dirname "$out")"
    (IFS=: && ASAN_OPTIONS="$options:$*" timeout 60 "./$program" "$fault" >logs/terminal 2>&1) || true
    clean logs/terminal >"$out.log"
}

run_all() { # DIR PROGRAM
    local dir=$1 program=$2 fault
    for fault in $faults; do
        run "$dir/$fault" "$program" "$fault"
    done
    for fault in cross-free double-free write-after notices leaks batch jump-null; do
        run "$dir/bare/$fault" "$program" "$fault" symbolize=0
    done
    run "$dir/halt/write-after" "$program" write-after halt_on_error=1
    run "$dir/halt/notices" "$program" notices halt_on_error=1
    run "$dir/may-return-null" "$program" too-big allocator_may_return_null=1
    LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=leaks.supp run "$dir/suppressed" "$program" suppressed
    LSAN_OPTIONS=$LSAN_OPTIONS:max_leaks=1 run "$dir/omitted" "$program" leaks
    (ulimit -v 4000000 && terminal "$dir/terminal/no-memory" "$program" clean)
    terminal "$dir/terminal/interleaved" "$program" interleaved color=always
    terminal "$dir/terminal/forks" "$program" forks
    LD_PRELOAD=/lib/x86_64-linux-gnu/libm.so.6 terminal "$dir/terminal/late" "$program" clean
    find "$here/$dir" -name '*.log' -empty -delete
}

make_gcc() {
    build gcc g++ address faults
    run_all gcc12 faults
    build gcc g++ address,undefined both
    run gcc12/undefined both undefined
    g++ -std=c++17 -fsized-deallocation $flags -fsanitize=undefined -DONLY_UNDEFINED faults.cc -o alone
    run gcc12/undefined-alone alone undefined
}

make_clang() {
    build clang clang++ address faults -shared-libasan
    LD_LIBRARY_PATH=$(dirname "$(clang -print-file-name=libclang_rt.asan-x86_64.so)")
    export LD_LIBRARY_PATH
    run_all clang14 faults
    unset LD_LIBRARY_PATH
    build clang clang++ address,undefined both
    run clang14/undefined both undefined
    build clang clang++ address static
    run clang14/static/double-free static double-free
    run clang14/static/leaks static leaks
    clang++ -std=c++17 -fsized-deallocation $flags -fsanitize=undefined -DONLY_UNDEFINED faults.cc -o alone
    run clang14/undefined-alone alone undefined
}

# The runtime of a newer LLVM under code of this clang's; it has no C++ operators.
make_newer() { # RUNTIME.a
    clang $flags -fsanitize=address -c rust_heap.c -o rust_heap.o
    clang++ -std=c++17 -fsized-deallocation $flags -fsanitize=address -c faults.cc -o faults.o
    clang++ -rdynamic faults.o rust_heap.o -Wl,--whole-archive "$1" -Wl,--no-whole-archive \
        -lpthread -ldl -lrt -lm -lresolv -o newer
    for fault in double-free free-interior free-wild read-freed write-after read-before stack-overrun global-overrun \
        poisoned container overlap check-failed calloc-overflow segv segv-high jump-null abort leaks threads traced; do
        run "llvm22/$fault" newer "$fault"
    done
    run llvm22/bare/write-after newer write-after symbolize=0
    run llvm22/bare/leaks newer leaks symbolize=0
}

[ $# -gt 0 ] || set -- gcc clang
for what; do
    case $what in
    gcc | clang) "make_$what" ;;
    *) make_newer "$what" ;;
    esac
done
