"$FREEHOLD" run --engine= --out "$TMP/out" scripts/ok.scn
