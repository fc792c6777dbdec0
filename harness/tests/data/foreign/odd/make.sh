#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the logs of this folder anew, without freehold: what memcheck and AddressSanitizer write, in shapes that editors, containers and
# scripts give it. For a machine with Valgrind and gcc. Paths and numbers of processes are made neutral.
set -eu
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/odd.c" "$work"
cd "$work"
gcc -g -ffile-prefix-map="$work=/src" odd.c -o odd
gcc -g "$here/../../../exec/known_mistakes.c" -o known
gcc -g -ffile-prefix-map="$work=/src" -fsanitize=address odd.c -o odd-asan
memcheck() { valgrind --leak-check=full "$@" || :; }

# neutral PID: every process has that number, as in containers.
neutral() {
  sed -e "s|$work|/src|g" -e "s/^==[0-9]*==/==$1==/" -e "s/Parent PID: [0-9]*/Parent PID: 1/" \
    -e 's|<pid>[0-9]*</pid>|<pid>7</pid>|' -e 's|<ppid>[0-9]*</ppid>|<ppid>1</ppid>|'
}
memcheck --log-file=leak ./odd leak
memcheck --log-file=pool ./odd pool
memcheck --log-file=inside ./odd inside
memcheck --log-file=search ./known search
memcheck -q --log-file=quiet ./odd leak
memcheck --xml=yes --xml-file=leak.xml ./odd leak
ASAN_OPTIONS=fast_unwind_on_malloc=0 ./odd-asan leak 2>asan || :
neutral 7 <leak | sed 's/$/\r/' >"$here/crlf.log"
neutral 7 <pool >"$here/pool.log"
neutral 7 <inside >"$here/inside.log"
neutral 7 <search >"$here/search-$(valgrind --version | sed 's/valgrind-//; s/\.[0-9]*$//').log"
neutral 7 <quiet >"$here/quiet.log"
{ neutral 7 <pool; neutral 8 <asan; } >"$here/clean-then-asan.log"
{ neutral 8 <asan; neutral 7 <pool; } >"$here/asan-then-clean.log"
{ neutral 1 <leak; neutral 1 <pool; } >"$here/same-number.log"
neutral 7 <leak.xml >neutral.xml
rest() { sed 1d neutral.xml; }
{ echo '<?xml version="1.0" encoding="UTF-8"?>'; rest; } >"$here/encoding.xml"
{ echo '<?xml version="1.0"?><!-- of the night -->'; rest; } >"$here/comment.xml"
{ echo '<?xml version="1.0"?><!DOCTYPE valgrindoutput>'; rest; } >"$here/doctype.xml"
{ printf '\357\273\277'; cat neutral.xml; } >"$here/bom.xml"
{ sed 's/$/\r/' neutral.xml; } >"$here/crlf.xml"
