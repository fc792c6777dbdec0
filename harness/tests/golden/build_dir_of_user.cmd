# Only in a folder of its own does freehold hide what it builds from git.
mkdir "$TMP/mine"
printf 'library strtest\n\nscenario "one" {\n    free(malloc(1))\n}\n' >"$TMP/one.scn"
printf '[library strtest]\nstaticlib = not_there.a\nheader = not_there.h\n' >"$TMP/freehold.ini"
cd "$TMP" || exit
"$FREEHOLD" check --build-dir mine one.scn >/dev/null 2>&1
"$FREEHOLD" check --build-dir deep/new one.scn
status=$?
find . -name .gitignore -print -exec cat {} +
exit $status
