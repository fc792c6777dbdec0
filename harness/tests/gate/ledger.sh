#!/bin/sh
# SPDX-License-Identifier: MIT
# The ledger sits in the process that it judges: whatever the library does to that process, nothing wrong is a pass.
. "$(dirname "$0")/common.sh"
cat >"$TMP/rude.h" <<'END'
#include <stddef.h>
void *rude_block(size_t size);
void rude_nothing(void);
void rude_exit_handler(void);
void rude_fork(void);
void rude_thread(void);
void rude_late_thread(void);
void rude_exit(void);
void rude_leave(void);
void rude_kill(void);
void rude_terminate(void);
void rude_program(void);
void rude_default_signal(void);
void rude_files(void);
void rude_storm(void);
void rude_forever(void);
void rude_destructor(void);
END
cat >"$TMP/rude.c" <<'END'
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#include "rude.h"

static void twice(void) { void *volatile block = malloc(3); free(block); free(block); }
/* A thread that does wrong: at once, or when the scenario after this one calls rude_nothing(). Whoever starts or calls waits for it. */
static volatile int is_awaited, is_called, is_done;
static void *twice_when_called(void *waits) { while (waits && !is_called) sched_yield(); twice(); is_done = 1; return NULL; }
static void start(void *waits) { pthread_t thread; pthread_create(&thread, NULL, twice_when_called, waits); pthread_detach(thread); }
static void wait_for_thread(void) { while (!is_done) sched_yield(); }
void *rude_block(size_t size) { return malloc(size); }
void rude_nothing(void) { is_called = 1; if (is_awaited) wait_for_thread(); }
void rude_exit_handler(void) { atexit(twice); }
void rude_fork(void) { if (fork() == 0) { twice(); _exit(0); } }
void rude_thread(void) { start(NULL); wait_for_thread(); }
void rude_late_thread(void) { is_called = 0; is_awaited = 1; start(rude_nothing); }
void rude_exit(void) { exit(0); }
void rude_leave(void) { _exit(0); }
void rude_kill(void) { kill(getpid(), SIGKILL); }
void rude_terminate(void) { kill(getpid(), SIGTERM); }
void rude_program(void) { execl("/bin/true", "true", (char *)NULL); }
void rude_default_signal(void) { signal(SIGSEGV, SIG_DFL); *(volatile int *)16 = 1; }
void rude_files(void) { struct rlimit none = {0, 0}; setrlimit(RLIMIT_NOFILE, &none); }
void rude_storm(void) { void *volatile block = malloc(3); free(block); for (int i = 0; i < 100000; i++) free(block); }
void rude_forever(void) { for (;;) pause(); }
static pthread_key_t key;
static void forget(void *value) { (void)value; twice(); }
void rude_destructor(void) { pthread_key_create(&key, forget); pthread_setspecific(key, &key); }
END
${CC:-cc} -g -c "$TMP/rude.c" -o "$TMP/rude.o" && ar rcs "$TMP/librude.a" "$TMP/rude.o" || fail "the library was not built"
printf '[library]\nstaticlib = librude.a\nheader = rude.h\n' >"$TMP/freehold.ini"

# Only what has no end is stopped.
patience=3600
audit() {
  "$FREEHOLD" run --engine ledger --build-dir "$TMP/build" --out "$TMP/out" --jobs 1 --timeout "$patience" "$@" >"$TMP/said" 2>&1
  status=$?
}

# try STATUS NAME SAID STATEMENTS…: a scenario of these statements, beside clean ones.
try() {
  wanted=$1 name=$2 says=$3
  printf 'scenario "clean" { rude_nothing() }\nscenario "%s" { %s }\nscenario "after" { rude_nothing() }\n' \
    "$name" "$4" >"$TMP/$name.scn"
  audit "$TMP/$name.scn"
  [ "$status" = "$wanted" ] || { cat "$TMP/said"; fail "$name: exit status $status, not $wanted"; }
  said "$says"
}

try 0 nothing "3 scenarios: 3 pass" 'rude_nothing()'
try 1 exit_handler "unexpected double-free" 'rude_exit_handler()'
try 1 destructor "unexpected double-free" 'thread { rude_destructor() }'
try 3 fork "a process was forked" 'rude_fork()'
try 1 thread "unexpected double-free" 'rude_thread()'
try 3 late_thread "in none of the runs alone\|and not alone\|outside of the scenario" 'rude_late_thread()'
try 3 exit "ended the process (exit)" 'rude_exit()'
try 3 leave "before it was done" 'rude_leave()'
try 3 kill "before it was done" 'rude_kill()'
try 3 terminate "before it was done" 'rude_terminate()'
try 3 program "before it was done" 'rude_program()'
try 3 default_signal "before it was done" 'rude_default_signal()'
try 3 files "/proc/self/mem" 'rude_files()'
try 3 storm "damaged or were too many" 'rude_storm()'
patience=1
try 3 forever "no end after 1 s" 'rude_forever()'
patience=3600
try 1 leak "unexpected leak" 'a = rude_block(10)'
try 1 repeated "unexpected double-free" 'a = rude_block(1); b = rude_block(2); free(a); free(b)
free(a)
free(b)'

# What it can't see by nature, it does not pass.
try 3 blind "ledger sees no memory accesses" 'a = rude_block(1); free(a)
read a, 1   !use-after-free
'

# A library with an allocator of its own: the ledger's and that one can't both be the process's.
printf '#include <stddef.h>\nstatic char all[4096]; static size_t used;\nvoid *malloc(size_t n) { used += (n + 15) / 16 * 16; return all + used - (n + 15) / 16 * 16; }\nvoid free(void *p) { (void)p; }\nvoid rude_other(void) {}\n' >"$TMP/other.c"
${CC:-cc} -g -fno-builtin -c "$TMP/other.c" -o "$TMP/other.o" && ar rcs "$TMP/librude.a" "$TMP/other.o" || fail "the library was not built"
printf 'void rude_other(void);\n' >>"$TMP/rude.h"
try 3 own_malloc "malloc" 'rude_other()'
