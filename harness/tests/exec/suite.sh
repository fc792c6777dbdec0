#!/bin/sh
# SPDX-License-Identifier: MIT
# A Check suite in fork mode: each test is a process, told apart by its test's name.
. "$(dirname "$0")/common.sh"
rust staticlib libstrtest.a -g
flags=$(pkg-config --cflags --libs check 2>said) || { echo 'Check is not there'; exit 77; }
# shellcheck disable=SC2086
build "${CC:-cc}" -g -o suite "$here/suite.c" libstrtest.a $flags $rust_libs
both cross-allocator-free ./suite
says 'frees_the_string'
