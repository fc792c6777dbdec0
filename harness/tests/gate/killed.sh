#!/bin/sh
# SPDX-License-Identifier: MIT
# A run that somebody ends from outside is never judged, whatever the signal and however far it had come: no pass, also where the
# scenario expects an abort, and no fail, for an abort that is not the scenario's. Each stage of a run is held up until it is killed.
. "$(dirname "$0")/common.sh"
cat >"$TMP/held.h" <<'END'
void *held_block(void);
void held_step(void);
void held_exit(void);
void held_child(void);
END
cat >"$TMP/held.c" <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "held.h"

/* Does the runner run in this mode ("batch", "alone", "alone:")? */
static int has_mode(const char *mode) {
  static char line[100000];
  int fd = open("/proc/self/cmdline", O_RDONLY);
  ssize_t n = read(fd, line, sizeof(line) - 1);
  close(fd);
  for (char *word = line; word < line + n; word += strlen(word) + 1)
    if (strncmp(word, mode, strlen(mode)) == 0) return 1;
  return 0;
}
/* Until a signal ends the process: Valgrind may keep one for a system call that is only beginning until that has ended. */
static void wait_for_a_signal(void) { for (;;) usleep(1000); }
/* Where $HELD_AT says so: tells $HELD_PIPE who waits, and waits. */
static void hold(const char *stage) {
  const char *at = getenv("HELD_AT");
  if (at == NULL || strcmp(at, stage) != 0) return;
  int fd = open(getenv("HELD_PIPE"), O_WRONLY);
  dprintf(fd, "%d\n", (int)getpid());
  close(fd);
  wait_for_a_signal();
}
__attribute__((constructor)) static void begin(void) {
  hold("before main()");
  if (has_mode("batch")) hold("batch");
  if (has_mode("alone:")) hold("a line once more, before main()");
}
static void end(void) { hold("exit handler"); }
void *held_block(void) { return malloc(3); }
void held_step(void) {
  hold("step");
  if (has_mode("alone:")) hold("a line once more");
}
void held_exit(void) { atexit(end); }
void held_child(void) {
  pid_t child = fork();
  if (child == 0) { hold("child"); _exit(0); }
  waitpid(child, NULL, 0);
}
END
${CC:-cc} -g -c "$TMP/held.c" -o "$TMP/held.o" && ar rcs "$TMP/libheld.a" "$TMP/held.o" || fail "the library was not built"
printf '[library]\nstaticlib = libheld.a\nheader = held.h\n' >"$TMP/freehold.ini"
mkfifo "$TMP/pipe"
export HELD_PIPE="$TMP/pipe" HELD_AT

# audit ENGINE SCENARIOS
audit() {
  rm -rf "$TMP/out"
  "$FREEHOLD" run --engine "$1" --timeout 3600 --build-dir "$TMP/build" --out "$TMP/out" "$2" >"$TMP/said" 2>&1
  status=$?
}

# killed ENGINE SIGNAL STAGE SCENARIOS: audits, and kills at that stage.
killed() {
  HELD_AT=$3
  rm -f "$TMP/killed"
  # shellcheck disable=SC2094
  { read -r process <"$TMP/pipe" && : >"$TMP/killed" && kill -"$2" "$process"; } &
  killer=$!
  audit "$1" "$4"
  [ -e "$TMP/killed" ] || { kill "$killer"; cat "$TMP/said"; fail "$1, $2, $3: it did not come to that"; }
  wait "$killer"
  what="$1, $2, $3"
}

# not_judged: nothing is said of the scenario.
not_judged() {
  [ "$status" = 3 ] || { cat "$TMP/said"; fail "$what: exit status $status, not 3"; }
  said "1 scenario: 0 pass, 0 fail, 1 inconclusive"
  [ -s "$TMP/out/report.json" ] || fail "$what: no report"
}

printf 'scenario "held" {\n  held_step()   !abort\n}\n' >"$TMP/abort.scn"
printf 'scenario "held" {\n  held_step()\n  held_exit()\n}\n' >"$TMP/clean.scn"
HELD_AT=
audit all "$TMP/clean.scn"
[ "$status" = 0 ] || { cat "$TMP/said"; fail "nobody is killed: exit status $status"; }

for engine in valgrind asan ledger; do
  for stage in 'before main()' step 'exit handler'; do
    for signal in KILL TERM ABRT SEGV; do
      killed $engine $signal "$stage" "$TMP/clean.scn"
      not_judged
      case $engine-$signal in
        valgrind-KILL) said "log is cut" ;;
        valgrind-*) said "ended from outside" ;;
      esac
    done
  done
  for signal in KILL TERM ABRT SEGV; do
    killed $engine $signal step "$TMP/abort.scn"
    not_judged
  done
done

# The run that looks at one line again: what it did not show, nobody has seen.
cat >"$TMP/again.scn" <<'END'
scenario "two that look like one" {
  held_step()
  a = held_block(); b = held_block(); free(a); free(b)
  free(a)   !double-free
  free(b)   !double-free
}
END
HELD_AT=
audit valgrind "$TMP/again.scn"
[ "$status" = 0 ] || { cat "$TMP/said"; fail "two that look like one: exit status $status"; }
for stage in 'a line once more, before main()' 'a line once more'; do
  for signal in KILL TERM ABRT SEGV; do
    killed valgrind $signal "$stage" "$TMP/again.scn"
    not_judged
  done
done

# A batch: each of its scenarios is judged by a run of its own.
printf 'scenario "one" { free(held_block()) }\nscenario "two" { free(held_block()) }\n' >"$TMP/batch.scn"
for engine in valgrind asan ledger; do
  for signal in KILL ABRT; do
    killed $engine $signal batch "$TMP/batch.scn"
    [ "$status" = 0 ] || { cat "$TMP/said"; fail "$what: exit status $status, not 0"; }
    said "2 scenarios: 2 pass"
  done
done

# A forked child that somebody ends has not aborted, and its parent is judged.
printf 'scenario "parent" {\n  held_child()\n}\n' >"$TMP/child.scn"
printf 'scenario "parent" {\n  held_child()   !abort\n}\n' >"$TMP/child_abort.scn"
for engine in valgrind asan; do
  for signal in KILL TERM ABRT SEGV; do
    killed $engine $signal child "$TMP/child.scn"
    [ "$status" = 0 ] || { cat "$TMP/said"; fail "$what: exit status $status, not 0"; }
  done
  killed $engine ABRT child "$TMP/child_abort.scn"
  [ "$status" = 1 ] || { cat "$TMP/said"; fail "$what: exit status $status, not 1"; }
  said "expected abort"
done

# Valgrind has written all its log, and is killed before it could say how it ended.
HELD_AT=
copy_path
real=$(command -v valgrind) || fail "Valgrind is not installed"
rm -f "$TMP/bin/valgrind"
cat >"$TMP/bin/valgrind" <<END
#!/bin/sh
case \$1 in --version) exec $real --version;; esac
for word; do
  shift
  case \$word in --log-file=*) word=\${word%%\\%p*}\$\$\${word##*\\%p} ;; esac
  set -- "\$@" "\$word"
done
$real "\$@"
kill -KILL \$\$
END
chmod +x "$TMP/bin/valgrind"
PATH=$TMP/bin
what='killed after the end of the log'
audit valgrind "$TMP/clean.scn"
not_judged
said "killed by signal 9"
