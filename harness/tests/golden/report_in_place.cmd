# The folder of what is read: nothing is lost, whether the gate fails or not.
"$FREEHOLD" run --timeout 3600 --engine valgrind --build-dir "$BUILD" --out "$TMP/out" scripts/unexpected.scn >"$TMP/said"
cp -r "$TMP/out" "$TMP/before"
"$FREEHOLD" report --out "$TMP/out" "$TMP/out" >"$TMP/said"
status=$?
diff -r "$TMP/before" "$TMP/out" && echo same
exit $status
