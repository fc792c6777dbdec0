#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold flags: what it prints builds a program; what it can't watch whole it refuses, with the reason.
. "$(dirname "$0")/common.sh"

# refuse STATUS PATTERN ARGUMENT…: no flags, and why.
refuse() {
  wanted=$1 pattern=$2
  shift 2
  "$FREEHOLD" flags "$@" >printed 2>said
  status=$?
  [ "$status" = "$wanted" ] || { cat printed said; fail "exit status $status, not $wanted: flags $*"; }
  says "$pattern"
  [ ! -s printed ] || fail "flags all the same: $*"
}

for lto in fat thin; do
  rust staticlib libstrtest-lto.a -O -C lto=$lto
  refuse 3 'libstrtest-lto.a: .*lto = "off"' libstrtest-lto.a
done
printf 'use std::alloc::System;\n#[global_allocator]\nstatic A: System = System;\n' >allocator.rs
cat "$lib" >>allocator.rs
lib_of_source=$lib
lib=$TMP/allocator.rs
sed -i 's/^#!\[/#[/; s#^//!#//#' allocator.rs
rust staticlib libown.a -g
"$FREEHOLD" flags libown.a >printed 2>said
case $? in
  3) says 'global_allocator' ;;
  0) ;; # an old compiler, which keeps it in an object of its own
  *) fail "an allocator of the crate's own" ;;
esac
lib=$lib_of_source

rust staticlib libstrtest.a -g
cp libstrtest.a libstripped.a
build strip libstripped.a
refuse 3 'libstripped.a' libstripped.a
refuse 3 'libstripped.a' libstrtest.a libstripped.a
printf 'int add(int a, int b) { return a + b; }\n' >add.c
build "${CC:-cc}" -c add.c
build ar rcs libadd.a add.o
refuse 2 'no Rust code' libadd.a
refuse 2 'no-such.a' no-such.a
refuse 2 'name a library'
refuse 3 'no-such-compiler' --cc no-such-compiler libstrtest.a

# In two steps, as build systems have it.
cc=${CC:-cc}
# shellcheck disable=SC2046
build "$cc" $("$FREEHOLD" flags --cflags libstrtest.a) -c -o main.o "$here/free_or_return.c"
# shellcheck disable=SC2046
build "$cc" $("$FREEHOLD" flags --libs libstrtest.a) -o main main.o libstrtest.a $rust_libs
both cross-allocator-free ./main

# Twice, as cgo repeats them.
# shellcheck disable=SC2046
build "$cc" $("$FREEHOLD" flags libstrtest.a) $("$FREEHOLD" flags --libs libstrtest.a) -o main "$here/free_or_return.c" libstrtest.a \
  $rust_libs
both cross-allocator-free ./main

# Without freehold the program ends at the first wrong, as under AddressSanitizer.
./main >printed 2>said || fail "it does not run by itself"
./main bad >printed 2>said && fail "it ends well by itself"
says 'cross-allocator-free'
