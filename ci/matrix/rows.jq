# SPDX-License-Identifier: MIT
# A scenario file (one text) of a kind -> its rows.
# $kind: the file's name.

# "    word_free(word)    !double-free !leak" -> ["double-free", "leak"]
def marks_of_line: if test("#") then "" else . end | [match("!([a-z-]+)"; "g").captures[0].string];

def without_marks: gsub(" *!([a-z-]+)"; "");

[match("(?m)^scenario \"(?<name>[^\"]*)\" \\{\n(?<body>(.*\n)*?)\\}\n"; "g")
    | [(.captures[] | select(.name == "name")).string, .string]]
| to_entries
| map({
    row: "\($kind)-\(.key + 1)",
    kind: $kind,
    says: .value[0],
    marked: .value[1],
    plain: (.value[1] | without_marks),
    marks: [.value[1] | split("\n") | to_entries[] | .key as $line | .value | marks_of_line[] | {kind: ., line: $line}]
})
