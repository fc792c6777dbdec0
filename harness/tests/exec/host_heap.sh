#!/bin/sh
# SPDX-License-Identifier: MIT
# Whose heap: what a host's allocator does by malloc() and free() is the host's, in messages, titles and saved results, also where its
# functions end in a jump and leave no frame.
. "$(dirname "$0")/common.sh"
[ "$(uname -m)" = x86_64 ] || { echo 'calls are read on x86-64 only'; exit 77; }

cat >host.c <<'END'
#include <stdlib.h>
void *PyMem_Malloc(size_t size) { return malloc(size); }
void PyMem_Free(void *block) { free(block); }
void PyList_Clear(void *block) { free(block); __asm__ volatile("" ::: "memory"); }
END
cat >guest.rs <<'END'
use std::ffi::{c_char, CString};
use std::hint::black_box;
extern "C" {
    fn PyMem_Malloc(size: usize) -> *mut u8;
    fn PyMem_Free(block: *mut c_char);
    fn PyList_Clear(block: *mut c_char);
    fn free(block: *mut c_char);
}
fn text() -> *mut c_char { black_box(CString::new("text").unwrap().into_raw()) }
#[no_mangle] pub unsafe extern "C" fn by_jump() -> u32 { PyMem_Free(text()); black_box(1) }
#[no_mangle] pub unsafe extern "C" fn by_call() -> u32 { PyList_Clear(text()); black_box(1) }
#[no_mangle] pub unsafe extern "C" fn by_c() -> u32 { free(text()); black_box(1) }
#[no_mangle] pub unsafe extern "C" fn gives(take: unsafe extern "C" fn(*mut c_char)) -> u32 { take(text()); black_box(1) }
#[no_mangle] pub unsafe extern "C" fn drops() -> u32 { drop(black_box(Vec::from_raw_parts(PyMem_Malloc(5), 5, 5))); 1 }
#[no_mangle] pub unsafe extern "C" fn forgets() -> u32 { black_box(PyMem_Malloc(5)); black_box(1) }
END
cat >glue.c <<'END'
void PyMem_Free(void *block);
int glue_free(void *block) { PyMem_Free(block); return 1; }
END
cat >main.c <<'END'
#include <dlfcn.h>
#include <string.h>
int glue_free(void *block);
int main(int argc, char **argv)
{
    void *guest = dlopen("./libguest.so", RTLD_NOW);
    if (argc < 2 || !guest)
        return 2;
    if (strcmp(argv[1], "by_stub") == 0)
        return ((int (*)(int (*)(void *)))dlsym(guest, "gives"))(glue_free) != 1;
    return ((int (*)(void))dlsym(guest, argv[1]))() != 1;
}
END
build gcc -g -O2 -fPIC -shared -Wl,-soname,libpython3.99.so -o libpython3.99.so host.c
build "${RUSTC:-rustc}" --edition 2021 --crate-type cdylib -g -O -C link-arg=-L. -C link-arg=-lpython3.99 -o libguest.so guest.rs
build gcc -g -O2 -fPIC -fplt -shared -o libglue.so glue.c -L. -lpython3.99
build gcc -g -o main main.c -L. -lglue -lpython3.99 -ldl
objdump -d libpython3.99.so | grep -A9 '<PyMem_Free>:' | grep -q jmp || fail 'this compiler makes no jump of it'
export LD_LIBRARY_PATH=.

# tells CALL ALLOCATOR RELEASER: in the message, and a host also in the title of its stack and in the saved result.
tells() {
  audit 1 ./main "$1"
  grep -qF "allocated by $2 was released by $3\"" out/report.json || { cat said; fail "$1: not '$2' and '$3'"; }
  for side in "allocated:allocating_host:$2" "released:releasing_host:$3"; do
    host=${side#*:} host=${host%%:*}
    case $side in
    *:CPython*)
      says "^ *${side%%:*} by CPython ("
      grep -q "\"$host\" *: *\"CPython\"" out/report.json || fail "$1: no $host"
      ;;
    *) grep -q "\"$host\"" out/report.json && fail "$1: a $host" ;;
    esac
  done
}

tells by_jump 'Rust (__rust_alloc)' 'CPython (PyMem_Free, by free)'
tells by_call 'Rust (__rust_alloc)' 'CPython (PyList_Clear, by free)'
tells by_stub 'Rust (__rust_alloc)' 'CPython (PyMem_Free, by free)'
tells by_c 'Rust (__rust_alloc)' "C's free()"
tells drops 'CPython (PyMem_Malloc, by malloc)' 'Rust (__rust_dealloc)'
audit 1 ./main forgets
says '5 bytes in 1 block allocated by CPython (PyMem_Malloc, by malloc) never released'
"$FREEHOLD" report out --out again >said
says '^ *allocated by CPython (malloc)'
