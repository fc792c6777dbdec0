# Links to folders are followed; one that leads back up is not.
mkdir -p "$TMP/suite/one" "$TMP/two/target"
cp freehold.ini "$TMP/two"
cp scripts/empty.scn "$TMP/suite/one"
cp scripts/no_scenario.scn "$TMP/two/target"
ln -s "$TMP/two" "$TMP/suite/linked"
ln -s .. "$TMP/suite/one/up"
"$FREEHOLD" check --config freehold.ini "$TMP/suite"
