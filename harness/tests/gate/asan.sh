#!/bin/sh
# SPDX-License-Identifier: MIT
# AddressSanitizer sits in the process that it judges: whatever the library does to that process, or the machine does not allow,
# nothing wrong is a pass.
. "$(dirname "$0")/common.sh"
cat >"$TMP/rude.h" <<'END'
#include <stddef.h>
void *rude_block(size_t size);
void rude_nothing(void);
void rude_exit_handler(void);
void rude_late_leak(void);
void rude_fork(void);
void rude_fork_silently(void);
void rude_thread(void);
void rude_late_thread(void);
void rude_busy_thread(void);
void rude_guarded_busy(void);
void rude_guarded_waiting(void);
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
void rude_no_ptrace(void);
void rude_ring(void);
END
cat >"$TMP/no_ptrace.h" <<'END'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
/* As in a container that may not ptrace. */
static int forbid_ptrace(void) {
  struct sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                               BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ptrace, 0, 1),
                               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {4, code};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) | prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
END
cat >"$TMP/rude.c" <<'END'
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "no_ptrace.h"
#include "rude.h"

static void twice(void) { void *volatile block = malloc(3); free(block); free(block); }
static void lose(void) { void *volatile block = malloc(3); block = NULL; }
/* A thread that does wrong: at once, or when the scenario after this one calls rude_nothing(). Whoever starts or calls waits for it. */
static volatile int is_awaited, is_called, is_done;
static void *twice_when_called(void *waits) { while (waits && !is_called) sched_yield(); twice(); is_done = 1; return NULL; }
static void start(void *(*function)(void *), void *data) { pthread_t thread; pthread_create(&thread, NULL, function, data); pthread_detach(thread); }
static void wait_for_thread(void) { while (!is_done) sched_yield(); }
static void *spin(void *block) { volatile char *own = malloc(5); (void)block; for (is_done = 1;;) (*own)++; }
void *rude_block(size_t size) { return malloc(size); }
void rude_nothing(void) { is_called = 1; if (is_awaited) wait_for_thread(); }
void rude_exit_handler(void) { atexit(twice); }
void rude_late_leak(void) { atexit(lose); }
void rude_fork(void) { if (fork() == 0) { twice(); _exit(0); } }
void rude_fork_silently(void) { if (syscall(SYS_fork) == 0) { twice(); _exit(0); } }
void rude_thread(void) { start(twice_when_called, NULL); wait_for_thread(); }
void rude_late_thread(void) { is_called = 0; is_awaited = 1; start(twice_when_called, rude_nothing); }
void rude_busy_thread(void) { start(spin, NULL); wait_for_thread(); }
/* Neighbouring stacks as glibc 2.42 has them: one mapping, with guard pages in it that are no mapping of their own. Each thread alone holds a block. */
#define STACK ((size_t)256 << 10)
static int n_begun;
static void *hold(void *block) { void *volatile own = malloc(5); (void)block; __atomic_add_fetch(&n_begun, 1, __ATOMIC_SEQ_CST); for (;;) pause(); return own; }
static void start_guarded(void *(*function)(void *), unsigned n) {
  char *stacks = mmap(NULL, n * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (unsigned i = 0; i < n; i++) {
    pthread_attr_t attributes;
    pthread_t thread;
    madvise(stacks + i * STACK, 4096, 102 /* MADV_GUARD_INSTALL */);
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stacks + i * STACK, STACK);
    pthread_create(&thread, &attributes, function, NULL);
  }
}
void rude_guarded_busy(void) { is_done = 0; start_guarded(spin, 1); wait_for_thread(); }
void rude_guarded_waiting(void) { start_guarded(hold, 2); while (__atomic_load_n(&n_begun, __ATOMIC_SEQ_CST) % 2 != 0 || n_begun == 0) sched_yield(); }
void rude_exit(void) { exit(0); }
void rude_leave(void) { _exit(0); }
void rude_kill(void) { kill(getpid(), SIGKILL); }
void rude_terminate(void) { kill(getpid(), SIGTERM); }
void rude_program(void) { execl("/bin/true", "true", (char *)NULL); }
void rude_default_signal(void) { signal(SIGSEGV, SIG_DFL); *(volatile int *)16 = 1; }
void rude_files(void) { for (int i = 3; i < 100; i++) close(i); }
void rude_storm(void) { void *volatile block = malloc(3); free(block); for (int i = 0; i < 1000; i++) free(block); }
void rude_forever(void) { for (;;) pause(); }
static pthread_key_t key;
static void forget(void *value) { (void)value; twice(); }
void rude_destructor(void) { pthread_key_create(&key, forget); pthread_setspecific(key, &key); }
void rude_no_ptrace(void) { forbid_ptrace(); }
void rude_ring(void) { void **a = malloc(16), **b = malloc(16); *a = b; *b = a; }
END
${CC:-cc} -g -c "$TMP/rude.c" -o "$TMP/rude.o" && ar rcs "$TMP/librude.a" "$TMP/rude.o" || fail "the library was not built"
printf '[library]\nstaticlib = librude.a\nheader = rude.h\n' >"$TMP/freehold.ini"

# Only what has no end is stopped.
patience=3600
audit() {
  "$FREEHOLD" run --engine asan --build-dir "$TMP/build" --out "$TMP/out" --jobs 1 --timeout "$patience" "$@" >"$TMP/said" 2>&1
  status=$?
}

# try STATUS NAME SAID STATEMENTS: a scenario of these statements, beside clean ones.
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
try 1 late_leak "unexpected leak" 'rude_late_leak()'
try 1 destructor "unexpected double-free" 'thread { rude_destructor() }'
try 1 fork "unexpected double-free" 'rude_fork()'
try 1 fork_silently "unexpected double-free" 'rude_fork_silently()'
try 1 thread "unexpected double-free" 'rude_thread()'
try 3 late_thread "in none of the runs alone\|and not alone\|outside of the scenario" 'rude_late_thread()'
try 0 busy_thread "3 pass" 'rude_busy_thread()'
# Linux tells of such guard pages from 6.16 on, and has them from 6.13 on.
release=$(uname -r)
minor=${release#*.} && minor=${minor%%[!0-9]*}
if [ "${release%%.*}" -gt 6 ] || { [ "${release%%.*}" = 6 ] && [ "$minor" -ge 16 ]; }; then
  try 0 guarded_busy "3 pass" 'rude_guarded_busy()'
  try 0 guarded_waiting "3 pass" 'rude_guarded_waiting()'
fi
try 3 exit "ended the process (exit)" 'rude_exit()'
try 3 leave "before it was done" 'rude_leave()'
try 3 kill "before it was done" 'rude_kill()'
try 3 terminate "before it was done" 'rude_terminate()'
try 3 program "before it was done" 'rude_program()'
try 3 default_signal "before it was done" 'rude_default_signal()'
try 3 files "log" 'rude_files()'
try 1 storm "unexpected double-free" 'rude_storm()'
patience=1
try 3 forever "no end after 1 s" 'rude_forever()'
patience=3600
try 3 no_ptrace "SYS_PTRACE" 'rude_no_ptrace()'
try 1 leak "unexpected leak" 'a = rude_block(10)'
try 1 ring "unexpected leak" 'a = rude_block(10)    !leak
rude_ring()'
try 1 repeated "unexpected double-free" 'a = rude_block(1); b = rude_block(2); free(a); free(b)
free(a)
free(b)'

# A leak is its scenario's alone, also in a batch, whose later searches find it again.
{
  printf 'scenario "lost" { a = rude_block(10) }\n'
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do printf 'scenario "clean %s" { free(rude_block(%s)) }\n' $i $i; done
} >"$TMP/batch.scn"
audit "$TMP/batch.scn"
[ "$status" = 1 ] || { cat "$TMP/said"; fail "batch: exit status $status, not 1"; }
said "21 scenarios: 20 pass, 1 fail, 0 inconclusive"

# Where LeakSanitizer can't work at all, that is found out before, with a remedy.
printf '#include <unistd.h>\n#include "no_ptrace.h"\nint main(int c, char **v) { (void)c; return forbid_ptrace() ? 99 : execv(v[1], v + 1); }\n' >"$TMP/no_ptrace.c"
${CC:-cc} -o "$TMP/no_ptrace" "$TMP/no_ptrace.c" || fail "no_ptrace was not built"
"$TMP/no_ptrace" "$FREEHOLD" run --timeout 3600 --engine asan --build-dir "$TMP/build" --out "$TMP/out" "$TMP/nothing.scn" >"$TMP/said" 2>&1
status=$?
[ "$status" = 3 ] || { cat "$TMP/said"; fail "no ptrace: exit status $status, not 3"; }
said "SYS_PTRACE"
"$TMP/no_ptrace" "$FREEHOLD" doctor >"$TMP/said" 2>&1
[ $? = 3 ] || fail "doctor finds nothing missing"
said "MISSING  asan .*SYS_PTRACE"

# A compiler without AddressSanitizer's runtime.
printf '#!/bin/sh\nfor word; do case $word in -fsanitize=address) echo "cannot find -lasan" >&2; exit 1;; esac; done\nexec %s "$@"\n' "${CC:-cc}" >"$TMP/cc"
chmod +x "$TMP/cc"
CC=$TMP/cc "$FREEHOLD" run --timeout 3600 --engine asan --build-dir "$TMP/build" --out "$TMP/out" "$TMP/nothing.scn" >"$TMP/said" 2>&1
status=$?
[ "$status" = 3 ] || { cat "$TMP/said"; fail "no runtime: exit status $status, not 3"; }
said "apt-get install"
said "3 scenarios: 0 pass, 0 fail, 3 inconclusive"

# There is nothing to compile once more.
audit --instrument "$TMP/nothing.scn"
[ "$status" = 3 ] || { cat "$TMP/said"; fail "instrument: exit status $status, not 3"; }
said "no 'crate'"
