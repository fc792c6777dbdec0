# From what real tools said of five programs (recorded/) to the page: how it is read, judged and written.
cp -r recorded "$TMP/measured"
../../../ci/compare/read-answers "$TMP/measured" || exit
jq --raw-output '.[] | "\(.program), \(.tool): \(.no_answer // "answered")",
    (.reports[] | "    \([.says, (.frames[] | select(test("\\.(c|scn):")))] | join(" | "))"),
    (.cannot[] | "    can'\''t: \(.kind): \(.reason)")' "$TMP/measured/answers.json"
../../../ci/compare/judge "$TMP/measured" && ../../../ci/compare/write-page "$TMP/measured" && cat "$TMP/measured/comparison.md"
