"$FREEHOLD" report --out "$TMP/out" scripts/ok.scn
"$FREEHOLD" report --out "$TMP/out" scripts/empty.scn
"$FREEHOLD" report --out "$TMP/out" scripts
