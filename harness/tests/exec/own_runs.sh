#!/bin/sh
# SPDX-License-Identifier: MIT
# A program's own #[global_allocator] runs under exec, and what it hands out is Rust's; one that can't be watched so is replaced, which
# the result says.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}

# make KIND OPTION…: ./main with an allocator of that kind.
make() {
  build "${RUSTC:-rustc}" --edition 2021 -g --crate-name own --crate-type staticlib -o libown.a --cfg "$@" "$here/own_runs.rs"
  # shellcheck disable=SC2086
  build "$cc" -g -o main "$here/own_runs.c" libown.a $rust_libs
}

# as_alone ARGUMENT…: the program prints the same as without Freehold.
as_alone() {
  ./main "$@" >alone 2>/dev/null
  cmp -s alone printed || { cat alone printed; fail "the program does something else: $*"; }
}

# wrong KIND ARGUMENT: it is a violation.
wrong() {
  audit 1 ./main "$2"
  kind "$1"
}

says_not() {
  ! grep -q -- "$1" said || { cat said; fail "printed: $1"; }
}

totals() {
  sed -n 's/.*total heap usage: \(.* frees\),.*/\1/p' "$1" | head -1
}

# is_counted: as without Freehold, not a block more.
is_counted() {
  valgrind --log-file=plain ./main
  [ "$(totals plain)" = "$(totals out/logs/*.log)" ] || { totals plain; totals out/logs/*.log; fail 'other counts'; }
}

for kind in counts header; do
  make $kind
  audit 0 ./main
  as_alone
  is_counted
  says_not 'not looked for'
  wrong cross-allocator-free cross
  wrong cross-allocator-free c-block
  wrong leak leak
  wrong layout-mismatch layout
  wrong uninitialised-use unset
  wrong use-after-free after
  audit 0 ./main directly
  audit 0 ./main methods
  wrong layout-mismatch directly-wrongly
done
wrong 'double-free use-after-free' twice

build "${RUSTC:-rustc}" --edition 2021 -g --crate-name own --crate-type cdylib -o libown.so --cfg counts "$here/own_runs.rs"
build "$cc" -g -o main "$here/own_runs.c" -L. -lown -Wl,-rpath,"$TMP"
audit 0 ./main
as_alone
is_counted
wrong leak panic
says '99 bytes in 1 block'
wrong cross-allocator-free cross
wrong leak leak

make keeps
audit 0 ./main large-twice
says '5,000 bytes in 1 block still reachable'
says 'blocks that an allocator keeps'
make keeps --cfg lost
wrong leak large

make chain
audit 0 ./main three-texts
says 'blocks that an allocator keeps'
wrong leak leak

make limit
audit 0 ./main can-have
as_alone can-have
[ "$(cat printed)" = no ] || fail 'no limit'

# A record of what was handed out holds no block, though memcheck could find it there.
make list
audit 0 ./main
as_alone
is_reported='leaks of what an allocator takes for its own use'
says "$is_reported"
wrong leak leak
make list --cfg keeping
audit 0 ./main large
says '5,000 bytes in 1 block still reachable'

for kind in array pool table; do
  make $kind
  audit 0 ./main
  says 'what a #.global_allocator. does itself'
  audit 0 ./main directly
  wrong layout-mismatch directly-wrongly
  wrong cross-allocator-free cross
  wrong leak leak
done
audit_with=--strict
audit 3 ./main
audit_with=

# With AddressSanitizer the link puts the rust heap in its place, where it can.
build "${RUSTC:-rustc}" --edition 2021 -O --crate-name own_allocator --crate-type rlib "$here/own_allocator.rs"
build "${RUSTC:-rustc}" --edition 2021 -g --crate-name strtest --crate-type staticlib --cfg apart --extern own_allocator=libown_allocator.rlib \
  -o libapart.a "$here/with_allocator.rs"
# shellcheck disable=SC2046
build gcc $("$FREEHOLD" flags --cc gcc libapart.a) -o main "$here/free_or_return.c" libapart.a $rust_libs
audit 0 ./main
says 'what a #.global_allocator. does itself'
rust staticlib libstrtest.a -g
# shellcheck disable=SC2046
build gcc $("$FREEHOLD" flags --cc gcc libstrtest.a) -o main "$here/free_or_return.c" libstrtest.a $rust_libs
audit 0 ./main
says_not 'does itself'
