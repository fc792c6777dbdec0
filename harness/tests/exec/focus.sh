#!/bin/sh
# SPDX-License-Identifier: MIT
# A host has faults of its own: with --focus only those fail that the guest has to do with, with --kinds only those that were asked
# for. The rest is counted everywhere, and a focus that names nothing is no pass.
. "$(dirname "$0")/common.sh"

hosts=$here/../hosts
build "${RUSTC:-rustc}" --edition 2021 --crate-type cdylib -g -O -C link-arg=-Wl,-soname,libguest.so.1 -o libvisitor.so "$hosts/guest.rs"
build gcc -g -I "$SOURCE/harness/process/preload" -o host "$hosts/host.c" -ldl

# counts WORD NUMBER: so many findings of the report have it.
counts() {
  n=$(grep -c "$1" out/report.json)
  [ "$n" = "$2" ] || fail "$n × $1, not $2"
}

# Three ways to name it.
audit_with="--focus libvisitor.so --focus libguest* --focus */libvisitor.so"
audit 0 ./host ./libvisitor.so greet own-leak own-unset
counts '"outside"' 2
says '2 findings outside the focus'
grep -q '"outside_focus" *: *2' out/report.json || fail 'the report does not count them'
grep -q '2 findings outside the focus' out/junit.xml || fail 'JUnit does not count them'
grep -q 'outside --focus' out/report.sarif || fail 'SARIF does not suppress them'
grep -q '2 findings outside the focus' out/index.html || fail 'the page does not count them'
[ "$("$FREEHOLD" report out --out again --format github | grep -c '^::')" = 0 ] || fail 'annotations of what nobody asked for'
[ "$(grep -c 'still reachable, allocated by C in [0-9]* places' out/report.json)" = 1 ] || fail 'still reachable, block by block'
audit_with='--focus libguest*'
audit 1 ./host ./libvisitor.so own-leak forget drop-of-c leak-through
counts '"outside"' 1
for place in guest_forget guest_drop_of_c guest_call; do
  grep -q "\"$place\"" out/report.json || fail "no finding in $place"
done
"$FREEHOLD" report out --out again --write-baseline focused.json >/dev/null
[ "$(grep -c '"kind"' focused.json)" = 3 ] || fail 'the baseline holds what nobody asked for'
audit 3 ./host ./libvisitor.so own-abort
says 'ended outside the focus'
audit_with='--focus libguest* --focus libvisitr.so'
audit 3 ./host ./libvisitor.so greet
says "focus 'libvisitr.so' names none of the [0-9]* objects"
grep -q "did you mean 'libvisitor.so'" out/report.json || fail 'no help with a wrong focus'

# A baseline that was made without a focus keeps what is outside of it.
audit_with=
audit 1 ./host ./libvisitor.so own-leak own-unset forget
counts '"outside"' 0
"$FREEHOLD" report out --out again --write-baseline known.json >/dev/null
audit_with='--focus libguest* --baseline known.json'
audit 0 ./host ./libvisitor.so own-leak own-unset forget
grep -q 'fixed:' said && fail 'outside the focus, and called fixed'
"$FREEHOLD" report out --out again --baseline known.json --write-baseline kept.json >/dev/null
cmp known.json kept.json || fail 'the baseline lost what nobody asked for'

# Kinds, also of a report that is there already.
audit_with='--kinds cross-allocator-free,double-free'
audit 0 ./host ./libvisitor.so own-unset forget
says 'outside the kinds asked for (cross-allocator-free, double-free)'
"$FREEHOLD" report out --out leaks --kinds leak >said && fail 'report --kinds: the kinds of before stay'
says '1 finding outside the kinds asked for (leak) does not count: uninitialised-use'
"$FREEHOLD" report leaks --out again >said && fail 'a saved report lost its kinds'
says '1 finding outside the kinds asked for (leak)'
"$FREEHOLD" report --compare out leaks >said && fail 'compare: now it counts, and did not before'
says 'now: 1 finding outside the kinds asked for'
for words in "laek=unknown kind 'laek'; did you mean 'leak'" 'abort=name at least one kind'; do
  "$FREEHOLD" exec --kinds "${words%%=*}" -- ./host >said 2>&1
  [ $? = 2 ] || fail "--kinds ${words%%=*} is no error"
  says "${words#*=}"
done

# Under AddressSanitizer.
build gcc -g -fsanitize=address -fsanitize-recover=address -I "$SOURCE/harness/process/preload" -o host "$hosts/host.c" -ldl
audit_with='--focus libvisitor.so'
audit 0 ./host ./libvisitor.so greet own-leak
says '1 finding outside the focus'
audit 1 ./host ./libvisitor.so own-leak forget
counts '"outside"' 1
