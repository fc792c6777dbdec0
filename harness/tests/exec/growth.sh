#!/bin/sh
# SPDX-License-Identifier: MIT
# What grows from mark to mark is found, with whose it is: a block a round in 20 rounds. A cache that fills is none, in 1,000 rounds
# either, and what the host lets grow does not count. Without marks nothing is known.
. "$(dirname "$0")/common.sh"

hosts=$here/../hosts
build "${RUSTC:-rustc}" --edition 2021 --crate-type cdylib -g -O -o libguest.so "$hosts/guest.rs"
build gcc -g -I "$SOURCE/harness/process/preload" -o host "$hosts/host.c" -ldl
audit_with=--growth

export ROUNDS=20
audit 1 ./host ./libguest.so greet remember
kind growth
says 'growth (CWE-401) in guest_remember (.*guest.rs:[0-9]*)'
says '12 blocks more in the 12 rounds from mark 4 to mark 16 (1 blocks a round)'
says 'allocated by Rust'
audit 1 ./host ./libguest.so forget cached
grep -q '"growth"' out/report.json || fail 'what is lost in each round does not grow'
audit 0 ./host ./libguest.so own-growth greet
says '1 finding that no Rust code has to do with does not count: growth'
audit_with='--growth --focus host'
audit 1 ./host ./libguest.so own-growth
kind growth

audit_with=--growth
ROUNDS=1000
audit 0 ./host ./libguest.so greet cached
grep -q '1000 marks, 19 searches, the last at mark 768: nothing of Rust.s grows' out/report.json || fail 'a cache that fills'
ROUNDS=3
audit 3 ./host ./libguest.so greet
grep -q '3 marks are too few' out/report.json || fail 'three marks tell nothing'
unset ROUNDS
audit 3 ./host ./libguest.so greet
grep -q 'the program marks nothing' out/report.json || fail 'no marks tell nothing'
ROUNDS=2 ./host ./libguest.so greet >said || fail 'a mark does something without freehold'
