#!/bin/sh
# SPDX-License-Identifier: MIT
# The runner with AddressSanitizer, with plans made by hand and a library that needs no Rust compiler. TAP.
#
#     asan.sh PLAN_BY_HAND RUNNER_ARCHIVE_DIR     needs $CC (default cc) with its AddressSanitizer
set -u
here=$(dirname "$0")
by_hand=$(realpath "$1")
archive_dir=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

die() {
    echo "Bail out! $1"
    exit 1
}

build() {
    wraps=
    for symbol in alloc alloc_zeroed realloc dealloc; do
        wraps="$wraps -Wl,--wrap=__rust_$symbol"
    done
    for source in library allocator glue; do
        ${CC:-cc} -gdwarf-4 -O1 -w -fno-builtin -I "$archive_dir" -c "$here/$source.c" -o "$work/$source.o" ||
            die "$source.c does not compile"
    done
    ar rcs "$work/liblibrary.a" "$work/library.o" "$work/allocator.o"
    shared=
    case $(${CC:-cc} --version) in
    *clang*)
        runtime=$(${CC:-cc} -print-file-name="libclang_rt.asan-$(uname -m).so")
        shared="-shared-libasan -Wl,-rpath,$(dirname "$runtime")"
        ;;
    esac
    # shellcheck disable=SC2086
    ${CC:-cc} -fsanitize=address $shared $wraps "$work/glue.o" "$archive_dir/libfreehold-runner-asan.a" \
        "$work/liblibrary.a" -lffi -lpthread -lm -ldl -o "$work/runner" || die "the runner does not link"
    "$by_hand" plan "$work/plan" >"$work/names" || die "no plan"
}

index_of() {
    index=$(sed -n "s/^\([0-9]*\) $1\$/\1/p" "$work/names")
    [ -n "$index" ] || die "no scenario '$1'"
    echo "$index"
}

# What the log says, a line each: notices, errors, leaks and descriptions, followed by @N when the stack below has a frame
# at_line_N (the first counts).
condense() {
    sed 's/^==[0-9]*==//' "$work"/log.* | awk '
        /^freehold: |^ERROR: |^(Direct|Indirect) leak|^0x[0-9a-f]* is located|^freed by|^previously allocated|^allocated by/ {
            flush(); headline = $0; next }
        headline != "" && line == "" && match($0, /at_line_[0-9]+/) { line = substr($0, RSTART + 8, RLENGTH - 8) }
        END { flush() }
        function flush() { if (headline != "") print headline (line == "" ? "" : " @" line); headline = line = "" }'
}

# start MODE NAME...: runs these scenarios; what follows looks at the result
start() {
    mode=$1
    what=$mode
    shift
    indices=
    for name; do
        indices="$indices $(index_of "$name")" || exit 1
        what="$what, $name"
    done
    "$by_hand" events "$work/events"
    rm -f "$work"/log.*
    # shellcheck disable=SC2086
    ASAN_OPTIONS="log_path=$work/log:halt_on_error=0:suppress_equal_pcs=0:fast_unwind_on_malloc=0:fast_unwind_on_fatal=0:malloc_context_size=50:leak_check_at_exit=0:allocator_may_return_null=1:detect_stack_use_after_return=0:handle_abort=1:handle_sigill=1:use_sigaltstack=0" \
        LSAN_OPTIONS=use_stacks=0 GLIBC_TUNABLES=glibc.pthread.stack_cache_size=0 \
        "$work/runner" "$work/plan" "$work/events" "$mode" $indices >"$work/output" 2>&1
    status=$?
    condense >"$work/condensed"
    "$by_hand" print "$work/events" >"$work/event_lines"
}

report() {
    n=$((n + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n - $what: $2"
    else
        echo "not ok $n - $what: $2"
        sed 's/^/# /' "$work/condensed" "$work/event_lines" "$work/output"
    fi
}

says() { # the log has this line (a regular expression, whole)
    grep -qx -- "$1" "$work/condensed"
    report $? "$1"
}

says_not() {
    ! grep -q -- "$1" "$work/condensed"
    report $? "not $1"
}

event() {
    grep -qx -- "$1" "$work/event_lines"
    report $? "event $1"
}

no_event() {
    ! grep -q "^$1 " "$work/event_lines"
    report $? "no event $1"
}

exits() {
    [ "$status" = "$1" ]
    report $? "exit status $1"
}

heap() { # ALLOCS FREES BYTES BLOCKS-IN-USE BYTES-IN-USE
    event "heap scenario [0-9]* line 0 id [0-9]* $1 "
}

clean() {
    exits 0
    says_not "ERROR\|leak"
    says "freehold: finished"
    event "finished 1 .* lost 0"
    no_event expect
    no_event error
}

build

start alone "empty"
clean
heap "0 0 0 0 0"
says "freehold: checked 0"
start alone "textbook"
clean
heap "2 2 12 0 0"
for name in "values" "aligned" "kept" "callback"; do
    start alone "$name"
    clean
done
start batch "empty" "textbook" "values" "aligned" "callback" "textbook"
clean

# Leaks: nothing stale keeps the block reachable, in no mode. Rust's have a header.
for mode in alone batch; do
    start $mode "leak"
    says "Direct leak of 21 byte(s) in 1 object(s) allocated from: @2"
    heap "1 0 5 1 5"
    start $mode "leak of C"
    says "Direct leak of 5 byte(s) in 1 object(s) allocated from: @2"
    start $mode "leak by out-parameter"
    says "Direct leak of .* @2"
    start $mode "leak of a cycle"
    says "Indirect leak of .* @2"
    start $mode "leak of a list"
    says "Direct leak of .* @2"
    says "Indirect leak of .* @2"
    start $mode "callback leak"
    says "Direct leak of .* @2"
    start $mode "leak on a thread"
    says "Direct leak of .* @3"
    says "Direct leak of 12 .* @4"
    event "end scenario [0-9]* line 0 id [0-9]* 1 0 7 1 [0-9]* "
    heap "3 1 [0-9]* 2 19"
    start $mode "leak on the library's thread"
    says "Direct leak of .* @2"
    start $mode "reachable"
    says_not "leak"
    heap "1 0 5 1 5"
done

# Releases.
region() { echo "0x[0-9a-f]* is located $1 bytes inside of $2-byte region .*"; }
start alone "C releases Rust's"
event "cross-free scenario [0-9]* line 3 id 2 [0-9]* 5 1 0 0 "
says "freehold: #2 cross-allocator-free @3"
says "$(region 16 21)"
says "allocated by thread T0 here: @2"
heap "1 1 5 0 0"
no_event expect
start alone "C++ releases Rust's"
event "cross-free scenario [0-9]* line 3 id 2 [0-9]* 5 1 0 0 "
says "freehold: #2 cross-allocator-free @3"
says_not "ERROR\|leak"
heap "1 1 5 0 0"
no_event expect
start alone "Rust releases C's"
event "cross-free scenario [0-9]* line 3 id 2 [0-9]* 5 0 1 0 "
says "freehold: #2 cross-allocator-free @3"
says "ERROR: AddressSanitizer: alloc-dealloc-mismatch .* @3"
start alone "Rust reallocates C's"
says "freehold: #2 cross-allocator-free @3"
no_event expect
heap "2 2 105 0 0"
start alone "double release"
says "ERROR: AddressSanitizer: attempting double-free on .* @4"
says "$(region 0 22)"
start alone "double release by both"
says "freehold: #2 cross-allocator-free @3"
says "ERROR: AddressSanitizer: attempting double-free on .* @4"
no_event layout
start alone "interior release"
says "ERROR: AddressSanitizer: attempting to call __sanitizer_get_allocated_size() .* @3"
says "$(region 24 80)"
heap "1 2 64 0 0"
start alone "layout"
event "layout scenario [0-9]* line 4 id 2 [0-9]* 10 1 6 1 "
says "freehold: #2 layout-mismatch @4"
says_not "ERROR\|leak"
start alone "layout in realloc"
event "layout scenario [0-9]* line 4 id 2 [0-9]* 10 1 6 1 "
says_not "ERROR\|leak"
start alone "wrong release"
event "wrong-release scenario [0-9]* line 3 id 2 [0-9]* [0-9]* [0-9]* 0 0 "
says "freehold: #2 wrong-release @3"

# Access.
for mode in alone batch; do
    start $mode "use after release"
    says "ERROR: AddressSanitizer: heap-use-after-free on address .* @4"
    says "freed by thread T0 here: @3"
    says "previously allocated by thread T0 here: @2"
done
start alone "out of bounds"
says "ERROR: AddressSanitizer: heap-buffer-overflow on address .* @3"

# Expectations.
start alone "owners"
no_event expect
says "freehold: #2 owner @2"
says "0x[0-9a-f]* is located 0 bytes inside of 2-byte region .*"
says_not "ERROR"

# Ends.
start alone "segmentation fault"
event "signal scenario [0-9]* line 2 id 2 11 1 16 0 0 "
says "freehold: signal 11"
says "ERROR: AddressSanitizer: SEGV on unknown address .* @2"
for name in "abort" "raise"; do
    start alone "$name"
    event "signal scenario [0-9]* line 2 id 2 6 .*"
    says "ERROR: AddressSanitizer: ABRT on unknown address .* @2"
done
start alone "stack overflow"
says "ERROR: AddressSanitizer: stack-overflow on address .*"
start alone "exit"
exits 3
event "error scenario .* the library ended the process (exit)"
start alone "fork"
exits 0
says "freehold: forked 0"
no_event expect
event "finished 1 hooked 0 allocs 0 .*"
start batch "a thread goes on" "textbook" "textbook" "reachable" "textbook"
exits 0
says "freehold: finished"
says_not "ERROR\|leak"

echo "1..$n"
