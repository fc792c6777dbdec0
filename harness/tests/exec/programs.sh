#!/bin/sh
# SPDX-License-Identifier: MIT
# Programs of every sort around the textbook library, correct and buggy.
. "$(dirname "$0")/common.sh"
rust staticlib libstrtest.a -g
cc=${CC:-cc}

build "$cc" -g -o main "$here/free_or_return.c" libstrtest.a $rust_libs
both cross-allocator-free ./main
says 'released by C (free)'
says 'print_and_return'

build "${CXX:-c++}" -g -o cxx "$here/delete_or_return.cpp" libstrtest.a $rust_libs
both cross-allocator-free ./cxx
says 'released by C++'

build "$cc" -g -o forks "$here/forks.c" libstrtest.a $rust_libs
both cross-allocator-free ./forks
audit 0 ./forks spawn
audit 1 ./forks leak
kind leak
says '28 bytes in 1 block'

build "$cc" -g -o starts "$here/starts.c" libstrtest.a $rust_libs
both cross-allocator-free ./starts ./main
audit 1 ./starts early ./main
kind cross-allocator-free

build "$cc" -g -o smears "$here/smears.c" -lpthread
audit 1 ./smears list
kind leak
says '77 bytes in 1 block'

build "$cc" -g -o leaves "$here/leaves.c" libstrtest.a $rust_libs
both cross-allocator-free ./leaves

build "$cc" -g -o threads "$here/threads.c" libstrtest.a $rust_libs
both cross-allocator-free ./threads

# What one thread grows while another is allocating is released, too.
build "${RUSTC:-rustc}" --edition 2021 -O -o grows "$here/grows.rs"
# Its threads take turns, so that each meets another within the heap, on an idle machine as well.
audit_with=--valgrind-arg=--fair-sched=yes
audit 0 ./grows
audit_with=
