# SPDX-License-Identifier: MIT
# What the gate's tests share. Environment: FREEHOLD (the program), BUILD (its --build-dir), SOURCE (the source tree).
set -u
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
export LC_ALL=C.UTF-8
export XDG_CACHE_HOME="$TMP/cache"  # reports have what freehold selftest measured: not this user's

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# freehold EXPECTED_STATUS ARGUMENT…: what it prints is in $TMP/said.
freehold() {
  wanted=$1
  shift
  "$FREEHOLD" "$@" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "freehold $*: exit status $status, not $wanted"; }
}

# run EXPECTED_STATUS ARGUMENT…: freehold run of this tree's libraries.
run() {
  wanted=$1
  shift
  freehold "$wanted" run --timeout 3600 --engine valgrind --build-dir "$BUILD" --out "$TMP/out" --config "$SOURCE/scenarios/freehold.ini" "$@"
}

# said PATTERN: it was printed.
said() {
  grep -q -- "$1" "$TMP/said" || { cat "$TMP/said"; fail "not printed: $1"; }
}

# A folder of links to every program on PATH, for a PATH with one program changed.
copy_path() {
  mkdir "$TMP/bin"
  (IFS=:; for folder in $PATH; do ln -s "$folder"/* "$TMP/bin/" 2>/dev/null; done)
  true
}
