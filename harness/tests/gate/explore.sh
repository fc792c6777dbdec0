#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold explore: finds faults, shrinks them to few calls, writes what runs; the same seed gives the same bytes.
. "$(dirname "$0")/common.sh"
. "$(dirname "$0")/explore/common.sh"
library faulty --cfg few

freehold 1 explore --engine ledger --runs 200 --output first faulty
finds first >found
grep -q '^layout-mismatch st_bytes_new st_bytes_free $' found || { cat said found; fail "a layout was not found"; }
[ "$(grep -c '^layout-mismatch .*st_bytes_new ' found)" = 1 ] || { cat found; fail "one layout is not one find"; }
grep -q '^leak .*st_channel_receive ' found || { cat said found; fail "a leak was not found"; }
said '^[0-9]* of 35 functions called'
awk '/"calls" :/ { sub(/,/, ""); if (seen++ && $3 > 5) exit 1 }' first/explore.json || fail "a find was not shrunk"

# What it writes shows what it says, and compiles.
freehold 0 run --engine ledger --config faulty/freehold.ini --out out first/finds
for program in first/finds/*.c; do
  "${CC:-cc}" -fsyntax-only -Werror -I. "$program" || fail "$program does not compile"
done

# Plain Valgrind sees a leak. The program says how it is built.
for program in first/finds/*-leak-st_channel_receive.c; do
  command=$(sed -n "s|^// cc \(.*\)THIS.c|${CC:-cc} \1$program|p" "$program")
  eval "$command -o program" || fail "$program can't be built by: $command"
  valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=9 ./program >plain 2>&1
  [ $? = 9 ] || { cat plain; fail "plain Valgrind does not see the leak of $program"; }
done

freehold 1 explore --engine ledger --runs 200 --output second faulty
diff -r first second || fail "the same seed, and something else"
mkdir -p other/finds
freehold 2 explore --engine ledger --runs 1 --output other faulty
said 'freehold explore did not make it'
freehold 2 explore --runs -1 faulty

# What the library does before any call.
mkdir start
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o start/libst.a "$SOURCE/harness/tests/gate/start_up/lib.rs" 2>said || fail "rustc"
echo 'int count(void);' >start/lib.h
cp faulty/freehold.ini start
freehold 1 explore --engine ledger --runs 5 --output third start
said '^1. cross-allocator-free at start-up: '
said '^   0 calls; seen by ledger$'
freehold 1 run --engine ledger --config start/freehold.ini --out out third/finds
"${RUSTC:-rustc}" --edition 2021 -g --cfg panics --crate-type staticlib -o start/libst.a "$SOURCE/harness/tests/gate/start_up/lib.rs" 2>said || fail "rustc"
freehold 1 explore --engine ledger --output eighth start
said '^1. abort at start-up: .* no start today'

# What grows each time, though something points to it; but not what another call takes back.
mkdir grows
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o grows/libst.a grows.rs || fail "rustc"
cp grows.h grows/lib.h
cp faulty/freehold.ini grows
freehold 1 explore --engine ledger --runs 300 --output fourth grows
said '^1. growth at gr_note: the same calls, made 64 times, leave 65 blocks allocated by Rust'
said '^1 found;'
program=fourth/finds/1-growth-gr_note.c
eval "$(sed -n "s|^// cc \(.*\)THIS.c|${CC:-cc} \1$program|p" "$program") -o program" || fail "$program can't be built"
valgrind --leak-check=full --show-leak-kinds=reachable ./program 2>&1 | grep -q ' in 64 blocks are still reachable' || fail "$program does not grow"

"${RUSTC:-rustc}" --edition 2021 -g --cfg cleared --crate-type staticlib -o grows/libst.a grows.rs || fail "rustc"
echo 'void gr_clear(void);' >>grows/lib.h
freehold 0 explore --engine ledger --runs 300 --output fifth grows
said '^gr_note: the same calls, .*, until gr_clear() is called$'

# Structs of numbers are written; where nothing can be called, that is said.
mkdir records
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o records/libst.a records.rs || fail "rustc"
cp records.h records/lib.h
cp faulty/freehold.ini records
freehold 1 explore --engine ledger --runs 100 --output sixth records
said '^1. leak at rc_keep: '
said '^3 of 3 functions called'
said '^1 found;'
echo 'void rc_any(void *what);' >records/lib.h
freehold 3 explore --engine ledger --runs 100 --output seventh records
said '^not called: rc_any: what may point to anything$'
said 'no function can be called'
