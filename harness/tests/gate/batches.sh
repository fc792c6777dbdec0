#!/bin/sh
# SPDX-License-Identifier: MIT
# How a batch is cut: a scenario that ends the process, or changes its limits, costs itself, not the others; more scenarios than one
# process takes are several batches; what many scenarios' one search for leaks finds is not blamed on another; and the runner's stack
# may be as large as a user's environment makes it.
. "$(dirname "$0")/common.sh"
cat >"$TMP/plain.h" <<'END'
void *plain_block(void);
void plain_abort(void);
void plain_no_memory(void);
void plain_lose(void);
void plain_hide(void);
void plain_release(void);
END
cat >"$TMP/plain.c" <<'END'
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "plain.h"
void *plain_block(void) { return malloc(3); }
void plain_abort(void) { abort(); }
void plain_no_memory(void) { setrlimit(RLIMIT_AS, &(struct rlimit){0, 0}); }
/* Blocks that are there before the first scenario. */
static void *kept, *shown;
static uintptr_t hidden;
__attribute__((constructor)) static void begin(void) { kept = malloc(8); shown = malloc(9); }
void plain_lose(void) { kept = NULL; }
void plain_hide(void) { hidden = ~(uintptr_t)shown; shown = NULL; }
void plain_release(void) { free(shown ? shown : (void *)~hidden); shown = NULL; }
END
${CC:-cc} -g -c "$TMP/plain.c" -o "$TMP/plain.o" && ar rcs "$TMP/libplain.a" "$TMP/plain.o" || fail "the library was not built"
printf '[library]\nstaticlib = libplain.a\nheader = plain.h\n' >"$TMP/freehold.ini"

# audit STATUS FILE
audit() {
  "$FREEHOLD" run --engine ledger --build-dir "$TMP/build" --out "$TMP/out" --jobs 1 --timeout 3600 "$2" >"$TMP/said" 2>&1
  status=$?
  [ "$status" = "$1" ] || { cat "$TMP/said"; fail "$2: exit status $status, not $1"; }
}

# clean FIRST LAST
clean() {
  awk -v i="$1" -v last="$2" 'BEGIN { for (; i <= last; i++) printf "scenario \"clean %d\" { a = plain_block(); free(a) }\n", i }'
}

# processes PATTERN: how many processes had such a log.
processes() {
  find "$TMP/out/logs" -name "$1" | wc -l
}

{ clean 1 30; printf 'scenario "first" { plain_abort() }\n'; clean 31 60; printf 'scenario "second" { plain_abort() }\n'; clean 61 90; } >"$TMP/ends.scn"
audit 1 "$TMP/ends.scn"
said '92 scenarios: 90 pass, 2 fail'
[ "$(grep -c 'unexpected abort (' "$TMP/said")" = 2 ] || { cat "$TMP/said"; fail "not two aborts"; }
[ "$(processes 'scenario-[0-9]*.ledger.log')" = 2 ] || fail "$(processes 'scenario-[0-9]*.ledger.log') scenarios ran alone, not 2"
[ "$(processes 'scenario-batch-*.ledger.log')" = 5 ] || fail "$(processes 'scenario-batch-*.ledger.log') batches, not 5"

clean 1 2001 >"$TMP/many.scn"
audit 0 "$TMP/many.scn"
said '2001 scenarios: 2001 pass'
[ "$(processes 'scenario-batch-*.ledger.log')" = 3 ] || fail "$(processes 'scenario-batch-*.ledger.log') batches, not 3"

# They allocate and release nothing, or as much; what is lost then is another's block, which a later scenario may even release.
{ clean 1 10; printf 'scenario "hides" { plain_hide() }\n'; clean 11 20; printf 'scenario "releases" { plain_release() }\n'
  clean 21 30; printf 'scenario "loses" { plain_lose() }\n'; clean 31 99; } >"$TMP/doubt.scn"
audit 1 "$TMP/doubt.scn"
said '✗ hides '
said '✗ loses '
said '102 scenarios: 100 pass, 2 fail'
[ "$(processes 'scenario-[0-9]*.ledger.log')" = 3 ] || fail "$(processes 'scenario-[0-9]*.ledger.log') scenarios ran alone, not 3"

# What leaves only blocks of its own takes no other along.
{ clean 1 30; printf 'scenario "leaves" { plain_block() }\n'; clean 31 60; } >"$TMP/own.scn"
audit 1 "$TMP/own.scn"
said '61 scenarios: 60 pass, 1 fail'
[ "$(processes 'scenario-batch-*.ledger.log')" = 1 ] || fail "$(processes 'scenario-batch-*.ledger.log') batches, not 1"

LARGE=$(head -c 100000 /dev/zero | tr '\0' x)
export LARGE
clean 1 2 >"$TMP/large.scn"
audit 0 "$TMP/large.scn"

# Where malloc() gives nothing, nothing is lost: a scenario that sees to it does not do so for those after it.
printf 'scenario "%s" { plain_no_memory() }\nscenario "loses" { plain_block() }\n' 'no memory' >"$TMP/limits.scn"
audit 1 "$TMP/limits.scn"
said '✗ loses '
said '2 scenarios: 1 pass, 1 fail'
