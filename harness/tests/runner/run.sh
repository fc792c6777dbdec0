#!/bin/sh
# SPDX-License-Identifier: MIT
# The runner under the real Valgrind, with plans made by hand and a library that needs no Rust compiler. TAP.
#
#     run.sh PLAN_BY_HAND RUNNER_ARCHIVE_DIR     needs $CC (default cc) and valgrind
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
    # shellcheck disable=SC2086
    ${CC:-cc} $wraps "$work/glue.o" "$archive_dir/libfreehold-runner.a" "$work/liblibrary.a" \
        -lffi -lpthread -lm -ldl -o "$work/runner" || die "the runner does not link"
    "$by_hand" plan "$work/plan" >"$work/names" || die "no plan"
}

index_of() {
    index=$(sed -n "s/^\([0-9]*\) $1\$/\1/p" "$work/names")
    [ -n "$index" ] || die "no scenario '$1'"
    echo "$index"
}

# What the log says, a line each: headlines, followed by @N when their stack has a frame at_line_N (the first counts).
condense() {
    sed 's/^==[0-9]*== \{0,1\}//; s/^\*\*[0-9]*\*\* //' "$work/log" | awk '
        /^ *(at|by) 0x/ { if (line == "" && match($0, /at_line_[0-9]+/)) line = substr($0, RSTART + 8, RLENGTH - 8); next }
        { flush(); headline = $0 }
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
    # shellcheck disable=SC2086
    valgrind --command-line-only=yes --vgdb=no --leak-check=full --show-leak-kinds=all --num-callers=50 \
        --keep-stacktraces=alloc-and-free --log-file="$work/log" \
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

blocks() { # KIND@LINE...: the timeline's events, in order
    [ "$(awk '/^block-/ { printf "%s%s@%s", sep, substr($1, 7), $5; sep = " " }' "$work/event_lines")" = "$1" ]
    report $? "blocks $1"
}

exits() {
    [ "$status" = "$1" ]
    report $? "exit status $1"
}

heap() {
    says "  total heap usage: $1.*"
}

clean() {
    exits 0
    says "ERROR SUMMARY: 0 errors.*"
    says "All heap blocks were freed -- no leaks are possible"
    says "freehold: finished"
    event "finished 1 .* lost 0"
    no_event expect
    no_event error
}

build

start alone "empty"
clean
heap "0 allocs, 0 frees, 0 bytes"
start alone "textbook"
clean
heap "2 allocs, 2 frees, 12 bytes"
says "freehold: line 7"
event "end scenario 1 line 0 id 2 1 1 6 0 0 "
for name in "values" "aligned" "kept" "churn" "callback"; do
    start alone "$name"
    clean
done

start batch "empty" "textbook" "values" "aligned" "callback" "textbook"
clean
says_not "freehold: line"

# The ownership timeline. No function of C's own heap is watched: the block is known by who holds it, and is gone after the call.
start alone "blocks of both"
clean
blocks "hold@2 alloc@3 hold@3 free@4 hold@5 free@5"
event "block-hold scenario [0-9]* line 2 id 0 [0-9]* 2 4294967295 5 0 "
event "block-alloc scenario [0-9]* line 3 id 0 [0-9]* 5 1 1 [0-9]* "
event "block-free scenario [0-9]* line 4 id 0 [0-9]* 2 [0-9]* 0 0 "
event "block-free scenario [0-9]* line 5 id 0 [0-9]* 1 [0-9]* 0 0 "
start batch "many blocks" "blocks of both"
clean
[ "$(grep -c '^block-[afh]' "$work/event_lines")" = 406 ]
report $? "400 events of one scenario, and those of the next"
event "block-left-out scenario [0-9]* line [23] id 0 19600 0 0 0 0 "

# Leaks: nothing stale keeps the block reachable, in no mode.
for mode in alone batch; do
    lost=" bytes in 1 .*blocks are definitely lost in .*"
    start $mode "leak"
    says "5.*$lost @2"
    start $mode "leak of C"
    says "5.*$lost @2"
    start $mode "leak by out-parameter"
    says "4.*$lost @2"
    start $mode "leak of a cycle"
    says "32 .*16.* direct, 16 .*indirect.*$lost @2"
    start $mode "leak of a list"
    says "32 .*16.* direct, 16 .*indirect.*$lost @2"
    start $mode "callback leak"
    says "6.*$lost @2"
    start $mode "leak on a thread"
    says "7.*$lost @3"
    says "12.*$lost @4"
    heap "3 allocs, 1 frees, 307 bytes"
    event "end scenario [0-9]* line 0 id 2 1 0 7 1 288 "
    start $mode "leak on the library's thread"
    says "14.*$lost @2"
    start $mode "reachable"
    says "5.* bytes in 1 .*blocks are still reachable in .* @2"
done

# Allocations that fail: by the scenario's own word, and whichever it is.
start alone "an allocation that fails"
exits 0
no_event expect
says "All heap blocks were freed -- no leaks are possible"
start alone "an allocation that never comes"
event "expect scenario [0-9]* line 2 .* fail alloc 3 of rust: nothing failed, 2 more would have had to be asked for"
start alone "counted"
event "requests scenario [0-9]* line [0-9]* id [0-9]* 2 1 0 0 0 "
says "5.* bytes in 1 .*blocks are definitely lost in .* @4"
start alone "first fails"
exits 0
no_event expect
event "requests scenario [0-9]* line [0-9]* id [0-9]* 1 1 1 0 0 "
says "5.* bytes in 1 .*blocks are still reachable in .* @4"
says_not "definitely lost in"
says_not "Invalid read"
start alone "second fails"
event "requests scenario [0-9]* line [0-9]* id [0-9]* 2 1 1 0 0 "
says "5.* bytes in 1 .*blocks are definitely lost in .* @4"
start alone "fifth fails"
event "requests scenario [0-9]* line [0-9]* id [0-9]* 2 1 0 0 0 "
start batch "first fails" "leak of C" "second fails"
event "requests scenario [0-9]* line [0-9]* id [0-9]* 1 1 1 0 0 "
event "requests scenario [0-9]* line [0-9]* id [0-9]* 2 1 1 0 0 "
says "5.* bytes in 1 .*blocks are definitely lost in .* @2"

# Releases.
block="Address 0x[0-9a-f]* is 0 bytes inside a block of size"
start alone "C releases Rust's"
says "Mismatched free() / delete / delete \[\] @3"
says " $block 5 alloc'd @2"
no_event expect
start alone "Rust releases C's"
says "Mismatched free() / delete / delete \[\] @3"
says " $block 5 alloc'd @2"
start alone "Rust reallocates C's"
says "Mismatched free() / delete / delete \[\] @3"
says "ERROR SUMMARY: 1 errors.*"
no_event expect
heap "2 allocs, 2 frees, 105 bytes"
start alone "double release"
says "freehold: #2 layout-mismatch @3"
says "Invalid free() / delete / delete\[\] / realloc() @4"
says " $block 6 free'd @3"
start alone "double release by both"
says "Mismatched free() / delete / delete \[\] @3"
says "Invalid free() / delete / delete\[\] / realloc() @4"
no_event layout
start alone "interior release"
says "Invalid free() / delete / delete\[\] / realloc() @3"
says " Address 0x[0-9a-f]* is 8 bytes inside a block of size 64 alloc'd @2"
heap "1 allocs, 2 frees"
start alone "layout"
event "layout scenario [0-9]* line 4 id 2 [0-9]* 10 1 6 1 "
says "freehold: #2 layout-mismatch @4"
says " $block 10 alloc'd @2"
says "All heap blocks were freed -- no leaks are possible"
start alone "layout in realloc"
event "layout scenario [0-9]* line 4 id 2 [0-9]* 10 1 6 1 "
says "All heap blocks were freed -- no leaks are possible"
start alone "wrong release"
event "wrong-release scenario [0-9]* line 3 id 2 [0-9]* [0-9]* [0-9]* 0 0 "
says "freehold: #2 wrong-release @3"
says " $block 8 alloc'd @2"

# Access; in a batch also in pages that a leak search has protected and opened again.
read_of_released() {
    says "Invalid read of size 1 @4"
    says " $block 5 free'd @3"
    event "owner scenario [0-9]* line 5 id [0-9]* [0-9]* 1 4 0 0 owner(output) == rust"
}
start alone "use after release"
read_of_released
start batch "leak" "use after release"
read_of_released
start alone "out of bounds"
says "Invalid read of size 1 @3"
says " Address 0x[0-9a-f]* is 0 bytes after a block of size 4 alloc'd @2"
start batch "reachable" "leak" "out of bounds later"
says "Invalid read of size 1 @2"
says " Address 0x[0-9a-f]* is 0 bytes after a block of size 5 alloc'd @2"
start alone "uninitialised"
says "Conditional jump or move depends on uninitialised value(s) @3"

# Expectations.
start alone "expectations"
event 'expect scenario [0-9]* line 2 .* output == "a": it is "b"'
event 'expect scenario [0-9]* line 3 .* n == 3: it is 4'
event 'expect scenario [0-9]* line 5 .* output == "b": it is null'
event 'expect scenario [0-9]* line 6 .* big < 1: it is 18446744073709551615'
event 'expect scenario [0-9]* line 7 .* half > 1: it is 0.5'
event 'expect scenario [0-9]* line 8 .* p != null: it is null'
event 'expect scenario [0-9]* line 9 .* or else the end: it is 0'
[ "$(grep -c '^expect' "$work/event_lines")" = 7 ]
report $? "seven expectations do not hold, and the last one ends the scenario"
start alone "owners"
no_event expect
event "owner scenario [0-9]* line 2 id 2 [0-9]* 2 0 0 0 owner(input) == c"
says "freehold: #2 owner @2"
says " $block 2 alloc'd @2"
says "freehold: #3 owner @7"
says " $block 2 free'd @7"
says "ERROR SUMMARY: 0 errors.*"

# Ends.
start alone "segmentation fault"
exits 139
event "signal scenario [0-9]* line 2 id 2 11 1 16 0 0 "
says "freehold: signal 11"
says "Process terminating with default action of signal 11 (SIGSEGV)"
says " Access not within mapped region at address 0x10 @2"
for name in "abort" "raise"; do
    start alone "$name"
    exits 134
    event "signal scenario [0-9]* line 2 id 2 6 .*"
    says "Process terminating with default action of signal 6 (SIGABRT) @2"
done
start alone "stack overflow"
exits 139
event "signal scenario [0-9]* line 2[0-9]* id [0-9]* 11 .*"
start alone "exit"
exits 3
event "error scenario .* the library ended the process (exit)"
event "finished 0 .*"
start alone "missing"
exits 3
event "error scenario .* there is no function there_is_no_such_function.*"
start alone "fork"
exits 0
no_event expect
event "finished 1 hooked 0 allocs 0 .*"
start batch "a thread goes on" "textbook" "textbook" "reachable" "textbook"
exits 0
says "freehold: finished"
says_not "Invalid"

# Use that is wrong, and plans that are.
bad() { # EXPECTED-MESSAGE ARGUMENT...
    what="bad use"
    message=$1
    shift
    "$by_hand" events "$work/events"
    "$work/runner" "$@" >"$work/output" 2>&1
    status=$?
    : >"$work/condensed"
    : >"$work/event_lines"
    exits 3
    grep -q -- "$message" "$work/output"
    report $? "$message"
}
bad "usage: "
bad "usage: " "$work/plan" "$work/events" alone
bad "mode both: neither alone nor batch" "$work/plan" "$work/events" both 0
bad "alone means one scenario, not 2" "$work/plan" "$work/events" alone 0 1
bad "99 is no scenario of the plan" "$work/plan" "$work/events" alone 99
bad "-1 is no scenario of the plan" "$work/plan" "$work/events" alone -1
bad "nothing: No such file or directory" "$work/nothing" "$work/events" alone 0
bad "nothing: No such file or directory" "$work/plan" "$work/nothing" alone 0
bad "plan is no events file" "$work/plan" "$work/plan" alone 0
bad "names is no plan" "$work/names" "$work/events" alone 0
: >"$work/empty"
bad "empty is empty" "$work/empty" "$work/events" alone 0
head -c 2000 "$work/plan" >"$work/cut"
bad "cut: the plan says [0-9]* bytes, the file has 2000" "$work/cut" "$work/events" alone 0
change() { # OFFSET: four bytes of the plan become 0xff
    cp "$work/plan" "$work/changed"
    printf '\377\377\377\377' | dd of="$work/changed" bs=1 seek="$1" conv=notrunc 2>/dev/null
}
change 8
bad "changed: plan version 4294967295, this runner reads 1" "$work/changed" "$work/events" alone 0
section=16
for name in symbols types elements signatures callbacks scenarios code arguments ownership bytes; do
    change $((section + 4))
    bad "the plan is wrong: section $name" "$work/changed" "$work/events" alone 0
    section=$((section + 8))
done

echo "1..$n"
