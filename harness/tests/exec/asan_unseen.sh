#!/bin/sh
# SPDX-License-Identifier: MIT
# What can't be watched under AddressSanitizer is inconclusive, never clean, with its reason; what is seen all the same still fails.
. "$(dirname "$0")/common.sh"
rust staticlib libstrtest.a -g
cc=${CC:-cc}

# unseen REASON PROGRAM ARGUMENT…
unseen() {
  reason=$1
  shift
  audit 3 "$@"
  says "$reason"
}

# Without the flags.
build "$cc" -g -fsanitize=address -o without "$here/free_or_return.c" libstrtest.a $rust_libs
unseen 'freehold flags' ./without
unseen 'freehold flags' ./without bad
build "$cc" -g -fsanitize=address -o wrongs "$here/wrongs.c" libstrtest.a $rust_libs
audit 1 ./wrongs twice
kind double-free
says 'freehold flags'

# With them, but stripped: who knows what else is in it.
# shellcheck disable=SC2046
build "$cc" $("$FREEHOLD" flags --cc "$cc" libstrtest.a) -o main "$here/free_or_return.c" libstrtest.a $rust_libs
audit 0 ./main
cp main stripped
build strip stripped
unseen 'stripped' ./stripped
# Or with other Rust code beside, whose allocator the flags know nothing of.
printf 'void _R1x__rust_alloc(void) {}\n' >other.c
# shellcheck disable=SC2046
build "$cc" $("$FREEHOLD" flags --cc "$cc" libstrtest.a) -o other "$here/free_or_return.c" other.c libstrtest.a $rust_libs
unseen 'holds several of Rust' ./other

# Programs without Rust: with the shared runtime, and with the static ones.
build "$cc" -g -fsanitize=address -o escapes "$here/escapes.c"
audit 0 ./escapes
for static in 'gcc -static-libasan' 'clang -static-libsan'; do
  # shellcheck disable=SC2086
  $static -g -fsanitize=address -o static "$here/escapes.c" >said 2>&1 || { leave_out "$static"; continue; }
  audit 0 ./static
  says 'audited as plain C'
  audit 1 ./static leave
  kind leak
  # shellcheck disable=SC2086
  build $static -g -fsanitize=address -o static "$here/free_or_return.c" libstrtest.a $rust_libs
  unseen 'freehold flags' ./static bad
  rust cdylib libstrtest.so -O
  # shellcheck disable=SC2086
  build $static -g -fsanitize=address -o static "$here/free_or_return.c" libstrtest.so -Wl,-rpath,"$TMP"
  unseen 'shared-libasan' ./static bad
  # shellcheck disable=SC2086
  build $static -g -fsanitize=address -o static "$here/plugin.c" -ldl
  unseen 'shared-libasan' ./static "$TMP/libstrtest.so" bad
  rm libstrtest.so
done
audit 1 ./escapes leave
kind leak
audit 1 ./escapes leave-quickly
kind leak
unseen 'did not look for leaks' ./escapes unseen
unseen 'did not come to its end' ./escapes killed
unseen 'did not come to its end' ./escapes silent
build "$cc" -g -fsanitize=address -o ended "$here/ended.c"
unseen 'did not come to its end' ./ended 15 # SIGTERM
unseen 'ended from outside' ./ended 6       # SIGABRT
audit 1 ./escapes overrun
kind out-of-bounds
says 'ended it at an error'

audit 1 ./escapes close
kind double-free
grep -q 'inconclusive:' said && fail "its log was closed"

# What it becomes and starts.
audit 0 ./escapes close-and-become ./main
grep -q 'freehold' printed && fail "the log is among what it prints"
audit 1 ./escapes close-and-become ./main bad
kind cross-allocator-free
audit 0 ./escapes become ./main
audit 1 ./escapes become ./main bad
audit 0 ./escapes start ./main
audit 1 ./escapes start ./main bad
kind cross-allocator-free
unseen 'not built with AddressSanitizer' ./escapes start /bin/true
unseen 'started /bin/true, into which nothing' ./escapes start-bare /bin/true
unseen 'started ./main, into which nothing' ./escapes become-bare ./main
unseen 'of its own' ./escapes become-options ./main bad
head -c 64 /bin/true >garbage
chmod +x garbage
audit 1 ./escapes become-nothing ./garbage
kind leak
audit 1 ./escapes fork
kind double-free
says "can't be told from its parent's"
audit 1 ./escapes vfork ./main
kind double-free

# Where LeakSanitizer can't work.
cat >no_ptrace.c <<'END'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(int argc, char **argv) {
  struct sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                               BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ptrace, 0, 1),
                               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {4, code};
  if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) | prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
    return 99;
  return execv(argv[1], argv + 1);
}
END
build "$cc" -o no_ptrace no_ptrace.c
./no_ptrace "$FREEHOLD" exec --out out -- ./escapes >printed 2>said
[ $? = 3 ] || { cat said; fail "no ptrace: not inconclusive"; }
says 'SYS_PTRACE'

# A program that starts it is not built with AddressSanitizer.
unseen 'audit it by itself' sh -c './main bad; exit 0'
# Valgrind's options are not for it.
"$FREEHOLD" exec --out out --valgrind-arg=--num-callers=3 -- ./main >printed 2>said
[ $? = 2 ] || fail "Valgrind's options: no usage error"
