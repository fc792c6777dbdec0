# Files that are found are named as they would be by hand, without "./".
mkdir "$TMP/deep"
cp scripts/missing_brace.scn "$TMP/deep/" && cp scripts/missing_brace.scn "$TMP/" && cd "$TMP" || exit
"$FREEHOLD" check
"$FREEHOLD" check deep
