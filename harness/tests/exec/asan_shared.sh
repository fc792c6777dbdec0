#!/bin/sh
# SPDX-License-Identifier: MIT
# Rust as a shared library of a program that is built with AddressSanitizer, without any flags of freehold's: linked or opened.
. "$(dirname "$0")/common.sh"

# wrong KIND ARGUMENT: the program of one wrong each has that kind of finding.
wrong() {
  audit 1 ./wrongs "$2"
  kind "$1"
}

for options in '-g' '-O -C strip=symbols' '-O -C lto=fat -C strip=symbols'; do
  # shellcheck disable=SC2086
  rust cdylib libstrtest.so $options
  for compiler in gcc 'clang -shared-libasan'; do
    command -v ${compiler%% *} >/dev/null || { leave_out "${compiler%% *}"; continue; }
    # Where clang's shared runtime is: nothing else tells ld.so.
    runtime=$(dirname "$(${compiler%% *} -print-file-name=libclang_rt.asan-$(uname -m).so)")
    asan="$compiler -g -fsanitize=address -fsanitize-recover=address -Wl,-rpath,$runtime -Wl,-rpath,$TMP"
    # shellcheck disable=SC2086
    build $asan -o main "$here/free_or_return.c" -L. -lstrtest
    both cross-allocator-free ./main
    says 'watched through its imports'
    grep -q 'AddressSanitizer, unlike Valgrind' out/report.json || fail 'another reason'
    # shellcheck disable=SC2086
    build $asan -o plugin "$here/plugin.c" -ldl
    both cross-allocator-free ./plugin "$TMP/libstrtest.so"
  done
done
with_stripped_objects audit 1 ./main bad
kind cross-allocator-free
says 'allocated by Rust (__rust_alloc)'
says 'released by C (free)'
gcc='gcc -g -fsanitize=address -fsanitize-recover=address'
for program in forks threads; do
  # shellcheck disable=SC2086
  build $gcc -o $program "$here/$program.c" -L. -lstrtest -Wl,-rpath,"$TMP"
  both cross-allocator-free ./$program
done
audit 1 ./forks leak
kind leak
# shellcheck disable=SC2086
build $gcc -o loses "$here/loses.c" -ldl
audit 1 ./loses open "$TMP/libstrtest.so"
kind cross-allocator-free
build g++ -g -fsanitize=address -o cxx "$here/delete_or_return.cpp" -L. -lstrtest -Wl,-rpath,"$TMP"
both cross-allocator-free ./cxx
# shellcheck disable=SC2086
build $gcc -o wrongs "$here/wrongs.c" -L. -lstrtest -Wl,-rpath,"$TMP"
audit 0 ./wrongs
wrong cross-allocator-free realloc
wrong cross-allocator-free drop
wrong double-free twice
wrong invalid-free inside
wrong leak leak
wrong leak ring
wrong use-after-free released
wrong out-of-bounds beyond

# Both at once, each with a rust heap of its own.
cp libstrtest.so libother.so
rust staticlib libstrtest.a -g
# shellcheck disable=SC2046,SC2086
build gcc $("$FREEHOLD" flags --cc gcc libstrtest.a) -o plugin "$here/plugin.c" -Wl,-u,print_and_return libstrtest.a $rust_libs
both cross-allocator-free ./plugin "$TMP/libother.so"

# With symbols, the stack of a block that has an alignment of its own shows what rustc has below the entries. It led to the rust heap all
# the same.
cat >wide.rs <<'END'
#[repr(align(64))]
pub struct Wide(pub [u8; 64]);
#[no_mangle]
pub extern "C" fn wide_new() -> *mut Wide {
    Box::into_raw(Box::new(Wide([1; 64])))
}
END
cat >wide.c <<'END'
void *wide_new(void);
int main(void) { return wide_new() == 0; }
END
build "${RUSTC:-rustc}" --edition 2021 --crate-name wide --crate-type cdylib -g -o libwide.so wide.rs
# shellcheck disable=SC2086
build $gcc -o wide wide.c -L. -lwide -Wl,-rpath,"$TMP"
audit 1 ./wide
kind leak
if grep -q 'past the rust heap' said; then cat said; fail "it went past the rust heap"; fi
