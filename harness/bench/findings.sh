#!/bin/sh
# SPDX-License-Identifier: MIT
# What a report of many findings costs: `freehold report` on logs of memcheck's with N and with 4 N findings, all files written.
#   FREEHOLD=build/harness/freehold/command/freehold harness/bench/findings.sh [N [RUNS]]
# The findings: leaks of as many lines; leaks of one line, by as many callers; leaks that reach others; uninitialised values;
# reads of released blocks. Prints, for each, the medians of processor seconds over RUNS of both in turn, and their ratio: 4 is linear.
set -eu
n=${1:-2500} runs=${2:-3}
. "$(dirname "$0")/common.sh"

# log KIND COUNT: what memcheck would write.
log() {
  awk -v kind="$1" -v n="$2" '
    function say(text) { print "==77== " text }
    function frame(at, address, function_name, line) { say(sprintf("   %s 0x%X: %s (prog.c:%d)", at, address, function_name, line)) }
    function allocator(name) { say("   at 0x48407B4: " name " (in /usr/libexec/valgrind/vgpreload_memcheck-amd64-linux.so)") }
    function caller(i) { frame("by", 2097152 + 16 * i, "main", i + 10) }
    function error(i) {
      if (kind == "uninitialised") {
        say("Conditional jump or move depends on uninitialised value(s)"); frame("at", 1048576 + 16 * i, "f" i, i); caller(i)
      } else {
        say("Invalid read of size 4"); frame("at", 1048576 + 16 * i, "f", i); caller(i)
        say(sprintf(" Address 0x%X is 0 bytes inside a block of size 8 free\047d", 77857856 + 64 * i)); allocator("free"); caller(i)
        say(" Block was alloc\047d at"); allocator("malloc"); caller(i)
      }
      say("")
    }
    function leak(i) {
      if (kind == "reaching") {
        say("24 (8 direct, 16 indirect) bytes in 1 blocks are definitely lost in loss record 1 of 2"); allocator("malloc"); caller(i); say("")
        say("16 bytes in 1 blocks are indirectly lost in loss record 2 of 2"); allocator("malloc"); frame("by", 1048576 + 16 * i, "g", i)
      } else {
        say("8 bytes in 1 blocks are definitely lost in loss record 1 of 2"); allocator("malloc")
        if (kind == "one") frame("by", 1048576, "lose", 2)
      }
      caller(i); say("")
    }
    BEGIN {
      is_error = kind == "uninitialised" || kind == "released"
      say("Memcheck, a memory error detector"); say("Using Valgrind-3.19.0 and LibVEX; rerun with -h for copyright info"); say("Command: ./prog"); say("")
      if (is_error) for (i = 1; i <= n; i++) error(i)
      blocks = is_error ? 0 : kind == "reaching" ? 2 * n : n
      bytes = is_error ? 0 : kind == "reaching" ? 24 * n : 8 * n
      say("HEAP SUMMARY:"); say("    in use at exit: " bytes " bytes in " blocks " blocks")
      say("  total heap usage: " blocks " allocs, 0 frees, " bytes " bytes allocated"); say("")
      if (!is_error) {
        for (i = 1; i <= n; i++) leak(i)
        say("LEAK SUMMARY:"); say("   definitely lost: " 8 * n " bytes in " n " blocks")
        say("   indirectly lost: " bytes - 8 * n " bytes in " blocks - n " blocks"); say("     possibly lost: 0 bytes in 0 blocks")
        say("   still reachable: 0 bytes in 0 blocks"); say("        suppressed: 0 bytes in 0 blocks"); say("")
      } else { say("All heap blocks were freed -- no leaks are possible"); say("") }
      say("ERROR SUMMARY: " n " errors from " n " contexts (suppressed: 0 from 0)")
    }'
}

# report LOG COUNT: the processor time of a report on it, which must have that many findings.
report() {
  # It fails the gate, as it should.
  seconds sh -c '"$@"; [ $? = 1 ]' sh "$FREEHOLD" report --out out "$1"
  found=$(grep -c '"fingerprint" :' out/report.json) || true
  [ "$found" = "$2" ] || { echo "findings: $found, and not $2" >&2; exit 1; }
}

for kind in lines one reaching uninitialised released; do
  log $kind "$n" >few.log
  log $kind $((4 * n)) >many.log
  for _ in $(seq "$runs"); do
    echo "$(report few.log "$n") $(report many.log $((4 * n)))"
  done | of_pairs | {
    read -r few many ratio _
    printf '%-14s %6d: %.2f s, %6d: %.2f s, ratio %.1f\n' "$kind" "$n" "$few" $((4 * n)) "$many" "$ratio"
  }
done
