#!/bin/sh
# SPDX-License-Identifier: MIT
# A verdict that nobody could be told is none: where standard output can't be written the status is 3, and report.json is there.
. "$(dirname "$0")/common.sh"
scenario=$SOURCE/harness/tests/golden/scripts/ok.scn

audit() {
  rm -rf "$TMP/out" "$TMP/status"
  "$FREEHOLD" run --timeout 3600 --engine valgrind --build-dir "$BUILD" --out "$TMP/out" "$scenario" 2>"$TMP/said"
  echo $? >"$TMP/status"
}

was_not_told() {
  [ "$(cat "$TMP/status")" = 3 ] || fail "$1: exit status $(cat "$TMP/status"), not 3"
  [ -s "$TMP/out/report.json" ] || fail "$1: no report.json"
  said "could not be written"
}

audit >/dev/null
[ "$(cat "$TMP/status")" = 0 ] || fail "to /dev/null: exit status $(cat "$TMP/status"), not 0"
mkfifo "$TMP/pipe"
{ true <"$TMP/pipe" & }
exec 3>"$TMP/pipe"
wait
audit >&3
exec 3>&-
was_not_told "a pipe without a reader"
audit >/dev/full
was_not_told "a full device"
audit >&-
was_not_told "a closed stream"

"$FREEHOLD" --help >/dev/full 2>"$TMP/said"
status=$?
[ "$status" = 3 ] || fail "--help to a full device: exit status $status, not 3"
said "can't write to standard output"
