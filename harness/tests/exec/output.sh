#!/bin/sh
# SPDX-License-Identifier: MIT
# The program's input, output, arguments and exit status are its own; what it prints is not taken for the engine's log.
. "$(dirname "$0")/common.sh"
rust staticlib libstrtest.a -g
build "${CC:-cc}" -g -o main "$here/free_or_return.c" libstrtest.a $rust_libs

audit 0 sh -c 'cat; echo "$1"; exit 7' sh 'an argument' <"$here/common.sh"
{ cat "$here/common.sh"; echo 'an argument'; } | cmp - printed || fail "the program's output was changed"
says 'exit status 7'

audit 1 sh -c 'echo "==$$== All heap blocks were freed -- no leaks are possible"; echo "==$$== ERROR SUMMARY: 0 errors from 0 contexts" >&2; ./main bad'
kind cross-allocator-free

# An option of Valgrind's own: stacks that don't reach up to print_and_return().
audit 1 ./main bad
grep -q 'print_and_return' out/logs/exec.valgrind.*.log || fail 'no allocation in the log'
audit_with=--valgrind-arg=--num-callers=2
audit 1 ./main bad
audit_with=
grep -q 'Mismatched free' out/logs/exec.valgrind.*.log || fail 'no error in the log'
grep -q 'print_and_return' out/logs/exec.valgrind.*.log && fail 'an option did not reach Valgrind'

# The textbook: plain Valgrind has nothing to say.
valgrind --quiet --leak-check=full --error-exitcode=9 ./main bad 2>said || { cat said; fail "plain Valgrind saw it"; }

printf '{\n   known\n   Memcheck:Free\n   fun:free\n   fun:main\n}\n{\n   unknown\n   Memcheck:Free\n   fun:nobody\n}\n' >my.supp
"$FREEHOLD" exec --out out --suppressions my.supp -- ./main bad >printed 2>said || { cat said; fail "not suppressed"; }
says 'unknown (my.supp:8) suppressed nothing'
grep -q ' known ' said && fail 'a suppression that was used is said not to be'

# No option of Valgrind's takes from what is seen.
for argument in --show-mismatched-frees=no --undef-value-errors=no --trace-children-skip=sh --log-file=elsewhere -q -- other; do
  "$FREEHOLD" exec --out out "--valgrind-arg=$argument" -- ./main bad >printed 2>said
  [ $? = 2 ] || { cat said; fail "taken: $argument"; }
  says "--valgrind-arg: '$argument'"
done
"$FREEHOLD" exec --out out --valgrind-arg=--track-origins=yes -- ./main bad >printed 2>said
[ $? = 1 ] || { cat said; fail "with --track-origins"; }

"$FREEHOLD" exec --out out --valgrind-arg=--no-such-option -- ./main bad >printed 2>said
[ $? = 3 ] || { cat said; fail "not inconclusive where Valgrind does not begin"; }
says 'valgrind left no log'

# What follows the program is the program's, also without "--".
"$FREEHOLD" exec --out out echo --out elsewhere -- --help >printed 2>said || { cat said; fail "options of the program's"; }
grep -q -x -e '--out elsewhere -- --help' printed || { cat printed; fail "options of the program's were taken"; }

# Annotations go where the report goes, with the place in the program's own code.
"$FREEHOLD" exec --out out --format github -- ./main bad >printed 2>said
[ $? = 1 ] || { cat said; fail "no violation"; }
grep -q "^::error file=.*free_or_return.c,line=[0-9]*,title=cross-allocator-free (CWE-762)::" said || { cat said; fail "no annotation"; }
[ -s printed ] && grep -q '::error' printed && fail 'annotations on standard output'
for file in report.json junit.xml report.sarif code-quality.json summary.md; do
  grep -q 'cross-allocator-free' "out/$file" || fail "$file does not tell of it"
done

printf '{\n   wrong\n   Memcheck:Nonsense\n   fun:main\n}\n' >wrong.supp
audit_with='--suppressions wrong.supp'
audit 3 ./main
says 'wrong.supp" near line 3: unknown tool'
