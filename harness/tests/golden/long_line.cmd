{ printf 'library strtest\n\nscenario "a line of 1 MB" {\n    x = '; head -c 1000000 /dev/zero | tr '\0' 'a'; printf '(1)\n}\n'; } >"$TMP/long.scn"
"$FREEHOLD" run --config freehold.ini --build-dir "$BUILD" --out "$TMP/out" "$TMP/long.scn"
