# SPDX-License-Identifier: MIT
# report.json of `freehold run` on all scenarios, and how the run ended ($status) -> an answer (common.jq) for
# each program in $programs, by the scenario's file. A report says the finding's kind; its place is the
# scenario's line.
include "common";

def report($file): {says: .kind, frames: [select((.line // 0) > 0) | "\($file):\(.line)"], is_unexpected: (.expected == false)};

def cannot: [.[].not_applicable[] | {kind, reason}];

# Of the results for one scenario.
def problem:
    why_not_run($status)
    // (if $status | IN("0", "1", "3") | not then "exit status \($status)"
        elif . == [] then "not run"
        elif cannot != [] or all(.[]; .verdict | IN("pass", "fail")) then null
        else "inconclusive" end);

((first // {}).results // []) as $results
| $programs[0][]
| .name as $program
| .scenario_file as $file
| [$results[] | select((.file // "") | split("/") | last == $file)]
| answer($program; $tool; problem; [.[].findings[] | report($file)]; cannot)
