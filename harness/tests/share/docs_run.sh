#!/bin/sh
# SPDX-License-Identifier: MIT
# What the pages say to type is typed: each line of a block of `sh` is run, in a copy of the example project with what its page takes for
# granted. Behind a line, "# exit status N" says how it ends, if not with 0. (gate/tutorial runs docs/tutorial.md, build_systems.sh
# docs/build-systems.md.)
. "$(dirname "$0")/common.sh"
PATH=$(dirname "$FREEHOLD"):$PATH
export PATH XDG_CACHE_HOME="$TMP/cache"

# build_library: what else the pages call libfoo.a, and a program that uses it.
build_library() {
  "${RUSTC:-rustc}" --edition 2021 --crate-name greeting --crate-type staticlib -g -o libfoo.a src/lib.rs &&
    printf '#include "include/greeting.h"\nint main(void) { greeting_free(greeting_new("Ada")); return 0; }\n' >main.c &&
    "${CC:-cc}" -g -o my_tests main.c libfoo.a -lpthread -ldl -lm
}

# prepare PAGE: what it takes for granted.
prepare() {
  case $1 in
  baseline) sed -i 's/ *!leak$//' scenarios/greeting.scn ;;
  configuration)
    mv "$TMP/project" "$TMP/my-crate" && rm -r "$TMP/my-crate/scenarios" && mkdir "$TMP/project" || return
    cd "$TMP/project" || return ;;
  exec) build_library ;;
  saved-results)
    for folder in . job-1 job-2; do
      mkdir -p "$folder" && freehold run --engine ledger scenarios --out "$folder/freehold-report" || return
    done ;;
  *) echo "docs/$1.md has a block of sh, and nothing here says what it takes for granted" && return 1 ;;
  esac
}

n=0
for page in "$SOURCE"/README.md "$SOURCE"/docs/*.md; do
  name=$(basename "$page" .md)
  case $name in tutorial | build-systems) continue ;; esac
  awk '/^```sh$/ { inside = 1; next } /^```/ { inside = 0 } inside && NF' "$page" >"$TMP/lines"
  [ -s "$TMP/lines" ] || continue
  rm -rf "$TMP/project" "$TMP/my-crate"
  cp -r "$SOURCE/examples/greeting" "$TMP/project" && cd "$TMP/project" || exit 1
  prepare "$name" >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "docs/$name.md: its project could not be made"; }
  while IFS= read -r line; do
    n=$((n + 1))
    wanted=$(echo "$line" | sed -n 's/.*# exit status \([0-9]\).*/\1/p')
    status=0
    sh -c "$line" </dev/null >"$TMP/said" 2>&1 || status=$?
    [ "$status" -eq "${wanted:-0}" ] || { cat "$TMP/said"; fail "docs/$name.md: exit status $status, not ${wanted:-0}: $line"; }
  done <"$TMP/lines"
done
[ "$n" -ge 10 ] || fail "only $n commands in the pages"
