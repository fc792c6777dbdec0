# What can't be looked into may hold scenarios.
cp scripts/ok.scn "$TMP"
mkdir "$TMP/below"
ln -s loop "$TMP/below/loop"
"$FREEHOLD" check --config freehold.ini "$TMP"
