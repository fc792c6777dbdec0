#!/bin/sh
# SPDX-License-Identifier: MIT
# What Rust's std keeps is no leak, and is told in one note; what a user's code loses within std's calls is one.
. "$(dirname "$0")/common.sh"

# lost OPTION… -- WHERE…
lost() {
  set_up=
  while [ "$1" != -- ]; do
    set_up="$set_up $1"
    shift
  done
  shift
  # shellcheck disable=SC2086
  build "${RUSTC:-rustc}" --edition 2021 $set_up -o near_std "$here/near_std.rs"
  audit 0 ./near_std </dev/null
  says "bytes in [0-9]* blocks\{0,1\} kept by Rust's std until the process ends; no leak"
  grep -q 'still reachable' said && fail "what std keeps, listed"
  for where; do
    audit 1 ./near_std "$where" </dev/null
    kind leak
    says '3,000,000 bytes in 1 block'
  done
}

lost -g -- main
lost -O -- main display local once module thread
audit_with=--no-default-suppressions
audit 0 ./near_std </dev/null
says 'still reachable, allocated by Rust'
