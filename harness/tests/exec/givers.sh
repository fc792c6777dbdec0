#!/bin/sh
# SPDX-License-Identifier: MIT
# C code and Rust code in one stripped shared library, which is watched through its imports: what libc allocates for the C code is
# released rightly; what it allocates for somebody else is not the library's to release.
. "$(dirname "$0")/common.sh"
rust staticlib libstrtest.a -O

# As rustc does it, Rust's own functions are nobody else's.
echo '{ local: _R*; __r*; };' >hidden

# mixed OUTPUT COMPILER FLAG…: the library of both.
mixed() {
  output=$1
  shift
  build "$@" -O2 -fPIC -c -o part.o "$here/givers_part.c"
  # shellcheck disable=SC2086
  build "$1" $linker -shared -s -Wl,--version-script=hidden -o "$output" part.o -Wl,--whole-archive libstrtest.a -Wl,--no-whole-archive $rust_libs -lstdc++
}

# wrong ARGUMENT: it is a release by the other side, and nothing else.
wrong() {
  audit 1 ./main "$1"
  kind cross-allocator-free
}

# whose WAY…: C code in the library may release C's blocks and none of Rust's: by a call, by a jump, by pointers.
whose() {
  for way in "$@"; do
    audit 0 ./main "c-$way"
    ! grep -q 'by a pointer' out/report.json || fail "a pointer is not known"
    wrong "rust-$way"
  done
}

# each PROGRAM'S FLAGS…
each() {
  build "$@" -g -o main "$here/givers_main.c" -L. -lmixed -Wl,-rpath,"$TMP"
  audit 0 ./main
  says 'watched through its imports'
  wrong free
  wrong drop-copy
  wrong drop-word
  wrong drop-block
  audit 0 ./main take
  audit 0 ./main make
  audit 0 ./main found
  audit 3 ./main found-rust
  grep -q 'a free() that it does not import' out/report.json || fail "the release is not explained"
}

cc=${CC:-cc}
linker=
# shellcheck disable=SC2086
mixed libmixed.so $cc
# shellcheck disable=SC2086
each $cc
each gcc -fsanitize=address -fsanitize-recover=address
# Fortified, libc's functions have other names.
# shellcheck disable=SC2086
mixed libmixed.so $cc -D_FORTIFY_SOURCE=2
# shellcheck disable=SC2086
each $cc
# On other machines Rust code calls through the linker's stubs, as C code does.
if [ "$(uname -m)" != x86_64 ]; then
  leave_out "whose code calls, on this machine"
  exit 0
fi
# shellcheck disable=SC2086
build $cc -g -o main "$here/givers_main.c" -L. -lmixed -Wl,-rpath,"$TMP"
whose c j k p t
audit 0 ./main found-pointer
for flags in -O0 '-O2 -fcf-protection'; do
  # shellcheck disable=SC2086
  mixed libmixed.so $cc $flags
  whose p
done
build gcc -fsanitize=address -fsanitize-recover=address -g -o main "$here/givers_main.c" -L. -lmixed -Wl,-rpath,"$TMP"
whose c j
# rustc's own linker gives C code places of its own.
rustc=${RUSTC:-rustc}
lld=$("$rustc" --print sysroot)/lib/rustlib/$("$rustc" -vV | sed -n 's/^host: //p')/bin/gcc-ld
if [ -x "$lld/ld.lld" ]; then
  linker="-B$lld -fuse-ld=lld"
  # shellcheck disable=SC2086
  mixed libmixed.so $cc
  # shellcheck disable=SC2086
  build $cc -g -o main "$here/givers_main.c" -L. -lmixed -Wl,-rpath,"$TMP"
  whose j
else
  leave_out "rustc's own linker"
fi
