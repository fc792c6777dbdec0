#!/bin/sh
# SPDX-License-Identifier: MIT
# The textbook example's own C++ program, built by its own Makefile: clean, with as many frees as allocations. With C's free() in the
# place of free_string(), plain Valgrind has nothing to say.
. "$(dirname "$0")/common.sh"
mkdir tree
cp -r "$SOURCE/Cargo.toml" "$SOURCE/Cargo.lock" "$SOURCE/rust-lib" tree
cd tree/rust-lib/strtest || exit 1

# counts: "N N": what HEAP SUMMARY says, allocations and frees.
counts() {
  sed -n 's/.*total heap usage: \([0-9,]*\) allocs, \([0-9,]*\) frees.*/\1 \2/p' "$1"
}

for profile in debug release; do
  program=../../target/$profile/strtest-main
  cp "$SOURCE/rust-lib/strtest/main.cpp" main.cpp
  build make PROFILE=$profile
  audit 0 "$program"
  # shellcheck disable=SC2046
  set -- $(counts out/logs/exec.valgrind.*.log)
  [ $# = 2 ] && [ "$1" = "$2" ] || fail "$profile: $1 allocations, $2 frees"

  sed -i 's/decltype(&free_string)/decltype(\&std::free)/; s/, &free_string);/, \&std::free);/' main.cpp
  build make PROFILE=$profile
  audit 1 "$program"
  kind cross-allocator-free
  says 'released by C (free)'
  says 'allocated by Rust (__rust_alloc)'
  says 'print_and_return'
  valgrind --leak-check=full --error-exitcode=9 "$program" >printed 2>said || fail "$profile: plain Valgrind saw it"
  says 'ERROR SUMMARY: 0 errors'
done
