# docs/comparison.md is what ci/compare/run would write today, but for what it measures: all that page.md.in
# says is in it, and a row for each program, in order.
root=../../..
grep -v '^@' "$root/ci/compare/page.md.in" | grep -vxF -f "$root/docs/comparison.md"
"$root/ci/compare/list-programs" "$TMP" docs/comparison &&
    jq --raw-output '.[] | [(if .kind == "none" then "no defect" else .kind end), (.direction | sub("->"; "→")),
        "[\(.title)](comparison/\(.file))"] | "| " + join(" | ") + " |"' "$TMP/programs.json" >"$TMP/rows"
grep -o '^| [^|]* | [^|]* | \[.*\](comparison/[a-z-]*\.c[a-z]*) |' "$root/docs/comparison.md" | diff "$TMP/rows" - && echo same
