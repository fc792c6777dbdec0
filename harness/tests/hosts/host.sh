#!/bin/sh
# SPDX-License-Identifier: MIT
# host.sh python|node|go|go_asan|ruby|java|php: a host's own tests load the guest. Right use is clean, with a focus; a leak and a wrong release
# in the guest are found at their lines, and nothing of the host's fails.
. "$(dirname "$0")/../exec/common.sh"
host=$1 focus='libguest*'

build "${RUSTC:-rustc}" --edition 2021 --crate-type cdylib -g -O -o libguest.so "$here/guest.rs"
export GUEST="$TMP/libguest.so"

# line_of COMMENT: the line of the guest that has it.
line_of() {
  grep -n "// $1" "$here/guest.rs" | cut -d: -f1
}

# needs PROGRAM…: a machine without them leaves the test out, and says so.
needs() {
  for program; do
    command -v "$program" >/dev/null || { echo "no $program: ci/setup --long installs it"; exit 77; }
  done
}

# What runs the host's tests, as a user would: run STATUS [bugs]; each: the same, with a result for each test.
ways=$SOURCE/share/hosts
case $host in
python)
  needs python3
  python=python3
  for python in /usr/bin/python3 python3; do
    "$python" -c 'import pytest' 2>/dev/null && break
  done
  "$python" -c 'import pytest' || { echo 'no pytest: ci/setup --long installs it'; exit 77; }
  export PYTHONMALLOC=malloc PYTHONPATH=$ways PYTHONDONTWRITEBYTECODE=1
  run() { audit "$1" "$python" -m pytest -q -p no:cacheprovider "$here/test_guest.py"; }
  each() { audit "$1" "$python" -m pytest -q -p no:cacheprovider -p freehold_pytest "$here/test_guest.py"; }
  ;;
node)
  needs node
  cp libguest.so guest.node
  GUEST=$TMP/guest.node focus=guest.node
  run() { audit "$1" node "$here/guest.test.js"; }
  each() { audit "$1" "$ways/each-node-test" "$here/guest.test.js"; }
  ;;
go | go_asan)
  needs go
  cp -r "$here/go" module
  printf 'module example.com/guest\n\ngo 1.19\n' >module/go.mod
  export CGO_ENABLED=1 CC=gcc CGO_LDFLAGS_ALLOW='.*' CGO_LDFLAGS="-L$TMP -Wl,-rpath,$TMP" how=''
  if [ "$host" = go_asan ]; then
    # Linked in, and the flags given twice, as go gives those of two packages.
    mkdir static
    rm libguest.so
    build "${RUSTC:-rustc}" --edition 2021 --crate-type staticlib -g -O -o static/libguest.a "$here/guest.rs"
    flags=$("$FREEHOLD" flags --cc gcc --libs static/libguest.a)
    CGO_LDFLAGS="$flags -L$TMP/static $flags -lpthread -ldl -lm" how=-asan focus=guest.test
  fi
  # shellcheck disable=SC2086
  (cd module && build go test $how -c -o "$TMP/guest.test" .)
  run() { audit "$1" ./guest.test; }
  # go test makes a program without symbols, and says only whether it failed.
  by_go_test() {
    (cd module && go test -exec "$FREEHOLD exec --out $TMP/out --focus $focus --" . >"$TMP/said" 2>&1)
  }
  each() { audit "$1" "$ways/each-go-test" ./guest.test; }
  # A shell is not built with AddressSanitizer.
  [ "$host" = go ] || each() { run "$1"; }
  ;;
ruby)
  needs ruby
  run() { audit "$1" ruby "$here/guest_test.rb"; }
  each() { audit "$1" ruby -I "$ways" -r freehold_minitest "$here/guest_test.rb"; }
  ;;
java)
  needs java javac
  junit=/usr/share/java/junit4.jar:/usr/share/java/hamcrest-core.jar
  [ -e "${junit%%:*}" ] || { echo 'no JUnit: ci/setup --long installs it'; exit 77; }
  build javac -cp "$junit" -d . "$here/Guest.java" "$here/GuestTest.java" "$ways/FreeholdJUnit.java"
  # Interpreted: what the JVM compiles, Valgrind would have to translate again.
  run() { audit "$1" java -Xint -cp ".:$junit" org.junit.runner.JUnitCore GuestTest; }
  each() { audit "$1" "$ways/each-junit-test" ".:$junit" GuestTest; }
  ;;
php)
  needs php phpunit
  php -m | grep -qx FFI || { echo 'no FFI in PHP: ci/setup --long installs it'; exit 77; }
  run() { audit "$1" phpunit --do-not-cache-result "$here/GuestTest.php"; }
  each() { PHPUNIT='phpunit --do-not-cache-result' audit "$1" "$ways/each-phpunit-test" "$here/GuestTest.php"; }
  ;;
*)
  fail "which host? $host"
  ;;
esac

# of_test NAME: the kinds of what counts in the results of that test, one of which there must be.
of_test() {
  jq -r --arg name "$1" '[.results[] | select(.scenario | test($name; "i"))] | if . == [] then "no such result" else
    ([.[].findings[] | select(.outside == null) | .kind] | sort | join(" ")) end' out/report.json
}

audit_with="--focus $focus"
export BUGS=
run 0
says 'outside the focus'
BUGS=forget,drop_of_c,dropOfC
each 1
jq -r '.results[].findings[] | select(.outside == null) | .kind' out/report.json | sort | tr '\n' ' ' >kinds
[ "$(cat kinds)" = 'cross-allocator-free leak ' ] || fail "found in the focus: $(cat kinds)"
for bug in 'leak:the leak' 'cross-allocator-free:the wrong release'; do
  jq -e --arg kind "${bug%%:*}" --argjson line "$(line_of "${bug#*:}")" \
    '[.results[].findings[] | select(.outside == null and .kind == $kind) | .stacks[].frames[] | select((.file // "") | endswith("guest.rs")) | .line] | index($line)' \
    out/report.json >/dev/null || fail "not at the line of ${bug#*:}"
done
[ "$host" != go_asan ] || exit 0
for test in 'greets=' 'forgets=leak' 'drops.*of.*c=cross-allocator-free'; do
  [ "$(of_test "${test%%=*}")" = "${test#*=}" ] || fail "${test%%=*}: $(of_test "${test%%=*}")"
done
[ "$host" = go ] || exit 0
by_go_test && fail 'go test passed what is lost'
says 'leak (CWE-401) in guest_forget'
BUGS=
rm -r out
by_go_test || { cat said; fail 'go test failed on right use'; }
grep -q '"verdict" *: *"pass"' out/report.json || fail 'right use was not seen'
