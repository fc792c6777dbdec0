#!/bin/sh
# SPDX-License-Identifier: MIT
# rustc's default allocator and one of the program's own, debug and release, static and shared, with the compiler in use and with
# Debian's old one: what is judged is judged rightly, and what is inconclusive is never clean, and never blamed.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}

# own RUSTC TYPE OUTPUT OPTION…: the textbook library with an allocator of its own.
own() {
  compiler=$1 type=$2 output=$3
  shift 3
  build "$compiler" --edition 2021 --crate-name strtest --crate-type "$type" "$@" -o "$output" "$here/with_allocator.rs"
}

# judged ARCHIVE_OR_LIBRARY: it is, correct and buggy.
judged() {
  # shellcheck disable=SC2086
  build "$cc" -g -o main "$here/free_or_return.c" "$1" $rust_libs -Wl,-rpath,"$TMP"
  both cross-allocator-free ./main
}

# not_judged ARCHIVE: neither clean nor blamed, which would be exit status 1.
not_judged() {
  # shellcheck disable=SC2086
  build "$cc" -g -o main "$here/free_or_return.c" "$1" $rust_libs
  for argument in '' bad; do
    audit 3 ./main $argument
    says 'may be inlined'
  done
}

# An old compiler has the allocator's functions call others ("__rg_"); a new one compiles them beside their callers.
is_apart() {
  nm "$1" 2>/dev/null | grep -q ' __rg_alloc$'
}

for compiler in "${RUSTC:-rustc}" /usr/bin/rustc; do
  command -v "$compiler" >/dev/null 2>&1 || { leave_out "$compiler"; continue; }
  for options in '-g' '-O'; do
    # shellcheck disable=SC2086
    RUSTC=$compiler rust staticlib libstrtest.a $options
    judged ./libstrtest.a
    # shellcheck disable=SC2086
    RUSTC=$compiler rust cdylib libstrtest.so $options
    judged ./libstrtest.so

    # shellcheck disable=SC2086
    own "$compiler" staticlib libown.a $options
    if [ "$options" = -g ] || is_apart libown.a; then judged ./libown.a; else not_judged ./libown.a; fi
    # shellcheck disable=SC2086
    own "$compiler" cdylib libown.so $options
    judged ./libown.so
  done
done

own "${RUSTC:-rustc}" staticlib libown.a -C opt-level=0 --cfg libc
judged ./libown.a
own "${RUSTC:-rustc}" cdylib libown.so -O --cfg libc
judged ./libown.so

# Optimised for size, with debug assertions: calls of what makes a Layout are left, and what calls it may be inlined (fat LTO) all the
# same.
own "${RUSTC:-rustc}" staticlib libown.a -C opt-level=z -C debug-assertions=yes
if is_apart libown.a; then judged ./libown.a; else not_judged ./libown.a; fi

# What the message advises.
build "${RUSTC:-rustc}" --edition 2021 --crate-name own_allocator --crate-type rlib -C opt-level=0 "$here/own_allocator.rs"
own "${RUSTC:-rustc}" staticlib libown.a -O --cfg apart --extern own_allocator=libown_allocator.rlib
judged ./libown.a
