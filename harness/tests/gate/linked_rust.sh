#!/bin/sh
# SPDX-License-Identifier: MIT
# Rust code in a shared library beside the static one is not hooked: no pass.
. "$(dirname "$0")/common.sh"
cat >"$TMP/bar.rs" <<'END'
#[no_mangle]
pub extern "C" fn bar_new() -> *mut u8 { Box::into_raw(Box::new(7u8)) }
END
cat >"$TMP/foo.c" <<'END'
char *bar_new(void);
char *foo_new(void) { return bar_new(); }
END
echo 'char *foo_new(void);' >"$TMP/foo.h"
"${RUSTC:-rustc}" --crate-type cdylib -C strip=symbols -o "$TMP/libbar.so" "$TMP/bar.rs" 2>"$TMP/said" || fail "rustc: $(cat "$TMP/said")"
${CC:-cc} -g -c "$TMP/foo.c" -o "$TMP/foo.o" && ar rcs "$TMP/libfoo.a" "$TMP/foo.o" || fail "the library was not built"
printf 'scenario "C frees a Rust block" {\n    free(foo_new())\n}\n' >"$TMP/foo.scn"
for link in "$TMP/libbar.so" "-L$TMP -lbar"; do
  printf '[library]\nstaticlib = libfoo.a\nheader = foo.h\nlink = %s -Wl,-rpath,%s\n' "$link" "$TMP" >"$TMP/freehold.ini"
  "$FREEHOLD" run --timeout 3600 --engine valgrind --build-dir "$TMP/build" --out "$TMP/out" "$TMP/foo.scn" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = 3 ] || { cat "$TMP/said"; fail "exit status $status, not 3"; }
  said "holds Rust code"
done
