#!/bin/sh
# SPDX-License-Identifier: MIT
# Ten times the results are ten times the work for each writer, and less than eleven times: one that looks at each result for each other
# one takes more. Environment: WRITE_REPORT, FH_TEST_DATA.
set -u

# Meson's: it has malloc() fill its blocks, which is work of libc's and grows by leaps.
unset MALLOC_PERTURB_

TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT

fail() {
  printf 'FAILED: %s\n' "$*"
  exit 1
}

# count FORMAT RESULTS: the instructions that it takes are in $counted.
count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$WRITE_REPORT" "$1" "size:$2" >"$TMP/report" 2>"$TMP/said" ||
    { cat "$TMP/said"; fail "$1 of $2 results: exit status $?"; }
  counted=$(sed -n 's/^==[0-9]*== Collected : //p' "$TMP/said")
  [ -n "$counted" ] || fail "$1 of $2 results: not counted"
}

formats=$("$WRITE_REPORT" --formats)
[ -n "$formats" ] || fail 'no formats'
for format in $formats; do
  count "$format" 0
  none=$counted
  count "$format" 60
  few=$((counted - none))
  count "$format" 600
  many=$((counted - none))
  echo "$format: 60 results $few instructions, 600 results $many"
  [ "$few" -gt 0 ] && [ "$many" -lt $((11 * few)) ] || fail "$format: not in proportion"
done
