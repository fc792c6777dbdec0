#!/bin/sh
# SPDX-License-Identifier: MIT
# ci/matrix/run judges a few cells, and can fail: a mark that nothing answers is a false clean, a fault without a mark a false alarm.
# And docs/matrix-run.md has a row for every scenario, without a wrong cell. Environment: FREEHOLD, SOURCE.
set -u
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    cat "$TMP/said" "$TMP/page.md" >&2
    exit 1
}

# matrix STATUS ARGUMENT…
matrix() {
    wanted=$1
    shift
    "$SOURCE/ci/matrix/run" --freehold "$FREEHOLD" --engines ledger --work "$TMP/work" --output "$TMP/page.md" "$@" >"$TMP/said" 2>&1
    status=$?
    [ "$status" = "$wanted" ] || fail "exit status $status, not $wanted"
}

# shows LINE: it stands on the page.
shows() {
    grep -qxF -- "$1" "$TMP/page.md" || fail "not on the page: $1"
}

matrix 0 --only wrong-release-1,use-after-free-1
shows '| right | 8 |'
shows '| not applicable | 8 |'
shows '| false clean | 0 |'
shows '| false alarm | 0 |'
shows '- ledger, 8 cells: ledger sees no memory accesses'

mkdir "$TMP/wrong"
cp "$SOURCE"/harness/selftest/lib.* "$TMP/wrong"
cat >"$TMP/wrong/leak.scn" <<'SCN'
scenario "no leak" {
    text = text_new()                   !leak
    text_free(text)
}

scenario "no mark" {
    text = text_new()
}

scenario "a mark on another line" {
    text = text_new()
    length = text_length(text)          !leak
}
SCN
matrix 1 --scenarios "$TMP/wrong"
shows '| right | 0 |'
shows '| false clean | 8 |'
shows '| false alarm | 16 |'
grep -q 'leak-1, ledger, debug, middle: false clean: leak on line 1' "$TMP/said" || fail "what was missed is not named"
grep -q 'leak-2, ledger, release, alone: false alarm: leak on line 1' "$TMP/said" || fail "the alarm is not named"

matrix 3 --only leak-77
grep -q 'there is no row leak-77' "$TMP/said" || fail "the row is not named"

cp "$SOURCE/docs/matrix-run.md" "$TMP/page.md"
shows '| false clean | 0 |'
shows '| false alarm | 0 |'
shows '| not judged | 0 |'
! grep -q 'not run' "$TMP/page.md" || fail "a row was not run"
sed -n 's/^scenario "\(.*\)" {$/\1/p' "$SOURCE"/harness/selftest/*.scn >"$TMP/names"
while read -r name; do
    grep -qF "| $name |" "$TMP/page.md" || fail "no row on the page: $name"
done <"$TMP/names"
