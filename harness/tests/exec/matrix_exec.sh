#!/bin/sh
# SPDX-License-Identifier: MIT
# ci/matrix-exec/run: a few of its cells, measured; and that its judge can't be made to call a false answer right.
. "$(dirname "$0")/common.sh"
command -v jq >/dev/null || { leave_out 'jq, for ci/matrix'; exit 0; }
command -v gcc >/dev/null || { leave_out 'gcc, for ci/matrix'; exit 0; }

# judged ANSWER CELL USE STATUS REASON NOTE
judged() {
  printf '{"cell":"%s","use":"%s","status":%s,"kinds":[],"reason":"%s","notes":["%s"]}\n' "$2" "$3" "$4" "$5" "$6" >answers
  found=$(jq -s -r -f "$SOURCE/ci/matrix-exec/judge.jq" answers | jq -r '.[].answer')
  [ "$found" = "$1" ] || fail "'$found', not '$1': $2 $3"
}

noted="both have std's allocator"
judged clean 'std-header/debug/shared/valgrind' right 0 '' ''
judged 'false alarm' 'std-header/debug/shared/valgrind' right 1 '' ''
judged inconclusive 'std-header/debug/shared/valgrind' right 3 'why' ''
judged 'no answer' 'std-header/debug/shared/valgrind' right 3 '' ''
judged 'no answer' 'std-header/debug/shared/valgrind' wrong 2 'why' ''
judged found 'std-header/debug/shared/valgrind' wrong 1 '' ''
judged 'false clean' 'std-header/debug/shared/valgrind' wrong 0 '' ''
judged 'false clean' 'std-header/debug/shared/valgrind' wrong 0 '' "$noted"
judged impossible 'std-jemalloc/debug/plugin/asan' wrong 0 '' 'the program that was started ended: exit status 9'
judged noted 'std-std/debug/shared/valgrind' wrong 0 '' "$noted"
judged 'false clean' 'std-std/debug/shared/valgrind' wrong 0 '' ''
judged 'false alarm' 'std-std/debug/shared/valgrind' wrong 1 '' ''

# matrix STATUS ARGUMENT…
matrix() {
  wanted=$1
  shift
  "$SOURCE/ci/matrix-exec/run" --work "$TMP/work" --output "$TMP/page.md" --jobs 1 "$@" >said 2>&1
  status=$?
  [ "$status" = "$wanted" ] || { cat said; fail "exit status $status, not $wanted: $*"; }
}

# row PATTERN: the page has it.
row() {
  grep -q -- "$1" page.md || { cat page.md; fail "not in the page: $1"; }
}

matrix 0 --freehold "$FREEHOLD" --only '^(std|header)-std/debug/(shared/valgrind|plugin/asan)'
row '^| header, std | ✓ ✓ |$'
row '^| header, std | ? ✓ |$'
row '^| std, std | ✓ note |$'
row '^| rightly | 4 | 3 | 1 | 0 | 0 |$'
row '^4 of .* cells were run'
matrix 0 --freehold "$FREEHOLD" --only '^mixed-mixed/lto/shared/valgrind'
row '^| mixed, mixed | ? ✓ |$'
row 'memory of its own'

# A gate that passes everything, and one that says nothing.
cat >passes <<'END'
#!/bin/sh
[ "$1" = exec ] || exit 0
while [ "$1" != --out ]; do shift; done
mkdir -p "$2" && echo '{"results": [{"findings": [], "notes": []}]}' >"$2/report.json"
END
printf '#!/bin/sh\nexit 2\n' >silent
chmod +x passes silent
matrix 1 --freehold "$TMP/passes" --only '^header-std/debug/shared/valgrind'
says 'false clean: header-std/debug/shared/valgrind wrong'
row '\*\*CLEAN\*\*'
matrix 3 --freehold "$TMP/silent" --only '^header-std/debug/shared/valgrind'
says 'no answer'
matrix 2 --unknown
matrix 3 --freehold "$FREEHOLD" --only 'no-such-cell'
