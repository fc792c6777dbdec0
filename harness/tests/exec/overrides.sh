#!/bin/sh
# SPDX-License-Identifier: MIT
# A program that brings malloc() itself brings strdup(), too: what it makes is released rightly, and a real error is one.
. "$(dirname "$0")/common.sh"
build "${CC:-cc}" -g -fno-builtin -w -o main "$here/overrides.c"
audit 0 ./main
audit 1 ./main twice
kind double-free
# One that has a strdup() of its own, and libc's malloc(), is as it was.
cat >apart.c <<'END'
#include <stdio.h>
static char room[100];
char *strdup(const char *text) { snprintf(room, sizeof(room), "own %s", text); return room; }
int main(void) { return puts(strdup("text")) < 0; }
END
build "${CC:-cc}" -g -fno-builtin -w -o apart apart.c
audit 0 ./apart
[ "$(cat printed)" = 'own text' ] || fail 'another strdup()'
