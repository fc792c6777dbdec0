# SPDX-License-Identifier: MIT
# The judged runs → the tables of the page.
def sign: {"clean": "✓", "found": "✓", "noted": "note", "inconclusive": "?", "impossible": "–", "false alarm": "**ALARM**", "false clean": "**CLEAN**",
    "no answer": "**NONE**"}[.];
def both: (map(select(.use == "right"))[0].answer | sign) + " " + (map(select(.use == "wrong"))[0].answer | sign);
def in_order($words): . as $have | [$words[] | select(IN($have[]))];
def columns: [("debug", "release", "lto", "strip") as $build | ("static", "shared", "plugin") as $join | "\($build)/\($join)"];
def table: (map("\(.build)/\(.join)") | in_order(columns)) as $columns |
    "| allocators | " + ($columns | map(sub("/"; "<br>")) | join(" | ")) + " |",
    "| --- |" + ($columns | map(" --- |") | join("")),
    (group_by([.owner, .other])[] | . as $pair |
        "| \(.[0].owner), \(.[0].other) | " + ([$columns[] as $c | [$pair[] | select("\(.build)/\(.join)" == $c)] |
            if length == 0 then "" else both end] | join(" | ")) + " |");
def number($answer): map(select(.answer == $answer)) | length;
def cells: map(.cell) | unique | length;
def counts: "\(cells) of \($all) cells were run, each with both uses.", "",
    "| used | runs | right answer | inconclusive | false clean | false alarm |", "| --- | --- | --- | --- | --- | --- |",
    (("right", "wrong") as $use | map(select(.use == $use and .answer != "impossible")) |
        "| \($use)ly | \(length) | \(number("clean") + number("found") + number("noted")) | \(number("inconclusive")) | \(number("false clean")) | \(number("false alarm")) |");
# The first sentence of a reason, without what differs from run to run.
def reason: .reason | gsub("\\S*/(?<file>[^/ ]+)"; "\(.file)") | gsub("[a-z]+[-.][ab][-.][a-z]+\\.(so|a)"; "MODULE") |
    gsub("[a-z.-]+\\.program"; "PROGRAM") | gsub("\\(_?[A-Za-z0-9_$.]+ in [^)]*\\)"; "(…)") | gsub("\\s+"; " ") | sub("^freehold: "; "") | sub("(?<end>[.]) .*$"; .end) | sub(" $"; "");
"", "## Counts", "", counts,
(group_by(.engine) | reverse[] | "", "## Under \({"valgrind": "Valgrind", "asan": "AddressSanitizer"}[.[0].engine])", "", table),
"", "## Why some are inconclusive", "", "| runs | reason |", "| --- | --- |",
(map(select(.answer == "inconclusive")) | group_by(reason) | sort_by(-length)[] | "| \(length) | \(.[0] | reason | gsub("\\|"; "\\|")) |"),
"", "## What found the wrong releases", "", "| runs | findings |", "| --- | --- |",
(map(select(.answer == "found")) | group_by(.kinds) | sort_by(-length)[] | "| \(length) | \(.[0].kinds | join(", ")) |")
