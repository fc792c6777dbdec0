#!/bin/sh
# SPDX-License-Identifier: MIT
# A scenario without an end is stopped, with its line, and is inconclusive; so is one that waits for a process of its own.
. "$(dirname "$0")/common.sh"
cat >"$TMP/held.h" <<'END'
void held_with_child(void);
END
cat >"$TMP/held.c" <<'END'
#include <unistd.h>
#include "held.h"
void held_with_child(void) { fork(); for (;;) pause(); }
END
${CC:-cc} -g -c "$TMP/held.c" -o "$TMP/held.o" && ar rcs "$TMP/libheld.a" "$TMP/held.o" || fail "the library was not built"
printf '[library]\nstaticlib = libheld.a\nheader = held.h\n' >"$TMP/freehold.ini"

# stopped PLACE BUILD_DIR CONFIG SCENARIOS: it is stopped there. A time that is too short for this machine to come to it is doubled.
stopped() {
  for seconds in 1 2 4 8 16 32 64 128 256 512; do
    "$FREEHOLD" run --engine valgrind --timeout $seconds --build-dir "$2" --out "$TMP/out" --config "$3" "$4" >"$TMP/said" 2>&1
    status=$?
    [ $status = 3 ] || { cat "$TMP/said"; fail "$4: exit status $status, not 3"; }
    said "no end after $seconds s, stopped"
    said "1 scenario: 0 pass, 0 fail, 1 inconclusive"
    grep -q "stopped at .*$1" "$TMP/said" && return
  done
  cat "$TMP/said"
  fail "$4: not stopped at $1"
}

cat >"$TMP/endless.scn" <<'END'
library strtest

scenario "endless" {
    repeat 1000000000 {
        free(malloc(1))
    }
}
END
stopped 'endless.scn:[45]' "$BUILD" "$SOURCE/scenarios/freehold.ini" "$TMP/endless.scn"

# The signal that ends both is no abort of the child's.
printf 'scenario "two that wait" {\n    held_with_child()\n}\n' >"$TMP/child.scn"
stopped 'child.scn:2' "$TMP/build" "$TMP/freehold.ini" "$TMP/child.scn"
printf 'scenario "two that wait" {\n    held_with_child()   !abort\n}\n' >"$TMP/abort.scn"
stopped 'abort.scn:2' "$TMP/build" "$TMP/freehold.ini" "$TMP/abort.scn"
