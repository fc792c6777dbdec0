#!/bin/sh
# SPDX-License-Identifier: MIT
# One cause, one verdict, on every engine: each file of each_engine/ begins with its exit status, for each engine alone and for all
# together, or for those that it names; then why. A second line may name words that are printed ("says: ").
# Valgrind alone takes a third of the time: ENGINES=valgrind asks for it (each_engine_valgrind.sh).
. "$(dirname "$0")/common.sh"
cp -R "$(dirname "$0")"/each_engine/* "$TMP"
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o "$TMP/libcase.a" "$TMP/lib.rs" 2>"$TMP/said" || fail "rustc: $(cat "$TMP/said")"
printf '[library]\nstaticlib = libcase.a\nheader = lib.h\ninclude = elsewhere\n' >"$TMP/freehold.ini"

for file in "$TMP"/*.scn; do
  head=$(sed -n '1s/^# \([^:]*\):.*/\1/p' "$file")
  wanted=${head%% *}
  engines=${head#"$wanted"}
  words=$(sed -n '2s/^# says: //p' "$file")
  for engine in ${ENGINES:-asan ledger all}; do
    case " ${engines:-valgrind asan ledger all} " in *" $engine "*) ;; *) continue ;; esac
    "$FREEHOLD" run --engine "$engine" --build-dir "$TMP/build" --out "$TMP/out" --jobs 1 "$file" >"$TMP/said" 2>&1
    status=$?
    [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "${file##*/} on $engine: exit status $status, not $wanted"; }
    ! grep -q "disagreement" "$TMP/said" || { cat "$TMP/said"; fail "${file##*/} on $engine: the engines disagree"; }
    [ -z "$words" ] || said "$words"
  done
done
