#!/bin/sh
# SPDX-License-Identifier: MIT
# ci/faults/run: a few calls of freehold fail, and nothing passes that must not. And it can fail: a freehold that ends with 0 wherever a
# call fails, or a log is cut, is found out.
. "$(dirname "$0")/common.sh"
cd "$TMP" || exit 1
sweep() {
  "$SOURCE/ci/faults/run" --work "$TMP/work" --output "$TMP/page.md" --subjects report "$@" >"$TMP/said" 2>&1
  status=$?
}

sweep --freehold "$FREEHOLD" --calls 'write open' --step 211 --max 1
[ "$status" = 0 ] || { cat said; fail "exit status $status"; }
grep -q '^| report: `write`, once | 2 | 0 | 0 | 2 | 0 | 0 | 0 | 0 |$' page.md || { cat page.md; fail "no row for write"; }
grep -q '^| `freehold report`, a saved `report.json` cut' page.md || { cat page.md; fail "no row for what is cut"; }

printf '#!/bin/sh\n[ -z "$FAULT_CALL" ] || touch "$FAULT_FIRED"\n[ -z "$FAULT_CALL" ] || exit 0\nexec "%s" "$@"\n' "$FREEHOLD" >blind
chmod +x blind
sweep --freehold "$TMP/blind" --calls write --step 1999 --max 1
[ "$status" = 1 ] || { cat said; fail "a blind freehold: exit status $status, not 1"; }
said 'report, leak: write number 1 fails, once: exit 0, and a block is lost'
said 'report, clean: write number 1 fails, once: exit 0 without a whole report'
