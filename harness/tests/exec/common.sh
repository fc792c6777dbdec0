# SPDX-License-Identifier: MIT
# What the tests of `freehold exec` share: programs that use the textbook library, each in a correct version and a buggy one (with the
# argument "bad"). Environment: FREEHOLD (the program), SOURCE (the source tree).
set -u
here=$(cd "$(dirname "$0")" && pwd)
TMP=$(mktemp -d) || exit 1
left_out=
trap 'status=$?; rm -rf "$TMP"; [ $status != 0 ] || [ -z "$left_out" ] || exit 77; exit $status' EXIT
export LC_ALL=C.UTF-8
export XDG_CACHE_HOME="$TMP/cache"  # reports have what freehold selftest measured: not this user's
cd "$TMP" || exit 1
lib=$SOURCE/rust-lib/strtest/src/lib.rs
rust_libs='-lpthread -ldl -lm'

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# leave_out WHAT: what this machine has no compiler for. A test that left out something is counted as skipped if the rest passes.
leave_out() {
  printf 'left out: %s\n' "$1"
  left_out=yes
}

# build COMMAND…: it must succeed.
build() {
  "$@" >said 2>&1 || { cat said; fail "could not build: $*"; }
}

# rust TYPE OUTPUT OPTION…: the textbook library.
rust() {
  type=$1 output=$2
  shift 2
  build "${RUSTC:-rustc}" --edition 2021 --crate-name strtest --crate-type "$type" "$@" -o "$output" "$lib"
}

# audit EXPECTED_STATUS PROGRAM ARGUMENT…: what freehold prints is in said, what the program prints in printed. $audit_with: further options.
audit_with=
audit() {
  wanted=$1
  shift
  # shellcheck disable=SC2086
  "$FREEHOLD" exec --out out --leftover-timeout 3600 $audit_with -- "$@" >printed 2>said
  status=$?
  [ "$status" = "$wanted" ] || { cat said; fail "exit status $status, not $wanted: $*"; }
}

# kind NAME: a finding of that kind is in the report, and no other.
kind() {
  kinds=$(sed -n 's/^ *"kind" *: *"\(.*\)",\{0,1\}$/\1/p' out/report.json | sort -u | tr "\n" " ")
  [ "$kinds" = "$1 " ] || { cat said; fail "found '$kinds', not '$1'"; }
}

# says PATTERN: freehold printed it.
says() {
  grep -q -- "$1" said || { cat said; fail "not printed: $1"; }
}

# with_stripped_objects COMMAND…: as where what is preloaded was installed with --strip.
with_stripped_objects() {
  mkdir -p stripped-objects
  build cp "$(dirname "$FREEHOLD")"/../../process/preload/libfreehold-preload*.so stripped-objects
  build strip stripped-objects/*
  FREEHOLD_RUNNER_DIR=$TMP/stripped-objects "$@"
}

# both KIND PROGRAM ARGUMENT…: clean as it is; with "bad" it has that one kind of finding.
both() {
  wanted_kind=$1
  shift
  audit 0 "$@"
  audit 1 "$@" bad
  kind "$wanted_kind"
}
