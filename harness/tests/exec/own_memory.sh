#!/bin/sh
# SPDX-License-Identifier: MIT
# A Rust shared library whose allocator has memory of its own imports the malloc family all the same, for other things. Nothing of it is
# clean for that; and what is right is not blamed. Nor is one clean that has both memory of its own and the system's.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}

# C code that calls what std's default allocator calls, though not all in one function.
cat >besides.c <<'END'
#include <stdlib.h>
void *besides(void *block);
void *besides(void *block) { return realloc(block, 9); }
void *larger(size_t n);
void *larger(size_t n) { void *block; return posix_memalign(&block, 64, n) == 0 ? block : calloc(n, 2); }
void smaller(void *block);
void smaller(void *block) { free(block); }
END

# own TYPE OUTPUT OPTION…
own() {
  type=$1 output=$2
  shift 2
  build "${RUSTC:-rustc}" --edition 2021 --crate-name text --crate-type "$type" "$@" -o "$output" "$here/own_memory.rs"
}

# unseen REASON COMPILER FLAG…: neither clean nor blamed, with the true reason and no advice that is no help.
unseen() {
  reason=$1
  shift
  build "$@" -g -o main "$here/own_memory.c" -L. -ltext -Wl,-rpath,"$TMP"
  for argument in '' leak use; do
    audit 3 ./main $argument
    says "$reason"
    ! grep -q 'as a shared one' said || fail 'it is a shared library already'
    ! grep -q '"kind"' out/report.json || fail 'a finding in what could not be seen'
  done
}

asan='gcc -fsanitize=address -fsanitize-recover=address'
for options in '-O -C strip=symbols' '-O -C lto=fat -C strip=symbols' '-O -C strip=symbols --cfg pool' \
  '-O -C strip=symbols --cfg mixed' '-O -C lto=fat -C strip=symbols --cfg mixed'; do
  # shellcheck disable=SC2086
  own cdylib libtext.so $options
  # shellcheck disable=SC2086
  unseen 'memory of its own' $cc
done
# shellcheck disable=SC2086
unseen 'memory of its own' $asan

own staticlib libtext.a -O
# shellcheck disable=SC2086
build $cc -O2 -fPIC -c -o besides.o besides.c
# shellcheck disable=SC2086
build $cc -shared -s -o libtext.so besides.o -Wl,--whole-archive libtext.a -Wl,--no-whole-archive $rust_libs
# shellcheck disable=SC2086
unseen 'memory of its own' $cc

# With symbols: Valgrind shows what the allocator hands out.
for options in '-O' '-O --cfg pool'; do
  # shellcheck disable=SC2086
  own cdylib libtext.so $options
  # shellcheck disable=SC2086
  unseen 'global_allocator' $cc
done
for options in '-g' '-O'; do
  # shellcheck disable=SC2086
  own cdylib libtext.so $options
  # shellcheck disable=SC2086
  unseen 'memory of its own' $asan
done
