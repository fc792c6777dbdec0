#!/bin/sh
# SPDX-License-Identifier: MIT
# A scenario without an end is stopped, with its line, and is inconclusive.
. "$(dirname "$0")/common.sh"
cat >"$TMP/endless.scn" <<'END'
library strtest

scenario "endless" {
    repeat 1000000000 {
        free(malloc(1))
    }
}
END
run 3 --timeout 2 "$TMP/endless.scn"
said "no end after 2 s, stopped at .*endless.scn:[45]"
