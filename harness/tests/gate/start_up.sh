#!/bin/sh
# SPDX-License-Identifier: MIT
# What is wrong before the first scenario has a result of its own, on every engine that sees it; the scenarios keep theirs.
. "$(dirname "$0")/common.sh"
cp "$(dirname "$0")/start_up/lib.rs" "$TMP"
printf '[library]\nstaticlib = libstart.a\nheader = lib.h\n' >"$TMP/freehold.ini"
printf 'int count(void);\nvoid forget(void);\n' >"$TMP/lib.h"
cat >"$TMP/start.scn" <<'END'
scenario "one" {
    count()
}
scenario "two" {
    count()
}
scenario "three" {
    free(malloc(3)) !leak
}
scenario "four" {
    p = malloc(4) !leak
}
scenario "five" {
    forget()
}
scenario "six" {
    free(malloc(3))
    expect heap 1 alloc, 1 free
}
END

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

# tried STATUS ENGINE SCENARIO…
tried() {
  wanted=$1 engine=$2
  shift 2
  # shellcheck disable=SC2046  # an option and a word for each scenario
  freehold "$wanted" run --engine "$engine" $(printf -- '--scenario %s ' "$@") --build-dir "$TMP/build" --out "$TMP/out" "$TMP/start.scn"
}

# results: "SCENARIO VERDICT KINDS" of each.
results() {
  jq -r '.results[] | "\(.scenario) \(.verdict) \([.findings[].kind] | join(","))"' "$TMP/out/report.json"
}

# What is lost there is lost there, and not in the scenarios, one alone or several; what a scenario loses of it is the scenario's.
build --cfg loses
for engine in valgrind asan ledger; do
  tried 1 $engine one two four
  is=$(results)
  [ "$is" = "start-up fail leak,leak
one pass 
two pass 
four pass leak" ] || fail "$engine, lost at start-up: $is"
  said "lib::start  "
  tried 1 $engine one
  is=$(results)
  [ "$is" = "start-up fail leak,leak
one pass " ] || fail "$engine, lost at start-up, and one scenario: $is"
done
build --cfg keeps
for engine in valgrind asan ledger; do
  tried 1 $engine one two five
  is=$(results)
  [ "$is" = "one pass 
two pass 
five fail leak" ] || fail "$engine, lost later: $is"
  tried 0 $engine six  # alone: what the constructor allocated is not the scenario's
done

# An end there is the start-up's, on every engine, and no scenario passes. A panic is quoted.
build --cfg panics
for engine in valgrind asan ledger; do
  tried 1 $engine one two four
  is=$(results)
  [ "$is" = "start-up fail abort
one inconclusive 
two inconclusive 
four inconclusive " ] || fail "$engine, a panic at start-up: $is"
  tr '\n' ' ' <"$TMP/said" | tr -s ' ' | grep -q "no start today" || { cat "$TMP/said"; fail "$engine: the panic is not quoted"; }
  said "ended at start-up, before the first scenario"
done
build --cfg panics --cfg hooked
tried 1 ledger one
tr '\n' ' ' <"$TMP/said" | tr -s ' ' | grep -q "in lib::start; standard error ends with: keygen gave up keygen gave up" ||
  { cat "$TMP/said"; fail "what the panic hook wrote is not quoted"; }
said "log: logs/.*\.err"
build --cfg exits
for engine in valgrind asan ledger; do
  tried 3 $engine one two
  said "the library ended the process at start-up (exit)"
done

build --cfg undecided --cfg known -O -C debuginfo=0
"$FREEHOLD" run --engine valgrind --scenario one --build-dir "$TMP/build" --out "$TMP/out" "$TMP/start.scn" >"$TMP/said" 2>&1 ||
  { cat "$TMP/said"; fail "what mimalloc is known to do: exit status $?, not 0"; }
