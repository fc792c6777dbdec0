#!/bin/sh
# SPDX-License-Identifier: MIT
# The results are the same whether scenarios run in batches, on three machines, or each in a process of its own: for all scenarios of
# this tree, and for some that hang, crash, fork, start threads, lose what another has made, or change what a later one sees. Under
# the ledger, which is quick. Takes minutes: the scenarios one by one are as many runs.
. "$(dirname "$0")/common.sh"
unset CI_NODE_INDEX CI_NODE_TOTAL TEST_SHARD_INDEX TEST_TOTAL_SHARDS TEST_SHARD_STATUS_FILE

mkdir "$TMP/odd" && cd "$TMP/odd" || exit 1
cat >odd.h <<'END'
void odd_nothing(void);
void odd_hang(void);
void odd_crash(void);
void odd_fork(void);
void odd_thread(void);
void odd_lose(void);
void odd_exchange(void);
void odd_keep(void);
END
cat >odd.c <<'END'
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>
#include "odd.h"
static void *kept, *spare, *more[64];
static int n_more;
__attribute__((constructor)) static void begin(void) { kept = malloc(8); spare = malloc(8); }
static void *allocate(void *nothing) { free(malloc(5)); return nothing; }
void odd_nothing(void) { free(malloc(3)); }
void odd_hang(void) { for (;;) pause(); }
void odd_crash(void) { *(volatile char *)8 = 1; }
void odd_fork(void) { pid_t child = fork(); if (child == 0) _exit(0); waitpid(child, NULL, 0); }
void odd_thread(void) { pthread_t thread; pthread_create(&thread, NULL, allocate, NULL); pthread_join(thread, NULL); }
void odd_lose(void) { kept = NULL; }
void odd_exchange(void) { free(spare); spare = malloc(16); }
void odd_keep(void) { more[n_more++ % 64] = malloc(7); }
END
${CC:-cc} -g -c odd.c -o odd.o && ar rcs libodd.a odd.o || fail "the library was not built"
printf '[library]\nstaticlib = libodd.a\nheader = odd.h\n' >freehold.ini
for what in hang crash fork thread lose exchange keep; do
  printf 'scenario "before %s" { odd_nothing() }\nscenario "%s" { odd_%s() }\nscenario "after %s" { odd_nothing() }\n' $what $what $what $what
done >odd.scn

# results NAME: what each scenario came to. What a thread of the library's allocates has the line that runs then, another in each run.
# Sorted: a deterministic report has no folders, by which those of one run are in order.
results() {
  python3 - "$TMP/$1/report.json" <<'END' | sort >"$TMP/$1.results"
import json, sys
for result in json.load(open(sys.argv[1], encoding="utf-8"))["results"]:
    findings = sorted((finding["kind"], finding["expected"]) for finding in result["findings"])
    print(result["file"], result["line"], result["scenario"], result["verdict"], findings, len(result["unmet"]), sep="\t")
END
}

# part NAME ARGUMENT…: with several results in one process where that may be.
part() {
  name=$1
  shift
  "$FREEHOLD" run --timeout 5 --engine ledger --deterministic --build-dir "$BUILD" --out "$TMP/$name" "$@" "$SOURCE/scenarios" "$TMP/odd" >"$TMP/said" 2>&1
  status=$?
  [ "$status" != 2 ] || { cat "$TMP/said"; fail "$name: exit status 2"; }
}

# united NAME PARTS: as so many machines.
united() {
  set -- "$1" "$2" "$(seq "$2")"
  for shard in $3; do
    part "$1-$shard" --jobs 1 --shard "$shard/$2"
  done
  # shellcheck disable=SC2046
  "$FREEHOLD" report --out "$TMP/$1" $(for shard in $3; do echo "$TMP/$1-$shard"; done) >"$TMP/said" 2>&1
  results "$1"
}

# same NAME
same() {
  diff "$TMP/batches.results" "$TMP/$1.results" || fail "the results are others: $1"
}

part batches --jobs 1
results batches
n=$(wc -l <"$TMP/batches.results")
[ "$n" -gt 200 ] || fail "only $n scenarios"
for wanted in 'hang	inconclusive' 'crash	fail' 'fork	inconclusive' 'thread	pass' 'lose	fail' 'exchange	pass' 'after keep	pass'; do
  grep -q "	$wanted" "$TMP/batches.results" || { grep odd "$TMP/batches.results"; fail "not so: $wanted"; }
done
part processors --jobs 4
results processors
same processors
united machines 3
same machines
united alone "$n"
same alone
