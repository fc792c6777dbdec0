#!/bin/sh
# SPDX-License-Identifier: MIT
# freehold check --attributes: the header that it writes makes compilers refuse a wrong release, and nothing that is right.
. "$(dirname "$0")/common.sh"
cp "$SOURCE"/harness/tests/gate/attributes/* "$TMP"
cd "$TMP" || exit 1

# compiles WORDS…, and refuses PATTERN WORDS…
compiles() { "$@" >said 2>&1 || { cat said; fail "$*"; }; [ ! -s said ] || { cat said; fail "$*: not silent"; }; }
refuses() {
  pattern=$1
  shift
  "$@" >said 2>&1 && fail "it was not refused: $*"
  grep -q -- "$pattern" said || { cat said; fail "$*: not said: $pattern"; }
}
# wrong NAME STATEMENT…: a program that does one thing wrong
wrong() {
  name=$1
  shift
  printf '#include "%s"\nvoid wrong(void);\nvoid wrong(void)\n{\n%s\n}\n' "$header" "$*" >"$name.c"
  cp "$name.c" "$name.cc"
}

# analyzed PATTERN FILE, and silent FILE: by clang's analyzer
analyze() { "$CLANG" --analyze -Xclang -analyzer-checker=unix,cplusplus -Xclang -analyzer-output=text "$@" >said 2>&1 || { cat said; fail "clang --analyze"; }; }
analyzed() { analyze "$2"; grep -q -- "$1" said || { cat said; fail "clang's analyzer does not say: $1"; }; }

GCC=gcc GXX=g++ CLANG=clang
for program in "$GCC" "$GXX" "$CLANG"; do
  command -v "$program" >/dev/null || fail "$program is not there; ci/setup --test installs it"
done
strict='-Wall -Wextra -Wpedantic -Wredundant-decls -Wshadow -Werror -c -o /dev/null'

# Patterns, each alone.
echo 'int depot_is_there;' >depot.c && "$GCC" -c depot.c && ar rc libdepot.a depot.o || fail 'no static library'
printf '[library]\nstaticlib = libdepot.a\nheader = depot.h\n' >freehold.ini
printf 'scenario "nothing of it" {\n    free(malloc(1))\n}\n' >depot.scn
"$FREEHOLD" check --attributes >said 2>&1 || { cat said; fail "check --attributes"; }
grep -q '^depot-ownership.h: attributes for 8 functions, words about 19; of 1 no contract says all$' said || { cat said; fail "not counted so"; }
header=depot-ownership.h
for level in -O0 -O2; do
  # shellcheck disable=SC2086
  compiles "$GCC" -std=c99 $level $strict right.c
  # shellcheck disable=SC2086
  compiles "$GXX" -x c++ -std=c++17 $level $strict right.c
done
# shellcheck disable=SC2086
compiles "$CLANG" -std=c99 $strict right.c
compiles "$CLANG" --analyze -Xclang -analyzer-checker=unix,cplusplus -Xclang -analyzer-output=text right.c

wrong freed 'free(greet("a"));'
# shellcheck disable=SC2086
refuses 'mismatched-dealloc' "$GCC" -std=c99 $strict freed.c
# shellcheck disable=SC2086
refuses 'mismatched-dealloc' "$GXX" $strict freed.cc
wrong deleted 'delete greet("a");'
# shellcheck disable=SC2086
refuses 'mismatched-new-delete' "$GXX" $strict deleted.cc
analyzed 'unix.MismatchedDeallocator' deleted.cc
wrong other 'list_free((struct list *)(void *)item_new());'
# shellcheck disable=SC2086
refuses 'mismatched-dealloc' "$GCC" $strict other.c
wrong lost 'char *s = greet("a"); s[0] = 0;'
analyzed 'leak of memory.*unix.Malloc' lost.c
wrong twice 'char *s = greet("a"); free_string(s); free_string(s);'
analyzed 'free released memory' twice.c

# The header of a library, as cbindgen made it: no free() on a Rust string.
"$FREEHOLD" check --build-dir "$BUILD" --config "$SOURCE/scenarios/freehold.ini" --attributes=strtest-ownership.h "$SOURCE/scenarios/textbook.scn" >said 2>&1 ||
  { cat said; fail "check --attributes of strtest"; }
header=strtest-ownership.h
folder=$(dirname "$(find "$BUILD" "$SOURCE/rust-lib/strtest" -name strtest.h | head -n 1)")
wrong freed 'free(print_and_return("hi"));'
# shellcheck disable=SC2086
refuses 'mismatched-dealloc' "$GCC" -I"$folder" $strict freed.c
wrong given_back 'free_string(print_and_return("hi"));'
# shellcheck disable=SC2086
compiles "$GCC" -I"$folder" $strict given_back.c

# Of two libraries no one file can speak.
"$FREEHOLD" check --build-dir "$BUILD" --config "$SOURCE/scenarios/freehold.ini" --attributes=both.h "$SOURCE/scenarios/textbook.scn" "$SOURCE/scenarios/bytes.scn" >said 2>&1
[ $? = 2 ] || { cat said; fail "two libraries in one file: not an error"; }
[ ! -e both.h ] || fail "it wrote both.h"
