#!/bin/sh
# SPDX-License-Identifier: MIT
# What holds a large block: a pointer to where containers point, a slice, an iterator, and not just any number.
. "$(dirname "$0")/common.sh"
build "${RUSTC:-rustc}" --edition 2021 -g -O -o large "$here/large.rs"
for what in map set arc rc aligned tag iterator chunks text exit; do
  audit 0 ./large $what
done
for what in number even 'lost map'; do
  audit 1 ./large "$what"
  kind leak
done
