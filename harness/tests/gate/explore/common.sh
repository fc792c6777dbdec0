# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What the tests of freehold explore share: a library with 20 faults, its mended twin, and how they ask.
cp "$SOURCE"/harness/tests/gate/explore/* "$TMP"
cd "$TMP" || exit 1

# library NAME RUSTC_OPTION…: a project NAME.
library() {
  name=$1
  shift
  mkdir "$name" || exit 1
  "${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib "$@" -o "$name/libst.a" lib.rs || fail "rustc"
  cp lib.h "$name"
  printf '[library]\nstaticlib = libst.a\nheader = lib.h\n' >"$name/freehold.ini"
}

# finds FOLDER: "KIND FUNCTION…" of each find, a line each. json-glib writes a member, and an element, a line.
finds() {
  awk -F'"' '
    $2 == "kind" { kind = $4 }
    /"functions" : \[/ { line = kind; is_in = 1; next }
    is_in && /\]/ { print line " "; is_in = 0 }
    is_in { line = line " " $2 }' "$1/explore.json"
}
