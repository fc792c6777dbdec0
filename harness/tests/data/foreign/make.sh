#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the logs of this folder anew, without freehold: make.sh LIBSTRTEST.A. For a machine with Valgrind and gcc. Paths are
# made neutral; nothing else is.
set -eu
library=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
project=$(realpath "$here/../../../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/greet.c" "$work"
cd "$work"
gcc -g -ffile-prefix-map="$work=/src" greet.c "$library" -o greet
gcc -g -ffile-prefix-map="$work=/src" -fsanitize=address greet.c "$library" -o greet-asan
memcheck() { name=$1; shift; valgrind --leak-check=full --log-file="$name.log" "$@" >greet.out 2>&1 || :; }
memcheck leak --fullpath-after= ./greet forget
memcheck free ./greet free
memcheck clean ./greet return
memcheck use ./greet use
memcheck reachable ./greet keep
valgrind --leak-check=full --xml=yes --xml-file=leak.xml ./greet forget >greet.out
valgrind --leak-check=full --xml=yes --xml-file=clean.xml ./greet return >greet.out
valgrind --xml=yes --xml-file=unsearched.xml ./greet return >greet.out
valgrind --log-file=summary.log ./greet forget >greet.out
valgrind --leak-check=no --log-file=unsearched.log ./greet return >greet.out
valgrind --leak-check=full --trace-children=yes sh -c './greet forget; exec ./greet free' 2>several.log >greet.out
export ASAN_OPTIONS=fast_unwind_on_malloc=0
./greet-asan forget 2>asan.log >greet.out || :
./greet-asan use 2>asan-use.log >greet.out || :
printf 'leak:print_and_return\n' >suppressions
LSAN_OPTIONS=suppressions=suppressions ./greet-asan forget 2>asan-suppressed.log >greet.out || :
head -8 clean.log >cut.log
for log in *.log *.xml; do
  sed -e "s|$work|/src|g" -e "s|$(dirname "$library")|/lib|g" -e "s|$project|/src|g" -e "s|$HOME|/home/user|g" "$log" >"$here/$log"
done
