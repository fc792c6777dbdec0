#!/bin/sh
# SPDX-License-Identifier: MIT
# build_systems.sh list|run|wrap BUILD PREFIX: in Meson and in CMake, each scenario of the example project is a test, by its name. `run`
# runs them, and one that fails; `wrap` lets Meson build Freehold itself.
. "$(dirname "$0")/common.sh"
what=$1
cp -r "$SOURCE/examples/greeting" "$TMP/greeting"
cd "$TMP/greeting" || exit 1
rm -rf target
name='names: [a] b; c $d "e" *'
printf '\nscenario "%s" {\n    greeting_free(null)\n}\n' "$(printf %s "$name" | sed 's/"/\\"/g')" >>scenarios/greeting.scn
"$FREEHOLD" check --list scenarios/greeting.scn | cut -f 3 | sort >"$TMP/wanted"
grep -qxF "$name" "$TMP/wanted" || fail "freehold check --list lists no scenario '$name'"

# compare KIND: the tests have the names of the scenarios; Meson writes _ for : in a name.
compare() {
  case $1 in
  meson) meson test -C build --no-rebuild --list 2>/dev/null | sed 's/^names_ /names: /' ;;
  cmake) ctest --test-dir cmake-build -N | sed -n 's/^ *Test *#[0-9]*: greeting\.//p' ;;
  esac | sort >"$TMP/found"
  same "$1" "$TMP/wanted" "$TMP/found"
}

set_up() {
  meson setup build >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "meson setup"; }
  cmake -S . -B cmake-build -DCMAKE_PREFIX_PATH="$prefix" >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "cmake"; }
}

if [ "$what" = wrap ]; then
  mkdir -p subprojects/freehold
  (cd "$SOURCE" && tar cf - --exclude=./build* --exclude=node_modules --exclude=./harness/tests/share/python --exclude=target --exclude=.git .) | tar xf - -C subprojects/freehold
  meson setup build --wrap-mode=forcefallback >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "meson setup"; }
  meson test -C build >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "meson test, with the wrap"; }
  grep -q '10 subtests passed' "$TMP/said" || { cat "$TMP/said"; fail "not every scenario ran on both engines"; }
  exit 0
fi

DESTDIR=$TMP/root meson install -C "$2" --no-rebuild >"$TMP/said" 2>&1 || { cat "$TMP/said"; fail "meson install"; }
prefix=$TMP/root$3
PATH=$prefix/bin:$PATH
set_up
compare meson
compare cmake
# One more scenario: both see it without being told.
printf '\nscenario "one more" {\n    greeting_free(null)\n    expect heap 1 alloc, 0 frees\n}\n' >>scenarios/greeting.scn
echo 'one more' | sort -o "$TMP/wanted" - "$TMP/wanted"
ninja -C build >/dev/null 2>&1 || fail "meson did not configure anew"
cmake --build cmake-build >/dev/null || fail "cmake did not configure anew"
compare meson
compare cmake
[ "$what" = run ] || exit 0

# failed_is_the_one STATUS: all pass but the new one, which expects what is not so.
failed_is_the_one() {
  [ "$1" -ne 0 ] || { cat "$TMP/said"; fail "no test failed"; }
  grep -qE '^Fail: +1 *$|^83% tests passed, 1 tests failed out of 6' "$TMP/said" || { cat "$TMP/said"; fail "not one test failed"; }
  grep -qE 'one more .*(FAIL|Failed)' "$TMP/said" || { cat "$TMP/said"; fail "another test failed"; }
}
meson test -C build >"$TMP/said" 2>&1
failed_is_the_one $?
ctest --test-dir cmake-build >"$TMP/said" 2>&1
failed_is_the_one $?
