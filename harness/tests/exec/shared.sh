#!/bin/sh
# SPDX-License-Identifier: MIT
# Rust as a shared library, linked or opened: with symbols, stripped, fat LTO; and a Rust program with a C library.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}
for options in '-g' '-O' '-O -C strip=symbols' '-O -C lto=fat' '-O -C lto=fat -C strip=symbols'; do
  # shellcheck disable=SC2086
  rust cdylib libstrtest.so $options
  build "$cc" -g -o main "$here/free_or_return.c" -L. -lstrtest -Wl,-rpath,"$TMP"
  both cross-allocator-free ./main
  build "$cc" -g -o plugin "$here/plugin.c" -ldl
  both cross-allocator-free ./plugin "$TMP/libstrtest.so"
done
says 'watched through its imports'
with_stripped_objects audit 1 ./main bad
kind cross-allocator-free
says 'allocated by Rust (__rust_alloc)'
says 'released by C (free)'

build "$cc" -g -c -o c_library.o "$here/c_library.c"
build ar rcs libc_library.a c_library.o
for options in '-g' '-O'; do
  # shellcheck disable=SC2086
  build "${RUSTC:-rustc}" --edition 2021 $options -o rust_main "$here/rust_main.rs" -L . -l static=c_library
  both cross-allocator-free ./rust_main
done

# A library that nothing in it gives away as Rust's, but the user does.
cat >posing.c <<'END'
#include <stdlib.h>
void *make(void) { return malloc(8); }
void unmake(void *block) { free(block); }
END
cat >uses.c <<'END'
#include <stdlib.h>
void *make(void);
int main(void) { free(make()); return 0; }
END
build "$cc" -g -shared -fPIC -o libposing.so posing.c
build "$cc" -g -o uses uses.c -L. -lposing -Wl,-rpath,"$TMP"
audit 0 ./uses
audit_with='--rust-object libposing.so'
audit 1 ./uses
kind cross-allocator-free
