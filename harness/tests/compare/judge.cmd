# The judge, on one report or two: the cell of every kind of answer. A line is a program of its own, in a.c,
# with a defect on line 10, and a scenario in a.scn, with it on line 5:
#   KIND | WHOSE CODE IS WRONG | PROGRAM | TOOL | WHY NO ANSWER | WHAT FREEHOLD CAN'T SEE | SAYS @ FRAME FRAME…; SAYS @ …
# "+" before a report: the scenario does not expect it.
here=../../../ci/compare
mkdir "$TMP/said"
printf '%s\n' -Wanalyzer-double-free -Wanalyzer-malloc-leak -Wuninitialized >"$TMP/said/gcc-options"
cat >"$TMP/lines" <<'END'
-- where
double-free | C | a | asan-c | | | attempting double-free on 0x… @ lib.rs:1 a.c:10
double-free | C | a | asan-c | | | attempting double-free on 0x… @ lib.rs:1 a.c:11
double-free | C | a | asan-c | | | attempting double-free on 0x… @ lib.rs:10 aa.c:10 a.cc:10
double-free | C | a | asan-c | | | attempting double-free on 0x… @ a.c:100
double-free | C | a | asan-c | | | attempting double-free on 0x… @ a.c:11; attempting double-free on 0x… @ a.c:10
double-free | C | a | freehold-ledger | | | double-free @ a.scn:5
double-free | C | a | freehold-ledger | | | double-free @ a.scn:6
double-free | C | a | freehold-ledger | | | double-free @ a.c:10
double-free | C | a | freehold-exec | | | double-free @ a.c:10
-- what
double-free | C | a | valgrind | | | Invalid free() / delete: Address 0x… is 0 bytes inside a block of size 3 free'd @ a.c:10
double-free | C | a | valgrind | | | Invalid free() / delete: Address 0x… is 10 bytes inside a block of size 30 free'd @ a.c:10
out-of-bounds | C | a | valgrind | | | Invalid read of size 1: Address 0x… is 0 bytes after a block of size 3 alloc'd @ a.c:10
out-of-bounds | C | a | valgrind | | | Invalid read of size 1: Address 0x… is 0 bytes inside a block of size 3 free'd @ a.c:10
cross-allocator-free | C | a | valgrind | | | Mismatched free() / delete / delete [] @ a.c:10
cross-allocator-free | C | a | valgrind | | | Mismatched new/delete size value: 8 @ a.c:10
wrong-release | C | a | gcc | | | -Wmismatched-dealloc @ a.c:10
leak | C | a | gcc | | | -Wanalyzer-double-free @ a.c:10; -Wanalyzer-double-free @ a.c:10; -Wuse-after-free @ a.c:10
leak | C | a | gcc | | | -Wunused-variable @ a.c:10
leak | C | a | valgrind | | | Something that Valgrind never said before @ a.c:10
leak | C | a | asan-c | | | a-new-error on address 0x… @ a.c:10
leak | C | a | gcc | | | -Wanalyzer-of-tomorrow @ a.c:10
leak | C | a | gcc | | | -Wof-tomorrow @ a.c:10
-- silence
leak | C | a | valgrind | | |
wrong-release | C | a | valgrind | | |
out-of-bounds | C | a | valgrind | | |
out-of-bounds | C | a-stack | valgrind | | |
out-of-bounds | C | a-stack | freehold-exec | | |
out-of-bounds | C | a-stacked | freehold-exec | | |
use-after-free | C | a | asan-c | | |
use-after-free | Rust | a | asan-c | | |
use-after-free | Rust | a | asan-both | | |
double-free | C | a | gcc | | |
double-free | Rust | a | gcc | | |
out-of-bounds | C | a | gcc | | |
use-after-free | C | a | freehold-ledger | | use-after-free |
use-after-free | C | a | freehold-ledger | | |
-- no defect
none | Rust, C | a | valgrind | | |
none | Rust, C | a | valgrind | | | Invalid read of size 1 @ b.c:1; Invalid write of size 1 @ b.c:1
-- more than the defect
leak | C | a | freehold-valgrind | | | leak @ a.scn:5; +double-free @ a.scn:6; +double-free @ a.scn:7; abort @ a.scn:8
-- no answer, whatever was said
leak | C | a | valgrind | timed out | | definitely lost in loss record 1 @ a.c:10
none | Rust, C | a | valgrind | timed out | |
use-after-free | C | a | freehold-ledger | exit status 2 | use-after-free |
leak | C | a | not-read | | |
END

# Every line has a name of its own: its number before what it says.
jq --raw-input --null-input '
    [inputs | select(startswith("--") | not) | split("|") | map(sub("^ +"; "") | sub(" +$"; ""))] | to_entries
    | map({key: (.key | tostring), line: .value})
    | {programs: map({name: "\(.key)-\(.line[2])", kind: .line[0], culprit: .line[1], file: "a.c", line: 10, scenario_file: "a.scn",
                      scenario_line: 5, tool: .line[3]}),
       answers: map({program: "\(.key)-\(.line[2])", tool: .line[3], no_answer: (.line[4] | if . == "" then null else . end),
                     cannot: (.line[5] | if . == "" then [] else [{kind: ., reason: "it says so"}] end),
                     reports: [.line[6] | split("; ")[] | capture("^(?<plus>[+]?)(?<says>.*) @ (?<frames>.*)$")
                               | {says, frames: (.frames | split(" ")), is_unexpected: (.plus == "+")}]})}' \
    "$TMP/lines" >"$TMP/both"
jq .programs "$TMP/both" >"$TMP/programs.json"
jq .answers "$TMP/both" >"$TMP/answers.json"
"$here/judge" "$TMP"
jq --raw-output '.[] | .cells[if .tool == "not-read" then "valgrind" else .tool end]
    | "    \(.verdict)" + (if .words == "" then "" else ": " + .words end)' "$TMP/cells.json" >"$TMP/verdicts"
while IFS= read -r line; do
    echo "$line"
    case $line in
    --*) ;;
    *) IFS= read -r verdict <&3 && echo "$verdict" ;;
    esac
done <"$TMP/lines" 3<"$TMP/verdicts"

echo '-- rules that are none'
# judge_by SED-SCRIPT: with rules.md changed.
judge_by() {
    sed "$1" "$here/rules.md" >"$TMP/rules.md"
    cmp -s "$here/rules.md" "$TMP/rules.md" && echo 'nothing changed'
    jq -L "$here" --from-file "$here/judge.jq" --null-input --slurpfile programs "$TMP/programs.json" \
        --slurpfile answers "$TMP/answers.json" --rawfile rules "$TMP/rules.md" \
        --rawfile gcc_options "$TMP/said/gcc-options" 2>&1 >/dev/null
    echo "exit status $?"
}
judge_by 's/| leak | leak |/| leek | leak |/'
judge_by 's/^| `asan` | `^SEGV `/& |/'
judge_by 's/^## What a report names/## What reports name/'
judge_by '/^| `asan-/d; /^| `gcc\.\*/d; /^| `valgrind` | `[a-z-]*` | any/d; /^| `valgrind` | `out-of/d; /^| `freehold-exec/d'
