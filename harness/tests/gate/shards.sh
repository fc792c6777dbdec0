#!/bin/sh
# SPDX-License-Identifier: MIT
# A run on several machines: each scenario runs on one of them, `freehold report` gives the bytes that one run would have given, and
# a part never passes for the whole.
. "$(dirname "$0")/common.sh"
unset CI_NODE_INDEX CI_NODE_TOTAL TEST_SHARD_INDEX TEST_TOTAL_SHARDS TEST_SHARD_STATUS_FILE

# Not of those that start threads: which line runs when a thread of the library's allocates is decided anew in each run. Nor of
# those that share a process and leave something there: the first of them allocates what the others find.
cd "$SOURCE" || exit 1
files="scenarios/textbook.scn scenarios/strings.scn $(grep -L thread scenarios/violations/*.scn)"
[ "$(echo "$files" | wc -l)" -gt 10 ] || fail "there are only these without threads: $files"

# part NAME ARGUMENT…: the results of a run are in $TMP/NAME.
part() {
  name=$1
  shift
  # shellcheck disable=SC2086
  "$FREEHOLD" run --timeout 3600 --engine ledger --deterministic --build-dir "$BUILD" --out "$TMP/$name" "$@" $files >"$TMP/said" 2>&1
  status=$?
  [ "$status" != 2 ] || { cat "$TMP/said"; fail "$name: exit status 2"; }
}

# count NAME: its results.
count() {
  grep -c '"engine" : "ledger"' "$TMP/$1/report.json"
}

part whole
all=$(count whole)
for shard in 1 2 3; do
  part "shard-$shard" --shard "$shard/3"
  said "only shard $shard of 3"
  grep -q "\"shards\" : 3" "$TMP/shard-$shard/report.json" || fail "shard $shard does not say that it is one"
  [ "$(count "shard-$shard")" -lt "$all" ] || fail "shard $shard has all of $all results"
done
"$FREEHOLD" report --out "$TMP/united" "$TMP/shard-3" "$TMP/shard-1" "$TMP/shard-2" >"$TMP/said" 2>&1
for file in report.json junit.xml report.sarif; do
  cmp "$TMP/whole/$file" "$TMP/united/$file" || fail "$file of the shards is another"
done
# A deterministic report.json has no folders of sources, which the page of the run itself shows.
"$FREEHOLD" report --out "$TMP/again" "$TMP/whole" >"$TMP/said" 2>&1
cmp "$TMP/again/index.html" "$TMP/united/index.html" || fail "index.html of the shards is another"

"$FREEHOLD" report --out "$TMP/parts" "$TMP/shard-3" "$TMP/shard-1" >"$TMP/said" 2>&1
[ $? = 2 ] || fail "two shards of three passed for the whole"
said 'shard 2 is missing'

# What GitLab and Bazel say.
export CI_NODE_INDEX=2 CI_NODE_TOTAL=3
part gitlab
said 'only shard 2 of 3 (CI_NODE_INDEX)'
cmp "$TMP/shard-2/report.json" "$TMP/gitlab/report.json" || fail "GitLab's second of three is another"
part all --shard 1/1
cmp "$TMP/whole/report.json" "$TMP/all/report.json" || fail "--shard 1/1 is not all"
unset CI_NODE_INDEX CI_NODE_TOTAL
export TEST_SHARD_INDEX=2 TEST_TOTAL_SHARDS=3 TEST_SHARD_STATUS_FILE="$TMP/touched"
part bazel
cmp "$TMP/shard-3/report.json" "$TMP/bazel/report.json" || fail "Bazel's third of three is another"
[ -e "$TMP/touched" ] || fail "Bazel's status file was not touched"
unset TEST_SHARD_INDEX TEST_TOTAL_SHARDS TEST_SHARD_STATUS_FILE

for wrong in 0/3 4/3 2 a/3 1/0 1/2/3; do
  "$FREEHOLD" run --engine ledger --out "$TMP/wrong" --shard "$wrong" scenarios/textbook.scn >"$TMP/said" 2>&1
  [ $? = 2 ] || { cat "$TMP/said"; fail "--shard $wrong was taken"; }
done
