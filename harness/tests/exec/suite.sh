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
grep -q '"scenario" : "./suite bad: frees_the_string (process 3)"' out/report.json || fail "the test is not named"
grep -q '"scenario" : "./suite bad: returns_the_string (process 2)"' out/report.json || fail "a clean test is not named"

# The same with AddressSanitizer.
# shellcheck disable=SC2046,SC2086
build gcc $("$FREEHOLD" flags --cc gcc libstrtest.a) -o suite "$here/suite.c" libstrtest.a $flags $rust_libs
both cross-allocator-free ./suite
grep -q '"scenario" : "./suite bad: frees_the_string (process 3)"' out/report.json || fail "the test is not named under AddressSanitizer"
grep -q '"scenario" : "./suite bad: returns_the_string (process 2)"' out/report.json || fail "a clean test is not named under AddressSanitizer"

# A test runner of the program's own, which names each test (freehold.h).
cat >own.c <<'END'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "freehold.h"

int main(void)
{
    for (int i = 0; i < 2; i++) {
        if (fork() == 0) {
            freehold_test(i == 0 ? "keeps" : "loses");
            void *volatile block = malloc(7);
            if (i == 0)
                free(block);
            block = NULL;
            _exit(0);
        }
        wait(NULL);
    }
    return 0;
}
END
build gcc -g -I "$SOURCE/harness/process/preload" -o own own.c -ldl
audit 1 ./own
says '✓ ./own: keeps'
says '✗ ./own: loses'
./own || fail 'freehold_test() does something without freehold'
