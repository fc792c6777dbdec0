#!/bin/sh
# SPDX-License-Identifier: MIT
# A library that brings malloc() and strdup() (mimalloc's feature `override`). Under Valgrind what strdup() makes is released rightly. The
# other engines' runners bring malloc() themselves, and say so. If Rust's allocator can't be hooked either, nothing tells blocks apart.
. "$(dirname "$0")/common.sh"
cd "$TMP" || exit 1
"${CC:-cc}" -g -fno-builtin -w -Dmain=overrides -c -o overrides.o "$SOURCE/harness/tests/exec/overrides.c" || fail cc
ar cr libbrings.a overrides.o || fail ar
printf 'char *text(void);\nvoid text_free(char *text);\nint overrides(int n, char **words);\n' >lib.h
printf '[library]\nstaticlib = libcase.a\nheader = lib.h\n' >freehold.ini
cat >right.scn <<'END'
scenario "right" {
    own = text()
    copy = strdup("a text")
    free(copy)
    text_free(own)
}
END
cat >wrong.scn <<'END'
scenario "twice" {
    copy = strdup("a text")
    free(copy)
    free(copy)                          !double-free
}
scenario "across" {
    copy = strdup("a text")
    text_free(copy)                     !cross-allocator-free
}
END
cat >lib.rs <<'END'
use std::ffi::{c_char, CString};
extern "C" {
    fn overrides(n: i32, words: *const *const c_char) -> i32;
}
#[no_mangle]
pub extern "C" fn text() -> *mut c_char { CString::new("Rust's").unwrap().into_raw() }
#[no_mangle]
pub unsafe extern "C" fn text_free(text: *mut c_char) { drop(CString::from_raw(text)) }
#[no_mangle]
pub unsafe extern "C" fn whole() -> i32 { overrides(1, std::ptr::null()) }
END

# library [RUST…]: libcase.a of lib.rs and of what it is given, and of C's malloc()
library() {
  { cat lib.rs; printf '%s\n' "$@"; } >all.rs
  "${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -L native=. -l static=brings -o libcase.a all.rs 2>said || fail "rustc: $(cat said)"
}

# reasons N: so many results say so, and nothing is found
reasons() {
  [ "$(grep -c 'brings a malloc() of its own' out/report.json)" = "$1" ] || fail "$(cat said)"
  if grep -q -e '"cwe"' -e 'link = -l' out/report.json; then fail "$(cat said)"; fi
}

library
freehold 0 run --engine valgrind --out out .
freehold 3 run --engine ledger,asan --out out right.scn
reasons 2

library '#[global_allocator] static OWN: std::alloc::System = std::alloc::System;'
freehold 3 run --engine all --out out right.scn
reasons 3
