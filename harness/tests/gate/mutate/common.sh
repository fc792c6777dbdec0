# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What the tests of freehold mutate share: a library, and how they ask.
cp "$SOURCE"/harness/tests/gate/mutate/* "$TMP"
cd "$TMP" || exit 1
"${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o libtickets.a lib.rs || fail "rustc"
printf '[library]\nstaticlib = libtickets.a\nheader = lib.h\n' >freehold.ini

# fate MUTATION LINE FATE COUNT: so many mutants have that fate. json-glib writes a member a line.
fate() {
  count=$(awk -F '" : |,$' -v wanted="$2 \"$1\" \"$3\"" '
    { name = $1; sub(/^ *"/, "", name) }
    name == "line" || name == "mutation" || name == "fate" { is[name] = $2 }
    name == "fate" { count += is["line"] " " is["mutation"] " " is["fate"] == wanted }
    END { print count + 0 }' freehold-mutants/mutation.json)
  [ "$count" = "$4" ] || { cat freehold-mutants/mutation.json; fail "$count of $1 on line $2 are $3, not $4"; }
}
