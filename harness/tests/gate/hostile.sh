#!/bin/sh
# SPDX-License-Identifier: MIT
# A library that forks, ends the process, closes, unmaps or forges what judges it, and loses a block before and after: no scenario of it
# passes, under any engine, in a batch or alone; nothing hangs; no process is left. $ENGINES: which (default: ledger).
. "$(dirname "$0")/common.sh"
cp "$(dirname "$0")"/hostile/* "$TMP"
cd "$TMP" || exit 1
${CC:-cc} -g -w -c hostile.c -o hostile.o && ar rcs libhostile.a hostile.o || fail "the library was not built"
printf '[library]\nstaticlib = libhostile.a\nheader = hostile.h\n' >freehold.ini
names=$(sed -n 's/^void \([a-z_]*\)(void);$/\1/p' hostile.h | grep -vx lose)
[ "$(echo "$names" | wc -l)" -ge 24 ] || fail "hostile.h has lost functions"

# Processes that freehold started are there. What is ending is given the time to end.
left_over() {
  for try in 1 2 3 4 5 6 7 8 9 10; do
    grep -lsz "^HOSTILE_RUN=$$\$" /proc/[0-9]*/environ >left
    [ -s left ] || return 1
    sleep 1
  done
  return 0
}

# judge NAME: each scenario has a verdict, and it is not pass.
judge() {
  [ "$status" -ne 0 ] || { cat said; fail "$1: exit status 0"; }
  [ "$status" -lt 4 ] || { cat said; fail "$1: exit status $status"; }
  if left_over; then
    for pid in $(cut -d / -f 3 left); do tr '\0' ' ' <"/proc/$pid/cmdline"; kill -9 "$pid"; done
    fail "$1: processes are left"
  fi
}

audit() {
  HOSTILE_RUN=$$ timeout -s KILL 3600 "$FREEHOLD" run --timeout 30 --engine "$engine" --build-dir build --out out "$@" >said 2>&1
  status=$?
}

for engine in ${ENGINES:-ledger}; do
  for name in $names; do
    printf 'scenario "%s" {\n    lose()\n    %s()\n    lose()\n}\n' "$name" "$name" >"$name.scn"
    audit "$name.scn"
    judge "$engine: $name"
    ! grep -q '✓' said || { cat said; fail "$engine: $name passes"; }
    # What is lost afterwards alone: a library that takes away all memory loses nothing then, and is not clean.
    printf 'scenario "%s" {\n    %s()\n    lose()\n}\n' "$name" "$name" >"$name.scn"
    audit "$name.scn"
    judge "$engine: $name, then a loss"
  done
  # In one process with others: it does not make them pass, and they don't make it.
  for name in $names; do
    printf 'scenario "%s" {\n    %s()\n    lose()\n}\n' "$name" "$name"
  done >all.scn
  audit all.scn
  judge "$engine: all in a batch"
  grep -q ' 0 pass' said || { cat said; fail "$engine: one of all passes"; }
done
