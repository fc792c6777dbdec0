#!/bin/sh
# SPDX-License-Identifier: MIT
# All words of the contract: right use is clean, and each violation is found (contract_words_engines.sh: by every engine). They say
# the same in a file beside a header without any; and without a contract, what only it can tell is not found.
. "$(dirname "$0")/common.sh"
cp "$(dirname "$0")"/contract_words/* "$TMP"
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o "$TMP/libwords.a" "$TMP/lib.rs" 2>"$TMP/said" || fail "rustc: $(cat "$TMP/said")"

# audit STATUS ENGINES HEADER CONTRACT SCENARIOS…
audit() {
  wanted=$1 engines=$2
  shift
  printf '[library]\nstaticlib = libwords.a\nheader = %s\n%s\n' "$2" "${3:+contract = $3}" >"$TMP/freehold.ini"
  shift 3
  "$FREEHOLD" run --timeout 3600 --engine "$engines" --build-dir "$TMP/build" --out "$TMP/out" --config "$TMP/freehold.ini" "$@" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "exit status $status, not $wanted"; }
}

audit 0 "${ENGINES:-ledger}" words.h '' "$TMP/right.scn" "$TMP/wrong.scn"

# The same words beside the same header without comments.
sed '/^\/\/\//d' "$TMP/words.h" >"$TMP/bare.h"
awk '/^\/\/\// { sub(/^\/\/\/ */, "    "); text = text $0 "\n"; next }
  text != "" { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name); printf "%s:\n%s", name, text; text = "" }' "$TMP/words.h" >"$TMP/words.contract"
audit 0 ledger bare.h words.contract "$TMP/right.scn" "$TMP/wrong.scn"

# Nothing but the contract tells of these.
audit 1 ledger bare.h '' "$TMP/wrong.scn"
n=$(grep -c 'expected expired-use here, found nothing' "$TMP/said")
[ "$n" -ge 6 ] || { cat "$TMP/said"; fail "without a contract, expired-use is missed $n times"; }
said 'expected wrong-release here, found nothing'
