#!/bin/sh
# SPDX-License-Identifier: MIT
# All of C that diplomat writes: a call of each function that two published crates declare, temporal_capi and icu_capi, is accepted by
# the type checker. Only their sources are fetched. Environment: CALL_EACH (the program), CARGO.
. "$(dirname "$0")/common.sh"
cd "$TMP" || exit 1
CARGO=${CARGO:-cargo}

# accepts CRATE VERSION COUNT
accepts() {
  mkdir "$1" && : >"$1/lib.rs"
  printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2018"\n[lib]\npath = "lib.rs"\n[dependencies]\n%s = "=%s"\n' \
    "$1" "$2" >"$1/Cargo.toml"
  (cd "$1" && $CARGO metadata --format-version=1 >metadata 2>errors) || { cat "$1/errors"; fail "cargo could not fetch $1 $2"; }
  folder=$(grep -o "\"manifest_path\":\"[^\"]*/$1-$2/Cargo.toml\"" "$1/metadata" | sed 's/.*:"//; s|/Cargo.toml"||')
  for header in "$folder"/bindings/c/*.h; do echo "#include \"$header\""; done >"$1/all.h"
  "$CALL_EACH" "$1/all.h" >said 2>&1 || { cat said; fail "not all of $1 $2 is accepted"; }
  said "^$3 of $3 functions$"
}

accepts temporal_capi 0.2.6 353
accepts icu_capi 2.4.0 1266
