#!/bin/sh
# SPDX-License-Identifier: MIT
# A program that never ends is stopped when it may not run longer, and is not clean; nor is what a plug-in lost that was closed.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}
printf '%s\n' '#include <signal.h>' '#include <stdlib.h>' '#include <unistd.h>' \
  'static void end(int signal) { (void)signal; exit(0); }' \
  'int main(int n, char **words) { (void)words; if (n > 1) signal(SIGTERM, end); for (;;) pause(); }' >sleeps.c
build $cc -o sleeps sleeps.c
build $cc -fsanitize=address -o sleeps_asan sleeps.c
audit_with='--timeout 2'
for program in ./sleeps ./sleeps_asan; do
  audit 3 $program
  says 'the program ran for more than 2 s, and was stopped'
  audit 3 $program catch
  says 'the program ran for more than 2 s, and was stopped'
  [ -s out/report.json ] || fail "no report"
done

# What it started is stopped with it, and its children's children; audit() would wait an hour for them otherwise.
cat >starts_others.c <<'END'
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
int main(void) {
  for (int i = 0; i < 2; i++)
    if (fork() == 0) {
      signal(SIGTERM, SIG_IGN);
      FILE *pids = fopen("pids", "a");
      fprintf(pids, "%d\n", (int)getpid());
      fclose(pids);
    }
  for (;;) pause();
}
END
build $cc -o starts_others starts_others.c
build $cc -fsanitize=address -o starts_others_asan starts_others.c
for program in ./starts_others ./starts_others_asan; do
  seconds=1
  : >pids
  while [ "$(wc -l <pids)" -lt 3 ]; do # all three have begun: on a slow machine it takes longer
    seconds=$((seconds * 2))
    : >pids
    audit_with="--timeout $seconds"
    audit 3 $program
  done
  says "the program ran for more than $seconds s, and was stopped"
  for pid in $(cat pids); do
    ! kill -0 "$pid" 2>/dev/null || fail "$pid is still running"
  done
done
audit_with='--timeout 3600'
audit 0 sh -c 'exit 7'
audit_with=
audit 0 sh -c 'exit 7'

printf '%s\n' '#include <stdlib.h>' 'void *volatile kept;' 'void forget(void);' \
  '__attribute__((noinline)) void forget(void) { kept = malloc(77); kept = NULL; }' >forgets.c
build $cc -g -shared -fPIC -o libforgets.so forgets.c
printf '%s\n' '#include <dlfcn.h>' \
  'int main(void) { void *it = dlopen("./libforgets.so", RTLD_NOW); ((void (*)(void))dlsym(it, "forget"))(); return dlclose(it); }' >closes.c
build $cc -g -o closes closes.c -ldl
audit 1 ./closes
kind leak
says 'forget  .*forgets.c:4'
