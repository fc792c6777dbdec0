#!/bin/sh
# SPDX-License-Identifier: MIT
# What can't be watched is inconclusive, never clean, with its reason; and what needs no watching is not.
. "$(dirname "$0")/common.sh"
cc=${CC:-cc}
rust staticlib libstrtest.a -g
build "$cc" -g -o main "$here/free_or_return.c" libstrtest.a $rust_libs

cp main stripped
build strip stripped
for argument in '' bad; do
  audit 3 ./stripped $argument
  says 'without the symbols of its allocator'
done
for lto in fat thin; do
  rust staticlib libstrtest-lto.a -O -C lto=$lto
  build "$cc" -g -o lto "$here/free_or_return.c" libstrtest-lto.a $rust_libs
  audit 3 ./lto bad
  says 'may be inlined'
done
if "$cc" -g -static -o static "$here/free_or_return.c" libstrtest.a $rust_libs >said 2>&1; then
  audit 3 ./static bad
  says 'statically linked'
else
  leave_out 'a static C library'
fi
audit 3 env -i ./main bad
says 'nothing could be preloaded'

if "$cc" -g -fsanitize=address -o asan "$here/free_or_return.c" libstrtest.a $rust_libs >said 2>&1; then
  audit 3 ./asan bad
  says 'freehold flags'
else
  leave_out "$cc -fsanitize=address"
fi

# What the dynamic loader ends had no environment of its own.
echo 'int number(void); int number(void) { return 0; }' >number.c
echo 'int other(void); int other(void) { return 0; }' >other.c
echo 'int number(void); int main(void) { return number(); }' >needs_number.c
for flags in -g -fsanitize=address; do
  build "$cc" -shared -fPIC -o libnumber.so number.c
  # shellcheck disable=SC2086
  build "$cc" $flags -o needs_number needs_number.c -L. -lnumber -Wl,-rpath,"$TMP" -Wl,-z,now
  audit 0 ./needs_number
  rm libnumber.so
  audit 3 ./needs_number
  says 'did not start it: libnumber.so => not found'
done
build "$cc" -shared -fPIC -o libnumber.so number.c
build "$cc" -g -o needs_number needs_number.c -L. -lnumber -Wl,-rpath,"$TMP" -Wl,-z,now
build "$cc" -shared -fPIC -o libnumber.so other.c
audit 3 ./needs_number
says 'did not start it: undefined symbol: number'
audit 3 sh -c './needs_number; exit 0'
says 'did not start it: undefined symbol: number'

# Without Valgrind: a report all the same.
mkdir bin
(IFS=:; for folder in $PATH; do ln -s "$folder"/* bin/ 2>said; done)
rm -f bin/valgrind
all=$PATH PATH=$TMP/bin
audit 3 ./main bad
PATH=$all
says 'apt-get install valgrind'
for report in report.json index.html junit.xml; do
  [ -s "out/$report" ] || fail "no $report"
done

# Ended from outside: no deed of the program's, and no pass.
audit 3 sh -c 'kill -TERM $$'
says 'ended from outside: Terminated'
build "$cc" -g -o ended "$here/ended.c"
for signal in 15 6 11; do # SIGTERM, SIGABRT, SIGSEGV
  audit 3 ./ended $signal
  says 'ended from outside'
done
# Its own, by its own hand.
audit 1 sh -c 'kill -SEGV $$'
kind abort
audit 1 sh -c 'kill -ABRT $$'
kind abort

audit 0 /bin/true
"$FREEHOLD" exec --out out -- ./no-such-program >printed 2>said
[ $? = 2 ] || fail "a program that is not there: no usage error"
says 'no such program'
