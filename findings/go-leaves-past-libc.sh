#!/bin/sh
# SPDX-License-Identifier: MIT
# A Go program that is linked with C ends past the C library: neither _exit() nor what atexit() has registered is called.
#
# os.Exit and the return of main.main end in runtime.exit, which makes the system call exit_group itself. So whoever waits for
# the end in _exit(), in a destructor or in an exit handler (leak searches, coverage, profilers) waits in vain. Under -asan, Go 1.25 and
# later call __lsan_do_leak_check() before that, and only if the exit status is 0: a test program that fails is not searched.
#
# Seen with: go1.26.8 on x86-64 Linux. Needs: gcc, and a go of 1.21 or later, which fetches that version if it is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf 'module example.com/ends\n\ngo 1.19\n' >go.mod
cat >ends.go <<'END'
package main

/*
#include <stdio.h>
#include <stdlib.h>
static void handler(void) { puts("an exit handler"); fflush(stdout); }
static void __attribute__((destructor)) destructor(void) { puts("a destructor"); fflush(stdout); }
static void begin(void) { atexit(handler); }
*/
import "C"
import "os"

func main() {
	C.begin()
	if len(os.Args) > 1 {
		C.exit(0)
	}
}
END
GOTOOLCHAIN=go1.26.8
export GOTOOLCHAIN
go version
CGO_ENABLED=1 go build -o ends .
by_c=$(./ends through-c) by_go=$(./ends)
echo "through C's exit(): $by_c"
echo "by the end of main.main: ${by_go:-nothing}"
[ "$(echo "$by_c" | wc -l)" = 2 ] || { echo "changed: C's exit() does not call both"; exit 1; }
[ -z "$by_go" ] || { echo "changed: Go's end calls something of the C library's"; exit 1; }
echo "Go's end called nothing"
