#!/bin/sh
# SPDX-License-Identifier: MIT
# ci/compare/run can fail: a program without a defect must find all tools silent, a caught one must be caught
# by those that can, and a program whose mark names another kind, or another line, must not be called caught.
# Environment: FREEHOLD, SOURCE.
set -u
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    cat "$TMP/said" "$TMP"/table.md >&2
    exit 1
}

# A Rust that can't instrument is no failure; every other cell must have its answer.
only_rust_is_missing() {
    ! grep -qv ", asan-both: rustc .* can't$" "$TMP/measured/no-answer"
}

# compare STATUS ARGUMENT…
compare() {
    wanted=$1
    shift
    "$SOURCE/ci/compare/run" --freehold "$FREEHOLD" --work "$TMP/measured" --output "$TMP/table.md" "$@" >"$TMP/said" 2>&1
    status=$?
    [ "$status" = 3 ] && [ "$wanted" = 0 ] && only_rust_is_missing && status=0
    [ "$status" = "$wanted" ] || fail "exit status $status, not $wanted"
}

# row PROGRAM CELL…: what its row holds, from Valgrind to freehold run --engine valgrind.
row() {
    name=$1
    shift
    found=$(sed -n "s/.*(comparison\/$name\.c) | //p" "$TMP/table.md" | head -n 1)
    found=$(echo "$found" | sed "s/no answer: rustc [^|]* can't |/$3 |/")
    wanted=$(printf '%s | ' "$@")
    case "$found " in
    "$wanted"*) ;;
    *) fail "$name: '$found', not '$wanted'" ;;
    esac
}

# on_engines PROGRAM CELL: what its row holds for every engine of freehold run.
on_engines() {
    cells=$(sed -n "s/.*(comparison\/$1\.c) | //p" "$TMP/table.md" | head -n 1 | tr '|' '\n' |
        sed '1,6d; s/^ *//; s/ *$//; /^$/d' | sort -u)
    [ "$cells" = "$2" ] || fail "$1: '$cells' on freehold's engines, not '$2'"
}

programs=$SOURCE/docs/comparison
compare 0 --only correct,cross-allocator-free-rust-by-c,use-after-free-c-by-c
row correct nothing nothing nothing nothing nothing nothing nothing
on_engines correct nothing
row cross-allocator-free-rust-by-c nothing nothing nothing nothing '**caught**' '**caught**' '**caught**'
on_engines cross-allocator-free-rust-by-c '**caught**'
row use-after-free-c-by-c '**caught**' '**caught**' '**caught**' '**caught**' '**caught**' '**caught**' '**caught**'

# The same program with a mark of another kind, and on another line: what every tool says is the old kind, at
# the old line.
mkdir "$TMP/programs"
sed "s|^crate = ../../|crate = $SOURCE/|" "$programs/freehold.ini" | sed '/^# With C++/,/^$/d' >"$TMP/programs/freehold.ini"
sed 's/!use-after-free/!double-free/' "$programs/use-after-free-c-by-c.c" >"$TMP/programs/kind.c"
sed 's/!use-after-free/!double-free/' "$programs/use-after-free-c-by-c.scn" >"$TMP/programs/kind.scn"
sed 's|;  *//* !use.*|;|; s|strdup("hi");|& /* !use-after-free */|; s|(input); /\* !use.*|(input);|' \
    "$programs/use-after-free-c-by-c.c" >"$TMP/programs/line.c"
sed 's| *!use.*||; s|strdup("hi")|& !use-after-free|' "$programs/use-after-free-c-by-c.scn" >"$TMP/programs/line.scn"
compare 0 --programs "$TMP/programs" --only kind,line
row kind 'invalid read of a freed block' heap-use-after-free heap-use-after-free use-after-free use-after-free \
    use-after-free use-after-free
row line 'invalid read of a freed block elsewhere' 'heap-use-after-free elsewhere' 'heap-use-after-free elsewhere' \
    'use-after-free elsewhere' 'use-after-free elsewhere' 'use-after-free elsewhere' 'use-after-free elsewhere'

# A defect in a program that says it has none.
sed 's| /\* !.*||' "$programs/use-after-free-c-by-c.c" >"$TMP/programs/silent.c"
sed 's| *!use.*||' "$programs/use-after-free-c-by-c.scn" >"$TMP/programs/silent.scn"
compare 0 --programs "$TMP/programs" --only silent
row silent 'false alarm: invalid read of a freed block' 'false alarm: heap-use-after-free' \
    'false alarm: heap-use-after-free' 'false alarm: use-after-free' 'false alarm: use-after-free' \
    'false alarm: use-after-free' 'false alarm: use-after-free'

# A tool that says nothing because it never ran.
mkdir "$TMP/path"
printf '#!/bin/sh\necho valgrind-3.0.0\n' >"$TMP/path/valgrind"
chmod +x "$TMP/path/valgrind"
usual_path=$PATH
PATH=$TMP/path:$PATH
compare 3 --only correct
PATH=$usual_path
row correct 'no answer: its output is missing' nothing nothing nothing nothing 'no answer: inconclusive' 'no answer: inconclusive'
grep -q '^ci/compare: correct, valgrind: its output is missing$' "$TMP/said" || fail 'the cell without an answer is not named'

# What can't be measured is no table.
rm "$TMP/table.md"
: >"$TMP/table.md"
sed 's/!double-free/!leak/' "$TMP/programs/kind.c" >"$TMP/programs/differs.c"
cp "$TMP/programs/kind.scn" "$TMP/programs/differs.scn"
compare 1 --programs "$TMP/programs" --only differs
[ -s "$TMP/table.md" ] && fail "a table was written"
compare 1 --only no-such-program
compare 2 --no-such-option
exit 0
