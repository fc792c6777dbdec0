#!/bin/sh
# SPDX-License-Identifier: MIT
# What is wrong before the first scenario has a result of its own, on every engine that sees it; the scenarios keep theirs.
. "$(dirname "$0")/common.sh"
cp "$(dirname "$0")/start_up/lib.rs" "$TMP"
printf '[library]\nstaticlib = libstart.a\nheader = lib.h\n' >"$TMP/freehold.ini"
echo 'int count(void);' >"$TMP/lib.h"
printf 'scenario "one" {\n    count()\n}\nscenario "two" {\n    count()\n}\nscenario "three" {\n    free(malloc(3)) !leak\n}\n' >"$TMP/start.scn"

# build FLAG…
build() {
  "${RUSTC:-rustc}" --edition 2021 -g "$@" --crate-type staticlib -o "$TMP/libstart.a" "$TMP/lib.rs" 2>"$TMP/said" || fail "rustc: $(cat "$TMP/said")"
}

# audit ENGINE STATUS KIND: the start-up shows KIND, once; the scenarios in one batch pass, and the one with a false mark fails for that.
audit() {
  "$FREEHOLD" run --engine "$1" --scenario one --scenario two --scenario three --build-dir "$TMP/build" --out "$TMP/out" "$TMP/start.scn" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = 1 ] || { cat "$TMP/said"; fail "$1: exit status $status, not 1"; }
  said "unexpected $2"
  [ "$2" != cross-allocator-free ] || said "allocated by C (malloc) was released by Rust"
  said "FAIL .*: start-up \[$1\]"
  said "✓ one"
  said "✓ two"
  [ "$(grep -c "unexpected $2 (" "$TMP/said")" = 1 ] || { cat "$TMP/said"; fail "$1: $2 is told more than once"; }
  said "expected leak here, found nothing"
}

build
for engine in valgrind asan ledger; do
  audit $engine cross-allocator-free
done
build --cfg undecided
audit valgrind uninitialised-use
"$FREEHOLD" run --engine ledger --scenario one --build-dir "$TMP/build" --out "$TMP/out" "$TMP/start.scn" >"$TMP/said" 2>&1 ||
  { cat "$TMP/said"; fail "the ledger: exit status $?, not 0"; }

# What the user knows of and allows: a suppression, which must be used.
cat >"$TMP/allowed.supp" <<'END'
{
   the constructor decides by chance
   Memcheck:Cond
   fun:*decide*
   fun:*start*
}
{
   nobody needs this
   Memcheck:Leak
   fun:nobody
}
END
allow() {
  "$FREEHOLD" run --engine "$1" --scenario one --scenario two --suppressions "$TMP/allowed.supp" -j1 --build-dir "$TMP/build" --out "$TMP/out" \
    "$TMP/start.scn" >"$TMP/said" 2>&1
}
allow valgrind || { cat "$TMP/said"; fail "suppressed: exit status $?, not 0"; }
grep -q "nobody needs this.* suppressed nothing" "$TMP/out/report.json" || fail "the unused suppression is not named"
! grep -q "by chance.* suppressed nothing" "$TMP/out/report.json" || fail "the used suppression is called unused"
allow ledger
[ $? = 2 ] || { cat "$TMP/said"; fail "suppressions without valgrind: not exit status 2"; }
said "leaves out"

# A panic there is quoted by each engine, and no scenario passes.
build --cfg panics
for engine in valgrind asan ledger; do
  "$FREEHOLD" run --engine $engine --scenario one --build-dir "$TMP/build" --out "$TMP/out" "$TMP/start.scn" >"$TMP/said" 2>&1
  status=$?
  [ $status = 1 ] || [ $status = 3 ] || { cat "$TMP/said"; fail "$engine, a panic at start-up: exit status $status"; }
  tr '\n' ' ' <"$TMP/said" | tr -s ' ' | grep -q "no start today" || { cat "$TMP/said"; fail "$engine: the panic is not quoted"; }
done

build --cfg undecided --cfg known -O -C debuginfo=0
"$FREEHOLD" run --engine valgrind --scenario one --build-dir "$TMP/build" --out "$TMP/out" "$TMP/start.scn" >"$TMP/said" 2>&1 ||
  { cat "$TMP/said"; fail "what mimalloc is known to do: exit status $?, not 0"; }
