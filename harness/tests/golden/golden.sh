#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs one whole command and compares all that it prints, and its exit status, with what is expected.
#   golden.sh CASE.cmd     environment: FREEHOLD (the program), BUILD (freehold's --build-dir, shared by all cases)
# FH_UPDATE_GOLDENS=1 rewrites CASE.expected instead.
# A case is a shell script; it runs in this folder, with an empty folder of its own as $TMP.
set -u
case=$1
here=$(dirname "$case")
expected=${case%.cmd}.expected
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
export TMP FREEHOLD BUILD LC_ALL=C.UTF-8
root=$(cd "$here/../../.." && pwd)

actual=$(cd "$here" && sh "$case" 2>&1; printf 'exit status %s\n' $?)
actual=$(printf '%s\n' "$actual" | sed -e "s|$TMP|TMP|g" -e "s|$BUILD|BUILD|g" -e "s|$root|ROOT|g")

if [ "${FH_UPDATE_GOLDENS:-}" = 1 ]; then
  printf '%s\n' "$actual" >"$expected"
  exit 0
fi
printf '%s\n' "$actual" | diff -u "$expected" -
