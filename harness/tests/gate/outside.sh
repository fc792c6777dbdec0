#!/bin/sh
# SPDX-License-Identifier: MIT
# What goes wrong outside of a scenario, or only when scenarios share a process, is no pass.
. "$(dirname "$0")/common.sh"
cat >"$TMP/late.h" <<'END'
void *late_block(void);
void late_exit(void);
void late_fork(void);
void late_thread(void);
void late_nothing(void);
END
cat >"$TMP/late.c" <<'END'
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include "late.h"

static void twice(void) { void *block = malloc(3); free(block); free(block); }
static volatile int n_calls;
static void *after_some_calls(void *block) {
  while (n_calls < 1000)
    usleep(1000);
  *(volatile char *)block = 1;
  return NULL;
}
void *late_block(void) { return malloc(3); }
void late_nothing(void) { if (++n_calls % 1000 == 0) usleep(1000); }
void late_exit(void) { atexit(twice); }
void late_fork(void) { if (fork() == 0) { sleep(1); twice(); _exit(0); } }
void late_thread(void) {
  pthread_t thread;
  char *block = malloc(1);
  free(block);
  pthread_create(&thread, NULL, after_some_calls, block);
  pthread_detach(thread);
}
END
${CC:-cc} -g -c "$TMP/late.c" -o "$TMP/late.o" && ar rcs "$TMP/liblate.a" "$TMP/late.o" || fail "the library was not built"
printf '[library]\nstaticlib = liblate.a\nheader = late.h\n' >"$TMP/freehold.ini"

# try STATUS NAME SAID STATEMENTS…: a scenario of these statements, beside a clean one.
try() {
  wanted=$1 name=$2 says=$3
  printf 'scenario "clean" { late_nothing() }\nscenario "%s" { %s }\nscenario "slow" { repeat 300000 { late_nothing() } }\n' \
    "$name" "$4" >"$TMP/$name.scn"
  "$FREEHOLD" run --engine valgrind --build-dir "$TMP/build" --out "$TMP/out" --jobs 1 "$TMP/$name.scn" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "$name: exit status $status, not $wanted"; }
  said "$says"
}

try 1 exit "unexpected double-free" 'late_exit()'
try 1 fork "unexpected double-free" 'late_fork()'
try 3 thread "in none of the runs alone\|and not alone" 'late_thread()'
try 1 repeated "unexpected double-free.*×2" 'a = late_block(); b = late_block(); free(a); free(b)
free(a)
free(b)'
