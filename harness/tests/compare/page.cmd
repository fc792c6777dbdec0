# The page's parts, of three programs with one cell of each verdict: what is counted, what is listed, and that no word breaks the table.
mkdir "$TMP/said"
printf '%s\n' 'Valgrind 1.0' 'gcc 2.0' >"$TMP/said/versions"

# A program's cells, by the tools' order: VERDICT, or VERDICT: WORDS.
jq -L ../../../ci/compare --raw-input --null-input 'include "common";
    [inputs | split(" | ") | . as $line | {name: $line[0], file: "\($line[0]).c", kind: $line[1], direction: $line[2], title: $line[3],
     cells: ([tools[].name] | to_entries | map({(.value): ($line[4 + .key] | capture("^(?<verdict>[^:]*)(: )?(?<words>.*)$"))}) | add)}]' \
    >"$TMP/cells.json" <<'END'
sound | none | Rust, C | all is well | nothing | false alarm: a -- b | no answer: timed out | nothing | nothing | nothing | false alarm: leak | no answer: inconclusive | nothing
first | leak | C -> Rust | one leaks | caught | caught, not where | other words: a "word" | nothing | can't | caught | caught: leak | can't | no answer: not run
second | abort | Rust -> Rust | one aborts | nothing | can't | no answer: timed out | can't | can't | caught, not where | nothing | other words: leak | can't
third | wrong-release | Rust -> C | one errs | nothing | nothing | nothing | nothing | nothing | nothing | can't | can't | can't
END
sed 's/a -- b/a | b/' "$TMP/cells.json" >"$TMP/with-bar" && mv "$TMP/with-bar" "$TMP/cells.json"
jq --null-input '[("freehold-asan", "freehold-exec", "freehold-valgrind", "freehold-asan") as $tool
    | {program: "second", $tool, cannot: [{kind: "abort", reason: "it sees none"}]}]
    | . + [{program: "first", tool: "freehold-valgrind", cannot: [{kind: "leak", reason: "it sees none"}]}]' >"$TMP/answers.json"
../../../ci/compare/write-page "$TMP" && sed -n '/^| kind/,/^\[how-it/p; /^- Valgrind 1/,/^$/p' "$TMP/comparison.md"

echo '-- nothing to list'
jq 'map(select(.name == "none"))' "$TMP/cells.json" >"$TMP/none" && mv "$TMP/none" "$TMP/cells.json"
echo '[]' >"$TMP/answers.json"
../../../ci/compare/write-page "$TMP" && sed -n '/^| kind/,/^\[how-it/p' "$TMP/comparison.md" | grep -v '^$'
