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
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>
#include "late.h"

static void twice(void) { void *block = malloc(3); free(block); free(block); }
/* A thread writes when the scenario after this one calls late_nothing(), which waits for it. */
static volatile int is_awaited, is_called, is_done;
static void *when_called(void *block) {
  while (!is_called)
    sched_yield();
  *(volatile char *)block = 1;
  is_done = 1;
  return NULL;
}
void *late_block(void) { return malloc(3); }
void late_nothing(void) { is_called = 1; while (is_awaited && !is_done) sched_yield(); }
void late_exit(void) { atexit(twice); }
/* When its parent has ended. */
void late_fork(void) { pid_t parent = getpid(); if (fork() == 0) { while (getppid() == parent) usleep(1000); twice(); _exit(0); } }
void late_thread(void) {
  pthread_t thread;
  char *block = malloc(1);
  free(block);
  is_called = 0;
  is_awaited = 1;
  pthread_create(&thread, NULL, when_called, block);
  pthread_detach(thread);
}
END
${CC:-cc} -g -c "$TMP/late.c" -o "$TMP/late.o" && ar rcs "$TMP/liblate.a" "$TMP/late.o" || fail "the library was not built"
printf '[library]\nstaticlib = liblate.a\nheader = late.h\n' >"$TMP/freehold.ini"

# try STATUS NAME SAID STATEMENTS…: a scenario of these statements, beside a clean one.
try() {
  wanted=$1 name=$2 says=$3
  printf 'scenario "clean" { late_nothing() }\nscenario "%s" { %s }\nscenario "after" { late_nothing() }\n' \
    "$name" "$4" >"$TMP/$name.scn"
  "$FREEHOLD" run --engine valgrind --build-dir "$TMP/build" --out "$TMP/out" --jobs 1 --timeout 3600 "$TMP/$name.scn" >"$TMP/said" 2>&1
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
