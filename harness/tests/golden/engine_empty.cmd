"$FREEHOLD" run --timeout 3600 --engine= --out "$TMP/out" scripts/ok.scn
