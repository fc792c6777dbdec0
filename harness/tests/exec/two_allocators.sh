#!/bin/sh
# SPDX-License-Identifier: MIT
# Several of Rust's allocators in one process: a block that one allocates and another releases is found if one of the two is no
# std's, and is a note if both are; what can't be told is inconclusive. Each releasing its own is clean.
. "$(dirname "$0")/common.sh"

# library NAME OUTPUT OPTION…
library() {
  name=$1 output=$2
  shift 2
  build "${RUSTC:-rustc}" --edition 2021 --crate-name "$name" --cfg "$name" "$@" -o "$output" "$here/two_allocators.rs"
}

# program OUTPUT COMPILER_FLAG… LIBRARY…
program() {
  output=$1
  shift
  # shellcheck disable=SC2086
  build ${CC:-cc} -g -o "$output" "$here/two_allocators.c" "$@" -Wl,-rpath,"$TMP" $rust_libs
}

# says_over_lines PATTERN
says_over_lines() {
  tr -s '\n ' '  ' <said | grep -q -- "$1" || { cat said; fail "not printed: $1"; }
}

crossings='a-by-b b-by-a grown early'

# blames PROGRAM ARGUMENT…: a cross-allocator-free, which names both.
blames() {
  audit 1 "$@"
  kind cross-allocator-free
  says_over_lines 'block of .* by Rust (__rust_[a-z]*) in .* was [a-z]* by Rust (__rust_[a-z]*) in'
}

# notes PROGRAM ARGUMENT…: clean, and it is said; a finding if the user keeps them apart.
notes() {
  audit 0 "$@"
  says_over_lines "both have std's allocator"
  audit_with=--separate-allocators
  audit 1 "$@"
  kind cross-allocator-free
  audit_with=
}

library a liba-std.so --crate-type cdylib -g
library b libb-std.so --crate-type cdylib -g
library a liba-own.so --crate-type cdylib -g --cfg own
library a liba-inlined.so --crate-type cdylib -O --cfg own
library b libb-inlined.so --crate-type cdylib -O --cfg own
library a liba-stripped.so --crate-type cdylib -O -C strip=symbols
library b libb-stripped.so --crate-type cdylib -O -C strip=symbols

program own-std ./liba-own.so ./libb-std.so
audit 0 ./own-std
for crossing in $crossings; do
  blames ./own-std $crossing
done
program own-stripped ./liba-own.so ./libb-stripped.so
audit 0 ./own-stripped
audit 1 ./own-stripped a-by-b
audit 1 ./own-stripped b-by-a

program std-std ./liba-std.so ./libb-std.so
audit 0 ./std-std
! grep -q "have std's" said || fail 'each released its own'
notes ./std-std grown
notes ./std-std early
program std-stripped ./liba-std.so ./libb-stripped.so
program stripped-stripped ./liba-stripped.so ./libb-stripped.so
for program in ./std-stripped ./stripped-stripped; do
  audit 0 $program
  notes $program b-by-a
done
audit 0 ./stripped-stripped early
says_over_lines "both have std's allocator"

program inlined-inlined ./liba-inlined.so ./libb-inlined.so
audit 0 ./inlined-inlined
audit 3 ./inlined-inlined a-by-b
says_over_lines 'one allocator can.t be told'

for own in '--cfg own' ''; do
  # shellcheck disable=SC2086
  build "${RUSTC:-rustc}" --edition 2021 -g $own -o opens "$here/two_allocators_plugin.rs"
  audit 0 ./opens ./libb-std.so
  for what in in out; do
    if [ -n "$own" ]; then
      blames ./opens ./libb-std.so $what
    else
      notes ./opens ./libb-std.so $what
    fi
  done
done

# Both in one object: the names of the one are hidden from the other.
for name in a b; do
  own=
  [ $name = b ] || own='--cfg own'
  # shellcheck disable=SC2086
  library $name lib$name.a --crate-type staticlib -g $own
  build ld -r -u ${name}_make -u ${name}_early -u ${name}_grow -u ${name}_drop -o $name.o lib$name.a
  build objcopy --wildcard --keep-global-symbol="${name}_*" $name.o
done
program mixed a.o b.o
audit 3 ./mixed
says_over_lines "holds several of Rust's allocators"

if ! command -v gcc >/dev/null; then
  leave_out 'gcc, for AddressSanitizer'
  exit 0
fi
CC='gcc -fsanitize=address -fsanitize-recover=address'
program asan ./liba-std.so ./libb-stripped.so
audit 0 ./asan
notes ./asan a-by-b
library a liba.a --crate-type staticlib -g
CC=gcc
# shellcheck disable=SC2046
program linked $("$FREEHOLD" flags --cc=gcc liba.a) liba.a ./libb-std.so
audit 0 ./linked
notes ./linked grown
notes ./linked b-by-a
