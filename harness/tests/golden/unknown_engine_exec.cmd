"$FREEHOLD" exec --engine ledger --out "$TMP/out" -- true || echo "exit status $?"
"$FREEHOLD" exec --engine asan --out "$TMP/out" -- true
