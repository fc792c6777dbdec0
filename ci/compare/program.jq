# SPDX-License-Identifier: MIT
# A program and its scenario -> what the other stages need to know of it. An error if it can't be compared.
# $source, $scenario: paths; $text, $steps: what is in them.
#
# The program's second line says "WHO -> WHO: WHAT": who allocated the block -> whose code is wrong. It
# includes the header of one library. One line is marked at its end with the kind of the defect: that line
# does wrong or, of a leak, allocates; the scenario has the same mark. Run to its end, the program returns 0:
# another exit status means that something went wrong which no tool reported.
include "common";

def basename: split("/") | last;

def mark_in($path):
    [lines | to_entries[] | {line: (.key + 1)} + (.value | capture(" !(?<kind>[a-z-]+)( \\*/)?$"))]
    | if length > 1 then error("\($path) has more than one mark") else first // {line: 0, kind: "none"} end;

def heading:
    (lines[1] // "" | capture("^/\\* (?<direction>[^:]+): (?<title>.+) \\*/$"))
    // error("\($source): the second line must say WHO -> WHO: WHAT");

def library:
    [lines[] | capture("^#include \"(?<name>[a-z]+)\\.h\"$").name]
    | if length == 1 then first else error("\($source) must include the header of one library") end;

($text | mark_in($source)) as $mark
| ($steps | mark_in($scenario)) as $step
| if $mark.kind != $step.kind then error("\($scenario) does not have the mark of \($source)") else . end
| if kinds | index([$mark.kind]) then . else error("\($source): no such kind: \($mark.kind)") end
| ($text | heading) as $heading
| {
    name: ($source | basename | sub("\\.[a-z]+$"; "")),
    $source, file: ($source | basename), line: $mark.line, kind: $mark.kind,
    $scenario, scenario_file: ($scenario | basename), scenario_line: $step.line,
    direction: $heading.direction, title: $heading.title, culprit: ($heading.direction | split(" -> ") | last),
    compiler: (if $source | endswith(".cpp") then "g++" else "gcc" end),
    library: ($text | library)
}
