#!/bin/sh
# SPDX-License-Identifier: MIT
# A panic's own words stand on the program's standard error, and in the report; the program's writes are as they would be.
. "$(dirname "$0")/common.sh"
build "${RUSTC:-rustc}" --edition 2021 -g --crate-type staticlib -o libkeys.a "$here/../gate/each_engine/lib.rs"
# shellcheck disable=SC2086
build "${CC:-cc}" -g -o plain "$here/said.c" libkeys.a $rust_libs
audit 1 ./plain bad
kind abort
says 'no key of 32 bytes'
! grep -q 'which nothing quotes' out/report.json || { cat said; fail 'two messages are one'; }
grep -q '^a word$' said || fail 'the program wrote something else'
audit 1 ./plain fault
kind out-of-bounds
! grep -q 'the program ended' said || fail 'a write from nowhere ended otherwise'
audit 1 ./plain child
kind abort
! grep -q "the child's own words" out/report.json || { cat said; fail 'a child is quoted for its parent'; }
# shellcheck disable=SC2086
build "${CC:-cc}" -g -fsanitize=address -o asan "$here/said.c" libkeys.a $rust_libs
audit 1 ./asan bad
kind abort
says 'no key of 32 bytes'
