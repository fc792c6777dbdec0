#!/bin/sh
# SPDX-License-Identifier: MIT
# Meson and a TAP test that fails: if the program says `not ok` and also ends with 1, as Freehold does, Meson counts a failure but
# calls the test ERROR, not FAIL; with exit status 0 the same TAP is a FAIL. With protocol exitcode it is a FAIL.
#
# Seen with: Meson 1.0.1. So examples/greeting/meson.build takes TAP only where one test holds several scenarios.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >meson.build <<'END'
project('tap')
sh = find_program('sh')
foreach status : ['0', '1']
  test('tap ' + status, sh, args: ['-c', 'printf "1..1\nnot ok 1 - x\n"; exit ' + status], protocol: 'tap')
endforeach
test('exitcode 1', sh, args: ['-c', 'exit 1'])
END
meson --version
meson setup build >/dev/null
meson test -C build 2>/dev/null | grep -E '^[0-9]/|^(Ok|Fail):' || :
