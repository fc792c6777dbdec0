#!/bin/sh
# SPDX-License-Identifier: MIT
# `meson test --suite NAME` passes, with exit status 0, if no test is of a suite of that name; a test's own NAME that there is not is an
# error. So a job that asks for one suite, and misspells it or outlives it, is green for ever and runs nothing.
#
# Seen with: Meson 1.9.1: "No suitable tests defined.", 0; and "test name does not match any test", 1. (Debian 12's 1.0.1 passes both.)
# Needs: python3 with venv.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv tools
tools/bin/pip install --quiet --disable-pip-version-check meson==1.9.1 ninja==1.11.1.4
PATH=$folder/tools/bin:$PATH
printf "project('gate')\ntest('leaks', find_program('false'), suite: 'audit')\n" >meson.build
meson setup build >/dev/null

# of OPTION…: the exit status, and the last words.
of() {
    status=0
    meson test -C build "$@" >said 2>&1 || status=$?
    echo "meson test $*: $status, $(grep . said | tail -n 1)"
}
of --suite audit
[ "$status" = 1 ] || { echo "changed: a test that fails ends with $status"; exit 1; }
of --suite adit
[ "$status" = 0 ] || { echo "changed: a suite that there is not ends with $status"; exit 1; }
of leeks
[ "$status" = 1 ] || { echo "changed: a test that there is not ends with $status"; exit 1; }
