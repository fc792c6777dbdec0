# From what real tools said of five programs (recorded/) to the page: how it is read, judged and written.
cp -r recorded "$TMP/work"
../../../ci/compare/read-answers "$TMP/work" || exit
jq --raw-output '.[] | "\(.program), \(.tool): \(.no_answer // "answered")",
    (.reports[] | "    \([.says, (.frames[] | select(test("\\.(c|scn):")))] | join(" | "))"),
    (.cannot[] | "    can'\''t: \(.kind): \(.reason)")' "$TMP/work/answers.json"
../../../ci/compare/judge "$TMP/work" && ../../../ci/compare/write-page "$TMP/work" && cat "$TMP/work/comparison.md"
