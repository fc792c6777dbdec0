#!/bin/sh
# SPDX-License-Identifier: MIT
# ci/faults/run: a few calls of freehold fail, and nothing passes that must not. And it can fail: a freehold that ends with 0 wherever a
# call fails, or a log is cut, is found out.
. "$(dirname "$0")/common.sh"
cd "$TMP" || exit 1
sweep() {
  "$SOURCE/ci/faults/run" --work "$TMP/work" --output "$TMP/page.md" --quick "$@" >"$TMP/said" 2>&1
  status=$?
}

sweep --freehold "$FREEHOLD" --subjects 'report cuts' --calls 'write open'
[ "$status" = 0 ] || { cat said; fail "exit status $status"; }
grep -q '^| `freehold report`: `write`, once | 2 | 0 | 0 | 2 | 0 | 0 | 0 | 0 |$' page.md || { cat page.md; fail "no row for write"; }
grep -q '^| `freehold report`, a saved `report.json` cut | 8 | 0 | 1 | 7 | 0 |' page.md || { cat page.md; fail "no row for what is cut"; }

cat >blind <<end
#!/bin/sh
[ "\${FAULT_AT:-0}" = 0 ] || { touch "\$FAULT_FIRED"; exit 0; }
exec "$FREEHOLD" "\$@"
end
chmod +x blind
sweep --freehold "$TMP/blind" --subjects report --calls write
[ "$status" = 1 ] || { cat said; fail "a blind freehold: exit status $status, not 1"; }
said 'report, leak: write number [0-9]* fails, once: exit 0, and a block is lost'
said 'report, clean: write number [0-9]* fails, once: exit 0 without a whole report'

printf '#!/bin/sh\ncase $* in *cut-*) exit 127;; esac\nexec "%s" "$@"\n' "$FREEHOLD" >gone
chmod +x gone
sweep --freehold "$TMP/gone" --subjects cuts
[ "$status" = 1 ] || { cat said; fail "a freehold that is replaced meanwhile: exit status $status, not 1"; }
said 'exit 127: freehold itself could not be started'
