#!/bin/sh
# SPDX-License-Identifier: MIT
# How fast `freehold report` reads logs of SIZE MiB: of memcheck's text, of its XML and of AddressSanitizer's, each with one error that
# repeats to the end (records), and as text with one error among what the program itself wrote (output).
#   FREEHOLD=build/harness/freehold/command/freehold harness/bench/logs.sh [SIZE [RUNS]]
# Prints the median of RUNS processor times beside that of `wc -w` over the same log, run in turn, MiB a second, and the most
# memory that report took.
set -eu
size=${1:-64} runs=${2:-3}
. "$(dirname "$0")/common.sh"
command -v /usr/bin/time >/dev/null || { echo "there is no /usr/bin/time: install Debian's package time" >&2; exit 1; }

# log KIND COUNT: a log with COUNT records; of output, one record and COUNT lines of the program's own.
log() {
  awk -v kind="$1" -v n="$2" '
    function say(text) { print "==77== " text }
    function memcheck(times, i) {
      say("Memcheck, a memory error detector"); say("Using Valgrind-3.19.0 and LibVEX; rerun with -h for copyright info")
      say("Command: ./prog"); say("")
      for (i = 0; i < times; i++) {
        say("Conditional jump or move depends on uninitialised value(s)"); say("   at 0x109190: f (prog.c:5)")
        say("   by 0x1091A0: main (prog.c:12)"); say("")
      }
      if (kind == "output") for (i = 0; i < n; i++) print "request " i " served, 200, from the cache, in " i % 97 " ms"
      say("HEAP SUMMARY:"); say("    in use at exit: 0 bytes in 0 blocks")
      say("  total heap usage: 0 allocs, 0 frees, 0 bytes allocated"); say("")
      say("All heap blocks were freed -- no leaks are possible"); say("")
      say("ERROR SUMMARY: " times " errors from 1 contexts (suppressed: 0 from 0)")
    }
    function frame(function_name, line) {
      print "<frame><ip>0x109190</ip><obj>/prog</obj><fn>" function_name "</fn><file>prog.c</file><line>" line "</line></frame>"
    }
    function xml(i) {
      print "<?xml version=\"1.0\"?>\n<valgrindoutput>\n<protocolversion>4</protocolversion><protocoltool>memcheck</protocoltool>"
      print "<preamble><line>Memcheck, a memory error detector</line></preamble><pid>77</pid><ppid>1</ppid><tool>memcheck</tool>"
      print "<args><vargv><exe>valgrind</exe></vargv><argv><exe>./prog</exe></argv></args><status><state>RUNNING</state></status>"
      for (i = 0; i < n; i++) {
        print "<error><unique>0x" i "</unique><tid>1</tid><kind>UninitCondition</kind>"
        print "<what>Conditional jump or move depends on uninitialised value(s)</what><stack>"
        frame("f", 5); frame("main", 12); print "</stack></error>"
      }
      print "<status><state>FINISHED</state></status><errorcounts></errorcounts><suppcounts></suppcounts></valgrindoutput>"
    }
    function asan(i) {
      for (i = 0; i < n; i++) {
        print "=================================================================\n==77==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000018 at pc 0x1 bp 0x2 sp 0x3"
        print "READ of size 4 at 0x602000000018 thread T0\n    #0 0x109190 in f prog.c:5\n    #1 0x1091a0 in main prog.c:12\n"
        print "0x602000000018 is located 0 bytes to the right of 8-byte region [0x602000000010,0x602000000018)"
        print "allocated by thread T0 here:\n    #0 0x7f0 in malloc (libasan.so.8+0x1)\n    #1 0x1091b0 in main prog.c:11\n"
        print "SUMMARY: AddressSanitizer: heap-buffer-overflow prog.c:5 in f"
      }
    }
    BEGIN { if (kind == "xml") xml(); else if (kind == "asan") asan(); else memcheck(kind == "output" ? 1 : n) }'
}

printf '%-9s %6s %9s %8s %7s %9s %9s\n' log MiB report 'wc -w' ratio 'MiB/s' memory
for kind in output records xml asan; do
  log $kind 1000 >sample
  log $kind $((size * 1048576 * 1000 / $(wc -c <sample))) >big
  /usr/bin/time -o memory -f %M "$FREEHOLD" report --trust-logs --out out big >said 2>&1 || [ $? = 1 ] || { cat said >&2; exit 1; }
  for _ in $(seq "$runs"); do
    # It fails the gate, as it should.
    echo "$(seconds wc -w big) $(seconds sh -c '"$@"; [ $? = 1 ]' sh "$FREEHOLD" report --trust-logs --out out big)"
  done | of_pairs >pairs
  read -r count report ratio _ <pairs
  echo "$kind $(wc -c <big) $report $count $ratio $(tail -n 1 memory)" | awk '{
    printf "%-9s %6.0f %7.2f s %6.2f s %7s %9.0f %5.0f MiB\n", $1, $2 / 1048576, $3, $4, $5, $2 / 1048576 / $3, $6 / 1024 }'
done
