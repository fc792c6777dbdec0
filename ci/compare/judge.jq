# SPDX-License-Identifier: MIT
# Answers and rules -> the cells: the programs of programs.json, each with `cells`: TOOL: {verdict, words}.
# rules.md says what the verdicts mean.
# $programs, $answers: these files, each in an array; $rules: the text of rules.md; $gcc_options: gcc's
# warnings, a line each.
include "common";
include "rules";

# Does a report's stack reach the line: "here", another of that file: "elsewhere", or neither: "unknown"?
def where($file; $line):
    if .frames | index("\($file):\($line)") then "here"
    elif any(.frames[]; startswith($file + ":")) then "elsewhere"
    else "unknown" end;

# Scenarios are run as they are written, all other tools watch the program.
def place($program; $tool):
    if $tool.reader == "freehold_run" then $program | [.scenario_file, .scenario_line] else $program | [.file, .line] end;

def each_once: reduce .[] as $word ([]; if index([$word]) then . else . + [$word] end);

# Reports -> is the kind caught, is it named, and what else is said?
def weigh($rules; $program; $tool):
    place($program; $tool) as [$file, $line]
    | map(. + meaning($rules; $tool.reader; .says) | select(.is_left_out | not)
          | . + {fits: (.kinds | index([$program.kind]) != null), where: where($file; $line)})
    | map(select(.fits and .where != "elsewhere")) as $fitting
    | (. - $fitting) as $others
    | {
        is_caught: any($fitting[]; .where == "here"),
        is_named: ($fitting != []),
        others: ($others | map(.words + (if .fits then " elsewhere" else "" end)) | each_once),
        unexpected: ($others | map(select(.is_unexpected) | .words) | each_once)
    };

def verdict($verdict; $words): {$verdict, words: ($words | join(", "))};

# $can_see: whether the tool's silence says something.
def cell($program; $answer; $said; $can_see):
    if $answer.no_answer then verdict("no answer"; [$answer.no_answer])
    elif $program.kind == "none" then
        if $said.others == [] then verdict("nothing"; []) else verdict("false alarm"; $said.others) end
    elif $said.is_caught then verdict("caught"; $said.unexpected)
    elif $said.is_named then verdict("caught, not where"; $said.unexpected)
    elif $said.others != [] then verdict("other words"; $said.others)
    elif $can_see then verdict("nothing"; [])
    else verdict("can't"; []) end;

($rules | read_rules) as $rules
| [$gcc_options | lines[] | meaning($rules; "gcc"; .).kinds[]] as $gcc_sees
| (reduce $answers[0][] as $answer ({}; .[$answer.program][$answer.tool] = $answer)) as $answer_of
| $programs[0]
| map(. as $program | .cells = ([tools[] | . as $tool
    | ($answer_of[$program.name][$tool.name] // answer($program.name; $tool.name; "not read"; []; [])) as $answer
    | ($answer.reports | weigh($rules; $program; $tool)) as $said
    | ($answer.cannot == [] and (is_blind($rules; $program; $tool) | not)
       and ($tool.reader != "gcc" or ($gcc_sees | index([$program.kind])))) as $can_see
    | {($tool.name): cell($program; $answer; $said; $can_see)}] | add))
