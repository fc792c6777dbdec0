# SPDX-License-Identifier: MIT
# report.json of `freehold exec` on one program, and how the run ended ($status) -> an answer (common.jq). A
# report says the finding's kind.
include "common";

def frame: select(.file != null and .line != null) | "\(.file | split("/") | last):\(.line)";

def report: {says: .kind, frames: [(.stacks[0].frames // [])[] | frame], is_unexpected: false};

((first // {}).results // []) as $results
| answer($program; $tool;
    why_not_run($status)
    // (if $status | IN("0", "1", "3") | not then "exit status \($status)"
        elif $results == [] then "not run"
        elif all($results[]; .verdict | IN("pass", "fail")) then null
        else "inconclusive" end);
    [$results[].findings[] | report]; [])
