#!/bin/sh
# SPDX-License-Identifier: MIT
# A stripped Rust library with C code in it that uses every function of the malloc family: the imports lead to the rust heap, all of them
# or none.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}
cat >main.c <<'END'
#include <stddef.h>
size_t use_both(void);
int main(void) { return use_both() == 30 ? 0 : 1; }
END
build "$cc" -O -fPIC -c -o malloc_family.o "$here/malloc_family.c"
build ar rcs libmalloc_family.a malloc_family.o
for options in '-g' '-O -C strip=symbols'; do
  # shellcheck disable=SC2086
  build "${RUSTC:-rustc}" --edition 2021 --crate-name both --crate-type cdylib $options -o libboth.so "$here/malloc_family.rs" -L . \
    -l static=malloc_family
  build "$cc" -g -o main main.c -L. -lboth -Wl,-rpath,"$TMP"
  audit 0 ./main
  build gcc -g -fsanitize=address -o main-asan main.c -L. -lboth -Wl,-rpath,"$TMP"
  audit 0 ./main-asan
  says 'watched through its imports'
done
