#!/bin/sh
# SPDX-License-Identifier: MIT
# What could not be looked for is said at the end, and is no pass for who is strict; what can be checked of layouts is.
. "$(dirname "$0")/common.sh"

build "${RUSTC:-rustc}" --edition 2021 --crate-type cdylib -O -C strip=symbols -o libaligned.so "$here/aligned.rs"
layouts='not looked for: all wrong layouts in 1 process; --strict makes that inconclusive'
for options in '' '-fsanitize=address -fsanitize-recover=address'; do
  # shellcheck disable=SC2086
  build gcc -g $options -o aligned "$here/aligned.c" -L. -laligned -Wl,-rpath,"$TMP"
  audit 0 ./aligned
  says "$layouts"
  audit_with=--strict
  audit 3 ./aligned
  says 'strict: not looked for: all wrong layouts'
  audit 1 ./aligned bad
  audit_with=
  audit 1 ./aligned bad
  kind layout-mismatch
  says '(alignment 64)'
done
audit 0 ./aligned
says 'not looked for: wrong accesses in Rust code in 1 process'

rust staticlib libstrtest.a -g
# shellcheck disable=SC2046,SC2086
build gcc $("$FREEHOLD" flags --cc gcc libstrtest.a) -o main "$here/free_or_return.c" libstrtest.a $rust_libs
audit 0 ./main
says 'not looked for: wrong accesses in Rust code in 1 process'
export RUSTC_BOOTSTRAP=1
rust staticlib libstrtest.a -g -Zsanitizer=address
"$FREEHOLD" flags --cc gcc libstrtest.a | grep -q freehold_rust_is_instrumented || fail "instrumented, and the flags don't say it"
